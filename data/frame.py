"""Sites as a GeoDataFrame, a row each, and back.

The rules, the imports and the exports all work on this table, so that one row from a
phone and a hundred thousand from a spreadsheet take the same way. Columns are the fields
of `data.site.Site`, under the same names and in the same order. The frame says EPSG:4326,
longitude first, because that is what GeoJSON and every GIS program expect; what we keep
was measured in JGD2011 (EPSG:6668), and at our six decimals the two are the same.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, Final

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import pyproj
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from data import migrate
from data.site import Precision, Site, SiteDraft, Source

CRS: Final = pyproj.CRS("EPSG:4326")

FIELDS: Final = tuple(name for name in Site.model_fields if name != "geometry")
EXTRA: Final = "extra"
"""The column of fields that this version does not know; they survive the round trip."""

NEAR_FIELDS: Final = ("id", "name", "category", "precision", "source")
"""The columns, besides geometry, that a frame of neighbours needs."""

_DRAFT_FIELDS: Final = tuple(name for name in SiteDraft.model_fields if name != "geometry")
_RECORD_FIELDS: Final = tuple(name for name in FIELDS if name not in SiteDraft.model_fields)

Objects = NDArray[np.object_]


def to_frame(
    sites: Iterable[SiteDraft | Site],
    *,
    rows: Sequence[Hashable] | None = None,
    ids: Sequence[str] | None = None,
) -> GeoDataFrame:
    """Return `sites` as a frame, in the order they come.

    `rows` are the labels by which findings name a site, such as line numbers of a file;
    without them rows count from 0. `ids` name the sites that drafts are going to be,
    which keeps an edited site from being taken for its own duplicate; what is already a
    `Site` has its own.
    """
    whole = list(sites)
    said = [site.__dict__ for site in whole]
    columns = {name: _objects([each.get(name) for each in said]) for name in FIELDS}
    if ids is not None:
        columns["id"] = _objects(list(ids))
    columns[EXTRA] = _objects([site.model_extra or {} for site in whole])
    return _framed(columns, [each["geometry"] for each in said], rows)


def to_sites(frame: GeoDataFrame) -> list[SiteDraft | Site]:
    """Return the sites of `frame` in order: a `Site` where the record's part is there.

    Raises pydantic's ValidationError for a row that is no site, whoever made the frame.
    """
    whole = (*_DRAFT_FIELDS, *_RECORD_FIELDS)
    columns = [column(frame, name) for name in whole]
    shapes = geometries(frame)
    extras = column(frame, EXTRA)
    made: list[SiteDraft | Site] = []
    for shape, extra, *values in zip(shapes, extras, *columns, strict=True):
        said = dict(zip(whole, values, strict=True)) | {"geometry": shape} | extra
        if said["created_at"] is None:
            kept = {name: value for name, value in said.items() if name not in _RECORD_FIELDS}
            made.append(SiteDraft(**kept))
        else:
            made.append(Site(**said))
    return made


def neighbours_of(lines: Iterable[bytes]) -> GeoDataFrame:
    """Return stored Features as a frame with `NEAR_FIELDS` only.

    For the rules that look around, this is many times cheaper than decoding whole sites.
    """
    read = [migrate.to_current(orjson.loads(line)) for line in lines]
    said = [each["properties"] for each in read]
    columns = {
        "id": _objects([each["id"] for each in read]),
        "name": _objects([each.get("name", "") for each in said]),
        "category": _objects([each.get("category", "") for each in said]),
        "precision": _objects([each.get("precision", Precision.EXACT) for each in said]),
        "source": _objects([_source(each.get("source")) for each in said]),
    }
    shapes = shapely.from_geojson([orjson.dumps(each["geometry"]) for each in read])
    return _framed(columns, list(shapes), None)


def no_sites() -> GeoDataFrame:
    """Return a frame with all columns and no row."""
    return to_frame([])


def column(frame: GeoDataFrame, name: str) -> Objects:
    """Return a column as an array of plain Python values."""
    values: Objects = frame[name].to_numpy(dtype=object)
    return values


def geometries(frame: GeoDataFrame) -> Objects:
    """Return the geometries as an array for shapely; None where a row has none."""
    shapes: Objects = np.asarray(frame.geometry.array, dtype=object)
    return shapes


def _framed(
    columns: dict[str, Objects], shapes: list[Any], rows: Sequence[Hashable] | None
) -> GeoDataFrame:
    # `dtype=object` keeps pandas from guessing types column by column, which would cost
    # more than everything else here and turn an absent word into a NaN.
    index = pd.RangeIndex(len(shapes)) if rows is None else pd.Index(list(rows), dtype=object)
    table = pd.DataFrame(columns, index=index, dtype=object, copy=False)
    return gpd.GeoDataFrame(table, geometry=gpd.array.from_shapely(_objects(shapes), crs=CRS))


def _objects(values: list[Any]) -> Objects:
    # Not np.array(values): tuples of one length would become a table.
    return np.fromiter(values, dtype=object, count=len(values))


def _source(said: dict[str, Any] | None) -> Source | None:
    return None if said is None else Source(name=said.get("name", ""), id=str(said.get("id", "")))
