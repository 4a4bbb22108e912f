"""What goes over the wire, as JSON and as the OpenAPI document tells it. Nothing thinks here."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Self

import orjson
from pydantic import BaseModel, ConfigDict, Field

from api import intake
from api.examine import Suggested
from api.words import shown
from data import submission
from data.finding import Severity
from data.submission import MESSAGE_LIMIT, Kind, Status, Verdict


class _Body(BaseModel):
    """What a caller sends: closed, so that a misspelt member is told and not passed over."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DecisionBody(_Body):
    """What a reviewer says about a submission."""

    verdict: Verdict
    message: Annotated[
        str,
        Field(
            max_length=MESSAGE_LIMIT,
            description="For the group that sent it; a return says here what to mend",
        ),
    ] = ""
    district: Annotated[
        str,
        Field(description="Sets the site's district, where its address does not tell"),
    ] = ""


class HideBody(_Body):
    """Why a site is taken off the public site. The reason is kept, and kept private."""

    reason: Annotated[str, Field(min_length=1, max_length=MESSAGE_LIMIT, pattern=r"\S")]


class Message(BaseModel):
    """The same sentence in Japanese and in English."""

    ja: str
    en: str


class FindingModel(BaseModel):
    """One thing that a rule found. An error must be mended, a warning is worth a look."""

    code: str
    severity: Severity
    pointer: Annotated[str, Field(description="JSON pointer into what was sent")]
    message: Message
    figures: Annotated[
        dict[str, Any], Field(description="What the sentence mentions; `suggestion` would mend it")
    ] = {}


class PositionModel(BaseModel):
    """A GeoJSON Point: longitude, latitude in degrees."""

    type: Literal["Point"] = "Point"
    coordinates: tuple[float, float]
    accuracy_m: float | None = None


SuggestedPosition = Annotated[
    PositionModel | None,
    Field(description="Where the pictures say they were taken; told once, never kept"),
]
SuggestedTime = Annotated[
    datetime | None, Field(description="When the pictures say they were taken; never kept")
]


class Receipt(BaseModel):
    """What became of what was sent."""

    id: str
    site_id: str
    status: Status
    kind: Kind
    findings: list[FindingModel]
    suggested_position: SuggestedPosition = None
    suggested_taken_at: SuggestedTime = None

    @classmethod
    def of(cls, receipt: intake.Receipt) -> Self:
        """Return the receipt as it is told."""
        kept = receipt.submission
        return cls(
            id=kept.id,
            site_id=kept.site_id,
            status=kept.status,
            kind=kept.kind,
            findings=[FindingModel(**shown(each)) for each in kept.findings],
            **_suggested(receipt.suggested),
        )


class Report(BaseModel):
    """What a check found. `acceptable`: could it be sent like this?"""

    acceptable: bool
    findings: list[FindingModel]
    suggested_position: SuggestedPosition = None
    suggested_taken_at: SuggestedTime = None

    @classmethod
    def of(cls, report: intake.Report) -> Self:
        """Return the report as it is told."""
        return cls(
            acceptable=all(each.severity is not Severity.ERROR for each in report.findings),
            findings=[FindingModel(**shown(each)) for each in report.findings],
            **_suggested(report.suggested),
        )


class MessageModel(BaseModel):
    """What a reviewer decided and said. Who it was stays inside."""

    verdict: Verdict
    message: str
    decided_at: datetime


class PhotoModel(BaseModel):
    """A picture of a submission."""

    id: str
    alt: str = ""
    width: int | None = None
    height: int | None = None


class GroupModel(BaseModel):
    """Who sent it."""

    id: str
    name: str


class SubmissionModel(BaseModel):
    """A submission and what became of it. `site` is the Feature as it would be published."""

    id: str
    site_id: str
    group: GroupModel
    kind: Kind
    base_version: int
    status: Status
    received_at: datetime
    consent: bool
    site: dict[str, Any]
    findings: list[FindingModel]
    photos: list[PhotoModel]
    messages: list[MessageModel]

    @classmethod
    def of(cls, kept: submission.Submission) -> Self:
        """Return the submission as it is told."""
        site = {"type": "Feature", "id": kept.site_id} | orjson.loads(kept.draft)
        return cls(
            id=kept.id,
            site_id=kept.site_id,
            group=GroupModel(id=kept.group_id, name=kept.group),
            kind=kept.kind,
            base_version=kept.base_version,
            status=kept.status,
            received_at=kept.received_at,
            consent=kept.consent,
            site=site,
            findings=[FindingModel(**shown(each)) for each in kept.findings],
            photos=[_photo(each) for each in site["properties"].get("photos", ())],
            messages=[
                MessageModel(verdict=each.verdict, message=each.message, decided_at=each.decided_at)
                for each in kept.messages
            ],
        )


class SubmissionsModel(BaseModel):
    """A page of submissions, oldest first; `next` is the cursor of the page after."""

    submissions: list[SubmissionModel]
    next: str | None


class HiddenModel(BaseModel):
    """A site that was taken off the public site."""

    site_id: str
    hidden: Literal[True] = True


class HealthModel(BaseModel):
    """That the server is there."""

    status: Literal["ok"] = "ok"


class ReadyModel(BaseModel):
    """That the server can work, and what it knows: the ledger's newest number."""

    status: Literal["ready"] = "ready"
    seq: int


class ProblemModel(BaseModel):
    """What went wrong, as RFC 9457 writes it. `code` is stable; act on that."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    code: str
    pointer: Annotated[str, Field(description="JSON pointer into what was sent, where it helps")]
    message: Message


def _photo(said: dict[str, Any]) -> PhotoModel:
    largest = (said.get("renditions") or [{}])[0]
    return PhotoModel(
        id=said["id"],
        alt=said.get("alt", ""),
        width=largest.get("width"),
        height=largest.get("height"),
    )


def _suggested(said: Suggested) -> dict[str, Any]:
    position = said.position and PositionModel(
        coordinates=said.position, accuracy_m=said.accuracy_m
    )
    return {"suggested_position": position, "suggested_taken_at": said.taken_at}
