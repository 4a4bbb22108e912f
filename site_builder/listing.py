"""The list: every site in words, for who does not use a map, and for paper.

At ten thousand sites one page would be some megabytes, so a page holds a hundred, the
newest first, and each category has pages of its own. All of it works without a script.
With one, a search looks through `rows.json`, which is fetched when somebody first
searches and holds just what a search needs. Pages are numbered from the oldest, so that
"page 7" shows the same places next year.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from site_builder import i18n, words
from site_builder.fragments import Fragment, cards
from site_builder.i18n import Language
from site_builder.options import BuildOptions
from site_builder.pages import Pages
from site_builder.view import Kind, Viewer

PER_PAGE: Final = 100
ROWS: Final = "list/rows.json"

Families = list[tuple[str, list[tuple[Kind, str]]]]


@dataclass(frozen=True, slots=True)
class _Shelf:
    """One list of sites, oldest first, over some pages: all of them, or a category's.

    Page 1 holds the oldest hundred, and so on; the last, which is the list's front, holds
    up to 199. So a page that is full never changes because a site joins.
    """

    folder: str
    category: str
    fragments: Sequence[Fragment]

    @property
    def front(self) -> int:
        return max(1, len(self.fragments) // PER_PAGE)

    def path(self, page: int) -> str:
        return self.folder if page == self.front else f"{self.folder}{page}/"

    def on(self, page: int) -> tuple[Fragment, ...]:
        """Return what page `page` shows, newest first."""
        end = len(self.fragments) if page == self.front else page * PER_PAGE
        return tuple(reversed(self.fragments[(page - 1) * PER_PAGE : end]))


def rows_file(fragments: Sequence[Fragment]) -> bytes:
    """Return what the search looks through, newest first, one site a line.

    Each is [id, name, English name, kana, category, district, address, state].
    """
    return b"[\n" + b",\n".join(each.row for each in reversed(fragments)) + b"\n]\n"


class Listing:
    """Makes the pages of the list, and remembers what they were made of.

    A page is made again only if a part of it changed, so that an accepted change costs a
    few pages and not all of them.
    """

    def __init__(self, viewers: Sequence[Viewer], pages: Pages) -> None:
        self._viewers = viewers
        self._pages = pages
        self._made_of: dict[str, tuple[Any, ...]] = {}

    def forget(self) -> None:
        """Make every page again the next time."""
        self._made_of.clear()

    def update(
        self, fragments: Sequence[Fragment], write: Callable[[str, bytes], object]
    ) -> list[str]:
        """Write what changed and return the pages that are gone; oldest sites come first."""
        by_category: dict[str, list[Fragment]] = {}
        for each in fragments:
            by_category.setdefault(each.site.category, []).append(each)
        counts = {category: len(each) for category, each in by_category.items()}
        shelves = [_Shelf("list/", "", fragments)]
        shelves += [_Shelf(f"list/{key}/", key, each) for key, each in sorted(by_category.items())]
        there = set()
        for number, viewer in enumerate(self._viewers):
            families = _families(viewer, counts, self._pages.options)
            for shelf in shelves:
                for page in range(1, shelf.front + 1):
                    path = f"{viewer.language.prefix}{shelf.path(page)}index.html"
                    there.add(path)
                    made_of = _made_of(shelf, page, counts)
                    if self._made_of.get(path) != made_of:
                        write(path, self._page(shelf, page, number, families))
                        self._made_of[path] = made_of
        gone = sorted(self._made_of.keys() - there)
        for path in gone:
            del self._made_of[path]
        return gone

    def _page(self, shelf: _Shelf, page: int, number: int, families: Families) -> bytes:
        viewer = self._viewers[number]
        language = viewer.language
        path = shelf.path(page)
        say = i18n.translations(language.id).gettext
        kind = viewer.kind(shelf.category) if shelf.category else None
        total = len(shelf.fragments)
        root = "../" * (path.count("/") + language.prefix.count("/"))
        return self._pages.render(
            "list.html",
            language,
            path=path,
            section="list",
            heading=kind.name if kind else say("List of places"),
            kind=kind,
            is_front=page == shelf.front,
            page=page,
            newer=_way(shelf, path, page + 1) if page < shelf.front else "",
            older=_way(shelf, path, page - 1) if page > 1 else "",
            families=families,
            districts=_districts(language, self._pages.options),
            total=total,
            total_words=i18n.number(total, language.id),
            rows=cards(shelf.on(page), number, root),
        )


def _made_of(shelf: _Shelf, page: int, counts: dict[str, int]) -> tuple[Any, ...]:
    """Return all that a page says of the sites: only a front counts them."""
    if page == shelf.front:
        shown: tuple[Any, ...] = tuple(sorted(counts.items()))
    else:
        shown = (page + 1 == shelf.front, *sorted(counts))
    return (shown, shelf.on(page))


def _way(shelf: _Shelf, path: str, page: int) -> str:
    """Return how to get from the page at `path` to another page of the same list."""
    return "../" * path.count("/") + shelf.path(page)


def _families(viewer: Viewer, counts: dict[str, int], options: BuildOptions) -> Families:
    say = i18n.translations(viewer.language.id).gettext
    found: Families = []
    for family, name in words.FAMILY.items():
        kinds = [
            (viewer.kind(each.id), i18n.number(counts[each.id], viewer.language.id))
            for each in options.vocabulary
            if each.family == family and each.id in counts
        ]
        if kinds:
            found.append((say(name), kinds))
    return found


def _districts(language: Language, options: BuildOptions) -> list[tuple[str, str]]:
    names = options.ward.district_names
    return [
        (each, names[each].of(language.id) if each in names else each)
        for each in options.ward.districts
    ]
