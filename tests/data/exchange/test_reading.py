"""Files as people make them: every oddity is read or refused with a reason, none is guessed at."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.exchange import UnreadableFileError, read_file
from data.exchange.table import read_table
from data.site import Wheelchair
from data.vocabulary import Vocabulary
from data.ward import Ward
from tests.data.exchange.reads import HEAD, Read, codes, only, spot_of


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_any_usual_encoding_is_read(read: Read, encoding: str) -> None:
    row = only(read(f"{HEAD}\n1,区役所,世田谷4-21-27,35.646563,139.653221\n".encode(encoding)))
    assert row.draft is not None
    assert row.draft.name == "区役所"
    assert spot_of(row) == (139.653221, 35.646563)


def test_old_and_half_width_headers_mean_the_same(read: Read) -> None:
    old = "都道府県ｺｰﾄﾞ又は市区町村ｺｰﾄﾞ,NO,名称,名称_カナ,住所,方書,緯度,経度"
    row = only(read(f"{old}\n131121,7,会館,カイカン,代沢5-1-1,2階,35.657,139.666\n"))
    assert row.draft is not None
    assert row.key == "7"
    assert row.draft.address == "代沢5-1-1 2階"
    assert row.draft.district == "北沢"
    assert row.draft.name_kana == "カイカン"


def test_both_spellings_of_the_whole_address_are_read(read: Read) -> None:
    head = HEAD.replace("連結表記", "連結標記")
    row = only(read(f"{head}\n1,a,代沢5-1-1,35.657,139.666\n"))
    assert row.draft is not None
    assert row.draft.address == "代沢5-1-1"


def test_preamble_comments_and_blank_tail_rows_are_passed_over(read: Read) -> None:
    reading = read(
        "\ufeff#LINK,,,\n#license,https://creativecommons.org/licenses/by/4.0/,,\n"
        "#property,name,address,location\n#object_type_xsd,string,string,string\n"
        '1,会館,代沢5-1-1,"35.657,139.666"\n,,,\n\n'
    )
    row = only(reading)
    assert row.line == 5
    assert codes(row) == ["import.axes_by_value"]
    assert row.draft is not None
    assert row.draft.source is not None
    assert row.draft.source.licence.startswith("https://creativecommons.org")


def test_lines_are_counted_as_an_editor_shows_them(read: Read) -> None:
    reading = read(f'{HEAD},備考\n1,a,x,35.6,139.6,"二\n行"\n2,b,y,調整中,調整中,\n')
    first, second = reading.rows
    assert (first.line, second.line) == (2, 4)
    assert first.draft is not None
    assert first.draft.description == "備考：二\n行"
    assert codes(second) == ["import.position_unreadable"]


def test_a_name_over_two_lines_becomes_one(read: Read) -> None:
    row = only(read(f'{HEAD}\n1,"集会所\n　別館",x,35.6,139.6\n'))
    assert row.draft is not None
    assert row.draft.name == "集会所 別館"


def test_times_days_and_flags_become_what_the_vocabulary_types(read: Read) -> None:
    head = (
        f"{HEAD},設置位置,利用可能曜日,開始時間,終了時間,小児対応設備の有無,外部利用不可,電話番号"
    )
    row = only(read(f"{head}\n1,a,x,35.6,139.6,１階,月火水木金,8:00,１７時３０分,有,,03-1\n"))
    assert row.draft is not None
    assert row.draft.attributes == {
        "install_position": "１階",
        "available_days": "月火水木金",
        "open_time": "08:00",
        "close_time": "17:30",
        "child_pads": "yes",
        "phone": "03-1",
    }


def test_24_o_clock_stays_as_words_with_a_note(read: Read) -> None:
    row = only(read(f"{HEAD},開始時間,終了時間\n1,a,x,35.6,139.6,0:00,24:00\n"))
    assert row.draft is not None
    assert row.draft.attributes == {"open_time": "00:00"}
    assert row.draft.description == "終了時間：24:00"
    assert codes(row) == ["import.time_kept_as_words"]
    assert not row.refused


def test_a_value_that_nobody_understands_is_left_out_and_reported(read: Read) -> None:
    row = only(read(f"{HEAD},小児対応設備の有無\n1,a,x,35.6,139.6,たぶん\n"))
    assert row.draft is not None
    assert row.draft.attributes == {}
    assert row.findings[0].figures == {"column": "小児対応設備の有無", "given": "たぶん"}


@pytest.mark.parametrize("yes", ["有", "○", "1", "１", "可", "TRUE"])
def test_every_way_to_say_yes_is_a_yes(read: Read, yes: str) -> None:
    head = f"{HEAD},車椅子使用者用トイレ有無,オストメイト設置トイレ有無"
    row = only(read(f"{head}\n1,a,x,35.6,139.6,{yes},{yes}\n", "131121_public_toilet.csv"))
    assert row.draft is not None
    assert row.draft.wheelchair is Wheelchair.YES
    assert row.draft.attributes["ostomate"] == "yes"


def test_what_is_kept_back_on_purpose_is_not_said(read: Read) -> None:
    row = only(read(f"{HEAD},小児対応設備の有無\n1,a,x,35.6,139.6,2\n"))
    assert row.draft is not None
    assert row.draft.attributes == {}
    assert codes(row) == []


def test_fire_water_is_sorted_by_what_each_row_says(read: Read) -> None:
    reading = read(
        "全国地方公共団体コード,ID,種別,所在地_連結表記,緯度,経度,口径\n"
        "131121,1,消火栓,代沢5-1,35.657,139.666,65\n"
        "131121,2,防火水そう,代沢5-2,35.657,139.667,\n"
        "131121,3,海・湖,代沢5-3,35.657,139.668,\n",
        "131121_fire_hydrant.csv",
    )
    hydrant, cistern, sea = reading.rows
    assert hydrant.draft is not None
    assert hydrant.draft.category == "fire_hydrant_standpipe"
    assert hydrant.draft.attributes == {"kind": "hydrant", "diameter_mm": 65}
    assert hydrant.draft.name == "消火栓（代沢5-1）"
    assert cistern.draft is not None
    assert cistern.draft.category == "fire_cistern"
    assert codes(sea) == ["import.category_unknown"]


@pytest.mark.parametrize(
    ("code", "refused"),
    [("131121", False), ("13112", False), ("１３１１２１", False), ("131130", True)],
)
def test_rows_of_other_municipalities_stay_out(read: Read, code: str, refused: bool) -> None:
    content = f"全国地方公共団体コード,{HEAD}\n{code},1,a,x,35.6,139.6\n"
    row = only(read(content))
    assert row.refused is refused
    assert ("import.other_municipality" in codes(row)) is refused
    assert not only(read(content, everywhere=True)).refused


def test_the_prefectures_code_says_who_publishes_and_not_where(read: Read) -> None:
    head = f"全国地方公共団体コード,所在地_全国地方公共団体コード,{HEAD}"
    assert not only(read(f"{head}\n130001,131121,1,a,x,35.6,139.6\n")).refused
    assert only(read(f"{head}\n130001,131130,1,a,x,35.6,139.6\n")).refused


def test_rows_without_an_id_are_known_by_name_and_address_in_any_width(read: Read) -> None:
    head = "名称,住所,緯度,経度"
    once = read(f"{head}\n会館,代沢５－１－１,35.6,139.6\n")
    again = read(f"{head}\n会 館,代沢5-1-1,35.6,139.6\n")
    assert only(once).key == only(again).key
    assert "import.keys_made" in [finding.code for finding in once.findings]
    twins = read(f"{head}\n会館,代沢5,35.6,139.6\n会館,代沢5,35.6,139.6\n")
    assert len({row.key for row in twins.rows}) == 2


def test_a_repeated_id_is_refused_the_second_time(read: Read) -> None:
    first, second = read(f"{HEAD}\n1,a,x,35.6,139.6\n1,b,y,35.6,139.6\n").rows
    assert not first.refused
    assert codes(second) == ["import.id_repeated"]


def test_a_row_with_a_cell_too_many_is_refused(read: Read) -> None:
    assert codes(only(read(f"{HEAD}\n1,a,x,35.6,139.6,多い\n"))) == ["import.too_many_cells"]


def test_broken_characters_cost_their_rowonly(read: Read) -> None:
    good = f"{HEAD}\n1,区役所,x,35.6,139.6\n".encode()
    fine, broken = read(good + b"2,\xff\x80\xfe,y,35.6,139.6\n").rows
    assert not fine.refused
    assert codes(broken) == ["import.row_unreadable"]


def test_what_is_said_about_a_list_goes_with_every_row(read: Read) -> None:
    about = {"licence": "PDL1.0", "attribution": "世田谷区", "url": "https://example.org/aed"}
    row = only(read(f"{HEAD}\n1,a,x,35.6,139.6\n", about=about))
    assert row.draft is not None
    assert row.draft.source is not None
    assert row.draft.source.model_dump(exclude={"name", "id", "retrieved_on"}) == about
    assert row.draft.licence == "PDL1.0"


def test_unknown_columns_are_reported_once(read: Read) -> None:
    reading = read(f"{HEAD},好きな色\n1,a,x,35.6,139.6,赤\n2,b,y,35.6,139.6,青\n")
    (finding,) = reading.findings
    assert (finding.code, finding.figures) == ("import.columns_unused", {"columns": "好きな色"})
    assert all(not row.findings for row in reading.rows)


def test_a_new_attribute_of_the_vocabulary_is_read_by_its_name(read: Read) -> None:
    row = only(
        read(
            f"{HEAD},面積,最後に掃除した日\n1,a,x,35.6,139.6,12.5㎡,\n",
            "雨庭.csv",
            category="rain_garden",
        )
    )
    assert row.draft is not None
    assert row.draft.attributes == {"area_m2": 12.5}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "import.no_header"),
        (b"hello\nworld\n", "import.no_header"),
        (b"PK\x03\x04....", "import.not_text"),
        (b"\x1f\x8b\x08broken", "import.not_text"),
        (b"\0\0\0", "import.not_text"),
        (b'{"type": "FeatureCollection", "features": [', "import.not_geojson"),
        (b'{"features": 3}', "import.not_geojson"),
        (b"[1, 2]", "import.not_geojson"),
        (b"[" * 200_000, "import.not_geojson"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(read: Read, content: bytes, code: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        read(content)
    assert refused.value.finding.code == code


def test_an_unknown_category_is_refused_before_anything_is_read(read: Read) -> None:
    with pytest.raises(UnreadableFileError):
        read(f"{HEAD}\n1,a,x,35.6,139.6\n", category="castle")


@given(st.binary(max_size=400))
def test_no_bytes_whatever_crash_the_table_reader(content: bytes) -> None:
    read_table(content, bool)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_cell_whatever_crashes_the_mapping(
    tmp_path_factory: pytest.TempPathFactory, cell: str, other: str
) -> None:
    path = tmp_path_factory.mktemp("cells") / "131121_aed.csv"
    quoted = [f'"{part.replace(chr(34), chr(34) * 2)}"' for part in (cell, other)]
    columns = f"{HEAD},開始時間,座標,小児対応設備の有無"
    row = f"1,{quoted[0]},{quoted[1]},{quoted[0]},{quoted[1]},{quoted[0]},{quoted[1]},{quoted[0]}"
    path.write_text(f"{columns}\n{row}\n", encoding="utf-8", errors="replace", newline="")
    with suppress(UnreadableFileError):
        read_file(path, ward=Ward.default(), vocabulary=Vocabulary.default())
