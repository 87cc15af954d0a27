"""From a piece of text to indicators, by the grammar ``indicator.lark`` alone: all of it, or a reason why not."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

from attrs import define, field, frozen

from perfmodel._internal.fast_objects import unchecked_constructor
from perfmodel.grammars import machine
from perfmodel.grammars.lalr import Token, Tree, Unexpected
from perfmodel.model.category import Category
from perfmodel.model.fields import Field
from perfmodel.model.indicator import Indicator
from perfmodel.model.target import Target, target_of
from perfmodel.source.characters import fold, squeeze
from perfmodel.source.flow import Flow, strip
from perfmodel.source.place import Place
from perfmodel.strings.canonical import canonical, labelled_fields
from perfmodel.strings.category_cells import NUMBER_VALUES
from perfmodel.strings.damaged_labels import Mend, MendedText, mends_in
from perfmodel.strings.indicator_pattern import LONGEST_INDICATOR
from perfmodel.strings.reasons import REASONS, expected, stands_twice

__all__ = ["ParseFailure", "ParsedIndicator", "parse_stretch", "takes_text"]

_indicator = unchecked_constructor(Indicator)
_NUMBER_OF_POINTS = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)分?")
_PRINTED_ORDINAL = re.compile("[0-9]{1,9}")
_PRINTED_FLAGS = {"是": True, "否": False}


@frozen
class ParseFailure:
    """Why a piece is not made of indicators: what was expected, and where in the flow."""

    message: str
    english: str
    start: int
    end: int


@define
class ParsedIndicator:
    """An indicator that was read, with what there is to report about it.

    ``unlabelled`` are stretches of the flow without a label that were taken as part of the value before them;
    ``not_numbers`` are columns of numbers with a text that is none, ``rest`` is what stands behind the indicator's own full stop: more of
    them. ``mends`` are those of its labels, with offsets in the flow.
    """

    indicator: Indicator
    unlabelled: list[tuple[str, int, int]] = field(factory=list)
    not_numbers: list[tuple[str, str]] = field(factory=list)
    rest: tuple[int, int] = (0, 0)
    mends: list[Mend] = field(factory=list)


def parse_stretch(flow: Flow, start: int, end: int) -> list[ParsedIndicator] | ParseFailure:
    """Read a stretch of a flow: the indicators it is made of, or why it is not made of indicators.

    >>> from perfmodel.source.flow import flow_of
    >>> parse_stretch(flow_of("1-产出指标；11-数量指标；年度指标值:3次"), 0, 23).message
    '应为指标名称'
    """
    if end - start > LONGEST_INDICATOR:
        return ParseFailure(*REASONS["shorter"], start, start + 1)
    folded = flow.folded[start:end]
    mends = mends_in(folded)
    if mends:
        read = _read(flow, start, end, mends)
        if not isinstance(read, ParseFailure):
            return read
    return _read(flow, start, end, [])


def _read(flow: Flow, start: int, end: int, mends: list[Mend]) -> list[ParsedIndicator] | ParseFailure:
    """Read a stretch with some mends made."""
    mended = MendedText(flow.folded[start:end], mends)
    tree = _tree(mended, start)
    if isinstance(tree, ParseFailure):
        return tree
    found: list[ParsedIndicator] = []
    for at, child in enumerate(tree.children):
        # An indicator's text runs through its 。 up to the next one.
        follower = tree.children[at + 1] if at + 1 < len(tree.children) else None
        limit = end if follower is None else start + mended.offset(follower.children[0].start_pos or 0)
        piece = _Builder(flow, start, mended).build(child, limit)
        if isinstance(piece, ParseFailure):
            return piece
        first = start + mended.offset(child.children[0].start_pos or 0)
        piece.mends += [
            mend._replace(start=start + mend.start, end=start + mend.end)
            for mend in mends
            if first <= start + mend.start < limit
        ]
        found.append(piece)
    return found


def _tree(mended: MendedText, start: int) -> Tree | ParseFailure:
    folded = mended.text
    try:
        return machine("indicator", "start").parse(folded)
    except Unexpected as error:
        first, last = (len(folded), len(folded)) if error.at_end else (error.start, error.end)
        return ParseFailure(*expected(error.expected), start + mended.offset(first), start + mended.offset(last))


class _Builder:
    """Makes an `Indicator` of one tree of the grammar; ``base`` is where the tree's text begins in the flow."""

    def __init__(self, flow: Flow, base: int, mended: MendedText) -> None:
        self.flow = flow
        self.base = base
        self.mended = mended
        self.fields: dict[str, Any] = {}
        self.further: dict[str, str] = {}
        self.parts: dict[str, tuple[int, int]] = {}
        self.unlabelled: list[tuple[str, int, int]] = []
        self.not_numbers: list[tuple[str, str]] = []

    def build(self, tree: Any, limit: int) -> ParsedIndicator | ParseFailure:
        """Make the indicator; a repeated column is a reason not to."""
        children = list(tree.children)
        first = self._at(children[0].start_pos)
        if children[0].type == "NUMBER":
            self.fields["number"] = NUMBER_VALUES[str(children.pop(0))]
        for level in ("level1", "level2"):
            self._category(level, children.pop(0))
        self.fields["name"] = self._take("name", children.pop(0))
        for column in children:
            failure = self._more(column.children[0]) if column.data == "more" else self._column(column)
            if failure is not None:
                return failure
        for column in _labelled_columns():
            if column in self.fields:
                self._convert(column)
        stop = self.flow.folded.find("。", self._at(_last_token(tree)), limit)
        last = strip(self.flow.text, first, limit if stop < 0 else stop + 1)[1]
        parts = tuple([(name, *place) for name, place in self.parts.items()])
        self.fields |= {"further": tuple(self.further.items()), "place": Place(first, last, parts, self.flow)}
        made = _indicator(**self.fields)
        printed = self.flow.text[first:last]
        if canonical(made, made.number) != printed:
            made = _indicator(printed=printed, **self.fields)
        return ParsedIndicator(made, self.unlabelled, self.not_numbers, strip(self.flow.text, last, limit))

    def _at(self, position: int | None) -> int:
        """Return the offset in the flow of a position in the tree's text."""
        return self.base + self.mended.offset(position or 0)

    def _take(self, name: str, token: Token) -> str:
        """Return a token's text as printed, and note where it stands."""
        start, end = self._at(token.start_pos), self._at(token.end_pos)
        text = self.flow.text[start:end]
        if text.strip() != text:
            start, end = strip(self.flow.text, start, end)
            text = self.flow.text[start:end]
        self.parts[name] = (start, end)
        return self.mended.without_left_out(text, start - self.base)

    def _category(self, level: str, token: Token) -> None:
        text = self._take(level, token)
        category = Category.read(text, int(level[-1]))
        self.fields[level] = category
        if text != category.label:
            self.fields[f"{level}_text"] = text

    def _column(self, tree: Any) -> ParseFailure | None:
        children = list(tree.children)
        column = str(tree.data)
        if column == "further":
            name = self._take("", children.pop(0))[:-1].rstrip()
            start, end = self.parts.pop("")
            column = f"further.{name}"
            self.further.setdefault(name, "")
        elif children:
            start, end = self._at(children[0].start_pos), self._at(children[0].end_pos)
        else:
            start = end = self.base
        if column in self.parts:
            known = _labelled_columns().get(column)
            label = known.declaration.printed if known is not None else None
            return ParseFailure(*stands_twice(label or column.partition(".")[2]), start, end)
        text = self._take(column, children[0]) if children else ""
        self.parts.setdefault(column, (end, end))
        if column.startswith("further."):
            self.further[column.partition(".")[2]] = text
        elif text:
            self.fields[column] = text
        return None

    def _more(self, token: Token) -> ParseFailure | None:
        """Take a stretch without a label as part of the column before it."""
        column = list(self.parts)[-1]
        begin, stop = self.parts[column]
        self._take("", token)
        start, end = self.parts.pop("")
        if begin == stop:
            return ParseFailure(*REASONS["label"], start, end)
        whole = self.flow.text[begin:end]
        self.parts[column] = (begin, end)
        if column.startswith("further."):
            self.further[column.partition(".")[2]] = whole
        else:
            self.fields[column] = whole
        self.unlabelled.append((column, start, end))
        return None

    def _convert(self, column: str) -> None:
        """Make a column's text what its field holds."""
        field, text = _labelled_columns()[column], self.fields[column]
        if field.kind == "target":
            # The column of units speaks of all targets.
            unit = self.fields.get("unit")
            self.fields[column] = target_of(text) if unit is None else Target(text, unit)
        elif field.kind in _FROM_TEXT:
            value = _FROM_TEXT[field.kind](squeeze(fold(text)))
            if value is not None:
                self.fields[column] = value
                return
            # Kept under its label, to be reported.
            del self.fields[column]
            self.further.setdefault(field.declaration.printed or column, text)
            self.not_numbers.append((column, text))


@cache
def _labelled_columns() -> dict[str, Field]:
    """The fields behind a label, by their names, which are those of the grammar's rules."""
    return {field.name: field for field in labelled_fields()}


def takes_text(field: Field, text: str) -> bool:
    """Return whether a field behind a label takes a text; what it does not take stays a further column of that name.

    >>> from perfmodel.model.fields import field_of
    >>> takes_text(field_of(Indicator, "weight"), "7.5分"), takes_text(field_of(Indicator, "weight"), "见附件")
    (True, False)
    """
    return field.kind not in _FROM_TEXT or not text or _FROM_TEXT[field.kind](squeeze(fold(text))) is not None


def _number(text: str) -> Decimal | None:
    match = _NUMBER_OF_POINTS.fullmatch(text)
    return None if match is None else Decimal(match[1])


def _ordinal(text: str) -> int | None:
    return int(text) if _PRINTED_ORDINAL.fullmatch(text) else None


# From a folded text to what a field of a kind holds, None where it says none.
_FROM_TEXT: dict[str, Callable[[str], Any]] = {
    "number": _number,
    "amount": _number,
    "ordinal": _ordinal,
    "flag": _PRINTED_FLAGS.get,
}


def _last_token(tree: Tree) -> int:
    """Where the last word of a tree ends, 0 without any; a column without a value has none of its own, only its label."""
    for child in reversed(tree.children):
        end: int = _last_token(child) if isinstance(child, Tree) else child.end_pos
        if end:
            return end
    return 0
