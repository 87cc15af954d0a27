"""The page of a rule: the parts of its docstring, and the page as Markdown."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from decimal import Decimal

from attrs import frozen

from perfmodel.checks.profiles import PROFILES, profile_of
from perfmodel.checks.rule import SCOPES, Rule
from perfmodel.display.words import severity_word

__all__ = ["Page", "markdown_of", "page_of", "suggestions_text"]


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
    """Join the lines of a paragraph: with a blank between English words, without one in Chinese."""
    lines = [line.strip() for line in text.strip().splitlines()]
    return (" " if label.endswith("_en") else "").join(lines)


_SCOPE_NAMES = {
    "whole": "整张表或单独的项目",
    "table": "整张表",
    "project": "项目",
    "result": "有执行结果的项目",
    "indicator": "指标",
    "target": "指标值",
}
_SCOPES_EN = {
    "whole": "the whole, table or project",
    **{scope: f"the {scope}" for scope in SCOPES[1:]},
    "result": "projects with results",
}
_SUGGESTS = {
    ("certain",): (
        "给出修改建议；`--fix` 可写入 YAML 或 JSON 文件。",
        "Suggests the corrected text, which `--fix` writes into a YAML or JSON file.",
    ),
    ("guess",): (
        "给出可能的修改建议，须人工决定；`--fix` 不作修改。",
        "Suggests what was probably meant, for a person to decide; `--fix` does not change it.",
    ),
    ("certain", "guess"): (
        "给出修改建议：确定的可由 `--fix` 写入 YAML 或 JSON 文件，可能的须人工决定。",
        "Suggests the corrected text: `--fix` writes a certain one into a YAML or JSON file; a guess is for a "
        "person to decide.",
    ),
}


def markdown_of(rule: Rule, lang: str | None = None) -> str:
    """Return a rule's page as Markdown, in ``zh``, in ``en``, or in both where none is named.

    >>> from perfmodel.checks.registry import rule_of
    >>> print(markdown_of(rule_of("V06"), "en").split("\\n\\n")[0])
    # V06 bounded-ratio: a bounded ratio is at most 100%
    """
    page = page_of(rule)
    both, between = lang is None, "<br>"
    head = {"zh": f"{rule.name}：{page.title}", "en": f"{rule.name}: {page.title_en}"}.get(lang or "", rule.name)
    blocks = [f"# {rule.code} {head}"]
    if both:
        blocks += [_escaped(page.title), _escaped(f"{_capital(page.title_en)}.")]
    blocks += [
        _either(lang, *_severity_line(rule)),
        *_section(lang, ("检查", "What is checked"), [(page.checks, page.checks_en)]),
        *_section(lang, ("缘由", "Why"), [(page.why, page.why_en)]),
        f"## {_either(lang, '反例', 'Fails', ' / ')}",
        _fenced(page.bad),
        f"## {_either(lang, '正例', 'Passes', ' / ')}",
        _fenced(page.good),
        f"## {_either(lang, '依据', 'Basis', ' / ')}",
        "\n".join(f"- {_either(lang, basis.text('zh'), basis.text('en'), between)}" for basis in rule.basis),
    ]
    if rule.settings:
        blocks += [f"## {_either(lang, '设置', 'Settings', ' / ')}", _settings(rule, lang)]
    if rule.suggests:
        blocks += _section(lang, ("修改建议", "Suggestions"), [_SUGGESTS[tuple(sorted(rule.suggests))]])
    return "\n\n".join(blocks) + "\n"


def suggestions_text(rule: Rule, lang: str = "zh") -> str:
    """Return what a rule suggests, and who writes it; an empty text for a rule that suggests nothing.

    >>> from perfmodel.checks.registry import rule_of
    >>> suggestions_text(rule_of("S02"))
    ''
    """
    return _SUGGESTS[tuple(sorted(rule.suggests))][lang == "en"] if rule.suggests else ""


def _either(lang: str | None, zh: str, en: str, between: str = "\n\n") -> str:
    return {"zh": zh, "en": en}.get(lang or "", f"{zh}{between}{en}")


def _section(lang: str | None, heads: tuple[str, str], texts: list[tuple[str, str]]) -> Iterator[str]:
    yield f"## {_either(lang, *heads, between=' / ')}"
    for zh, en in texts:
        yield _either(lang, _escaped(zh), _escaped(_capital(en)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _escaped(text: str) -> str:
    """Signs that Markdown would take for its own, outside of `code`."""
    parts = text.split("`")
    return "`".join(part if at % 2 else re.sub(r"([*_|<\\])", r"\\\1", part) for at, part in enumerate(parts))


def _severity_line(rule: Rule) -> tuple[str, str]:
    """The severity, what is looked at, and where profiles have another severity."""
    others = [(name, profile_of(name).severity(rule.code) or rule.severity) for name in PROFILES]
    others = [(name, severity) for name, severity in others if severity != rule.severity]
    zh = f"严重程度：{severity_word(rule.severity, 'zh')}" + "".join(
        f"；{name} 方案：{severity_word(severity, 'zh')}" for name, severity in others
    )
    en = f"Severity: {rule.severity}" + "".join(f"; in {name}: {severity}" for name, severity in others)
    looked_zh = "、".join(_SCOPE_NAMES[scope] for scope in rule.scopes)
    looked_en = ", ".join(_SCOPES_EN[scope] for scope in rule.scopes)
    return f"{zh}。检查对象：{looked_zh}。", f"{en}. Checked: {looked_en}."


def _settings(rule: Rule, lang: str | None) -> str:
    zh_heads, en_heads = ("设置", "默认值", "各方案"), ("setting", "default", "profiles")
    row = " | ".join(_either(lang, zh, en, " / ") for zh, en in zip(zh_heads, en_heads, strict=True))
    rows = [f"| {row} |", "| --- | --- | --- |"]
    for name, default in rule.settings.items():
        values = [(profile, profile_of(profile).settings.get(rule.code, {}).get(name, default)) for profile in PROFILES]
        differ = ", ".join(f"{profile}: {_shown(value)}" for profile, value in values if value != default)
        rows.append(f"| `{name}` | {_shown(default)} | {differ or '—'} |")
    return "\n".join(rows)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_shown, value)) or "—"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:f}" if isinstance(value, Decimal) else str(value) or "—"


def _fenced(example: str) -> str:
    kind = "yaml" if re.match(r"[^\s:；]+:(?:\s|$)", example) else "text"
    return f"```{kind}\n{example}\n```"
