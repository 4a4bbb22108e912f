"""What the private database promises: nothing half-written, nobody let in by mistake."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, func, select, text

from data import migrations
from data.database import (
    Database,
    DatabaseUnusableError,
    NewerWorkspaceError,
    TakenError,
    audit,
    outbox,
    people,
    submissions,
)
from data.database.outbox import State
from data.database.people import BadNameError, Person, Role, UnknownPersonError
from data.database.submissions import Repeat
from data.database.tables import METADATA, tokens
from data.event import Event, EventKind
from data.finding import Finding, Severity
from data.ids import new_id
from data.submission import Decision, Status, UnknownSubmissionError, Verdict, decided
from tests.data.makers import NOON, a_site
from tests.data.test_submission import a_submission

ROOT: Final = Path(__file__).resolve().parents[2]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "private" / "kufu.sqlite"


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    opened = Database.open(f"sqlite:///{file}")
    yield opened
    opened.close()


@pytest.fixture
def member(database: Database) -> Person:
    return a_person(database)


def a_person(database: Database, role: Role = Role.MEMBER) -> Person:
    with database.writing() as connection:
        group = people.add_group(connection, "代沢町会")
        return people.add_person(connection, group.id, role, "山田")


# Opening


def test_a_new_database_is_made_with_its_folder(database: Database, file: Path) -> None:
    database.ask()
    assert file.exists()
    assert file.parent.stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("database")
def test_migrations_end_at_the_tables_that_the_code_uses(file: Path) -> None:
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()


def test_the_newest_revision_is_named_once() -> None:
    script = ScriptDirectory.from_config(migrations.config())
    assert script.get_heads() == [migrations.HEAD]
    assert migrations.HEAD in migrations.revisions()


def test_what_was_kept_is_there_after_opening_again(database: Database, file: Path) -> None:
    token = with_token(database, a_person(database))
    database.close()
    again = Database.open(f"sqlite:///{file}")
    with again.reading() as connection:
        assert people.person_of(connection, token) is not None
    again.close()


def test_a_current_database_opens_without_alembic(database: Database, file: Path) -> None:
    database.close()
    program = (
        "import sys; from data.database import Database;"
        f"Database.open({f'sqlite:///{file}'!r}).close();"
        "sys.exit('alembic' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


def test_a_newer_database_is_refused_and_left_alone(database: Database, file: Path) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    before = file.read_bytes()
    with pytest.raises(NewerWorkspaceError, match="Install the newer version"):
        Database.open(f"sqlite:///{file}")
    assert file.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_alone(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"somebody's letter, and quite a long one" * 100)
    before = file.read_bytes()
    with pytest.raises(DatabaseUnusableError, match="NOTADB"):
        Database.open(f"sqlite:///{file}")
    assert file.read_bytes() == before


def test_two_that_open_a_new_database_at_once_take_turns(file: Path) -> None:
    opened: list[Database] = []
    both = [
        threading.Thread(target=lambda: opened.append(Database.open(f"sqlite:///{file}")))
        for _ in range(4)
    ]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert len(opened) == 4
    for each_database in opened:
        each_database.close()


def test_sqlite_flushes_every_commit_and_minds_references(database: Database) -> None:
    with database.reading() as connection:
        said = {
            pragma: connection.execute(text(f"PRAGMA {pragma}")).scalar()
            for pragma in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert said == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


# Transactions


def test_a_transaction_that_fails_changes_nothing(database: Database) -> None:
    def fail() -> None:
        with database.writing() as connection:
            people.add_group(connection, "消える町会")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.reading() as connection:
        assert list(audit.deeds(connection)) == []


def test_writers_take_turns(database: Database) -> None:
    def write() -> None:
        for _ in range(20):
            with database.writing() as connection:
                people.add_group(connection, "町会")

    writers = [threading.Thread(target=write) for _ in range(8)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    with database.reading() as connection:
        assert sum(deed.action == "group.add" for deed in audit.deeds(connection)) == 160


def test_an_error_never_quotes_what_was_written(database: Database, member: Person) -> None:
    """An error goes to a log, and a draft holds what somebody wrote about their home."""
    secret = a_submission(group_id=member.group.id, person_id="nobody")
    with pytest.raises(TakenError) as refused, database.writing() as connection:
        submissions.add(connection, secret)
    told = f"{refused.value!r} {refused.value.__cause__!s}"
    assert "雨庭" not in told
    assert "139.65" not in told


# People and tokens


def with_token(database: Database, person: Person) -> str:
    with database.writing() as connection:
        return people.issue(connection, person.id)


def test_a_token_lets_its_person_in(database: Database, member: Person) -> None:
    token = with_token(database, member)
    assert token.startswith("kufu_")
    with database.reading() as connection:
        assert people.person_of(connection, token) == (member, "")
        assert people.person_of(connection, token + "x") is None
        assert people.person_of(connection, "") is None


def test_a_token_is_stored_nowhere(database: Database, member: Person, file: Path) -> None:
    token = with_token(database, member)
    with database.reading() as connection:
        assert people.hash_of(token) in connection.scalars(select(tokens.c.hash)).all()
    database.close()
    assert token.encode() not in b"".join(each.read_bytes() for each in file.parent.iterdir())


def test_tokens_are_revoked_one_by_one(database: Database, member: Person) -> None:
    first, second = with_token(database, member), with_token(database, member)
    with database.writing() as connection:
        listed = people.list_tokens(connection)
        people.revoke(connection, listed[0].id)
        people.revoke(connection, listed[0].id)
        assert people.person_of(connection, first) is None
        assert people.person_of(connection, second) is not None
        assert [each.revoked for each in people.list_tokens(connection)] == [True, False]


def test_who_is_removed_comes_in_with_no_token(database: Database, member: Person) -> None:
    token = with_token(database, member)
    with database.writing() as connection:
        people.remove_person(connection, member.id)
        assert people.person_of(connection, token) is None
        assert [each.revoked for each in people.list_tokens(connection)] == [True]


def test_last_use_is_a_day_and_no_more(database: Database, member: Person) -> None:
    token = with_token(database, member)
    with database.writing() as connection:
        people.mark_used(connection, token, "2026-11-23")
        assert people.person_of(connection, token) == (member, "2026-11-23")
        assert people.list_tokens(connection)[0].used_on == "2026-11-23"


def test_what_is_not_there_is_refused(database: Database) -> None:
    with database.writing() as connection:
        for attempt in (
            lambda: people.issue(connection, new_id()),
            lambda: people.add_person(connection, new_id(), Role.MEMBER),
            lambda: people.remove_person(connection, new_id()),
            lambda: people.revoke(connection, new_id()),
        ):
            with pytest.raises(UnknownPersonError):
                attempt()


@pytest.mark.parametrize("name", ["", "  ", "a" * 121, "町\n会", "\u202e会町"])
def test_a_name_is_one_line_that_says_something(database: Database, name: str) -> None:
    with database.writing() as connection, pytest.raises(BadNameError):
        people.add_group(connection, name)


# Submissions


def kept(database: Database, person: Person, **said: Any) -> str:  # noqa: ANN401
    submission = a_submission(
        group_id=person.group.id, group=person.group.name, person_id=person.id, **said
    )
    with database.writing() as connection:
        submissions.add(connection, submission)
    return submission.id


def test_a_submission_comes_back_as_it_went_in(database: Database, member: Person) -> None:
    before = a_submission(
        group_id=member.group.id,
        group=member.group.name,
        person_id=member.id,
        consent=True,
        photos=("b" * 64, "a" * 64),
        findings=(Finding("duplicate.near", Severity.WARNING, "/geometry", figures={"metres": 3}),),
    )
    with database.writing() as connection:
        submissions.add(connection, before)
        assert submissions.get(connection, before.id) == before
        with pytest.raises(UnknownSubmissionError):
            submissions.get(connection, new_id())


def test_a_decision_is_kept_with_the_submission(database: Database, member: Person) -> None:
    submission_id = kept(database, member)
    decision = Decision(Verdict.RETURN, "名前をもう一度", member.id, NOON)
    with database.writing() as connection:
        after = decided(submissions.get(connection, submission_id), decision)
        assert submissions.set_status(connection, after, was=Status.RECEIVED)
        submissions.add_decision(connection, submission_id, decision)
        assert submissions.get(connection, submission_id) == after
        assert not submissions.set_status(connection, after, was=Status.RECEIVED)


def test_pages_are_oldest_first_and_a_groups_own(database: Database, member: Person) -> None:
    other = a_person(database)
    mine = sorted(kept(database, member) for _ in range(5))
    theirs = kept(database, other)
    with database.reading() as connection:
        ids = [each.id for each in submissions.page(connection, group_id=member.group.id)]
        assert ids == mine
        rest = submissions.page(connection, group_id=member.group.id, after=mine[2], limit=2)
        assert [each.id for each in rest] == mine[3:]
        everything = [each.id for each in submissions.page(connection)]
        assert everything == sorted([*mine, theirs])
        assert submissions.page(connection, status=Status.ACCEPTED) == []


def test_a_group_has_one_pending_submission_for_a_site(database: Database, member: Person) -> None:
    site_id = new_id()
    kept(database, member, site_id=site_id)
    with pytest.raises(TakenError):
        kept(database, member, site_id=site_id)
    kept(database, member, site_id=site_id, status=Status.DECLINED)


def test_a_new_site_is_pending_once_whoever_sends_it(database: Database, member: Person) -> None:
    site_id = new_id()
    kept(database, member, site_id=site_id)
    with pytest.raises(TakenError):
        kept(database, a_person(database), site_id=site_id)


def test_what_a_group_has_pending_nearby_is_its_own(database: Database, member: Person) -> None:
    other = a_person(database)
    kept(database, other)
    mine = kept(database, member)
    with database.reading() as connection:
        near = submissions.pending_near(connection, member.group.id, (139.65, 35.64, 139.66, 35.65))
        assert [site_id for site_id, _ in near] == [submissions.get(connection, mine).site_id]
        assert submissions.pending_near(connection, member.group.id, (0, 0, 1, 1)) == []


def test_a_key_stands_for_one_request_of_one_person(database: Database, member: Person) -> None:
    repeat = Repeat("d" * 64, kept(database, member))
    with database.writing() as connection:
        submissions.remember(connection, member.id, "鍵", repeat)
        assert submissions.repeat_of(connection, member.id, "鍵") == repeat
        assert submissions.repeat_of(connection, new_id(), "鍵") is None
    with pytest.raises(TakenError), database.writing() as connection:
        submissions.remember(connection, member.id, "鍵", repeat)


# Outbox and audit


def test_the_outbox_gives_back_what_was_put_in(database: Database, member: Person) -> None:
    submission_id = kept(database, member)
    event = Event.version(a_site(), cause=f"submission:{submission_id}")
    hidden = Event(EventKind.HIDE, new_id(), cause="hide:1")
    with database.writing() as connection:
        parcel = outbox.put(connection, event, submission_id)
        outbox.put(connection, hidden)
        assert [each.event for each in outbox.waiting(connection)] == [event, hidden]
        assert outbox.waiting_of(connection, submission_id) == parcel
        assert outbox.settle(connection, parcel, State.DONE)
        assert not outbox.settle(connection, parcel, State.REFUSED)
        assert outbox.waiting_of(connection, submission_id) is None
        assert [each.event for each in outbox.waiting(connection)] == [hidden]


def test_the_audit_says_who_did_what_to_which(database: Database, member: Person) -> None:
    subject = new_id()
    with database.writing() as connection:
        audit.note(connection, member.id, "site.hide", subject, reason="工事中")
        (deed,) = audit.deeds(connection, subject)
    assert (deed.person_id, deed.action, deed.detail) == (
        member.id,
        "site.hide",
        {"reason": "工事中"},
    )


# A full disk

_FULL: Final = """
import resource, sys
from data.database import Database, DatabaseFullError, people
database = Database.open(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
made = 0
try:
    while made < 10_000:
        with database.writing() as connection:
            people.add_group(connection, "町会" * 50)
        made += 1
except DatabaseFullError:
    print(made)
"""


def test_a_full_disk_is_told_and_loses_nothing(file: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", _FULL, f"sqlite:///{file}"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    acknowledged = int(said.stdout)
    assert acknowledged > 10
    found = sqlite3.connect(file).execute("SELECT count(*) FROM groups").fetchone()[0]
    assert found == acknowledged
    again = Database.open(f"sqlite:///{file}")
    a_person(again)
    with again.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(METADATA.tables["groups"])) == (
            acknowledged + 1
        )
    again.close()


def test_a_status_is_compared_by_the_database(database: Database, member: Person) -> None:
    """Of two reviewers in two processes, one is told that the other was quicker."""
    submission_id = kept(database, member)
    with database.writing() as connection:
        before = submissions.get(connection, submission_id)
        accepted = replace(before, status=Status.ACCEPTED)
        declined = replace(before, status=Status.DECLINED)
        assert submissions.set_status(connection, accepted, was=Status.RECEIVED)
        assert not submissions.set_status(connection, declined, was=Status.RECEIVED)
