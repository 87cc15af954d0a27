"""The former name of `perfmodel.checks.fix`, which will go away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perfmodel._internal.deprecated import warn_renamed
from perfmodel.checks import fix as _renamed

if TYPE_CHECKING:
    from perfmodel.checks.fix import Fixed, FixError, edits_of, fix

__all__ = ["FixError", "Fixed", "edits_of", "fix"]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        warn_renamed(f"perfmodel.checks.fixing.{name}", f"perfmodel.checks.fix.{name}")
        return getattr(_renamed, name)
