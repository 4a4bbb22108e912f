"""Folium without its defaults: our scripts, our page, and nothing left to chance.

Folium writes a whole page: scripts from other people's servers, inline start-up code and
random element ids. `KufuMap` keeps what is good in it, a map described in Python with
elements added to it, and gives away the parts for a page of ours: the element that holds
the map, the start-up script for a file of its own, and the scripts that its elements need.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, ClassVar, Final

import folium
from branca.element import Element, Figure, MacroElement
from folium.template import Template
from markupsafe import Markup

HERE: Final = Path(__file__).parent

_MAKES_IDS: Final = "_generate_id"
_ids: Final = threading.Lock()


@contextmanager
def counted_ids() -> Iterator[None]:
    """Give Folium's elements the ids 1, 2, 3 … in here, so that two builds are equal.

    Ids are drawn when an element is made and again when it is rendered: keep both inside.
    """
    with _ids:
        random_id = Element.__dict__[_MAKES_IDS]
        numbers = count(1)
        setattr(Element, _MAKES_IDS, classmethod(lambda _: str(next(numbers))))
        try:
            yield
        finally:
            setattr(Element, _MAKES_IDS, random_id)


@dataclass(frozen=True, slots=True)
class MapParts:
    """A rendered map, to be put into a page.

    `element` is the HTML that holds it, `start` the script that starts it, `scripts` the
    files that must have run before, in order.
    """

    element: Markup
    start: str
    scripts: tuple[Path, ...]


class OwnElement(MacroElement):
    """Something on the map that is drawn by a script of ours beside this file.

    `maker` is the function that the script offers as `Kufu.<maker>(map, options)`.
    `options` are plain JSON values; Folium escapes them and writes keys in camel case.
    """

    maker: ClassVar[str]
    scripts: ClassVar[tuple[str, ...]]

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = Kufu.{{ this.maker }}"
        "({{ this.on.get_name() }}, {{ this.options|tojavascript }});\n"
        "{% endmacro %}"
    )

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - plain JSON values
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = type(self).__name__
        self.options = options

    @property
    def on(self) -> Element:
        """What it was added to: the map, or a layer of it."""
        if self._parent is None:
            message = f"{self._name} has not been added to anything yet"
            raise TypeError(message)
        return self._parent


class KufuMap(folium.Map):
    """A Folium map of our own kind; see the module. `bounds`: west, south, east, north."""

    scripts: ClassVar[tuple[str, ...]] = ("kufu.js",)

    _template = Template(
        "{% macro html(this, kwargs) %}"
        '<div class="folium-map" id="{{ this.get_name()|e }}" role="region"'
        ' aria-label="{{ this.label|e }}"></div>'
        "{% endmacro %}"
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = Kufu.map"
        "({{ this.get_name()|tojson }}, {{ this.settings|tojavascript }});\n"
        "{% endmacro %}"
    )

    def __init__(
        self,
        *,
        bounds: tuple[float, float, float, float],
        zooms: tuple[int, int],
        label: str,
        words: dict[str, str],
    ) -> None:
        west, south, east, north = bounds
        middle = ((south + north) / 2, (west + east) / 2)
        super().__init__(location=middle, tiles=None)
        # Folium appends to lists that belong to the class, for every map there will be.
        self.default_js = []
        self.default_css = []
        self.label = label
        self.settings = {
            "bounds": [[south, west], [north, east]],
            "min_zoom": zooms[0],
            "max_zoom": zooms[1],
            "words": words,
        }

    def parts(self) -> MapParts:
        """Render the map and all that was added to it."""
        figure = self.get_root()
        if not isinstance(figure, Figure):
            message = "the map is part of something that is not a page"
            raise TypeError(message)
        self.render()  # type: ignore[no-untyped-call]
        return MapParts(
            element=Markup(figure.html.render().strip()),  # noqa: S704 - escaped in templates
            start="\n".join(line for line in figure.script.render().splitlines() if line.strip())
            + "\n",
            scripts=tuple(HERE / name for name in dict.fromkeys(_scripts(self))),
        )


def _scripts(element: Element) -> Iterator[str]:
    yield from getattr(element, "scripts", ())
    for child in element._children.values():  # noqa: SLF001 - branca has no other way
        yield from _scripts(child)
