"""The map's page and the files it needs, for one language.

Nothing in here depends on the sites: they come in one data file (`points.PATH`), so an
accepted change rewrites that file alone. Files in `assets/` carry a hash of their content
in their names and may be cached for ever.
"""

from __future__ import annotations

import hashlib
from typing import Final

import orjson
from markupsafe import escape

from data.geojson import geometry_json
from data.vocabulary import Category
from data.ward import Ward
from site_builder.i18n import Language, translations
from site_builder.icons import icon
from site_builder.map import points
from site_builder.map.elements import (
    GSI_ZOOMS,
    Finder,
    QuietTiles,
    SitesLayer,
    WardOutline,
    base_map,
)
from site_builder.map.kufu_map import KufuMap, MapParts, counted_ids
from site_builder.map.words import script_words
from site_builder.pages import TEMPLATES, Pages
from site_builder.vendor import vendored

STYLE: Final = TEMPLATES.parent / "static" / "map.css"


def render_map(pages: Pages, language: Language) -> dict[str, bytes]:
    """Return the map of `language`: path below the public folder -> bytes.

    The page is `<prefix>index.html`; what it shares with other languages comes under the
    same name with the same bytes each time. Raises `MissingVendorError` where Leaflet or
    an icon is not there.
    """
    ward = pages.options.ward
    root = "../" * language.prefix.count("/")
    outline = _asset("ward", "json", orjson.dumps(geometry_json(ward.outline)))
    parts = _assemble(ward, language, root=root, outline=outline[0])
    scripts = [
        _asset("leaflet", "js", vendored("leaflet/leaflet.js")),
        _asset("map", "js", b"".join(script.read_bytes() for script in parts.scripts)),
        _asset("start", "js", parts.start.encode()),
    ]
    style = _asset("map", "css", vendored("leaflet/leaflet.css") + b"\n" + STYLE.read_bytes())
    html = pages.render(
        "map.html",
        language,
        path="",
        section="map",
        element=parts.element,
        scripts=[path for path, _ in scripts],
        style=style[0],
        preloads=[points.PATH, outline[0]],
        families=_legend(pages),
        icon=icon,
    )
    licence = ("assets/leaflet-licence.txt", vendored("leaflet/LICENSE"))
    return dict([(f"{language.prefix}index.html", html), outline, *scripts, style, licence])


def _assemble(ward: Ward, language: Language, *, root: str, outline: str) -> MapParts:
    words = script_words(language)
    _ = translations(language.id).gettext
    with counted_ids():
        drawn = KufuMap(
            bounds=ward.bounds,
            zooms=GSI_ZOOMS,
            label=_("Map of the sites"),
            words=words,
        )
        tiles = base_map().add_to(drawn)
        QuietTiles().add_to(tiles)
        WardOutline(url=root + outline, attribution=str(escape(ward.attribution))).add_to(drawn)
        sites = SitesLayer(points=root + points.PATH, photos=root + "photos/", pages="sites/")
        sites.add_to(drawn)
        Finder().add_to(sites)
        return drawn.parts()


def _legend(pages: Pages) -> list[tuple[str, list[Category]]]:
    families: dict[str, list[Category]] = {}
    for category in pages.options.vocabulary:
        families.setdefault(category.family, []).append(category)
    return list(families.items())


def _asset(name: str, ending: str, content: bytes) -> tuple[str, bytes]:
    return f"assets/{name}-{hashlib.sha256(content).hexdigest()[:12]}.{ending}", content
