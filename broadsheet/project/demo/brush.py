"""A canvas with the strokes that the demo's scenes are made of; the same seed, the same picture.

Coordinates run from 0 to 1 across and from 0 to 1 down, whatever the size. Shapes are drawn at
twice the size and reduced, which smooths their edges.
"""

import math
import random
from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT, SCALE = 1600, 1067, 2
Colour = tuple[int, int, int]
Point = tuple[float, float]
Stops = Sequence[tuple[float, str]]


def rgb(text: str) -> Colour:
    """`#rrggbb` as three numbers."""
    value = int(text.lstrip("#"), 16)
    return value >> 16, value >> 8 & 255, value & 255


def mixed(first: str, second: str, share: float) -> str:
    """The colour that lies `share` of the way from `first` to `second`."""
    parts = (round(a + (b - a) * share) for a, b in zip(rgb(first), rgb(second), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


class Canvas:
    """One picture being painted."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a paintbrush, not a lock.
        self.size = (WIDTH * SCALE, HEIGHT * SCALE)
        self.image = Image.new("RGB", self.size)

    def at(self, point: Point) -> tuple[float, float]:
        return point[0] * self.size[0], point[1] * self.size[1]

    def turned(self, centre: Point, degrees: float, length: float) -> Point:
        """The point `length` (a share of height) away from `centre`; 0 degrees points up."""
        angle = math.radians(degrees)
        across = math.sin(angle) * length * self.size[1] / self.size[0]
        return centre[0] + across, centre[1] - math.cos(angle) * length

    def sky(self, stops: Stops, top: float = 0.0, bottom: float = 1.0) -> None:
        """Fill a band with a gradient; a stop is (share of the band, colour)."""
        first, last = round(top * self.size[1]), round(bottom * self.size[1])
        column = Image.new("RGB", (1, max(last - first, 1)))
        for row in range(column.height):
            column.putpixel((0, row), rgb(_between(stops, row / column.height)))
        self.image.paste(column.resize((self.size[0], column.height)), (0, first))

    def glow(self, centre: Point, radius: float, colour: str, strength: float = 1.0) -> None:
        """Light that fades from `centre`, added to what is there; `radius` is a share of width."""
        reach = round(radius * self.size[0])
        disc = Image.radial_gradient("L").resize((reach * 2, reach * 2), Image.Resampling.BICUBIC)
        fade = disc.point([round(255 * max(0.0, 1 - value / 180) ** 2) for value in range(256)])
        fade = fade.point([round(value * strength) for value in range(256)])
        light = Image.new("RGB", self.size)
        x, y = self.at(centre)
        light.paste(rgb(colour), (round(x - reach), round(y - reach)), fade)
        self.image = ImageChops.screen(self.image, light)

    def disc(self, centre: Point, radius: float, colour: str) -> None:
        x, y = self.at(centre)
        reach = radius * self.size[0]
        self.draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=colour)

    def polygon(self, points: Iterable[Point], colour: str) -> None:
        self.draw.polygon([self.at(point) for point in points], fill=colour)

    def line(self, points: Iterable[Point], colour: str, width: float = 0.002) -> None:
        thickness = max(1, round(width * self.size[0]))
        self.draw.line([self.at(p) for p in points], fill=colour, width=thickness, joint="curve")

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        self.draw.rectangle((*self.at((left, top)), *self.at((right, bottom))), fill=colour)

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)

    def ridge(self, base: float, height: float, colour: str, *, rough: float = 0.55) -> list[Point]:
        """A range of hills from edge to edge, filled to the bottom; returns its outline."""
        heights = self.outline(height, rough=rough)
        count = len(heights) - 1
        line = [(i / count, base - up) for i, up in enumerate(heights)]
        self.polygon([*line, (1, 1.05), (0, 1.05)], colour)
        return line

    def outline(self, height: float, *, rough: float = 0.55, depth: int = 8) -> list[float]:
        """A broken line by halving: 2**depth + 1 heights from about 0 to `height`."""
        heights = [self.random.random() * height, self.random.random() * height]
        swing = height
        for _ in range(depth):
            fresh: list[float] = []
            for left, right in pairwise(heights):
                middle = (left + right) / 2 + self.random.uniform(-swing, swing) / 2
                fresh += [left, max(0.0, middle)]
            heights = [*fresh, heights[-1]]
            swing *= rough
        return heights

    def noise(self, across: int, *, octaves: int = 5, stretch: float = 1.0) -> Image.Image:
        """Cloudy grey, 0 to 255, the size of the canvas; `stretch` widens its patches."""
        total = Image.new("L", (400, 266), 128)
        for octave in range(octaves):
            columns = max(2, round(across * 2**octave / stretch))
            rows = max(2, round(across * 2**octave * 0.67))
            patch = Image.frombytes("L", (columns, rows), self.random.randbytes(columns * rows))
            patch = patch.resize(total.size, Image.Resampling.BICUBIC)
            total = Image.blend(total, patch, 1 / (octave + 1.6))
        return total.resize(self.size, Image.Resampling.BICUBIC)

    def clouds(
        self,
        colour: str,
        *,
        top: float,
        bottom: float,
        amount: float = 0.5,
        stretch: float = 3.0,
    ) -> None:
        """Clouds between two heights, densest in the middle; `amount` 0 is clear, 1 overcast."""
        floor = round(165 - 90 * amount)
        mask = self.noise(4, stretch=stretch)
        mask = mask.point([min(255, max(0, (value - floor) * 4)) for value in range(256)])
        column = Image.new("L", (1, 200))
        for row in range(200):
            share = (row / 200 - top) / max(bottom - top, 0.001)
            inside = math.sin(math.pi * share) if 0 < share < 1 else 0.0
            column.putpixel((0, row), round(255 * inside))
        mask = ImageChops.multiply(mask, column.resize(self.size))
        self.image.paste(rgb(colour), (0, 0), mask)

    def mirror(
        self, horizon: float, *, tint: str, share: float = 0.45, ripple: float = 1.0
    ) -> None:
        """Water below `horizon` that reflects what stands above it."""
        width, height = self.size
        line = round(horizon * height)
        depth = height - line
        above = self.image.crop((0, max(0, line - depth), width, line))
        water = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((width, depth))
        water = water.filter(ImageFilter.BoxBlur(4))
        rippled = Image.new("RGB", water.size)
        for row in range(0, depth, 3):
            nearness = row / depth
            swing = (math.sin(row * 0.35 / (0.3 + nearness)) + self.random.uniform(-0.7, 0.7)) * (
                (2 + 30 * nearness) * ripple
            )
            strip = water.crop((0, row, width, min(row + 3, depth)))
            rippled.paste(ImageChops.offset(strip, round(swing), 0), (0, row))
        flat = Image.new("RGB", rippled.size, rgb(tint))
        self.image.paste(Image.blend(rippled, flat, share), (0, line))

    def streaks(self, top: float, colour: str, *, count: int, centre: float = 0.5) -> None:
        """Glints on water: thin strokes, longer and sparser towards the viewer."""
        overlay = Image.new("L", self.size)
        pen = ImageDraw.Draw(overlay)
        for _ in range(count):
            nearness = self.random.random() ** 1.6
            y = top + nearness * (1 - top)
            spread = 0.03 + 0.25 * nearness
            x = self.random.gauss(centre, spread)
            half = (0.004 + 0.03 * nearness) * self.random.uniform(0.4, 1.2)
            thick = max(1, round((0.0006 + 0.0024 * nearness) * self.size[1]))
            ends = [self.at((x - half, y)), self.at((x + half, y))]
            pen.line(ends, fill=self.random.randint(60, 190), width=thick)
        overlay = overlay.filter(ImageFilter.GaussianBlur(2))
        self.image.paste(rgb(colour), (0, 0), overlay)

    def veil(self, top: float, bottom: float, colour: str, strength: float) -> None:
        """Mist that is thickest at `bottom` and gone at `top` and just below."""
        column = Image.new("L", (1, 400))
        for row in range(400):
            share = (row / 400 - top) / max(bottom - top, 0.001)
            inside = share if 0 <= share <= 1 else max(0.0, 1 - (share - 1) * 3) * (share > 1)
            column.putpixel((0, row), round(255 * strength * inside))
        self.image.paste(rgb(colour), (0, 0), column.resize(self.size, Image.Resampling.BICUBIC))

    def beam(self, corners: Sequence[Point], colour: str, *, blur: float, opacity: float) -> None:
        """A shaft of light with soft edges; `blur` in pixels of the finished picture."""
        light = Image.new("L", (WIDTH // 2, HEIGHT // 2))
        points = [(x * light.width, y * light.height) for x, y in corners]
        ImageDraw.Draw(light).polygon(points, fill=round(255 * opacity))
        light = light.filter(ImageFilter.GaussianBlur(blur / 2)).resize(self.size)
        self.image.paste(rgb(colour), (0, 0), light)

    def under_shadow(self, centre: Point, reach: float) -> None:
        """A flat shadow on the ground, `reach` wide to either side."""
        x, y = self.at(centre)
        half = reach * self.size[0]
        shade = Image.new("L", (round(half * 2), max(1, round(half * 0.5))))
        ImageDraw.Draw(shade).ellipse((0, 0, shade.width, shade.height), fill=70)
        self.image.paste((40, 45, 25), (round(x - half), round(y - half * 0.25)), shade)

    def jpeg(self, *, grain: float = 0.05, vignette: float = 0.22) -> bytes:
        """The finished picture: reduced, with grain and darker corners, without any metadata."""
        picture = self.image.reduce(SCALE)
        dust = Image.frombytes("L", picture.size, self.random.randbytes(WIDTH * HEIGHT))
        dust = dust.filter(ImageFilter.GaussianBlur(0.7)).convert("RGB")
        picture = Image.blend(picture, ImageChops.soft_light(picture, dust), min(1.0, grain * 6))
        corners = Image.radial_gradient("L").resize(picture.size, Image.Resampling.BICUBIC)
        shade = corners.point([255 - round(vignette * value**2 / 255) for value in range(256)])
        picture = ImageChops.multiply(picture, shade.convert("RGB"))
        out = BytesIO()
        picture.save(out, "JPEG", quality=86, optimize=True, progressive=True)
        return out.getvalue()


def _between(stops: Stops, share: float) -> str:
    before = stops[0]
    for stop in stops:
        if share <= stop[0]:
            span = stop[0] - before[0]
            return mixed(before[1], stop[1], (share - before[0]) / span if span else 1.0)
        before = stop
    return stops[-1][1]
