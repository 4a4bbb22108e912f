"""One picture for each kind of green site that gives shade, soil or flowers."""

from __future__ import annotations

from data.samples import canvas as c
from data.samples.canvas import Canvas, curve
from data.samples.scenery import (
    bench,
    bush,
    flower,
    grass,
    house,
    outdoors,
    person,
    stones,
    tree,
    window,
)

_PETALS = (c.PINK, c.YELLOW, c.VIOLET, c.WHITE, c.ORANGE)


def green_roof(s: Canvas) -> None:
    """Paint a building with a meadow on its roof."""
    outdoors(s)
    s.box(330, 480, 1270, 1050, c.WALL)
    s.box(290, 430, 1310, 500, c.PALE_STONE)
    for x in range(330, 1290, 76):
        grass(s, x, 440, s.between(0.7, 1.1), s.dice.choice((c.LEAF, c.DEEP_LEAF)))
    for x in (420, 610, 880, 1150):
        flower(s, x, 436, s.dice.choice(_PETALS), 1.1)
    bush(s, 760, 440, 1)
    for x in (490, 800, 1110):
        window(s, x, 640)
        window(s, x, 860)
    bush(s, 220, 1080, 1.4, c.DEEP_LEAF)
    bush(s, 1400, 1080, 1.4, c.DEEP_LEAF)


def green_wall(s: Canvas) -> None:
    """Paint a wall that plants have covered."""
    outdoors(s)
    house(s, 330, 430, 1270, 1050)
    for _ in range(260):
        x, y = s.between(360, 1240), s.between(460, 1040)
        if not (470 < x < 770 and 500 < y < 640) and not (830 < x < 1130 and 500 < y < 640):
            s.oval(x, y, 30, 22, s.dice.choice((c.LEAF, c.DEEP_LEAF, c.LIME)))
    for x, y in ((430, 760), (700, 830), (960, 720), (1160, 880), (560, 950)):
        s.disc(x, y, 22, s.dice.choice((c.VIOLET, c.PINK)))


def hedge(s: Canvas) -> None:
    """Paint a hedge along a road, where a block wall might have stood."""
    outdoors(s)
    house(s, 480, 420, 1120, 800)
    tree(s, 1360, 760, 1)
    for x in range(20, 1600, 88):
        s.disc(x, 770 + s.between(-8, 8), 74, c.DEEP_LEAF)
    s.box(0, 770, 1600, 950, c.DEEP_LEAF)
    for _ in range(150):
        s.oval(s.between(0, 1600), s.between(730, 930), 20, 14, s.dice.choice((c.LEAF, c.LIME)))
    s.box(0, 950, 1600, 1200, c.PALE_STONE)
    s.box(0, 950, 1600, 975, c.STONE)
    person(s, 380, 1130, c.ORANGE, 0.95)
    person(s, 510, 1130, c.BLUE, 0.7)


def street_trees(s: Canvas) -> None:
    """Paint a row of trees that shades a pavement."""
    outdoors(s, ground=c.PALE_STONE)
    s.box(0, 980, 1600, 1200, c.STONE)
    for x in range(80, 1600, 180):
        s.round_box(x, 1075, x + 100, 1095, c.WHITE, 8)
    for x in (220, 610, 1000, 1390):
        s.oval(x + 40, 890, 190, 40, "#bdb6a8")
        s.oval(x, 886, 76, 22, c.SOIL)
        tree(s, x, 886, 1.35, s.dice.choice((c.LEAF, c.DEEP_LEAF)))
    bench(s, 805, 930, 0.8)
    person(s, 1190, 930, c.RED, 0.8)


def firebreak_planting(s: Canvas) -> None:
    """Paint a thick belt of trees."""
    outdoors(s)
    for row, (ground, leaf) in enumerate(((780, "#2f6441"), (870, c.DEEP_LEAF), (970, c.LEAF))):
        for x in range(-20 + 75 * row, 1660, 210):
            tree(s, x + s.between(-20, 20), ground, 1.15 + 0.1 * row, leaf)
    for x in range(60, 1600, 190):
        bush(s, x, 1090, 1, c.DEEP_LEAF)


def park(s: Canvas) -> None:
    """Paint a park: trees, a lawn, a path, a bench."""
    outdoors(s, ground=c.LIME)
    s.shape(
        [
            *curve((700, 640), (1150, 820), (500, 960), (760, 1200)),
            (1180, 1200),
            *curve((900, 960), (1400, 820), (790, 640)),
        ],
        c.SAND,
    )
    for x, ground, size in (
        (180, 800, 1.25),
        (420, 720, 0.9),
        (1240, 730, 0.95),
        (1470, 850, 1.35),
    ):
        tree(s, x + s.between(-30, 30), ground, size, s.dice.choice((c.LEAF, c.DEEP_LEAF)))
    bench(s, 370, 1010, 1.05)
    for _ in range(8):
        flower(s, s.between(1080, 1540), s.between(990, 1150), s.dice.choice(_PETALS), 0.8)
    bush(s, 120, 1130, 1.3)


def greenway(s: Canvas) -> None:
    """Paint a shaded path along a small stream."""
    outdoors(s, ground=c.LIME)
    path = curve((880, 640), (1180, 800), (720, 960), (1060, 1200))
    stream = curve((720, 640), (860, 800), (360, 960), (560, 1200))
    s.ribbon(path, 70, 330, c.SAND)
    s.ribbon(stream, 44, 210, c.WATER)
    s.ribbon([(x - 14, y) for x, y in stream[3:-3]], 5, 20, c.FOAM)
    for number, (x, y) in enumerate(stream[3::5]):
        across = 36 + 11 * number
        stones(s, [(x - across, y), (x + across, y)], 0.4 + 0.07 * number)
    for x, ground, size in ((150, 860, 1.35), (430, 720, 0.9), (1330, 760, 1.05), (1500, 960, 1.5)):
        tree(s, x, ground, size, s.dice.choice((c.LEAF, c.DEEP_LEAF)))
    person(s, 960, 900, c.ORANGE, 0.6)
    for x, y in ((260, 1100), (760, 1130), (1300, 1120)):
        grass(s, x, y, 1.1)


def citizen_green_space(s: Canvas) -> None:
    """Paint a small wood with an open gate."""
    outdoors(s, ground=c.MOSS)
    for x, ground in ((120, 800), (330, 760), (560, 740), (1060, 740), (1280, 770), (1490, 810)):
        tree(s, x, ground, 1.2, s.dice.choice((c.LEAF, c.DEEP_LEAF)))
    s.shape([(720, 700), (900, 700), (1120, 1200), (480, 1200)], c.SAND)
    for x in (560, 1060):
        s.round_box(x - 26, 740, x + 26, 1030, c.BARK, 10)
    s.round_box(520, 700, 1100, 750, c.BARK, 14)
    for side in (-1, 1):
        for step in range(4):
            x = 810 + side * (330 + step * 115)
            s.round_box(x - 16, 880, x + 16, 1040, c.BARK, 8)
        s.stroke([(810 + side * 250, 932), (810 + side * 800, 932)], 24, c.BARK)


def protected_trees(s: Canvas) -> None:
    """Paint one great old tree inside a low fence."""
    outdoors(s, ground=c.LIME)
    s.oval(800, 1000, 520, 90, c.MOSS)
    tree(s, 800, 1000, 2.35, c.DEEP_LEAF)
    s.stroke([(745, 790), (855, 770)], 26, c.WHITE)
    for x in range(330, 1290, 156):
        s.round_box(x - 12, 960, x + 12, 1090, c.BARK, 6)
    for y in (990, 1040):
        s.stroke([(320, y), (1280, y)], 12, c.BARK)


def farmland(s: Canvas) -> None:
    """Paint rows of vegetables."""
    outdoors(s, ground=c.SOIL)
    for row in range(7):
        end = 100 + row * 233
        s.shape(
            [(500 + row * 92, 640), (560 + row * 92, 640), (end + 150, 1200), (end - 60, 1200)],
            c.DARK_SOIL,
        )
    for row in range(7):
        for step in range(6):
            part = (step + 0.6) / 6
            x = (530 + row * 92) * (1 - part) + (145 + row * 233) * part
            bush(s, x, 650 + 540 * part, 0.35 + 0.75 * part, s.dice.choice((c.LEAF, c.LIME)))
    house(s, 1080, 440, 1500, 640)


def community_garden(s: Canvas) -> None:
    """Paint flower beds in many colours and a watering can."""
    outdoors(s, ground=c.LIME)
    tree(s, 1420, 760, 1.1)
    for y, count in ((800, 8), (960, 9)):
        s.round_box(140, y - 30, 1180, y + 90, c.BARK, 20)
        s.round_box(160, y - 20, 1160, y + 60, c.DARK_SOIL, 16)
        for number in range(count):
            x = 220 + number * 900 / (count - 1)
            bush(s, x, y + 30, 0.5, c.DEEP_LEAF)
            flower(s, x, y + 14, s.dice.choice(_PETALS), 1.25)
    s.round_box(1260, 950, 1420, 1090, c.BLUE, 20)
    s.stroke([(1270, 1050), (1190, 950)], 24, c.BLUE)
    s.oval(1182, 942, 36, 18, c.BLUE)
    s.stroke(curve((1410, 970), (1500, 970), (1490, 1060), (1415, 1060)), 20, c.BLUE)
    person(s, 640, 740, c.PINK, 0.8)
    person(s, 860, 740, c.BLUE, 0.8)
