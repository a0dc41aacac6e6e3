"""Scenes of the town: houses, containers, the stadium, the rowing lake from above."""

from broadsheet.project.demo.brush import Canvas, mixed


def old_town(c: Canvas) -> None:
    c.sky([(0, "#3f6f9f"), (0.5, "#c9a7a0"), (1, "#f6c890")], 0, 0.7)
    c.clouds("#f9dcc0", top=0.03, bottom=0.5, amount=0.4, stretch=4)
    c.glow((0.15, 0.5), 0.42, "#ffd08a", 0.8)
    walls = ("#e9d8b8", "#dcbf95", "#d8a680", "#efe4cf", "#c98f6d", "#d5c5a7")
    for row in range(7):
        near = row / 6
        height = 0.1 + 0.09 * near
        x = -0.05 + c.random.random() * 0.04
        while x < 1.02:
            crest = 0.34 + 0.1 * row + 0.17 * abs(x - 0.55) * (1 - near)
            wide = (0.045 + 0.05 * c.random.random()) * (0.7 + 0.6 * near)
            top = crest - c.random.random() * 0.05
            colour = mixed(c.random.choice(walls), "#6d4d57", 0.34 * (1 - near))
            house(c, (x, top, x + wide, top + height + 0.3), colour, near)
            x += wide
    minaret(c, 0.62, 0.36)


def house(c: Canvas, box: tuple[float, float, float, float], colour: str, near: float) -> None:
    left, top, right, low = box
    c.box(left, top, right, low, colour)
    c.box(right - (right - left) * 0.24, top, right, low, mixed(colour, "#3f2c3c", 0.28))
    if c.random.random() < 0.22:
        half = (right - left) * 0.26
        x, y = c.at(((left + right) / 2 - half * 0.3, top))
        reach = half * c.size[0]
        c.draw.pieslice((x - reach, y - reach, x + reach, y + reach), 180, 360,
                        fill=mixed("#5f8f8b", colour, 0.25))  # fmt: skip
    else:
        c.box(left, top - 0.006, right, top + 0.003, mixed(colour, "#ffffff", 0.25))
    step = 0.012 + 0.01 * near
    for row in range(3):
        for column in range(3):
            if c.random.random() < 0.42:
                continue
            x = left + (column + 0.6) * (right - left) / 4.2
            y = top + 0.022 + row * (0.032 + 0.018 * near)
            pane = c.random.choice(("#4a3b47", "#4a3b47", "#ffd27a", "#5b6c7a"))
            c.box(x, y, x + step * 0.5, y + step * 1.2, pane)


def minaret(c: Canvas, x: float, foot: float) -> None:
    """A slender tower above the roofs."""
    c.box(x - 0.009, foot - 0.21, x + 0.009, foot + 0.08, "#efdfc3")
    c.box(x + 0.002, foot - 0.21, x + 0.009, foot + 0.08, "#c5a988")
    c.box(x - 0.014, foot - 0.2, x + 0.014, foot - 0.19, "#b6946f")
    c.box(x - 0.006, foot - 0.25, x + 0.006, foot - 0.2, "#efdfc3")
    c.polygon([(x - 0.008, foot - 0.25), (x, foot - 0.3), (x + 0.008, foot - 0.25)], "#4f7d7a")


def container_quay(c: Canvas) -> None:
    c.sky([(0, "#86b7cf"), (0.7, "#dfeaea"), (1, "#f3ead8")], 0, 0.87)
    c.clouds("#ffffff", top=0.05, bottom=0.5, amount=0.5, stretch=3)
    c.ridge(0.74, 0.07, "#b9c6c4")
    portal(c)
    c.sky([(0, "#9a9c98"), (1, "#6c6f70")], 0.86, 1)
    paints = ("#c8452f", "#e08a2e", "#1f6f8b", "#2f8f6f", "#d9b23a", "#7a3b5a", "#e7e2d6",
              "#30506b")  # fmt: skip
    for stack in range(11):
        left = -0.02 + stack * 0.094
        floors = 2 + (stack * 7 + 3) % 4
        for floor in range(floors):
            top = 0.9 - (floor + 1) * 0.098
            container(c, (left, top, left + 0.09, top + 0.095), c.random.choice(paints))
    for stripe in range(9):
        left = stripe * 0.13 - 0.05
        c.polygon([(left, 0.95), (left + 0.06, 0.95), (left + 0.045, 0.965), (left - 0.02, 0.965)],
                  "#e2c24a")  # fmt: skip


def container(c: Canvas, box: tuple[float, float, float, float], colour: str) -> None:
    left, top, right, low = box
    c.box(left, top, right, low, colour)
    c.box(left, top, right, top + 0.006, mixed(colour, "#ffffff", 0.3))
    c.box(left, low - 0.005, right, low, mixed(colour, "#000000", 0.4))
    for rib in range(1, 14):
        x = left + (right - left) * rib / 14
        c.line([(x, top + 0.01), (x, low - 0.008)], mixed(colour, "#000000", 0.22), 0.0009)
    c.box(left + 0.01, top + 0.02, left + 0.032, top + 0.034, mixed(colour, "#ffffff", 0.55))


def portal(c: Canvas) -> None:
    for x in (0.16, 0.62):
        for leg in (0.0, 0.24):
            c.line([(x + leg, 0.9), (x + leg + (0.02 if leg == 0 else -0.02), 0.2)], "#b23a2c",
                   0.008)  # fmt: skip
        c.box(x - 0.06, 0.18, x + 0.3, 0.215, "#c8452f")
        for brace in range(9):
            left = x - 0.06 + brace * 0.04
            c.line([(left, 0.215), (left + 0.02, 0.18), (left + 0.04, 0.215)], "#8f2a20", 0.0016)
        c.line([(x + 0.12, 0.215), (x + 0.12, 0.36)], "#3a3d40", 0.0014)
        container(c, (x + 0.075, 0.36, x + 0.165, 0.455), "#1f6f8b")
    c.veil(0.2, 0.75, "#e6ecea", 0.35)


def stadium(c: Canvas) -> None:
    c.sky([(0, "#0c1a33"), (0.7, "#27456b"), (1, "#5f7f98")], 0, 0.5)
    c.clouds("#4b668a", top=0.05, bottom=0.45, amount=0.4, stretch=5)
    for tier in range(7):
        y = 0.34 + tier * 0.034
        c.polygon([(0, y - 0.05), (0.5, y + 0.006), (1, y - 0.05), (1, 0.62), (0, 0.62)],
                  mixed("#2b3550", "#3f4a68", tier / 6))  # fmt: skip
        for _ in range(420):
            x = c.random.random()
            dip = y - 0.05 + 0.056 * (1 - abs(x - 0.5) * 2) + c.random.random() * 0.03
            c.disc((x, dip), 0.0013, c.random.choice(("#d9dfe8", "#a33b2a", "#e0b345", "#7f93b0")))
    c.box(0, 0.585, 1, 0.61, "#e7e4da")
    for board in range(8):
        c.box(board * 0.125, 0.585, board * 0.125 + 0.12, 0.61,
              ("#7a1f1f", "#1f5a7a", "#2d6a4f", "#8a5a00")[board % 4])  # fmt: skip
    pitch(c, 0.61)
    for x in (0.1, 0.9):
        floodlight(c, x)


def pitch(c: Canvas, top: float) -> None:
    for stripe in range(12):
        left, right = stripe / 12, (stripe + 1) / 12
        far = [(0.5 + (edge - 0.5) * 1.05, top) for edge in (left, right)]
        near = [(0.5 + (edge - 0.5) * 2.1, 1.02) for edge in (right, left)]
        c.polygon([*far, *near], "#2f8f4a" if stripe % 2 else "#277a40")
    white = "#e9f2e6"
    c.line([(0, 0.66), (1, 0.66)], white, 0.002)
    c.line([(0.5, 0.66), (0.5, 1)], white, 0.003)
    left, upper = c.at((0.3, 0.74))
    right, low = c.at((0.7, 0.96))
    c.draw.ellipse((left, upper, right, low), outline=white, width=11)
    c.disc((0.5, 0.85), 0.006, white)
    c.disc((0.56, 0.83), 0.009, "#fdfdf8")


def floodlight(c: Canvas, x: float) -> None:
    c.line([(x, 0.45), (x, 0.12)], "#1a2338", 0.006)
    c.box(x - 0.045, 0.05, x + 0.045, 0.13, "#1a2338")
    for row in range(3):
        for column in range(5):
            c.disc((x - 0.034 + column * 0.017, 0.065 + row * 0.025), 0.0055, "#fffbe6")
    c.glow((x, 0.09), 0.3, "#e8f0ff", 0.85)


def rowing_lake(c: Canvas) -> None:
    c.sky([(0, "#1d6f86"), (1, "#12506b")])
    c.image.paste((255, 255, 255), (0, 0), c.noise(10, stretch=6).point(
        [max(0, value - 118) // 3 for value in range(256)]))  # fmt: skip
    for lane in range(7):
        y = 0.06 + lane * 0.148
        for buoy in range(34):
            x = buoy / 33 + (lane % 2) * 0.006
            c.disc((x, y), 0.0032, "#e8552f" if buoy % 8 == 0 else "#f7f3e6")
    places = (0.42, 0.6, 0.3, 0.7, 0.5, 0.36)
    paints = ("#f1c232", "#e9e4d8", "#d4472f", "#2fa58d", "#f2f2f2", "#f28f3b")
    for lane, (x, colour) in enumerate(zip(places, paints, strict=True)):
        shell(c, x, 0.134 + lane * 0.148, colour)


def shell(c: Canvas, x: float, y: float, colour: str) -> None:
    """A racing eight seen from above, its wake behind it."""
    for ring in range(26):
        fade = mixed("#5ea3b3", "#17596f", ring / 25)
        c.line([(x - 0.15 - ring * 0.012, y - 0.003 - ring * 0.0008),
                (x - 0.145 - ring * 0.012, y + 0.003 + ring * 0.0008)], fade, 0.0012)  # fmt: skip
    c.polygon([(x - 0.15, y), (x - 0.1, y - 0.0075), (x + 0.09, y - 0.0075), (x + 0.14, y),
               (x + 0.09, y + 0.0075), (x - 0.1, y + 0.0075)], colour)  # fmt: skip
    for seat in range(8):
        place = x - 0.09 + seat * 0.021
        side = 1 if seat % 2 else -1
        c.line([(place + 0.006, y), (place - 0.008, y + side * 0.048)], "#f7efdf", 0.0012)
        c.line([(place - 0.006, y + side * 0.04), (place - 0.01, y + side * 0.052)], "#e9d9b5",
               0.003)  # fmt: skip
        c.disc((place, y), 0.0042, "#26323b")
        for ripple in range(2):
            c.line([(place - 0.03 - ripple * 0.006, y + side * (0.05 + ripple * 0.004)),
                    (place - 0.02, y + side * (0.053 + ripple * 0.004))], "#a9d3d9",
                   0.0008)  # fmt: skip


def night_tram(c: Canvas) -> None:
    c.sky([(0, "#101a35"), (0.6, "#3a3560"), (1, "#c9746b")], 0, 0.62)
    for side in (-1, 1):
        for block in range(7):
            near = (block + 1) / 7
            inner = 0.5 + side * (0.05 + 0.4 * near**1.5)
            outer = 0.5 + side * (0.09 + 0.62 * near**1.4)
            top = 0.5 - 0.42 * near - 0.03 * (block % 2)
            left, right = min(inner, outer), max(inner, outer)
            facade(c, (left, top, right, 0.66 + 0.2 * near), near)
    c.polygon([(0.44, 0.6), (0.56, 0.6), (1.2, 1), (-0.2, 1)], "#2a2740")
    for rail in (0.478, 0.522, 0.492, 0.508):
        c.line([(rail, 0.6), (0.5 + (rail - 0.5) * 15, 1)], "#8d86a8", 0.0022)
    for lamp in range(5):
        near = (lamp + 1) / 5
        for side in (-1, 1):
            x = 0.5 + side * (0.06 + 0.33 * near**1.6)
            c.line([(x, 0.62 + 0.22 * near**1.5), (x, 0.5 - 0.2 * near)], "#141726", 0.004 * near)
            c.glow((x, 0.5 - 0.2 * near), 0.05 + 0.06 * near, "#ffce85", 0.8)
    tram(c)


def facade(c: Canvas, box: tuple[float, float, float, float], near: float) -> None:
    left, top, right, low = box
    colour = mixed("#4a3f63", "#231f38", near)
    c.box(left, top, right, low, colour)
    columns = max(2, round((right - left) / (0.02 + 0.02 * near)))
    for row in range(9):
        for column in range(columns):
            if c.random.random() < 0.45:
                continue
            x = left + (column + 0.25) * (right - left) / columns
            y = top + 0.02 + row * (low - top) / 10
            pane = c.random.choice(("#ffcf7a", "#f2a95c", "#5d5578", "#5d5578"))
            c.box(x, y, x + (right - left) / columns * 0.45, y + (low - top) * 0.055, pane)


def tram(c: Canvas) -> None:
    c.box(0.425, 0.44, 0.575, 0.74, "#b5342b")
    c.box(0.425, 0.62, 0.575, 0.66, "#f0e2c4")
    c.box(0.437, 0.49, 0.563, 0.6, "#ffe2a0")
    for pillar in (0.478, 0.52):
        c.box(pillar, 0.49, pillar + 0.003, 0.6, "#7d211b")
    c.box(0.455, 0.452, 0.545, 0.48, "#1a1626")
    for dot in range(9):
        c.disc((0.465 + dot * 0.0088, 0.466), 0.0022, "#ffb53a")
    c.box(0.435, 0.74, 0.565, 0.765, "#15121f")
    for lamp in (0.448, 0.552):
        c.disc((lamp, 0.695), 0.0075, "#fff6d8")
        c.glow((lamp, 0.695), 0.1, "#fff0c4", 0.8)
    top = 0.44
    c.line([(0.47, top), (0.5, top - 0.05), (0.53, top)], "#15121f", 0.002)
    c.line([(0.44, top - 0.05), (0.56, top - 0.05)], "#15121f", 0.002)
    c.line([(0.5, top - 0.05), (0.5, 0)], "#15121f", 0.0012)
    c.veil(0.6, 0.8, "#ffcf8f", 0.08)
