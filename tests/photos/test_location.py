"""Where and when: as the picture says, or a doubt; never an exception or a wrong place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from photos.location import suggest
from photos.photo import Suggestion
from photos.words import words
from tests.photos.pictures import files_of

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
JST = timezone(timedelta(hours=9))
WARD_OFFICE = (139.653223, 35.646558)


def suggested(gps: dict[int, Any], camera: dict[int, Any] | None = None) -> Suggestion:
    image = Image.new("RGB", (8, 8))
    exif = image.getexif()
    exif.get_ifd(IFD.GPSInfo).update(gps)
    exif.get_ifd(IFD.Exif).update(camera or {})
    return suggest(image, NOW)


def gps_of(longitude: Any, latitude: Any, refs: str = "EN", **more: Any) -> dict[int, Any]:  # noqa: ANN401
    said = {GPS.GPSLongitude: longitude, GPS.GPSLatitude: latitude}
    if refs:
        said |= {GPS.GPSLongitudeRef: refs[0], GPS.GPSLatitudeRef: refs[1]}
    return {int(tag): value for tag, value in said.items()} | {
        int(GPS[name]): value for name, value in more.items()
    }


def from_file(shared: Path, name: str) -> Suggestion:
    with Image.open(shared / "photos" / name) as image:
        return suggest(image, NOW)


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [
        ((139.0, 39.0, 11.6028), (35.0, 38.0, 47.6088)),
        ((139.0, 39.19338, 0.0), (35.0, 38.79348, 0.0)),
        ((139.0, 39.19338), (35.0, 38.79348)),
        ((139.653223, 0.0, 0.0), (35.646558, 0.0, 0.0)),
        (139.653223, 35.646558),
    ],
)
def test_degrees_minutes_and_seconds_in_every_share(longitude: object, latitude: object) -> None:
    assert suggested(gps_of(longitude, latitude)) == Suggestion(position=WARD_OFFICE)


@pytest.mark.parametrize(
    ("gps", "doubt"),
    [
        (gps_of(0.0, 0.0), "zero"),
        (gps_of(35.6412, 139.6441), "exchanged"),
        (gps_of(12.0, 91.0), "out_of_range"),
        (gps_of(200.0, 35.0), "out_of_range"),
        (gps_of(139.6441, 35.6412, "WS"), "hemisphere"),
        (gps_of(139.6441, 35.6412, "WN"), "hemisphere"),
        (gps_of(139.6441, 35.6412, "ES"), "hemisphere"),
        (gps_of(139.6441, 35.6412, "XN"), "hemisphere"),
        (gps_of(12.5, 41.8, ""), "hemisphere"),
        (gps_of(float("nan"), 35.6), "unreadable"),
        (gps_of(float("inf"), 35.6), "unreadable"),
        (gps_of((139.0, 39.0, float("nan")), (35.0, 38.0, float("nan"))), "unreadable"),
        (gps_of((139.0, 75.0, 0.0), 35.6), "unreadable"),
        (gps_of((-139.0, 5.0, 0.0), 35.6), "unreadable"),
        (gps_of((), 35.6), "unreadable"),
        (gps_of((1.0, 2.0, 3.0, 4.0), 35.6), "unreadable"),
        (gps_of("east of here", 35.6), "unreadable"),
        (gps_of(b"\xff\x00", 35.6), "unreadable"),
        ({GPS.GPSLatitude: 35.6, GPS.GPSLatitudeRef: "N"}, "unreadable"),
    ],
)
def test_a_place_that_cannot_be_trusted_is_dropped_and_said(
    gps: dict[int, Any], doubt: str
) -> None:
    assert suggested(gps) == Suggestion(doubts=(f"photo.position.{doubt}",))


def test_a_picture_without_a_position_suggests_none_and_doubts_nothing() -> None:
    assert suggested({}) == Suggestion()
    assert suggested({GPS.GPSAltitude: 12.0}) == Suggestion()


def test_abroad_is_a_place_like_any_other() -> None:
    rome, dublin, nairobi = (12.488833, 41.853), (-6.258231, 53.359465), (36.056417, -0.3713)
    assert suggested(gps_of(*rome)).position == rome
    assert suggested(gps_of(6.258231, 53.359465, "WN")).position == dublin
    assert suggested(gps_of(36.056417, 0.3713, "ES")).position == nairobi


def test_without_letters_a_place_in_japan_is_read_and_said() -> None:
    suggestion = suggested(gps_of(*WARD_OFFICE, ""))
    assert suggestion.position == WARD_OFFICE
    assert suggestion.doubts == ("photo.position.no_hemisphere",)


@pytest.mark.parametrize("datum", ["TOKYO", b"TOKYO\0", "Tokyo Datum "])
def test_the_old_tokyo_datum_is_converted_and_said(datum: object) -> None:
    suggestion = suggested(gps_of(139.6563, 35.6433, GPSMapDatum=datum))
    assert suggestion.doubts == ("photo.position.tokyo_datum",)
    # The Geospatial Information Authority's own conversion: 35.646540, 139.653074.
    assert suggestion.position == pytest.approx((139.653074, 35.646540), abs=1e-4)


@pytest.mark.parametrize("datum", ["WGS-84", "WGS-84   ", b"WGS 84\0", "JGD2011", ""])
def test_todays_datums_are_no_reason_to_doubt(datum: object) -> None:
    assert suggested(gps_of(*WARD_OFFICE, GPSMapDatum=datum)) == Suggestion(WARD_OFFICE)


def test_a_datum_nobody_knows_is_said() -> None:
    suggestion = suggested(gps_of(*WARD_OFFICE, GPSMapDatum="PULKOVO-42"))
    assert suggestion.doubts == ("photo.position.unknown_datum",)


@pytest.mark.parametrize(
    ("error", "accuracy", "doubts"),
    [
        (4.79, 4.8, ()),
        (250.0, 250.0, ("photo.position.rough",)),
        (0.0, None, ()),
        (float("nan"), None, ()),
        (9e9, None, ()),
        ("?", None, ()),
    ],
)
def test_the_accuracy_is_in_metres_where_there_is_one(
    error: object, accuracy: float | None, doubts: tuple[str, ...]
) -> None:
    suggestion = suggested(gps_of(*WARD_OFFICE, GPSHPositioningError=error))
    assert (suggestion.accuracy_m, suggestion.doubts) == (accuracy, doubts)


def test_whole_degrees_a_lost_signal_and_a_mobile_mast_are_rough() -> None:
    rough = ("photo.position.rough",)
    assert suggested(gps_of((139.0, 0.0, 0.0), (35.0, 0.0, 0.0))).doubts == rough
    assert suggested(gps_of(*WARD_OFFICE, GPSStatus="V")).doubts == rough
    assert suggested(gps_of(*WARD_OFFICE, GPSProcessingMethod=b"ASCII\0\0\0CELLID")).doubts == rough


@pytest.mark.parametrize(
    ("camera", "taken_at", "doubts"),
    [
        ({}, None, ()),
        ({Base.DateTimeOriginal: "2026:11:01 09:30:00"}, datetime(2026, 11, 1, 9, 30), ()),  # noqa: DTZ001
        (
            {Base.DateTimeOriginal: "2026:11:01 09:30:00", Base.OffsetTimeOriginal: "+09:00"},
            datetime(2026, 11, 1, 9, 30, tzinfo=JST),
            (),
        ),
        ({Base.DateTimeOriginal: "0000:00:00 00:00:00"}, None, ()),
        ({Base.DateTimeOriginal: "    :  :     :  :  "}, None, ()),
        ({Base.DateTimeOriginal: "yesterday"}, None, ("photo.time.unreadable",)),
        ({Base.DateTimeOriginal: 7}, None, ()),
        ({Base.DateTimeOriginal: "2099:01:01 00:00:00"}, None, ("photo.time.future",)),
        ({Base.DateTimeDigitized: "2020:02:29 01:02:03"}, datetime(2020, 2, 29, 1, 2, 3), ()),  # noqa: DTZ001
    ],
)
def test_the_time_is_the_cameras_with_a_zone_if_it_wrote_one(
    camera: dict[int, Any], taken_at: datetime | None, doubts: tuple[str, ...]
) -> None:
    suggestion = suggested({}, camera)
    assert (suggestion.taken_at, suggestion.doubts) == (taken_at, doubts)


def test_without_a_clock_the_satellites_time_is_suggested() -> None:
    gps = gps_of(*WARD_OFFICE, GPSDateStamp="2026:11:01", GPSTimeStamp=(0.0, 30.0, 15.4))
    assert suggested(gps).taken_at == datetime(2026, 11, 1, 0, 30, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("file", "doubts"),
    [
        ("gps_broken/Nikon_D5000.jpg", ("photo.position.unreadable",)),
        ("gps_broken/Samsung_GT-I9000_Galaxy_S.jpg", ("photo.position.zero",)),
        ("gps_broken/FLIR_Vue_Pro_640.jpg", ("photo.position.zero",)),
        ("gps_broken/Issue_600_2.jpg", ()),
        ("gps_broken/Canon_40D.jpg", ()),
        ("setagaya_synthetic_gps/18_ref_S_W.jpg", ("photo.position.hemisphere",)),
        ("setagaya_synthetic_gps/19_swapped.jpg", ("photo.position.exchanged",)),
        ("setagaya_synthetic_gps/21_null_island.jpg", ("photo.position.zero",)),
    ],
)
def test_real_files_with_a_broken_position_suggest_none(
    file: str, doubts: tuple[str, ...], shared: Path
) -> None:
    suggestion = from_file(shared, file)
    assert (suggestion.position, suggestion.doubts) == (None, doubts)


def test_a_date_in_the_future_is_said_and_the_rest_is_kept(shared: Path) -> None:
    suggestion = from_file(shared, "setagaya_synthetic_gps/26_future_date.jpg")
    assert suggestion.position == (139.65, 35.63)
    assert suggestion.taken_at == datetime(2026, 11, 1, 9, 30, tzinfo=JST)
    assert suggestion.doubts == ("photo.time.future",)


def test_positions_of_real_phones_are_read(shared: Path) -> None:
    found = {
        path.name: from_file(shared, f"gps_real/{path.name}").position
        for path in files_of(shared / "photos/gps_real")
    }
    assert found["Apple_iPhone_5.jpg"] == (-122.337333, 47.627167)
    assert found["Kodak_CX7530.jpg"] == (36.056417, -0.3713)
    assert None not in found.values()


def test_broken_exif_never_raises(shared: Path) -> None:
    for folder in ("exif_broken", "gps_broken", "gps_real"):
        for path in files_of(shared / "photos" / folder):
            for doubt in from_file(shared, f"{folder}/{path.name}").doubts:
                assert words(doubt)


_VALUES = st.one_of(
    st.none(),
    st.text(max_size=8),
    st.binary(max_size=8),
    st.integers(),
    st.floats(),
    st.lists(st.one_of(st.floats(), st.text(max_size=3), st.none()), max_size=5).map(tuple),
)


class _Hostile(Image.Image):
    """A picture whose EXIF holds what no file could."""

    def __init__(self, ifds: dict[int, dict[int, Any]]) -> None:
        super().__init__()
        self.ifds = ifds

    def getexif(self) -> Any:  # noqa: ANN401
        return self

    def get_ifd(self, tag: int) -> dict[int, Any]:
        return self.ifds[tag]


@given(
    gps=st.dictionaries(st.sampled_from([int(tag) for tag in GPS]), _VALUES),
    camera=st.dictionaries(st.sampled_from([36867, 36868, 36881, 36882]), _VALUES),
)
def test_whatever_stands_in_exif_it_answers(gps: dict[int, Any], camera: dict[int, Any]) -> None:
    suggestion = suggest(_Hostile({IFD.GPSInfo: gps, IFD.Exif: camera}), NOW)
    if suggestion.position is not None:
        longitude, latitude = suggestion.position
        assert -180 <= longitude <= 180
        assert -90 <= latitude <= 90
    assert all(words(doubt) for doubt in suggestion.doubts)
