"""Making many immutable objects of parts that are known to be right, without asking each part again."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from attrs import fields

__all__ = ["Made", "gc_paused", "unchecked_constructor", "unlocked_class"]

T = TypeVar("T")


# Of a smaller text not enough is made for the collector to come by more than now and then.
_LARGE = 100_000


@contextmanager
def gc_paused(size: int) -> Iterator[None]:
    """Keep Python's collector of cycles away while very much is made, none of it in cycles, of a text of ``size``.

    Each time the objects have become a quarter more, it looks through all of them: in a large text that is a tenth of the
    work, and grows with it. It goes on behind, whatever happens, unless it had been switched off before.

    >>> import gc
    >>> with gc_paused(1_000_000):
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    if size < _LARGE or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class Made:
    """A class whose objects `unlocked_class` can make, and which can be referred to weakly all the same."""

    __slots__ = ("__weakref__",)


def unlocked_class(kind: type) -> type[Any]:
    """Return a class of the same slots that can be written to: fill an object, then set its ``__class__`` to ``kind``.

    Whoever does so answers for what the guards of ``kind`` would have asked. An object is given away only when it is
    of its own class, and cannot be written to any more.

    >>> from perfmodel.model.target import Target
    >>> made = unlocked_class(Target)()
    >>> made.text, made.unit, made.__class__ = "90%或以上", None, Target
    >>> made == Target("90%或以上")
    True
    """
    slots: Any = kind.__slots__  # type: ignore[attr-defined]
    return type(kind.__name__, kind.__bases__, {"__slots__": slots})


def unchecked_constructor(kind: type[T]) -> Callable[..., T]:
    """Return a function that makes objects of ``kind`` of its fields by name, without asking its guards.

    What is not given has the default of the field. As for `unlocked_class`, the caller answers for what is given.

    >>> from perfmodel.model.funding import Funding
    >>> unchecked_constructor(Funding)(inferred=True) == Funding(inferred=True)
    True
    """
    form: Any = unlocked_class(kind)
    usual = {one.name: one.default for one in fields(kind)}  # type: ignore[arg-type]

    def make(**given: Any) -> T:
        made = form()
        for name, value in (usual | given).items():
            setattr(made, name, value)
        made.__class__ = kind
        return made  # type: ignore[no-any-return]

    return make
