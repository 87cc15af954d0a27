"""What a page prints around a table's content: the header row, page numbers, and their repetition on each page."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from attrs import frozen

from perfmodel.text import Line, Span, fold, iter_lines, squeeze

__all__ = ["Content", "content_of"]


def _loose(words: str) -> str:
    """A pattern for words between whose characters a line may have been broken."""
    return r"\s*".join(re.escape(char) for char in words)


def _any(*words: str) -> str:
    return "(?:" + "|".join(_loose(word) for word in words) + ")"


# The columns of money, by the heading that names them.
_MONEY = {
    "total": _any("总计", "合计", "小计", "项目金额", "金额"),
    "appropriation": _any("财政拨款", "一般公共预算", "财政资金"),
    "special_account": _any("财政专户拨款", "财政专户管理资金", "财政专户资金"),
    "other": _any("其他资金", "其它资金"),
}
_HEADER = re.compile(
    _loose("项目名称")
    + r"(?:\s*\(\s*"
    + _any("资金使用单位", "项目单位", "使用单位", "单位")
    + r"\s*\))?((?:\s*(?:"
    + "|".join(_MONEY.values())
    + "))+)"
    + r"\s*"
    + _any("项目绩效目标", "总体绩效目标", "绩效总目标", "绩效目标")
    + r"(?:\s*"
    + _any("绩效指标", "指标")
    + ")?"
)
_PAGE_NUMBER = re.compile(
    r"第\s{0,9}[0-9一二三四五六七八九十百]{1,5}\s{0,9}页(?:\s{0,9}[,/、|]?\s{0,9}[共总]\s{0,9}[0-9一二三四五六七八九十百]{1,5}\s{0,9}页)?"
    r"|共\s{0,9}[0-9]{1,5}\s{0,9}页\s{0,9}[,/、]?\s{0,9}第\s{0,9}[0-9]{1,5}\s{0,9}页"
    r"|[-–—―]{1,2}\s{0,9}[0-9]{1,5}\s{0,9}[-–—―]{1,2}|[·•]\s{0,9}[0-9]{1,5}\s{0,9}[·•]"
    r"|[0-9]{1,4}\s{1,9}/\s{1,9}[0-9]{1,4}"
    r"|[Pp]age\s{0,9}[0-9]{1,5}(?:\s{0,9}(?:of|/)\s{0,9}[0-9]{1,5})?"
)
_CONTINUED = re.compile(r"[(（]?续表?[)）]?$")
_LINE_END = re.compile(r"[\r\n\f\v\x85\u2028\u2029]")
# These look like content too: they count only at the edge of the page that they number, apart from the text.
_BARE_PAGE_NUMBER = re.compile(r"([0-9]{1,4})(?:\s{0,9}/\s{0,9}[0-9]{1,4})?")


@frozen
class Content:
    """The lines of a text that are content, in order, and the spans that are not.

    ``columns`` are the money columns that the header names, in its order (none without a header); ``header_line`` is
    how many lines with content stand before the first header, None without one.
    """

    lines: tuple[Line, ...]
    layout: tuple[Span, ...]
    columns: tuple[str, ...]
    header_line: int | None


def content_of(text: str) -> Content:
    r"""Tell content from page furniture.

    >>> content = content_of("表\n项目名称 总计 财政\n拨款 绩效目标 绩效指标\n合计 1.00\n- 3 -\n2.00")
    >>> [text_line for text_line in content.lines if text_line.start != text_line.end][1]
    Line(start=26, end=33, indent=0, page=False)
    >>> content.columns, content.header_line
    (('total', 'appropriation'), 1)
    """
    folded = fold(text)
    source = list(iter_lines(text))
    pages = list(accumulate((line.page for line in source), initial=1))[1:]
    counted = _counted(folded, source, pages)
    numbered = [at for at in range(len(source)) if _is_page_number(folded, source, at, counted)]
    layout = [Span(source[at].start, source[at].end) for at in numbered]
    for at in numbered:
        source[at] = Line(source[at].start, source[at].start, 0, page=True)
    headers = _headers(folded, layout)
    starts = [match.start() for match in headers]
    layout += [Span(match.start(), match.end()) for match in headers]
    lines: list[Line] = []
    header_line: int | None = None
    floor = 0  # where the lines behind the last header begin
    for line in source:
        inside = bisect_right(starts, line.start) - 1
        if inside < 0 or line.start >= headers[inside].end() or line.start == line.end:
            lines.append(line)
            continue
        if header_line is None:
            header_line = sum(1 for kept in lines if kept.start != kept.end)
        elif line.start == headers[inside].start():
            # Title and unit may stand above the header again, as they did on the first page.
            layout.extend(_drop_repeated(text, lines, header_line, floor))
        lines.append(Line(line.start, line.start, 0, page=True))
        floor = len(lines)
    columns: tuple[str, ...] = ()
    if headers:
        columns = _columns(headers[0][1])
    return Content(tuple(lines), tuple(layout), columns, header_line)


def _headers(folded: str, numbers: list[Span]) -> list[re.Match[str]]:
    """Find the header rows; a page number may stand in the middle of one."""
    pieces, at = [], 0
    for span in numbers:
        pieces += [folded[at : span.start], " " * len(span)]
        at = span.end
    blanked = "".join([*pieces, folded[at:]])
    return [match for match in _HEADER.finditer(blanked) if _alone(blanked, match.start(), match.end())]


def _alone(text: str, start: int, end: int) -> bool:
    """Whether nothing else stands on the lines of a header."""
    left = _LINE_END.split(text[max(0, start - 400) : start])[-1]
    right = _LINE_END.split(text[end : end + 400])[0]
    return not left.strip() and not right.strip()


def _columns(cells: str) -> tuple[str, ...]:
    found = [
        (match.start(), -match.end(), name) for name, pattern in _MONEY.items() for match in re.finditer(pattern, cells)
    ]
    ordered: list[str] = []
    reach = -1
    for start, end, name in sorted(found):
        # 财政专户拨款 holds no 财政拨款, but 项目金额 holds 金额: the longer one at a place counts.
        if start >= reach and name not in ordered:
            ordered.append(name)
            reach = -end
    return tuple(ordered)


def _counted(folded: str, lines: list[Line], pages: list[int]) -> set[int]:
    """Bare numbers at the edges of pages that count these up, from whatever page the table begins on."""
    offsets: dict[int, list[int]] = {}
    for at, line in enumerate(lines):
        bare = _BARE_PAGE_NUMBER.fullmatch(folded, line.start, line.end) if line.end - line.start <= 12 else None
        if bare is not None and line.start != line.end and _at_edge(lines, at):
            offsets.setdefault(int(bare[1]) - pages[at], []).append(at)
    return {at for found in offsets.values() if len(found) > 1 for at in found}


def _at_edge(lines: list[Line], at: int) -> bool:
    """Whether a page ends right behind a line, or began right before it."""
    return (
        lines[at].page
        or _reaches_page(lines[at + 1 : at + 5], True)
        or _reaches_page(lines[max(0, at - 4) : at][::-1], False)
    )


def _is_page_number(folded: str, lines: list[Line], at: int, counted: set[int]) -> bool:
    line = lines[at]
    if not 0 < line.end - line.start <= 40:
        return False
    words = folded[line.start : line.end]
    if _PAGE_NUMBER.fullmatch(words):
        return True
    bare = _BARE_PAGE_NUMBER.fullmatch(words)
    if bare is None:
        return False
    return _stands_alone(lines, at) or (at in counted and _at_edge(lines, at))


def _stands_alone(lines: list[Line], at: int) -> bool:
    """Whether a line is the first or last of its page, with a blank line between it and the text."""
    above, below = lines[max(0, at - 4) : at][::-1], lines[at + 1 : at + 5]
    for first, second in ((above, below), (below, above)):
        # A page ends right behind the line (its next line begins a page), or began right before it.
        edge = (first is below and _reaches_page(first, True)) or (
            first is above and (lines[at].page or _reaches_page(first, False))
        )
        if edge and second and second[0].start == second[0].end:
            return True
    return False


def _reaches_page(lines: list[Line], behind: bool) -> bool:
    for line in lines:
        blank = line.start == line.end
        if line.page and (behind or blank):
            return True
        if not blank:
            return False
    return False


def _drop_repeated(text: str, lines: list[Line], header_line: int, floor: int) -> list[Span]:
    """Take from the end of ``lines`` those that say the same as the lines above the first header."""
    first = [squeeze(text[line.start : line.end]) for line in lines if line.start != line.end][:header_line]
    wanted = "".join(first)
    # Whole lines from the first page, and the line of the unit among them: less could be content.
    wholes = {"".join(first[at:]) for at in range(len(first))}
    dropped: list[int] = []
    said = ""
    at = len(lines) - 1
    while at >= floor and len(said) < len(wanted):
        line = lines[at]
        words = squeeze(text[line.start : line.end])
        if words and not wanted.endswith(words + said) and _CONTINUED.sub("", words + said) not in wanted:
            break
        if words:
            said = words + said
            dropped.append(at)
        at -= 1
    # The title alone may be there again too, with 续 behind it.
    title = _CONTINUED.sub("", said)
    if not (said in wholes and "单位" in said) and not (title and wanted.startswith(title) and "绩效目标" in title):
        return []
    spans = []
    for at in dropped:
        spans.append(Span(lines[at].start, lines[at].end))
        lines[at] = Line(lines[at].start, lines[at].start, 0, page=True)
    return spans
