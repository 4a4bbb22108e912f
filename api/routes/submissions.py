"""What groups send, and what reviewers make of it."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api import models
from api.answers import json_answer
from api.deps import (
    Caller,
    IdempotencyKey,
    Reviewer,
    SubmissionsPage,
    TheDesk,
    json_body,
)
from api.documenting import (
    JSON_BODY,
    KEY_PARAMETER,
    KNOWN_CALLER,
    REVIEWER,
    SUBMISSION,
    SUBMISSION_BODY,
    WRITING,
    body_of,
    problems,
)
from api.incoming import Incoming
from api.settings import PREFIX

router = APIRouter(prefix=f"{PREFIX}/submissions", tags=["submissions"])


@router.post(
    "",
    status_code=201,
    summary="Send a site / 場所を送る",
    response_model=models.Receipt,
    responses=problems(*SUBMISSION, *WRITING, "idempotency.reused", "idempotency.key"),
    openapi_extra=SUBMISSION_BODY | KEY_PARAMETER,
)
async def send_submission(
    request: Request, person: Caller, sent: Incoming, key: IdempotencyKey, desk: TheDesk
) -> Response:
    """Keep a site until a reviewer decides: new, or changed from `base_version`.

    Sent again under the same Idempotency-Key it answers the same and keeps nothing twice.
    """
    lane = request.app.state.uploads if sent.pictures else None
    receipt = await to_thread.run_sync(partial(desk.submit, person, sent, key), limiter=lane)
    location = {"Location": f"{PREFIX}/submissions/{receipt.submission.id}"}
    return json_answer(models.Receipt.of(receipt), 201, location)


@router.post(
    "/check",
    summary="Look at a site without sending it / 送る前に確かめる",
    response_model=models.Report,
    responses=problems(*SUBMISSION),
    openapi_extra=SUBMISSION_BODY,
)
async def check_submission(
    request: Request, person: Caller, sent: Incoming, desk: TheDesk
) -> Response:
    """Find what sending the same would find, and keep nothing."""
    lane = request.app.state.uploads if sent.pictures else None
    report = await to_thread.run_sync(partial(desk.check, person, sent), limiter=lane)
    return json_answer(models.Report.of(report))


@router.get(
    "",
    summary="What was sent / 届いた投稿",
    response_model=models.SubmissionsModel,
    responses=problems(*KNOWN_CALLER, "query.cursor", "query.limit", "request.invalid"),
)
def list_submissions(person: Caller, page: SubmissionsPage, desk: TheDesk) -> Response:
    """Return submissions, oldest first: a member's own group's, a reviewer's all."""
    found = desk.submissions(person, status=page.status, after=page.after, limit=page.limit + 1)
    shown = found[: page.limit]
    return json_answer(
        models.SubmissionsModel(
            submissions=[models.SubmissionModel.of(each) for each in shown],
            next=shown[-1].id if len(found) > page.limit else None,
        )
    )


@router.get(
    "/{submission_id}",
    summary="One submission / 投稿ひとつ",
    response_model=models.SubmissionModel,
    responses=problems(*KNOWN_CALLER, "submission.unknown"),
)
def get_submission(submission_id: str, person: Caller, desk: TheDesk) -> Response:
    """Return a submission to its group and to reviewers; to others it is not there."""
    return json_answer(models.SubmissionModel.of(desk.submission(person, submission_id)))


@router.post(
    "/{submission_id}/decision",
    summary="Accept, return or decline / 確認の結果",
    response_model=models.SubmissionModel,
    responses=problems(
        *REVIEWER,
        *JSON_BODY,
        *WRITING,
        "submission.unknown",
        "submission.decided",
        "submission.message_missing",
        "submission.district",
        "site.conflict",
        "site.hidden",
        "site.redacted",
        "photo.gone",
    ),
    openapi_extra=body_of(models.DecisionBody),
)
def decide_submission(
    submission_id: str,
    person: Reviewer,
    body: Annotated[models.DecisionBody, Depends(json_body(models.DecisionBody))],
    desk: TheDesk,
) -> Response:
    """Settle a submission. An accepted one is on the disk, in the ledger, when this answers.

    Saying the same twice changes nothing; another verdict is 409.
    """
    decided = desk.decide(
        person, submission_id, body.verdict, message=body.message, district=body.district
    )
    return json_answer(models.SubmissionModel.of(decided))
