"""A font of matplotlib that can show the texts of a picture, or a clear word that there is none."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import cache
from typing import Any

from perfmodel._internal.optional import require

__all__ = ["font_for", "without"]

# Families that have simplified Chinese, by how their names begin.
_FONT_FAMILIES = (
    "Noto Sans CJK", "Noto Sans SC", "Source Han Sans", "Microsoft YaHei", "PingFang", "Hiragino Sans GB", "Heiti",
    "STHeiti", "SimHei", "WenQuanYi", "Droid Sans Fallback", "Arial Unicode MS", "Noto Serif CJK", "Noto Serif SC",
    "Source Han Serif", "SimSun", "Songti", "STSong", "KaiTi", "FangSong", "AR PL",
)  # fmt: skip
_CHINESE = "项目资金绩效指标万元"
_MISSING = (
    "没有能显示中文的字体，图中改用英文；请安装 Noto Sans CJK（Debian、Ubuntu：apt install fonts-noto-cjk） / "
    "no font can show Chinese, so labels are in English: install Noto Sans CJK (Debian, Ubuntu: apt install "
    "fonts-noto-cjk)"
)
_LACKING = (
    "字体 {name} 没有这些字，图中以 ? 代替：{chars} / the font {name} lacks these characters, shown as ?: {chars}"
)


def font_for(text: str) -> tuple[str, str] | None:
    """Return the path of a font that can show a text, and which of its characters that font lacks.

    A font that lacks a few rare characters is better than none; a warning names them. Without any font for Chinese a
    warning says which to install, and the answer is None.
    """
    best: tuple[str, str] | None = None
    for path in _candidates():
        lacking = without(path, text)
        if lacking and without(path, _CHINESE):
            continue
        if best is None or len(lacking) < len(best[1]):
            best = (path, lacking)
        if not lacking:
            break
    if best is None:
        warnings.warn(_MISSING, stacklevel=4)
    elif best[1]:
        warnings.warn(_LACKING.format(name=_name(best[0]), chars=best[1][:40]), stacklevel=4)
    return best


def without(path: str, text: str) -> str:
    """Return the characters of a text for which a font has no picture; all of them where it cannot be read."""
    try:
        known = _characters(path)
    except (OSError, RuntimeError):
        return text
    return "".join(sorted({char for char in text if ord(char) not in known and not char.isspace()}))


@cache
def _characters(path: str) -> frozenset[int]:
    return frozenset(require("matplotlib.font_manager", "plot").get_font(path).get_charmap())


def _name(path: str) -> str:
    return str(require("matplotlib.font_manager", "plot").get_font(path).family_name)


def _candidates() -> Iterator[str]:
    """Fonts to try: the user's own choice, then those known for Chinese; then, where none is known, all there are."""
    manager: Any = require("matplotlib.font_manager", "plot")
    yield manager.findfont(manager.FontProperties())
    fonts = [(font.name, font.fname) for font in manager.fontManager.ttflist if font.style == "normal"]
    seen = set()
    for family in _FONT_FAMILIES:
        for name, path in fonts:
            if name.startswith(family) and path not in seen:
                seen.add(path)
                yield path
    # Fonts that were installed since matplotlib last looked, and those with names of their own.
    yield from sorted({path for path in manager.findSystemFonts() if path not in seen})
