"""What server and worker say to each other: JSON and bytes, in frames.

Nothing is ever unpickled from a worker. A hostile picture that took one over can spoil
its own pixels, but cannot have the server run anything.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from multiprocessing.connection import Connection
from typing import Any, Final

from data.site import Rendition
from photos.photo import Photo, Processed, Suggestion, UnusablePhotoError

# A JPEG takes less than its pixels; 60 megapixels of noise stay well below this.
MAX_FRAME: Final = 256 * 1024 * 1024


def send(link: Connection[bytes, bytes], answer: Processed | UnusablePhotoError) -> None:
    """Send what became of a picture."""
    if isinstance(answer, UnusablePhotoError):
        link.send_bytes(_json({"code": answer.code, "figures": dict(answer.figures)}))
        return
    photo, suggestion = answer.photo, asdict(answer.suggestion)
    taken_at = answer.suggestion.taken_at
    suggestion["taken_at"] = taken_at.isoformat() if taken_at else None
    head = {
        "id": photo.id,
        "width": photo.width,
        "height": photo.height,
        "renditions": [rendition.model_dump() for rendition in photo.renditions],
        "suggestion": suggestion,
        "notes": answer.notes,
    }
    link.send_bytes(_json(head))
    link.send_bytes(answer.master)
    for rendition in photo.renditions:
        link.send_bytes(answer.files[rendition.file])


def receive(link: Connection[bytes, bytes]) -> Processed:
    """Return what `send` sent, or raise the refusal that it sent."""
    head: dict[str, Any] = json.loads(link.recv_bytes(MAX_FRAME))
    if "code" in head:
        raise UnusablePhotoError(head["code"], head["figures"])
    renditions = tuple(Rendition(**each) for each in head["renditions"])
    master = link.recv_bytes(MAX_FRAME)
    files = {rendition.file: link.recv_bytes(MAX_FRAME) for rendition in renditions}
    return Processed(
        photo=Photo(head["id"], head["width"], head["height"], renditions),
        master=master,
        files=files,
        suggestion=_suggestion(**head["suggestion"]),
        notes=tuple(head["notes"]),
    )


def _suggestion(
    position: list[float] | None,
    accuracy_m: float | None,
    taken_at: str | None,
    doubts: list[str],
) -> Suggestion:
    return Suggestion(
        position=(position[0], position[1]) if position else None,
        accuracy_m=accuracy_m,
        taken_at=datetime.fromisoformat(taken_at) if taken_at else None,
        doubts=tuple(doubts),
    )


def _json(value: object) -> bytes:
    return json.dumps(value).encode()
