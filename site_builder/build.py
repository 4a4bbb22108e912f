"""The public site, built: everything at once, or just what a change touches.

A `Builder` keeps each site's parts of the shared files in memory. `build_all` writes the
whole site and sweeps away what is gone; `rebuild` makes a few sites again and joins the
rest as they are. Both lead to the same bytes, whatever the way there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import structlog

from data import geojson
from data.store import SiteStore, UnknownSiteError
from site_builder import downloads, listing
from site_builder.crew import Made, make, make_many
from site_builder.datapage import data_pages
from site_builder.fragments import Fragment, Maker, site_page_paths
from site_builder.map import points
from site_builder.map.page import render_map
from site_builder.options import BuildOptions
from site_builder.pages import Pages
from site_builder.publish import PublicFolder
from site_builder.static_files import static_files

_log: Final = structlog.get_logger("kufu.builder")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build did: paths written and removed, and which sites could not be built.

    `failed` maps a site's id to the reason; such a site is shown as it was before, if it
    was, and the rest of the site is built.
    """

    sites: int
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)


def build(store: SiteStore, out: Path, options: BuildOptions) -> Manifest:
    """Build the whole site of what `store` holds now into the folder `out`.

    Raises `PublishError` where a file cannot be written; what was there is still whole.
    """
    return Builder(store, out, options).build_all()


class Builder:
    """Builds into one folder, from one store, with the same options all along."""

    def __init__(self, store: SiteStore, out: Path, options: BuildOptions) -> None:
        self._store = store
        self._out = out
        self._options = options
        self._pages = Pages(options)
        self._maker = Maker(self._pages, options)
        self._fragments: dict[str, Fragment] = {}
        self._listing = listing.Listing(self._maker.viewers, self._pages)

    def build_all(self) -> Manifest:
        """Build every page and file, and remove what belongs to no site any more."""
        folder = PublicFolder(self._out)
        self._fragments.clear()
        self._listing.forget()
        lines = list(self._store.all())
        failed = self._take_in(make_many(lines, self._maker, folder, self._options))
        for path, content in static_files(self._pages):
            folder.write(path, content)
        for path, content in self._lasting_pages():
            folder.write(path, content)
        self._link_photos(folder, self._photos_shown())
        self._write_shared(folder)
        for site_id in self._fragments.keys() | failed.keys():
            # One that could not be built keeps the pages that it had.
            folder.keep(*site_page_paths(site_id, self._options))
        folder.sweep()
        return self._manifest(folder, failed)

    def refill(self) -> None:
        """Read all sites again without writing, to go on where a former run stopped."""
        self._fragments.clear()
        self._take_in(make_many(list(self._store.all()), self._maker, None, self._options))

    def rebuild(self, site_ids: Iterable[str]) -> Manifest:
        """Build what a change of these sites touches."""
        folder = PublicFolder(self._out)
        shown_before = self._photos_shown()
        failed: dict[str, str] = {}
        for site_id in dict.fromkeys(site_ids):
            try:
                line = self._store.get(site_id)
            except UnknownSiteError:
                self._fragments.pop(site_id, None)
                for path in site_page_paths(site_id, self._options):
                    folder.remove(path)
            else:
                failed |= self._take_in(make([line], self._maker, folder))
                if site_id in self._fragments:
                    self._link_photos(folder, self._fragments[site_id].photos)
        self._write_shared(folder)
        for file in sorted(shown_before - self._photos_shown()):
            folder.remove(f"photos/{file}")
        return self._manifest(folder, failed)

    def _take_in(self, made: Iterable[Made]) -> dict[str, str]:
        """Keep the parts of these sites; return the reason for each that could not be made."""
        failed: dict[str, str] = {}
        for each in made:
            if each.fragment is not None:
                self._fragments[each.fragment.site.id] = each.fragment
            else:
                site_id = _id_of(each.line)
                failed[site_id] = each.failure
                _log.error("site_not_built", site=site_id, reason=each.failure)
        return failed

    def _write_shared(self, folder: PublicFolder) -> None:
        """Write what is made of every site's parts. Data first, then what points to it."""
        fragments = sorted(self._fragments.values(), key=lambda each: each.order)
        files = {
            points.PATH: points.points(each.site for each in fragments),
            downloads.GEOJSON: downloads.geojson_file(
                (each.line for each in fragments), self._options
            ),
            downloads.CSV: downloads.csv_file(each.csv for each in fragments),
            listing.ROWS: listing.rows_file(fragments),
        }
        for path, content in files.items():
            folder.write(path, content)
        for path, content in data_pages(files, len(fragments), self._pages):
            folder.write(path, content)
        for path in self._listing.update(fragments, folder.write):
            folder.remove(path)

    def _lasting_pages(self) -> Iterator[tuple[str, bytes]]:
        """Yield the pages that say nothing of any site."""
        for language in self._options.languages:
            yield from render_map(self._pages, language).items()

    def _link_photos(self, folder: PublicFolder, files: Iterable[str]) -> None:
        photos = self._options.photos
        if photos is not None:
            for file in files:
                folder.link(f"photos/{file}", photos / file)

    def _photos_shown(self) -> set[str]:
        return {file for each in self._fragments.values() for file in each.photos}

    def _manifest(self, folder: PublicFolder, failed: dict[str, str]) -> Manifest:
        return Manifest(
            sites=len(self._fragments),
            written=tuple(folder.written),
            removed=tuple(folder.removed),
            failed=failed,
        )


def _id_of(line: bytes) -> str:
    try:
        return str(geojson.loads(line).get("id", "?"))
    except geojson.BadGeoJSONError:
        return "?"
