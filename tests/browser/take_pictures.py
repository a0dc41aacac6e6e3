"""Takes the pictures of docs/pictures from a demo that is being served.

Run `make demo` in one terminal and `python tests/browser/take_pictures.py http://localhost:8000` in another.
"""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
SCREENS = {"desktop": (1280, 1500, 640), "phone": (390, 844, 320)}  # width, height, kept width
QUALITY = 70


def take(page: Page, name: str, kept: int) -> None:
    page.evaluate("document.fonts.ready")
    with Image.open(io.BytesIO(page.screenshot())) as shot:
        small = shot.convert("RGB").resize((kept, round(shot.height * kept / shot.width)))
    small.save(PICTURES / f"{name}.webp", quality=QUALITY, method=6)


def main(site: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for screen, (width, height, kept) in SCREENS.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            for code in ("en", "ar"):
                page.goto(f"{site}/{code}/", wait_until="networkidle")
                take(page, f"front-{code}-{screen}", kept)
                story = page.locator("main h2 a").first.evaluate("link => link.href")
                page.goto(story, wait_until="networkidle")
                take(page, f"story-{code}-{screen}", kept)
                page.goto(f"{site}/{code}/world/", wait_until="networkidle")
                take(page, f"section-{code}-{screen}", kept)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
