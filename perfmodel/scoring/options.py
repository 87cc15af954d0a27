"""What differs from place to place in how a self-evaluation is scored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import field, fields, frozen

from perfmodel._internal.did_you_mean import SettingError, unknown
from perfmodel._internal.guards import choice
from perfmodel._internal.messages import mismatch, shown, wrong_value

__all__ = ["DEFAULT_OPTIONS", "DENOMINATORS", "EXECUTION_WAYS", "GRADES", "REVERSE_WAYS", "ScoringOptions"]

REVERSE_WAYS = ("deduct", "ratio")
EXECUTION_WAYS = ("linear", "steps-101")
DENOMINATORS = ("revised", "initial")
# The grades, best first; a total under the last threshold has the last one.
GRADES = ("优", "良", "中", "差")
_HUNDRED = Decimal(100)
_THRESHOLDS = re.compile("[0-9]{1,3}(?:[.][0-9]{1,2})?(?:/[0-9]{1,3}(?:[.][0-9]{1,2})?)*")
_EXPLAINED_FROM = re.compile("explain-([1-9][0-9]{2})")
# Where points are taken off for more than was asked, this much more counts as too much.
_USUALLY_OVER = Fraction(13, 10)


def _numbers(text: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, text.split("/")))


def _descending(count: int) -> Any:
    def check(owner: object, attribute: Any, value: object) -> None:
        good = isinstance(value, str) and _THRESHOLDS.fullmatch(value) is not None
        numbers = _numbers(str(value)) if good else ()
        if len(numbers) != count or list(numbers) != sorted(set(numbers), reverse=True) or numbers[0] > _HUNDRED:
            example = "90/80/60" if count == 3 else "80/60"
            expected = (f"由大到小的 {count} 个数（如 {example}）", f"{count} falling numbers, such as {example}")
            raise wrong_value(expected, value, attribute.name)

    return check


def _weight(value: object) -> object:
    return Decimal(str(value)) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else value


def _is_positive(owner: object, attribute: Any, value: object) -> None:
    if not isinstance(value, Decimal) or not value.is_finite() or not 0 < value <= _HUNDRED:
        raise wrong_value(("大于 0、不超过 100 的数", "a number over 0 and up to 100"), value, attribute.name)


def _is_way_of_over_fulfilment(owner: object, attribute: Any, value: object) -> None:
    if not isinstance(value, str) or (value not in ("full", "deduct") and _EXPLAINED_FROM.fullmatch(value) is None):
        expected = ("“full”、“deduct”或“explain-130”之类", "“full”, “deduct” or the like of “explain-130”")
        raise wrong_value(expected, value, attribute.name)


@frozen(kw_only=True)
class ScoringOptions:
    """Options of scoring a self-evaluation that differ from place to place.

    - ``reverse``: what a target of at most scores where it is exceeded: ``deduct`` takes off the share of the excess,
      ``ratio`` gives target ÷ actual;
    - ``bands``: from what percentage of its weight a target in words scores when it is reached, and when it is partly reached;
    - ``over_fulfilment``: ``full`` (more than asked scores full), ``explain-130`` (so it does, and from 130% on it is to be
      explained), ``deduct`` (points are taken off, by no formula: a person decides);
    - ``execution``: points for the execution of the budget by its rate (``linear``), or 10, 7, 5 or 0 tenths of the weight
      from 100%, 80%, 60% or below (``steps-101``);
    - ``execution_weight``: its weight where the form prints none;
    - ``denominator``: the budget that what was spent is divided by, ``revised`` or ``initial``;
    - ``grades``: from which total on it is 优, 良 and 中.

    Raises `ValueError` for anything else.

    Source: 财预〔2020〕10号 for the grades; practice of the places for the rest.

    >>> options = ScoringOptions(bands="80/50")
    >>> options.reached_from, options.partly_from, options.explained_from
    (Fraction(4, 5), Fraction(1, 2), Fraction(13, 10))
    >>> options.grade(Decimal("89.996"))
    '良'
    """

    reverse: str = field(default="deduct", validator=choice(REVERSE_WAYS))
    bands: str = field(default="80/60", validator=_descending(2))
    over_fulfilment: str = field(default="explain-130", validator=_is_way_of_over_fulfilment)
    execution: str = field(default="linear", validator=choice(EXECUTION_WAYS))
    execution_weight: Decimal = field(default=Decimal(10), converter=_weight, validator=_is_positive)
    denominator: str = field(default="revised", validator=choice(DENOMINATORS))
    grades: str = field(default="90/80/60", validator=_descending(3))

    @property
    def reached_from(self) -> Fraction:
        """From which share of its weight on a target in words scores when it is reached."""
        return Fraction(_numbers(self.bands)[0]) / 100

    @property
    def partly_from(self) -> Fraction:
        """From which share of its weight on a target in words scores when it is partly reached."""
        return Fraction(_numbers(self.bands)[1]) / 100

    @property
    def explained_from(self) -> Fraction | None:
        """From which share of the target on an actual value is to be explained; None where it never is."""
        match = _EXPLAINED_FROM.fullmatch(self.over_fulfilment)
        if match is not None:
            return Fraction(int(match[1]), 100)
        return _USUALLY_OVER if self.over_fulfilment == "deduct" else None

    @property
    def deducts_from(self) -> Fraction | None:
        """From which share of the target on points are taken off; None where they never are."""
        return _USUALLY_OVER if self.over_fulfilment == "deduct" else None

    def grade(self, total: Decimal | Fraction) -> str:
        """Return the grade of a total that was not rounded; a threshold belongs to the grade above it.

        >>> ScoringOptions().grade(Decimal(90)), ScoringOptions(grades="80/70/60").grade(Decimal("59.99"))
        ('优', '差')
        """
        thresholds = (*_numbers(self.grades), None)
        return next(grade for grade, least in zip(GRADES, thresholds, strict=True) if least is None or total >= least)

    def with_changes(self, plain: Mapping[str, Any]) -> ScoringOptions:
        """Return options that differ in what plain data say; raises `SettingError` for an unknown name or value.

        >>> ScoringOptions().with_changes({"reverse": "ratio"}).reverse
        'ratio'
        """
        known = [one.name for one in fields(ScoringOptions)]
        values = {name: getattr(self, name) for name in known}
        for name, value in plain.items():
            if name not in known:
                raise unknown(("计分选项", "scoring option"), name, known, ("scoring", str(name)))
            try:
                values = values | {name: value}
                ScoringOptions(**values)
            except (ValueError, TypeError, ArithmeticError):
                expected = ("可用的值", "a valid value")
                raise SettingError(*mismatch(expected, shown(value)), ("scoring", name)) from None
        return ScoringOptions(**values)


DEFAULT_OPTIONS = ScoringOptions()
