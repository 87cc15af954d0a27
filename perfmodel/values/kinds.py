"""What a target value can mean: one immutable class for each kind, with a plain form for JSON and YAML.

`to_plain` of each gives a dict of texts, booleans, lists and dicts; `perfmodel.values.plain.from_plain` is the way back. Numbers are texts
there, so that ``100.00`` keeps its digits.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar, TypeAlias

from attrs import Attribute, field, frozen

from perfmodel._internal.fast_objects import WeaklyReferable
from perfmodel._internal.guards import EXPECTED_FLAG, EXPECTED_TEXT, choice, of_type, wrong_kind
from perfmodel._internal.messages import mismatch, wrong_value
from perfmodel.values import dates, units

__all__ = [
    "EXPECTED_PART",
    "AllOf",
    "Boolean",
    "Deadline",
    "Meaning",
    "NoValue",
    "Part",
    "Period",
    "Placeholder",
    "Qualitative",
    "Quantity",
    "Range",
    "Ratio",
    "Text",
    "Threshold",
    "plain_number",
]

OPERATORS = (">=", ">", "<=", "<", "=", "≈")
CHANGES = ("increase", "decrease")
# Why a value was not understood: the first three are faults of the value, the others leave open whether it has any.
CAUSES = ("damaged", "contradictory", "impossible", "ambiguous", "unknown")
FAULTS = frozenset(CAUSES[:3])
_EXPECTED_DATE = (
    "日期（如 2024-12-31、2024-12、--12-31、2024-Q3）",
    "a date (such as 2024-12-31, 2024-12, --12-31, 2024-Q3)",
)
EXPECTED_PART = ("数量、日期、比例或文字的含义", "the meaning of a quantity, a date, a ratio or words")
_text = of_type(str, EXPECTED_TEXT, optional=True)


def _number(owner: object, attribute: Attribute[Any], value: object) -> None:
    name = f"{type(owner).__name__}.{attribute.name}"
    if not isinstance(value, Decimal):
        raise wrong_kind(("Decimal", "a Decimal"), value, name)
    # Out of reach of any table; a comparison would have to write out all of its digits.
    if not value.is_finite() or abs(value.adjusted()) > 10_000:
        raise wrong_value(("有限的数", "a finite number"), value, name)


def _date(owner: object, attribute: Attribute[Any], value: object) -> None:
    name = f"{type(owner).__name__}.{attribute.name}"
    if not isinstance(value, str):
        raise wrong_kind(EXPECTED_TEXT, value, name)
    if not dates.is_date(value):
        raise wrong_value(_EXPECTED_DATE, value, name)


def plain_number(number: Decimal) -> str:
    """Write a number without an exponent, with all of its digits."""
    return format(number, "f")


def _without_none(**pairs: object) -> dict[str, Any]:
    return {key: value for key, value in pairs.items() if value is not None}


def _counted_for(per: str | None) -> str | None:
    """Return what a number is counted for in an order of its own: 元/月/人 is 元/人·月."""
    return "·".join(sorted(per.split("·"))) if per is not None and "·" in per else per


@frozen
class Quantity:
    """A number with its unit, and for each of what (``per``): 500 元 per 人·月.

    >>> Quantity(Decimal("28.8"), "万元").in_unit("元")
    Quantity(number=Decimal('288000'), unit='元', per=None)
    >>> Quantity(Decimal(3), "工作日").in_unit("天") is None
    True
    """

    number: Decimal = field(validator=_number)
    unit: str | None = field(default=None, validator=_text)
    per: str | None = field(default=None, validator=_text, eq=_counted_for)

    def in_unit(self, unit: str) -> Quantity | None:
        """Return the same quantity in another unit; None where the units do not convert into each other."""
        number = units.convert(self.number, self.unit, unit)
        return None if number is None else Quantity(number, unit, self.per)


@frozen
class Threshold(WeaklyReferable):
    """A number as a lower bound, an upper bound or an exact value: ``>=`` 90 ``%``.

    ``op`` is one of ``>=`` ``>`` ``<=`` ``<`` ``=`` ``≈``; ``unit`` is the unit as printed (only 百分比 becomes ``%``),
    万 and 亿 kept in it; ``per`` is what it is counted for, ``年``, ``人·月``, ``10万公顷``; ``change`` is ``increase``
    or ``decrease`` where the number says by how much.

    Source: 以上, 以下 and 以内 include the number; 超过 and 不满 exclude it (民法典第一千二百五十九条).

    >>> Threshold(">=", Decimal("2"), "次", "年").to_plain()
    {'kind': 'threshold', 'op': '>=', 'number': '2', 'unit': '次', 'per': '年'}
    """

    kind: ClassVar[str] = "threshold"

    op: str = field(validator=choice(OPERATORS))
    number: Decimal = field(validator=_number)
    unit: str | None = field(default=None, validator=_text)
    per: str | None = field(default=None, validator=_text, eq=_counted_for)
    change: str | None = field(default=None, validator=choice(CHANGES, optional=True))

    @property
    def quantity(self) -> Quantity:
        """The number with its unit."""
        return Quantity(self.number, self.unit, self.per)

    def to_plain(self) -> dict[str, Any]:
        """Return the plain form; keys without a value are left out."""
        return _without_none(
            kind=self.kind,
            op=self.op,
            number=plain_number(self.number),
            unit=self.unit,
            per=self.per,
            change=self.change,
        )


@frozen
class Range(WeaklyReferable):
    """Two numbers with everything between them; each end says whether it is included.

    >>> Range(Decimal("80"), Decimal("90"), "%").high_quantity
    Quantity(number=Decimal('90'), unit='%', per=None)
    """

    kind: ClassVar[str] = "range"

    low: Decimal = field(validator=_number)
    high: Decimal = field(validator=_number)
    unit: str | None = field(default=None, validator=_text)
    per: str | None = field(default=None, validator=_text, eq=_counted_for)
    change: str | None = field(default=None, validator=choice(CHANGES, optional=True))
    low_included: bool = field(default=True, validator=of_type(bool, EXPECTED_FLAG))
    high_included: bool = field(default=True, validator=of_type(bool, EXPECTED_FLAG))

    @high.validator
    def _ordered(self, _attribute: object, value: Decimal) -> None:
        if self.low > value:
            raise wrong_value((f"不小于 low（{self.low}）的数", f"no less than low ({self.low})"), value, "Range.high")

    @property
    def low_quantity(self) -> Quantity:
        """The lower end with its unit."""
        return Quantity(self.low, self.unit, self.per)

    @property
    def high_quantity(self) -> Quantity:
        """The upper end with its unit."""
        return Quantity(self.high, self.unit, self.per)

    def to_plain(self) -> dict[str, Any]:
        """Return the plain form; keys without a value are left out."""
        return _without_none(
            kind=self.kind,
            low=plain_number(self.low),
            high=plain_number(self.high),
            unit=self.unit,
            per=self.per,
            change=self.change,
            low_included=self.low_included,
            high_included=self.high_included,
        )


@frozen
class Deadline:
    """A deadline (``<=``) or a date (``=``); see `perfmodel.values.dates` for how a date is written.

    >>> Deadline("<=", "--02-30").exists
    False
    """

    kind: ClassVar[str] = "deadline"

    op: str = field(validator=choice(("<=", "=")))
    date: str = field(validator=_date)

    @property
    def exists(self) -> bool:
        """Whether the calendar has the date."""
        return dates.exists(self.date)

    def to_plain(self) -> dict[str, Any]:
        """Return the plain form."""
        return {"kind": self.kind, "op": self.op, "date": self.date}


@frozen
class Period:
    """From one date to another, both included; that they are in order and exist is for a check to say.

    >>> Period("--01", "--12").to_plain()
    {'kind': 'period', 'start': '--01', 'end': '--12'}
    """

    kind: ClassVar[str] = "period"

    start: str = field(validator=_date)
    end: str = field(validator=_date)

    @property
    def exists(self) -> bool:
        """Whether the calendar has both dates."""
        return dates.exists(self.start) and dates.exists(self.end)

    def to_plain(self) -> dict[str, Any]:
        """Return the plain form."""
        return {"kind": self.kind, "start": self.start, "end": self.end}


@frozen
class Ratio:
    """A ratio, ``≥1:20``, or a fraction, 三分之二以上 (2 to 3).

    >>> Ratio(Decimal(1), Decimal(20), ">=").to_plain()
    {'kind': 'ratio', 'left': '1', 'right': '20', 'op': '>='}
    """

    kind: ClassVar[str] = "ratio"

    left: Decimal = field(validator=_number)
    right: Decimal = field(validator=_number)
    op: str = field(default="=", validator=choice(OPERATORS))

    @right.validator
    def _positive(self, _attribute: object, value: Decimal) -> None:
        if value <= 0 or self.left < 0:
            expected = ("left ≥ 0 且 right > 0", "left ≥ 0 and right > 0")
            zh, en = mismatch(expected, f"{self.left}:{value}")
            raise ValueError(f"Ratio：{zh} / Ratio: {en}")

    def to_plain(self) -> dict[str, Any]:
        """Return the plain form."""
        return {"kind": self.kind, "left": plain_number(self.left), "right": plain_number(self.right), "op": self.op}


@frozen
class Boolean:
    """Yes or no: 是, 否.

    >>> Boolean(True).to_plain()
    {'kind': 'boolean', 'value': True}
    """

    kind: ClassVar[str] = "boolean"

    value: bool = field(validator=of_type(bool, EXPECTED_FLAG))

    def to_plain(self) -> dict[str, Any]:
        """Return the plain form."""
        return {"kind": self.kind, "value": self.value}


@frozen
class Qualitative:
    """Words: a grade of a known scale (优), the direction of a trend (显著提升), or neither (按月安排).

    >>> Qualitative("显著提升", trend="increase").to_plain()
    {'kind': 'qualitative', 'words': '显著提升', 'trend': 'increase'}
    """

    kind: ClassVar[str] = "qualitative"

    words: str = field(validator=of_type(str, EXPECTED_TEXT))
    scale: str | None = field(default=None, validator=_text)
    grade: str | None = field(default=None, validator=_text)
    trend: str | None = field(default=None, validator=choice(CHANGES, optional=True))

    def to_plain(self) -> dict[str, Any]:
        """Return the plain form; keys without a value are left out."""
        return _without_none(kind=self.kind, words=self.words, scale=self.scale, grade=self.grade, trend=self.trend)


@frozen
class NoValue:
    """A cell that was left blank on purpose: 无, /, —.

    >>> NoValue().kind
    'none'
    """

    kind: ClassVar[str] = "none"

    def to_plain(self) -> dict[str, Any]:
        """Return the plain form."""
        return {"kind": self.kind}


@frozen
class Placeholder:
    """A blank of a template that was not filled in: ``≥**%``, ``__次``, a unit alone.

    ``op`` is the operator that stands there, where one does.

    >>> Placeholder(">=").to_plain()
    {'kind': 'placeholder', 'op': '>='}
    """

    kind: ClassVar[str] = "placeholder"

    op: str | None = field(default=None, validator=choice(OPERATORS, optional=True))

    def to_plain(self) -> dict[str, Any]:
        """Return the plain form; keys without a value are left out."""
        return _without_none(kind=self.kind, op=self.op)


@frozen
class Text:
    """A value that was not understood, and why, in Chinese (``reason``) and in English (``english``).

    ``cause`` is the class of the reason: ``damaged`` (characters lost, doubled or taken for others: 9騧0%),
    ``contradictory`` (≤95%以上), ``impossible`` (2024年13月), ``ambiguous`` (10日前, which has two readings), or
    ``unknown``: not in the language, though a person may well understand it (7*24小时). Only the reason in Chinese is
    part of the value and of its plain form; the others can be had again by reading the text.

    >>> Text("数量有歧义", "ambiguous").to_plain()
    {'kind': 'text', 'reason': '数量有歧义'}
    """

    kind: ClassVar[str] = "text"

    reason: str = field(validator=of_type(str, EXPECTED_TEXT))
    english: str = field(default="", eq=False, validator=of_type(str, EXPECTED_TEXT))
    cause: str = field(default="unknown", eq=False, validator=choice(CAUSES))

    @property
    def is_fault(self) -> bool:
        """Whether the value is certainly wrong: damaged, contradictory or impossible.

        >>> Text("比较词互相矛盾", cause="contradictory").is_fault, Text("可能是日期，也可能是时长", cause="ambiguous").is_fault
        (True, False)
        """
        return self.cause in FAULTS

    def to_plain(self) -> dict[str, Any]:
        """Return the plain form, with the reason in Chinese."""
        return {"kind": self.kind, "reason": self.reason}


Part: TypeAlias = Threshold | Range | Deadline | Period | Ratio | Qualitative


def _as_parts(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(parts)


@frozen
class AllOf:
    """Several conditions at once: ``≥10场次，每场≥50人``.

    >>> AllOf((Threshold(">=", Decimal(10), "场次"), Qualitative("无事故"))).to_plain()["parts"][1]
    {'kind': 'qualitative', 'words': '无事故'}
    """

    kind: ClassVar[str] = "all_of"

    parts: tuple[Part, ...] = field(converter=_as_parts)

    @parts.validator
    def _of_meanings(self, _attribute: object, value: tuple[object, ...]) -> None:
        if len(value) < 2:
            raise wrong_value(("两项以上", "two parts or more"), len(value), "AllOf.parts")
        for part in value:
            if not isinstance(part, (Threshold, Range, Deadline, Period, Ratio, Qualitative)):
                raise wrong_kind(EXPECTED_PART, part, "AllOf.parts")

    def to_plain(self) -> dict[str, Any]:
        """Return the plain form."""
        return {"kind": self.kind, "parts": [part.to_plain() for part in self.parts]}


Meaning: TypeAlias = (
    Threshold | Range | Deadline | Period | AllOf | Ratio | Boolean | Qualitative | NoValue | Placeholder | Text
)
