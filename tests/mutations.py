"""One field of a table, a project or an indicator changed; and what of an object counts when two are compared."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from perfmodel import Funding, Indicator, Project, Section, Target, TargetTable
from perfmodel.comparison.normalise import exact, without_years
from perfmodel.model.fields import field_of, fields_of
from tests import strategies

_POINTS = re.compile(r"\([0-9.]+分\)$")


def _other(value: Any, draw: st.DrawFn, drawn: st.SearchStrategy[Any]) -> Any:
    return draw(drawn.filter(lambda found: found != value))


@st.composite
def mutated(draw: st.DrawFn, value: Any) -> Any:
    """The object with one field anywhere in it changed, or one thing taken out, put in or doubled."""
    if isinstance(value, TargetTable):
        return _table(draw, value)
    return _project(draw, value) if isinstance(value, Project) else _indicator(draw, value)


def _replaced(items: tuple[Any, ...], at: int, *new: Any) -> tuple[Any, ...]:
    return (*items[:at], *new, *items[at + 1 :])


def _list(draw: st.DrawFn, items: tuple[Any, ...], fresh: st.SearchStrategy[Any]) -> tuple[Any, ...]:
    way = draw(st.sampled_from(["out", "in", "twice"] if items else ["in"]))
    at = draw(st.integers(0, max(0, len(items) - 1)))
    if way == "in":
        return (*items[:at], draw(fresh), *items[at:])
    return _replaced(items, at) if way == "out" else _replaced(items, at, items[at], items[at])


def _table(draw: st.DrawFn, table: TargetTable) -> TargetTable:
    field = draw(
        st.sampled_from(["title", "unit", "currency_unit", "total", "unread", "section", "project", "project"])
    )
    if field == "title":
        return evolve(table, title=_other(table.title, draw, strategies.phrases()))
    if field == "unit":
        return evolve(table, unit=_other(table.unit, draw, strategies.body_names()))
    if field == "currency_unit":
        return evolve(
            table, currency_unit=_other(table.currency_unit, draw, st.sampled_from([None, "元", "万元", "亿元"]))
        )
    if field == "total":
        return evolve(table, total=_other(table.total, draw, st.none() | strategies.fundings()))
    if field == "unread":
        return evolve(table, unread=_list(draw, table.unread, strategies.phrases()))
    at = draw(st.integers(0, max(0, len(table.sections) - 1)))
    if field == "section" or not table.sections:
        if not table.sections or draw(st.booleans()):
            return evolve(table, sections=_list(draw, table.sections, st.builds(Section, strategies.body_names())))
        section = table.sections[at]
        if draw(st.booleans()):
            made = evolve(section, name=_other(section.name, draw, strategies.body_names()))
        else:
            made = evolve(section, funding=_other(section.funding, draw, strategies.fundings()))
        return evolve(table, sections=_replaced(table.sections, at, made))
    section = table.sections[at]
    if not section.projects or draw(st.integers(0, 4)) == 0:
        projects = _list(draw, section.projects, strategies.projects())
    else:
        which = draw(st.integers(0, len(section.projects) - 1))
        projects = _replaced(section.projects, which, _project(draw, section.projects[which]))
    return evolve(table, sections=_replaced(table.sections, at, evolve(section, projects=projects)))


def _project(draw: st.DrawFn, project: Project) -> Project:
    others = {field.name: field for field in strategies.drawn_fields(Project, printed=False)}
    names = "name spender funding goal indicators indicator indicator".split()
    field = draw(st.sampled_from([*names, *others]))
    if field in others:
        return evolve(project, **{field: _other(getattr(project, field), draw, strategies.maybe(others[field]))})
    if field == "name":
        return evolve(project, name=_other(project.name, draw, strategies.phrases()))
    if field == "spender":
        return evolve(project, spender=_other(project.spender, draw, st.none() | strategies.body_names()))
    if field == "funding":
        column = draw(st.sampled_from(["total", "appropriation", "special_account", "other"]))
        amount = _other(getattr(project.funding, column), draw, st.none() | strategies.amounts())
        return evolve(project, funding=evolve(project.funding, **{column: amount}))
    if field == "goal":
        return evolve(project, goal=_other(project.goal, draw, strategies.phrases() | st.just("")))
    if field == "indicators" or not project.indicators:
        return evolve(project, indicators=_list(draw, project.indicators, strategies.indicators()))
    at = draw(st.integers(0, len(project.indicators) - 1))
    made = _indicator(draw, project.indicators[at])
    return evolve(project, indicators=_replaced(project.indicators, at, made))


def _indicator(draw: st.DrawFn, indicator: Indicator) -> Indicator:
    fields = {field.name: field for field in (*strategies.drawn_fields(Indicator), field_of(Indicator, "number"))}
    field = draw(st.sampled_from(list(fields)))
    if fields[field].kind == "category":
        category, text = draw(strategies.categories(fields[field].level))
        changed: dict[str, Any] = {field: category, f"{field}_text": text}
        return evolve(indicator, **changed)
    fresh: dict[str, st.SearchStrategy[Any]] = {
        "name": strategies.phrases(),
        "unit": st.sampled_from([None, "%", "次", "万元", "元"]),
        "number": st.integers(0, 9),
    }
    value = getattr(indicator, field)
    made = _other(value, draw, fresh[field] if field in fresh else strategies.maybe(fields[field]))
    changes = {field: made}
    if field in ("unit", "operator"):
        # What the column of units or of signs gave to the targets goes with it.
        changes |= {
            name: target and evolve(target, **{field: None})
            for name in (field.name for field in fields_of(Indicator) if field.kind == "target")
            for target in [getattr(indicator, name)]
        }
    return evolve(indicator, **changes)


def _sorted(items: Any) -> Any:
    return tuple(sorted(items, key=repr))


def _money(funding: Funding | None) -> Any:
    if funding is None:
        return None
    return tuple(None if amount is None else _plain(amount) for amount in (funding.total, *funding.sources))


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}" if number else "0"


def _target(target: Target | None) -> Any:
    # Blanks do not count unless they change what is meant.
    return target and (exact(target.text), repr(target.to_plain()) if target.understood else "")


# The fields whose essence is said below one by one; of all others it is what their kind makes of it.
_BY_NAME = {
    Indicator: "level1 level2 name whole_period annual unit weight explanation scoring_standard further".split(),
    Project: "name spender funding goal period whole_period_funding whole_period_goal indicators".split(),
}


def _others(value: Indicator | Project) -> tuple[Any, ...]:
    fields = strategies.drawn_fields(type(value))
    return tuple(
        _content(field.kind, getattr(value, field.name)) for field in fields if field.name not in _BY_NAME[type(value)]
    )


def _content(kind: str, content: Any) -> Any:
    if kind in ("text", "prose"):
        return content and exact(content)
    if kind == "target":
        return _target(content)
    if kind in ("amount", "number"):
        return None if content is None else _plain(content)
    if kind == "pairs":
        return _sorted((exact(name), exact(text)) for name, text in content)
    if kind == "objects":
        return _sorted((without_years(task.name), exact(task.content), _money(task.funding)) for task in content)
    return content


def essence(value: Any) -> Any:
    """What of an object counts: without blanks, years in names, order, numbers, and how categories were printed."""
    if isinstance(value, Indicator):
        points = [(_POINTS.search(exact(text or "")) or [""])[0] for text in (value.level1_text, value.level2_text)]
        return (
            *(category and exact(category.label) for category in (value.level1, value.level2)),
            *points,
            without_years(value.name),
            _target(value.whole_period),
            _target(value.annual),
            value.unit and exact(value.unit),
            None if value.weight is None else _plain(value.weight),
            value.explanation and exact(value.explanation),
            value.scoring_standard and exact(value.scoring_standard),
            _sorted((exact(name), exact(text)) for name, text in value.further),
            exact(value.printed or "") if not value.understood else "",
            *_others(value),
        )
    if isinstance(value, Project):
        own = tuple(essence(indicator) for indicator in value.indicators)
        return (
            without_years(value.name),
            exact(value.spender or ""),
            _money(value.funding),
            exact(value.goal),
            exact(value.period or ""),
            value.whole_period_funding and _money(value.whole_period_funding),
            exact(value.whole_period_goal),
            *_others(value),
            _sorted(own),
        )
    if isinstance(value, Section):
        projects = _sorted(essence(project) for project in value.projects)
        return (without_years(value.name), _money(value.funding), projects)
    return (
        without_years(value.title),
        exact(value.unit),
        value.currency_unit,
        _money(value.total),
        _sorted(essence(section) for section in value.sections),
        _sorted(exact(text) for text in value.unread),
    )
