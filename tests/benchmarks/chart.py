"""The chart of the page about speed: an SVG by hand, which follows the reader's choice of light or dark."""

from __future__ import annotations

import math
from html import escape
from typing import Any

from tests.benchmarks.page_parts import shown

__all__ = ["chart"]

# What is drawn: the name, where the figure stands, whether it is a time (so that less is better), and the goal as a speed.
_ROWS = (
    ("indicators", "with_meanings.faster", False, 1.0, "indicators, with meanings", "读指标并解释"),
    ("targets", "values.faster", False, 0.2, "values never seen before", "读没有见过的指标值"),
    ("yaml", "writing.times", True, 1 / 1.5, "to_yaml", "to_yaml"),
    ("yaml", "reading.times", True, 1 / 2.5, "from_yaml", "from_yaml"),
    ("checks", "validate.times", True, 1.0, "validate", "validate"),
    ("start", "import.ratio", True, 1 / 1.5, "import perfmodel", "import perfmodel"),
    ("start", "parse.ratio", True, 1 / 12, "perfmodel parse, all of it", "perfmodel parse，全程"),
    ("peers", "speed.times_fastest", False, 10.0, "values known from before", "见过的指标值"),
    ("peers", "speed.times_best", False, None, "values", "读指标值"),
)
_AGAINST = {
    "indicators": ("script of re", "re 脚本"),
    "targets": ("script of re", "re 脚本"),
    "yaml": ("PyYAML in C", "PyYAML 的 C 部分"),
    "checks": ("parsing by Lark", "Lark 解析"),
    "import.ratio": ("import attrs", "import attrs"),
    "parse.ratio": ("python -c pass", "python -c pass"),
}
_WIDTH, _LEFT, _RIGHT, _ROW, _TOP = 900, 330, 142, 27, 64
_STYLE = """
  svg { color-scheme: light dark; }
  text { font: 13px system-ui, -apple-system, "Segoe UI", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; fill: #1f2933; }
  .title { font-weight: 600; font-size: 15px; } .dim { fill: #5b6875; } .number { font-weight: 600; }
  .card { fill: #ffffff; stroke: #d5dbe1; } .grid { stroke: #e4e8ec; } .one { stroke: #5b6875; stroke-width: 1.5; }
  .good { fill: #1d7f74; } .bad { fill: #c2621b; } .goal { stroke: #1f2933; stroke-width: 2.5; }
  .most { fill: #b9c4cf; } .unit { fill: #7d93a8; } .whole { fill: #1d7f74; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6eaee; } .dim { fill: #a3afba; } .card { fill: #161b21; stroke: #39424c; } .grid { stroke: #2a323a; }
    .one { stroke: #a3afba; } .good { fill: #37b3a4; } .bad { fill: #e08a45; } .goal { stroke: #f2f5f7; }
    .most { fill: #46525e; } .unit { fill: #6c839a; } .whole { fill: #37b3a4; }
  }
"""


def chart(figures: dict[str, Any], lang: str) -> str:
    """Return the chart as SVG: speeds against the yardsticks, and what is read right of the values by each library."""
    speeds, middle = _speeds(_drawn(figures, lang), lang)
    values, bottom = _values(figures.get("peers", {}).get("figures", {}).get("right"), middle, lang)
    title = "perfmodel 与各标尺相比的速度" if lang == "zh" else "The speed of perfmodel against its yardsticks"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {bottom}" width="{_WIDTH}" height="{bottom}" role="img" '
        f'aria-label="{escape(title)}">'
    )
    card = f'<rect class="card" x="0.5" y="0.5" width="{_WIDTH - 1}" height="{bottom - 1}" rx="8"/>'
    return "\n".join([head, f"<style>{_STYLE}</style>", card, *speeds, *values, "</svg>"]) + "\n"


def _drawn(figures: dict[str, Any], lang: str) -> list[tuple[str, str, float, float | None]]:
    """What to draw: the name, the yardstick, the speed against it, the goal."""
    rows = []
    for group, key, is_time, goal, english, chinese in _ROWS:
        found = figures.get(group, {}).get("figures")
        if found is None:
            continue
        part, _, name = key.partition(".")
        value = float(found[part][name])
        against = _AGAINST.get(key) or _AGAINST.get(group) or (found[part][name.removeprefix("times_")],) * 2
        said = (chinese, against[1]) if lang == "zh" else (english, against[0])
        rows.append((*said, 1 / value if is_time else value, goal))
    return rows


def _text(x: float, y: float, said: str, kind: str = "", anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{escape(said)}</text>'


def _speeds(rows: list[tuple[str, str, float, float | None]], lang: str) -> tuple[list[str], int]:
    zh = lang == "zh"
    numbers = [number for row in rows for number in row[2:] if number] or [1.0]
    low, high = math.floor(math.log10(min([*numbers, 0.1]))), math.ceil(math.log10(max([*numbers, 10])))
    wide = _WIDTH - _LEFT - _RIGHT

    def at(speed: float) -> float:
        return _LEFT + wide * (math.log10(speed) - low) / (high - low)

    bottom = _TOP + _ROW * len(rows)
    title = "速度：是标尺的几倍（对数刻度）" if zh else "Speed: how many times the yardstick's (logarithmic)"
    out = [_text(20, 30, title, "title")]
    x = float(_WIDTH - 330)
    for kind, english, chinese in (
        ("good", "goal reached", "达到目标"),
        ("bad", "not reached", "没有达到"),
        ("", "goal", "目标"),
    ):
        said = chinese if zh else english
        if kind:
            out.append(f'<rect class="{kind}" x="{x:.1f}" y="19" width="13" height="13" rx="2"/>')
        else:
            out.append(f'<line class="goal" x1="{x + 8:.1f}" x2="{x + 8:.1f}" y1="17" y2="35"/>')
        out.append(_text(x + 19, 30, said, "dim"))
        x += 45 + (14 if zh else 7.2) * len(said)
    for power in range(low, high + 1):
        x = at(10.0**power)
        kind = "one" if power == 0 else "grid"
        out.append(f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP - 4}" y2="{bottom}"/>')
        out.append(_text(x, _TOP - 9, f"{10.0**power:g}×", "dim", "middle"))
    for row, (name, against, speed, goal) in enumerate(rows):
        y = _TOP + _ROW * row
        left, right = sorted((at(speed), at(1)))
        kind = "unit" if goal is None else "good" if speed >= goal else "bad"
        out.append(
            f'<text x="20" y="{y + 18}">{escape(name)} <tspan class="dim">{"对" if zh else "vs"} {escape(against)}</tspan></text>'
        )
        out.append(
            f'<rect class="{kind}" x="{left:.1f}" y="{y + 6}" width="{max(right - left, 1.5):.1f}" height="15" rx="2"/>'
        )
        if goal is not None:
            out.append(f'<line class="goal" x1="{at(goal):.1f}" x2="{at(goal):.1f}" y1="{y + 3}" y2="{y + 24}"/>')
        out.append(_text(_WIDTH - 20, y + 18, f"{shown(speed)}×", "number", "end"))
    return out, bottom + 14


def _values(right: dict[str, Any] | None, top: int, lang: str) -> tuple[list[str], int]:
    if right is None:
        return [], top
    zh = lang == "zh"
    whole = int(right["numeric"])
    title = f"读对的指标值，共 {whole} 个" if zh else f"Values read right, of {whole}"
    out = [_text(20, top + 28, title, "title")]
    x = float(_LEFT)
    for kind, english, chinese in (
        ("whole", "whole meaning", "全对"),
        ("unit", "number and unit", "数和单位对"),
        ("most", "number only", "只有数对"),
    ):
        said = chinese if zh else english
        out.append(f'<rect class="{kind}" x="{x:.1f}" y="{top + 17}" width="13" height="13" rx="2"/>')
        out.append(_text(x + 19, top + 28, said, "dim"))
        x += 45 + (14 if zh else 7.2) * len(said)
    rows = [
        *right["peers"].items(),
        ("合起来" if zh else "all of these together", right["union"]),
        ("perfmodel", right["perfmodel"]),
    ]
    wide = _WIDTH - _LEFT - _RIGHT
    y = float(top + 42)
    for name, row in rows:
        out.append(_text(20, y + 17, name))
        for kind, level in (("most", "number"), ("unit", "unit"), ("whole", "whole")):
            out.append(
                f'<rect class="{kind}" x="{_LEFT}" y="{y + 5:.1f}" width="{wide * row[level] / whole:.1f}" height="15" rx="2"/>'
            )
        out.append(_text(_WIDTH - 20, y + 17, f"{row['whole']} · {row['unit']} · {row['number']}", "number", "end"))
        y += _ROW
    return out, int(y) + 14
