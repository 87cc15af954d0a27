"""Making many immutable objects of parts that are known to be right, without asking each part again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from attrs import fields

__all__ = ["Made", "maker", "open_form"]

T = TypeVar("T")


class Made:
    """A class whose objects `open_form` can make, and which can be referred to weakly all the same."""

    __slots__ = ("__weakref__",)


def open_form(kind: type) -> type[Any]:
    """Return a class of the same slots that can be written to: fill an object, then set its ``__class__`` to ``kind``.

    Whoever does so answers for what the guards of ``kind`` would have asked. An object is given away only when it is
    of its own class, and cannot be written to any more.

    >>> from perfmodel.model.target import Target
    >>> made = open_form(Target)()
    >>> made.text, made.unit, made.__class__ = "90%或以上", None, Target
    >>> made == Target("90%或以上")
    True
    """
    slots: Any = kind.__slots__  # type: ignore[attr-defined]
    return type(kind.__name__, kind.__bases__, {"__slots__": slots})


def maker(kind: type[T]) -> Callable[..., T]:
    """Return a function that makes objects of ``kind`` of its fields by name, without asking its guards.

    What is not given has the default of the field. As for `open_form`, the caller answers for what is given.

    >>> from perfmodel.model.funding import Funding
    >>> maker(Funding)(inferred=True) == Funding(inferred=True)
    True
    """
    form: Any = open_form(kind)
    usual = {one.name: one.default for one in fields(kind)}  # type: ignore[arg-type]

    def make(**given: Any) -> T:
        made = form()
        for name, value in (usual | given).items():
            setattr(made, name, value)
        made.__class__ = kind
        return made  # type: ignore[no-any-return]

    return make
