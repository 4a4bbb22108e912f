"""Which description goes with which picture.

A Feature's `properties.photos` describes pictures; the pictures themselves come as parts
of the form, or came before. A description with an id speaks of a picture that is known,
one without is of the next picture that came along, in order. What a caller says about
renditions is thrown away: files are named by us alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from data.finding import Finding, Severity
from data.site import SiteDraft, SitePhoto
from photos.photo import Photo

_PHOTOS: Final = "/properties/photos"

Feature = dict[str, Any]


def paired(feature: Feature, sent: Sequence[str]) -> tuple[Feature, list[Finding]]:
    """Return `feature` with an id for every picture, and what could not be paired.

    `sent` are the ids of the pictures that came along, in order. A picture that nobody
    describes gets a description with nothing in it.
    """
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        return feature, []
    said = properties.get("photos")
    if said is None:
        said = []
    if not isinstance(said, list) or not all(isinstance(each, dict) for each in said):
        return feature, []  # `read_draft` says what is wrong with it
    named = {each["id"] for each in said if isinstance(each.get("id"), str)}
    loose = [photo_id for photo_id in dict.fromkeys(sent) if photo_id not in named]
    findings: list[Finding] = []
    described: list[dict[str, Any]] = []
    for number, each in enumerate(said):
        bare = {name: value for name, value in each.items() if name != "renditions"}
        if not bare.get("id"):
            if not loose:
                where = f"{_PHOTOS}/{number}"
                figures = {"number": number + 1}
                findings.append(Finding("photo.not_sent", Severity.ERROR, where, figures=figures))
                continue
            bare["id"] = loose.pop(0)
        described.append(bare)
    described += [{"id": photo_id} for photo_id in loose]
    if not described and "photos" not in properties:
        return feature, findings
    return feature | {"properties": properties | {"photos": described}}, findings


def with_renditions(
    draft: SiteDraft, new: Mapping[str, Photo], known: Mapping[str, SitePhoto]
) -> tuple[SiteDraft, list[Finding]]:
    """Return `draft` whose photos name their files, and findings for pictures we do not have.

    `new` came along, `known` are those of the version it is based on and of what the
    same group sent about the same site before: an id alone never borrows a picture that
    somebody else has waiting.
    """
    findings: list[Finding] = []
    photos: list[SitePhoto] = []
    for number, photo in enumerate(draft.photos):
        if photo.id in new:
            ours: dict[str, Any] = {"renditions": new[photo.id].renditions}
        elif photo.id in known:
            before = known[photo.id]
            ours = {"renditions": before.renditions, "illustration": before.illustration}
        else:
            where = f"{_PHOTOS}/{number}"
            findings.append(Finding("photo.not_here", Severity.ERROR, where))
            continue
        photos.append(photo.model_copy(update=ours))
    return draft.model_copy(update={"photos": tuple(photos)}), findings
