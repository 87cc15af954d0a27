"""The page about speed in both languages, and its charts, written of the figures in ``docs/explanation/speed.json``."""

from __future__ import annotations

from typing import Any

from tests.benchmarks.chart import chart
from tests.benchmarks.goals import FILE, GOALS, GROUPS, figure_of
from tests.benchmarks.page_parts import LEVELS, PARTS, shown
from tests.benchmarks.reading_page import reading_page

__all__ = ["pages", "shown", "write"]

_HEAD = {
    "en": """# Speed

Each figure is a ratio of two things that were done in turn, in one run and on the same data: a time alone says more about a
machine than about a library. Each of the two counts with its best round. Figures stand here as they were measured, whether
they are good or not; `python -m tests.benchmarks` measures them anew and writes this page.

![How fast perfmodel is against its yardsticks](speed.svg)
""",
    "zh": """# 速度

每个数字都是两件事之比：在同一次运行里、对同样的数据轮流做，各取最快的一轮。单独一个时间说明的多半是机器，不是库。数字怎样量出来就怎样写在这里，
不论好坏；`python -m tests.benchmarks` 重新测量并写出本页。

![perfmodel 与各标尺相比有多快](speed.zh.svg)
""",
}


def pages(figures: dict[str, Any]) -> dict[str, str]:
    """Every file by its name: the page about speed with its chart, and that about forms, in English and in Chinese."""
    return {
        "speed.md": _page(figures, "en"),
        "speed.zh.md": _page(figures, "zh"),
        "reading-forms.md": reading_page(figures, "en"),
        "reading-forms.zh.md": reading_page(figures, "zh"),
        "speed.svg": chart(figures, "en"),
        "speed.zh.svg": chart(figures, "zh"),
    }


def write(figures: dict[str, Any]) -> None:
    """Write all files."""
    for name, text in pages(figures).items():
        FILE.with_name(name).write_text(text, encoding="utf-8")


def _page(figures: dict[str, Any], lang: str) -> str:
    parts = [_HEAD[lang], _goals(figures, lang)]
    for group in GROUPS:
        if group in figures:
            parts.append(PARTS[group](figures[group]["figures"], lang))
    parts.append(_taken(figures, lang))
    return "\n".join(parts)


def _goals(figures: dict[str, Any], lang: str) -> str:
    title, *heads = (
        ["目标", "量什么", "数字", "目标", "达到"] if lang == "zh" else ["Goals", "what", "figure", "goal", "reached"]
    )
    rows = []
    for goal in GOALS:
        figure = figure_of(figures, goal)
        least = goal.least is not None
        bound = f"{'≥' if least else '≤'}\N{NO-BREAK SPACE}{shown(goal.least if least else goal.most)}{goal.unit}"
        good = figure is not None and goal.reached(figure)
        yes, no = ("是", "**否**") if lang == "zh" else ("yes", "**no**")
        rows.append([goal.zh if lang == "zh" else goal.en, f"{shown(figure)}{goal.unit}", bound, yes if good else no])
    return f"## {title}\n\n{table(heads, rows)}"


def table(heads: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _taken(figures: dict[str, Any], lang: str) -> str:
    """How the figures were taken: the machine, Python and date, of each group."""
    zh = lang == "zh"
    heads = ["部分", "日期", "Python", "机器", "版本"] if zh else ["part", "date", "Python", "machine", "versions"]
    rows = []
    for group in GROUPS:
        if group in figures:
            how = figures[group]["taken"]
            cores = f"{how['cores']} 核" if zh else f"{how['cores']} cores"
            versions = "、".join if zh else ", ".join
            rows.append(
                [
                    LEVELS[lang][group],
                    how["date"],
                    how["python"],
                    f"{how['processor']}，{cores}，{how['system']}"
                    if zh
                    else f"{how['processor']}, {cores}, {how['system']}",
                    versions(f"{name} {number}" for name, number in how["versions"].items()),
                ]
            )
    text = (
        "除了注明“见过”的，每项测量前都忘掉此前读过的文字（`tests/benchmarks/forgetting.py`），只留下由语法建好的解析器和数据文件；两件事轮流做，轮数以够用为度。时间是处理器时间，只有启动是从头到尾的时间。"
        "数据由 `tests/benchmarks/data.py` 生成：指标值取自公开的表（`tests/cases/target_values.jsonl`），按原有的比例，数字重新抽取。"
        "标尺是 `tests/benchmarks/script.py`，一段只用 `re` 的脚本；它不认识的一律当作文字，不报告。"
        if zh
        else "Before each round all texts that were read are forgotten (`tests/benchmarks/forgetting.py`), but where it says that values are known; parsers built of the grammars and data "
        "files stay. Times are the processor's, but for starting, where they are from start to end. The data is made by `tests/benchmarks/data.py`: values of published tables (`tests/cases/target_values.jsonl`) in the mix "
        "that they have there, with numbers drawn anew. The yardstick is `tests/benchmarks/script.py`, a script of `re` alone; what it does not "
        "understand it takes for words, and says nothing."
    )
    return f"## {'怎样测量' if zh else 'How it was measured'}\n\n{text}\n\n{table(heads, rows)}"
