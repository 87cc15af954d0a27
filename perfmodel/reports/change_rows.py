"""Changes between two tables as rows: what stands in each column for a change, in every form that is a list of them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, localcontext
from typing import Any

from perfmodel.comparison.change import Change, place_text
from perfmodel.comparison.comparison import Comparison
from perfmodel.comparison.words import SEVERITY_OF_KIND, kind_word, label
from perfmodel.display.words import severity_word
from perfmodel.frames.columns import Column
from perfmodel.model.paths import path_text
from perfmodel.strings.canonical import amount_text

__all__ = ["CHANGE_COLUMNS", "change_rows", "shown_change"]

CHANGE_COLUMNS = (
    Column("kind", "变化"),
    Column("severity", "严重程度"),
    Column("section", "单位"),
    Column("project", "项目"),
    Column("indicator", "指标"),
    Column("subject", "内容"),
    Column("old", "原值"),
    Column("new", "新值"),
    Column("old_amount", "原金额", "decimal"),
    Column("new_amount", "新金额", "decimal"),
    Column("difference", "差额", "decimal"),
    Column("currency_old", "原金额单位"),
    Column("currency_new", "新金额单位"),
    Column("message", "说明"),
    Column("inferred", "推断", "bool"),
    Column("place_old", "原表位置"),
    Column("place_new", "新表位置"),
    Column("path_old", "原表路径"),
    Column("path_new", "新表路径"),
)
# Amounts that no table has; the difference of two would have as many digits.
_MOST_PLACES = 40
# Subjects that are no field: changes about all of a body, a project or an indicator.
_WHOLE_SUBJECTS = ("section", "project", "indicator")


def change_rows(found: Comparison, lang: str = "zh") -> Iterator[dict[str, Any]]:
    """Yield a row for each change under the English names of `CHANGE_COLUMNS`; what is not known is None.

    >>> import perfmodel
    >>> old, new = (perfmodel.Project("会议费", None, perfmodel.Funding(amount)) for amount in (18, 20))
    >>> row = next(change_rows(perfmodel.compare(old, new)))
    >>> row["kind"], row["subject"], row["old_amount"], row["new_amount"], row["difference"]
    ('money', 'project.funding.total', Decimal('18'), Decimal('20'), Decimal('2'))
    """
    for change in found:
        old, new = _amount(change.old), _amount(change.new)
        yield {
            "kind": change.kind,
            "severity": SEVERITY_OF_KIND[change.kind] if found.of_result else None,
            **_names(change),
            "subject": change.subject,
            "old": _text(change.old),
            "new": _text(change.new),
            "old_amount": old,
            "new_amount": new,
            "difference": _difference(old, new) if change.unit_old == change.unit_new else None,
            "currency_old": change.unit_old,
            "currency_new": change.unit_new,
            "message": change.render(lang),
            "inferred": change.inferred,
            "place_old": place_text(change.place_old, lang) or path_text(change.path_old or "", lang) or None,
            "place_new": place_text(change.place_new, lang) or path_text(change.path_new or "", lang) or None,
            "path_old": change.path_old,
            "path_new": change.path_new,
        }


def _names(change: Change) -> dict[str, str | None]:
    """The names of what a change is about: the body or the project, and the indicator."""
    path, names, value = (
        (change.path_old, change.where_old, change.old)
        if change.path_new is None
        else (change.path_new, change.where_new, change.new)
    )
    if change.subject in _WHOLE_SUBJECTS and isinstance(value, str):
        # It stands under what it is part of; its own name is what one side has and the other has not.
        names = (*names, value)
    steps = (path or "").split(".")
    of_section = steps[0].startswith("sections[")
    in_project = steps[0].startswith("projects[")
    in_indicator = any(step.startswith("indicators[") for step in steps[:2])
    outer = names[0] if names and (of_section or in_project) else None
    return {
        "section": (outer or None) if of_section else None,
        "project": (outer or None) if in_project else None,
        "indicator": (names[-1] or None) if names and in_indicator else None,
    }


def _text(value: str | Decimal | None) -> str | None:
    if isinstance(value, Decimal):
        return amount_text(value) if abs(value.adjusted()) < _MOST_PLACES else str(value)
    return value


def _amount(value: str | Decimal | None) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _difference(old: Decimal | None, new: Decimal | None) -> Decimal | None:
    if old is None or new is None or any(abs(amount.adjusted()) >= _MOST_PLACES for amount in (old, new)):
        return None
    with localcontext() as context:
        context.prec = 3 * _MOST_PLACES
        return new - old


def shown_change(row: dict[str, Any], lang: str) -> dict[str, Any]:
    """Return a row as people read it: kind, subject and severity in words, flags as a mark."""
    severity = row["severity"]
    return row | {
        "kind": kind_word(row["kind"], lang),
        "severity": None if severity is None else severity_word(severity, lang),
        "subject": label(row["subject"], lang),
        "inferred": "✓" if row["inferred"] else None,
    }
