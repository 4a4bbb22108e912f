"""What the desk refuses, in its own terms. `problems.py` says what each means over HTTP."""

from __future__ import annotations

from collections.abc import Sequence

from data.finding import Finding, Severity


class DeskError(Exception):
    """The root of what the desk may refuse."""


class NotAllowedError(DeskError):
    """The person's role does not go so far."""


class FindingsError(DeskError):
    """There is something to mend first; `findings` holds all of it at once."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        self.errors = tuple(each for each in findings if each.severity is Severity.ERROR)
        super().__init__(", ".join(each.code for each in self.errors))


class SiteConflictError(DeskError):
    """Somebody else was first. `version` is the current one, `current` and `yours` Features."""

    def __init__(self, version: int, current: bytes | None, yours: bytes) -> None:
        super().__init__(f"version {version} is the current one")
        self.version = version
        self.current = current
        self.yours = yours


class SiteExistsError(DeskError):
    """A new site was sent under an id that is taken; `version` is what is published."""

    def __init__(self, version: int) -> None:
        super().__init__(f"there is such a site, in version {version}")
        self.version = version


class SitePendingError(DeskError):
    """A new site was sent under an id that another group's submission has."""


class SiteHiddenError(DeskError):
    """The site was taken off the public site."""


class KeyReusedError(DeskError):
    """The same Idempotency-Key came with something else."""


class UnknownDistrictError(DeskError):
    """The ward has no such district; it has `known`."""

    def __init__(self, known: Sequence[str]) -> None:
        super().__init__(", ".join(known))
        self.known = tuple(known)
