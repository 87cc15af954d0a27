"""Forgetting what was read: a value that was seen before costs nothing, so what is measured must be seen for the first time.

The library's own convention tells what is what: stores (`perfmodel._internal.caches`) and `lru_cache` with a size remember
texts, `cache` without one keeps what is read once and for all, the data files and the parsers built of the grammars.
Clearing those too would measure the building of parsers.
"""

from __future__ import annotations

import functools
import gc
import sys
from typing import Any

from perfmodel._internal import caches

__all__ = ["forget", "memories"]

# A cache without a size that holds more than this holds texts, whatever it says.
_MOST = 2_000


def _caches() -> list[Any]:
    """All caches of functions of the library, also those that another function keeps to itself."""
    kinds = (functools._lru_cache_wrapper,)
    found = {id(item): item for item in gc.get_objects() if isinstance(item, kinds)}
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "perfmodel":
            for value in vars(module).values():
                if callable(getattr(value, "cache_clear", None)):
                    found.setdefault(id(value), value)
    return [item for item in found.values() if str(getattr(item, "__module__", "")).partition(".")[0] == "perfmodel"]


def memories() -> list[Any]:
    """Return the caches that remember texts; refuse one without a size that does."""
    found = []
    for cache in _caches():
        asked = getattr(cache, "cache_parameters", None)
        size = asked()["maxsize"] if asked else 0
        if size is not None:
            found.append(cache)
        elif cache.cache_info().currsize > _MOST:
            raise AssertionError(f"{cache.__module__}.{cache.__qualname__} has no size and remembers texts")
    return found


def forget() -> None:
    """Forget all texts, and let nothing of what was measured before be cleared away in the next measurement."""
    caches.forget()
    for cache in memories():
        cache.cache_clear()
    gc.collect()
