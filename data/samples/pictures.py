"""Illustrations for the demo's sites, drawn when they are needed and always the same.

They show what such a place is like, not what this place looks like; so each says in its
corner that it is an illustration, and its record says so too.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Mapping
from typing import Final

from PIL import ImageOps

from data.samples import canvas as c
from data.samples import green_scenes as green
from data.samples import places_scenes as places
from data.samples import safety_scenes as safety
from data.samples import things_scenes as things
from data.samples import water_scenes as water
from data.samples.canvas import Canvas, Place

Scene = Callable[[Canvas], None]

SCENES: Final[Mapping[str, Scene]] = {
    "rain_garden": water.rain_garden,
    "bioswale": water.bioswale,
    "rainwater_tank": water.rainwater_tank,
    "infiltration_inlet": water.infiltration_inlet,
    "stormwater_storage": water.stormwater_storage,
    "permeable_paving": water.permeable_paving,
    "green_roof": green.green_roof,
    "green_wall": green.green_wall,
    "hedge": green.hedge,
    "street_trees": green.street_trees,
    "firebreak_planting": green.firebreak_planting,
    "park": green.park,
    "greenway": green.greenway,
    "citizen_green_space": green.citizen_green_space,
    "protected_trees": green.protected_trees,
    "spring": water.spring,
    "farmland": green.farmland,
    "community_garden": green.community_garden,
    "biotope_pond": water.biotope_pond,
    "temporary_assembly_point": places.assembly_point,
    "wide_area_evacuation_site": places.wide_open_ground,
    "designated_evacuation_site": places.evacuation_site,
    "designated_shelter": places.shelter,
    "flood_shelter": places.flood_shelter,
    "stranded_commuter_facility": places.stranded_commuters,
    "community_disaster_hub": places.community_hub,
    "disaster_storehouse": places.storehouse,
    "public_toilet": places.public_toilet,
    "water_supply_station": things.water_station,
    "emergency_well": things.well,
    "manhole_toilet": things.manhole_toilet,
    "cooking_bench": things.cooking_bench,
    "disaster_pergola": things.pergola,
    "solar_light": things.solar_light,
    "emergency_power": things.power,
    "relief_vending_machine": things.vending_machine,
    "fire_cistern": safety.cistern,
    "fire_hydrant_standpipe": safety.standpipe,
    "street_extinguisher": safety.extinguisher,
    "aed": safety.aed,
    "broadcast_speaker": safety.loudspeaker,
    "sandbag_station": safety.sandbags,
}

# Clocks and symbols read one way only, so these are never shown from the other side.
_ONE_WAY: Final = frozenset(
    {"designated_evacuation_site", "designated_shelter", "flood_shelter", "public_toilet"}
)

_QUALITY: Final = 88

# イラスト, stroke by stroke on a square of 100, because no typeface with kana comes along.
_KANA: Final[tuple[tuple[tuple[Place, ...], ...], ...]] = (
    (((82, 8), (52, 36), (14, 56)), ((54, 36), (54, 94))),
    (((22, 14), (78, 14)), ((14, 40), (84, 40), (74, 66), (56, 84), (32, 94))),
    (((20, 16), (76, 16), (60, 48), (38, 72), (12, 92)), ((56, 56), (88, 90))),
    (((36, 8), (36, 94)), ((38, 40), (62, 50), (80, 62))),
)


def draw(category: str, seed: int = 0) -> bytes:
    """Return a JPEG of 1600 by 1200 that shows what a site of `category` is like.

    The same category and seed give the same picture; another seed moves trees, clouds and
    flowers, and may show the scene from the other side. A category without a scene of its
    own gets a house among trees.
    """
    # No secret hangs on these dice, and they must fall the same way everywhere.
    dice = random.Random(f"{category}/{seed}")  # noqa: S311
    sheet = Canvas(dice)
    SCENES.get(category, places.farm_neighbour)(sheet)
    if dice.random() < 1 / 2 and category not in _ONE_WAY:
        sheet.change(ImageOps.mirror)
    _label(sheet)
    out = io.BytesIO()
    sheet.finished().save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def _label(sheet: Canvas) -> None:
    right, bottom, size = c.WIDTH - 28.0, c.HEIGHT - 28.0, 34.0
    left = right - 450
    sheet.round_box(left, bottom - 66, right, bottom, c.WHITE, 33)
    for number, strokes in enumerate(_KANA):
        across, down = left + 28 + number * (size + 6), bottom - 50
        for stroke in strokes:
            at = [(across + x * size / 100, down + y * size / 100) for x, y in stroke]
            sheet.stroke(at, 4, c.INK)
    sheet.disc(left + 206, bottom - 33, 4, c.INK)
    sheet.words(left + 226, bottom - 33, "Illustration", 36, c.INK)
