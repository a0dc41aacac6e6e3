"""Draws docs/performance charts from figures that `bench/press.py` wrote as JSON lines.

`python bench/charts.py FIGURES.jsonl FOLDER` writes one SVG for each measure that was taken at
several sizes: a bar for each size and database. The colours follow the reader's light or dark mode.
"""

import argparse
import json
import re
import sys
from collections import defaultdict
from html import escape
from pathlib import Path
from typing import Any

SIZED = re.compile(r"([\d,]+) stories: (.+)")
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #222 }
.head { font-weight: 600 } .bar { fill: #1f5a7a } .goal { stroke: #a33; stroke-dasharray: 4 3 }
@media (prefers-color-scheme: dark) {
  text { fill: #ddd } .bar { fill: #6fb1d6 } .goal { stroke: #e88 }
}
"""
LEFT, WIDE, ROW = 190, 330, 26


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("figures", type=Path, nargs="+", help="NAME=FILE or FILE, JSON lines")
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    measures: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for named in options.figures:
        name, _, file = str(named).rpartition("=")
        for line in Path(file).read_text("utf-8").splitlines():
            figure = json.loads(line)
            if found := SIZED.fullmatch(figure["name"]):
                size, what = found.groups()
                measures[what].append((f"{name} {size}".strip(), figure))
    for what, bars in measures.items():
        file = options.folder / f"{re.sub(r'[^a-z0-9]+', '-', what.lower()).strip('-')}.svg"
        file.write_text(chart(what, bars), "utf-8")
        print(file)
    return 0


def chart(what: str, bars: list[tuple[str, dict[str, Any]]]) -> str:
    """One SVG; a goal that is a limit stands as a dashed line."""
    limits = [limit for _label, figure in bars if (limit := _limit(figure)) is not None]
    most = max([*(figure["value"] for _label, figure in bars), *limits]) or 1
    height = 34 + ROW * len(bars)
    rows = "".join(
        f'<text x="0" y="{y + 15}">{escape(label)}</text>'
        f'<rect class="bar" x="{LEFT}" y="{y}" width="{WIDE * figure["value"] / most:.1f}" '
        f'height="{ROW - 6}" rx="2"/>'
        f'<text x="{LEFT + WIDE * figure["value"] / most + 6:.1f}" y="{y + 15}">'
        f"{figure['value']:,.1f} {escape(figure['unit'])}</text>"
        for y, (label, figure) in ((30 + ROW * n, bar) for n, bar in enumerate(bars))
    )
    x = LEFT + WIDE * limits[0] / most if limits else 0
    line = f'<line class="goal" x1="{x:.1f}" x2="{x:.1f}" y1="26" y2="{height}"/>' if limits else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 {height}" role="img">'
        f"<title>{escape(what)}</title><style>{STYLE}</style>"
        f'<text class="head" x="0" y="15">{escape(what)}</text>{rows}{line}</svg>\n'
    )


def _limit(figure: dict[str, Any]) -> float | None:
    """The goal of a figure that is held against a limit in its own unit."""
    if not figure["goal"] or figure["ratio"] is not None:
        return None
    return float(figure["goal"].split()[-1])


if __name__ == "__main__":
    sys.exit(main())
