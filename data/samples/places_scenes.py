"""One picture for each kind of place that people go to when something has happened."""

from __future__ import annotations

from data.samples import canvas as c
from data.samples.canvas import Canvas, curve
from data.samples.scenery import bush, grass, house, outdoors, person, sign, tree, window

_CLOTHES = (c.BLUE, c.ORANGE, c.RED, c.VIOLET, c.DEEP_LEAF)


def _people(s: Canvas, places: list[tuple[float, float]], size: float) -> None:
    for number, (x, y) in enumerate(places):
        person(s, x, y, _CLOTHES[number % len(_CLOTHES)], size)


def _hall(s: Canvas, ground: float = 900) -> None:
    """Paint a school-like building of two floors with a clock."""
    s.box(240, ground - 420, 1360, ground, c.WALL)
    s.box(210, ground - 450, 1390, ground - 400, c.PALE_STONE)
    s.box(680, ground - 560, 920, ground, "#ead0a8")
    s.shape([(650, ground - 560), (800, ground - 650), (950, ground - 560)], c.ROOF)
    s.disc(800, ground - 480, 50, c.WHITE)
    s.stroke([(800, ground - 516), (800, ground - 480), (824, ground - 468)], 8, c.INK)
    for x in (340, 480, 620, 980, 1120, 1260):
        for y in (ground - 310, ground - 130):
            window(s, x, y, 0.85)
    s.round_box(720, ground - 190, 880, ground, c.WINDOW, 12)
    s.stroke([(800, ground - 180), (800, ground)], 8, c.WHITE)


def assembly_point(s: Canvas) -> None:
    """Paint neighbours who have gathered at a sign."""
    outdoors(s, ground=c.LIME)
    tree(s, 1420, 800, 1.2)
    x, y = sign(s, 330, 900, c.DEEP_LEAF)
    for side in (-44, 0, 44):
        s.disc(x + side, y - 26, 20, c.WHITE)
        s.round_box(x + side - 19, y - 2, x + side + 19, y + 56, c.WHITE, 16)
    _people(s, [(620, 930), (790, 900), (960, 940), (1130, 910)], 1.1)
    _people(s, [(700, 1080), (880, 1100), (1050, 1090)], 1.1)


def wide_open_ground(s: Canvas) -> None:
    """Paint a wide lawn with trees around it."""
    outdoors(s, ground=c.LIME)
    for x in range(40, 1600, 165):
        tree(s, x, 730 + s.between(-10, 14), 0.85, s.dice.choice((c.LEAF, c.DEEP_LEAF)))
    s.oval(800, 980, 760, 210, "#b9d680")
    s.stroke(curve((180, 1190), (500, 880), (1100, 880), (1420, 1190)), 54, c.SAND)
    tree(s, 90, 1080, 1.3, c.DEEP_LEAF)
    tree(s, 1520, 1070, 1.3)
    _people(s, [(640, 930), (730, 940), (990, 920)], 0.6)


def evacuation_site(s: Canvas) -> None:
    """Paint people on their way to a building, and a sign that shows the way."""
    outdoors(s, ground=c.SAND)
    _hall(s, 860)
    x, y = sign(s, 200, 1080, c.DEEP_LEAF, high=330)
    s.stroke([(x - 50, y), (x + 46, y)], 22, c.WHITE)
    s.shape([(x + 24, y - 52), (x + 76, y), (x + 24, y + 52)], c.WHITE)
    _people(s, [(500, 1080), (660, 1100), (850, 1060)], 1)


def shelter(s: Canvas) -> None:
    """Paint a school where people may sleep."""
    outdoors(s, ground=c.SAND)
    _hall(s)
    for x in (130, 1470):
        tree(s, x, 960, 1.2)
    s.round_box(470, 1010, 780, 1090, c.WHITE, 30)
    s.round_box(560, 996, 790, 1094, c.BLUE, 30)
    s.round_box(850, 1010, 1160, 1090, c.WHITE, 30)
    s.round_box(940, 996, 1170, 1094, c.ORANGE, 30)


def flood_shelter(s: Canvas) -> None:
    """Paint a building that stands above the water."""
    outdoors(s, rain=True)
    s.shape([(0, 1200), (0, 960), (240, 850), (1360, 850), (1600, 960), (1600, 1200)], c.MOSS)
    _hall(s, 850)
    s.box(0, 1040, c.WIDTH, c.HEIGHT, c.DEEP_WATER)
    for row, y in enumerate((1040, 1100, 1160)):
        for x in range(-60 + 90 * (row % 2), 1660, 180):
            s.stroke(curve((x, y), (x + 45, y - 34), (x + 135, y + 34), (x + 180, y)), 12, c.FOAM)
    s.shape([(730, 850), (870, 850), (960, 1050), (640, 1050)], c.SAND)


def stranded_commuters(s: Canvas) -> None:
    """Paint people who rest and drink until the trains run again."""
    outdoors(s, ground=c.PALE_STONE)
    s.box(120, 420, 1480, 860, c.WALL)
    s.box(90, 380, 1510, 440, c.ROOF)
    for x in (300, 560, 1040, 1300):
        window(s, x, 590)
    s.round_box(700, 560, 900, 860, c.WINDOW, 14)
    s.round_box(220, 960, 700, 1010, c.BARK, 16)
    for x in (300, 400, 500, 600):
        s.round_box(x - 22, 890, x + 22, 962, c.WATER, 10)
        s.box(x - 10, 872, x + 10, 892, c.BLUE)
    s.box(250, 1010, 280, 1120, c.BARK)
    s.box(640, 1010, 670, 1120, c.BARK)
    _people(s, [(860, 1090), (1030, 1110), (1200, 1080), (1360, 1110)], 1.1)


def community_hub(s: Canvas) -> None:
    """Paint a small public office with a notice board and a flag."""
    outdoors(s, ground=c.SAND)
    s.box(330, 470, 1180, 940, c.WALL)
    s.box(290, 420, 1220, 490, c.DEEP_LEAF)
    for x in (470, 1040):
        window(s, x, 640, 1.2)
    s.round_box(650, 600, 860, 940, c.WINDOW, 12)
    s.stroke([(755, 610), (755, 940)], 8, c.WHITE)
    s.stroke([(250, 940), (250, 360)], 16, c.DARK_STONE)
    s.shape(
        [
            *curve((250, 370), (330, 330), (360, 410), (450, 370)),
            *curve((450, 490), (360, 530), (330, 450), (250, 490)),
        ],
        c.YELLOW,
    )
    s.box(1290, 780, 1310, 1020, c.BARK)
    s.box(1490, 780, 1510, 1020, c.BARK)
    s.round_box(1260, 660, 1540, 860, c.BARK, 12)
    for number, colour in enumerate((c.WHITE, c.PINK, c.YELLOW, c.WHITE)):
        x, y = 1290 + 125 * (number % 2), 685 + 82 * (number // 2)
        s.box(x, y, x + 95, y + 62, colour)
    bush(s, 420, 1010, 0.9)
    bush(s, 1080, 1010, 0.9)
    _people(s, [(700, 1120), (860, 1120)], 1)


def storehouse(s: Canvas) -> None:
    """Paint a storehouse with its doors closed."""
    outdoors(s, ground=c.SAND)
    tree(s, 210, 840, 1.25)
    tree(s, 1430, 850, 1.2, c.DEEP_LEAF)
    s.box(430, 500, 1190, 1000, "#a9bfae")
    s.shape([(380, 510), (450, 400), (1170, 400), (1240, 510)], c.DEEP_LEAF)
    for x in range(460, 1190, 60):
        s.stroke([(x, 520), (x, 990)], 4, "#93aa99")
    s.round_box(570, 600, 1050, 1000, c.PALE_STONE, 8)
    s.stroke([(810, 606), (810, 996)], 10, c.DARK_STONE)
    for x in (760, 860):
        s.stroke([(x, 770), (x, 850)], 20, c.DARK_STONE)
    s.round_box(400, 990, 1220, 1040, c.STONE, 10)
    for x in (300, 1330):
        grass(s, x, 1060, 1.1)


def public_toilet(s: Canvas) -> None:
    """Paint a small building with a wide door for wheelchairs."""
    outdoors(s, ground=c.LIME)
    tree(s, 180, 820, 1.2)
    s.box(360, 520, 1300, 970, c.WALL)
    s.shape([(310, 530), (400, 410), (1260, 410), (1350, 530)], c.ROOF)
    for x, colour in ((480, c.BLUE), (1180, c.RED)):
        s.round_box(x - 75, 640, x + 75, 970, colour, 12)
        s.disc(x, 720, 24, c.WHITE)
        s.round_box(x - 25, 752, x + 25, 850, c.WHITE, 22)
    s.round_box(660, 620, 1000, 970, c.DEEP_LEAF, 12)
    s.disc(810, 690, 24, c.WHITE)
    s.stroke([(812, 725), (818, 790), (880, 792), (912, 860)], 20, c.WHITE)
    for radius, colour in ((78, c.WHITE), (60, c.DEEP_LEAF)):
        s.disc(822, 842, radius, colour)
    s.stroke([(812, 725), (818, 790), (880, 792), (912, 860)], 20, c.WHITE)
    s.shape([(620, 970), (1040, 970), (1180, 1200), (480, 1200)], c.PALE_STONE)


def farm_neighbour(s: Canvas) -> None:
    """Paint a house among trees: what to draw where nothing else is known."""
    outdoors(s)
    house(s, 480, 500, 1120, 920)
    tree(s, 260, 920, 1.2)
    tree(s, 1360, 920, 1.2, c.DEEP_LEAF)
    bush(s, 800, 1060, 1.4)
