"""What of a file was read right, what is missing and what is wrong, field by field; and what the reader said of it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from perfmodel import Document, Project, TargetTable

__all__ = ["judged", "read_by_us"]

Plain = dict[str, Any]

_SIGNS = {"大于等于": ">=", "≥": ">=", "小于等于": "<=", "≤": "<=", "等于": "=", "大于": ">", "小于": "<"}
_AMOUNTS = ("total", "appropriation", "other")
_OF_PROJECT = ("form", "scope", "year", "currency_unit", "name", "unit", "goal", "whole_period_goal")
_OF_INDICATOR = ("level1", "level2", "name", "op", "annual", "unit", "whole_period", "weight")
# A level may keep its code or what it is worth, a name its number.
_AROUND = re.compile(r"^\d{1,2}-|\(\d+分\)$|^指标\d+:")


def read_by_us(document: Document) -> list[tuple[Plain, TargetTable]]:
    """Return what was read as the script gives it: a mapping for each project, with the table that it stands in."""
    return [(_plain(project, table), table) for table in document.tables for project in table.projects]


def _plain(project: Project, table: TargetTable) -> Plain:
    body = next((section.name for section in table.sections if project in section.projects), "")
    indicators = [
        {
            "level1": one.level1_text or getattr(one.level1, "label", None),
            "level2": one.level2_text or getattr(one.level2, "label", None),
            "name": one.name, "op": one.operator, "unit": one.unit, "weight": one.weight,
            "annual": getattr(one.annual, "text", None), "whole_period": getattr(one.whole_period, "text", None),
        }
        for one in project.indicators
    ]  # fmt: skip
    return {
        "form": table.form, "scope": table.scope, "year": table.year, "currency_unit": table.currency_unit,
        "name": project.name, "unit": project.spender or body or table.unit or None, "goal": project.goal or None,
        "whole_period_goal": project.whole_period_goal or None,
        "funding": {name: getattr(project.funding, name) for name in _AMOUNTS},
        "indicators": indicators,
    }  # fmt: skip


def _text(value: Any) -> str:
    text = "" if value is None else re.sub(r"\s", "", unicodedata.normalize("NFKC", str(value)))
    text = _AROUND.sub("", text)
    try:
        return str(Decimal(text.replace(",", "")).normalize())
    except InvalidOperation:
        return _SIGNS.get(text, text)


def _fields(project: Plain) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield every field that is to be read of a project, by its path; indicators count by their names, in order."""
    for name in _OF_PROJECT:
        yield ("", name), _text(project.get(name))
    for name in _AMOUNTS:
        yield ("funding", name), _text(project.get("funding", {}).get(name))
    seen: Counter[str] = Counter()
    for one in project["indicators"]:
        key = _text(one.get("name"))
        seen[key] += 1
        for name in _OF_INDICATOR:
            yield (f"{key} {seen[key]}", name), _text(one.get(name))


def judged(wanted: list[Plain], found: list[Plain]) -> list[Counter[str]]:
    """Return how many fields are right, missing and wrong: of each project that was found, in order, and of all that was not.

    A field that should be blank and is not is wrong; so is the name of an indicator or a project that is not there.
    """
    counts = [Counter[str]() for _one in found]
    rest = Counter[str]()
    left = list(range(len(found)))
    for project in wanted:
        want = dict(_fields(project))
        at = max(left, key=lambda at: _alike(want, dict(_fields(found[at]))), default=None)
        if at is None or not _alike(want, dict(_fields(found[at]))):
            rest["missing"] += sum(map(bool, want.values()))
            continue
        left.remove(at)
        got = dict(_fields(found[at]))
        for key, value in want.items():
            other = got.get(key, "")
            if value or (other and key[0] not in ("", "funding")):
                counts[at]["right" if value == other else "wrong" if other else "missing"] += 1
        counts[at]["wrong"] += sum(key[1] == "name" and key not in want for key in got)
    for at in left:
        counts[at]["wrong"] += 1
    return [*counts, rest]


def _alike(want: dict[tuple[str, str], str], got: dict[tuple[str, str], str]) -> int:
    """How much two projects have in common; a name of its own counts most."""
    same = sum(bool(value) and got.get(key) == value for key, value in want.items() if key[0])
    return same + 1000 * (want["", "name"] == got["", "name"])
