"""GeoJSON of any make: a bad Feature costs one row, and our own comes back as it went out."""

from __future__ import annotations

import json

import pytest

from data.exchange import UnreadableFileError
from tests.data.exchange.reads import Read, codes, only


def _feature(geometry: object, **said: object) -> dict[str, object]:
    properties = {"名称": "井戸", "種別": "震災対策用井戸", "ID": "1"} | said
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def test_one_bad_feature_costs_one_row(read: Read) -> None:
    point = {"type": "Point", "coordinates": [139.65, 35.64]}
    nan = {"type": "Point", "coordinates": [float("nan"), 35.64]}
    line = {"type": "LineString", "coordinates": [[139.65, 35.64]]}
    features = [
        _feature(point), _feature(nan, ID="2"), _feature(line, ID="3"), _feature(None, ID="4"), 7
    ]  # fmt: skip
    text = json.dumps({"type": "FeatureCollection", "features": features})
    good, *bad = read(text, "wells.geojson").rows
    assert good.draft is not None
    assert good.draft.category == "emergency_well"
    assert [codes(row) for row in bad] == [
        ["geometry.not_numbers"],
        ["geometry.shape"],
        ["import.position_missing"],
        ["import.not_a_feature"],
    ]
    assert [row.line for row in bad] == [2, 3, 4, 5]


def test_a_feature_a_line_is_read_and_a_broken_line_is_numbered(read: Read) -> None:
    point = {"type": "Point", "coordinates": [139.65, 35.64]}
    lines = [json.dumps(_feature(point)), "{broken", "", json.dumps(_feature(point, ID="2"))]
    rows = read("\n".join(lines), "wells.geojsonl").rows
    assert [(row.line, row.refused) for row in rows] == [(1, False), (2, True), (4, False)]


def test_metres_in_a_geojson_are_refused_with_their_name(read: Read) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::6677"}}
    text = json.dumps({"type": "FeatureCollection", "crs": crs, "features": []})
    with pytest.raises(UnreadableFileError) as refused:
        read(text, "plane.geojson")
    assert refused.value.finding.code == "import.crs_unknown"


def test_our_own_open_data_comes_back_as_it_went_out(read: Read) -> None:
    own = {
        "type": "Feature",
        "id": "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "geometry": {"type": "Point", "coordinates": [139.65, 35.64]},
        "properties": {
            "format": 1,
            "name": "雨庭",
            "category": "rain_garden",
            "description_easy": "雨(あめ)の 庭(にわ)",
            "attributes": {"overflow": "yes"},
            "version": 3,
        },
    }
    row = only(read(json.dumps(own), "sites.geojson"))
    assert row.draft is not None
    assert row.key == "01ARZ3NDEKTSV4RRFFQ69G5FAV"
    assert row.draft.attributes == {"overflow": "yes"}
    assert row.draft.description_easy == "雨(あめ)の 庭(にわ)"
