"""How much was found in files, and which failed: what a summary and an exit status are made from.

This is all that is kept of a file once its findings are written. It knows nothing of rules, so that a command that only
reads tables can count without importing them; `perfmodel.reports.results` has the findings themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from attrs import define, field

from perfmodel._internal.system_errors import reason_of
from perfmodel.errors import ParseError
from perfmodel.model.finding import SEVERITIES, Finding
from perfmodel.source.span import Position

__all__ = ["Counts", "Failure"]


class Failure(NamedTuple):
    """Why a file could not be checked: the message in both languages, and where the file is wrong, if that is known."""

    zh: str
    en: str
    position: Position | None = None

    def text(self, lang: str = "zh") -> str:
        """Return the message in ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh

    @classmethod
    def of(cls, error: BaseException) -> Failure:
        """Return why reading failed: what a `ParseError` says and where, and of any other error its reason.

        >>> Failure.of(ParseError("应为文本", "expected text", path="name")).en
        'name: expected text'
        """
        if not isinstance(error, ParseError):
            return cls(*reason_of(error))
        where = error.shown_path
        zh, en = (f"{where}：{error.message}", f"{where}: {error.english}") if where else (error.message, error.english)
        return cls(zh, en, error.position)


@define
class Counts:
    """How much was found in files: what a summary is written from, and an exit status.

    ``failures`` counts the files that could not be read or written, ``with_errors`` those with findings of severity
    error; ``severities`` and ``codes`` count the findings that are shown, ``error_codes`` those of severity error, ``hidden``
    is how many are not shown.

    >>> counts = Counts.of_findings([Finding("S02", "error", "没有指标")])
    >>> counts.add(Counts.of_findings([], failed=True))
    >>> counts.files, counts.failures, counts.with_errors, counts.codes, counts.status()
    (2, 1, 1, {'S02': 1}, 2)
    """

    files: int = 0
    failures: int = 0
    with_errors: int = 0
    fixable: int = 0
    fixed: int = 0
    hidden: int = 0
    severities: dict[str, int] = field(factory=lambda: dict.fromkeys(SEVERITIES, 0))
    codes: dict[str, int] = field(factory=dict)
    error_codes: dict[str, int] = field(factory=dict)

    @classmethod
    def of_findings(cls, findings: Iterable[Finding], failed: bool = False) -> Counts:
        """Count the findings of one file; ``failed`` says that it could not be read or written."""
        counts = cls(files=1, failures=int(failed))
        for finding in findings:
            counts.severities[finding.severity] += 1
            of_severity = (counts.codes, counts.error_codes) if finding.severity == "error" else (counts.codes,)
            for codes in of_severity:
                codes[finding.code] = codes.get(finding.code, 0) + 1
        counts.with_errors = int(counts.severities["error"] > 0)
        return counts

    @property
    def findings(self) -> int:
        """How many findings there are."""
        return sum(self.severities.values())

    def add(self, other: Counts) -> None:
        """Add the counts of other files."""
        self.files += other.files
        self.failures += other.failures
        self.with_errors += other.with_errors
        self.fixable += other.fixable
        self.fixed += other.fixed
        self.hidden += other.hidden
        for name in ("severities", "codes", "error_codes"):
            mine, others = getattr(self, name), getattr(other, name)
            for key, count in others.items():
                mine[key] = mine.get(key, 0) + count

    def by_rule(self) -> list[tuple[str, int]]:
        """Return codes with how often each was found, the most frequent first."""
        return sorted(self.codes.items(), key=lambda row: (-row[1], row[0]))

    def status(self, exit_zero: bool = False) -> int:
        """Return the exit status: 2 where a file could not be checked, 1 where an error was found, else 0."""
        if self.failures:
            return 2
        return 1 if self.with_errors and not exit_zero else 0
