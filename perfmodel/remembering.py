"""Remembering what texts mean: bounded, safe under threads, and never a long text, which would be kept alive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["LONGEST", "Memory", "forget"]

# What is longer than this stands in no second table.
LONGEST = 200

T = TypeVar("T")
_memories: list[Memory[object]] = []


class Memory(dict[str, T], Generic[T]):
    """The answers of a function of a text, asked for as ``memory[text]``; of ``size`` at most.

    What is remembered must be immutable, since all who ask get the same object. When the memory is full it starts anew:
    telling which answer was needed last would cost more than working some out again.

    >>> memory = Memory(lambda text: text.upper(), 2)
    >>> memory["a"], memory["b"], memory["c"], len(memory), len(memory["a" * 300]), len(memory)
    ('A', 'B', 'C', 1, 300, 1)
    """

    __slots__ = ("find", "size")

    def __init__(self, find: Callable[[str], T], size: int) -> None:
        super().__init__()
        self.find = find
        self.size = size
        _memories.append(self)  # type: ignore[arg-type]

    def __missing__(self, text: str) -> T:
        found = self.find(text)
        if len(text) <= LONGEST:
            # Another thread may do the same in between: it finds the same, and the size is as good as kept.
            if len(self) >= self.size:
                self.clear()
            self[text] = found
        return found


def forget() -> None:
    """Forget all that is remembered about texts, as if none had been read.

    >>> forget()
    """
    for memory in _memories:
        memory.clear()
