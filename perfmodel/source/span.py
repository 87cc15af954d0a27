"""Places in a text: a stretch of code points, and a line and a column as people count them."""

from __future__ import annotations

from attrs import field, frozen

from perfmodel._internal.messages import wrong_value

__all__ = ["Position", "Span"]


@frozen(order=True)
class Span:
    """A stretch of source text: code points from ``start`` up to, but not including, ``end``.

    >>> span = Span(2, 4)
    >>> "年度指标值"[span.start : span.end], len(span)
    ('指标', 2)
    """

    start: int = field()
    end: int = field()

    @end.validator
    def _ordered(self, _attribute: object, value: int) -> None:
        if not 0 <= self.start <= value:
            raise wrong_value(("不小于 start 和 0", "no less than start and 0"), value, "Span.end")

    def __len__(self) -> int:
        return self.end - self.start


@frozen
class Position:
    """A place as people count it: line and column from 1, the column in characters.

    >>> Position(line=3, column=14)
    Position(line=3, column=14)
    """

    line: int
    column: int

    def render(self, lang: str = "zh") -> str:
        """Return the place in words, in ``zh`` or ``en``.

        >>> Position(3, 14).render(), Position(3, 14).render("en")
        ('第3行第14列', 'line 3, column 14')
        """
        return f"line {self.line}, column {self.column}" if lang == "en" else f"第{self.line}行第{self.column}列"
