"""The one exception that a caller must know."""

from __future__ import annotations

from typing import Any

from perfmodel._internal.arguments import check_lang
from perfmodel.source.excerpt import excerpt, visible
from perfmodel.source.source import position
from perfmodel.source.span import Position, Span

__all__ = ["ParseError"]


class ParseError(ValueError):
    """A text could not be read; the error says what was expected, in the field's terms, and where.

    ``message`` is in Chinese and ``english`` in English; ``source`` is the text as given, ``span`` the place in it
    (code points), ``path`` the field where the text is YAML or JSON (``projects[0].funding.total``), ``shown_path`` the
    same with the keys of a file whose keys are Chinese (``项目[0].资金.总计``), and ``filename`` where the text was read
    from. ``str()`` gives the message with its place, the line and a caret, in the language asked for (``lang``).

    >>> error = ParseError("应为年度指标值", "expected the annual target", "名称；", Span(2, 3))
    >>> print(error)
    应为年度指标值（第 1 行，第 3 列）
    名称；
        ^^
    >>> print(error.render(lang="en").splitlines()[0])
    expected the annual target (line 1, column 3)
    """

    def __init__(
        self,
        message: str,
        english: str = "",
        source: str = "",
        span: Span | None = None,
        path: str = "",
        filename: str | None = None,
        lang: str = "zh",
        shown_path: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.english: str = english or message
        self.source = source
        self.span = span
        self.path = path
        self.filename = filename
        self.lang = lang
        self.shown_path: str = shown_path or path

    @property
    def position(self) -> Position | None:
        """Line and column, or None where the error has no place."""
        return None if self.span is None else position(self.source, self.span.start)

    @property
    def line(self) -> int | None:
        """The line, from 1."""
        where = self.position
        return None if where is None else where.line

    @property
    def column(self) -> int | None:
        """The column in characters, from 1."""
        where = self.position
        return None if where is None else where.column

    def headline(self, lang: str | None = None) -> str:
        """Return the message with path and place, on one line."""
        english = (self.lang if lang is None else check_lang(lang)) == "en"
        text = self.english if english else self.message
        if self.shown_path:
            text = f"{self.shown_path}: {text}" if english else f"{self.shown_path}：{text}"
        where = self.position
        if where is not None:
            text += (
                f" (line {where.line}, column {where.column})"
                if english
                else f"（第 {where.line} 行，第 {where.column} 列）"
            )
        return visible(f"{self.filename}{': ' if english else '：'}{text}" if self.filename else text)

    def render(self, lang: str | None = None) -> str:
        """Return the headline, the line of the source and a caret below the place, aligned for wide characters."""
        text = self.headline(lang)
        if self.span is None or not self.source:
            return text
        return f"{text}\n{excerpt(self.source, self.span)}"

    def __str__(self) -> str:
        try:
            return self.render()
        except Exception:  # an error about an error helps nobody
            return str(self.args[0]) if self.args else ""

    def __reduce__(self) -> tuple[Any, ...]:
        shown = (self.filename, self.lang, self.shown_path)
        values = (self.message, self.english, self.source, self.span, self.path, *shown)
        return type(self), values
