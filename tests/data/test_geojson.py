"""The codec: canonical bytes there, the same site back, and clear refusals."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from shapely import LineString, Point, Polygon

from data import geojson, schema
from data.geojson import BadGeoJSONError
from data.migrate import NewerFormatError
from data.site import SCHEMA_VERSION, Site, SitePhoto, Source
from data.vocabulary import Vocabulary
from tests.data.makers import NOON, a_site

GOLDEN = Path(__file__).with_name("golden")

FULL = a_site(
    "シモキタ雨庭広場",
    at=Polygon([(139.66, 35.65), (139.67, 35.65), (139.67, 35.66), (139.66, 35.65)]),
    id="01ARZ3NDEKTSV4RRFFQ69G5FAV",
    name_kana="シモキタアマニワヒロバ",
    attributes={"overflow": "yes", "area_m2": 120},
    accuracy_m=5.0,
    confirmed_on=date(2026, 11, 1),
    photos=(SitePhoto(id="a" * 64, alt="くぼ地に石"),),
    source=Source(name="list", id="7"),
)


def test_the_bytes_are_canonical() -> None:
    golden = (GOLDEN / "site-format-1.geojson").read_bytes()
    assert geojson.encode(FULL) + b"\n" == golden
    assert geojson.encode(geojson.decode(golden)) + b"\n" == golden


def test_every_past_format_is_read_for_ever() -> None:
    seen = []
    for path in sorted(GOLDEN.glob("site-format-*.geojson")):
        site = geojson.decode(path.read_bytes())
        assert site.format == SCHEMA_VERSION
        seen.append(path.name)
    assert seen == [f"site-format-{number}.geojson" for number in range(SCHEMA_VERSION + 1)]
    oldest = geojson.decode((GOLDEN / "site-format-0.geojson").read_bytes())
    assert (oldest.lifecycle, oldest.confirmed_on) == ("closed", date(2026, 1, 31))


def test_a_newer_format_is_refused_with_what_to_do() -> None:
    read = geojson.feature(a_site()) | {}
    read["properties"]["format"] = SCHEMA_VERSION + 1
    with pytest.raises(NewerFormatError, match="install the newer"):
        geojson.site_from(read)


@given(st.floats(139, 140), st.floats(35, 36))
def test_coordinates_keep_six_decimals(lon: float, lat: float) -> None:
    site = geojson.decode(geojson.encode(a_site(at=Point(lon, lat))))
    assert site.geometry == Point(round(lon, 6), round(lat, 6))
    assert geojson.encode(site) == geojson.encode(geojson.decode(geojson.encode(site)))


@pytest.mark.parametrize(
    "shape", [Point(139.65, 35.64), LineString([(139.6, 35.6), (139.7, 35.6)]), FULL.geometry]
)
def test_shapes_come_back_as_they_went(shape: object) -> None:
    site = a_site(geometry=shape)
    assert geojson.decode(geojson.encode(site)) == site


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (None, "geometry.type"),
        ({"type": "GeometryCollection", "geometries": []}, "geometry.type"),
        ({"type": "MultiPoint", "coordinates": [[139, 35]]}, "geometry.type"),
        ({"type": "Point", "coordinates": ["139", "35"]}, "geometry.not_numbers"),
        ({"type": "Point", "coordinates": [float("nan"), 35]}, "geometry.not_numbers"),
        ({"type": "Point", "coordinates": [float("inf"), 35]}, "geometry.not_numbers"),
        ({"type": "Point", "coordinates": [True, 35]}, "geometry.not_numbers"),
        ({"type": "Point", "coordinates": {"lon": 139}}, "geometry.not_numbers"),
        ({"type": "Point"}, "geometry.not_numbers"),
        ({"type": "Point", "coordinates": [[[[[[139, 35]]]]]]}, "geometry.not_numbers"),
        ({"type": "Point", "coordinates": [139]}, "geometry.shape"),
        ({"type": "Point", "coordinates": [[139, 35], [139, 36]]}, "geometry.shape"),
        ({"type": "LineString", "coordinates": [[139, 35]]}, "geometry.shape"),
        ({"type": "Polygon", "coordinates": [[[139, 35], [139, 36]]]}, "geometry.shape"),
    ],
)
def test_a_geometry_that_is_none_is_refused_by_name(geometry: object, code: str) -> None:
    with pytest.raises(BadGeoJSONError) as told:
        geojson.read_geometry(geometry)
    assert told.value.code == code


@pytest.mark.parametrize("text", [b"", b"{", b'{"a": NaN}', b"[1,2]", b'"x"', b"\xff\xfe"])
def test_what_is_not_a_json_object_is_refused(text: bytes) -> None:
    with pytest.raises(BadGeoJSONError, match="/"):
        geojson.loads(text)


def test_the_schema_file_is_the_generated_one() -> None:
    assert schema.FILE.read_text(encoding="utf-8") == schema.text()


def test_the_schema_takes_our_records_and_is_closed() -> None:
    validator = Draft202012Validator(schema.site_schema())
    Draft202012Validator.check_schema(schema.site_schema())
    kinds = Vocabulary.default()
    for site in (FULL, a_site(), *(a_site(category=each.id) for each in kinds)):
        read = orjson.loads(geojson.encode(site))
        assert list(validator.iter_errors(read)) == []
        read["properties"]["colour"] = "red"
        assert not validator.is_valid(read)


def test_every_field_of_a_draft_is_kept_by_the_site() -> None:
    again = Site.of(FULL, id=FULL.id, created_at=NOON, recorded_at=NOON)
    assert again == FULL


def test_the_schema_knows_what_each_category_may_say() -> None:
    validator = Draft202012Validator(schema.site_schema())
    read = orjson.loads(geojson.encode(a_site(attributes={"area_m2": 12, "overflow": "yes"})))
    assert validator.is_valid(read)
    for said in ({"area_m2": "12"}, {"area_m2": -1}, {"overflow": "perhaps"}, {"bags_5kg": 1}):
        read["properties"]["attributes"] = said
        assert not validator.is_valid(read), said
    read["properties"] |= {"attributes": {}, "category": "castle"}
    assert not validator.is_valid(read)
