"""One picture for each kind of thing that helps: wells, benches, boxes, pipes."""

from __future__ import annotations

from data.samples import canvas as c
from data.samples.canvas import Canvas, curve
from data.samples.scenery import (
    bench,
    bush,
    drop,
    house,
    outdoors,
    person,
    stones,
    tree,
)


def water_station(s: Canvas) -> None:
    """Paint a tank with taps, a banner, and people with cans."""
    outdoors(s, ground=c.SAND)
    s.round_box(180, 420, 860, 850, c.BLUE, 60)
    s.oval(520, 430, 340, 50, "#6d97c4")
    drop(s, 520, 670, 74, c.FOAM)
    s.box(220, 850, 260, 960, c.DARK_STONE)
    s.box(780, 850, 820, 960, c.DARK_STONE)
    for x in (330, 520, 710):
        s.box(x - 10, 850, x + 10, 900, c.DARK_STONE)
        drop(s, x, 950, 14)
        s.round_box(x - 50, 980, x + 50, 1090, c.WHITE, 14)
        s.round_box(x - 50, 1030, x + 50, 1090, c.WATER, 14)
    s.stroke([(1020, 380), (1020, 1060)], 14, c.DARK_STONE)
    s.shape(
        [
            *curve((1020, 390), (1100, 370), (1150, 410), (1220, 390)),
            *curve((1220, 830), (1150, 850), (1100, 810), (1020, 830)),
        ],
        c.DEEP_WATER,
    )
    drop(s, 1120, 620, 52, c.WHITE)
    person(s, 1360, 1090, c.ORANGE, 1.15)


def well(s: Canvas) -> None:
    """Paint a well with a hand pump, and a bucket that takes its water."""
    outdoors(s, ground=c.LIME)
    tree(s, 250, 830, 1.3)
    bush(s, 1440, 880, 1.4, c.DEEP_LEAF)
    s.oval(760, 1020, 380, 100, c.STONE)
    s.round_box(520, 860, 1000, 1010, c.STONE, 40)
    stones(s, [(x, y) for y in (900, 970) for x in range(570, 980, 96)], 0.95)
    s.oval(760, 860, 240, 56, c.PALE_STONE)
    s.round_box(700, 520, 820, 870, c.DEEP_LEAF, 24)
    s.round_box(670, 490, 850, 550, "#2f6441", 20)
    s.stroke([(760, 490), (760, 400)], 22, c.DARK_STONE)
    s.stroke(curve((760, 410), (620, 380), (480, 430), (420, 560)), 30, c.DEEP_LEAF)
    s.stroke([(810, 640), (960, 640), (980, 690)], 46, c.DEEP_LEAF)
    s.stroke(curve((984, 716), (1000, 780), (1090, 850), (1100, 950)), 30, c.WATER)
    s.shape([(1020, 930), (1220, 930), (1190, 1110), (1050, 1110)], c.BARK)
    s.oval(1120, 932, 100, 28, c.WATER)
    s.stroke(curve((1024, 930), (1060, 800), (1180, 800), (1216, 930)), 10, c.DARK_STONE)


def manhole_toilet(s: Canvas) -> None:
    """Paint a seat on a manhole and the tent around it."""
    outdoors(s, ground=c.SAND)
    tree(s, 220, 800, 1.2)
    tree(s, 1420, 790, 1.05, c.DEEP_LEAF)
    s.shape([(420, 1020), (520, 430), (1080, 430), (1180, 1020)], "#5f93b5")
    s.shape([(520, 430), (800, 290), (1080, 430)], c.BLUE)
    s.shape([(600, 1020), (650, 520), (950, 520), (1000, 1020)], c.PAPER)
    s.shape([(600, 1020), (650, 520), (700, 520), (690, 1020)], "#7fb0cd")
    s.oval(800, 1020, 190, 56, c.DARK_STONE)
    s.oval(800, 1014, 160, 42, c.STONE)
    s.shape([(735, 850), (865, 850), (845, 1010), (755, 1010)], c.WHITE)
    s.oval(800, 850, 96, 34, c.PALE_STONE)
    s.oval(800, 846, 58, 18, c.INK)
    s.round_box(716, 700, 884, 840, c.WHITE, 24)
    for x in (330, 540):
        s.oval(x - 60, 1120, 76, 24, c.DARK_STONE)
        s.oval(x - 60, 1116, 60, 17, c.STONE)
    for x in (1180, 1330):
        s.oval(x, 1110, 76, 24, c.DARK_STONE)
        s.oval(x, 1106, 60, 17, c.STONE)


def cooking_bench(s: Canvas) -> None:
    """Paint a bench whose seat was taken off: a stove with a pot on it."""
    outdoors(s, ground=c.LIME)
    tree(s, 220, 790, 1.2)
    for x in (420, 1060):
        s.round_box(x, 760, x + 140, 1040, c.STONE, 14)
        for y in (830, 900, 970):
            s.stroke([(x + 6, y), (x + 134, y)], 5, c.DARK_STONE)
    s.box(560, 980, 1060, 1040, c.DARK_STONE)
    for x, high in ((680, 150), (760, 210), (850, 230), (930, 160)):
        s.shape(
            curve((x - 66, 985), (x - 50, 985 - high), (x, 985 - high * 1.5), (x + 66, 985)),
            c.ORANGE,
        )
        s.shape(
            curve((x - 34, 985), (x - 26, 985 - high * 0.6), (x + 6, 985 - high), (x + 34, 985)),
            c.YELLOW,
        )
    for y, lean in ((1000, 14), (1014, -14)):
        s.stroke([(620, y + lean), (1000, y - lean)], 28, c.BARK)
    s.box(540, 750, 1080, 776, c.INK)
    s.round_box(640, 560, 980, 756, c.DARK_STONE, 40)
    s.oval(810, 566, 170, 38, c.STONE)
    s.oval(810, 572, 140, 26, "#d9a066")
    for x in (730, 810, 890):
        s.stroke(curve((x, 530), (x - 46, 480), (x + 46, 440), (x, 380)), 16, c.WHITE)
    s.round_box(1250, 1050, 1560, 1090, c.BARK, 12)
    s.round_box(1262, 1098, 1548, 1138, c.BARK, 12)


def pergola(s: Canvas) -> None:
    """Paint a pergola with a sheet over half of its beams."""
    outdoors(s, ground=c.SAND)
    tree(s, 1450, 800, 1.1)
    bench(s, 800, 980, 1.2)
    for x in (330, 760, 1240):
        s.box(x, 500, x + 44, 1020, c.BARK)
    s.round_box(250, 450, 1350, 510, c.BARK, 12)
    for x in range(290, 1330, 86):
        s.round_box(x, 400, x + 30, 470, c.DARK_SOIL, 8)
    s.shape([(250, 400), (800, 360), (800, 520), (250, 560)], c.BLUE)
    for x in (250, 520, 790):
        s.stroke([(x, 480), (x - 20, 600)], 6, c.WHITE)
    for x in range(880, 1330, 66):
        s.oval(x, 400 + s.between(-14, 14), 44, 30, s.dice.choice((c.LEAF, c.DEEP_LEAF)))


def solar_light(s: Canvas) -> None:
    """Paint a lamp with a solar panel, alight in the evening."""
    outdoors(s, ground="#4f6b57")
    s.box(0, 0, c.WIDTH, 640, "#3d4f6f")
    for _ in range(40):
        s.disc(s.between(0, c.WIDTH), s.between(20, 460), s.between(2, 5), c.CREAM)
    s.disc(260, 180, 74, c.CREAM)
    s.disc(294, 166, 66, "#3d4f6f")
    for x in range(60, 1600, 170):
        s.oval(x, 650, 120, 90, "#34503f")
    s.box(0, 650, c.WIDTH, c.HEIGHT, "#4f6b57")
    s.shape([(880, 470), (1040, 470), (1330, 1120), (560, 1120)], "#a9a66f")
    s.oval(945, 1110, 400, 70, "#e9d98f")
    s.stroke([(800, 1110), (800, 330)], 30, c.STONE)
    s.stroke([(800, 400), (960, 420)], 22, c.STONE)
    s.round_box(880, 410, 1050, 470, c.WHITE, 22)
    s.oval(965, 474, 74, 20, c.YELLOW)
    s.shape([(620, 330), (940, 250), (970, 310), (650, 390)], c.BLUE)
    for part in (0.25, 0.5, 0.75):
        s.stroke(
            [(620 + 320 * part, 330 - 80 * part), (650 + 320 * part, 390 - 80 * part)], 5, c.FOAM
        )
    bench(s, 420, 1090, 1)


def power(s: Canvas) -> None:
    """Paint a battery with sockets, and telephones that charge from it."""
    outdoors(s, ground=c.SAND)
    house(s, 900, 470, 1420, 830)
    s.shape([(920, 440), (1130, 320), (1200, 380), (990, 470)], c.BLUE)
    s.round_box(230, 520, 700, 980, c.DEEP_LEAF, 40)
    s.shape([(490, 560), (370, 740), (450, 740), (420, 880), (560, 690), (470, 690)], c.YELLOW)
    for x in (310, 620):
        s.round_box(x - 44, 880, x + 44, 950, c.WHITE, 12)
        for side in (-14, 14):
            s.box(x + side - 5, 896, x + side + 5, 932, c.INK)
    s.round_box(150, 1050, 1320, 1100, c.BARK, 14)
    for x in (480, 760, 1040):
        s.stroke(curve((620, 930), (700, 1030), (x - 60, 950), (x, 1000)), 10, c.INK)
        s.round_box(x - 46, 900, x + 46, 1054, c.INK, 16)
        s.round_box(x - 36, 916, x + 36, 1036, c.LIME, 8)


def vending_machine(s: Canvas) -> None:
    """Paint a vending machine for drinks."""
    outdoors(s, ground=c.PALE_STONE)
    tree(s, 250, 880, 1.3)
    s.round_box(560, 330, 1080, 1060, c.RED, 30)
    s.round_box(600, 380, 1040, 760, c.FOAM, 16)
    for row, y in enumerate((500, 620, 740)):
        s.box(610, y, 1030, y + 12, c.STONE)
        for number, x in enumerate(range(640, 1030, 74)):
            colour = (c.DEEP_WATER, c.LEAF, c.ORANGE, c.VIOLET, c.YELLOW)[(number + row) % 5]
            s.round_box(x, y - 86, x + 44, y, colour, 12)
    s.round_box(640, 870, 920, 980, c.INK, 16)
    s.round_box(960, 800, 1030, 900, c.PALE_STONE, 10)
    s.disc(995, 940, 20, c.DEEP_LEAF)
    person(s, 1290, 1090, c.BLUE, 1.3)
