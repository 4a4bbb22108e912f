"""What the door reads from a Feature, and what it says about one that it cannot read."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from data.draft import read_draft
from data.geojson import feature
from data.precision import cell_centre
from data.site import MAX_PHOTOS, LocatedBy, Precision, Rendition, SitePhoto, Source, Wheelchair
from tests.data.makers import a_draft, a_site


def a_feature(geometry: object = None, **said: object) -> dict[str, Any]:
    place = {"type": "Point", "coordinates": [139.653221, 35.646563]}
    properties = {"name": "雨庭", "category": "rain_garden"} | said
    return {"type": "Feature", "geometry": geometry or place, "properties": properties}


def codes(read: dict[str, Any]) -> list[tuple[str, str]]:
    draft, findings = read_draft(read)
    assert draft is None
    for finding in findings:
        assert "…" not in "".join(finding.words().values())
    return [(finding.code, finding.pointer) for finding in findings]


def test_a_good_feature_is_a_draft() -> None:
    draft, findings = read_draft(
        a_feature(
            wheelchair="yes",
            located_by="device",
            accuracy_m=8,
            confirmed_on="2026-11-01",
            attributes={"area_m2": 3, "overflow": None},
            source={"name": "list", "id": "7", "retrieved_on": "2026-01-02"},
        )
    )
    assert findings == []
    assert draft is not None
    assert draft.wheelchair is Wheelchair.YES
    assert draft.located_by is LocatedBy.DEVICE
    assert draft.attributes == {"area_m2": 3}
    assert draft.geometry == Point(139.653221, 35.646563)


def test_what_was_fetched_can_be_sent_back() -> None:
    photo = SitePhoto(
        id="a" * 64,
        alt="庭",
        illustration=True,
        renditions=(Rendition(width=4, height=3, file="a/r1-400.jpg"),),
    )
    site = a_site(photos=(photo,), source=Source(name="list", id="7"), name_en="Rain garden")
    fetched = orjson.loads(orjson.dumps(feature(site)))
    fetched |= {"seq": 7, "event": "version", "cause": "x", "base_version": 1, "consent": True}
    fetched["bbox"] = [139, 35, 140, 36]
    fetched["properties"]["group_id"] = None
    draft, findings = read_draft(fetched)
    assert findings == []
    assert draft == a_draft(
        photos=(photo.model_copy(update={"renditions": ()}),),
        source=site.source,
        name_en="Rain garden",
    )


def test_an_unknown_field_is_named_with_what_was_probably_meant() -> None:
    read = a_feature(wheelchiar="yes", zzz=1) | {"crs": "EPSG:6668"}
    assert codes(read) == [
        ("field.unknown", "/crs"),
        ("field.unknown_meant", "/properties/wheelchiar"),
        ("field.unknown", "/properties/zzz"),
    ]
    _, findings = read_draft(read)
    assert findings[1].figures["suggestion"] == "wheelchair"
    assert "wheelchair" in findings[1].words()["en"]


@pytest.mark.parametrize(
    ("said", "code", "pointer"),
    [
        ({"name": 5}, "field.type", "/properties/name"),
        ({"name": None}, "field.missing", "/properties/name"),
        ({"category": ["rain_garden"]}, "field.type", "/properties/category"),
        ({"accuracy_m": "5"}, "field.type", "/properties/accuracy_m"),
        ({"accuracy_m": True}, "field.type", "/properties/accuracy_m"),
        ({"accuracy_m": [5]}, "field.type", "/properties/accuracy_m"),
        ({"accuracy_m": -1}, "field.range", "/properties/accuracy_m"),
        ({"accuracy_m": float("nan")}, "field.range", "/properties/accuracy_m"),
        ({"setting": "moon"}, "field.choice", "/properties/setting"),
        ({"wheelchair": "perhaps"}, "field.choice", "/properties/wheelchair"),
        ({"wheelchair": 1}, "field.type", "/properties/wheelchair"),
        ({"confirmed_on": "令和8年"}, "field.date", "/properties/confirmed_on"),
        ({"confirmed_on": "2026-02-30"}, "field.date", "/properties/confirmed_on"),
        ({"confirmed_on": 0}, "field.date", "/properties/confirmed_on"),
        ({"superseded_by": "x"}, "field.id", "/properties/superseded_by"),
        ({"attributes": [1]}, "field.type", "/properties/attributes"),
        ({"source": "list"}, "field.type", "/properties/source"),
        ({"source": {"name": "list"}}, "field.missing", "/properties/source/id"),
        ({"source": {"name": "l", "id": 7}}, "field.type", "/properties/source/id"),
        (
            {"source": {"name": "l", "id": "7", "licens": "x"}},
            "field.unknown_meant",
            "/properties/source/licens",
        ),
        ({"photos": "a.jpg"}, "field.type", "/properties/photos"),
        ({"photos": ["a.jpg"]}, "field.type", "/properties/photos/0"),
        ({"photos": [{"alt": "庭"}]}, "photos.id", "/properties/photos/0/id"),
        ({"photos": [{"id": "x"}]}, "photos.id", "/properties/photos/0/id"),
        ({"photos": [{"id": "a" * 64, "alt": 1}]}, "field.type", "/properties/photos/0/alt"),
        (
            {"photos": [{"id": "a" * 64, "illustration": "x"}]},
            "field.type",
            "/properties/photos/0/illustration",
        ),
        (
            {"photos": [{"id": "a" * 64, "taken_on": "x"}]},
            "field.date",
            "/properties/photos/0/taken_on",
        ),
        ({"photos": [{"id": "a" * 64, "gps": 1}]}, "field.unknown", "/properties/photos/0/gps"),
        ({"photos": [{}] * (MAX_PHOTOS + 1)}, "photos.too_many", "/properties/photos"),
    ],
)
def test_what_cannot_be_read_is_pointed_at(said: dict[str, Any], code: str, pointer: str) -> None:
    assert codes(a_feature(**said)) == [(code, pointer)]


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        ({"type": "MultiPoint", "coordinates": [[139, 35]]}, "geometry.type"),
        ([139.6, 35.6], "geometry.type"),
        ({"type": "Point", "coordinates": [139.6, "35.6"]}, "geometry.not_numbers"),
        ({"type": "Point", "coordinates": [139.6, float("nan")]}, "geometry.not_numbers"),
        ({"type": "LineString", "coordinates": [[139.6, 35.6]]}, "geometry.shape"),
    ],
)
def test_a_place_that_cannot_be_drawn_has_a_code_of_its_own(geometry: object, code: str) -> None:
    assert [found for found, _ in codes(a_feature(geometry))] == [code]


def test_a_missing_place_is_asked_for() -> None:
    read = a_feature() | {"geometry": None}
    assert codes(read) == [("geometry.missing", "/geometry")]


def test_everything_is_found_at_once() -> None:
    read = a_feature([1, 2], setting="moon", wheelchair=[], confirmed_on="x", photos={})
    read["type"] = "FeatureCollection"
    assert {code for code, _ in codes(read)} == {
        "geometry.type",
        "field.choice",
        "field.type",
        "field.date",
    }
    assert len(codes(read)) == 6


def test_properties_that_are_no_object_are_one_finding() -> None:
    read = a_feature() | {"properties": [1]}
    assert codes(read) == [("field.type", "/properties")]


def test_a_thousand_unknown_fields_are_not_named_one_by_one() -> None:
    assert len(codes(a_feature(**{f"x{number}": 1 for number in range(1000)}))) <= 20


def test_block_precision_is_kept_before_anybody_sees_the_draft() -> None:
    line = {"type": "LineString", "coordinates": [[139.6551, 35.6464], [139.6553, 35.6468]]}
    draft, findings = read_draft(
        a_feature(line, precision="block", address="代沢5-34-11", setting="private_home")
    )
    assert findings == []
    assert draft is not None
    assert draft.precision is Precision.BLOCK
    assert draft.geometry == Point(cell_centre(139.6552, 35.6466))
    assert "34" not in repr(draft.model_dump(exclude={"geometry"}))


@given(lon=st.floats(139.58, 139.69), lat=st.floats(35.59, 35.69))
def test_no_finding_about_an_unreadable_block_tells_where_it_was(lon: float, lat: float) -> None:
    for geometry in (
        [lon, lat],
        {"type": [lon, lat], "coordinates": [lon, lat]},
        {"type": "LineString", "coordinates": [[lon, lat]]},
        {"type": "Point", "coordinates": [lon, str(lat)]},
    ):
        _, findings = read_draft(a_feature(geometry, precision="block"))
        said = repr([(finding.figures, finding.words()) for finding in findings])
        assert str(lon) not in said
        assert str(lat) not in said


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    ["name", "category", "setting", "accuracy_m", "attributes", "photos", "source", "confirmed_on"]
)


@given(said=st.dictionaries(FIELDS, JSON), geometry=JSON)
def test_no_json_makes_it_fall_over(said: dict[str, Any], geometry: object) -> None:
    for place in (None, geometry):
        draft, findings = read_draft(a_feature(place, **said))
        assert (draft is None) == bool(findings)
        assert all(finding.words()["ja"] for finding in findings)
