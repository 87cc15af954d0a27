"""A font of matplotlib that can show the texts of a picture, or a clear word that there is none."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from perfmodel._internal.optional import require

__all__ = ["font_for", "preference", "without"]

# Families with the forms of characters that Simplified Chinese has, the plainest first, by how their names begin.
_SIMPLIFIED_FAMILIES = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "思源黑体", "Microsoft YaHei", "微软雅黑",
    "PingFang SC", "DengXian", "Hiragino Sans GB", "HarmonyOS Sans SC", "Alibaba PuHuiTi", "Heiti SC", "STHeiti", "SimHei", "黑体",
    "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback", "Noto Sans Mono CJK SC", "Noto Serif CJK SC",
    "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN", "SimSun", "NSimSun", "Songti SC", "STSong",
    "FangSong", "STFangsong", "KaiTi", "STKaiti", "AR PL UMing", "AR PL UKai", "Arial Unicode MS",
)  # fmt: skip
# The same typefaces as other places write their characters: better than none.
_OTHER_FAMILIES = (
    "Noto Sans CJK",
    "Source Han Sans",
    "PingFang",
    "Heiti",
    "Noto Serif CJK",
    "Source Han Serif",
    "Songti",
)
# What a face of another weight has in its name, where its weight does not say so.
_OTHER_WEIGHT = re.compile(r"(?i)(?:thin|light|medium|bold|black|heavy|hairline)\b|(?<![a-z])W[1246789](?![0-9a-z])")
_REGULAR, _MOST_OFF_REGULAR = 400, 100
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

    A regular face with the forms of Simplified Chinese is taken before all others; the path names the face of a
    collection, where matplotlib can draw it. A font that lacks a few rare characters is better than none; a warning
    names them. Without any font for Chinese a warning says which to install, and the answer is None.
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
    """Fonts to try: the user's own choice, then all faces there are, regular ones of Simplified Chinese first."""
    manager: Any = require("matplotlib.font_manager", "plot")
    yield manager.findfont(manager.FontProperties())
    entries = list(manager.fontManager.ttflist)
    listed = {entry.fname for entry in entries}
    # Fonts that were installed since matplotlib last looked.
    for path in sorted(set(manager.findSystemFonts()) - listed):
        entries += _entries_of(path)
    upright = (entry for entry in entries if entry.style == "normal")
    for entry in sorted(upright, key=preference):
        yield _path_of(entry)


def preference(entry: Any) -> tuple[object, ...]:
    """Return what faces are sorted by: simplified forms, a regular weight, the family, how far the weight is off.

    ``entry`` is one of the entries of matplotlib's font manager.
    """
    manager: Any = require("matplotlib.font_manager", "plot")
    simplified = _rank(entry.name, _SIMPLIFIED_FAMILIES)
    other = _rank(entry.name, _OTHER_FAMILIES)
    weight = entry.weight
    off = abs((weight if isinstance(weight, int) else manager.weight_dict.get(weight, _REGULAR)) - _REGULAR)
    name = f"{entry.name} {Path(entry.fname).stem}" if entry.fname.lower().endswith((".ttf", ".otf")) else entry.name
    irregular = off > _MOST_OFF_REGULAR or _OTHER_WEIGHT.search(name) is not None
    group = 0 if simplified is not None else 1 if other is not None else 2
    return group, irregular, simplified or other or 0, off, entry.fname, getattr(entry, "index", 0)


def _rank(name: str, families: tuple[str, ...]) -> int | None:
    return next((rank for rank, family in enumerate(families) if name.startswith(family)), None)


def _entries_of(path: str) -> list[Any]:
    """Return the faces of a font file; none where it cannot be read."""
    manager: Any = require("matplotlib.font_manager", "plot")
    reader: Any = require("matplotlib.ft2font", "plot").FT2Font
    found = []
    try:
        face = reader(path)
        found.append(manager.ttfFontProperty(face))
        # Only matplotlib from 3.11 on draws another face of a collection than the first.
        others = range(1, face.num_faces) if hasattr(manager, "FontPath") else ()
        found += [manager.ttfFontProperty(reader(path, face_index=index)) for index in others]
    except Exception:  # a broken font; matplotlib, too, leaves out whatever it cannot read
        return found
    return found


def _path_of(entry: Any) -> str:
    """Return a face as matplotlib takes it for a font's file."""
    manager: Any = require("matplotlib.font_manager", "plot")
    index = getattr(entry, "index", 0)
    path: str = manager.FontPath(entry.fname, index) if index else entry.fname
    return path
