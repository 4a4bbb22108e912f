"""The lists that Japanese municipalities really publish, read from where they lie."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from data.exchange import FileReading, UnreadableFileError, read_file
from data.vocabulary import Vocabulary
from data.ward import Ward
from tests.data.exchange.reads import spot_of

WARD, VOCABULARY = Ward.default(), Vocabulary.default()


def _read(path: Path, *, everywhere: bool = False, category: str = "") -> FileReading:
    return read_file(
        path, ward=WARD, vocabulary=VOCABULARY, everywhere=everywhere, category=category
    )


def _reasons(reading: FileReading) -> Counter[str]:
    return Counter(finding.code for row in reading.rows for finding in row.findings)


def test_every_official_place_of_the_ward_is_read(shared: Path) -> None:
    lists = shared / "opendata" / "gsi_setagaya"
    shelters = _read(lists / "evacuation_131121.json")
    sites = _read(lists / "emergency_131121.json")
    assert [row for row in (*shelters.rows, *sites.rows) if row.refused] == []
    assert (len(shelters.rows), len(sites.rows)) == (95, 53)
    assert (shelters.category, sites.category) == (
        "designated_shelter",
        "designated_evacuation_site",
    )
    names = [row.draft.name for row in shelters.rows if row.draft]
    assert "東玉川小学校" in names
    first = sites.rows[0]
    assert first.key == "E1311200001201"
    assert first.draft is not None
    assert first.draft.attributes == {"hazards": ["flood"]}
    assert first.draft.district == "砧"


def test_neighbours_lists_are_read_and_left_out_unless_asked_for(shared: Path) -> None:
    for path in sorted((shared / "opendata" / "gsi_setagaya").glob("*.json")):
        if "131121" in path.name:
            continue
        kept_out, let_in = _read(path), _read(path, everywhere=True)
        assert _reasons(kept_out) == {"import.other_municipality": len(kept_out.rows)}
        assert [row for row in let_in.rows if row.refused] == [], path.name


def test_the_wards_92_places_are_found_among_tokyos(shared: Path) -> None:
    reading = _read(shared / "opendata" / "tokyo_metro" / "130001_evacuation_center.csv")
    assert Counter(row.refused for row in reading.rows) == {True: 2544, False: 92}
    assert _reasons(reading) == {"import.other_municipality": 2544}
    assert "import.keys_made" in [finding.code for finding in reading.findings]


@pytest.mark.parametrize(
    ("path", "category", "rows"),
    [
        ("yaizu/222127_aed.csv", "aed", 82),
        ("yaizu/222127_public_toilet.csv", "public_toilet", 112),
        ("yaizu/222127_evacuation_space.csv", "designated_evacuation_site", 31),
        ("yaizu/222127_hinannjo.csv", "designated_shelter", 56),
        ("yaizu/222127_bousaisouko.csv", "disaster_storehouse", 5),
        ("yaizu/saigai_support_ido.csv", "emergency_well", 30),
        ("yaizu/saigai_support_ido_2026-05-13.csv", "emergency_well", 29),
        ("takamatsu/public_toilet_data.csv", "public_toilet", 169),
        ("takamatsu/2023-06-20_park.csv", "park", 299),
        ("takamatsu/2023-08-16_evacuation_space.csv", "designated_evacuation_site", 193),
        ("susono/susono_aed_CP932.csv", "aed", 48),
        ("messy/takamatsu_aed_2023-02-24_LINK-preamble_BOM.csv", "aed", 514),
        ("messy/takamatsu_aed_2023-03-02_latlng-in-one-column.csv", "aed", 514),
    ],
)
def test_a_citys_list_says_itself_what_it_lists(
    shared: Path, path: str, category: str, rows: int
) -> None:
    reading = _read(shared / "opendata" / path, everywhere=True)
    assert reading.category == category
    assert len(reading.rows) == rows
    assert [row for row in reading.rows if row.refused] == []


def test_ishikawas_unfinished_rows_are_refused_by_number(shared: Path) -> None:
    path = shared / "opendata" / "ishikawa" / "170003_evacuation_space.csv"
    reading = _read(path, everywhere=True)
    refused = [row for row in reading.rows if row.refused]
    assert len(reading.rows) - len(refused) == 1525
    assert {finding.code for row in refused for finding in row.findings} == {
        "import.position_missing",
        "import.name_missing",
    }
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert all(",,,,,," in lines[row.line - 1] for row in refused)


def test_a_list_of_nothing_we_know_is_refused_row_by_row(shared: Path) -> None:
    path = shared / "opendata" / "messy" / "ishikawa_saigai_hospital_no-coordinates.csv"
    assert set(_reasons(_read(path, everywhere=True))) == {"import.category_unknown"}
    told = _read(path, everywhere=True, category="aed")
    assert set(_reasons(told)) == {"import.position_missing"}


def test_a_geometry_in_well_known_binary_is_read(shared: Path) -> None:
    path = shared / "opendata" / "gisoer" / "echizen_refuge_WKB-geometry.csv"
    reading = _read(path, everywhere=True, category="designated_shelter")
    spots = [spot_of(row) for row in reading.rows]
    assert len(spots) == 413
    assert all(136 < x < 137 and 35 < y < 37 for x, y in spots)


def test_no_file_of_the_wild_crashes_the_reader(shared: Path) -> None:
    for path in sorted((shared / "opendata").rglob("*")):
        if path.is_dir() or path.suffix == ".gz":
            continue
        try:
            reading = _read(path, everywhere=True)
        except UnreadableFileError as refused:
            assert refused.finding.code.startswith("import.")  # noqa: PT017 - either is right
        else:
            assert all(row.draft or row.findings for row in reading.rows), path.name
