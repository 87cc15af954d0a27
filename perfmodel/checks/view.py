"""What all views of a table's objects have in common: a path, a place in the source, and hits there."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from perfmodel._internal.fast_objects import unchecked_constructor
from perfmodel.checks.rule import Hit
from perfmodel.model.finding import Suggestion
from perfmodel.source.span import Span

__all__ = ["View", "join", "make_hit"]


def join(path: str, name: str) -> str:
    """Join a field's name to a path.

    >>> join("", "goal"), join("projects[0]", "goal")
    ('goal', 'projects[0].goal')
    """
    return f"{path}.{name}" if path else name


# Thousands are made, of parts that need no check.
make_hit = unchecked_constructor(Hit)


class View(ABC):
    """An object of the model with its path."""

    path: str

    @property
    @abstractmethod
    def _object(self) -> Any:
        """The object itself."""

    def span_of(self, field: str | None = None) -> Span | None:
        """Return where a field stands in the source; where it was not printed, the object's name, else all of it."""
        place = self._object.place
        if place is None:
            return None
        span: Span | None = None if field is None else place.of(field)
        if span is None and field is not None:
            span = place.of("name")
        return span or self._object.span

    def hit(
        self,
        field: str | None = None,
        message: str = "",
        *,
        severity: str | None = None,
        suggestion: Suggestion | None = None,
        **values: object,
    ) -> Hit:
        """Return a hit at a field, or at the object itself; ``values`` fill the places of the message."""
        path = self.path if field is None else join(self.path, field)
        return make_hit(path, self.span_of(field), message, values, severity, suggestion)
