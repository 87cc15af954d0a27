"""Make the pictures of the page for the browser: ``python docs/pictures/page.py OUT``, where OUT is what ``docs/page/build.py`` wrote.

Needs Debian's packages chromium and fonts-noto-cjk, and the extra ``page``.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
TESTS = HERE.parent.parent / "tests"
TABLE = TESTS / "tables" / "guangzhou-disability-employment.txt"
LONG = 120_000


def opened(browser: Browser, address: str, width: int, lang: str = "zh-CN", scheme: str = "light") -> Page:
    """Open the page, ready to read."""
    context = browser.new_context(
        locale=lang, viewport={"width": width, "height": 700}, color_scheme=scheme, device_scale_factor=1.5
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector('body[data-state="ready"]', timeout=LONG)
    return page


def read(page: Page, *paths: Path) -> None:
    """Read files, one after another, and show the last that can be read."""
    for path in paths:
        page.set_input_files("#file-input", str(path))
        page.wait_for_selector(
            f'#files li:last-child:is([data-state="ready"], [data-state="failed"])[data-name="{path.name}"]',
            timeout=LONG,
        )
        page.wait_for_selector('body[data-state="ready"]', timeout=LONG)
        page.wait_for_selector('#result:not([data-state="building"])', state="attached", timeout=LONG)


def without_hints(page: Page) -> None:
    """Leave the hints out, and the rows that have no other finding."""
    page.click('#report input[data-severity="hint"]')
    page.locator("#report label", has_text=re.compile("只看有问题的行|Only rows with findings")).click()


def photograph(page: Page, name: str, first: str = "body", height: int = 900) -> None:
    """Draw the page from an element on as a picture."""
    page.evaluate("scrollTo(0, 0)")
    box = page.locator(first).bounding_box()
    assert box is not None
    top = max(0, box["y"] - 12)
    whole = page.evaluate("document.documentElement.scrollHeight")
    size = page.viewport_size
    assert size is not None
    clip = {"x": 0, "y": top, "width": size["width"], "height": min(height, whole - top)}
    path = HERE / f"page-{name}.png"
    page.screenshot(path=path, full_page=True, clip=clip)
    _fewer_colours(path)
    print(path.name, path.stat().st_size)
    page.context.close()


def _fewer_colours(path: Path) -> None:
    from PIL import Image

    with Image.open(path) as picture:
        picture.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(path, optimize=True)


def samples(folder: Path) -> dict[str, Path]:
    """Write tables of two years, one with faults for the check to find."""
    text = TABLE.read_text(encoding="utf-8")
    later = (
        text.replace("2024-2025年", "2025-2026年")
        .replace("2023-2024年", "2024-2025年")
        .replace("80%或以上", "85%或以上")
    )
    texts = {
        "2024年绩效目标表.txt": text,
        "2025年绩效目标表.txt": later,
        "送审稿.txt": text.replace("80%或以上", "≥**%").replace("95%或以上", "≥105%"),
        "公告.html": "<html><body><p>某县人民政府公告</p></body></html>",
    }
    for name, content in texts.items():
        (folder / name).write_text(content, encoding="utf-8")
    return {name: folder / name for name in texts}


def main(out: Path) -> None:
    """Draw all pictures."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    address = (out / "perfmodel.html").resolve().as_uri()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        files = samples(Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for lang, suffix in (("zh-CN", ""), ("en", "-en")):
            photograph(opened(browser, address, 1100, lang), f"first{suffix}", height=590)
            page = opened(browser, address, 1100, lang)
            read(page, files["送审稿.txt"])
            without_hints(page)
            photograph(page, f"findings{suffix}", "#files-section", 1000)
        page = opened(browser, address, 1100)
        read(page, files["2024年绩效目标表.txt"], files["2025年绩效目标表.txt"])
        page.click("#compare-start")
        page.wait_for_selector('#comparison[data-state="ready"]', timeout=LONG)
        photograph(page, "comparison", "#compare", 700)
        page = opened(browser, address, 1100)
        read(page, files["公告.html"], files["2024年绩效目标表.txt"])
        photograph(page, "refused", "#files-section", 320)
        page = opened(browser, address, 400)
        read(page, files["送审稿.txt"])
        without_hints(page)
        photograph(page, "narrow", "#result", 900)
        page = opened(browser, address, 1100, scheme="dark")
        read(page, files["送审稿.txt"])
        without_hints(page)
        photograph(page, "dark", height=1200)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
