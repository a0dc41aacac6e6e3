"""Scenes of land and sky."""

import math

from broadsheet.project.demo.brush import Canvas, mixed
from broadsheet.project.demo.seascapes import stars


def mountain_pass(c: Canvas) -> None:
    c.sky([(0, "#4b7a9b"), (0.4, "#9fc0c9"), (0.65, "#f3d9b1"), (1, "#f5e6cf")])
    c.clouds("#ffffff", top=0.02, bottom=0.45, amount=0.4, stretch=4)
    c.glow((0.72, 0.36), 0.4, "#ffe2a8", 0.8)
    layers = (
        (0.5, 0.2, "#a9bfc7"),
        (0.58, 0.2, "#84a3b0"),
        (0.67, 0.18, "#5d8494"),
        (0.77, 0.17, "#3d6675"),
        (0.87, 0.15, "#25495a"),
        (0.98, 0.13, "#122c3a"),
    )
    for base, height, colour in layers:
        c.ridge(base, height, colour, rough=0.56)
        c.veil(base - 0.08, base + 0.03, "#f0e3cd", 0.34)
    c.ridge(1.02, 0.1, "#0d222d", rough=0.6)
    for _ in range(70):
        x = c.random.random()
        pine(c, x, 0.965 + c.random.random() * 0.05, 0.04 + c.random.random() * 0.06, "#0b1c25")


def pine(c: Canvas, x: float, foot: float, height: float, colour: str) -> None:
    for tier in range(3):
        top = foot - height * (1 - tier * 0.25)
        wide = height * (0.1 + tier * 0.06)
        c.polygon([(x, top), (x + wide, top + height * 0.45), (x - wide, top + height * 0.45)],
                  colour)  # fmt: skip


def dunes(c: Canvas) -> None:
    c.sky([(0, "#2d6c8f"), (0.55, "#e3b98a"), (1, "#f8deb0")], 0, 0.6)
    c.glow((0.26, 0.36), 0.34, "#fff0c4", 0.9)
    c.disc((0.26, 0.36), 0.03, "#fffbe8")
    shades = (("#dba15e", "#b97a43"), ("#cf8d4b", "#a1622f"), ("#c0793b", "#874b22"),
              ("#a9632c", "#6d3a1a"))  # fmt: skip
    for number, (light, dark) in enumerate(shades):
        base = 0.52 + number * 0.125
        dune(c, base, 0.055 + number * 0.02, light, dark, phase=number * 1.9)
    for step in range(5):
        camel(c, 0.55 + step * 0.045, 0.618 + step * 0.004)


def dune(c: Canvas, base: float, height: float, light: str, dark: str, *, phase: float) -> None:
    """A crest with its lit side and, from its top to the right, the shaded slip face."""
    line = [(i / 200, base - height * (0.55 * math.sin(i / 200 * 7 + phase)
             + 0.45 * math.sin(i / 200 * 3.1 + phase * 2))) for i in range(201)]  # fmt: skip
    c.polygon([*line, (1, 1.05), (0, 1.05)], light)
    start = 25 + round(phase * 37) % 110
    top = min(range(max(5, start - 25), start + 25), key=lambda i: line[i][1])
    slip = [
        (
            line[top][0] + 0.16 * share + 0.05 * math.sin(share * 5),
            line[top][1] + (1.05 - line[top][1]) * share,
        )
        for share in (0, 0.1, 0.25, 0.45, 0.7, 1)
    ]
    c.polygon([*reversed(slip), *line[top:], (1, 1.05)], mixed(light, dark, 0.75))  # fmt: skip
    c.veil(base - height, base + 0.1, mixed(light, "#ffe9c2", 0.6), 0.16)


def camel(c: Canvas, x: float, foot: float) -> None:
    c.box(x, foot - 0.018, x + 0.016, foot - 0.009, "#4a2713")
    c.polygon([(x + 0.004, foot - 0.017), (x + 0.008, foot - 0.027), (x + 0.012, foot - 0.017)],
              "#4a2713")  # fmt: skip
    for leg in (0.001, 0.005, 0.011, 0.015):
        c.line([(x + leg, foot - 0.01), (x + leg, foot)], "#4a2713", 0.0011)
    c.line([(x, foot - 0.014), (x - 0.005, foot - 0.024), (x - 0.009, foot - 0.024)], "#4a2713",
           0.0016)  # fmt: skip


def solar_fields(c: Canvas) -> None:
    c.sky([(0, "#3b8fc4"), (0.7, "#b6dcec"), (1, "#fff2d0")], 0, 0.46)
    c.clouds("#ffffff", top=0.05, bottom=0.42, amount=0.45, stretch=3)
    c.glow((0.8, 0.2), 0.45, "#fff3c0", 0.9)
    c.disc((0.8, 0.2), 0.024, "#fffef2")
    c.ridge(0.46, 0.06, "#7fa08b")
    c.sky([(0, "#c9b277"), (1, "#9c7f47")], 0.455, 1)
    for row in range(9):
        near = (row + 1) / 9
        panels(c, 0.47 + 0.5 * near**2, near)


def panels(c: Canvas, y: float, near: float) -> None:
    """One row of tilted panels; `near` 0 is the horizon, 1 the viewer."""
    tall, wide, lean = 0.012 + 0.085 * near**2, 0.02 + 0.19 * near**2, 0.004 + 0.04 * near**2
    left = -0.1 + 0.03 * near
    while left < 1.05:
        corners = [(left + lean, y - tall), (left + lean + wide * 0.92, y - tall),
                   (left + wide * 0.92, y), (left, y)]  # fmt: skip
        c.line([(left + wide * 0.5, y - tall / 2), (left + wide * 0.5, y + tall * 0.45)],
               "#5b5648", 0.003 * near)  # fmt: skip
        c.polygon(corners, mixed("#16315c", "#4f8fc9", 0.25 + 0.35 * c.random.random()))
        shine = [(left + lean + wide * 0.5, y - tall), (left + lean + wide * 0.72, y - tall),
                 (left + wide * 0.5, y), (left + wide * 0.28, y)]  # fmt: skip
        c.polygon(shine, mixed("#4f8fc9", "#d8ecf5", 0.35))
        for part in range(1, 4):
            share = wide * 0.92 * part / 4
            c.line([(left + lean + share, y - tall), (left + share, y)], "#c3d3e0", 0.0012 * near)
        c.line([(left + lean / 2, y - tall / 2), (left + lean / 2 + wide * 0.92, y - tall / 2)],
               "#c3d3e0", 0.0012 * near)  # fmt: skip
        left += wide


def olive_terraces(c: Canvas) -> None:
    c.sky([(0, "#7db4c9"), (0.6, "#d9e6d4"), (1, "#f4e7c6")], 0, 0.45)
    c.clouds("#ffffff", top=0.05, bottom=0.4, amount=0.35, stretch=4)
    c.ridge(0.44, 0.12, "#98b1a6")
    c.ridge(0.48, 0.1, "#7c9a7c")
    for row in range(12):
        near = row / 11
        base = 0.47 + 0.55 * near**1.35
        bulge = 0.05 * (1 - near) + 0.015
        hill = [(i / 60, base - bulge * math.sin(i / 60 * math.pi + row * 0.35)) for i in range(61)]
        c.polygon([*hill, (1, 1.05), (0, 1.05)], mixed("#b9bd83", "#7d8a45", near))
        wall = 0.006 + 0.018 * near
        c.polygon([*hill, *[(x, y + wall) for x, y in reversed(hill)]],
                  mixed("#d8cba6", "#a9946a", near))  # fmt: skip
        for _ in range(round(26 - 14 * near)):
            x, y = c.random.choice(hill)
            olive(c, x + c.random.uniform(-0.01, 0.01), y, 0.012 + 0.05 * near)


def olive(c: Canvas, x: float, foot: float, size: float) -> None:
    c.line([(x, foot), (x + size * 0.06, foot - size * 0.6)], "#5a4632", size * 0.08)
    green = mixed("#5f7350", "#8fa076", c.random.random())
    c.under_shadow((x + size * 0.25, foot + size * 0.05), size * 0.5)
    for across, up, radius in ((-0.16, 0.7, 0.24), (0.16, 0.72, 0.26), (0.0, 0.95, 0.25)):
        c.disc((x + across * size, foot - up * size), radius * size, mixed(green, "#38462f", 0.3))
        c.disc((x + across * size - 0.04 * size, foot - (up + 0.07) * size), radius * size * 0.8,
               green)  # fmt: skip


def observatory(c: Canvas) -> None:
    c.sky([(0, "#070b20"), (0.6, "#1b2a55"), (0.85, "#54507f"), (1, "#b0748a")], 0, 0.82)
    milky_way(c)
    stars(c, 900, 0.75)
    c.ridge(0.84, 0.1, "#1c1d3c", rough=0.5)
    c.ridge(0.93, 0.1, "#0d0e22", rough=0.5)
    c.polygon([(0.1, 1), (0.3, 0.86), (0.56, 0.83), (0.8, 0.88), (1, 0.97), (1, 1)], "#08091a")
    for x, size in ((0.44, 0.1), (0.66, 0.055)):
        dome(c, x, 0.84 + (0.01 if size < 0.1 else 0), size)
    c.glow((0.44, 0.83), 0.16, "#ffcf8a", 0.35)


def dome(c: Canvas, x: float, foot: float, size: float) -> None:
    ratio = c.size[0] / c.size[1]
    c.box(x - size * 0.86, foot - size * 0.55, x + size * 0.86, foot + 0.02, "#8d93b4")
    c.box(x + size * 0.1, foot - size * 0.55, x + size * 0.86, foot + 0.02, "#646a90")
    left, top = c.at((x - size, foot - size * (0.5 + ratio)))
    right, low = c.at((x + size, foot - size * (0.5 - ratio)))
    c.draw.chord((left, top, right, low), 180, 360, fill="#b9bfd8")
    c.draw.chord((left + (right - left) * 0.5, top, right, low), 270, 360, fill="#8d93b4")
    c.polygon([(x - size * 0.05, foot - size * 0.5), (x + size * 0.22, foot - size * 0.5),
               (x + size * 0.2, foot - size * 1.93), (x + size * 0.02, foot - size * 1.97)],
              "#11142e")  # fmt: skip
    c.box(x - size * 0.12, foot - size * 0.2, x + size * 0.12, foot + 0.02, "#ffd493")


def milky_way(c: Canvas) -> None:
    """A band of light from one corner to the other."""
    for step in range(26):
        share = step / 25
        place = (0.1 + 0.9 * share, 0.75 - 0.8 * share)
        c.glow((place[0] + c.random.uniform(-0.04, 0.04), place[1]),
               0.1 + 0.08 * c.random.random(), "#6f74b8", 0.22)  # fmt: skip


def storm(c: Canvas) -> None:
    c.sky([(0, "#1c252e"), (0.5, "#3f5560"), (1, "#9fb0a6")], 0, 0.7)
    c.clouds("#10161c", top=-0.2, bottom=0.55, amount=0.8, stretch=3)
    c.clouds("#6a7f88", top=0.1, bottom=0.6, amount=0.45, stretch=5)
    bolt(c, 0.66)
    c.sky([(0, "#6f8584"), (0.3, "#34505a"), (1, "#132731")], 0.7, 1)
    c.streaks(0.71, "#c9d6cf", count=500, centre=0.66)
    for number in range(260):
        x, y = c.random.uniform(-0.1, 1), c.random.uniform(0.15, 1)
        long = c.random.uniform(0.02, 0.06)
        shade = "#7f949a" if number % 3 else "#a8b9bb"
        c.line([(x, y), (x - long * 0.25, y + long)], shade, 0.0005)


def bolt(c: Canvas, x: float) -> None:
    y, points = 0.12, []
    while y < 0.7:
        points.append((x, y))
        x, y = x + c.random.uniform(-0.03, 0.028), y + c.random.uniform(0.02, 0.05)
    points.append((x, 0.7))
    c.glow((points[0][0], 0.25), 0.34, "#aebfe0", 0.8)
    c.glow((x, 0.69), 0.16, "#e4ecff", 0.9)
    c.line(points, "#dfe8ff", 0.003)
    c.line(points, "#ffffff", 0.0014)
    fork = points[len(points) // 2]
    c.line([fork, (fork[0] + 0.04, fork[1] + 0.06), (fork[0] + 0.05, fork[1] + 0.13)], "#e6edff",
           0.001)  # fmt: skip


def viaduct(c: Canvas) -> None:
    c.sky([(0, "#f0c987"), (0.6, "#f6e0b6"), (1, "#f9efd9")])
    c.glow((0.2, 0.22), 0.4, "#fff6da", 0.9)
    c.ridge(0.56, 0.22, "#d6b98a")
    c.veil(0.4, 0.6, "#f9eed6", 0.5)
    c.ridge(0.68, 0.2, "#b6996f")
    c.veil(0.5, 0.75, "#f7e6c4", 0.45)
    arches(c, 0.4, "#7d5a44", "#5d4032")
    train(c, 0.4)
    c.ridge(0.93, 0.12, "#6d6a3f", rough=0.5)
    c.ridge(1.02, 0.1, "#414325", rough=0.5)
    for _ in range(40):
        pine(c, c.random.random(), 0.97 + 0.05 * c.random.random(), 0.06, "#343a20")


def arches(c: Canvas, deck: float, lit: str, dark: str) -> None:
    """A viaduct from edge to edge: the deck, and piers with round openings between them."""
    for pier in range(8):
        x = 0.01 + pier * 0.14
        c.polygon([(x - 0.019, deck), (x + 0.019, deck), (x + 0.025, 1), (x - 0.025, 1)], lit)
        c.polygon([(x + 0.006, deck), (x + 0.019, deck), (x + 0.025, 1), (x + 0.008, 1)], dark)
    for gap in range(8):
        left = 0.03 + gap * 0.14 - 0.14
        for part in range(30):
            share = (part + 0.5) / 30
            drop = 0.1 * (1 - math.sqrt(max(0.0, 1 - (share * 2 - 1) ** 2)))
            c.box(left + 0.1 * (part / 30), deck, left + 0.1 * ((part + 1) / 30) + 0.0006,
                  deck + 0.012 + drop, lit)  # fmt: skip
    c.box(0, deck - 0.022, 1, deck + 0.012, lit)
    c.box(0, deck + 0.004, 1, deck + 0.012, dark)


def train(c: Canvas, deck: float) -> None:
    for car in range(5):
        left = 0.3 + car * 0.105
        c.box(left, deck - 0.078, left + 0.1, deck - 0.026, "#a33b2a")
        c.box(left, deck - 0.046, left + 0.1, deck - 0.036, "#f1dfb9")
        for pane in range(6):
            c.box(left + 0.008 + pane * 0.0148, deck - 0.07, left + 0.018 + pane * 0.0148,
                  deck - 0.052, "#3b3a44")  # fmt: skip
    c.polygon([(0.824, deck - 0.026), (0.824, deck - 0.078), (0.85, deck - 0.07),
               (0.868, deck - 0.026)], "#8d2f21")  # fmt: skip
    c.polygon([(0.836, deck - 0.05), (0.836, deck - 0.069), (0.847, deck - 0.066),
               (0.854, deck - 0.05)], "#2b2a33")  # fmt: skip
