"""Remembering answers about texts, but for long ones: a cache that keeps megabytes alive is a leak."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

__all__ = ["LONGEST", "remembered"]

# A name longer than this is none; looked at would be its end alone.
LONGEST = 200

P = ParamSpec("P")
T = TypeVar("T")


def remembered(size: int) -> Callable[[Callable[Concatenate[str, P], T]], Callable[Concatenate[str, P], T]]:
    """Keep the last ``size`` answers of a function of a text; one about a text of more than `LONGEST` is not kept.

    >>> @remembered(16)
    ... def halves(text):
    ...     print("asked")
    ...     return len(text) // 2
    >>> halves("甲乙"), halves("甲乙")
    asked
    (1, 1)
    """

    def make(judge: Callable[Concatenate[str, P], T]) -> Callable[Concatenate[str, P], T]:
        kept = lru_cache(size)(judge)

        @wraps(judge)
        def ask(text: str, /, *args: P.args, **kwargs: P.kwargs) -> T:
            if len(text) > LONGEST:
                return judge(text, *args, **kwargs)
            return kept(text, *args, **kwargs)  # type: ignore[arg-type]

        return ask

    return make
