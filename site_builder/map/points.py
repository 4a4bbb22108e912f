"""The data that the map draws: every site's place, kind and name in one small file.

Columns, not rows, because a browser reads ten thousand short arrays slowly and eight long
ones fast. One file serves every language; words for categories and districts are the
page's. Descriptions stay on the sites' own pages. The same sites give the same bytes.

Format 1, JSON in UTF-8:

    format       1
    origin       [longitude, latitude] in millionths of a degree; x and y count from here
    categories   the category ids that occur          category   per site, index into it
    districts    the districts that occur             district   per site, index or -1
    id, name     per site
    x, y         per site, millionths of a degree east and north of the origin (marker)
    rough        {site index: metres}: the place is somewhere within so many metres
    name_en      {site index: English name}
    photo        {site index: [file below photos/, width, height, 1 for an illustration]}
    shape        {site index: [type, ring, ...]}: type 1 a line, 2 an area; a ring is
                 x, y of its first point, then the steps dx, dy to each next one

Sites are in the order of their ids. A site that is closed or superseded is not drawn:
nobody should walk to a well that is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from data.site import Lifecycle, Precision, Site

FORMAT: Final = 1

# Where the builder puts it, below the public folder.
PATH: Final = "data/map-points.json"

# Half the diagonal of a cell of the 250 m grid in Tokyo's latitude (231 m by 282 m): from
# the centre of the cell, this far away the real place may be.
BLOCK_RADIUS_M: Final = 183

# An address is as good as its 丁目. Below this many metres a marker is honest enough.
ROUGH_FROM_M: Final = 50

_MILLION: Final = 1_000_000
_LINE, _AREA = 1, 2
_ONE_METRE: Final = 0.00001

Integers = npt.NDArray[np.int64]


def points(sites: Iterable[Site]) -> bytes:
    """Return the data file for `sites`, in any order and however many."""
    drawn = sorted(
        (site for site in sites if site.lifecycle is Lifecycle.IN_USE), key=lambda site: site.id
    )
    places = _millionths([marker(site.geometry) for site in drawn])
    origin = places.min(axis=0) if drawn else np.zeros(2, dtype=np.int64)
    categories, category = _indexed([site.category for site in drawn])
    districts, district = _indexed([site.district for site in drawn])
    return orjson.dumps(
        {
            "format": FORMAT,
            "origin": origin.tolist(),
            "categories": categories,
            "districts": districts,
            "id": [site.id for site in drawn],
            "name": [site.name for site in drawn],
            "category": category,
            "district": district,
            "x": (places[:, 0] - origin[0]).tolist(),
            "y": (places[:, 1] - origin[1]).tolist(),
            "rough": _some(rough_m(site) for site in drawn),
            "name_en": _some(site.name_en for site in drawn),
            "photo": _some(_photo(site) for site in drawn),
            "shape": _some(_shape(site.geometry, origin) for site in drawn),
        }
    )


def marker(geometry: BaseGeometry) -> tuple[float, float]:
    """Return where a site's marker stands (longitude, latitude): always on the site.

    >>> marker(shapely.LineString([(139.0, 35.0), (139.2, 35.0)]))
    (139.1, 35.0)
    """
    if isinstance(geometry, shapely.Point):
        return geometry.x, geometry.y
    if isinstance(geometry, shapely.LineString):
        spot = shapely.line_interpolate_point(geometry, 0.5, normalized=True)
    else:
        spot = shapely.point_on_surface(geometry)
    return spot.x, spot.y


def rough_m(site: Site) -> int:
    """Return how far from its marker the site may be, in metres; 0 where it is exact."""
    if site.precision is Precision.BLOCK:
        return BLOCK_RADIUS_M
    metres = site.accuracy_m or 0
    return round(metres) if metres >= ROUGH_FROM_M else 0


def _photo(site: Site) -> list[Any] | None:
    if not site.photos or not site.photos[0].renditions:
        return None
    first = site.photos[0]
    small = min(first.renditions, key=lambda rendition: rendition.width)
    return [small.file, small.width, small.height, int(first.illustration)]


def _shape(geometry: BaseGeometry, origin: Integers) -> list[Any] | None:
    if isinstance(geometry, shapely.Point):
        return None
    plain = shapely.simplify(geometry, _ONE_METRE)
    if isinstance(plain, shapely.Polygon):
        rings = [plain.exterior, *plain.interiors]
        return [_AREA, *(_steps(shapely.get_coordinates(ring), origin) for ring in rings)]
    return [_LINE, _steps(shapely.get_coordinates(plain), origin)]


def _steps(coordinates: npt.NDArray[np.float64], origin: Integers) -> list[int]:
    whole = _millionths(coordinates) - origin
    start = np.zeros((1, 2), dtype=np.int64)
    steps: list[int] = np.diff(whole, axis=0, prepend=start).ravel().tolist()
    return steps


def _millionths(coordinates: Sequence[Any] | npt.NDArray[np.float64]) -> Integers:
    degrees = np.asarray(coordinates, dtype=np.float64).reshape(-1, 2)
    return np.rint(degrees * _MILLION).astype(np.int64)


def _indexed(values: list[str]) -> tuple[list[str], list[int]]:
    known = sorted({value for value in values if value})
    place = {value: index for index, value in enumerate(known)}
    return known, [place.get(value, -1) for value in values]


def _some(values: Iterable[Any]) -> dict[str, Any]:
    return {str(index): value for index, value in enumerate(values) if value}
