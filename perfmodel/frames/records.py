"""From the model to records: one dict a row, of plain Python values."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from typing import Any

from perfmodel.frames.columns import MEANING, TARGETS, columns_of, name_of
from perfmodel.model.funding import AMOUNTS, Funding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, Section, TargetTable
from perfmodel.model.target import Target
from perfmodel.values import dates
from perfmodel.values.kinds import Deadline, Period

__all__ = ["held", "meaning_of", "rows_of", "to_records"]

Row = dict[str, Any]


def to_records(value: TargetTable | Project, level: str = "indicator", lang: str = "en") -> list[Row]:
    """Return a table or a project as records: a dict a row, with a key for each column of the level.

    ``level`` is ``indicator`` (one row an indicator, both its targets in it), ``target`` (one row a target) or
    ``project``; a project or an indicator that has no more to say has one row all the same. ``lang`` is the language of
    the keys. Values are str, Decimal, int, bool, datetime.date or None; see ``docs/reference/frames.md`` for the
    columns. Raises `ValueError` for another level or language.

    >>> from perfmodel.model.funding import Funding
    >>> to_records(Project("会议费", None, Funding(18)), level="project", lang="zh")[0]["总计"]
    Decimal('18')
    """
    columns = [(column.name, name_of(column, lang)) for column in columns_of(level)]
    return [{shown: row.get(name) for name, shown in columns} for row in rows_of(value, level)]


def rows_of(value: TargetTable | Project, level: str, unicode_only: bool = False) -> Iterator[Row]:
    """Yield the rows under their English names; what is None may be left out.

    ``unicode_only`` takes meanings from the text that a frame can hold.
    """
    if isinstance(value, Project):
        value = TargetTable(sections=[Section(projects=[value])])
    table = Row(title=value.title or None, reporting_unit=value.unit or None, currency_unit=value.currency_unit)
    at = 0
    for place, section in enumerate(value.sections, 1):
        for project in section.projects:
            at += 1
            own = table | {"section_number": place, "section": section.name or None, "project_number": at}
            own |= _project(project)
            if level == "project":
                yield own | {"indicator_count": len(project.indicators)}
            elif not project.indicators:
                yield own
            else:
                for number, indicator in enumerate(project.indicators, 1):
                    said = own | {"indicator_number": number} | _indicator(indicator)
                    yield from _with_targets(said, indicator, level, unicode_only)


def _project(project: Project) -> Row:
    return {
        "project": project.name or None,
        "spender": project.spender,
        "period": project.period,
        **_funding(project.funding, ""),
        **_funding(project.whole_period_funding, "whole_period_"),
        "goal": project.goal or None,
        "whole_period_goal": project.whole_period_goal or None,
    }


def _funding(funding: Funding | None, prefix: str) -> Row:
    if funding is None:
        return {}
    amounts = {prefix + name: getattr(funding, name) for name in AMOUNTS}
    return amounts | {f"{prefix}funding_inferred": funding.inferred, f"{prefix}funding_printed": funding.printed}


def _indicator(indicator: Indicator) -> Row:
    row: Row = {
        "indicator": indicator.name or None,
        "unit": indicator.unit,
        "weight": indicator.weight,
        "explanation": indicator.explanation,
        "scoring_standard": indicator.scoring_standard,
        "further": _json(dict(indicator.further)) if indicator.further else None,
        "printed": indicator.printed,
        "reason": indicator.reason,
    }
    for level in ("level1", "level2"):
        category = getattr(indicator, level)
        if category is not None:
            row |= {f"{level}_code": category.code, level: category.name}
        row[f"{level}_printed"] = getattr(indicator, f"{level}_text")
    return row


def _with_targets(row: Row, indicator: Indicator, level: str, unicode_only: bool) -> Iterator[Row]:
    said = [(name, getattr(indicator, name)) for name in TARGETS]
    targets: list[tuple[str, Target]] = [(name, target) for name, target in said if target is not None]
    if unicode_only:
        targets = [(name, Target(held(target.text), target.unit and held(target.unit))) for name, target in targets]
    if level == "target":
        for name, target in targets:
            yield row | {"target_of": name} | _prefixed("target", target)
        if not targets:
            yield row
        return
    for name, target in targets:
        row |= _prefixed(name, target)
    yield row


def _prefixed(prefix: str, target: Target) -> Row:
    return {prefix: target.text, **{f"{prefix}_{name}": value for name, value in meaning_of(target).items()}}


def meaning_of(target: Target) -> Row:
    """Return what a target means, for the columns `MEANING`; those that say nothing are left out.

    >>> meaning_of(Target("2024年12月31日前"))["end_date"]
    datetime.date(2024, 12, 31)
    >>> meaning_of(Target("12月底前")).get("end_date"), meaning_of(Target("12月底前"))["end"]
    (None, '--12-31')
    """
    understanding = target.understanding
    meaning = understanding.meaning
    plain = meaning.to_plain()
    row: Row = {column.name: plain.get(column.name) for column in MEANING}
    for column in MEANING:
        if column.type == "decimal":  # the plain form has numbers as text
            row[column.name] = getattr(meaning, column.name, None)
    if isinstance(meaning, Deadline):
        row |= {"start": meaning.date if meaning.op == "=" else None, "end": meaning.date}
    if isinstance(meaning, (Deadline, Period)):
        row |= {"start_date": _date(row["start"]), "end_date": _date(row["end"])}
    if "parts" in plain:
        row["parts"] = _json(plain["parts"])
    row |= {"note": understanding.note, "direction": target.direction}
    return {name: value for name, value in row.items() if value is not None}


def _date(text: str | None) -> datetime.date | None:
    """A date that says year, month and day, and that the calendar has."""
    return datetime.date.fromisoformat(text) if text and len(text) == 10 and dates.exists(text) else None


def _json(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False)


def held(text: str) -> str:
    """Return a text as UTF-8 can hold it: half of a surrogate pair alone, which is no character, becomes ``\\ufffd``.

    >>> held("a\\ud800b")
    'a\\ufffdb'
    """
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
