"""What a page prints around a table's content: the header row, page numbers, and their repetition on each page."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

from perfmodel.source.characters import LINE_END, fold, squeeze
from perfmodel.source.flow import Flow
from perfmodel.source.lines import Lines, lines_of
from perfmodel.source.span import Span

__all__ = ["Content", "content_of", "is_page_number", "lone_digits", "money_column"]


def _loose(words: str) -> str:
    """A pattern for words between whose characters a line may have been broken."""
    return r"\s*".join(re.escape(char) for char in words)


def _any(*words: str) -> str:
    return "(?:" + "|".join(_loose(word) for word in words) + ")"


# The columns of money, by the heading that names them.
_MONEY_COLUMNS = {
    "total": _any("总计", "合计", "小计", "项目金额", "金额"),
    "appropriation": _any("财政拨款", "一般公共预算", "财政资金"),
    "special_account": _any("财政专户拨款", "财政专户管理资金", "财政专户资金"),
    "other": _any("其他资金", "其它资金"),
}
_HEADER_ROW = re.compile(
    _loose("项目名称")
    + r"(?:\s*\(\s*"
    + _any("资金使用单位", "项目单位", "使用单位", "单位")
    + r"\s*\))?((?:\s*(?:"
    + "|".join(_MONEY_COLUMNS.values())
    + "))+)"
    + r"\s*"
    + _any("项目绩效目标", "总体绩效目标", "绩效总目标", "绩效目标")
    + r"(?:\s*"
    + _any("绩效指标", "指标")
    + ")?"
)
_PAGE_NUMBER_LINE = re.compile(
    r"第\s{0,9}[0-9一二三四五六七八九十百]{1,5}\s{0,9}页(?:\s{0,9}[,/、|]?\s{0,9}[共总]\s{0,9}[0-9一二三四五六七八九十百]{1,5}\s{0,9}页)?"
    r"|共\s{0,9}[0-9]{1,5}\s{0,9}页\s{0,9}[,/、]?\s{0,9}第\s{0,9}[0-9]{1,5}\s{0,9}页"
    r"|[-–—―]{1,2}\s{0,9}[0-9]{1,5}\s{0,9}[-–—―]{1,2}|[·•]\s{0,9}[0-9]{1,5}\s{0,9}[·•]"
    r"|[0-9]{1,4}\s{1,9}/\s{1,9}[0-9]{1,4}"
    r"|[Pp]age\s{0,9}[0-9]{1,5}(?:\s{0,9}(?:of|/)\s{0,9}[0-9]{1,5})?"
)
# More than this above the header is not looked through for a title with 续 behind it.
_LONGEST_TITLE = 2000
_CONTINUED = re.compile(r"[(（]?续表?[)）]?$")
_PAGE_NUMBER_BEGINS = frozenset("第共-–—―·•0123456789Pp")
_PAGE_NUMBER_ENDS = frozenset("页-–—―·•0123456789")
_END_OF_LINE = re.compile(r"[\r\n\f\v\x85\u2028\u2029]")
# These look like content too: they count only at the edge of the page that they number, apart from the text.
_BARE_PAGE_NUMBER = re.compile(r"([0-9]{1,4})(?:\s{0,9}/\s{0,9}[0-9]{1,4})?")


# Digits that a page number may be, with what stands before and behind them. None is 0, none begins with 0, none is money's.
_LONE_DIGITS = r"[0-9][1-9][0-9]{0,2}[^.,]$|[^0-9][1-9][0-9]{0,2}[0-9]$|[^0-9.,;。、 ][1-9][0-9]{0,2}[^0-9.,;。、:)–-]$"
# Numbered pages with less on them than this, by the ten thousands, are none.
_MOST_PAGES, _SMALLEST_PAGE = 20_000, 64


class Content(NamedTuple):
    """The lines of a text that are content, and the spans that are not.

    ``columns`` are the money columns that the header names, in its order (none without a header); ``header_line`` is
    how many lines with content stand before the first header, None without one. ``crowded`` is where the first page
    number stands that is one too many: no table has so many in so little text, and no more are looked for.
    """

    lines: Lines
    layout: tuple[Span, ...]
    columns: tuple[str, ...]
    header_line: int | None
    crowded: int | None = None


def content_of(text: str) -> Content:
    r"""Tell content from page furniture.

    >>> content = content_of("表\n项目名称 总计 财政\n拨款 绩效目标 绩效指标\n合计 1.00\n- 3 -\n2.00")
    >>> content.lines.starts[1], content.lines.ends[1]
    (26, 33)
    >>> content.columns, content.header_line
    (('total', 'appropriation'), 1)
    """
    folded, lines = fold(text), lines_of(text)
    numbers, crowded = _page_numbers(text, folded, lines)
    left_out = bytearray(len(lines))
    for at in numbers:
        left_out[at] = True
    layout = [Span(lines.starts[at], lines.ends[at]) for at in numbers]
    headers, columns = _headers(folded, layout)
    layout += headers
    above: _Above | None = None
    header_line: int | None = None
    floor = 0  # where the lines behind the last header begin
    for header in headers:
        first = bisect_left(lines.starts, header.start)
        last = bisect_left(lines.starts, header.end, first)
        if first == last:
            continue
        if above is None:
            header_line = first - left_out.count(True, 0, first)
            above = _Above([squeeze(text[start:end]) for start, end in lines.spans(first, left_out)])
        elif lines.starts[first] == header.start:
            # Title and unit may stand above the header again, as they did on the first page.
            for at in above.repeated(text, lines, floor, first, left_out):
                layout.append(Span(lines.starts[at], lines.ends[at]))
                left_out[at] = True
        left_out[first:last] = b"\1" * (last - first)
        floor = last
    return Content(lines.without(left_out), tuple(layout), columns, header_line, crowded)


def lone_digits(flow: Flow, body: int) -> Iterator[tuple[int, int]]:
    """Yield where, behind ``body``, digits on a line of their own may be a page number in the middle of a text.

    >>> from perfmodel.source.flow import flow_of
    >>> list(lone_digits(flow_of("年度指标值:≥1200\\n3\\n场，\\n418.58\\n2次"), 0))
    [(11, 12)]
    """
    for start, end in pairwise(flow.breaks):
        if end - start < 4 and start > body and re.compile(_LONE_DIGITS).match(flow.folded, start - 1, end + 1):
            yield start, end


def money_column(heading: str) -> str | None:
    """Return the column of money that a heading names, None where it names none.

    >>> money_column("财政 拨款"), money_column("绩效指标")
    ('appropriation', None)
    """
    return next((name for name, pattern in _MONEY_COLUMNS.items() if re.fullmatch(pattern, fold(heading))), None)


def is_page_number(line: str) -> bool:
    """Whether a line that stands outside of tables says nothing but the number of its page.

    >>> is_page_number("第 3 页"), is_page_number("12"), is_page_number("2025年度")
    (True, True, False)
    """
    folded = fold(line).strip()
    return bool(_PAGE_NUMBER_LINE.fullmatch(folded) or _BARE_PAGE_NUMBER.fullmatch(folded))


def _headers(folded: str, numbers: list[Span]) -> tuple[list[Span], tuple[str, ...]]:
    """Find the header rows, and the columns that the first names; a page number may stand in the middle of one."""
    pieces, at = [], 0
    for span in numbers:
        pieces += [folded[at : span.start], " " * len(span)]
        at = span.end
    blanked = "".join([*pieces, folded[at:]]) if pieces else folded
    found: list[Span] = []
    columns: tuple[str, ...] = ()
    for match in _HEADER_ROW.finditer(blanked):
        if _alone(blanked, match.start(), match.end()):
            columns = columns if found else _columns(match[1])
            found.append(Span(*match.span()))
    return found, columns


def _alone(text: str, start: int, end: int) -> bool:
    """Whether nothing else stands on the lines of a header."""
    left = _END_OF_LINE.split(text[max(0, start - 400) : start])[-1]
    right = _END_OF_LINE.split(text[end : end + 400])[0]
    return not left.strip() and not right.strip()


def _columns(cells: str) -> tuple[str, ...]:
    found = [
        (match.start(), -match.end(), name)
        for name, pattern in _MONEY_COLUMNS.items()
        for match in re.finditer(pattern, cells)
    ]
    ordered: list[str] = []
    reach = -1
    for start, end, name in sorted(found):
        # 财政专户拨款 holds no 财政拨款, but 项目金额 holds 金额: the longer one at a place counts.
        if start >= reach and name not in ordered:
            ordered.append(name)
            reach = -end
    return tuple(ordered)


def _page_numbers(text: str, folded: str, lines: Lines) -> tuple[list[int], int | None]:
    """Return which lines are page numbers, and where there is one too many.

    Among them are bare numbers at the edges of pages that count these up, from whatever page the table begins on.
    """
    most = max(_MOST_PAGES, len(text) // _SMALLEST_PAGE)
    crowded: int | None = None
    sure: list[int] = []
    bare: list[int] = []
    offsets: dict[int, list[int]] = {}
    paged, page, reached = "\f" in text, 1, 0
    for at, (start, end) in enumerate(zip(lines.starts, lines.ends, strict=True)):
        if end - start > 40 or folded[start] not in _PAGE_NUMBER_BEGINS or folded[end - 1] not in _PAGE_NUMBER_ENDS:
            continue
        if _PAGE_NUMBER_LINE.fullmatch(folded, start, end):
            sure.append(at)
        if _is_number_at_end_of_text(text, folded, lines, at):
            sure.append(at)
            continue
        if not paged:
            continue
        above, below = _line_ends(text, lines, at)
        at_top, at_foot = "\f" in above, "\f" in below
        number = _BARE_PAGE_NUMBER.fullmatch(folded, start, end) if at_top or at_foot else None
        if number is None:
            continue
        most -= 1
        if most < 0:
            crowded = start
            break
        if end - start <= 12:
            page, reached = page + text.count("\f", reached, start), start
            offsets.setdefault(int(number[1]) - page, []).append(at)
            if int(number[1]) == page:
                sure.append(at)  # the page's own, counted from the start of the text
        # The first or last of its page, with a blank line between it and the text.
        blank_above = len(above) > (at > 0)
        blank_below = len(below) > (at + 1 < len(lines))
        if (at_foot and blank_above) or (at_top and blank_below):
            bare.append(at)
    counted = (at for found in offsets.values() if len(found) > 1 for at in found)
    return sorted({*sure, *bare, *counted}), crowded


def _is_number_at_end_of_text(text: str, folded: str, lines: Lines, at: int) -> bool:
    """Whether the first or the last line is a bare number apart from the text: start and end of a text are a page's."""
    if 0 < at < len(lines) - 1 or len(lines) < 2:
        return False
    if _BARE_PAGE_NUMBER.fullmatch(folded, lines.starts[at], lines.ends[at]) is None:
        return False
    if at == 0:
        between = text[lines.ends[0] : lines.starts[1]]
        return len(LINE_END.findall(between)) > 1 or "一" <= text[lines.starts[1]] <= "龥"
    between = text[lines.ends[at - 1] : lines.starts[at]]
    return len(LINE_END.findall(between)) > 1 or text[lines.ends[at - 1] - 1] == "。"


def _line_ends(text: str, lines: Lines, at: int) -> tuple[list[str], list[str]]:
    """Return the line ends next to a line, above and below, as far as a page's edge is looked for; none without one."""
    above = text[lines.ends[at - 1] if at else 0 : lines.starts[at]]
    below = text[lines.ends[at] : lines.starts[at + 1] if at + 1 < len(lines) else len(text)]
    if "\f" not in above and "\f" not in below:
        return [], []
    # Nearly always it is one alone.
    return (
        [above] if above == "\f" else LINE_END.findall(above)[-5:],
        [below] if below == "\f" or below == "\n" else LINE_END.findall(below)[:4],
    )


class _Above:
    """What stands above the first header, without blanks: title, unit. On further pages it may stand there again."""

    def __init__(self, words: list[str]) -> None:
        self.whole = "".join(words)
        # What is left from each line on, by its length.
        self.rests = set(accumulate(map(len, reversed(words))))

    def repeated(self, text: str, lines: Lines, floor: int, end: int, left_out: bytearray) -> list[int]:
        """Return which lines right before line ``end``, from line ``floor`` on, say the same."""
        whole = self.whole
        found: list[int] = []
        said: list[str] = []  # from the last line up
        size = 0
        same = True  # whether it is word for word how the lines above the first header end
        at = end
        while at > floor and size < len(whole):
            at -= 1
            if left_out[at]:
                continue
            words = squeeze(text[lines.starts[at] : lines.ends[at]])
            if not (same and whole.endswith(words, 0, len(whole) - size)):
                if size + len(words) > _LONGEST_TITLE:
                    break
                title = _CONTINUED.sub("", "".join([words, *reversed(said)]))
                if whole.find(title, 0, _LONGEST_TITLE) < 0:
                    break
                same = False
            said.append(words)
            found.append(at)
            size += len(words)
        if not found:
            return []
        # Whole lines from the first page, and the line of the unit among them: less could be content.
        # The title alone may be there again too, with 续 behind it.
        again = "".join(reversed(said))
        title = _CONTINUED.sub("", again)
        if (same and size in self.rests and "单位" in again) or (
            title and whole.startswith(title) and "绩效目标" in title
        ):
            return found
        return []
