"""What sections, projects and indicators are known by, so that they can be matched."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache

from attrs import evolve

from perfmodel.comparison.candidates import Candidate, Features
from perfmodel.comparison.matching import Matching, match
from perfmodel.comparison.normalise import bigrams, exact, loose, without_years, years
from perfmodel.model.category import Category
from perfmodel.model.fields import fields_of
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import CURRENCY_UNITS, Project, Section, TargetTable, Task
from perfmodel.model.target import Target
from perfmodel.values import units

__all__ = [
    "category_key",
    "match_indicators",
    "match_projects",
    "match_sections",
    "match_tasks",
    "match_with_result",
    "project_candidate",
    "same_amount",
    "targets_of",
]

# A goal that is shorter is no evidence.
_SHORTEST_EVIDENCE = 8
# Names of indicators are made of few words; to be near means less.
_NEAR_INDICATOR = Fraction(3, 5)
_TARGET_NAMES = tuple(
    field.name for field in fields_of(Indicator) if field.kind == "target" and not field.declaration.result
)
_NO_TARGETS = (None,) * len(_TARGET_NAMES)


@cache
def _power(unit: str | None) -> int:
    """By how many places an amount in a unit is moved to be one in 元."""
    factor = units.factor_between(unit, "元") if unit in CURRENCY_UNITS else None
    return 0 if factor is None else len(str(factor)) - 1


def same_amount(amount: Decimal, unit: str | None) -> tuple[int, tuple[int, ...], int]:
    """Return what equal amounts have in common, in 元 where the unit is known; exact whatever the size.

    >>> same_amount(Decimal("18.00"), "万元") == same_amount(Decimal("180000"), "元")
    True
    """
    sign, digits, exponent = amount.as_tuple()
    shown = "".join(map(str, digits)).rstrip("0")
    if not shown.strip("0"):
        return 0, (), 0
    kept = digits[: len(shown)]
    first = next(at for at, digit in enumerate(kept) if digit)
    power = int(exponent) + len(digits) - len(kept) + _power(unit)
    return sign, kept[first:], power


def category_key(category: Category | None) -> str:
    """Return what equal categories have in common.

    >>> category_key(Category.read("11-其他 指标", 2))
    '11-其他指标'
    """
    return "" if category is None else exact(category.label)


def _telling(text: str, prose: bool = True) -> str | None:
    key = without_years(text, prose)
    return key if len(key) >= _SHORTEST_EVIDENCE else None


def match_sections(old: TargetTable, new: TargetTable) -> Matching:
    """Match the spending bodies of two tables by name, else by their projects."""
    return match(_sections(old), _sections(new))


def _sections(table: TargetTable) -> list[Candidate]:
    return [_section(at, section) for at, section in enumerate(table.sections)]


def _section(at: int, section: Section) -> Candidate:
    projects = frozenset(loose(project.name) for project in section.projects)
    name = loose(section.name)
    return Candidate(
        at,
        exact(section.name),
        name,
        years(section.name),
        place=None,
        owner=None,
        content=section,
        prints=(projects or None,),
        # A section without a name is where what belongs to no body stands: no body goes by another name there.
        signature=(projects or None) if name else None,
        hints=(),
        find_features=lambda: (projects,),
    )


def match_tasks(old: Sequence[Task], new: Sequence[Task]) -> Matching:
    """Match the main tasks of two departments by name, else by what is done."""
    return match(
        [_task(at, task) for at, task in enumerate(old)],
        [_task(at, task) for at, task in enumerate(new)],
    )


def _task(at: int, task: Task) -> Candidate:
    content = _telling(task.content)
    return Candidate(
        at,
        exact(task.name),
        loose(task.name),
        years(task.name),
        place=None,
        owner=None,
        content=task,
        prints=(content,),
        signature=content,
        hints=(task.funding.total,),
        find_features=lambda: (bigrams(content or ""),),
    )


def match_projects(
    old: TargetTable, new: TargetTable, sections: Matching, shift: int | None, anywhere: bool = False
) -> Matching:
    """Match the projects of two tables, whose sections are matched; ``anywhere`` takes no account of these."""
    old_places = {pair.old: at for at, pair in enumerate(sections.pairs)}
    new_places = {pair.new: at for at, pair in enumerate(sections.pairs)}
    candidates = [_projects(old, old_places), _projects(new, new_places)]
    if anywhere:
        candidates = [[evolve(one, place=None) for one in side] for side in candidates]
    return match(candidates[0], candidates[1], shift)


def _projects(table: TargetTable, paired: Mapping[int, int]) -> list[Candidate]:
    found: list[Candidate] = []
    for number, section in enumerate(table.sections):
        # Sections of one name that cannot be told apart are one place here.
        place: Hashable = paired.get(number, exact(section.name))
        found += [
            project_candidate(at, project, section, place, table.currency_unit)
            for at, project in enumerate(section.projects, len(found))
        ]
    return found


def project_candidate(at: int, project: Project, section: Section, place: Hashable, currency: str | None) -> Candidate:
    """Return a project as matching sees it; ``place`` is what tells its body, ``at`` its position in a list."""
    goal = _telling(project.goal)
    names = frozenset(loose(indicator.name) for indicator in project.indicators if indicator.name)
    total = project.funding.total
    spender = exact(project.spender or "")

    def features() -> Features:
        return names, bigrams(goal or "")

    return Candidate(
        at,
        exact(project.name),
        loose(project.name),
        years(project.name),
        place=place,
        owner=None if spender == exact(section.name) else spender or None,
        content=project,
        prints=(goal, names or None),
        signature=goal,
        hints=(same_amount(total, currency) if total else None,),
        find_features=features,
    )


def match_indicators(old: Sequence[Indicator], new: Sequence[Indicator]) -> Matching:
    """Match the indicators of two projects that are one."""
    return match(
        [_indicator(at, indicator) for at, indicator in enumerate(old)],
        [_indicator(at, indicator) for at, indicator in enumerate(new)],
        least=_NEAR_INDICATOR,
        telling=True,
    )


def match_with_result(
    plan: Sequence[Indicator], result: Sequence[Indicator], same: Callable[[int, int], bool]
) -> Matching:
    """Match the indicators of a project's plan and of its result; ``same`` tells whether two have one target.

    Where one form does not print level 2, only level 1 says where an indicator stands.
    """
    sides = [[_indicator(at, indicator) for at, indicator in enumerate(side)] for side in (plan, result)]
    if not all(any(indicator.level2 is not None for indicator in side) for side in (plan, result)):
        sides = [
            [
                evolve(one, place=(indicator.understood, _top_of(indicator)))
                for one, indicator in zip(found, side, strict=True)
            ]
            for found, side in zip(sides, (plan, result), strict=True)
        ]
    return match(sides[0], sides[1], least=_NEAR_INDICATOR, telling=True, same=same)


def _top_of(indicator: Indicator) -> str:
    """The key of an indicator's first level, which its second may say alone."""
    level2 = indicator.level2
    return category_key(indicator.level1 or (None if level2 is None else level2.parent))


def _indicator(at: int, indicator: Indicator) -> Candidate:
    # One that was not understood has no name but its text; none that was is like it.
    understood = indicator.understood
    name = indicator.name if understood else indicator.printed or ""
    place = (understood, category_key(indicator.level1), category_key(indicator.level2))
    targets = tuple(map(_target_key, targets_of(indicator)))
    known = None if targets == _NO_TARGETS else targets

    def features() -> Features:
        return (frozenset() if not understood else _kinds(indicator.annual or indicator.whole_period),)

    mark = "" if understood else "\0"
    return Candidate(
        at,
        mark + exact(name),
        mark + (loose(name) if understood else exact(name)),
        years(name),
        place=place,
        owner=None,
        content=indicator,
        prints=(known,),
        signature=None,
        hints=(known,),
        find_features=features,
    )


def targets_of(indicator: Indicator) -> tuple[Target | None, ...]:
    """Return what stands in an indicator's fields for targets; what became of them is none.

    >>> targets_of(Indicator(annual=Target("5次")))
    (None, Target(text='5次', unit=None, operator=None), None)
    """
    return tuple([getattr(indicator, name) for name in _TARGET_NAMES])


def _target_key(target: Target | None) -> str | None:
    return None if target is None else exact(target.text)


def _kinds(target: Target | None) -> frozenset[str]:
    """What targets of one indicator would have in common whatever their number."""
    if target is None:
        return frozenset()
    meaning = target.meaning
    unit = getattr(meaning, "unit", None)
    return frozenset({f"kind:{meaning.kind}", f"unit:{unit}", f"op:{getattr(meaning, 'op', '')}"})
