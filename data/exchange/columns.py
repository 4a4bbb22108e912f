"""What the columns of other people's files are called, in every spelling met so far.

To read a new spelling, add it here. Names are as `data.exchange.table.header_name`
returns them: half width, no spaces. The first name of a row that has a value wins.
"""

from __future__ import annotations

from typing import Final

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "key": (
        "共通ID",
        "ID",
        "id",
        "NO",
        "No",
        "No.",
        "no",
        "番号",
        "登録番号",
        "管理番号",
        "整理番号",
        "施設ID",
        "identification",
        "cartodb_id",
        "#property",
    ),
    "name": (
        "名称",
        "施設・場所名",
        "施設名",
        "施設名称",
        "避難所_名称",
        "名前",
        "name",
        "公園名",
        "避難所名",
        "病院名",
        "設置場所名称",
        "設置施設名",
    ),
    "name_kana": ("名称_カナ", "名称(カナ)", "名称カナ", "フリガナ", "fullNameInKana"),
    "name_en": ("名称_英語", "名称_英字", "name_en", "fullNameInRomaji"),
    "address": ("所在地_連結表記", "所在地_連結標記", "住所", "所在地", "設置場所住所", "address"),
    "building": ("建物名等(方書)", "方書", "katagaki"),
    "longitude": ("経度", "longitude", "lon", "lng", "fx"),
    "latitude": ("緯度", "latitude", "lat", "fy"),
    "first_axis": ("X座標", "x座標", "x", "X"),
    "second_axis": ("Y座標", "y座標", "y", "Y"),
    "in_one_cell": ("緯度経度", "座標", "位置情報", "location", "the_geom", "geometry", "wkt"),
    "datum": ("座標参照系", "測地系", "座標系", "crs"),
    "kind": ("category", "カテゴリ", "種別", "施設種別", "分類", "サブジャンル1", "区分"),
    "url": ("URL", "referenceObject", "リンク"),
}
"""Our field, and the names it goes by, the one to believe first."""

ADDRESS_PARTS: Final = (
    "所在地_都道府県",
    "所在地_市区町村",
    "所在地_町字",
    "所在地_番地以下",
)
"""An address in pieces, for files that have no whole one."""

MUNICIPALITY_CODES: Final = (
    "所在地_全国地方公共団体コード",
    "市区町村コード",
    "団体コード",
    "地方公共団体コード",
    "全国地方公共団体コード",
    "都道府県コード又は市区町村コード",
    "都道府県コードまたは市区町村コード",
    "prefCode",
)
"""Columns with the code of the municipality, the one about the place itself first."""

MUNICIPALITY_NAMES: Final = (
    "所在地_市区町村",
    "指定区市町村名",
    "市区町村名",
    "都道府県名及び市町村名",
    "地方公共団体名",
    "city",
)

ATTRIBUTES: Final[dict[str, tuple[str, ...]]] = {
    "open_time": ("利用開始時間", "開始時間", "startTime"),
    "close_time": ("利用終了時間", "終了時間", "endTime"),
    "available_days": ("利用可能曜日", "availableDate"),
    "install_position": ("設置位置", "installationPosition"),
    "phone": ("電話番号", "telephoneNumber"),
    "child_pads": ("小児対応設備の有無", "小児対応設備", "equipmentForChildren"),
    "ostomate": (
        "オストメイト設置トイレ有無",
        "オストメイト設置トイレの有無",
        "オストメイト対応トイレ",
        "ostomateRestroom",
    ),
    "baby_facility": (
        "乳幼児用設備設置トイレ有無",
        "乳幼児用設備設置トイレの有無",
        "anInfantRestroom",
    ),
    "capacity_people": ("想定収容人数", "収容人数", "capacity"),
    "elevation_m": ("標高", "elevation"),
    "also_shelter": ("指定避難所との重複", "指定避難所との住所同一"),
    "target_communities": ("対象となる町会・自治会", "residentsAssociation"),
    "diameter_mm": ("口径",),
    "pump": ("井戸の形態",),
}
"""An attribute of the vocabulary, and the columns it comes from besides its own names."""

OUTSIDE_USE_BARRED: Final = "外部利用不可"
"""The one column that says no with a yes."""

WHEELCHAIR: Final = (
    "車椅子使用者用トイレ有無",
    "車椅子使用者用トイレの有無",
    "車椅子可",
    "wheelchairRestroom",
)

HAZARDS: Final[dict[str, tuple[str, ...]]] = {
    "flood": ("災害種別_洪水", "洪水", "flood_L1"),
    "landslide": (
        "災害種別_崖崩れ、土石流及び地滑り",
        "崖崩れ、土石流及び地滑り",
        "崖崩れ",
        "sedimentDisaster",
    ),
    "storm_surge": ("災害種別_高潮", "高潮", "stormSurge"),
    "earthquake": ("災害種別_地震", "地震", "earthquake"),
    "tsunami": ("災害種別_津波", "津波", "tunami"),
    "large_fire": ("災害種別_大規模な火事", "大規模な火事", "大規模火事", "fire"),
    "inland_flood": ("災害種別_内水氾濫", "内水氾濫", "inundation"),
    "volcano": ("災害種別_火山現象", "火山現象", "火山"),
}
"""A hazard, and the columns that flag it."""

REMARKS: Final = (
    "説明",
    "概要",
    "利用可能時間特記事項",
    "利用可能日時特記事項",
    "availableDateNote",
    "備考",
    "note",
    "自主防災会区域",
    "井戸の形態",
)
"""Columns whose words go into the description under their own name."""

LABELS: Final = {
    "availableDateNote": "利用可能時間特記事項",
    "note": "備考",
    "startTime": "利用開始時間",
    "endTime": "利用終了時間",
}
"""What to call a column in Japanese where the file does not."""

KINDS: Final = {
    "私設消火栓": ("fire_hydrant_standpipe", {"kind": "hydrant"}),
    "消火栓": ("fire_hydrant_standpipe", {"kind": "hydrant"}),
    "スタンドパイプ": ("fire_hydrant_standpipe", {"kind": "standpipe_box"}),
    "防火水そう": ("fire_cistern", {}),
    "防火水槽": ("fire_cistern", {}),
    "emergency": ("designated_evacuation_site", {}),
    "evacuation": ("designated_shelter", {}),
    "避難所": ("designated_shelter", {}),
    "トイレ": ("public_toilet", {}),
    "公衆便所": ("public_toilet", {}),
}
"""What a row may say that it is, besides the vocabulary's own names."""

FILE_NAMES: Final = (
    ("aed", "aed"),
    ("toilet", "public_toilet"),
    ("evacuation_space", "designated_evacuation_site"),
    ("evacuation_center", "designated_shelter"),
    ("hinannjo", "designated_shelter"),
    ("hinanjo", "designated_shelter"),
    ("shelter", "designated_shelter"),
    ("bousaisouko", "disaster_storehouse"),
    ("saigai_support_ido", "emergency_well"),
    ("well", "emergency_well"),
    ("sandbag", "sandbag_station"),
    ("park", "park"),
)
"""A part of a file's name, and what its rows then are; the first that fits."""

NOT_NEEDED: Final = frozenset(
    {
        "都道府県名",
        "市区町村名",
        "pref",
        "所在地_都道府県",
        "町字ID",
        "都道府県",
        "高度の種別",
        "高度の値",
        "郵便番号",
        "内線番号",
        "法人番号",
    }
)
"""Columns that say nothing about a place which we do not know already or never publish."""


def _known() -> frozenset[str]:
    groups = (*FIELDS.values(), *ATTRIBUTES.values(), *HAZARDS.values())
    single = {name for group in groups for name in group}
    return frozenset(
        single.union(
            ADDRESS_PARTS, MUNICIPALITY_CODES, MUNICIPALITY_NAMES, WHEELCHAIR, REMARKS, NOT_NEEDED
        )
        | {OUTSIDE_USE_BARRED}
    )


KNOWN: Final = _known()
