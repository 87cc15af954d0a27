"""What is said of a target value besides what it means: remarks, look-alike signs, a conflict of units."""

from __future__ import annotations

from attrs import frozen

from perfmodel._internal.fast_objects import WeaklyReferable
from perfmodel.source.span import Span
from perfmodel.values.kinds import Meaning

__all__ = ["Lookalike", "TargetReading", "UnitConflict"]


@frozen
class Lookalike:
    """A sign that was read as another one: 》 for ``≥``; ``span`` is its place in the text."""

    sign: str
    read_as: str
    span: Span


@frozen
class UnitConflict:
    """A cell and the table's own column of units name different units; the cell's counts."""

    cell: str
    column: str


@frozen
class TargetReading(WeaklyReferable):
    """What a target value means, and what its text says besides.

    ``note`` is the remark in brackets, ``phrase`` the words around the number that take nothing from it (确保, 较上年,
    内响应), ``lookalikes`` the signs that were read as others, ``unit_conflict`` a disagreement with the table's own
    column of units. ``operator_form`` says how the operator of a single number was written: as a ``sign``, in
    ``words``, or None where none was.
    """

    meaning: Meaning
    note: str | None = None
    phrase: str | None = None
    lookalikes: tuple[Lookalike, ...] = ()
    unit_conflict: UnitConflict | None = None
    operator_form: str | None = None
