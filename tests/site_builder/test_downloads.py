"""The open data opens where people open it, and runs nothing there."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import geopandas
import pandas as pd

from data import geojson
from data.event import Event
from data.memory import MemoryStore
from data.site import Source
from site_builder.build import build
from site_builder.downloads import COLUMNS, csv_row, details
from site_builder.map.points import marker
from site_builder.options import BuildOptions
from tests.site_builder import makers
from tests.site_builder.makers import numbered_site


def row(line: bytes) -> dict[str, str]:
    [cells] = csv.reader(io.StringIO(line.decode(), newline=""))
    return dict(zip(COLUMNS, cells, strict=True))


def test_the_table_has_a_byte_order_mark_crlf_and_the_standard_columns_first(
    store: MemoryStore, public: Path, options: BuildOptions
) -> None:
    store.append(Event.version(numbered_site(1, description="一行目\n二行目")))
    build(store, public, options)

    written = (public / "data/sites.csv").read_bytes()

    head = "全国地方公共団体コード,ID,地方公共団体名,名称,名称_カナ,"
    assert written.startswith(b"\xef\xbb\xbf" + head.encode())
    assert written.endswith(b"\r\n")
    table = pd.read_csv(public / "data/sites.csv", dtype=str)
    assert table.loc[0, "全国地方公共団体コード"] == "131121"
    assert table.loc[0, "名称"] == "1番の工夫"
    assert table.loc[0, "所在地_連結表記"] == "東京都世田谷区代沢2丁目"
    assert table.loc[0, "座標参照系"] == "EPSG:6668"


def test_a_cell_that_looks_like_a_formula_is_only_text(options: BuildOptions) -> None:
    said = row(
        csv_row(
            numbered_site(
                1,
                name="=HYPERLINK(1)",
                description="@SUM(A1)",
                keeper="+1",
                source=Source(name="-2", id="\tx", url="https://example.jp"),
            ),
            options,
        )
    )

    assert said["名称"] == "'=HYPERLINK(1)"
    assert said["説明"] == "'@SUM(A1)"
    assert said["手入れする団体"] == "'+1"
    assert said["出典"] == "'-2"
    assert said["出典_ID"] == "'\tx"


def test_coordinates_have_six_places_and_lie_where_the_marker_is(options: BuildOptions) -> None:
    way = makers.greenway()
    longitude, latitude = marker(way.geometry)

    said = row(csv_row(way, options))

    assert (said["緯度"], said["経度"]) == (f"{latitude:.6f}", f"{longitude:.6f}")
    assert said["図形の種類"] == "線"


def test_attributes_read_as_the_standard_says_and_lose_nothing(options: BuildOptions) -> None:
    category = options.vocabulary["rain_garden"]
    said = {"overflow": "yes", "area_m2": 12.5, "later_idea": ["a", "b"]}

    assert details(said, category, options) == "面積=12.5m2;あふれ口があるか=有;later_idea=a、b"


def test_the_map_data_is_the_stored_bytes_with_licence_and_credit(
    store: MemoryStore, public: Path, options: BuildOptions
) -> None:
    store.append_many(
        Event.version(site) for site in (numbered_site(1), makers.greenway(), makers.home_garden())
    )
    build(store, public, options)

    written = (public / "data/sites.geojson").read_bytes()

    assert all(line in written for line in store.all())
    read = json.loads(written)
    assert read["licence"] == "CC-BY-4.0"
    assert "国土数値情報" in read["boundary_attribution"]
    assert "くふうマップ" in read["attribution"]
    assert len(geopandas.read_file(public / "data/sites.geojson")) == 3
    for feature in read["features"]:
        assert geojson.site_from(feature).id == feature["id"]


def test_no_sites_at_all_still_make_files_that_open(
    store: MemoryStore, public: Path, options: BuildOptions
) -> None:
    build(store, public, options)

    assert json.loads((public / "data/sites.geojson").read_bytes())["features"] == []
    assert json.loads((public / "list/rows.json").read_bytes()) == []
    assert len(pd.read_csv(public / "data/sites.csv")) == 0
