"""A frame holds what the sites hold, no more and no less, whatever they are."""

from __future__ import annotations

from datetime import date

import orjson
import pytest
from pydantic import ValidationError
from shapely import LineString, Point, Polygon

from data import geojson
from data.frame import FIELDS, NEAR_FIELDS, column, neighbours_of, no_sites, to_frame, to_sites
from data.site import Rendition, Site, SitePhoto, Source, Wheelchair
from tests.data.makers import a_draft, a_site

EVERYTHING = a_site(
    at=LineString([(139.65, 35.65), (139.651, 35.65)]),
    wheelchair=Wheelchair.LIMITED,
    attributes={"area_m2": 12.5, "overflow": "yes"},
    confirmed_on=date(2026, 11, 1),
    photos=(
        SitePhoto(
            id="0" * 64, alt="庭", renditions=(Rendition(width=400, height=300, file="a.jpg"),)
        ),
        SitePhoto(id="1" * 64),
    ),
    source=Source(name="list", id="7"),
    tomorrows_field={"kept": [1, 2]},
)


def test_sites_come_back_as_they_went_in() -> None:
    area = Polygon([(139.65, 35.65), (139.66, 35.65), (139.66, 35.66)])
    sites = [EVERYTHING, a_site(), a_draft(at=area), a_draft(name="花壇", later="kept")]
    assert to_sites(to_frame(sites)) == sites


def test_columns_are_the_models_fields_and_degrees_are_longitude_first() -> None:
    frame = to_frame([a_site()])
    assert set(FIELDS) <= set(frame.columns)
    assert set(Site.model_fields) == {*FIELDS, "geometry"}
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry.iloc[0].x > 100


def test_rows_are_labelled_as_told_and_drafts_get_their_ids() -> None:
    frame = to_frame([a_draft(), a_draft()], rows=[3, "4b"], ids=["A", "B"])
    assert frame.index.tolist() == [3, "4b"]
    assert column(frame, "id").tolist() == ["A", "B"]
    assert [type(site).__name__ for site in to_sites(frame)] == ["SiteDraft", "SiteDraft"]


def test_an_iterator_will_do_and_nothing_makes_an_empty_frame() -> None:
    assert len(to_frame(a_draft() for _ in range(2))) == 2
    assert to_sites(no_sites()) == []
    assert set(no_sites().columns) == set(to_frame([a_draft()]).columns)


def test_a_row_that_is_no_site_is_refused_on_the_way_back() -> None:
    frame = to_frame([a_draft()])
    frame["setting"] = "on the moon"
    with pytest.raises(ValidationError):
        to_sites(frame)


def test_neighbours_are_read_from_stored_bytes_of_any_format() -> None:
    old = geojson.feature(a_site(name="井戸", source=Source(name="list", id="7")))
    del old["properties"]["format"]
    frame = neighbours_of([geojson.encode(EVERYTHING), orjson.dumps(old)])
    assert set(frame.columns) == {*NEAR_FIELDS, "geometry"}
    assert column(frame, "name").tolist() == ["雨庭", "井戸"]
    assert column(frame, "source")[1].name == "list"
    assert column(frame, "id")[0] == EVERYTHING.id
    assert frame.geometry.iloc[0].geom_type == "LineString"
    assert frame.crs == to_frame([EVERYTHING]).crs
    assert len(neighbours_of([])) == 0


def test_a_point_stays_where_it_is() -> None:
    assert to_frame([a_draft(at=Point(139.6, 35.6))]).geometry.iloc[0] == Point(139.6, 35.6)
