"""Scenes indoors and under water, and two that are only lines and colours."""

import math

from broadsheet.project.demo.brush import Canvas, Point, mixed


def reef(c: Canvas) -> None:
    c.sky([(0, "#5fd0d6"), (0.3, "#1f93b5"), (0.75, "#0d4f7c"), (1, "#08304f")])
    for ray in range(9):
        x = 0.05 + ray * 0.12
        wide = 0.02 + 0.05 * c.random.random()
        beam = [(x, -0.05), (x + wide, -0.05), (x + wide - 0.1, 0.9), (x - 0.28, 0.9)]
        c.beam(beam, "#8fe3e4", blur=14, opacity=0.16)
    c.ridge(0.9, 0.14, "#0b4468", rough=0.5)
    for _ in range(3):
        shoal(c, 0.2 + 0.6 * c.random.random(), 0.2 + 0.35 * c.random.random())
    paints = ("#e8574a", "#f2955c", "#d64f8c", "#f4c34f", "#8f5bb5", "#4fb59f")
    for plant in range(26):
        x = (plant + c.random.random()) / 26
        colour = mixed(paints[plant % 6], "#0d4f7c", 0.12 + 0.3 * c.random.random())
        long = 0.08 + 0.09 * c.random.random()
        branch(c, (x, 0.99), -90 + c.random.uniform(-14, 14), long, colour)
    c.ridge(1.0, 0.07, "#062338", rough=0.55)


def branch(c: Canvas, root: Point, angle: float, long: float, colour: str) -> None:
    """A coral that forks and forks again; `angle` in degrees, -90 points up."""
    x, y = root
    if long < 0.018:
        c.disc(root, 0.005, mixed(colour, "#ffffff", 0.3))
        return
    tip = (x + math.cos(math.radians(angle)) * long * 0.67,
           y + math.sin(math.radians(angle)) * long)  # fmt: skip
    c.line([root, tip], colour, long * 0.07)
    c.disc(tip, long * 0.034, colour)
    for turn in (-26, 22):
        branch(c, tip, angle + turn + c.random.uniform(-9, 9), long * 0.68, colour)


def shoal(c: Canvas, x: float, y: float) -> None:
    for _ in range(34):
        fish(
            c, c.random.gauss(x, 0.07), c.random.gauss(y, 0.045), 0.008 + 0.008 * c.random.random()
        )


def fish(c: Canvas, x: float, y: float, size: float) -> None:
    colour = mixed("#f4d35e", "#f7f3d0", c.random.random())
    left, top = c.at((x - size, y - size * 0.5))
    right, low = c.at((x + size, y + size * 0.5))
    c.draw.ellipse((left, top, right, low), fill=colour)
    fin, half = x - size * 1.7, size * 0.7
    c.polygon([(x - size * 0.8, y), (fin, y - half), (fin, y + half)], colour)
    c.disc((x + size * 0.55, y - size * 0.1), size * 0.12, "#123")


def market_board(c: Canvas) -> None:
    c.sky([(0, "#10222e"), (1, "#17384a")])
    for row in range(9):
        c.line([(0.07, 0.12 + row * 0.095), (0.95, 0.12 + row * 0.095)], "#27505f", 0.0008)
    bars = 30
    value, line = 0.62, []
    for bar in range(bars):
        x = 0.08 + bar * 0.029
        change = c.random.uniform(-0.05, 0.042) - 0.007
        after = min(0.72, max(0.16, value + change))
        colour = "#57c4a0" if after < value else "#e2725b"
        c.line([(x + 0.009, min(value, after) - 0.03), (x + 0.009, max(value, after) + 0.03)],
               colour, 0.0014)  # fmt: skip
        c.box(x, min(value, after), x + 0.018, max(value, after) + 0.004, colour)
        high = 0.03 + 0.1 * c.random.random()
        c.box(x, 0.88 - high, x + 0.018, 0.88, mixed(colour, "#17384a", 0.62))
        line.append((x + 0.009, after))
        value = after
    lately = [[y for _x, y in line[max(0, i - 4) : i + 1]] for i in range(len(line))]
    smooth = [(x, sum(ys) / len(ys)) for (x, _y), ys in zip(line, lately, strict=True)]
    c.line(smooth, "#8d7c55", 0.007)
    c.line(smooth, "#ffd479", 0.0026)
    c.disc(smooth[-1], 0.007, "#fff1c9")
    c.glow(smooth[-1], 0.14, "#ffd479", 0.7)
    c.line([(0.07, 0.88), (0.95, 0.88)], "#4d7f8e", 0.0016)


def stage(c: Canvas) -> None:
    c.sky([(0, "#1a0a10"), (1, "#2a0d14")])
    c.sky([(0, "#3c1c14"), (1, "#7a4326")], 0.8, 1)
    for lamp, spot in ((0.3, 0.42), (0.5, 0.5), (0.7, 0.58)):
        corners = [
            (lamp - 0.01, -0.02),
            (lamp + 0.01, -0.02),
            (spot + 0.13, 0.86),
            (spot - 0.13, 0.86),
        ]
        c.beam(corners, "#f7d79a", blur=12, opacity=0.34)
    left, top = c.at((0.3, 0.8))
    right, low = c.at((0.7, 0.93))
    c.draw.ellipse((left, top, right, low), fill="#d79b5a")
    c.glow((0.5, 0.86), 0.26, "#ffe1a6", 0.8)
    chair(c, 0.5, 0.87)
    for side in (0, 1):
        folds(c, side)
    for number in range(21):
        x = number / 20
        swag = 0.12 + 0.05 * abs(math.sin(x * math.pi * 5))
        c.polygon([(x - 0.03, -0.01), (x + 0.03, -0.01), (x + 0.022, swag), (x - 0.022, swag)],
                  mixed("#8d1524", "#5d0c18", number % 2 * 0.6))  # fmt: skip
        c.disc((x, swag + 0.008), 0.005, "#d9a441")
    c.box(0, 0.955, 1, 1, "#12060a")
    for lamp in range(14):
        c.glow((0.06 + lamp * 0.068, 0.955), 0.05, "#ffc87a", 0.6)


def folds(c: Canvas, side: int) -> None:
    """One half of the curtain, drawn back to its edge."""
    for fold in range(16):
        near = fold / 15
        top = 0.012 * fold + near * 0.12
        foot = 0.006 * fold + near * 0.05 + 0.07
        shade = mixed("#b3202f", "#4c0712", 0.5 + 0.5 * math.sin(fold * 1.9))
        points = [(top, 0), (top + 0.035, 0), (foot + 0.03, 0.62), (foot + 0.045, 0.93),
                  (foot, 0.93), (foot - 0.01, 0.6)]  # fmt: skip
        c.polygon([(1 - x if side else x, y) for x, y in points], shade)


def chair(c: Canvas, x: float, foot: float) -> None:
    wood = "#2a120b"
    c.box(x - 0.022, foot - 0.085, x + 0.022, foot - 0.074, wood)
    for leg in (-0.02, 0.017):
        c.box(x + leg, foot - 0.08, x + leg + 0.004, foot, wood)
    c.box(x - 0.022, foot - 0.19, x - 0.017, foot - 0.08, wood)
    c.box(x + 0.017, foot - 0.19, x + 0.022, foot - 0.08, wood)
    for bar in (0.185, 0.15, 0.115):
        c.box(x - 0.02, foot - bar, x + 0.02, foot - bar + 0.012, wood)


def bookshelves(c: Canvas) -> None:
    c.sky([(0, "#3a2417"), (1, "#24140c")])
    paints = (
        "#7a1f1f",
        "#1f4d5a",
        "#c9a24a",
        "#2f5d43",
        "#5d3a66",
        "#d9cdb4",
        "#8a5a2b",
        "#33425e",
    )
    for shelf in range(4):
        floor = 0.245 + shelf * 0.25
        c.box(0, floor - 0.235, 1, floor, mixed("#1d0f08", "#2b180e", shelf / 3))
        x = 0.01
        while x < 0.99:
            x = book(c, x, floor, c.random.choice(paints))
        c.box(0, floor, 1, floor + 0.018, "#6d452a")
        c.box(0, floor + 0.012, 1, floor + 0.018, "#452816")
    c.glow((0.5, 0.1), 0.6, "#ffd08a", 0.5)
    c.glow((0.12, 0.6), 0.3, "#ffb866", 0.3)


def book(c: Canvas, x: float, floor: float, colour: str) -> float:
    """One book on the shelf; returns where the next may stand."""
    wide, tall = 0.012 + 0.018 * c.random.random(), 0.14 + 0.075 * c.random.random()
    lean = 0.02 if c.random.random() < 0.06 else 0.0
    colour = mixed(colour, "#000000", 0.25 * c.random.random())
    body = [
        (x + lean, floor - tall),
        (x + wide + lean, floor - tall),
        (x + wide, floor),
        (x, floor),
    ]
    c.polygon(body, colour)
    c.line([(x + wide * 0.2 + lean, floor - tall), (x + wide * 0.2, floor)],
           mixed(colour, "#ffffff", 0.22), 0.0012)  # fmt: skip
    gold = mixed("#d9b765", colour, 0.2)
    for share in (0.16, 0.2, 0.82):
        shift = lean * share
        c.line([(x + shift, floor - tall * share), (x + wide + shift, floor - tall * share)], gold,
               0.0011)  # fmt: skip
    if wide > 0.02:
        c.box(x + wide * 0.3, floor - tall * 0.7, x + wide * 0.75, floor - tall * 0.5, gold)
    return x + wide + lean + 0.0012


def festival_lanterns(c: Canvas) -> None:
    c.sky([(0, "#121233"), (0.6, "#3c2456"), (1, "#8d3f5e")])
    c.glow((0.5, 1.0), 0.6, "#ff9a5c", 0.5)
    for string in range(5):
        y, dip = 0.1 + string * 0.12, 0.1 + 0.03 * string
        rope = [(i / 40, y + dip * math.sin(i / 40 * math.pi)) for i in range(41)]
        c.line(rope, "#1a1330", 0.0014)
        for i in range(2 + string % 2, 40, 5):
            lantern(c, *rope[i], 0.012 + 0.006 * string)
    crowd(c)


def lantern(c: Canvas, x: float, y: float, size: float) -> None:
    colour = c.random.choice(("#ffb03b", "#f2664b", "#ffd56b", "#f08fb0", "#7fd0c0"))
    c.glow((x, y + size * 2.2), size * 5, colour, 0.55)
    left, top = c.at((x - size, y + size * 0.7))
    right, low = c.at((x + size, y + size * 3.9))
    c.draw.ellipse((left, top, right, low), fill=colour)
    c.draw.ellipse((left + (right - left) * 0.3, top, right - (right - left) * 0.3, low),
                   fill=mixed(colour, "#ffffff", 0.45))  # fmt: skip
    for edge in (0.6, 3.7):
        c.box(x - size * 0.4, y + size * edge, x + size * 0.4, y + size * (edge + 0.35), "#2a1a35")


def crowd(c: Canvas) -> None:
    """Heads and shoulders along the lower edge, as shapes only."""
    for row in range(3):
        for _ in range(30):
            x, y = c.random.random(), 0.9 + row * 0.045 + c.random.random() * 0.02
            shade = mixed("#2a1838", "#0c0816", row / 2)
            c.disc((x, y), 0.012 + 0.003 * row, shade)
            left, top = c.at((x - 0.03, y + 0.015))
            right, low = c.at((x + 0.03, y + 0.2))
            c.draw.rounded_rectangle((left, top, right, low), radius=70, fill=shade)
