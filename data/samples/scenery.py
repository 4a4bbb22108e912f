"""What grows and stands in many pictures: ground, trees, stones, houses, people."""

from __future__ import annotations

from data.samples import canvas as c
from data.samples.canvas import Canvas, Place

HORIZON = 640.0


def outdoors(sheet: Canvas, *, ground: str = c.MOSS, rain: bool = False) -> None:
    """Paint the sky, a far row of roofs and trees, and the ground in front."""
    sheet.box(0, 0, c.WIDTH, c.HEIGHT, c.SKY)
    if rain:
        for x in (260, 800, 1330):
            _cloud(sheet, x + sheet.between(-80, 80), sheet.between(120, 190), "#c4d3da")
    else:
        sheet.disc(sheet.between(1180, 1380), sheet.between(160, 230), 92, c.SUN)
        for x in (330, 860):
            _cloud(sheet, x + sheet.between(-120, 120), sheet.between(130, 240), c.CLOUD)
    for number in range(9):
        far = number * 200 + sheet.between(-50, 50)
        if sheet.dice.random() < 1 / 3:
            _far_house(sheet, far)
        else:
            sheet.oval(far, HORIZON, sheet.between(120, 190), sheet.between(80, 150), "#b9d3a8")
    sheet.box(0, HORIZON, c.WIDTH, c.HEIGHT, ground)


def _cloud(sheet: Canvas, x: float, y: float, fill: str) -> None:
    for across, down, size in ((-95, 18, 52), (-30, -12, 72), (48, 0, 60), (105, 24, 44)):
        sheet.disc(x + across, y + down, size, fill)
    sheet.round_box(x - 140, y + 10, x + 145, y + 68, fill, 30)


def _far_house(sheet: Canvas, x: float) -> None:
    sheet.box(x - 80, HORIZON - 110, x + 80, HORIZON, "#eddcc0")
    sheet.shape([(x - 100, HORIZON - 110), (x, HORIZON - 190), (x + 100, HORIZON - 110)], "#d49b80")
    for side in (-38, 38):
        sheet.round_box(x + side - 18, HORIZON - 84, x + side + 18, HORIZON - 40, "#c4dde3", 6)


def rain(sheet: Canvas, *, bottom: float = 620) -> None:
    """Let it rain, in short slanting strokes."""
    for _ in range(46):
        x, y = sheet.between(40, c.WIDTH - 20), sheet.between(230, bottom)
        sheet.stroke([(x, y), (x - 10, y + 42)], 6, c.DEEP_WATER)


def drop(sheet: Canvas, x: float, y: float, size: float = 26, fill: str = c.DEEP_WATER) -> None:
    """Paint one drop of water, point upwards."""
    sheet.disc(x, y, size, fill)
    sheet.shape(
        [(x - size * 0.9, y - size * 0.4), (x, y - size * 2.1), (x + size * 0.9, y - size * 0.4)],
        fill,
    )


def tree(sheet: Canvas, x: float, ground: float, size: float = 1, leaf: str = c.LEAF) -> None:
    """Paint a round tree that stands at `ground`."""
    sheet.shape(
        [
            (x - 22 * size, ground),
            (x - 13 * size, ground - 200 * size),
            (x + 13 * size, ground - 200 * size),
            (x + 22 * size, ground),
        ],
        c.BARK,
    )
    crown = ground - 290 * size
    for across, down, radius in ((-78, 40, 92), (82, 34, 96), (0, -46, 118), (4, 44, 104)):
        sheet.disc(x + across * size, crown + down * size, radius * size, leaf)
    for across, down, radius in ((-40, -70, 26), (34, -24, 20), (-72, 14, 18)):
        sheet.disc(x + across * size, crown + down * size, radius * size, c.LIME)


def bush(sheet: Canvas, x: float, ground: float, size: float = 1, leaf: str = c.LEAF) -> None:
    """Paint a low bush."""
    for across, radius in ((-56, 46), (0, 64), (58, 44)):
        sheet.disc(x + across * size, ground - radius * 0.7 * size, radius * size, leaf)


def grass(sheet: Canvas, x: float, ground: float, size: float = 1, leaf: str = c.DEEP_LEAF) -> None:
    """Paint a tuft of long leaves."""
    for lean in (-46, -22, 0, 24, 48):
        top = ground - (108 - abs(lean) * 0.7) * size
        blade = [(x - 7 * size, ground), (x + lean * size, top), (x + 7 * size, ground)]
        sheet.shape(blade, leaf)


def flower(sheet: Canvas, x: float, ground: float, petals: str, size: float = 1) -> None:
    """Paint a flower on its stem."""
    top = ground - 78 * size
    sheet.stroke([(x, ground), (x, top)], 8 * size, c.DEEP_LEAF)
    for petal_x, petal_y in c.around(x, top, 21 * size, 21 * size, 5):
        sheet.disc(petal_x, petal_y, 17 * size, petals)
    sheet.disc(x, top, 13 * size, c.YELLOW if petals != c.YELLOW else c.ORANGE)


def stones(sheet: Canvas, places: list[Place], size: float = 1) -> None:
    """Lay a stone at each place, none quite like the other."""
    for x, y in places:
        wide = sheet.between(36, 58) * size
        sheet.oval(x, y + wide * 0.18, wide, wide * 0.66, c.DARK_STONE)
        sheet.oval(x, y, wide, wide * 0.62, c.STONE)
        sheet.oval(x - wide * 0.25, y - wide * 0.2, wide * 0.4, wide * 0.2, c.PALE_STONE)


def house(sheet: Canvas, left: float, top: float, right: float, bottom: float) -> None:
    """Paint a house, its roof above `top`."""
    middle = (left + right) / 2
    sheet.box(left, top, right, bottom, c.WALL)
    sheet.shape([(left - 50, top), (middle, top - 170), (right + 50, top)], c.ROOF)
    for x in (left + (right - left) * 0.3, left + (right - left) * 0.7):
        window(sheet, x, top + 105)


def window(sheet: Canvas, x: float, y: float, size: float = 1) -> None:
    """Paint a window with its cross."""
    sheet.round_box(x - 58 * size, y - 58 * size, x + 58 * size, y + 58 * size, c.WHITE, 10)
    sheet.round_box(x - 48 * size, y - 48 * size, x + 48 * size, y + 48 * size, c.WINDOW, 6)
    sheet.stroke([(x, y - 48 * size), (x, y + 48 * size)], 8 * size, c.WHITE)
    sheet.stroke([(x - 48 * size, y), (x + 48 * size, y)], 8 * size, c.WHITE)


def person(sheet: Canvas, x: float, ground: float, clothes: str, size: float = 1) -> None:
    """Paint somebody: a head, a body, and no face that could be anybody's."""
    sheet.round_box(x - 48 * size, ground - 150 * size, x + 48 * size, ground, clothes, 44 * size)
    sheet.disc(x, ground - 196 * size, 45 * size, "#e8b98f")
    sheet.shape(
        c.curve(
            (x - 47 * size, ground - 196 * size),
            (x - 46 * size, ground - 262 * size),
            (x + 46 * size, ground - 262 * size),
            (x + 47 * size, ground - 196 * size),
        ),
        c.INK,
    )


def bench(sheet: Canvas, x: float, ground: float, size: float = 1) -> None:
    """Paint a wooden bench."""
    for leg in (-130, 130):
        sheet.box(x + (leg - 14) * size, ground - 90 * size, x + (leg + 14) * size, ground, c.INK)
    for top in (-190, -150, -104):
        sheet.round_box(
            x - 180 * size,
            ground + top * size,
            x + 180 * size,
            ground + (top + 30) * size,
            c.BARK,
            10,
        )


def cutaway(sheet: Canvas, surface: float = 560) -> None:
    """Paint the ground as if it had been cut with a knife: grass on top, soil below."""
    sheet.box(0, surface, c.WIDTH, c.HEIGHT, c.SOIL)
    sheet.box(0, surface, c.WIDTH, surface + 34, c.LEAF)
    for _ in range(90):
        x, y = sheet.between(0, c.WIDTH), sheet.between(surface + 70, c.HEIGHT)
        sheet.oval(x, y, sheet.between(6, 16), sheet.between(4, 10), c.DARK_SOIL)


def sign(sheet: Canvas, x: float, ground: float, face: str, *, high: float = 360) -> Place:
    """Put up a round-cornered sign and return the middle of its empty face."""
    sheet.box(x - 12, ground - high, x + 12, ground, c.DARK_STONE)
    sheet.round_box(x - 110, ground - high - 110, x + 110, ground - high + 110, c.WHITE, 30)
    sheet.round_box(x - 96, ground - high - 96, x + 96, ground - high + 96, face, 22)
    return x, ground - high
