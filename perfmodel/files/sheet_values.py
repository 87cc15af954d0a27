"""The texts that a sheet's values are shown as, and what is to be said of those that are shown otherwise."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from perfmodel.files.number_format import general, number_text_of
from perfmodel.files.problem import Problem, problem
from perfmodel.source.cells import SheetCell, column_letters

__all__ = ["Shown"]

_MOST_REMEMBERED = 50_000
# So many unknown formats of a sheet are named.
_MOST_NAMED = 20


class Shown:
    """Shows the numbers of one sheet, and remembers which formats it does not know, and which formulas have no value.

    >>> shown = Shown()
    >>> shown.number("0.95", "0%"), shown.number("0.5", "[DBNum3]0")
    ('95%', '0.5')
    >>> [problem.message for problem in shown.problems("目标表")]
    ['数字格式“[DBNum3]0”未知，数字按原值显示']
    """

    def __init__(self, date1904: bool = False) -> None:
        self.date1904 = date1904
        self.unknown: dict[str, None] = {}
        self.formulas = 0
        self.first_formula = (0, 0)
        self._texts: dict[tuple[str, str], str] = {}

    def number(self, value: str, pattern: str) -> str:
        """Return how a number is shown in a format; as it is stored where the format is not known."""
        key = value, pattern
        found = self._texts.get(key)
        if found is None:
            found = self._number(value.strip(), pattern)
            if len(self._texts) < _MOST_REMEMBERED:
                self._texts[key] = found
        return found

    def _number(self, value: str, pattern: str) -> str:
        found = number_text_of(value, pattern) if not self.date1904 else number_text_of(value, pattern, True)
        if found is not None:
            return found
        try:
            number = Decimal(value)
        except InvalidOperation:
            return value
        if len(self.unknown) < _MOST_NAMED:
            self.unknown.setdefault(pattern)
        return general(number) if number.is_finite() and abs(number.adjusted()) < 350 else value

    def without_value(self, row: int, column: int) -> None:
        """Take note of a formula without a kept value, at a row and column from 0."""
        if not self.formulas:
            self.first_formula = row, column
        self.formulas += 1

    def problems(self, sheet: str) -> list[Problem]:
        """Return what is to be said of a sheet's values."""
        found = [problem("D17", text=pattern) for pattern in self.unknown]
        if self.formulas:
            row, column = self.first_formula
            more = f" … ({self.formulas})" if self.formulas > 1 else ""
            where = f"{sheet}!{column_letters(column + 1)}{row + 1}{more}"
            found.append(problem("D16", SheetCell(sheet, row + 1, column + 1), what=where))
        return found
