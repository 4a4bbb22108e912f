"""One picture for each kind of green site that holds water or lets it soak away."""

from __future__ import annotations

from data.samples import canvas as c
from data.samples.canvas import Canvas, around, curve
from data.samples.scenery import (
    bush,
    cutaway,
    drop,
    flower,
    grass,
    house,
    outdoors,
    person,
    rain,
    stones,
    tree,
)

_PETALS = (c.PINK, c.YELLOW, c.VIOLET, c.WHITE, c.ORANGE)


def rain_garden(s: Canvas) -> None:
    """Paint a hollow that holds rain, with stones and plants around it."""
    outdoors(s, rain=True)
    rain(s)
    tree(s, 240, 720, 1.05)
    tree(s, 1420, 700, 0.9, c.DEEP_LEAF)
    s.oval(800, 930, 620, 200, c.LIME)
    s.oval(800, 930, 520, 158, c.SOIL)
    s.oval(800, 945, 440, 118, c.WATER)
    s.oval(760, 930, 250, 46, c.FOAM)
    s.oval(760, 936, 236, 38, c.WATER)
    stones(s, around(800, 930, 530, 165, 22))
    for x, y in ((300, 900), (410, 1060), (1190, 1050), (1320, 900), (640, 800), (990, 795)):
        grass(s, x + s.between(-20, 20), y, 1.15)
    for number, (x, y) in enumerate(
        ((230, 980), (520, 1120), (1090, 1120), (1400, 990), (820, 780))
    ):
        flower(s, x, y, _PETALS[(number + s.dice.randrange(5)) % 5], 1.1)


def bioswale(s: Canvas) -> None:
    """Paint a planted channel beside a path."""
    outdoors(s, rain=True)
    rain(s, bottom=600)
    s.shape(
        [
            *curve((1010, 640), (1300, 800), (1150, 1000), (1500, 1200)),
            (1600, 1200),
            (1600, 900),
            (1090, 640),
        ],
        c.SAND,
    )
    banks = curve((560, 640), (960, 780), (420, 980), (760, 1200))
    s.ribbon(banks, 130, 520, c.LIME)
    s.ribbon(banks, 74, 340, c.SOIL)
    s.ribbon(banks, 40, 210, c.WATER)
    tree(s, 250, 760, 1.1)
    for number, (x, y) in enumerate(banks[3::5]):
        for side in (-1, 1):
            across = side * (66 + 23 * number) + s.between(-14, 14)
            grass(s, x + across, y + 26, 0.45 + (y - 640) / 700)
    for number, (x, y) in enumerate(banks[8::7]):
        stones(s, [(x - 60 - 16 * number, y), (x + 60 + 16 * number, y)], 0.4 + 0.1 * number)
    bush(s, 1420, 720, 1.2, c.DEEP_LEAF)


def rainwater_tank(s: Canvas) -> None:
    """Paint a tank that takes the rain from a roof."""
    outdoors(s, rain=True)
    house(s, 220, 430, 900, 960)
    rain(s)
    s.stroke([(950, 424), (1010, 440), (1010, 560)], 26, c.STONE)
    s.round_box(890, 560, 1150, 960, c.BLUE, 40)
    s.oval(1020, 575, 130, 34, "#6d97c4")
    s.box(1140, 860, 1200, 884, c.DARK_STONE)
    s.box(1184, 870, 1204, 910, c.DARK_STONE)
    drop(s, 1194, 970, 16)
    s.round_box(1130, 1000, 1270, 1100, c.ORANGE, 16)
    s.oval(1200, 1006, 70, 18, c.WATER)
    for x in (330, 520, 700):
        flower(s, x, 1080, s.dice.choice(_PETALS), 1.2)


def infiltration_inlet(s: Canvas) -> None:
    """Paint, below the ground, a box with holes that lets rain soak away."""
    outdoors(s, rain=True)
    rain(s, bottom=430)
    cutaway(s)
    s.round_box(610, 540, 990, 590, c.DARK_STONE, 14)
    s.box(650, 590, 950, 980, c.STONE)
    s.box(690, 700, 910, 940, c.WATER)
    for y in (640, 720, 800, 880):
        for x in (668, 932):
            s.disc(x, y, 14, c.DARK_SOIL)
    for x, y in (
        (540, 760),
        (450, 880),
        (1060, 760),
        (1150, 880),
        (620, 1090),
        (800, 1110),
        (980, 1090),
    ):
        drop(s, x, y, 24)
    grass(s, 300, 566, 1)
    bush(s, 1330, 566, 1)


def stormwater_storage(s: Canvas) -> None:
    """Paint a field with a tank of rain below it."""
    outdoors(s, rain=True)
    rain(s, bottom=450)
    cutaway(s)
    s.round_box(230, 700, 1370, 1100, c.STONE, 30)
    s.round_box(270, 740, 1330, 1060, c.DARK_SOIL, 16)
    s.box(270, 860, 1330, 1060, c.WATER)
    for x in (480, 800, 1120):
        s.box(x - 22, 740, x + 22, 1060, c.STONE)
    s.stroke([(620, 570), (620, 820)], 40, c.DARK_STONE)
    drop(s, 620, 850, 20)
    tree(s, 1350, 566, 0.9)
    person(s, 340, 562, c.ORANGE, 0.8)


def permeable_paving(s: Canvas) -> None:
    """Paint paving that lets the rain through."""
    outdoors(s, rain=True)
    rain(s, bottom=560)
    tree(s, 230, 690, 1)
    s.box(0, 700, 1600, 850, c.PALE_STONE)
    for row, y in enumerate((700, 750, 800)):
        for x in range(-100 + 60 * (row % 2), 1600, 120):
            s.round_box(
                x + 5, y + 5, x + 113, y + 45, s.dice.choice((c.STONE, c.SAND, "#cbbfae")), 8
            )
    s.box(0, 850, 1600, 950, c.DARK_STONE)
    stones(s, [(x, 900) for x in range(40, 1600, 92)], 0.8)
    s.box(0, 950, 1600, 1200, c.SOIL)
    for x in range(160, 1600, 250):
        drop(s, x + s.between(-40, 40), s.between(1010, 1130), 26)


def spring(s: Canvas) -> None:
    """Paint water rising between rocks at the foot of a slope."""
    outdoors(s, ground=c.MOSS)
    s.shape(
        [*curve((0, 300), (500, 380), (640, 700), (1000, 880)), (1000, 1000), (0, 1000)],
        c.DEEP_LEAF,
    )
    s.shape([*curve((0, 430), (420, 500), (560, 760), (900, 900)), (900, 1000), (0, 1000)], c.LEAF)
    tree(s, 160, 470, 1)
    tree(s, 440, 620, 0.85, c.DEEP_LEAF)
    flow = curve((640, 850), (800, 960), (1120, 900), (1640, 1110))
    s.stroke(flow, 170, c.WATER)
    s.oval(660, 880, 170, 90, c.WATER)
    s.stroke([(x, y - 16) for x, y in flow[4:-2]], 14, c.FOAM)
    for number in range(3):
        s.stroke(
            curve((560 + 50 * number, 760), (560 + 50 * number, 840), (590 + 50 * number, 880)),
            30,
            c.FOAM,
        )
    stones(s, [(500, 760), (590, 720), (690, 750), (470, 850), (780, 800)], 2)
    stones(s, [(560, 970), (720, 1010), (920, 1030), (1130, 1000), (1000, 850), (1260, 900)], 1)
    for x, y in ((420, 1060), (860, 1130), (1330, 860), (1460, 1170)):
        grass(s, x, y, 1.1)


def biotope_pond(s: Canvas) -> None:
    """Paint a pond with reeds and water lilies."""
    outdoors(s, ground=c.LIME)
    tree(s, 200, 740, 1.1)
    tree(s, 1450, 720, 0.95, c.DEEP_LEAF)
    s.oval(800, 930, 640, 210, c.MOSS)
    s.oval(800, 940, 580, 175, c.WATER)
    s.oval(700, 900, 300, 50, c.FOAM)
    s.oval(700, 908, 290, 44, c.WATER)
    for x, y in ((560, 980), (760, 1040), (1020, 960), (1150, 1010), (900, 900)):
        s.oval(x, y, 66, 24, c.LEAF)
    for x, y in ((580, 965), (1030, 945)):
        for petal_x, petal_y in around(x, y, 18, 12, 6):
            s.oval(petal_x, petal_y, 16, 12, c.PINK)
        s.disc(x, y, 9, c.YELLOW)
    for x, y in ((270, 960), (330, 1010), (1270, 990), (1340, 930)):
        grass(s, x, y, 1.7)
    stones(s, around(800, 940, 590, 180, 9)[::2])
