"""What rules about target values look at: a value, where it stands, and what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from perfmodel.analysis.further_columns import agrees_with_operator
from perfmodel.checks.rule import Hit
from perfmodel.checks.view import join, make_hit
from perfmodel.model.finding import Suggestion
from perfmodel.model.target import Target
from perfmodel.values.kinds import Meaning
from perfmodel.values.parser import TargetReading

if TYPE_CHECKING:
    from perfmodel.checks.context import IndicatorView

__all__ = ["TargetView", "is_one"]


def is_one(whole: Target | None, annual: Target | None) -> TypeGuard[Target]:
    """Whether two targets are printed alike.

    >>> is_one(Target("5次"), Target("5次")), is_one(None, None)
    (True, False)
    """
    return whole is not None and annual is not None and (whole is annual or whole == annual)


class TargetView:
    """A target value; ``fields`` are where it stands: ``annual``, or both fields where both are printed alike."""

    __slots__ = ("fields", "indicator", "meaning", "target", "understanding")

    def __init__(self, indicator: IndicatorView, target: Target, fields: tuple[str, ...]) -> None:
        self.indicator = indicator
        self.target = target
        self.fields = fields
        self.understanding: TargetReading = target.understanding
        self.meaning: Meaning = self.understanding.meaning

    @property
    def path(self) -> str:
        """The path of the first field."""
        return join(self.indicator.path, self.fields[0])

    def hit(
        self,
        message: str = "",
        *,
        severity: str | None = None,
        mended: str | None = None,
        certain: bool = True,
        **values: object,
    ) -> Hit:
        """Return a hit at the value; ``mended`` is the text that should stand there.

        The message's places ``name`` and ``text`` are the indicator name and the value as printed.
        """
        suggestion = None
        if mended is not None:
            paths = tuple(join(self.indicator.path, name) for name in self.fields)
            suggestion = Suggestion(mended, certain, paths) if agrees_with_operator(self.target, mended) else None
            values["mended"] = mended
        given = {"name": self.indicator.indicator.name, "text": self.target.signed_text, **values}
        return make_hit(self.path, self.indicator.span_of(self.fields[0]), message, given, severity, suggestion)
