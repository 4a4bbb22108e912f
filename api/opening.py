"""Everything the desk needs, opened in order and closed in the opposite one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from api.desk import Desk
from api.log import Log, make_log
from api.settings import Settings
from data.database import Database
from data.ledger import Ledger
from photos.disk import DiskPhotoStore
from photos.photo import Limits as PhotoLimits
from photos.pool import PhotoPool


@contextmanager
def open_desk(settings: Settings, log: Log | None = None) -> Iterator[Desk]:
    """Yield a desk over a workspace's files; what a crash left undone is done first.

    Raises what opening may raise (`NewerWorkspaceError`, `StoreError`, …), each with words
    that say what to do.
    """
    log = log or make_log(settings.log_level)
    limits = PhotoLimits(
        max_bytes=settings.limits.photo_bytes, max_pixels=settings.limits.photo_pixels
    )
    database = Database.open(settings.database_url)
    try:
        sites = Ledger.open(settings.ledger)
        with PhotoPool(settings.limits.photo_workers, limits) as pool:
            desk = Desk(
                database=database,
                sites=sites,
                photos=DiskPhotoStore(settings.home),
                opener=pool,
                vocabulary=settings.vocabulary,
                ward=settings.ward,
                log=log,
                largest_picture=settings.limits.photo_bytes,
            )
            desk.recover()
            yield desk
    finally:
        database.close()
