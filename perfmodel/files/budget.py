"""What of a file's limits has been used: charged before anything is laid out."""

from __future__ import annotations

from collections.abc import Callable, Container

from perfmodel.files.limits import DEFAULT_LIMITS, Limits, over_limit

__all__ = ["Budget"]


class Budget:
    """Counts what is read of one file against its `Limits`; knows what is asked for of it.

    ``pages`` are the numbers of the pages that are wanted, None for all; ``on_page`` is called with the number of each page
    that was looked at, and of how many (None where the file does not say).

    >>> budget = Budget(Limits(grids=1))
    >>> budget.charge("grids")
    >>> budget.charge("grids")
    Traceback (most recent call last):
    perfmodel.errors.ParseError: 文件超出限度：表格数超过 1（可用参数 limits.grids 放宽）
    """

    def __init__(
        self,
        limits: Limits = DEFAULT_LIMITS,
        lang: str = "zh",
        filename: str | None = None,
        pages: Container[int] | None = None,
        on_page: Callable[[int, int | None], None] | None = None,
    ) -> None:
        self.limits = limits
        self.lang = lang
        self.filename = filename
        self.pages = pages
        self.on_page = on_page
        self._used: dict[str, int] = {}

    def charge(self, name: str, amount: int = 1) -> None:
        """Use some of the limit that is called ``name``; raises `ParseError` where it is exceeded."""
        used = self._used.get(name, 0) + amount
        if used > getattr(self.limits, name):
            self.refuse(name)
        self._used[name] = used

    def check(self, name: str, amount: int) -> None:
        """Raise `ParseError` where ``amount`` more would exceed the limit."""
        if self._used.get(name, 0) + amount > getattr(self.limits, name):
            self.refuse(name)

    def refuse(self, name: str) -> None:
        """Raise the `ParseError` that names a limit."""
        over_limit(name, self.limits, self.lang, self.filename)
