"""Forgetting what was read: a value that was seen before costs nothing, so what is measured must be seen for the first time.

`perfmodel._internal.caches` says what is forgotten, and what is not: parsers built of the grammars, and word lists.
Building those anew is no part of what is measured.
"""

from __future__ import annotations

import gc

from perfmodel._internal import caches

__all__ = ["forget"]


def forget() -> None:
    """Forget all texts, and let nothing of what was measured before be cleared away in the next measurement."""
    caches.forget()
    gc.collect()
