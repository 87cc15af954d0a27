"""Text for a terminal, in pieces with the name of their style: made in any process, printed by the one that has it."""

from __future__ import annotations

import re

from attrs import frozen

from perfmodel.comparison.words import KIND_NAMES, kind_word
from perfmodel.model.finding import SEVERITIES

__all__ = ["Line", "StyledText", "styled_comparison", "styled_message"]

# A piece of text, and its style: a severity, a kind of change, or "file", "project", "code", "place", "suggestion", "next",
# "met", "missed"; "" for none.
Line = tuple[tuple[str, str], ...]
_MESSAGE = re.compile(
    rf"(?P<place>.*?)(?P<about>: (?P<code>[A-Z]\d\d) )(?P<severity>{'|'.join(SEVERITIES)})\b(?P<rest>.*)"
)
_CARETS = re.compile(r" *\^+")
_PLACES = re.compile(r"  \[[^\[\]]*\]$|  \[\w+\[\d+\]\]$")
_CHANGE = re.compile(r"(?P<before> *(?:[-+?] )?)(?P<word>\S.*?)(?P<rest>  .*)")
_OUTCOME_STYLES = {"✓": "met", "✗": "missed"}


@frozen
class StyledText:
    """Lines of a terminal, each of pieces with the name of their style; false where there is none.

    >>> StyledText(((("错误 ", "error"), ("没有指标", "")),)).plain
    '错误 没有指标'
    """

    lines: tuple[Line, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.lines)

    @property
    def plain(self) -> str:
        """The text without its styles."""
        return "\n".join("".join(text for text, _style in line) for line in self.lines)


def styled_message(text: str) -> StyledText:
    """Return a message on stderr about a finding, with its excerpt, the same in styles; another message without any.

    >>> styled_message("表.txt:9:1: R01 hint total: 推断").lines
    ((('表.txt:9:1', 'place'), (': ', ''), ('R01', 'code'), (' ', ''), ('hint', 'hint'), (' total: 推断', '')),)
    """
    first, *excerpt = text.split("\n")
    found = _MESSAGE.fullmatch(first)
    if found is None:
        return StyledText(tuple(((line, ""),) for line in (first, *excerpt)))
    severity = found["severity"]
    head = (
        (found["place"], "place"),
        (": ", ""),
        (found["code"], "code"),
        (" ", ""),
        (severity, severity),
        (found["rest"], ""),
    )
    below = tuple(((line, severity if _CARETS.fullmatch(line) else ""),) for line in excerpt)
    return StyledText((head, *below))


def styled_comparison(text: str, lang: str) -> StyledText:
    """Return the text of a comparison, the same in styles: headings, kinds of change, what was met and missed.

    >>> styled_comparison("    提高  年度指标值：≥1次 → ≥2次", "zh").lines
    ((('    ', ''), ('提高', 'raised'), ('  年度指标值：≥1次 → ≥2次', '')),)
    """
    kinds = {kind_word(kind, lang): kind for kind in KIND_NAMES}
    return StyledText(tuple(_change_line(line, kinds) for line in text.split("\n")))


def _change_line(line: str, kinds: dict[str, str]) -> Line:
    places = _PLACES.search(line)
    behind: Line = () if places is None else ((places[0], "place"),)
    line = line if places is None else line[: places.start()]
    if line[:1].strip():
        return (line, "project"), *behind
    sign = line.strip()[:1]
    if sign in _OUTCOME_STYLES:
        before, _, rest = line.partition(sign)
        return (before, ""), (sign, _OUTCOME_STYLES[sign]), (rest, ""), *behind
    found = _CHANGE.fullmatch(line)
    if found is None or found["word"] not in kinds:
        return (line, ""), *behind
    return (found["before"], ""), (found["word"], kinds[found["word"]]), (found["rest"], ""), *behind
