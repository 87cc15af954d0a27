"""Make the pictures of these pages: what a notebook shows of the real table, and a report, drawn by Chromium; its plots by matplotlib.

    python docs/pictures/make.py

Needs Debian's packages chromium and fonts-noto-cjk, and the extra ``plot``. `photograph` draws any HTML, `page_of`
makes a page of what a notebook shows: so a change of the views is looked at, in light and in dark.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from attrs import evolve

import perfmodel

HERE = Path(__file__).parent
TABLE = HERE.parent.parent / "tests" / "tables" / "guangzhou-disability-employment.txt"
# Faults for the report to find: the annual targets of indicators of the first project.
_FAULTS = {0: "≥100%", 1: "≥**%", 2: "≥10%"}
_OPTIONS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars"
).split()


def photograph(html: str, picture: Path, width: int = 1000, height: int = 1000, dark: bool = False) -> None:
    """Draw a page as a picture, in light or dark; what is empty below the page is cut off."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("没有 chromium：apt-get install chromium fonts-noto-cjk / chromium is needed")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        page.write_text(html, encoding="utf-8")
        scheme = ["--blink-settings=preferredColorScheme=0"] if dark else []
        subprocess.run(
            [
                browser,
                *_OPTIONS,
                *scheme,
                "--force-device-scale-factor=1.5",
                f"--user-data-dir={folder}/profile",
                f"--window-size={width},{height}",
                f"--screenshot={picture}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
        )
    _trim(picture)


def _trim(picture: Path) -> None:
    from PIL import Image, ImageChops

    with Image.open(picture) as opened:
        image = opened.convert("RGB")
    ground = Image.new("RGB", image.size, image.getpixel((0, image.height - 1)))
    box = ImageChops.difference(image, ground).getbbox()
    if box is not None:
        image = image.crop((0, 0, image.width, min(image.height, box[3] + 16)))
    image.quantize(64, dither=Image.Dither.NONE).save(picture, optimize=True)


def page_of(body: str, dark: bool = False) -> str:
    """A page around what a notebook shows, with the colours of one."""
    colours = "background:#111;color:#ddd" if dark else "background:#fff;color:#222"
    return f"<!doctype html><meta charset=utf-8><title>perfmodel</title><body style='margin:12px;{colours}'>{body}"


def main() -> None:
    """Make notebook.png, plot.png, plot-targets.png and report.png."""
    table = perfmodel.read(TABLE)
    view = perfmodel.show(table, projects=3)
    photograph(page_of(view._repr_html_()), HERE / "notebook.png", 980, 1000)
    table.plot().figure.savefig(HERE / "plot.png", dpi=90)
    table.plot("targets").figure.savefig(HERE / "plot-targets.png", dpi=90)
    photograph(perfmodel.validate(_with_faults(table)).to_html(), HERE / "report.png", 980, 1150)


def _with_faults(table: perfmodel.TargetTable) -> perfmodel.TargetTable:
    first, *others = table.projects
    indicators = list(first.indicators)
    for at, annual in _FAULTS.items():
        indicators[at] = evolve(indicators[at], annual=perfmodel.Target(annual), printed=None)
    first = evolve(first, indicators=indicators)
    return perfmodel.TargetTable(table.title, table.unit, table.currency_unit, projects=[first, *others[:2]])


if __name__ == "__main__":
    main()
