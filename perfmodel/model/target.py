"""A target value (指标值): what an indicator is to reach."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs import Attribute, field, fields, frozen

from perfmodel import values
from perfmodel._internal.caches import Memory
from perfmodel._internal.fast_objects import unchecked_constructor
from perfmodel._internal.guards import wrong_kind
from perfmodel.model import validators
from perfmodel.model.methods import ViewMethods

__all__ = ["TARGETS_BY_TEXT", "Target", "target_of"]


class _Understanding(ViewMethods):
    """Keeps what was understood, once it has been asked for; it is no part of the value, and not in its pickle."""

    __slots__ = ("_understood",)


_text_or_none = validators.text(optional=True, raw=True)


@frozen
class Target(_Understanding):
    """A target value as it was printed, ``90%或以上``, and what it means.

    ``text`` is kept as printed, whatever it is; ``unit`` is the text of the table's own column of units, where it has
    one, and ``operator`` that of its own column of signs (``≥``, 大于等于, 定性). Their meaning is read on first use, never
    raises, and takes no part in equality.

    Source: 以上, 以下 and 以内 include the number; 超过 and 不满 exclude it (民法典第一千二百五十九条).

    >>> target = Target("90%或以上")
    >>> target.text, target.kind, target.meaning.op, target.meaning.number, target.meaning.unit
    ('90%或以上', 'threshold', '>=', Decimal('90'), '%')
    >>> Target("≥95", unit="%").meaning.unit
    '%'
    >>> Target("95", unit="%", operator="≥").meaning == Target("≥95%").meaning
    True
    >>> Target("工5%").kind
    'text'
    """

    text: str = field(validator=validators.text(raw=True))
    unit: str | None = field(default=None)
    operator: str | None = field(default=None)

    @unit.validator
    def _columns_are_texts(self, attribute: Attribute[Any], value: str | None) -> None:
        # One call for both, since nearly all targets have neither.
        if value is not None or self.operator is not None:
            _text_or_none(self, attribute, value)
            _text_or_none(self, fields(Target).operator, self.operator)

    @property
    def understanding(self) -> values.TargetReading:
        """Everything that the text says: the meaning, the remark in brackets, look-alike signs."""
        found: values.TargetReading | None = getattr(self, "_understood", None)
        if found is None:
            alone = self.unit is None and self.operator is None
            shared = TARGETS_BY_TEXT.get(self.text) if alone else None
            if not alone:
                found = values.understand(self.text, self.unit, self.operator)
            elif shared is None or shared is self:
                found = values.parse_uncached(self.text)
            else:
                found = shared.understanding
            object.__setattr__(self, "_understood", found)
        return found

    @property
    def meaning(self) -> values.Meaning:
        """The meaning of the value; a `Text` with the reason where it has no definite one."""
        found: values.TargetReading = getattr(self, "_understood", None) or self.understanding
        return found.meaning

    @property
    def kind(self) -> str:
        """The kind of the meaning: ``threshold``, ``range``, ``deadline``, … ``text``."""
        return self.meaning.kind

    @property
    def understood(self) -> bool:
        """Whether the value has a definite meaning.

        >>> Target("12月底前").understood, Target("12月中旬前").understood
        (True, False)
        """
        return self.kind != values.Text.kind

    @property
    def signed_text(self) -> str:
        """The text with the operator of the column of signs before it, where that adds one to what is meant.

        >>> Target("95", unit="%", operator="大于等于").signed_text, Target("良好", operator="定性").signed_text
        ('≥95', '良好')
        """
        cell = None if self.operator is None else values.operator_cell(self.operator)
        if cell is None or cell.op is None:
            return self.text
        alone, beside = values.understand(self.text, self.unit), self.understanding
        if (alone.meaning, alone.operator_form) == (beside.meaning, beside.operator_form):
            return self.text
        return f"{values.SIGNS_OF_OPERATORS[cell.op]}{self.text}"

    @property
    def note(self) -> str | None:
        """The remark in brackets, ``计划标准``; None where there is none."""
        return self.understanding.note

    @property
    def phrase(self) -> str | None:
        """The words around the number that take nothing from it: 确保, 较上年, 内响应."""
        return self.understanding.phrase

    @property
    def lookalikes(self) -> tuple[values.Lookalike, ...]:
        """Signs that were read as another one, with their place: 》 for ``≥``."""
        return self.understanding.lookalikes

    @property
    def unit_conflict(self) -> values.UnitConflict | None:
        """The cell's unit and the column's, where they differ; the cell's counts."""
        return self.understanding.unit_conflict

    @property
    def operator_form(self) -> str | None:
        """How the operator of a single number was written: as a ``sign``, in ``words``, or None where none was.

        >>> Target("≥90%").operator_form, Target("90%或以上").operator_form, Target("90%").operator_form
        ('sign', 'words', None)
        """
        return self.understanding.operator_form

    @property
    def quantity(self) -> values.Quantity | None:
        """The number with its unit, where the value is one; None for everything else.

        >>> Target("不超过28.8万元").quantity.in_unit("元").number
        Decimal('288000')
        """
        return self.meaning.quantity if isinstance(self.meaning, values.Threshold) else None

    @property
    def direction(self) -> str:
        """Which way is better: ``higher``, ``lower``, ``exact`` or ``none``.

        >>> Target("≥90%").direction, Target("不超过5次").direction, Target("降低5%以上").direction
        ('higher', 'lower', 'lower')
        >>> Target("5", unit="次", operator="反向").direction
        'lower'
        """
        direction = values.direction(self.meaning)
        if self.operator is not None and direction in ("exact", "none"):
            cell = values.operator_cell(self.operator)
            return direction if cell is None or cell.better is None else cell.better
        return direction

    def accepts(self, actual: Target | str | int | Decimal | float) -> bool | None:
        """Tell whether an actual value meets the target; None where it cannot be told.

        An int or Decimal is a number of the target's own unit; a text is read as a target value is, and converted. A float
        or a text without a unit may be a share of one as spreadsheets have it: 0.95 against 90% cannot be told.

        >>> Target("≥90万元").accepts("1亿元"), Target("≥90%").accepts(89), Target("≥90%").accepts("3次")
        (True, False, None)
        """
        if isinstance(actual, Target):
            return values.accepts_printed(self.meaning, actual.meaning)
        if isinstance(actual, str):
            return values.accepts_printed(self.meaning, values.understand(actual, self.unit).meaning)
        if isinstance(actual, bool) or not isinstance(actual, (int, Decimal, float)):
            raise wrong_kind(("文本、数或 Target", "text, a number or a Target"), actual, "actual")
        number = Decimal(str(actual)) if isinstance(actual, float) else Decimal(actual)
        if not number.is_finite() or abs(number.adjusted()) > 10_000:
            return None
        accepts = values.accepts_printed if isinstance(actual, float) else values.accepts
        return accepts(self.meaning, values.Threshold("=", number))

    def implies(self, other: Target) -> bool:
        """Tell whether whatever meets this target surely meets the other.

        >>> Target("≥95%").implies(Target("≥90%")), Target("≥90%").implies(Target("≥95%"))
        (True, False)
        """
        return values.implies(self.meaning, other.meaning)

    def render(self, style: str = "printed") -> str:
        """Write the value out: as ``printed``, in ``signs`` or in ``words``; as printed where it was not understood.

        Raises `ValueError` for an unknown style.

        >>> Target("90%或以上").render("signs"), Target("90%或以上").render("words")
        ('≥90%', '不低于90%')
        """
        if style == "printed" or (style in values.STYLES and not self.understood):
            return self.text
        return values.write(self.meaning, style)

    def to_plain(self) -> dict[str, Any]:
        """Return the meaning's plain form, for JSON and YAML.

        >>> Target("不少于2次/年").to_plain()
        {'kind': 'threshold', 'op': '>=', 'number': '2', 'unit': '次', 'per': '年'}
        """
        return self.meaning.to_plain()

    def __str__(self) -> str:
        return self.text


# The target of a text, without a look at whether it is one; its arguments are those of the class.
target_of = unchecked_constructor(Target)


# The same values stand in table after table; they cannot be changed, so that one object will do.
TARGETS_BY_TEXT: Memory[str, Target] = Memory(target_of, 32_768)
