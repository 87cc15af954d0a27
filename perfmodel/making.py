"""Making many immutable objects of parts that are known to be right, without asking each part again."""

from __future__ import annotations

from typing import Any

__all__ = ["open_form"]


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
