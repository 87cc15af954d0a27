"""A comparison for people: one sentence for a change, and a report by project."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal, localcontext
from itertools import groupby
from typing import TYPE_CHECKING

from perfmodel.comparison.words import KIND_NAMES, kind_word, label
from perfmodel.source.characters import width
from perfmodel.source.excerpt import visible
from perfmodel.strings.canonical import amount_text, decimals_of

if TYPE_CHECKING:
    from perfmodel.comparison.comparison import Change

__all__ = ["common", "headline", "indicator_of", "notes", "owner_of", "report", "sentence", "shown_amount"]

_LONGEST = 60
_AROUND = 8
_CANDIDATES = 5
_AMBITION = {"raised": ("要求提高", "more demanding"), "lowered": ("要求降低", "less demanding")}


def _visible(text: str) -> str:
    """One line; a control character must not reach a terminal."""
    text = " ".join(text.split())
    return "".join(
        "\ufffd" if unicodedata.category(char) in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp") else char for char in text
    )


def _named(name: str, lang: str) -> str:
    return _visible(name) or ("(empty)" if lang == "en" else "（空）")


def shown_amount(amount: Decimal, unit: str | None) -> str:
    """Return an amount with its unit, as tables print it."""
    # An exponent that no table has would be written out in full.
    sane = abs(amount.adjusted()) < 40 and decimals_of(amount) < 40
    return f"{amount_text(amount) if sane else amount}{unit or ''}"


def _shown(value: str | Decimal | None, unit: str | None, lang: str) -> str:
    if value is None:
        return "(none)" if lang == "en" else "（未印）"
    return shown_amount(value, unit) if isinstance(value, Decimal) else _named(value, lang)


def _cut(old: str, new: str) -> tuple[str, str]:
    """Long texts, cut to where they differ."""
    if len(old) <= _LONGEST and len(new) <= _LONGEST:
        return old, new
    start, end = common(old, new)
    return _window(old, start, end), _window(new, start, end)


def common(old: str, new: str) -> tuple[int, int]:
    """Return how many characters two texts have in common at their beginning, and behind that at their end.

    >>> common("完成培训", "完成两期培训")
    (2, 2)
    """
    start, shorter = 0, min(len(old), len(new))
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def _window(text: str, start: int, end: int) -> str:
    first, last = max(0, start - _AROUND), min(len(text), len(text) - end + _AROUND)
    middle = text[first:last]
    if len(middle) > 4 * _LONGEST:
        middle = middle[: 2 * _LONGEST] + "…" + middle[-2 * _LONGEST :]
    return ("…" if first else "") + middle + ("…" if last < len(text) else "")


def _sides(change: Change, lang: str) -> tuple[str, str]:
    return _cut(_shown(change.old, change.unit_old, lang), _shown(change.new, change.unit_new, lang))


def _difference(change: Change) -> str:
    old, new = change.old, change.new
    if not isinstance(old, Decimal) or not isinstance(new, Decimal) or change.unit_old != change.unit_new:
        return ""
    if any(abs(amount.adjusted()) >= 40 or decimals_of(amount) >= 40 for amount in (old, new)):
        return ""
    with localcontext() as context:
        context.prec = 100
        difference = new - old
    return ("+" if difference > 0 else "") + amount_text(difference)


def _remarks(change: Change, lang: str) -> list[str]:
    """What is said of a change: which way it goes, by how much, by what it was concluded."""
    en = lang == "en"
    said = [_AMBITION[change.kind][en]] if change.kind in _AMBITION else []
    said += [found for found in (_difference(change),) if found and change.kind == "money"]
    if change.note:
        said.append(change.note_english if en else change.note)
    elif change.inferred:
        said.append("inferred" if en else "推断")
    return said


def notes(change: Change, lang: str) -> list[str]:
    """Return what is to be said of a change beside its kind: by how much, by what it was concluded."""
    return _remarks(change, lang)[change.kind in _AMBITION :]


def _behind(remarks: Sequence[str], lang: str) -> str:
    if not remarks:
        return ""
    return f" ({'; '.join(remarks)})" if lang == "en" else f"（{'；'.join(remarks)}）"


def sentence(change: Change, lang: str) -> str:
    """Return what differs, without where: ``年度指标值：≥90% → ≥95%（要求提高）``."""
    return visible(_sentence(change, lang))


def _sentence(change: Change, lang: str) -> str:
    en = lang == "en"
    named, behind = label(change.subject, lang), _behind(_remarks(change, lang), lang)
    colon = ": " if en else "："
    if change.kind in ("added", "dropped"):
        value = change.new if change.kind == "added" else change.old
        unit = change.unit_new if change.kind == "added" else change.unit_old
        return f"{kind_word(change.kind, lang)}{' ' if en else ''}{named}{colon}{_shown(value, unit, lang)}{behind}"
    old, new = _sides(change, lang)
    if change.kind == "ambiguous":
        return f"{kind_word(change.kind, lang)}{' ' if en else ''}{named}{colon}{old} ⇄ {new}{behind}"
    return f"{named}{colon}{old} → {new}{behind}"


def _lines(change: Change, lang: str, indent: str) -> Iterator[str]:
    """A change as lines of the report."""
    colon = ": " if lang == "en" else "："
    word, named = kind_word(change.kind, lang), label(change.subject, lang)
    behind = _behind(notes(change, lang), lang)
    if change.kind in ("added", "dropped"):
        sign, value = ("+", change.new) if change.kind == "added" else ("-", change.old)
        yield f"{indent}{sign} {word}  {named}{colon}{_shown(value, None, lang)}{behind}"
        return
    old, new = _sides(change, lang)
    if change.kind == "ambiguous":
        yield f"{indent}? {word}  {named}{colon}{behind.strip(' （）()')}"
        for sign, paths, names in (("-", change.candidates_old, old), ("+", change.candidates_new, new)):
            listed = " ".join(paths[:_CANDIDATES]) + (f" … ({len(paths)})" if len(paths) > _CANDIDATES else "")
            yield f"{indent}    {sign} {names}  [{listed}]"
        return
    if width(old) + width(new) <= 2 * _LONGEST:
        yield f"{indent}{word}  {named}{colon}{old} → {new}{behind}"
        return
    yield f"{indent}{word}  {named}{behind}{colon.strip()}"
    yield f"{indent}    - {old}"
    yield f"{indent}    + {new}"


def _place(change: Change) -> tuple[list[str], tuple[str, ...]]:
    """The steps of the path, and the names that go with it, on the new side where there is one."""
    if change.path_new is None:
        return (change.path_old or "").split("."), change.where_old
    return change.path_new.split("."), change.where_new


def owner_of(change: Change) -> tuple[str, str, str]:
    """Return the project or section whose heading a change stands under: what it is, its name, its place in the table."""
    (head, *_), names = _place(change)
    for kind in ("project", "section"):
        if names and head.startswith(f"{kind}s["):
            return kind, names[0], head
    return "", "", ""


def indicator_of(change: Change) -> tuple[str, str]:
    """Return the indicator whose heading a change stands under: its place and its name."""
    steps, names = _place(change)
    step = next((step for step in steps if step.startswith("indicators[")), "")
    return (step, names[-1]) if step and names and change.subject.startswith("indicator.") else ("", "")


def headline(changes: Sequence[Change], lang: str) -> str:
    """Return how many changes there are, and how many of each kind."""
    en = lang == "en"
    if not changes:
        return "No differences." if en else "没有不同。"
    counts = Counter(change.kind for change in changes)
    listed = [f"{kind_word(kind, lang)} {counts[kind]}" for kind in KIND_NAMES if counts[kind]]
    total = len(changes)
    if en:
        return f"{total} difference{'s' if total > 1 else ''}: {', '.join(listed)}"
    return f"{total} 处不同：{'、'.join(listed)}"


def report(changes: Sequence[Change], lang: str, most: int | None = None) -> str:
    """Return changes for people: a line of counts, then project by project; the first ``most`` of them, or all."""
    lines, colon = [headline(changes, lang)], ": " if lang == "en" else "："
    for (kind, name, path), owned in groupby(changes[:most], owner_of):
        lines.append("")
        outer = "  " if kind else ""
        if kind:
            lines.append(f"{label(kind, lang)}{colon}{_named(name, lang)}  [{path}]")
        for (step, indicator), group in groupby(owned, indicator_of):
            if step:
                lines.append(f"{outer}{label('indicator', lang)}{colon}{_named(indicator, lang)}")
            for change in group:
                lines += _lines(change, lang, outer + "  " if step else outer)
    # A label of a further column is whatever the table prints.
    return "\n".join(map(visible, lines))
