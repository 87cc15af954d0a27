"""Optional libraries: imported when first used; where one is missing, the error says in one line what to install."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["MissingExtra", "require"]


class MissingExtra(ImportError):
    """A library is missing that one of the extras of this package installs; the message says which.

    >>> print(MissingExtra("pandas", "pandas"))
    需要 pandas，请安装：pip install 'perfmodel[pandas]' / pandas is needed: pip install 'perfmodel[pandas]'
    """

    def __init__(self, package: str, extra: str) -> None:
        command = f"pip install 'perfmodel[{extra}]'"
        super().__init__(f"需要 {package}，请安装：{command} / {package} is needed: {command}", name=package)
        self.package = package
        self.extra = extra

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.package, self.extra)


def require(library: str, extra: str) -> Any:
    """Import an optional library; raise `MissingExtra` where it is not installed.

    >>> require("json", "pandas").__name__
    'json'
    """
    try:
        return import_module(library)
    except ModuleNotFoundError as error:
        root = library.partition(".")[0]
        if error.name is None or error.name.partition(".")[0] != root:
            raise  # the library is there, something of its own is missing
        raise MissingExtra(root, extra) from None
