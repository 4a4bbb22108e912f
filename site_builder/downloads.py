"""The open data as files: everything as GeoJSON, and as a table for who uses Excel.

The table begins with the columns that 自治体標準オープンデータセット have in common, in
their order and spelling, then goes on with our own. There is no standard set for rain
gardens or wells, so ours is a supplement to it. It is UTF-8 with a byte order mark and
CRLF, because that is what opens without garbling in a town office.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any, Final

import orjson

from data.site import COORDINATE_DECIMALS, Site
from data.vocabulary import Category
from site_builder import i18n, words
from site_builder.map.points import marker
from site_builder.options import BuildOptions

GEOJSON: Final = "data/sites.geojson"
CSV: Final = "data/sites.csv"
CRS: Final = "EPSG:6668"
LICENCE: Final = "CC-BY-4.0"
_BOM: Final = b"\xef\xbb\xbf"
# What a spreadsheet would take for a formula, and run.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

COLUMNS: Final = (
    "全国地方公共団体コード",
    "ID",
    "地方公共団体名",
    "名称",
    "名称_カナ",
    "名称_英語",
    "所在地_全国地方公共団体コード",
    "町字ID",
    "所在地_連結表記",
    "所在地_都道府県",
    "所在地_市区町村",
    "所在地_町字",
    "所在地_番地以下",
    "建物名等(方書)",
    "設置位置",
    "緯度",
    "経度",
    "高度の種別",
    "高度の値",
    # From here on they are ours.
    "座標参照系",
    "図形の種類",
    "位置の示し方",
    "位置の求め方",
    "位置の誤差_m",
    "分類ID",
    "分類",
    "分類_英語",
    "地区",
    "説明",
    "説明_やさしい日本語",
    "説明_英語",
    "詳細",
    "見学",
    "車椅子",
    "場所の性格",
    "手入れする団体",
    "状態",
    "新しい記録のID",
    "最終確認日",
    "登録した団体",
    "版",
    "登録日時",
    "更新日時",
    "出典",
    "出典_ID",
    "出典_URL",
    "出典_ライセンス",
    "出典_著作権表記",
    "画像",
    "画像_説明",
    "画像_ライセンス",
    "ライセンス",
    "備考",
)


def geojson_file(lines: Iterable[bytes], options: BuildOptions) -> bytes:
    """Return a FeatureCollection of the stored bytes, one site a line, nothing left out."""
    head = orjson.dumps(
        {
            "type": "FeatureCollection",
            "name": f"{options.ward.code}_kufu_sites",
            "licence": LICENCE,
            "attribution": citation(options, "ja"),
            "boundary_attribution": options.ward.attribution,
        }
    )
    return head[:-1] + b',"features":[\n' + b",\n".join(lines) + b"\n]}\n"


def csv_file(rows: Iterable[bytes]) -> bytes:
    """Return the table with its header; `rows` come from `csv_row`."""
    return _BOM + _line(list(COLUMNS)) + b"".join(rows)


def citation(options: BuildOptions, language: str) -> str:
    """Return the words that who uses the data should show."""
    say = i18n.translations(language).gettext
    named = (
        say("Kufū Map") + f" {options.ward.name.ja if language != 'en' else options.ward.name.en}"
    )
    address = f" ({options.address})" if options.address else ""
    return f"{named}{address}, CC BY 4.0"


def csv_row(site: Site, options: BuildOptions) -> bytes:
    """Return the site as one line of the table, CRLF included.

    A line or an area is given by the point where the map has its marker; the GeoJSON has
    its whole shape.
    """
    longitude, latitude = marker(site.geometry)
    category = options.vocabulary.get(site.category)
    source = site.source
    ward = options.ward
    town, rest = _split(site.address, options)
    photo = site.photos[0] if site.photos else None
    image = photo.renditions[0].file if photo and photo.renditions else ""
    return _line(
        [
            ward.code,
            site.id,
            ward.prefecture + ward.name.ja,
            site.name,
            site.name_kana,
            site.name_en,
            ward.code,
            "",
            _whole(site.address, options),
            ward.prefecture if site.address else "",
            ward.name.ja if site.address else "",
            town,
            rest,
            "",
            "",
            f"{latitude:.{COORDINATE_DECIMALS}f}",
            f"{longitude:.{COORDINATE_DECIMALS}f}",
            "",
            "",
            CRS,
            _SHAPES.get(site.geometry.geom_type, site.geometry.geom_type),
            _PRECISION[site.precision.value],
            _say(words.LOCATED_BY[site.located_by]),
            "" if site.accuracy_m is None else f"{site.accuracy_m:g}",
            site.category,
            category.name.ja if category else "",
            category.name.en if category else "",
            site.district,
            site.description,
            site.description_easy,
            site.description_en,
            details(site.attributes, category, options),
            _say(words.ACCESS[site.access]),
            _say(words.WHEELCHAIR[site.wheelchair]) if site.wheelchair else "",
            _say(words.SETTING[site.setting]),
            site.keeper,
            _say(words.LIFECYCLE[site.lifecycle]),
            site.superseded_by or "",
            site.confirmed_on.isoformat() if site.confirmed_on else "",
            site.group,
            str(site.version),
            site.created_at.isoformat(timespec="seconds"),
            site.recorded_at.isoformat(timespec="seconds"),
            source.name if source else "",
            source.id if source else "",
            source.url if source else "",
            source.licence if source else "",
            source.attribution if source else "",
            f"{options.address}photos/{image}" if image else "",
            photo.alt if photo else "",
            photo.licence if photo else "",
            site.licence,
            "",
        ]
    )


def details(said: Mapping[str, Any], category: Category | None, options: BuildOptions) -> str:
    """Return a site's attributes as `面積=12m2;蛇口があるか=有`, in the vocabulary's order.

    What the vocabulary does not know keeps its key, so that nothing is lost.
    """
    known = {each.key: each for each in category.attributes} if category else {}
    ordered = [key for key in known if key in said] + [key for key in said if key not in known]
    parts = []
    for key in ordered:
        attribute = known.get(key)
        label = attribute.name.ja if attribute else key
        unit = attribute.unit if attribute else ""
        parts.append(f"{label}={_plain(said[key], options)}{unit}")
    return ";".join(parts)


def _plain(value: object, options: BuildOptions) -> str:
    if isinstance(value, list | tuple):
        return "、".join(_plain(each, options) for each in value)
    if isinstance(value, bool):
        return "有" if value else "無"
    if isinstance(value, str):
        found = _YES_OR_NO.get(value) or options.vocabulary.value_words(value).ja
        return found.replace(";", "；")
    return f"{value:g}" if isinstance(value, float) else str(value)


def defused(text: str) -> str:
    """Return `text` so that a spreadsheet shows it and does not run it.

    >>> defused("=HYPERLINK(1)"), defused("雨庭")
    ("'=HYPERLINK(1)", '雨庭')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def _line(cells: list[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow([defused(cell) for cell in cells])
    return written.getvalue().encode()


def _whole(address: str, options: BuildOptions) -> str:
    if not address:
        return ""
    ward = options.ward
    rest = address.removeprefix(ward.prefecture).removeprefix(ward.name.ja)
    return ward.prefecture + ward.name.ja + rest


def _split(address: str, options: BuildOptions) -> tuple[str, str]:
    """Return the town with its 丁目, and what comes behind it where that can be told."""
    rest = address.removeprefix(options.ward.prefecture).removeprefix(options.ward.name.ja)
    town = options.ward.town_of(rest) if rest else ""
    return town, rest.removeprefix(town) if town and rest.startswith(town) else ""


def _say(text: str) -> str:
    return i18n.translations("ja").gettext(text)


_SHAPES: Final = {"Point": "点", "LineString": "線", "Polygon": "面"}
_PRECISION: Final = {"exact": "そのまま", "block": "約250m四方のおおよその位置"}
_YES_OR_NO: Final = {"yes": "有", "no": "無", "unknown": "不明"}
