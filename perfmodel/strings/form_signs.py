"""Signs of a form that is not read here, or was not parted: heads of columns, pipes, categories on lines of their own."""

from __future__ import annotations

import re

from perfmodel.source.flow import Flow

__all__ = ["LONGEST_WORDS", "column_form", "foreign_words", "second_table"]

# How long the words above a table may be, and what they are: more is the document around, or rows that were not read.
LONGEST_WORDS = {"title": (200, "标题", "the title"), "unit": (120, "单位名称", "the reporting unit")}

# Patterns, compiled where they are asked for: nearly no table needs one.
_HEADS = "一级指标[^。;:、]{0,24}?二级指标[^。;:、]{0,24}?三级指标"
_CATEGORY_CELL = (
    r"(?:(?:数量|质量|时效|成本|产出|效益|满意度|经济成本|社会成本|生态环境成本|经济效益|社会效益|生态效益|可持续影响)指标"
    r"|服务对象满意度(?:指标)?|社会效益|经济效益|生态效益|可持续影响)(?=[ |,]|$)"
)
_FOREIGN = (
    r"[一二三]级指标|产出指标[^。;]{0,12}?数量指标|指标值|\|"
    r"|(?:产出|效益|满意度|成本)指标 {1,9}(?:数量|质量|时效|成本|经济效益|社会效益|生态效益|可持续影响|服务对象满意度|满意度)指标"
)
# A line of totals in a goal; 合计 5.00万元 is prose.
_TOTAL_LINE = r"(?:^|(?<=。))\s{0,9}(?:合\s?计|总\s?计|小\s?计)\s{0,4}[0-9,]{1,15}\.[0-9]{2}(?![0-9]*\s{0,4}[万亿元%])"
_TWO_AMOUNTS = r"[0-9]+\.[0-9]{2}[ -~]{1,9}\.[0-9]{2}(?![0-9])"
_SECOND_TABLE = r"绩效目标(?:申报)?表|(?:单位名称|部门名称|预算单位|填报单位)\s{0,9}:"
_CURRENCY_END = r"单位\s{0,9}:\s{0,9}(?:人民币)?(?:百万元|千元|万元|亿元|元)\s{0,9}\)?"
# So many pipes, or cells with nothing but a category, make a table.
_FEWEST_PIPES, _FEWEST_CELLS = 4, 3


def column_form(flow: Flow) -> tuple[int, int] | None:
    """Return where a form in columns begins in a text in which no indicator does; None where there is none.

    >>> from perfmodel.source.flow import flow_of
    >>> column_form(flow_of("一级指标 二级指标 三级指标\\n产出指标 数量指标 次数"))
    (0, 14)
    """
    text = flow.folded
    heads = re.search(_HEADS, text)
    if heads is not None:
        return heads.span()
    if text.count("|") >= _FEWEST_PIPES and ("指标" in text or "绩效" in text):
        at = text.index("|")
        return at, at + 1
    cells = []
    if text.count("指标") + text.count("效益") >= _FEWEST_CELLS:
        ends = [*flow.breaks[1:], len(text)]
        cell = re.compile(_CATEGORY_CELL)
        cells = [
            match.span()
            for start, end in zip(flow.breaks, ends, strict=True)
            if (match := cell.match(text, start, end)) is not None
        ]
    return cells[0] if len(cells) >= _FEWEST_CELLS else None


def foreign_words(folded: str, is_name: bool) -> str | None:
    """Return words in a goal, or a name, that only a form's cells have; None where there are none.

    >>> foreign_words("开好会议。一级指标 二级指标", False), foreign_words("会议费 5.00 5.00)", True)
    ('一级指标', '5.00 5.00')
    >>> foreign_words("合计 5.00开好会议。", False), foreign_words("合计 5.00万元。", False)
    ('合计 5.00', None)
    """
    if "指标" in folded or "|" in folded:
        match = re.search(_FOREIGN, folded)
        if match is not None:
            return match[0]
    if not is_name and "计" in folded:
        match = re.search(_TOTAL_LINE, folded)
        return None if match is None else match[0].strip()
    if is_name and "." in folded:
        match = re.search(_TWO_AMOUNTS, folded)
        return None if match is None else match[0]
    return None


def second_table(flow: Flow, start: int, end: int) -> int | None:
    """Return where the first row of a second table begins in a row's name that holds its title or its unit."""
    words = flow.folded[start:end]
    if not ("表" in words or ":" in words) or re.search(_SECOND_TABLE, words) is None:
        return None
    currency = None
    for match in re.finditer(_CURRENCY_END, words):
        currency = start + match.end()
    gap = flow.last_apart(start, end)
    return max(currency or start, gap or start)
