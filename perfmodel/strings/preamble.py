"""The lines above the header: title, reporting unit (单位名称) and unit of the amounts (单位：万元)."""

from __future__ import annotations

import re
from itertools import pairwise

from perfmodel.model.table import CURRENCY_UNITS
from perfmodel.source.flow import Flow, strip

__all__ = ["Preamble", "read_preamble"]

_UNIT_LABEL = re.compile(r"(?:单位名称|部门名称|预算单位|填报单位|编制单位|申报单位|部门)\s{0,9}:\s{0,9}")
_CURRENCY = re.compile(
    r"(\(?\s{0,9}(?:金额)?单位\s{0,9}:\s{0,9}(?:人民币)?\s{0,9})(" + "|".join(CURRENCY_UNITS) + r")(\s{0,9}\)?)"
)
_ATTACHMENT = r"附\s?[件表录]?\s?[0-9一二三四五六七八九十]{0,3}\s?(?:-[0-9]{1,2})?:?"
_BARE_CURRENCY = re.compile(r"(?:金额)?单位\s{0,9}:\s{0,9}")
_TITLE_WORDS = re.compile("绩效目标|目标表")


class Preamble:
    """Stretches of the flow: what was found above the header, and what was not understood there."""

    def __init__(self) -> None:
        self.title: tuple[int, int] = (0, 0)
        self.unit: tuple[int, int] | None = None
        self.currency: tuple[int, int] | None = None
        self.layout: list[tuple[int, int]] = []
        self.unread: list[tuple[int, int]] = []


def read_preamble(flow: Flow, end: int) -> Preamble:
    """Read what stands before ``end``, where the header or the first row begins.

    >>> from perfmodel.source.flow import flow_of
    >>> flow = flow_of("项目支出绩效目标表\\n单位名称：某市某\\n局 单位：万元")
    >>> found = read_preamble(flow, len(flow.text))
    >>> [flow.text[slice(*place)] for place in (found.title, found.unit, found.currency)]
    ['项目支出绩效目标表', '某市某局', '万元']
    """
    found = Preamble()
    taken: list[tuple[int, int]] = []
    currency = _currency(flow, end)
    if currency:
        found.currency = currency.span(2)
        found.layout += [currency.span(1), currency.span(3)]
        taken.append(currency.span())
    unit = _UNIT_LABEL.search(flow.folded, 0, end)
    if unit:
        last = end
        if currency and currency.start() >= unit.end():
            last = currency.start()
        else:
            bare = _BARE_CURRENCY.search(flow.folded, unit.end(), end)
            gap = flow.first_apart(unit.end(), end)
            last = min(end if gap is None else gap, bare.start() if bare else end)
        found.unit = strip(flow.text, unit.end(), last)
        found.layout.append(unit.span())
        taken.append((unit.start(), last))
    taken.sort()
    first = taken[0][0] if taken else end
    _title(flow, first, found)
    at = first
    for start, last in [*taken, (end, end)]:
        if at < start and flow.text[at:start].strip():
            found.unread.append(strip(flow.text, at, start))
        at = max(at, last)
    return found


def _currency(flow: Flow, end: int) -> re.Match[str] | None:
    """The unit of the amounts, if no word goes on behind it on its line."""
    for match in _CURRENCY.finditer(flow.folded, 0, end):
        behind = match.end(3)
        if behind >= end or flow.break_at(behind) is not None or not "一" <= flow.folded[behind] <= "龥":
            return match
    return None


def _title(flow: Flow, end: int, found: Preamble) -> None:
    """The title is all before the unit, or the one paragraph of it that names the form."""
    first = flow.first_break(0, end)
    above = flow.folded[: first or 0].strip()
    if first is not None and above[:1] == "附" and re.fullmatch(_ATTACHMENT, above):
        found.unread.append(strip(flow.text, 0, first))
        found.title = strip(flow.text, first, end)
        return
    cuts = [0, *flow.apart_in(0, end), end]
    paragraphs = list(pairwise(cuts))
    named = [place for place in paragraphs if _TITLE_WORDS.search(flow.folded, *place)]
    if len(named) != 1:
        found.title = strip(flow.text, 0, end)
        return
    found.title = strip(flow.text, *named[0])
    for place in paragraphs:
        if place != named[0] and flow.text[slice(*place)].strip():
            found.unread.append(strip(flow.text, *place))
