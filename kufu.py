"""The command line of Kufū Map, and the only place that knows all four packages.

Each command opens a workspace, puts the parts together and lets them work. Settings are
read here and passed down; nothing below reads the environment. Read on from `serve`: the
door (`api`), the record (`data`), the pictures (`photos`), and the builder that follows
the ledger in a process of its own (`site_builder`).
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Final, NoReturn
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from data.database import Database, DatabaseError, people
from data.database.people import PeopleError, Role
from data.event import Event, EventKind
from data.finding import Finding
from data.ledger import Ledger
from data.store import StoreError
from data.workspace import Workspace, WorkspaceError
from site_builder.options import BuildOptions

app = typer.Typer(
    help="くふうマップ: a map of the small ingenuity that people build into a town.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
group_app = typer.Typer(help="Groups and the people in them.", no_args_is_help=True)
token_app = typer.Typer(help="Tokens, which open the door.", no_args_is_help=True)
app.add_typer(group_app, name="group")
app.add_typer(token_app, name="token")

TOKYO: Final = ZoneInfo("Asia/Tokyo")

Home = Annotated[
    Path,
    typer.Option(
        "--home",
        envvar="KUFU_HOME",
        help="The workspace: one folder that holds everything a deployment owns.",
    ),
]
DatabaseUrl = Annotated[
    str,
    typer.Option(
        "--database",
        envvar="KUFU_DATABASE",
        help="The private database as SQLAlchemy names it; in the workspace if not said.",
    ),
]
Host = Annotated[str, typer.Option(help="The address to listen on.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")]
HERE: Final = Path("workspace")
MANY: Final = 20

said = Console(highlight=False)
told = Console(stderr=True, highlight=False)


# -- running ---------------------------------------------------------------------------


@app.command()
def demo(
    home: Home = HERE,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    *,
    serve_it: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Serve the demo, or only prepare it.")
    ] = True,
) -> None:
    """Prepare a workspace with real places of the ward in it, and serve it."""
    with _clearly():
        workspace = Workspace.create(home)
        _plant_samples(workspace)
        _build(workspace)
        tokens = _demo_tokens(workspace)
    base = f"http://{host}:{port}"
    said.print(f"[bold]くふうマップ[/]  the public map   {base}/")
    said.print(f"              the API          {base}/docs")
    for role, token in tokens.items():
        said.print(f"              {role.value:<8} token   {token}", soft_wrap=True)
    said.print(f"The workspace is {workspace.home}; README.md says what to try first.")
    if serve_it:
        serve(home, host, port)


@app.command()
def serve(
    home: Home = HERE,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    database: DatabaseUrl = "",
    *,
    builder: Annotated[
        bool,
        typer.Option(
            "--builder/--no-builder", help="Run the builder as well, in a process of its own."
        ),
    ] = True,
) -> None:
    """Run the API and the builder, and serve the public site at /."""
    # Imported here, because the other commands need no web server and start sooner without.
    import uvicorn  # noqa: PLC0415

    from api.app import create_app  # noqa: PLC0415
    from api.settings import Settings  # noqa: PLC0415

    with _clearly():
        workspace = Workspace.open(home)
        settings = Settings.of(workspace, database_url=database)
        with _builder_beside(workspace) if builder else _nothing():
            uvicorn.run(
                create_app(settings),
                host=host,
                port=port,
                access_log=False,
                log_config=None,
                server_header=False,
            )


@app.command()
def build(home: Home = HERE, today: Annotated[str, typer.Option(hidden=True)] = "") -> None:
    """Build the whole public site once."""
    with _clearly():
        sites = _build(Workspace.open(home), date.fromisoformat(today) if today else None)
    said.print(f"{sites} sites built")


@app.command()
def follow(
    home: Home = HERE,
    *,
    with_parent: Annotated[
        bool, typer.Option(help="End when standard input ends, as a child process should.")
    ] = False,
) -> None:
    """Follow the ledger, and rebuild what each change touches, until told to stop."""
    from site_builder.follow import follow as follow_ledger  # noqa: PLC0415

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if with_parent:
        threading.Thread(target=_stop_with_parent, args=(stop,), daemon=True).start()
    with _clearly():
        workspace = Workspace.open(home)
        follow_ledger(
            Ledger.open(workspace.sites),
            workspace.public,
            _options(workspace),
            stop,
            state_folder=workspace.private / "builder",
        )


# -- keeping ---------------------------------------------------------------------------


@app.command(name="import")
def import_file(
    file: Annotated[Path, typer.Argument(help="A CSV or GeoJSON file.")],
    home: Home = HERE,
    source: Annotated[
        str, typer.Option(help="What the list is called; its file's name if not said.")
    ] = "",
    category: Annotated[
        str, typer.Option(help="What all rows are, where the file does not tell.")
    ] = "",
    url: Annotated[str, typer.Option(help="Where the list is published.")] = "",
    licence: Annotated[str, typer.Option(help="The list's licence, such as PDL1.0.")] = "",
    attribution: Annotated[str, typer.Option(help="The credit that the licence asks for.")] = "",
    *,
    dry_run: Annotated[bool, typer.Option(help="Only say what would be done.")] = False,
    everywhere: Annotated[
        bool, typer.Option(help="Let rows of other municipalities in as well.")
    ] = False,
    consented: Annotated[
        bool, typer.Option(help="The keepers of all these places agreed to be on the map.")
    ] = False,
) -> None:
    """Record the rows of somebody's list. It may be run again: nothing is recorded twice."""
    from data.exchange import UnreadableFileError, read_file  # noqa: PLC0415
    from data.importing import import_rows  # noqa: PLC0415

    with _clearly():
        workspace = Workspace.open(home)
        ward, vocabulary = workspace.ward(), workspace.vocabulary()
        try:
            read = read_file(
                file,
                ward=ward,
                vocabulary=vocabulary,
                category=category,
                source_name=source,
                everywhere=everywhere,
                about={"url": url, "licence": licence, "attribution": attribution},
            )
        except UnreadableFileError as refused:
            _fail(str(refused))
        except OSError as failed:
            _fail(f"{file} cannot be read: {failed.strerror}")
        with Progress(console=told, transient=True) as bar:
            task = bar.add_task(file.name, total=len(read.rows))
            now = datetime.now(TOKYO)
            report = import_rows(
                read.rows,
                Ledger.open(workspace.sites),
                ward=ward,
                vocabulary=vocabulary,
                source_name=read.source_name,
                today=now.date(),
                now=now,
                dry_run=dry_run,
                consented=consented,
                progress=lambda done, _of: bar.update(task, completed=done),
            )
    for finding in read.findings:
        told.print(f"{file.name}: {_in_words(finding)}", markup=False, soft_wrap=True)
    for what, lines in (
        ("refused", report.refused),
        ("in conflict", report.conflicts),
        ("warning", report.warnings),
        ("note", report.notes),
    ):
        for sentence in _told_of(lines):
            told.print(f"{what}: {sentence}", markup=False, soft_wrap=True)
    would = "would be " if dry_run else ""
    said.print(
        f"{report.added} {would}added, {report.changed} {would}changed, "
        f"{report.unchanged} unchanged, {len(report.refused)} refused, "
        f"{len(report.conflicts)} in conflict"
    )
    if report.refused or report.conflicts:
        raise typer.Exit(2)


@app.command()
def check(home: Home = HERE) -> None:
    """Look whether everything is as it should be; the exit status says so as well."""
    from data.checking import problems  # noqa: PLC0415

    with _clearly():
        workspace = Workspace.open(home)
        found = list(
            problems(
                Ledger.open(workspace.sites),
                ward=workspace.ward(),
                vocabulary=workspace.vocabulary(),
                today=datetime.now(TOKYO).date(),
                has_picture=lambda file: (workspace.photos / file).is_file(),
            )
        )
    for problem in found:
        told.print(problem, markup=False)
    said.print("Everything is as it should be." if not found else f"{len(found)} to look at")
    if found:
        raise typer.Exit(1)


@app.command()
def redact(
    site_id: Annotated[str, typer.Argument(help="The id of the site.")], home: Home = HERE
) -> None:
    """Erase a site's words for good, from the ledger too; a tombstone with its id remains."""
    with _clearly():
        ledger = Ledger.open(Workspace.open(home).sites)
        ledger.append(Event(EventKind.REDACT, site_id, cause=f"redact:{site_id}"))
    said.print(f"{site_id} is redacted")


# -- people ----------------------------------------------------------------------------


@group_app.command("add")
def group_add(
    name: Annotated[str, typer.Argument(help="What the group is called.")],
    home: Home = HERE,
    role: Annotated[Role, typer.Option(help="What its first person may do.")] = Role.MEMBER,
    person: Annotated[str, typer.Option(help="A display name; the group's if not said.")] = "",
    database: DatabaseUrl = "",
) -> None:
    """Make a group with its first person, and print that person's token. It is shown once."""
    with _clearly():
        print(_new_person(Workspace.create(home), name, role, person, database))


@group_app.command("list")
def group_list(home: Home = HERE, database: DatabaseUrl = "") -> None:
    """List the groups, and the people in them who have a token."""
    token_list(home, database)


@token_app.command("add")
def token_add(
    person: Annotated[str, typer.Argument(help="The person's id, as `kufu token list` shows it.")],
    home: Home = HERE,
    database: DatabaseUrl = "",
) -> None:
    """Print another token for a person, who may have lost theirs. It is shown once."""
    with _clearly(), _database(Workspace.open(home), database) as opened:
        with opened.writing() as connection:
            token = people.issue(connection, person)
        print(token)


@token_app.command("list")
def token_list(home: Home = HERE, database: DatabaseUrl = "") -> None:
    """List all tokens: whose they are, not what they are."""
    with (
        _clearly(),
        _database(Workspace.open(home), database) as opened,
        opened.reading() as connection,
    ):
        known = people.list_tokens(connection)
    table = Table("token", "person", "name", "group", "role", "last used", "state", box=None)
    for each in known:
        state = "revoked" if each.revoked else "valid"
        person = each.person
        row = (person.id, person.name, person.group.name, person.role.value)
        table.add_row(each.id, *row, each.used_on, state)
    said.print(table, soft_wrap=True)


@token_app.command("revoke")
def token_revoke(
    token: Annotated[str, typer.Argument(help="The token's id, as `kufu token list` shows it.")],
    home: Home = HERE,
    database: DatabaseUrl = "",
) -> None:
    """Make a token open nothing any more."""
    with (
        _clearly(),
        _database(Workspace.open(home), database) as opened,
        opened.writing() as connection,
    ):
        people.revoke(connection, token)
    said.print(f"{token} is revoked")


# -- how -------------------------------------------------------------------------------


@contextmanager
def _clearly() -> Iterator[None]:
    """End with one clear sentence where a workspace, a store or a name will not do."""
    from photos.store import PhotoStoreError  # noqa: PLC0415
    from site_builder.follow import BuilderRunningError  # noqa: PLC0415
    from site_builder.publish import PublishError  # noqa: PLC0415

    ours = (WorkspaceError, StoreError, DatabaseError, PeopleError)
    try:
        yield
    except (*ours, PhotoStoreError, PublishError, BuilderRunningError) as wrong:
        _fail(str(wrong))


def _fail(why: str) -> NoReturn:
    told.print(f"kufu: {why}", markup=False, soft_wrap=True)
    raise typer.Exit(1)


def _in_words(finding: Finding) -> str:
    words = finding.words()
    return f"{words['ja']} / {words['en']}"


def _told_of(rows: list[tuple[int, list[Finding]]]) -> Iterator[str]:
    """Yield what is to say of a file's rows: each by its line, or very many as one.

    Every line is named either way; of very many with the same code, the words are those
    of the first.
    """
    by_code: dict[str, list[tuple[int, Finding]]] = {}
    for line, findings in rows:
        for finding in findings:
            by_code.setdefault(finding.code, []).append((line, finding))
    for told_rows in by_code.values():
        if len(told_rows) > MANY:
            first = told_rows[0][1]
            yield f"lines {_ranges([line for line, _ in told_rows])}: {_in_words(first)}"
        else:
            yield from (f"line {line}: {_in_words(finding)}" for line, finding in told_rows)


def _ranges(numbers: list[int]) -> str:
    """Return rising numbers in as few words as they need.

    >>> _ranges([2, 3, 4, 7, 9, 10])
    '2-4, 7, 9-10'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{a}-{b}" if b > a else str(a) for a, b in runs)


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def _database(workspace: Workspace, url: str) -> Iterator[Database]:
    opened = Database.open(url or workspace.database_url)
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def _builder_beside(workspace: Workspace) -> Iterator[None]:
    """Run the builder until the block ends; start it again if it should ever fall over.

    It reads its standard input, which ends with us however we end, even by SIGKILL.
    """
    command = [sys.executable, "-m", "kufu", "follow", "--with-parent", "--home"]
    over = threading.Event()

    def keep() -> None:
        while not over.is_set():
            with subprocess.Popen([*command, str(workspace.home)], stdin=subprocess.PIPE) as child:  # noqa: S603 - ourselves
                while child.poll() is None and not over.wait(0.2):
                    pass
                child.terminate()
            over.wait(2)

    keeper = threading.Thread(target=keep)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _stop_with_parent(stop: threading.Event) -> None:
    sys.stdin.buffer.read()
    stop.set()


def _options(workspace: Workspace, today: date | None = None) -> BuildOptions:
    return BuildOptions(
        today=today or datetime.now(TOKYO).date(),
        photos=workspace.photos,
        address=workspace.config.site_url,
        language_ids=workspace.config.languages,
        ward=workspace.ward(),
        vocabulary=workspace.vocabulary(),
    )


def _build(workspace: Workspace, today: date | None = None) -> int:
    from site_builder.build import build as build_site  # noqa: PLC0415
    from site_builder.follow import only_builder  # noqa: PLC0415

    # Not beside a builder that follows: each would take the other's files for left over.
    with only_builder(workspace.private / "builder"):
        ledger = Ledger.open(workspace.sites)
        made = build_site(ledger, workspace.public, _options(workspace, today))
    for site_id, why in made.failed.items():
        told.print(f"{site_id} could not be built: {why}", markup=False)
    return made.sites


def _new_person(workspace: Workspace, group: str, role: Role, name: str, url: str) -> str:
    with _database(workspace, url) as opened, opened.writing() as connection:
        made = people.add_group(connection, group)
        return people.issue(connection, people.add_person(connection, made.id, role, name).id)


def _demo_tokens(workspace: Workspace) -> dict[Role, str]:
    """Return fresh tokens for the demo's people: the old ones are known to nobody."""
    names = {Role.MEMBER: "デモの町会", Role.REVIEWER: "デモの確認係"}
    tokens = {}
    with _database(workspace, "") as opened, opened.writing() as connection:
        there = {each.person.group.name: each.person for each in people.list_tokens(connection)}
        for role, name in names.items():
            person = there.get(name)
            if person is None:
                group = people.add_group(connection, name)
                person = people.add_person(connection, group.id, role)
            tokens[role] = people.issue(connection, person.id)
    return tokens


def _plant_samples(workspace: Workspace) -> None:
    """Record the demo's places with their pictures, once."""
    from photos.disk import DiskPhotoStore  # noqa: PLC0415
    from photos.planting import sample_events  # noqa: PLC0415

    ledger = Ledger.open(workspace.sites)
    if not ledger.seq:
        ledger.append_many(sample_events(DiskPhotoStore(workspace.home), datetime.now(TOKYO)))


if __name__ == "__main__":
    app()
