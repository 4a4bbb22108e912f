"""Groups, the people in them, and the tokens that open the door for them.

A token is random, shown once and stored as a hash: who steals the database cannot come
in with it. (A plain SHA-256 is enough, because there is nothing to guess: the token has
256 bits of chance.) Tokens are revoked one by one, and a person who is removed loses all.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from data.database import audit, moments
from data.database.tables import groups, people, tokens
from data.ids import new_id

TOKEN_PREFIX: Final = "kufu_"  # noqa: S105 - what a token begins with, so that scanners know it
NAME_LIMIT: Final = 120


class Role(StrEnum):
    """What a person may do; each may also do what those before may."""

    MEMBER = "member"
    REVIEWER = "reviewer"
    MAINTAINER = "maintainer"

    @property
    def reviews(self) -> bool:
        """May this role decide what is published?"""
        return self is not Role.MEMBER


class PeopleError(Exception):
    """The root of what may be wrong about a group, a person or a token."""


class UnknownPersonError(PeopleError):
    """There is no group, person or token of this id."""


class BadNameError(PeopleError):
    """A name must say something, in at most `NAME_LIMIT` characters on one line."""


@dataclass(frozen=True, slots=True)
class Group:
    """Those who keep sites together: 町会, school, company."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who came in with a token, and whose group and role that tells."""

    id: str
    name: str
    group: Group
    role: Role


@dataclass(frozen=True, slots=True)
class Token:
    """What may be told about a token later on. The token itself is told once, by `issue`."""

    id: str
    person: Person
    created_at: datetime
    used_on: str
    revoked: bool


def add_group(connection: Connection, name: str) -> Group:
    """Make a group. Two may have the same name: it is the id that counts."""
    group = Group(new_id(), _checked(name))
    row = {"id": group.id, "name": group.name, "created_at": _now()}
    connection.execute(insert(groups).values(row))
    audit.note(connection, None, "group.add", group.id)
    return group


def add_person(connection: Connection, group_id: str, role: Role, name: str = "") -> Person:
    """Make a person of this group; `UnknownPersonError` if there is no such group."""
    name_of_group = connection.scalar(select(groups.c.name).where(groups.c.id == group_id))
    if name_of_group is None:
        raise UnknownPersonError(f"there is no group {group_id}")
    person = Person(new_id(), _checked(name or name_of_group), Group(group_id, name_of_group), role)
    row = {
        "id": person.id,
        "group_id": group_id,
        "name": person.name,
        "role": role.value,
        "created_at": _now(),
    }
    connection.execute(insert(people).values(row))
    audit.note(connection, None, "person.add", person.id, role=role.value)
    return person


def remove_person(connection: Connection, person_id: str) -> None:
    """Let this person in no more. What they did stays on record."""
    changed = connection.execute(
        update(people).where(people.c.id == person_id).values(removed_at=_now())
    )
    if not changed.rowcount:
        raise UnknownPersonError(f"there is no person {person_id}")
    audit.note(connection, None, "person.remove", person_id)


def issue(connection: Connection, person_id: str) -> str:
    """Return a new token for this person. Nobody can be told it again."""
    if connection.scalar(select(people.c.id).where(people.c.id == person_id)) is None:
        raise UnknownPersonError(f"there is no person {person_id}")
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    row = {
        "id": new_id(),
        "person_id": person_id,
        "hash": hash_of(token),
        "created_at": _now(),
    }
    connection.execute(insert(tokens).values(row))
    audit.note(connection, None, "token.issue", person_id)
    return token


def revoke(connection: Connection, token_id: str) -> None:
    """Make this token open nothing any more. Doing it twice does no harm."""
    changed = connection.execute(
        update(tokens)
        .where(tokens.c.id == token_id, tokens.c.revoked_at.is_(None))
        .values(revoked_at=_now())
    )
    if changed.rowcount:
        audit.note(connection, None, "token.revoke", token_id)
    elif connection.scalar(select(tokens.c.id).where(tokens.c.id == token_id)) is None:
        raise UnknownPersonError(f"there is no token {token_id}")


_IN_GROUPS: Final = tokens.join(people, people.c.id == tokens.c.person_id).join(
    groups, groups.c.id == people.c.group_id
)
_WHO: Final = (
    people.c.id.label("person_id"),
    people.c.name.label("person_name"),
    people.c.role,
    groups.c.id.label("group_id"),
    groups.c.name.label("group_name"),
)


def list_tokens(connection: Connection) -> list[Token]:
    """Return what may be told about every token, oldest first."""
    said = (tokens.c.id, tokens.c.created_at, tokens.c.used_on, tokens.c.revoked_at)
    asked = select(*said, *_WHO, people.c.removed_at).select_from(_IN_GROUPS)
    return [
        Token(
            id=row.id,
            person=_person(row),
            created_at=moments.from_text(row.created_at),
            used_on=row.used_on or "",
            revoked=row.revoked_at is not None or row.removed_at is not None,
        )
        for row in connection.execute(asked.order_by(tokens.c.id))
    ]


_BY_TOKEN: Final = select(tokens.c.hash, tokens.c.used_on, *_WHO).select_from(_IN_GROUPS)


def person_of(connection: Connection, token: str) -> tuple[Person, str] | None:
    """Return who comes in with `token` and the day it was last used, None for nobody.

    The database looks for the hash, so that no comparison runs along the token itself and
    tells by its time how much of a guess was right.
    """
    row = connection.execute(
        _BY_TOKEN.where(
            tokens.c.hash == hash_of(token),
            tokens.c.revoked_at.is_(None),
            people.c.removed_at.is_(None),
        )
    ).first()
    return None if row is None else (_person(row), row.used_on or "")


def mark_used(connection: Connection, token: str, day: str) -> None:
    """Note that `token` was used on `day`."""
    connection.execute(update(tokens).where(tokens.c.hash == hash_of(token)).values(used_on=day))


def hash_of(token: str) -> str:
    """Return what is stored of a token: its SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def _person(row: Row[*tuple[Any, ...]]) -> Person:
    group = Group(row.group_id, row.group_name)
    return Person(row.person_id, row.person_name, group, Role(row.role))


def _checked(name: str) -> str:
    name = name.strip()
    if not name or len(name) > NAME_LIMIT or not name.isprintable():
        raise BadNameError(f"a name has 1 to {NAME_LIMIT} printable characters on one line")
    return name


def _now() -> str:
    return moments.to_text(moments.now())
