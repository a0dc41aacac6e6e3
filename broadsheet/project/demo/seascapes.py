"""Scenes of the sea and the harbour."""

from broadsheet.project.demo.brush import Canvas, Point, mixed


def harbour_dawn(c: Canvas) -> None:
    c.sky([(0, "#23395b"), (0.45, "#a9667a"), (0.75, "#f2a26b"), (1, "#ffe0a3")], 0, 0.62)
    c.clouds("#f7c59f", top=0.12, bottom=0.5, amount=0.45, stretch=5)
    c.clouds("#6d4a6b", top=0.0, bottom=0.34, amount=0.35, stretch=4)
    c.glow((0.64, 0.58), 0.42, "#ffb35c", 0.9)
    c.disc((0.64, 0.565), 0.026, "#fff3d0")
    c.ridge(0.63, 0.09, "#7a5568", rough=0.5)
    c.ridge(0.635, 0.045, "#583c55", rough=0.6)
    for x, height in ((0.08, 0.3), (0.21, 0.25), (0.33, 0.28)):
        gantry(c, x, 0.635, height, "#2a2238")
    c.box(0.0, 0.615, 0.46, 0.64, "#2a2238")
    hull(c, 0.86, 0.632, 0.17, "#2a2238")
    c.mirror(0.635, tint="#5c3f5f", share=0.25)
    c.streaks(0.64, "#ffd79a", count=420, centre=0.64)
    c.veil(0.5, 0.64, "#ffcf9f", 0.3)


def gantry(c: Canvas, x: float, base: float, height: float, colour: str) -> None:
    """A quay crane: two legs, a boom over the water, a tie from the mast."""
    top = base - height
    for leg in (0.0, 0.035):
        c.line([(x + leg, base), (x + leg, top + 0.05)], colour, 0.004)
    c.line([(x, base - height * 0.45), (x + 0.035, base - height * 0.45)], colour, 0.003)
    c.line([(x, base), (x + 0.035, base - height * 0.45)], colour, 0.0015)
    c.line([(x - 0.04, top + 0.07), (x + 0.13, top + 0.05)], colour, 0.0045)
    c.line([(x + 0.018, top + 0.06), (x + 0.018, top)], colour, 0.003)
    c.line([(x + 0.018, top), (x + 0.125, top + 0.05)], colour, 0.0014)
    c.line([(x + 0.018, top), (x - 0.036, top + 0.068)], colour, 0.0014)
    c.line([(x + 0.09, top + 0.055), (x + 0.09, top + 0.13)], colour, 0.001)
    c.box(x + 0.08, top + 0.13, x + 0.1, top + 0.15, colour)


def hull(c: Canvas, x: float, water: float, length: float, colour: str) -> None:
    """A cargo ship seen from the side, its bridge aft."""
    half = length / 2
    c.polygon(
        [
            (x - half, water - 0.03), (x + half, water - 0.038),
            (x + half * 0.9, water), (x - half * 0.93, water),
        ],
        colour,
    )  # fmt: skip
    c.box(x - half * 0.85, water - 0.095, x - half * 0.55, water - 0.02, colour)
    c.box(x - half * 0.78, water - 0.115, x - half * 0.68, water - 0.09, colour)
    for column in range(6):
        left = x - half * 0.45 + column * half * 0.2
        top = water - 0.045 - c.random.choice((0.012, 0.024, 0.036))
        c.box(left, top, left + half * 0.18, water - 0.02, colour)


def sail(c: Canvas, foot: Point, size: float, colours: tuple[str, str, str]) -> None:
    """A small boat with two sails; `colours` are sail, shaded sail and hull."""
    x, y = foot
    main, jib, wood = colours
    c.polygon([(x, y - size), (x, y - size * 0.1), (x + size * 0.42, y - size * 0.1)], main)
    c.polygon([(x - 0.004, y - size * 0.92), (x - 0.004, y - 0.1 * size),
               (x - size * 0.24, y - 0.1 * size)], jib)  # fmt: skip
    c.polygon(
        [
            (x - size * 0.3, y - size * 0.07), (x + size * 0.45, y - size * 0.07),
            (x + size * 0.3, y), (x - size * 0.2, y),
        ],
        wood,
    )  # fmt: skip


def sails_at_noon(c: Canvas) -> None:
    c.sky([(0, "#2f7fb5"), (0.6, "#8cc4dd"), (1, "#dff0ee")], 0, 0.5)
    c.clouds("#ffffff", top=0.08, bottom=0.5, amount=0.5, stretch=3)
    c.ridge(0.5, 0.08, "#8fb3bd")
    c.ridge(0.502, 0.04, "#6d97a0")
    c.sky([(0, "#7fb9c4"), (0.35, "#2f8ba3"), (1, "#0e4f6e")], 0.5, 1)
    c.streaks(0.51, "#d9f2f0", count=900, centre=0.5)
    far = [(0.14, 0.53, 0.06), (0.3, 0.525, 0.05), (0.47, 0.535, 0.07), (0.9, 0.53, 0.06)]
    for x, y, size in far:
        sail(c, (x, y), size, ("#f4f1e8", "#dcd8cc", "#7a5a48"))
    sail(c, (0.72, 0.66), 0.26, ("#fbf7ec", "#e2573b", "#5b3a2c"))
    sail(c, (0.3, 0.78), 0.4, ("#fffdf6", "#f0b63c", "#3d2a22"))
    c.streaks(0.62, "#ffffff", count=260, centre=0.34)


def lighthouse_night(c: Canvas) -> None:
    c.sky([(0, "#060b1f"), (0.55, "#14284f"), (1, "#39567d")], 0, 0.72)
    c.glow((0.3, 0.33), 0.5, "#35507f", 0.5)
    lamp = (0.3, 0.318)
    c.beam([lamp, (1.1, 0.1), (1.1, 0.42)], "#9fb4d4", blur=22, opacity=0.6)
    c.beam([lamp, (-0.1, 0.24), (-0.1, 0.36)], "#7f97bf", blur=20, opacity=0.45)
    stars(c, 420, 0.62)
    c.ridge(0.73, 0.05, "#101d3a", rough=0.5)
    c.mirror(0.72, tint="#0b1733", share=0.5)
    c.streaks(0.74, "#8ea6cc", count=240, centre=0.34)
    c.polygon([(0, 1), (0, 0.74), (0.12, 0.69), (0.26, 0.665), (0.37, 0.67), (0.46, 0.72),
               (0.52, 0.8), (0.66, 1)], "#070d1c")  # fmt: skip
    c.polygon([(0.278, 0.68), (0.287, 0.35), (0.313, 0.35), (0.322, 0.68)], "#d9dce4")
    c.polygon([(0.3, 0.68), (0.302, 0.35), (0.313, 0.35), (0.322, 0.68)], "#9aa3b8")
    for top, low in ((0.4, 0.45), (0.52, 0.575)):
        grow = (top - 0.35) * 0.027
        c.polygon([(0.287 - grow, top), (0.313 + grow, top), (0.315 + grow, low),
                   (0.285 - grow, low)], "#a83a32")  # fmt: skip
    c.box(0.282, 0.343, 0.318, 0.352, "#20283a")
    c.box(0.289, 0.298, 0.311, 0.343, "#ffe9a8")
    c.polygon([(0.286, 0.298), (0.3, 0.268), (0.314, 0.298)], "#20283a")
    c.glow(lamp, 0.1, "#ffe9a8", 1.0)


def stars(c: Canvas, count: int, low: float) -> None:
    for _ in range(count):
        place = (c.random.random(), c.random.random() * low)
        size = 0.0004 + 0.0009 * c.random.random() ** 3
        c.disc(place, size, mixed("#6f86ad", "#ffffff", c.random.random()))


def sea_turbines(c: Canvas) -> None:
    c.sky([(0, "#5b7f95"), (0.6, "#b9cdd0"), (1, "#f3e8d3")], 0, 0.66)
    c.clouds("#eef2ef", top=0.05, bottom=0.6, amount=0.6, stretch=4)
    c.glow((0.2, 0.6), 0.4, "#fff0cf", 0.6)
    c.sky([(0, "#a9c0bd"), (0.3, "#6c949b"), (1, "#27556a")], 0.66, 1)
    c.streaks(0.665, "#f6f1df", count=600, centre=0.22)
    rows = ((0.92, 0.66, 0.1), (0.8, 0.662, 0.13), (0.12, 0.664, 0.13), (0.68, 0.67, 0.18),
            (0.3, 0.675, 0.22), (0.53, 0.7, 0.34), (0.84, 0.75, 0.56))  # fmt: skip
    for x, foot, height in rows:
        turbine(c, (x, foot), height)
    c.streaks(0.74, "#dfe9e4", count=160, centre=0.6)


def turbine(c: Canvas, foot: Point, height: float) -> None:
    from_air = mixed("#ffffff", "#c3d2d6", 1 - min(1.0, height * 2))
    x, y = foot
    top = y - height
    c.polygon([(x - height * 0.014, y), (x - height * 0.006, top), (x + height * 0.006, top),
               (x + height * 0.014, y)], mixed(from_air, "#8fa5ad", 0.25))  # fmt: skip
    c.polygon([(x - height * 0.02, y), (x - height * 0.02, y - height * 0.05),
               (x + height * 0.02, y - height * 0.05), (x + height * 0.02, y)],
              "#d8a43c")  # fmt: skip
    turn = c.random.random() * 120
    for blade in range(3):
        blade_of(c, (x, top), turn + blade * 120, height * 0.52, from_air)
    c.disc((x, top), height * 0.011, "#eef3f3")


def blade_of(c: Canvas, hub: Point, degrees: float, length: float, colour: str) -> None:
    spin = c.turned
    tip = spin(hub, degrees, length)
    left = spin(hub, degrees - 12, length * 0.2)
    right = spin(hub, degrees + 3, length * 0.25)
    c.polygon([hub, left, tip, right], colour)
