"""A file on the disk to rows: which reader it needs, and what it says about itself."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from data.exchange import columns, features
from data.exchange.mapping import Mapper, unused
from data.exchange.recognise import category_of_list
from data.exchange.row import Row, UnreadableFileError, note, refusal
from data.exchange.table import Table, read_table
from data.finding import Finding
from data.site import Source
from data.vocabulary import Vocabulary
from data.ward import Ward

_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class FileReading:
    """All rows of a file in order, and what is to say about the file as a whole.

    `source_name` is what the list is called: with a row's key it makes the row's identity,
    so a list must keep its name from one edition to the next.
    """

    source_name: str
    rows: list[Row]
    findings: tuple[Finding, ...] = ()
    category: str = ""
    about: dict[str, str] = field(default_factory=dict)


def read_file(  # noqa: PLR0913 - everything a person may say about a file
    path: Path,
    *,
    ward: Ward,
    vocabulary: Vocabulary,
    category: str = "",
    source_name: str = "",
    everywhere: bool = False,
    about: Mapping[str, str] = MappingProxyType({}),
) -> FileReading:
    """Return the rows of the CSV or GeoJSON file at `path`.

    `category` says what all rows are; without it the rows, the columns or the file's name
    must. `everywhere` lets rows of other municipalities through. `about` says of the list
    what its rows should carry: `url`, `licence`, `attribution`. Raises
    `UnreadableFileError` where there is nothing to read, OSError where there is no file.
    """
    content = _content(path)
    name = source_name or list_name(path)
    if category and category not in vocabulary:
        raise UnreadableFileError(refusal("import.category_unknown", given=category))
    source = Source(name=name, id="").model_copy(update=dict(about))
    mapper = Mapper(ward, vocabulary, source, category, everywhere=everywhere)
    if content.lstrip(b"\xef\xbb\xbf\x1e \t\r\n")[:1] in (b"{", b"["):
        read = features.read_features(content, path.name, mapper)
        if read is None:
            raise UnreadableFileError(refusal("import.not_geojson", file=path.name))
        rows, found = read
        return _reading(mapper, rows, found, {})
    table = read_table(content, _knows(vocabulary))
    if table is None:
        raise UnreadableFileError(refusal("import.no_header", file=path.name))
    return _of_table(table, path.name, mapper)


def list_name(path: Path) -> str:
    """Return what a list is called where nobody says so: its file's name without endings.

    >>> list_name(Path("lists/131121_aed.csv.gz"))
    '131121_aed'
    """
    return path.name.split(".")[0] or path.name


def _content(path: Path) -> bytes:
    content = path.read_bytes()
    if content.startswith(_GZIP):
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError, zlib.error) as broken:
            raise UnreadableFileError(refusal("import.not_text", file=path.name)) from broken
    if content.startswith(_UTF_16):
        content = content.decode("utf-16", "replace").encode()
    if content.startswith(_ZIP) or b"\0" in content[:4096]:
        raise UnreadableFileError(refusal("import.not_text", file=path.name))
    return content


def _of_table(table: Table, file_name: str, mapper: Mapper) -> FileReading:
    mapper.fallback = category_of_list(file_name, table.header, mapper.vocabulary)
    mapper.source = mapper.source.model_copy(
        update={
            key: value
            for key, value in table.about.items()
            if value and not getattr(mapper.source, key)
        }
    )
    rows = [mapper.row(each.line, each.cells, each.findings) for each in table.records]
    found = [*table.findings, *unused(table.header, mapper)]
    return _reading(mapper, rows, found, table.about)


def _reading(
    mapper: Mapper, rows: list[Row], found: list[Finding], about: dict[str, str]
) -> FileReading:
    if mapper.without_key:
        found = [*found, note("import.keys_made", rows=mapper.without_key)]
    category = mapper.category or mapper.fallback
    return FileReading(mapper.source.name, rows, tuple(found), category, about)


class _knows:  # noqa: N801 - reads as the question it answers
    """Does a header name mean anything: to our lists, or to the vocabulary?"""

    def __init__(self, vocabulary: Vocabulary) -> None:
        attributes = [known for category in vocabulary for known in category.attributes]
        own = {known.key for known in attributes} | {known.name.ja for known in attributes}
        self._names = columns.KNOWN | own

    def __call__(self, name: str) -> bool:
        return name in self._names
