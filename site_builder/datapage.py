"""The page that offers the open data: what there is, how big, and how to name it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from site_builder import i18n
from site_builder.downloads import CSV, GEOJSON, citation
from site_builder.pages import Pages

_MEGABYTE = 1_000_000
_KILOBYTE = 1_000


def data_pages(files: Mapping[str, bytes], sites: int, pages: Pages) -> Iterator[tuple[str, bytes]]:
    """Yield the page in each language, path and content; `files` are those just built."""
    for language in pages.options.languages:
        say = i18n.translations(language.id).gettext
        offered = [
            (
                CSV.rpartition("/")[2],
                say("Table (CSV)"),
                say("One row for each place, for Excel and other spreadsheets."),
                size(len(files[CSV]), language.id),
            ),
            (
                GEOJSON.rpartition("/")[2],
                say("Map data (GeoJSON)"),
                say("Places with their shapes, for QGIS and other map programs."),
                size(len(files[GEOJSON]), language.id),
            ),
        ]
        yield (
            f"{language.prefix}data/index.html",
            pages.render(
                "data.html",
                language,
                path="data/",
                section="data",
                files=offered,
                citation=citation(pages.options, language.id),
                total=sites,
                total_words=i18n.number(sites, language.id),
            ),
        )


def size(length: int, language: str) -> str:
    """Return a file's size as people say it.

    >>> size(812, "en"), size(12_345, "en"), size(8_123_456, "ja")
    ('1 KB', '12 KB', '8.1 MB')
    """
    if length < _MEGABYTE:
        return f"{i18n.number(max(1, round(length / _KILOBYTE)), language)} KB"
    return f"{i18n.number(round(length / _MEGABYTE, 1), language)} MB"
