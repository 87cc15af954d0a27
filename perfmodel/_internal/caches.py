"""Remembering what texts mean: bounded, safe under threads, and never a long text, which would be kept alive."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

__all__ = ["LONGEST", "Memory", "Store", "forget"]

# What is longer than this stands in no second table.
LONGEST = 200

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
_stores: list[dict[object, object]] = []


class Store(dict[K, T], Generic[K, T]):
    """Answers of ``size`` at most. They must be immutable, since all who ask get the same object.

    When the store is full it starts anew: telling which answer was needed last would cost more than working some out
    again. Another thread may keep something in between: it found the same, and the size is as good as kept.

    >>> store = Store(2)
    >>> store.keep("a", 1), store.keep("b", 2), store.keep("c", 3), len(store)
    (1, 2, 3, 1)
    """

    __slots__ = ("size",)

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = size
        _stores.append(self)  # type: ignore[arg-type]

    def keep(self, key: K, answer: T) -> T:
        """Keep an answer, and return it."""
        if len(self) >= self.size:
            self.clear()
        self[key] = answer
        return answer


class Memory(Store[str, T], Generic[T]):
    """The answers of a function of a text, asked for as ``memory[text]``; one about a long text is not kept.

    >>> memory = Memory(lambda text: text.upper(), 8)
    >>> memory["a"], memory["b"], memory["a"], len(memory), len(memory["a" * 300]), len(memory)
    ('A', 'B', 'A', 2, 300, 2)
    """

    __slots__ = ("find",)

    def __init__(self, find: Callable[[str], T], size: int) -> None:
        super().__init__(size)
        self.find = find

    def __missing__(self, text: str) -> T:
        found = self.find(text)
        return found if len(text) > LONGEST else self.keep(text, found)


def forget() -> None:
    """Forget all that is remembered about texts, as if none had been read.

    >>> forget()
    """
    for store in _stores:
        store.clear()
