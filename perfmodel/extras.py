"""Libraries that are installed beside the core only where somebody wants what they do."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["need"]


def need(module: str, extra: str) -> Any:
    """Import a library of an extra; raise `ImportError` that says on one line what to install where it is missing.

    >>> need("no_such_library", "plot")
    Traceback (most recent call last):
      ...
    ImportError: 需要 no_such_library：pip install 'perfmodel[plot]' / no_such_library is needed: pip install 'perfmodel[plot]'
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        top = module.partition(".")[0]
        if error.name is not None and error.name.partition(".")[0] != top:
            raise  # the library is there, and lacks one of its own
        install = f"pip install 'perfmodel[{extra}]'"
        raise ImportError(f"需要 {top}：{install} / {top} is needed: {install}", name=top) from None
