"""What reading one row of somebody's file gave: a draft, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from data.finding import Finding, Severity, has_errors
from data.site import SiteDraft


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `line` is where it starts in the file, counted from 1.

    In a GeoJSON file that holds everything in one object, `line` is the number of the
    Feature instead. `key` tells the row from the others of its list, today and in the
    list's next edition; it is "" only where the row is refused. `witness` is where the
    row's own declaration puts the place, longitude and latitude, if that differs from
    what the coordinates say at face value.
    """

    line: int
    key: str
    draft: SiteDraft | None
    findings: tuple[Finding, ...] = ()
    witness: tuple[float, float] | None = None

    @property
    def refused(self) -> bool:
        """Is there no draft, or one that its reader would not let through?"""
        return self.draft is None or has_errors(list(self.findings))


def refusal(code: str, pointer: str = "", **figures: object) -> Finding:
    """Return the finding that keeps a row out."""
    return Finding(code, Severity.ERROR, pointer, figures=figures)


def warning(code: str, pointer: str = "", **figures: object) -> Finding:
    """Return a finding that somebody should look at."""
    return Finding(code, Severity.WARNING, pointer, figures=figures)


def note(code: str, pointer: str = "", **figures: object) -> Finding:
    """Return a finding that only says what was done."""
    return Finding(code, Severity.NOTE, pointer, figures=figures)


class UnreadableFileError(Exception):
    """Nothing in the file can be read; `finding` says why and what to do."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding

    def __str__(self) -> str:
        """Return the finding's words in both languages."""
        words = self.finding.words()
        return f"{words['ja']} / {words['en']}"
