"""What views show of a target, an indicator or money, whichever view it is.

Which fields there are, their order, their kinds and their labels are asked of their declarations: a new field of any
class is listed by `details`, in every view, until a view gives it a place of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from attrs import frozen

from perfmodel.display.words import choice_name, comma, labelled, phrase, truncate
from perfmodel.model.fields import Field, fields_of
from perfmodel.model.funding import Funding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, Section, TargetTable
from perfmodel.model.target import Target
from perfmodel.source.characters import fold, squeeze
from perfmodel.strings.canonical import amount_text
from perfmodel.values.kinds import Text

__all__ = [
    "DisplayedTarget",
    "amount_fields",
    "amounts_of",
    "detail_fields",
    "details",
    "displayed_target",
    "level_text",
    "object_text",
    "target_fields",
    "used_amounts",
    "used_targets",
]

# Kinds that are shown by what they mean; the others are words, and stay as they were printed.
_MEASURED = ("threshold", "range", "deadline", "period", "ratio", "all_of")
_PIECE = re.compile(r"(?P<op>[≥≤><=≈])|(?P<number>[0-9]+(?:[-.,:][0-9]+)*)|(?P<unit>[^≥≤><=≈0-9]+)")
_MOST_PAIRS = 20
# The fields that have a cell, a column or a line of their own in a view; all else that an object says is a detail.
_PLACED_FIELDS: dict[type, frozenset[str]] = {
    TargetTable: frozenset(("title", "unit", "currency_unit", "total", "sections", "unread")),
    Section: frozenset(("name", "funding", "projects")),
    Project: frozenset(("name", "spender", "funding", "goal", "whole_period_goal", "indicators")),
    Indicator: frozenset(("name", "number", "level1", "level2", "printed", "reason")),
}
# The column of targets that is there even where nothing stands in it.
_USUAL_TARGET = "annual"


@frozen
class DisplayedTarget:
    """A target as views show it.

    ``main`` are pieces, each its role (``op``, ``number``, ``unit`` or ``text``) and its text; ``printed`` is the printed
    text where the pieces differ from it; ``mark`` and ``reason`` say that it is no value, and why,
    ``severity`` what checks make of that.
    """

    main: tuple[tuple[str, str], ...]
    printed: str | None = None
    mark: str | None = None
    reason: str | None = None
    severity: str | None = None

    @property
    def text(self) -> str:
        """The pieces as one text."""
        joined = "".join(f"{text} " if role == "op" else text for role, text in self.main)
        return joined.strip()


def displayed_target(target: Target, lang: str = "zh") -> DisplayedTarget:
    """Return what views show of a target: what it means, operator and number apart, and what was printed.

    >>> displayed_target(Target("90%或以上"))
    DisplayedTarget(main=(('op', '≥'), ('number', '90'), ('unit', '%')), printed='90%或以上', mark=None, reason=None, severity=None)
    >>> displayed_target(Target("工5%")).mark, displayed_target(Target("≥**%")).mark, displayed_target(Target("≥90%")).printed
    ('未识读', '未填写', None)
    """
    meaning, printed = target.meaning, truncate(target.text, lang)
    if meaning.kind not in _MEASURED:
        main = (("text", printed),)
        if isinstance(meaning, Text):
            reason = meaning.english if lang == "en" and meaning.english else meaning.reason
            severity = "error" if meaning.is_fault else "hint"
            return DisplayedTarget(main, None, phrase("unclear", lang), truncate(reason, lang), severity)
        return DisplayedTarget(main, None, phrase("unfilled", lang) if meaning.kind == "placeholder" else None)
    shown = truncate(target.render("signs"), lang)
    alike = squeeze(fold(shown)) == squeeze(fold(printed))
    shown = printed if alike else shown
    pieces = ((match.lastgroup or "", shown[slice(*match.span())]) for match in _PIECE.finditer(fold(shown)))
    return DisplayedTarget(tuple(pieces), None if alike else printed)


def level_text(indicator: Indicator, level: int) -> str:
    """Return the cell of level 1 or 2 as it was printed; an empty text where there is none."""
    text: str | None = getattr(indicator, f"level{level}_text")
    category = indicator.level1 if level == 1 else indicator.level2
    return text or ("" if category is None else category.label)


@cache
def target_fields() -> tuple[Field, ...]:
    """Return the fields of an indicator that hold targets: in a view each is a column.

    >>> [field.name for field in target_fields()][:2]
    ['whole_period', 'annual']
    """
    return tuple(field for field in fields_of(Indicator) if field.kind == "target")


@cache
def amount_fields() -> tuple[Field, ...]:
    """Return the fields of a `Funding` that hold amounts, in the order of the form.

    >>> [field.en for field in amount_fields()][:2]
    ['Total', 'Appropriation']
    """
    return tuple(field for field in fields_of(Funding) if field.kind == "amount")


@cache
def detail_fields(kind: type) -> tuple[Field, ...]:
    """Return the fields of a class that have no place of their own in a view, in their order.

    >>> [field.name for field in detail_fields(Project)][:2]
    ['department', 'period']
    """
    placed = _PLACED_FIELDS.get(kind, frozenset())
    # The printed text of a category is what is shown of it, and an indicator's targets are columns.
    kinds = ("category_text", "target") if kind is Indicator else ("category_text",)
    return tuple(
        field for field in fields_of(kind) if field.attribute and field.name not in placed and field.kind not in kinds
    )


def details(value: Any, lang: str, view: str, without: Container[str] = ()) -> Iterator[str]:
    """Yield a line for each detail of an object that a view shows: its label and what it says.

    ``view`` is one of `perfmodel.model.declaration.VIEWS`; ``without`` are the names of fields that are left out.

    >>> list(details(Indicator(name="次数", unit="次", further=(("备注", "含线上"),)), "en", "html"))
    ['Unit: 次', '备注：含线上']
    """
    for field in detail_fields(value.__class__):
        content = getattr(value, field.name)
        if view not in field.declaration.views or field.name in without or _is_empty(field, content):
            continue
        if field.kind == "pairs":
            yield from _pair_lines(content, lang)
        else:
            yield labelled(field.label(lang), _content_text(field, content, lang, view), lang)


def _is_empty(field: Field, content: Any) -> bool:
    """Whether nothing stands in a field; an empty text does, where None is what means nothing; the usual choice says nothing."""
    if field.declaration.choices and content == field.default:
        return True
    return content is None or (not field.optional and (not content or content == field.default))


def _pair_lines(pairs: Sequence[tuple[str, str]], lang: str) -> Iterator[str]:
    for name, text in pairs[:_MOST_PAIRS]:
        yield f"{truncate(name, lang)}：{truncate(text, lang)}"
    if len(pairs) > _MOST_PAIRS:
        yield phrase("more_texts", lang, len(pairs) - _MOST_PAIRS)


def _joined(texts: Iterable[str], lang: str) -> str:
    return ("; " if lang == "en" else "；").join(texts)


# What is shown of a field's content, by the kind of the field.
_TEXT_OF_KIND: dict[str, Callable[[Any, str], str]] = {
    "text": truncate,
    "prose": truncate,
    "target": lambda target, lang: truncate(target.text, lang),
    "category": lambda category, lang: truncate(category.label, lang),
    "amount": lambda amount, lang: truncate(amount_text(amount), lang),
    "number": lambda number, lang: truncate(f"{number:f}", lang),
    "ordinal": lambda number, lang: str(number),
    "flag": lambda flag, lang: phrase("yes", lang),
    "texts": lambda texts, lang: _joined((truncate(text, lang) for text in texts), lang),
    "pairs": lambda pairs, lang: _joined(_pair_lines(pairs, lang), lang),
}


def _content_text(field: Field, content: Any, lang: str, view: str) -> str:
    if field.kind == "object":
        return object_text(content, lang, view) or phrase("none", lang)
    if field.kind == "objects":
        return _joined((object_text(value, lang, view) for value in content), lang)
    if field.declaration.choices:
        content = choice_name(content, lang)
    return _TEXT_OF_KIND[field.kind](content, lang)


def object_text(value: Any, lang: str, view: str) -> str:
    """Return what a view shows of an object on one line, each detail behind its label; an empty text for none.

    >>> object_text(Funding(total=18, other=18), "zh", "text")
    '总计 18.00，其他资金 18.00'
    """
    texts = ((field, getattr(value, field.name)) for field in detail_fields(value.__class__))
    return comma(lang).join(
        f"{field.label(lang)} {_content_text(field, content, lang, view)}"
        for field, content in texts
        if view in field.declaration.views and not _is_empty(field, content)
    )


def amounts_of(funding: Funding) -> dict[str, str]:
    """Return the amounts that are there, as text, by the name of their field.

    >>> amounts_of(Funding(total=18))
    {'total': '18.00'}
    """
    amounts = ((field.name, getattr(funding, field.name)) for field in amount_fields())
    return {name: truncate(amount_text(amount)) for name, amount in amounts if amount is not None}


def used_amounts(fundings: Sequence[Funding]) -> tuple[Field, ...]:
    """Return the columns of money in which anything stands, and the total; none where no object has money."""
    fields = amount_fields()
    used = {"total"} if fundings else set()
    for funding in fundings:
        used |= {field.name for field in fields if getattr(funding, field.name) is not None}
        if len(used) == len(fields):
            break
    return tuple(field for field in fields if field.name in used)


def fundings_of(table: TargetTable) -> Iterator[Funding]:
    """Yield all money of a table that has columns."""
    if table.total is not None:
        yield table.total
    for section in table.sections:
        yield section.funding
        yield from (project.funding for project in section.projects)


def used_targets(indicators: Iterable[Indicator]) -> tuple[Field, ...]:
    """Return the columns of targets in which anything stands; the annual one where none does."""
    fields = target_fields()
    used: set[str] = set()
    for indicator in indicators:
        used |= {field.name for field in fields if getattr(indicator, field.name) is not None}
        if len(used) == len(fields):
            break
    return tuple(field for field in fields if field.name in (used or {_USUAL_TARGET}))
