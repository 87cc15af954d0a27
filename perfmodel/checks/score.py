"""Scoring a project as a profile has it."""

from __future__ import annotations

import os
from decimal import Decimal

from perfmodel._internal.arguments import wrong_type
from perfmodel.checks.profiles import Profile
from perfmodel.model.table import Project
from perfmodel.scoring.score import Score, score_project

__all__ = ["score"]


def score(
    project: Project,
    profile: str | os.PathLike[str] | Profile = "default",
    *,
    reverse: str | None = None,
    bands: str | None = None,
    over_fulfilment: str | None = None,
    execution: str | None = None,
    execution_weight: Decimal | int | str | None = None,
    denominator: str | None = None,
    grades: str | None = None,
    year: int | None = None,
) -> Score:
    """Score a self-evaluation: what each indicator's actual value is worth, the execution of the budget, the total and the grade.

    ``profile`` determines the local way of scoring, as for `validate`; every other argument overrides it (see
    `ScoringOptions`). ``year`` is the budget year, for dates without one. Nothing is guessed: what cannot be scored has
    no points, with the reason.

    Raises `TypeError` for anything but a project, `ValueError` for an unknown profile or a value that an option does not
    take, `OSError` for a profile's file that cannot be opened.

    Source: 财预〔2020〕10号 for the grades; the formulas are those of budget systems in use.

    >>> from perfmodel import Indicator, Project
    >>> one = Indicator(name="养护里程", annual="≥150公里", actual="130公里", weight=20)
    >>> found = score(Project("道路养护", indicators=[one]))
    >>> found.indicators[0].points, found.indicators[0].reached, found.indicators[0].why
    (Decimal('17.33'), False, '130 ÷ 150 × 20 = 17.33')
    >>> other = Indicator(name="总成本", annual="≤160万元", actual="200", weight=20)
    >>> [score(Project(indicators=[other]), reverse=way).total for way in ("deduct", "ratio")]
    [Decimal('15.00'), Decimal('16.00')]
    """
    if not isinstance(project, Project):
        raise wrong_type(
            project, "Project（表里的是 table.projects）", "a Project (those of a table are table.projects)"
        )
    given = {
        "reverse": reverse,
        "bands": bands,
        "over_fulfilment": over_fulfilment,
        "execution": execution,
        "execution_weight": execution_weight,
        "denominator": denominator,
        "grades": grades,
    }
    changes = {name: value for name, value in given.items() if value is not None}
    return score_project(project, Profile.of(profile).scoring.with_changes(changes), year)
