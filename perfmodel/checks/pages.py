"""A rule's page: what its docstring says, in the parts that every docstring of a rule has."""

from __future__ import annotations

import re
import textwrap

from attrs import frozen

from perfmodel.checks.rule import Rule

__all__ = ["Page", "page_of"]

_PART = re.compile(r"^(检查|Checks|缘由|Why|反例|正例)[：:][ ]*", re.MULTILINE)
_LABELS = {"检查": "checks", "Checks": "checks_en", "缘由": "why", "Why": "why_en", "反例": "bad", "正例": "good"}


@frozen
class Page:
    """The parts of a rule's docstring; ``bad`` and ``good`` are the failing example (反例) and the mended one (正例).

    An example is an indicator string, or YAML of an indicator, a project or a table.
    """

    title: str
    title_en: str
    checks: str
    checks_en: str
    why: str
    why_en: str
    bad: str
    good: str


def page_of(rule: Rule) -> Page:
    """Return the parts of a rule's docstring; raises `ValueError` naming the part that is missing.

    >>> from perfmodel.checks.registry import rule_of
    >>> page_of(rule_of("S02")).title
    '项目至少有一条绩效指标'
    """
    head, _, body = rule.page.partition("\n")
    title, slash, english = head.strip().rstrip(".").partition(" / ")
    body = textwrap.dedent(body)
    matches = list(_PART.finditer(body))
    parts: dict[str, str] = {}
    for at, match in enumerate(matches):
        end = matches[at + 1].start() if at + 1 < len(matches) else len(body)
        text = body[match.end() : end]
        label = _LABELS[match[1]]
        if label in parts:
            raise ValueError(f"{rule.code}: the part {match[1]} stands twice")
        parts[label] = textwrap.dedent(text.strip("\n")).strip() if label in ("bad", "good") else _joined(text, label)
    missing = [name for name, label in _LABELS.items() if not parts.get(label)]
    if missing or not slash:
        raise ValueError(f"{rule.code}: the docstring lacks {missing or ['title / English title']}")
    return Page(title, english, **parts)


def _joined(text: str, label: str) -> str:
    """A paragraph's lines on one: with a blank between English words, without one in Chinese."""
    lines = [line.strip() for line in text.strip().splitlines()]
    return (" " if label.endswith("_en") else "").join(lines)
