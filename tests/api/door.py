"""A door to knock at: the real application in a real server, and people to call.

Every answer that a test gets is held against the OpenAPI document on the way, so that
the document cannot say anything else than the server does.
"""

from __future__ import annotations

import json
import random
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final

import httpx
import uvicorn
from jsonschema import Draft202012Validator
from PIL import ExifTags, Image

from api.app import create_app
from api.desk import Desk
from api.log import make_log
from api.opening import open_desk
from api.settings import Limits, Settings
from data.database import Database, people
from data.database.people import Person, Role
from data.ledger import Ledger
from data.workspace import Workspace
from tests.running import find_free_port

API: Final = "/api/v1"
WHO: Final = {
    "member": Role.MEMBER,
    "other": Role.MEMBER,
    "reviewer": Role.REVIEWER,
    "maintainer": Role.MAINTAINER,
}

Feature = dict[str, Any]


def a_place() -> tuple[float, float]:
    """Return somewhere in the ward, longitude and latitude, likely far from everything else."""
    return round(random.uniform(139.61, 139.66), 6), round(random.uniform(35.62, 35.66), 6)


def a_feature(name: str = "", *, at: tuple[float, float] | None = None, **said: Any) -> Feature:  # noqa: ANN401
    """Return a Feature that passes every rule, but for what `said` changes."""
    words = {"name": name or f"雨庭 {random.randrange(10**9)}", "category": "rain_garden"}
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": list(at or a_place())},
        "properties": words | said,
    }


def a_jpeg(*, at: tuple[float, float] | None = None, size: tuple[int, int] = (640, 480)) -> bytes:
    """Return a picture that nobody has sent before; taken `at` longitude, latitude if given."""
    image = Image.frombytes("RGB", (16, 12), random.randbytes(16 * 12 * 3)).resize(size)
    exif = Image.Exif()
    if at is not None:
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        gps[ExifTags.GPS.GPSLongitudeRef] = "E"
        gps[ExifTags.GPS.GPSLongitude] = (at[0], 0.0, 0.0)
        gps[ExifTags.GPS.GPSLatitudeRef] = "N"
        gps[ExifTags.GPS.GPSLatitude] = (at[1], 0.0, 0.0)
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


@dataclass
class Door:
    """A server at work and the people who come to it."""

    url: str
    desk: Desk
    database: Database
    workspace: Workspace
    tokens: Mapping[str, str]
    people: Mapping[str, Person]
    log: StringIO
    document: dict[str, Any]
    client: httpx.Client
    _validators: dict[str, Draft202012Validator] = field(default_factory=dict)

    def call(
        self,
        method: str,
        path: str,
        who: str | None = None,
        **said: Any,  # noqa: ANN401 - httpx's own names
    ) -> httpx.Response:
        """Return the answer to a call below /api/v1, once it agrees with the document."""
        headers = dict(said.pop("headers", {}))
        if who is not None:
            headers["Authorization"] = f"Bearer {self.tokens[who]}"
        answer = self.client.request(method, API + path, headers=headers, **said)
        self._hold_to_the_document(method, path, answer)
        return answer

    def submit(
        self,
        feature: Feature | None = None,
        who: str = "member",
        *,
        photos: list[bytes] | None = None,
        key: str = "",
        parts: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Send a site: as a form where there are pictures or parts, else as JSON."""
        feature = feature or a_feature()
        headers = {"Idempotency-Key": key} if key else {}
        if photos is None and parts is None:
            return self.call("POST", "/submissions", who, json=feature, headers=headers)
        files = [("site", (None, json.dumps(feature), "application/geo+json"))]
        files += [(name, (None, value, "text/plain")) for name, value in (parts or {}).items()]
        pictures = [("photo", ("photo.jpg", each, "image/jpeg")) for each in photos or ()]
        return self.call("POST", "/submissions", who, files=[*files, *pictures], headers=headers)

    def decide(
        self,
        submission_id: str,
        verdict: str = "accept",
        who: str | None = "reviewer",
        message: str = "ありがとうございます",
        **said: str,
    ) -> httpx.Response:
        """Decide about a submission."""
        body = {"verdict": verdict, "message": message} | said
        return self.call("POST", f"/submissions/{submission_id}/decision", who, json=body)

    def publish(self, feature: Feature | None = None, who: str = "member", **said: Any) -> str:  # noqa: ANN401
        """Send a site, accept it, and return its id."""
        sent = self.submit(feature, who, **said)
        assert sent.status_code == 201, sent.text
        decided = self.decide(sent.json()["id"])
        assert decided.status_code == 200, decided.text
        return str(sent.json()["site_id"])

    def everything_private(self) -> bytes:
        """Return every byte that the workspace keeps and that the log has said."""
        files = [path for path in self.workspace.home.rglob("*") if path.is_file()]
        return b"".join(path.read_bytes() for path in files) + self.log.getvalue().encode()

    def _hold_to_the_document(self, method: str, path: str, answer: httpx.Response) -> None:
        template = self._template(path.partition("?")[0])
        operation = self.document["paths"].get(template, {}).get(method.lower())
        if operation is None:
            return
        said = operation["responses"].get(str(answer.status_code))
        kind = answer.headers.get("content-type", "").partition(";")[0]
        assert said is not None, f"{method} {template} may not answer {answer.status_code}"
        if answer.status_code == 304:
            return
        assert kind in said["content"], f"{method} {template}: {kind} is not documented"
        read = answer.json()
        if kind == "application/problem+json":
            assert f"`{read['code']}`" in said["description"], read["code"]
        key = f"{method} {template} {answer.status_code}"
        if key not in self._validators:
            schema = said["content"][kind]["schema"] | {"components": self.document["components"]}
            self._validators[key] = Draft202012Validator(schema)
        self._validators[key].validate(read)

    def _template(self, path: str) -> str:
        for template in sorted(self.document["paths"], key=lambda each: "{" in each):
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), API + path):
                return str(template)
        return ""


@contextmanager
def open_door(home: Path, limits: Limits | None = None) -> Iterator[Door]:
    """Yield a door over a new workspace, with one person of each role and one of another group."""
    workspace = Workspace.create(home)
    log = StringIO()
    settings = Settings.of(workspace)
    if limits is not None:
        settings = _with(settings, limits)
    written = make_log("debug", log)
    with open_desk(settings, written) as desk:
        database = Database.open(settings.database_url)
        known = {who: _person(database, who, role) for who, role in WHO.items()}
        app = create_app(settings, desk=desk, log=written)
        with _served(app) as url, httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
            yield Door(
                url=url,
                desk=desk,
                database=database,
                workspace=workspace,
                tokens={who: token for who, (_, token) in known.items()},
                people={who: person for who, (person, _) in known.items()},
                log=log,
                document=app.openapi(),
                client=client,
            )
        database.close()


def ledger_of(door: Door) -> Ledger:
    """Return the ledger as another process would see it."""
    return Ledger.open(door.workspace.sites)


def _with(settings: Settings, limits: Limits) -> Settings:
    return replace(settings, limits=limits)


def _person(database: Database, who: str, role: Role) -> tuple[Person, str]:
    with database.writing() as connection:
        group = people.add_group(connection, f"{who}の会")
        person = people.add_person(connection, group.id, role)
        return person, people.issue(connection, person.id)


@contextmanager
def _served(app: Any) -> Iterator[str]:  # noqa: ANN401 - an ASGI application
    port = find_free_port()
    config = uvicorn.Config(
        app, host="127.0.0.1", port=port, log_level="warning", access_log=False, ws="none"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until = time.monotonic() + 30
        while not server.started and thread.is_alive():
            assert time.monotonic() < until, "the server did not start"
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=30)
