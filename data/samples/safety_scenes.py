"""One picture for each kind of thing that keeps harm away: fire, flood, a stopped heart."""

from __future__ import annotations

from data.samples import canvas as c
from data.samples.canvas import Canvas, curve
from data.samples.scenery import (
    bush,
    cutaway,
    drop,
    grass,
    house,
    outdoors,
    person,
    sign,
    tree,
)


def cistern(s: Canvas) -> None:
    """Paint a tank of water below the ground, and the sign above it."""
    outdoors(s)
    cutaway(s)
    s.round_box(330, 720, 1270, 1120, c.STONE, 40)
    s.round_box(370, 760, 1230, 1080, c.DARK_SOIL, 20)
    s.box(370, 840, 1230, 1060, c.DEEP_WATER)
    s.round_box(370, 1000, 1230, 1080, c.DEEP_WATER, 20)
    for x in range(370, 1230, 172):
        s.stroke(curve((x, 846), (x + 43, 826), (x + 129, 866), (x + 172, 846)), 12, c.FOAM)
    s.box(730, 590, 870, 770, c.STONE)
    s.oval(800, 566, 130, 26, c.DARK_STONE)
    s.oval(800, 560, 108, 18, c.STONE)
    face_x, face_y = sign(s, 380, 570, c.RED, high=200)
    drop(s, face_x, face_y + 24, 40, c.WHITE)
    tree(s, 1350, 566, 1)


def standpipe(s: Canvas) -> None:
    """Paint a hydrant with a standpipe and a hose."""
    outdoors(s, ground=c.PALE_STONE)
    house(s, 120, 470, 560, 780)
    tree(s, 1440, 820, 1.1)
    s.oval(800, 1030, 240, 66, c.YELLOW)
    s.oval(800, 1030, 196, 50, c.DARK_STONE)
    s.round_box(750, 560, 850, 1030, c.DARK_RED, 30)
    s.round_box(720, 880, 880, 1020, c.RED, 30)
    s.round_box(715, 540, 885, 600, c.RED, 24)
    s.stroke([(640, 500), (960, 500)], 24, c.INK)
    s.stroke([(800, 500), (800, 560)], 24, c.INK)
    s.stroke([(840, 700), (980, 700)], 60, c.RED)
    s.round_box(960, 650, 1030, 750, c.STONE, 14)
    s.stroke(
        curve((1020, 700), (1300, 700), (1340, 960), (1100, 1080), (700, 1180), (320, 1080)),
        44,
        c.CREAM,
    )
    s.stroke([(330, 1084), (210, 1030)], 34, c.STONE)
    person(s, 480, 1010, c.ORANGE, 1.1)


def extinguisher(s: Canvas) -> None:
    """Paint a red box with a fire extinguisher at the side of a street."""
    outdoors(s, ground=c.PALE_STONE)
    s.box(0, 560, 1600, 860, "#e7d5b5")
    s.box(0, 540, 1600, 580, c.DARK_SOIL)
    s.box(0, 860, 1600, 890, c.STONE)
    bush(s, 220, 880, 1.5)
    s.box(640, 900, 680, 1050, c.DARK_STONE)
    s.box(920, 900, 960, 1050, c.DARK_STONE)
    s.round_box(560, 400, 1040, 940, c.RED, 26)
    s.round_box(610, 450, 990, 890, c.FOAM, 18)
    s.round_box(710, 560, 890, 870, c.DARK_RED, 60)
    s.round_box(770, 510, 830, 570, c.INK, 12)
    s.stroke([(740, 510), (880, 496)], 18, c.INK)
    s.stroke(curve((830, 540), (960, 560), (950, 700), (930, 780)), 18, c.INK)
    s.round_box(740, 660, 860, 760, c.WHITE, 10)
    grass(s, 1340, 900, 1.2)


def aed(s: Canvas) -> None:
    """Paint the box of an AED on a wall: a heart with a bolt."""
    outdoors(s, ground=c.PALE_STONE)
    s.box(0, 0, 1600, 980, c.WALL)
    s.box(0, 960, 1600, 1000, c.STONE)
    s.round_box(180, 260, 480, 960, c.WINDOW, 16)
    s.stroke([(330, 270), (330, 960)], 10, c.WHITE)
    s.round_box(640, 260, 1160, 860, c.WHITE, 40)
    s.round_box(670, 290, 1130, 830, c.ORANGE, 28)
    s.round_box(710, 330, 1090, 790, c.WHITE, 20)
    for x in (830, 970):
        s.disc(x, 500, 88, c.RED)
    s.shape([(757, 550), (1043, 550), (900, 720)], c.RED)
    s.shape([(830, 440), (970, 440), (970, 560), (830, 560)], c.RED)
    s.shape([(930, 430), (850, 560), (896, 560), (868, 670), (962, 530), (912, 530)], c.WHITE)
    bush(s, 1390, 1060, 1.6, c.DEEP_LEAF)
    s.round_box(1270, 1010, 1510, 1150, c.ROOF, 20)


def loudspeaker(s: Canvas) -> None:
    """Paint a mast with loudspeakers."""
    outdoors(s)
    s.stroke([(800, 1110), (800, 260)], 34, c.STONE)
    for side in (-1, 1):
        for y in (330, 500):
            s.shape(
                [
                    (800 + side * 30, y - 22),
                    (800 + side * 210, y - 92),
                    (800 + side * 210, y + 92),
                    (800 + side * 30, y + 22),
                ],
                c.DARK_STONE,
            )
            s.oval(800 + side * 210, y, 34, 92, c.PALE_STONE)
    for side in (-1, 1):
        for reach in (310.0, 390.0, 470.0):
            x = 800 + side * reach
            s.stroke(
                curve((x, 415 - reach * 0.34), (x + side * 60, 415), (x, 415 + reach * 0.34)),
                14,
                c.ORANGE,
            )
    s.round_box(740, 820, 860, 980, c.PALE_STONE, 12)
    tree(s, 240, 900, 1.2)
    house(s, 1120, 700, 1480, 960)


def sandbags(s: Canvas) -> None:
    """Paint a pile of sandbags that anybody may take."""
    outdoors(s, ground=c.PALE_STONE)
    s.round_box(260, 420, 1340, 480, c.DEEP_LEAF, 16)
    for x in (300, 1260):
        s.box(x, 470, x + 40, 1060, c.BARK)
    for row in range(4):
        for number in range(5 - row % 2):
            x = 440 + number * 180 + 90 * (row % 2)
            y = 1000 - row * 106
            s.round_box(x - 92, y - 54, x + 92, y + 54, c.DARK_SOIL, 46)
            s.round_box(x - 88, y - 50, x + 88, y + 46, c.SAND, 44)
            s.oval(x - 20, y - 22, 50, 14, c.CREAM)
            s.stroke([(x + 64, y - 30), (x + 84, y), (x + 64, y + 30)], 9, c.SOIL)
    person(s, 1450, 1110, c.BLUE, 1.15)
    s.round_box(1370, 960, 1530, 1040, c.SAND, 36)
