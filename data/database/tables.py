"""The tables of the private database.

Written for any database that SQLAlchemy speaks to: ids are ULIDs as text, moments are
ISO 8601 text in UTC with a fixed width (they sort as they count, and no database makes
something else of them), lists are JSON text of our own making. No exact position of a
block-level site and no position of a person has a column here.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

METADATA: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_ID: Final = String(26)
_MOMENT: Final = String(32)
_NAME: Final = String(200)
_WORD: Final = String(20)
_SHA256: Final = String(64)
_PENDING: Final = text("status IN ('received', 'returned')")
_PENDING_NEW: Final = text("status IN ('received', 'returned') AND kind = 'new'")

groups = Table(
    "groups",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("name", _NAME, nullable=False),
    Column("created_at", _MOMENT, nullable=False),
)

people = Table(
    "people",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("group_id", _ID, ForeignKey("groups.id"), nullable=False, index=True),
    Column("name", _NAME, nullable=False),
    Column("role", _WORD, nullable=False),
    Column("created_at", _MOMENT, nullable=False),
    Column("removed_at", _MOMENT),
    CheckConstraint("role IN ('member', 'reviewer', 'maintainer')", name="role"),
)

# `used_on` is a day and no more: enough to find a forgotten token, too little to follow
# anybody around.
tokens = Table(
    "tokens",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("person_id", _ID, ForeignKey("people.id"), nullable=False, index=True),
    Column("hash", _SHA256, nullable=False, unique=True),
    Column("created_at", _MOMENT, nullable=False),
    Column("used_on", String(10)),
    Column("revoked_at", _MOMENT),
)

# `lon` and `lat` are the middle of the draft as it is kept, so that a group's own pending
# sites nearby are found: of a block-level site, the centre of its cell.
submissions = Table(
    "submissions",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("site_id", _ID, nullable=False, index=True),
    Column("group_id", _ID, ForeignKey("groups.id"), nullable=False),
    Column("person_id", _ID, ForeignKey("people.id"), nullable=False),
    Column("kind", _WORD, nullable=False),
    Column("base_version", Integer, nullable=False),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("draft", LargeBinary, nullable=False),
    Column("findings", Text, nullable=False),
    Column("consent", Boolean, nullable=False),
    Column("status", _WORD, nullable=False),
    Column("received_at", _MOMENT, nullable=False),
    Column("changed_at", _MOMENT, nullable=False),
    CheckConstraint("kind IN ('new', 'edit', 'correction')", name="kind"),
    CheckConstraint(
        "status IN ('received', 'returned', 'accepted', 'declined', 'replaced')", name="status"
    ),
    Index("ix_submissions_status_id", "status", "id"),
    Index("ix_submissions_group_id_id", "group_id", "id"),
)

# Two that arrive in one instant are settled here, whatever process they came through.
Index(
    "uq_submissions_pending_of_group",
    submissions.c.site_id,
    submissions.c.group_id,
    unique=True,
    sqlite_where=_PENDING,
    postgresql_where=_PENDING,
)
Index(
    "uq_submissions_pending_new",
    submissions.c.site_id,
    unique=True,
    sqlite_where=_PENDING_NEW,
    postgresql_where=_PENDING_NEW,
)

submission_photos = Table(
    "submission_photos",
    METADATA,
    Column("submission_id", _ID, ForeignKey("submissions.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("photo_id", _SHA256, nullable=False, index=True),
)

decisions = Table(
    "decisions",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("submission_id", _ID, ForeignKey("submissions.id"), nullable=False, index=True),
    Column("person_id", _ID, ForeignKey("people.id"), nullable=False),
    Column("verdict", _WORD, nullable=False),
    Column("message", Text, nullable=False),
    Column("decided_at", _MOMENT, nullable=False),
    Column("undone_at", _MOMENT),
    CheckConstraint("verdict IN ('accept', 'return', 'decline')", name="verdict"),
)

# What has been decided and is on its way to the ledger. `feature` is a site in canonical
# bytes, none where the event says something about a site rather than what it is.
outbox = Table(
    "outbox",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("submission_id", _ID, ForeignKey("submissions.id"), index=True),
    Column("site_id", _ID, nullable=False),
    Column("event", _WORD, nullable=False),
    Column("cause", String(60), nullable=False),
    Column("feature", LargeBinary),
    Column("state", _WORD, nullable=False, index=True),
    Column("created_at", _MOMENT, nullable=False),
    CheckConstraint("state IN ('waiting', 'done', 'refused')", name="state"),
)

idempotency = Table(
    "idempotency",
    METADATA,
    Column("person_id", _ID, ForeignKey("people.id"), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("digest", _SHA256, nullable=False),
    Column("submission_id", _ID, ForeignKey("submissions.id"), nullable=False),
    Column("created_at", _MOMENT, nullable=False),
)

audit = Table(
    "audit",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", _MOMENT, nullable=False),
    Column("person_id", _ID, ForeignKey("people.id"), index=True),
    Column("action", String(40), nullable=False),
    Column("subject", _ID, nullable=False, index=True),
    Column("detail", Text, nullable=False),
)
