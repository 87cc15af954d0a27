"""Checking: every rule that is on is asked about everything that it looks at; findings are collected, never raised."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from attrs import evolve

from perfmodel._internal.arguments import wrong_type
from perfmodel._internal.caches import Store
from perfmodel._internal.fast_objects import unchecked_constructor
from perfmodel.checks.context import IndicatorView, ProjectView, TableView
from perfmodel.checks.not_understood import not_understood
from perfmodel.checks.plan import Active, Plan
from perfmodel.checks.profiles import OFF, Profile
from perfmodel.checks.registry import RULES
from perfmodel.checks.report import Report, in_order
from perfmodel.checks.rule import Hit, Rule, filled
from perfmodel.checks.selection import CODES, Selectors, is_selected, selectors
from perfmodel.comparison.plan_code import PLAN_CODE, PLAN_SEVERITY
from perfmodel.model.finding import Finding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.source.source import Source
from perfmodel.strings.findings import CATALOGUE

if TYPE_CHECKING:
    from perfmodel.checks.approved import Approved

__all__ = ["active_rules", "check", "severities", "validate"]


def validate(
    obj: TargetTable | Project | Indicator | Sequence[Indicator],
    profile: str | os.PathLike[str] | Profile = "default",
    select: Selectors = None,
    ignore: Selectors = None,
    source: Source | None = None,
    approved: Approved | None = None,
) -> Report:
    """Check a table, a project, an indicator or a list of indicators by all rules that the profile turns on.

    Returns what was found; of a list, paths are those of a project (``indicators[0].annual``), and what only a whole
    project must have is not missed. ``profile`` is one of the library's (``default``, ``central-2015``,
    ``central-2021``, ``guangdong``), one of your own (`Profile`) or the path of its file (``own.toml``, see
    `Profile.load`). ``select`` names the only rules to ask (codes or beginnings of codes: ``"V,C07"`` or a list; rules
    that the profile has off are asked then too), ``ignore`` those to leave out. Findings of reading are included; what
    was not understood is found in whatever form the object was written and read since (`parse_indicators`' findings
    with its list). ``source`` is the text that spans refer to, where ``obj`` is no table. ``approved`` is what the
    targets were approved as: a table, several tables, or what ``obj`` is; where the two differ, that is found as E11,
    with the severity of each kind of change (`compare`) where the profile gives none. Raises `ValueError` for unknown
    codes and profiles and for an ``approved`` without targets, `OSError` if a profile's file cannot be opened, and
    `TypeError` for any other object; whatever is in the table, it does not raise.

    >>> from perfmodel import parse_indicator
    >>> report = validate(parse_indicator("1-产出指标；12-质量指标；验收合格率；年度指标值:≥100%"))
    >>> [(finding.code, finding.path, finding.suggestion.text) for finding in report]
    [('V06', 'annual', '=100%')]
    >>> reported, plan = (parse_indicator(f"1-产出指标；11-数量指标；演出场次；年度指标值:≥{n}场") for n in (40, 50))
    >>> validate(reported, select="E", approved=plan)[0].render("en")
    'not as approved, lowered: 演出场次, annual: ≥50场 → ≥40场 (less demanding); approved at annual'
    """
    problems: tuple[Finding, ...] = ()
    listed = False
    if isinstance(obj, TargetTable):
        problems, source = obj.problems, source or obj.source
    elif isinstance(obj, (list, tuple)) and all(isinstance(one, Indicator) for one in obj):
        problems, obj, listed = getattr(obj, "problems", ()), Project(indicators=obj), True
    elif not isinstance(obj, (Project, Indicator)):
        zh, en = (
            "TargetTable、Project、Indicator 或 Indicator 的列表",
            "a TargetTable, a Project or one or more Indicators",
        )
        raise wrong_type(obj, zh, en)
    known = Profile.of(profile)
    wanted, unwanted = selectors(select), selectors(ignore) or ()
    report = check(obj, _plan(known, wanted, unwanted))
    if listed:
        report = [found for found in report if found.path.startswith("indicators[")]
    report += _of_reading((*problems, *not_understood(obj, problems)), known, wanted, unwanted, report)
    if approved is not None:
        if listed and isinstance(approved, (list, tuple)):
            approved = Project(indicators=approved)
        report += _not_as_approved(obj, approved, known, wanted, unwanted)
    return Report(tuple(in_order(report)), source, obj)


def _not_as_approved(
    obj: TargetTable | Project | Indicator,
    approved: Approved,
    profile: Profile,
    wanted: tuple[str, ...] | None,
    unwanted: tuple[str, ...],
) -> Iterator[Finding]:
    """What is not as it was approved, where that is asked for; a profile's severity is that of all kinds."""
    if _severity(PLAN_CODE, PLAN_SEVERITY, profile, wanted, unwanted) is None:
        return
    from perfmodel.checks.approved import approved_findings  # only who compares waits for it

    for finding in approved_findings(obj, approved):
        severity = _severity(PLAN_CODE, finding.severity, profile, wanted, unwanted)
        if severity is not None:
            yield finding if severity == finding.severity else evolve(finding, severity=severity)


def severities(
    profile: str | os.PathLike[str] | Profile = "default", select: Selectors = None, ignore: Selectors = None
) -> dict[str, str]:
    """Return the severity of each code under a profile and a selection, ``off`` for a rule that is not on.

    >>> severities("default", select="V")["V06"], severities("default", select="V")["S01"]
    ('warning', 'off')
    """
    known = Profile.of(profile)
    wanted, unwanted = selectors(select), selectors(ignore) or ()
    own = {code: kind.severity for code, kind in CATALOGUE.items()} | {rule.code: rule.severity for rule in RULES}
    own[PLAN_CODE] = PLAN_SEVERITY
    return {code: _severity(code, own[code], known, wanted, unwanted) or OFF for code in CODES}


# By profile and selection: what the profile said when the plan was made, since its dicts may be written to, and the plan.
_PLANS: Store[tuple[Profile, tuple[str, ...] | None, tuple[str, ...]], tuple[object, Plan]] = Store(32)


def _plan(profile: Profile, wanted: tuple[str, ...] | None, unwanted: tuple[str, ...]) -> Plan:
    key = profile, wanted, unwanted
    settings = {code: dict(own) for code, own in profile.settings.items()}
    contents = dict(profile.severities), settings, profile.scoring
    found = _PLANS.get(key)
    if found is None or found[0] != contents:
        found = _PLANS.keep(key, (contents, Plan(active_rules(profile, wanted, unwanted), profile.scoring)))
    return found[1]


def active_rules(profile: Profile, wanted: tuple[str, ...] | None, unwanted: tuple[str, ...] = ()) -> list[Active]:
    """Return the rules that are on, each with its severity and settings; a selection is what `selectors` makes of it.

    >>> [(rule.code, severity) for rule, severity, _settings in active_rules(Profile.of("default"), ("V06", "S01"))]
    [('S01', 'error'), ('V06', 'warning')]
    """
    active = []
    for rule in RULES:
        severity = _severity(rule.code, rule.severity, profile, wanted, unwanted)
        if severity is not None:
            active.append((rule, severity, profile.settings_of(rule.code)))
    return active


def _severity(
    code: str, own: str, profile: Profile, wanted: tuple[str, ...] | None, unwanted: tuple[str, ...]
) -> str | None:
    """The severity of a code, or None where it is off."""
    if is_selected(code, unwanted) or (wanted is not None and not is_selected(code, wanted)):
        return None
    given = profile.severity(code)
    if given == OFF:
        return own if wanted is not None else None
    return given or own


def check(obj: TargetTable | Project | Indicator, active: Iterable[Active] | Plan) -> list[Finding]:
    """Return what rules find in an object, in no order.

    >>> check(Project("会议费"), [])
    []
    """
    plan = active if isinstance(active, Plan) else Plan(active)
    found: list[Finding] = []
    if isinstance(obj, Indicator):
        _check_indicators((IndicatorView(obj, scoring=plan.scoring),), plan, found)
    elif isinstance(obj, Project):
        alone = ProjectView(obj, scoring=plan.scoring)
        _ask(alone, plan.of("whole") + plan.of("project") + _of_results(alone, plan), found)
        _check_indicators(alone.indicators, plan, found)
    else:
        table = TableView(obj, plan.scoring)
        _ask(table, plan.of("whole") + plan.of("table"), found)
        of_projects = plan.of("project")
        for project in table.projects:
            _ask(project, of_projects + _of_results(project, plan), found)
            _check_indicators(project.indicators, plan, found)
    return found


def _of_results(project: ProjectView, plan: Plan) -> tuple[Active, ...]:
    return plan.of("result") if project.has_results else ()


def _check_indicators(indicators: Iterable[IndicatorView], plan: Plan, found: list[Finding]) -> None:
    for indicator in indicators:
        if indicator.indicator.reason is None:  # else reading has said so; nothing more is certain
            is_copy = indicator.is_copy
            for view, rules in plan.asked_of(indicator):
                if rules:
                    _ask(view, rules, found, is_copy)


def _ask(view: Any, asked: Iterable[Active], found: list[Finding], is_copy: bool = False) -> None:
    """Ask rules about something, and add what they find."""
    for rule, severity, settings in asked:
        for hit in rule.check(view, settings):
            if not (is_copy and _is_reported_once(rule, hit)):
                found.append(_finding(rule, severity, hit))


def _is_reported_once(rule: Rule, hit: Hit) -> bool:
    """Whether a finding about an indicator is not repeated for copies of it: S12 reports these.

    Errors are, and what can be fixed for certain: each copy has its own.
    """
    return (hit.severity or rule.severity) != "error" and (hit.suggestion is None or not hit.suggestion.certain)


_make_finding = unchecked_constructor(Finding)


def _finding(rule: Rule, severity: str, hit: Hit) -> Finding:
    suggestion = hit.suggestion
    zh, en = filled(rule.messages[hit.message], hit.values, "" if suggestion is None else suggestion.text)
    if hit.severity is not None and severity == rule.severity:
        severity = hit.severity
    return _make_finding(rule.code, severity, zh, hit.path, hit.span, en, suggestion)


def _of_reading(
    problems: Sequence[Finding],
    profile: Profile,
    wanted: tuple[str, ...] | None,
    unwanted: tuple[str, ...],
    report: Iterable[Finding],
) -> Iterator[Finding]:
    """The findings of reading, without those of which a rule says the same at the same place."""
    supersedes = {rule.code: rule.supersedes for rule in RULES if rule.supersedes}
    superseded = {(code, finding.path) for finding in report for code in supersedes.get(finding.code, ())}
    # S07 reports a name that is one of no category once, where it stands first.
    reported = {
        problem.message for problem in problems if problem.code == "R11" and ("R11", problem.path) in superseded
    }
    for problem in problems:
        severity = _severity(problem.code, problem.severity, profile, wanted, unwanted)
        if (
            severity is not None
            and (problem.code, problem.path) not in superseded
            and not (problem.code == "R11" and problem.message in reported)
        ):
            yield problem if severity == problem.severity else evolve(problem, severity=severity)
