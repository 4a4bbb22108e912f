"""The demo's places with their pictures: drawn, taken in like anybody's, and published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from data import samples
from data.event import Event
from data.ids import id_from_source
from data.samples.pictures import draw
from data.site import Site, SitePhoto
from photos.intake import process
from photos.store import PhotoStore

CAUSE = "demo:1"


def sample_events(pictures: PhotoStore, now: datetime) -> Iterator[Event]:
    """Yield the version that records each sample place, its pictures published before."""
    for number, sample in enumerate(samples.samples()):
        taken_in = process(draw(sample.draft.category, seed=number))
        pictures.put(taken_in)
        pictures.publish(taken_in.files)
        photo = SitePhoto(
            id=taken_in.photo.id,
            alt=sample.alt,
            alt_en=sample.alt_en,
            credit="くふうマップ",
            illustration=True,
            renditions=taken_in.photo.renditions,
        )
        key = sample.draft.source.id if sample.draft.source else sample.draft.name
        site = Site.of(
            sample.draft,
            photos=(photo,),
            id=id_from_source("kufu samples", key),
            created_at=now,
            recorded_at=now,
        )
        yield Event.version(site, cause=CAUSE)
