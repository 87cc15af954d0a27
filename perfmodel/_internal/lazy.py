"""A property that is worked out once, when somebody asks, and costs nothing to set up or to ask again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

__all__ = ["lazy"]

T = TypeVar("T")


class lazy(Generic[T]):  # noqa: N801 - reads as what it stands beside, property
    """Do as `functools.cached_property`, without its lock: what is worked out twice at once is the same.

    >>> class Text:
    ...     @lazy
    ...     def half(self):
    ...         print("asked")
    ...         return 1
    >>> text = Text()
    >>> text.half + text.half
    asked
    2
    """

    def __init__(self, work: Callable[[Any], T]) -> None:
        self._work = work
        self.__doc__ = work.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, owner: None, kind: type) -> lazy[T]: ...

    @overload
    def __get__(self, owner: object, kind: type) -> T: ...

    def __get__(self, owner: Any, kind: type) -> Any:
        if owner is None:
            return self
        found = self._work(owner)
        # Past the guard of a frozen class, and not by way of __dict__, which an object makes only when asked.
        object.__setattr__(owner, self._name, found)
        return found
