"""What the codes of a record are called on the site. English here, the rest in locales/."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from data.site import Access, Lifecycle, LocatedBy, Setting, Wheelchair


def msg(english: str) -> str:
    """Mark `english` as words to translate; they are looked up when a page is made."""
    return english


ACCESS: Final[Mapping[Access, str]] = {
    Access.ANYONE: msg("Anyone may come and see it"),
    Access.HOURS: msg("Open at certain hours"),
    Access.ASK_FIRST: msg("Please ask before you visit"),
    Access.FROM_STREET: msg("Please enjoy it from the street"),
    Access.NOT_OPEN: msg("Not open to visitors; thank you for understanding"),
}

WHEELCHAIR: Final[Mapping[Wheelchair | None, str]] = {
    Wheelchair.YES: msg("Wheelchairs can get there"),
    Wheelchair.LIMITED: msg("Wheelchairs can get there in part"),
    Wheelchair.NO: msg("Hard to reach with a wheelchair"),
    None: msg("Nobody has checked yet"),
}

SETTING: Final[Mapping[Setting, str]] = {
    Setting.PUBLIC_PLACE: msg("A public place"),
    Setting.PRIVATE_HOME: msg("Somebody's home"),
    Setting.PRIVATE_OTHER: msg("Private ground, such as a shop, school or temple"),
}

LOCATED_BY: Final[Mapping[LocatedBy, str]] = {
    LocatedBy.SURVEY: msg("Surveyed on site"),
    LocatedBy.DEVICE: msg("Measured on site with a phone"),
    LocatedBy.PHOTO: msg("Taken from the photo"),
    LocatedBy.MAP: msg("Placed on the map by hand"),
    LocatedBy.ADDRESS: msg("Worked out from the address"),
    LocatedBy.SOURCE: msg("As the source gives it"),
}

LIFECYCLE: Final[Mapping[Lifecycle, str]] = {
    Lifecycle.IN_USE: msg("In use"),
    Lifecycle.CLOSED: msg("No longer there"),
    Lifecycle.SUPERSEDED: msg("Has a new record"),
}

FAMILY: Final[Mapping[str, str]] = {
    "green": msg("Green"),
    "resilience": msg("Safety"),
}

YES_OR_NO: Final[Mapping[str, str]] = {"yes": msg("Yes"), "no": msg("No")}

LICENCES: Final[Mapping[str, tuple[str, str]]] = {
    "CC-BY-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC0-1.0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "PDL-1.0": (
        "PDL 1.0",
        "https://www.digital.go.jp/resources/open_data/public_data_license_v1.0",
    ),
}
"""SPDX-like id to the licence's short name and address; others are shown as they are."""


def licence(id_: str) -> tuple[str, str]:
    """Return the short name and the address ("" where unknown) of a licence."""
    return LICENCES.get(id_, (id_, ""))
