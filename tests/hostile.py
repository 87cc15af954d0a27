"""Texts that must do nothing anywhere, and a table that has one of them in every field."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

from perfmodel import Category, Funding, Indicator, Project, Section, Target, TargetTable

TEXTS = {
    "script": "<script>alert(1)</script>",
    "image": '"><img src=x onerror=alert(1)>',
    "formula": "=cmd|' /C calc'!A0",
    "hyperlink": '=HYPERLINK("http://example.org","点此")',
    "plus": "+1+1",
    "minus": "-1+1",
    "at": "@SUM(1,1)",
    "full-width": "＝1+1",
    "array": "{=1+1}",
    "quote": "'=1",
    "error": "#REF!",
    "address": "http://example.org/",
    "escape": "_x0041_",
    "entity": "&lt;&#x41;&amp;",
    "rich": "<r><t>x</t></r>",
    "broken-rich": "<r>&<oops</r>",
    "null": "a\0b",
    "bell": "a\x07b\x7f\x9f",
    "surrogate": "a\ud800b",
    "pair": "a\U00020bb7b",
    "noncharacter": "a\ufffe\uffffb",
    "template": "{{7*7}}${7*7}%(a)s{0}",
    "footer": "&C&P&N&&",
    "direction": "a\u202eb",
    "long": "长文" * 20_000,
    "long-pairs": "\U00020bb7" * 20_000,
}


def says_nothing_to_terminals(text: str) -> bool:
    """Whether a text is lines of visible characters: nothing moves a cursor, changes colours or turns the order round."""
    categories = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
    return not any(unicodedata.category(char) in categories for char in text.replace("\n", ""))


def hostile_table(text: str, raw: str | None = None) -> TargetTable:
    """A table with a text in every field that takes one; ``raw`` in the targets."""
    raw = text if raw is None else raw
    indicator = Indicator(
        level1=Category(None, text),
        level2=Category("77", text),
        name=text,
        whole_period=Target(raw),
        annual=Target("\t" + raw + "\n=1\r" + raw),
        unit=text[:100],
        weight=Decimal("12.5"),
        explanation=text,
        scoring_standard=text,
        further=((text, text),),
        printed=text,
    )
    misread = Indicator(printed=text, reason=text)
    project = Project(
        name=text,
        spender=text,
        funding=Funding(Decimal("1234567.125"), None, Decimal("12345678901234567.89"), Decimal("-0.50"), printed=text),
        goal=text,
        indicators=(indicator, misread),
        period=text,
        whole_period_funding=Funding(3, printed=text),
        whole_period_goal=text,
    )
    sections = (Section(text, Funding(1), (project, Project(text))), Section("", Funding(), (project,)))
    return TargetTable(text, text, "万元", Funding(Decimal("1E+5000"), printed=text), sections, (text,))
