"""A CSV file as it really comes, as a header and numbered records.

Encodings, lines before the header, comment lines, blank rows at the end and line breaks
in cells are dealt with here, so that nobody else has to know of them. Every cell stays
text: a spreadsheet's guess at numbers has eaten enough leading zeros.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from data.exchange.row import refusal, warning
from data.exchange.values import plain
from data.finding import Finding

_ENCODINGS: Final = ("utf-8-sig", "cp932")
_HOLE: Final = "\ufffd"
_LOOK_FOR_HEADER: Final = 40
"""How many lines a preamble may have."""
_ENOUGH: Final = 2
"""How many known names make a row the header."""

# Some cities put rows about the columns between the header and the first record.
_COMMENT: Final = "#"
_PREAMBLE: Final = {"#license": "licence", "#attribution_name": "attribution"}


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the line it starts on, its cells by header, and what is wrong with it."""

    line: int
    cells: dict[str, str]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A file's header, its records in order, and what was found about the whole file.

    `about` holds what a preamble says of the file: `licence`, `attribution`.
    """

    header: tuple[str, ...]
    records: list[Record]
    findings: tuple[Finding, ...] = ()
    about: dict[str, str] = field(default_factory=dict)


def header_name(cell: str) -> str:
    """Return a header in the one form that all of its spellings share.

    >>> header_name("全国地方公共団体ｺｰﾄﾞ"), header_name("建物名等（方書）")
    ('全国地方公共団体コード', '建物名等(方書)')
    >>> header_name("所在地＿連結標記 ")
    '所在地_連結標記'
    """
    return re.sub(r"\s+", "", plain(cell)).removeprefix("\ufeff")


def read_table(content: bytes, knows: Callable[[str], bool]) -> Table | None:
    """Return the table in `content`, None where no row looks like a header.

    `knows` says whether a header name, as `header_name` returns it, means anything to us;
    the first row with two such names is the header.
    """
    text, findings = _decoded(content)
    about: dict[str, str] = {}
    header: tuple[str, ...] = ()
    records: list[Record] = []
    for line, cells, wrong in _rows(text):
        if not header:
            names = tuple(header_name(cell) for cell in cells)
            if sum(map(knows, names)) >= _ENOUGH:
                header = names
            elif line > _LOOK_FOR_HEADER:
                return None
            elif names and names[0] in _PREAMBLE and len(cells) > 1:
                about[_PREAMBLE[names[0]]] = cells[1].strip()
        elif wrong:
            records.append(Record(line, {}, (refusal("import.row_unreadable"),)))
        elif any(cell.strip() for cell in cells) and not cells[0].startswith(_COMMENT):
            records.append(_record(header, line, cells))
    if not header:
        return None
    findings.extend(_about_header(header))
    return Table(header, records, tuple(findings), about)


def _decoded(content: bytes) -> tuple[str, list[Finding]]:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding), []
        except UnicodeDecodeError:
            continue
    # Neither. A few bad bytes in UTF-8 leave most of its characters whole, while cp932 read
    # as UTF-8 has next to none; the other way round everything would look like something.
    text = content.decode("utf-8-sig", "replace")
    holes = text.count(_HOLE)
    if holes > sum(not character.isascii() for character in text) / 2:
        text = content.decode("cp932", "replace")
    return text, [warning("import.encoding_broken", holes=text.count(_HOLE))]


def _rows(text: str) -> Iterator[tuple[int, list[str], bool]]:
    """Yield each row with the line it starts on, and whether it could not be read."""
    reader = csv.reader(io.StringIO(text, newline=""))
    before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield before + 1, [], True
        else:
            yield before + 1, cells, any(_HOLE in cell for cell in cells)
        before = reader.line_num


def _record(header: tuple[str, ...], line: int, cells: list[str]) -> Record:
    left_over = [cell for cell in cells[len(header) :] if cell.strip()]
    if left_over:
        # Which cell is the one too many? Everything after it may stand in the wrong column.
        found = refusal("import.too_many_cells", expected=len(header), found=len(cells))
        return Record(line, dict(zip(header, cells, strict=False)), (found,))
    said = dict(zip(header, cells, strict=False))
    return Record(line, {name: cell for name, cell in said.items() if cell and not cell.isspace()})


def _about_header(header: tuple[str, ...]) -> Iterator[Finding]:
    nameless = [str(number) for number, name in enumerate(header, 1) if not name]
    if nameless:
        yield warning("import.header_blank", columns=", ".join(nameless))
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        yield warning("import.header_twice", columns=", ".join(twice))
