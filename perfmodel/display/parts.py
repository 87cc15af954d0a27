"""What a view shows of a target, an indicator or money, whatever it is shown in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import frozen

from perfmodel.display.words import cut, say
from perfmodel.model.funding import AMOUNTS, Funding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import TargetTable
from perfmodel.model.target import Target
from perfmodel.source.characters import fold, squeeze
from perfmodel.strings.canonical import amount_text
from perfmodel.values.kinds import Text

__all__ = ["Said", "amounts_of", "details", "level_text", "money_text", "said", "used_amounts", "used_targets"]

# Kinds that are shown by what they mean; the others are words, and stay as they were printed.
_MEASURED = ("threshold", "range", "deadline", "period", "ratio", "all_of")
_PIECE = re.compile(r"(?P<op>[≥≤><=≈])|(?P<number>[0-9]+(?:[-.,:][0-9]+)*)|(?P<unit>[^≥≤><=≈0-9]+)")
_FURTHER = 20


@frozen
class Said:
    """A target as it is shown: ``main`` are pieces (``op``, ``number``, ``unit`` or ``text``, and the text), ``printed``
    is the printed text where the pieces are not, ``mark`` and ``reason`` say that it is no value, and why.
    """

    main: tuple[tuple[str, str], ...]
    printed: str | None = None
    mark: str | None = None
    reason: str | None = None

    @property
    def text(self) -> str:
        """The pieces as one text."""
        joined = "".join(f"{text} " if role == "op" else text for role, text in self.main)
        return joined.strip()


def said(target: Target, lang: str = "zh") -> Said:
    """Say what a target means, operator and number apart, and what was printed.

    >>> said(Target("90%或以上"))
    Said(main=(('op', '≥'), ('number', '90'), ('unit', '%')), printed='90%或以上', mark=None, reason=None)
    >>> said(Target("工5%")).mark, said(Target("≥**%")).mark, said(Target("≥90%")).printed
    ('未识读', '未填写', None)
    """
    meaning, printed = target.meaning, cut(target.text, lang)
    if meaning.kind not in _MEASURED:
        main = (("text", printed),)
        if isinstance(meaning, Text):
            reason = meaning.english if lang == "en" and meaning.english else meaning.reason
            return Said(main, None, say("unclear", lang), cut(reason, lang))
        return Said(main, None, say("unfilled", lang) if meaning.kind == "placeholder" else None)
    shown = cut(target.render("signs"), lang)
    alike = squeeze(fold(shown)) == squeeze(fold(printed))
    shown = printed if alike else shown
    pieces = ((match.lastgroup or "", shown[slice(*match.span())]) for match in _PIECE.finditer(fold(shown)))
    return Said(tuple(pieces), None if alike else printed)


def level_text(indicator: Indicator, level: int) -> str:
    """The cell of level 1 or 2 as it was printed; empty where there is none."""
    text: str | None = getattr(indicator, f"level{level}_text")
    category = indicator.level1 if level == 1 else indicator.level2
    return text or ("" if category is None else category.label)


def details(indicator: Indicator, lang: str) -> Iterator[str]:
    """What an indicator says beside its name and targets: unit, weight, explanation, further fields.

    >>> list(details(Indicator(name="次数", unit="次", further=(("备注", "含线上"),)), "en"))
    ['Unit: 次', '备注：含线上']
    """
    if indicator.unit is not None:
        yield say("measured_in", lang, cut(indicator.unit, lang))
    if indicator.weight is not None:
        yield say("weight", lang, cut(f"{indicator.weight:f}", lang))
    for name in ("explanation", "scoring_standard"):
        text: str | None = getattr(indicator, name)
        if text is not None:
            yield say(name, lang, cut(text, lang))
    for name, text in indicator.further[:_FURTHER]:
        yield f"{cut(name, lang)}：{cut(text, lang)}"
    if len(indicator.further) > _FURTHER:
        yield say("more_texts", lang, len(indicator.further) - _FURTHER)


def amounts_of(funding: Funding) -> dict[str, str]:
    """The amounts that are there, as text, by their field.

    >>> amounts_of(Funding(total=18))
    {'total': '18.00'}
    """
    amounts = zip(AMOUNTS, funding.amounts, strict=True)
    return {name: cut(amount_text(amount)) for name, amount in amounts if amount is not None}


def money_text(funding: Funding, lang: str) -> str:
    """The amounts with their names on one line; empty where there are none.

    >>> money_text(Funding(total=18, other=18), "zh")
    '总计 18.00，其他资金 18.00'
    """
    joint = ", " if lang == "en" else "，"
    return joint.join(f"{say(name, lang)} {text}" for name, text in amounts_of(funding).items())


def used_amounts(fundings: Sequence[Funding]) -> tuple[str, ...]:
    """The columns of money in which anything stands, and the total; none where no object has money."""
    used = {"total"} if fundings else set()
    for funding in fundings:
        used |= {name for name, amount in zip(AMOUNTS, funding.amounts, strict=True) if amount is not None}
        if len(used) == len(AMOUNTS):
            break
    return tuple(name for name in AMOUNTS if name in used)


def fundings_of(table: TargetTable) -> Iterator[Funding]:
    """All money of a table that has columns."""
    if table.total is not None:
        yield table.total
    for section in table.sections:
        yield section.funding
        yield from (project.funding for project in section.projects)


def used_targets(indicators: Iterator[Indicator]) -> tuple[str, ...]:
    """The columns of targets in which anything stands; the annual one where none does."""
    whole, annual = False, False
    for indicator in indicators:
        whole = whole or indicator.whole_period is not None
        annual = annual or indicator.annual is not None
        if whole and annual:
            break
    return tuple(name for name, used in (("whole_period", whole), ("annual", annual or not whole)) if used)
