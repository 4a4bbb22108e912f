"""What our map has on it. Each is a script of ours (`*.js` here) and its options."""

from __future__ import annotations

from typing import ClassVar, Final

import folium

from site_builder.map.kufu_map import OwnElement

GSI_TILES: Final = "https://cyberjapandata.gsi.go.jp/xyz/pale/{z}/{x}/{y}.png"
GSI_ZOOMS: Final = (5, 18)
GSI_ATTRIBUTION: Final = (
    '<a href="https://maps.gsi.go.jp/development/ichiran.html" target="_blank" '
    'rel="noopener">地理院タイル</a>'
)


def base_map() -> folium.TileLayer:
    """Return the pale map of the Geospatial Information Authority, zoom 5 to 18.

    Its terms want the attribution to be visible whenever the map is.
    """
    return folium.TileLayer(
        GSI_TILES,
        attr=GSI_ATTRIBUTION,
        min_zoom=GSI_ZOOMS[0],
        max_zoom=GSI_ZOOMS[1],
        name="pale",
        control=False,
    )


class QuietTiles(OwnElement):
    """Says so, once and quietly, when a tile layer's server cannot be reached.

    Added to the tile layer that it watches.
    """

    maker: ClassVar = "quietTiles"
    scripts: ClassVar = ("quiet_tiles.js",)


class WardOutline(OwnElement):
    """The ward's border, and a veil over what lies outside of it.

    Options: `url` of a GeoJSON geometry, and `attribution` as HTML that is safe already.
    """

    maker: ClassVar = "wardOutline"
    scripts: ClassVar = ("ward_outline.js",)


class SitesLayer(OwnElement):
    """The sites, as buttons that cluster where they are many, with a card for each.

    Options: `points`, the URL of the file that `site_builder.map.points` describes;
    `photos` and `pages`, the ways to the folders of photos and of the sites' own pages.
    """

    maker: ClassVar = "sites"
    scripts: ClassVar = (
        "points.js",
        "catalogue.js",
        "clusters.js",
        "markers.js",
        "shapes.js",
        "card.js",
        "sites.js",
    )


class Finder(OwnElement):
    """Legend, filters, search and the nearest sites: the panel beside the map.

    Added to the `SitesLayer` that it filters. The panel itself is in templates/map.html.
    """

    maker: ClassVar = "finder"
    scripts: ClassVar = ("legend.js", "search.js", "near.js", "view_address.js", "finder.js")
