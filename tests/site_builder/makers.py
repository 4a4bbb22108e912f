"""Sites to build pages of: the sample places with words of our own, and awkward ones."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageDraw
from shapely import LineString, Point

from data.ids import id_from_source
from data.site import Access, LocatedBy, Precision, Rendition, Setting, Site, SitePhoto, Wheelchair
from data.ward import Ward
from tests.data.makers import a_site

FIRST: Final = datetime(2026, 11, 1, 0, 0, tzinfo=UTC)
HOSTILE: Final = "</script><script>alert(1)</script>"

_TOLD: Final[dict[str, dict[str, Any]]] = {
    "シモキタ雨庭広場": {
        "name_en": "Shimokita Rain Garden Square",
        "name_kana": "シモキタアメニワヒロバ",
        "description": "線路のあとにできた広場です。くぼ地に降った雨は砕石の層にたまり、"
        "ゆっくり土へしみこんでいきます。\nあふれた水だけが排水ますへ向かいます。"
        "雨の日こそ、見に来てください。",
        "description_easy": "昔(むかし)は 電車(でんしゃ)の 道(みち)でした。"
        "雨(あめ)の 水(みず)が 土(つち)に しみこむ 広場(ひろば)です。",
        "description_en": "A square on a former railway line. Rain gathers in the hollow, waits "
        "in a layer of gravel and sinks slowly into the ground. Come and see it on a wet day.",
        "attributes": {"area_m2": 120, "overflow": "yes", "maintained_by": "雨庭を育てる会"},
        "keeper": "雨庭を育てる会",
        "wheelchair": Wheelchair.YES,
        "confirmed_on": date(2026, 10, 4),
    },
    "赤松ぼっくり庭園の井戸": {
        "description": "手押しポンプの井戸です。断水のとき、洗い物やトイレの水に使えます。",
        "description_en": "A well with a hand pump: water for washing and toilets when the mains "
        "fail.",
        "attributes": {"water_use": "domestic_only", "pump": "manual", "tested_on": "2026-06-01"},
        "access": Access.HOURS,
        "wheelchair": Wheelchair.LIMITED,
        "confirmed_on": date(2024, 5, 12),
    },
}


def sample_sites(shared: Path) -> list[Site]:
    """Return the sample places as sites, in the order of their file."""
    with (shared / "sample" / "places.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    return [
        a_site(
            row["name"],
            id=id_from_source("sample", str(number)),
            at=Point(float(row["lon"]), float(row["lat"])),
            created_at=FIRST + timedelta(hours=number),
            category=row["category"],
            address=row["address"],
            district=Ward.default().district_of(row["town"]),
            located_by=LocatedBy.ADDRESS,
            accuracy_m=float(row["accuracy_m"]),
            group="見本の会",
            **_TOLD.get(row["name"], {}),
        )
        for number, row in enumerate(rows)
    ]


def numbered_site(number: int, **said: Any) -> Site:  # noqa: ANN401 - fields by name
    """Return a site that differs from every other number's; `said` changes the rest."""
    told: dict[str, Any] = {
        "name": f"{number}番の工夫",
        "id": id_from_source("numbered", str(number)),
        "at": Point(139.6 + number % 97 / 1500, 35.6 + number % 89 / 1500),
        "created_at": FIRST + timedelta(minutes=number),
        "category": ("rain_garden", "emergency_well", "hedge")[number % 3],
        "address": f"代沢{number % 5 + 1}丁目",
        "district": "北沢",
        "description": "くぼ地に雨をためて、ゆっくり土へしみこませます。",
    }
    return a_site(**(told | said))


def home_garden() -> Site:
    """Return a garden at somebody's home, shown as a block."""
    return numbered_site(
        9001,
        category="rainwater_tank",
        setting=Setting.PRIVATE_HOME,
        precision=Precision.BLOCK,
        access=Access.FROM_STREET,
        attributes={"storage_litres": 200, "tap": "yes", "subsidised": "unknown"},
    )


def greenway() -> Site:
    """Return a site that is a line."""
    return numbered_site(
        9002, category="greenway", at=LineString([(139.66, 35.65), (139.662, 35.651)])
    )


def photo(folder: Path, *, number: int = 1, **said: Any) -> SitePhoto:  # noqa: ANN401 - fields
    """Return a photo of two renditions, drawn and put below `folder`."""
    id_ = f"{number:064x}"
    made = []
    for width, height in ((1600, 1200), (400, 300)):
        file = f"{id_}/r1-{width}.jpg"
        (folder / id_).mkdir(parents=True, exist_ok=True)
        _draw(width, height).save(folder / file, quality=80)
        made.append(Rendition(width=width, height=height, file=file))
    told: dict[str, Any] = {
        "id": id_,
        "alt": "くぼ地に水がたまり、まわりに草が生えている",
        "alt_en": "Water in a hollow with grass around it",
        "credit": "見本の会",
        "renditions": tuple(made),
    }
    return SitePhoto(**(told | said))


def _draw(width: int, height: int) -> Image.Image:
    picture = Image.new("RGB", (width, height), "#cfe3ea")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, height * 0.55, width, height), fill="#7fa66a")
    pen.ellipse((width * 0.2, height * 0.6, width * 0.8, height * 0.9), fill="#6f8f9f")
    pen.ellipse((width * 0.7, height * 0.1, width * 0.82, height * 0.26), fill="#ffe9a8")
    return picture
