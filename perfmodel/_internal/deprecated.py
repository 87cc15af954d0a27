"""Renamed parts of the public API: the old names still work, with a `DeprecationWarning` that gives the new one."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

__all__ = ["renamed_argument", "warn_renamed"]

# Two minor versions after the first that warns (``docs/explanation/stability.md``).
REMOVED_IN = "0.3"

P = ParamSpec("P")
T = TypeVar("T")


def warn_renamed(old: str, new: str, stacklevel: int = 3) -> None:
    """Warn the caller of the function that calls this one that ``old`` is now ``new``.

    >>> with warnings.catch_warnings(record=True, action="always") as caught:
    ...     warn_renamed("Finding.text", "Finding.render")
    >>> print(caught[0].message)
    Finding.text 已改为 Finding.render，旧名将在 0.3 版取消 / Finding.text is now Finding.render; the old name will be removed in 0.3
    """
    warnings.warn(
        f"{old} 已改为 {new}，旧名将在 {REMOVED_IN} 版取消 / "
        f"{old} is now {new}; the old name will be removed in {REMOVED_IN}",
        DeprecationWarning,
        stacklevel=stacklevel,
    )


def renamed_argument(old: str, new: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Let a function accept a keyword by its old name as well.

    >>> @renamed_argument("lang", "keys")
    ... def to_records(keys="en"):
    ...     return keys
    >>> with warnings.catch_warnings(record=True, action="always") as caught:
    ...     to_records(lang="zh")
    'zh'
    >>> print(caught[0].message)
    to_records(lang=…) 已改为 to_records(keys=…)，旧名将在 0.3 版取消 / to_records(lang=…) is now to_records(keys=…); the old name will be removed in 0.3
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        name = function.__name__

        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> T:
            if old in kwargs:
                if new in kwargs:
                    raise TypeError(f"{name}：{old} 与 {new} 不能同时给出 / {name}: expected {old} or {new}, not both")
                warn_renamed(f"{name}({old}=…)", f"{name}({new}=…)")
                kwargs[new] = kwargs.pop(old)
            return cast("Callable[..., T]", function)(*args, **kwargs)

        return cast("Callable[P, T]", call)

    return decorate
