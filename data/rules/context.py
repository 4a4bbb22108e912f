"""What the rules are told besides the sites, and the few ways in which they look at them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
import pyproj
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from data.finding import Finding
from data.frame import CRS, Objects, no_sites
from data.vocabulary import Vocabulary
from data.ward import Ward

Asserter = Literal["member", "reviewer", "source"]
SHOWN: Final = 80
"""Characters of somebody's own words that a finding repeats at most."""

Mask = NDArray[np.bool_]
Places = NDArray[np.float64]
"""A place a row: longitude and latitude, or metres east and north."""

Rule = Callable[[GeoDataFrame, "Context"], Iterator[Finding]]


@dataclass(frozen=True)
class Context:
    """What a check needs to know besides the sites themselves.

    `today` is an argument, so that a check says the same tomorrow about the same day.
    `asserter` is on whose word the sites come: a member's, a reviewer's, or an official
    source's. `neighbours` are published sites round about, in a frame with at least
    `data.frame.NEAR_FIELDS`; the same frame may serve many checks and keeps its index.
    `data.rules.nearby` fetches them. Never hand in what is not published: a finding names
    the neighbour.

    The rest is by row label: `consents`, whose keepers agreed to be on the map;
    `corrections`, which mend a published site of the same category, whose standing was
    asserted when it was published; `witnesses`, an independent position (longitude,
    latitude) such as the one in a photo.
    """

    ward: Ward
    vocabulary: Vocabulary
    today: date
    asserter: Asserter = "member"
    neighbours: GeoDataFrame = field(default_factory=no_sites)
    consents: frozenset[Hashable] = frozenset()
    corrections: frozenset[Hashable] = frozenset()
    witnesses: Mapping[Hashable, tuple[float, float]] = field(
        default_factory=lambda: MappingProxyType({})
    )


def attribute_pointer(key: str) -> str:
    """Return the JSON pointer of an attribute; a key longer than any of ours is cut."""
    return "/properties/attributes/" + key[:SHOWN].replace("~", "~0").replace("/", "~1")


def among(frame: GeoDataFrame, mask: Mask) -> Iterator[tuple[int, Hashable]]:
    """Yield the number and the label of each row that `mask` marks."""
    hits = np.flatnonzero(mask)
    if len(hits):
        labels = frame.index[hits].tolist()
        yield from zip(hits.tolist(), labels, strict=True)


def usable(shapes: Objects) -> Mask:
    """Which geometries can be measured: there, not empty, valid, made of finite numbers."""
    mask: Mask = shapely.is_valid(shapes) & ~shapely.is_empty(shapes)
    return mask


def spots(shapes: Objects) -> Places:
    """Return a longitude and latitude for each usable geometry, NaN for the others.

    A line or an area is taken by a place on it, not by a centre that may lie outside.
    """
    good = usable(shapes)
    points = only(shapes, good)
    drawn = good & (shapely.get_type_id(shapes) != shapely.GeometryType.POINT)
    if drawn.any():
        points[drawn] = shapely.point_on_surface(shapes[drawn])
    return np.column_stack([shapely.get_x(points), shapely.get_y(points)])


def only(shapes: Objects, mask: Mask) -> Objects:
    """Return `shapes` with None where `mask` does not mark them."""
    kept = np.full(len(shapes), None, dtype=object)
    kept[mask] = shapes[mask]
    return kept


def to_plane(shapes: Objects, plane_crs: str) -> Objects:
    """Return geometries in metres: east and north in a plane CRS."""
    transformer = _transformer(plane_crs)

    def moved(lonlat: Places) -> Places:
        return np.column_stack(transformer.transform(lonlat[:, 0], lonlat[:, 1]))

    plane: Objects = shapely.transform(shapes, moved)
    return plane


def metres(lonlat: Places, plane_crs: str) -> Places:
    """Return places, a row each, in metres east and north in a plane CRS."""
    east, north = _transformer(plane_crs).transform(lonlat[:, 0], lonlat[:, 1])
    return np.column_stack([east, north])


def from_metres(places: Places, plane_crs: str) -> Places:
    """Return metres east and north in a plane CRS as longitude and latitude."""
    lon, lat = _transformer(plane_crs).transform(places[:, 0], places[:, 1], direction=_BACK)
    return np.column_stack([lon, lat])


_BACK: Final = pyproj.enums.TransformDirection.INVERSE


@lru_cache(maxsize=16)
def _transformer(plane_crs: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(CRS, plane_crs, always_xy=True)
