"""The catalogue of codes that checking can report, of rules and of reading: severity, name, title and page of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from attrs import frozen

from perfmodel._internal.did_you_mean import unknown
from perfmodel.checks.registry import RULES
from perfmodel.checks.rule import Rule
from perfmodel.checks.rules import totals
from perfmodel.comparison.plan_code import PLAN_CODE, PLAN_SEVERITY
from perfmodel.display.words import severity_word
from perfmodel.reports.plan_page import plan_markdown, plan_words
from perfmodel.reports.rule_page import markdown_of, page_of
from perfmodel.strings.findings import CATALOGUE

__all__ = ["Entry", "entries", "entry_of"]


@frozen
class Entry:
    """A code: a rule's, that of the approved table, or that of a finding of reading (``rule`` is None, ``name`` empty).

    >>> entry_of("v06").title("en")
    'a bounded ratio is at most 100%'
    """

    code: str
    severity: str
    name: str
    zh: str
    en: str
    rule: Rule | None = None

    def title(self, lang: str = "zh") -> str:
        """Return the title in ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh

    def words(self, lang: str = "zh") -> tuple[str, str]:
        """Return what is checked, and why, as paragraphs with code in backticks; both empty for a finding of reading.

        >>> entry_of("S02").words("en") == (page_of(entry_of("S02").rule).checks_en, page_of(entry_of("S02").rule).why_en)
        True
        >>> entry_of("R01").words()
        ('', '')
        """
        if self.code == PLAN_CODE:
            return plan_words(lang)
        if self.rule is None:
            return "", ""
        page = page_of(self.rule)
        return (page.checks_en, page.why_en) if lang == "en" else (page.checks, page.why)

    def markdown(self, lang: str | None = "zh") -> str:
        """Return the page, in ``zh`` or ``en``; that of a rule or of the approved table in both for None."""
        if self.rule is not None:
            return markdown_of(self.rule, lang)
        if self.code == PLAN_CODE:
            return plan_markdown(self.name, (self.zh, self.en), lang)
        if lang == "en":
            return f"# {self.code}: {self.en}\n\nSeverity: {self.severity}. A finding of reading.\n"
        return f"# {self.code}：{self.zh}\n\n严重程度：{severity_word(self.severity, 'zh')}。读表时的发现。\n"


@cache
def entries() -> tuple[Entry, ...]:
    """Return all codes that checking asks: the rules in their order, then the findings of reading.

    >>> entries()[0].code, entries()[-1].code
    ('S01', 'R59')
    """
    return (*_rules(), *_of_reading())


# Two tables have to be there for it: no rule that looks at one.
_OF_PLAN = Entry(
    PLAN_CODE,
    PLAN_SEVERITY,
    "as-approved",
    "自评的目标与批复的一致",
    "the reported targets are the approved ones",
)


def _rules() -> Iterator[Entry]:
    for rule in RULES:
        page = page_of(rule)
        yield Entry(rule.code, rule.severity, rule.name, page.title, page.title_en, rule)
        if rule is totals.grade_fits:  # its neighbour by code
            yield _OF_PLAN


def _of_reading() -> Iterator[Entry]:
    for code, kind in sorted(CATALOGUE.items()):
        yield Entry(code, kind.severity, "", _without_places(kind.message), _without_places(kind.english))


def entry_of(name: str) -> Entry:
    """Return the entry of a code or of a rule's short name; raises `SettingError`, with the nearest one, for an unknown one."""
    known = entries()
    wanted = name.strip()
    for entry in known:
        if wanted.upper() == entry.code or wanted.lower() == entry.name != "":
            return entry
    names = [entry.code for entry in known] + [entry.name for entry in known if entry.name]
    raise unknown(("规则", "rule"), wanted, names)


@cache
def _by_code() -> dict[str, Entry]:
    return {entry.code: entry for entry in entries()}


def find_entry(code: str) -> Entry | None:
    """Return the entry of a code; None for one that is not ours, as a report that somebody made may have.

    >>> find_entry("V06") == entry_of("V06"), find_entry("X99") is None
    (True, True)
    """
    return _by_code().get(code)


def _without_places(message: str) -> str:
    return re.sub(r"\{\w+\}", "…", message)
