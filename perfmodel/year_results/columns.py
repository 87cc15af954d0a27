"""The two tables of a year: a row for each project, a row for each indicator; their columns and what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from perfmodel._internal.messages import one_of, wrong_value
from perfmodel.analysis.weights import weight_of
from perfmodel.comparison.change import Change, place_text
from perfmodel.comparison.outcome import IndicatorOutcome
from perfmodel.comparison.outcome_text import state_word
from perfmodel.comparison.plan_result import Match
from perfmodel.comparison.words import kind_word, way_word
from perfmodel.frames.columns import Column
from perfmodel.model.indicator import Indicator
from perfmodel.model.target import Target
from perfmodel.scoring.score import Points, Score

if TYPE_CHECKING:
    from perfmodel.year_results.results import ProjectResult, Results

__all__ = ["RESULT_LEVELS", "columns_of", "rows_of", "shown_rows"]

RESULT_LEVELS = ("project", "indicator")
# The kinds of change that are counted for each project.
_COUNTED_KINDS = (
    "lowered", "qualitative", "dropped", "renamed", "moved", "weight", "unit", "changed", "ambiguous", "raised",
    "quantified", "added", "money",
)  # fmt: skip
_WHOSE = (
    Column("year", "年度", "int"),
    Column("body", "单位"),
    Column("project", "项目"),
    Column("form", "表式"),
    Column("state", "对应情况"),
)
_OF_PROJECTS = (
    *_WHOSE,
    Column("indicators", "指标数", "int"),
    Column("met", "完成", "int"),
    Column("missed", "未完成", "int"),
    Column("not_yet", "尚未达到", "int"),
    Column("over", "超过30%", "int"),
    Column("unknown", "无法比较", "int"),
    *(Column(f"{kind}_count", f"{kind_word(kind, 'zh')}数", "int") for kind in _COUNTED_KINDS),
    Column("budget", "批复预算", "decimal"),
    Column("executed", "执行数", "decimal"),
    Column("currency_unit", "金额单位"),
    Column("printed_total", "自评总分", "decimal"),
    Column("total", "按自评表目标计算的总分", "decimal"),
    Column("approved_total", "按批复目标计算的总分", "decimal"),
    Column("printed_grade", "自评等级"),
    Column("grade", "按自评表目标计算的等级"),
    Column("approved_grade", "按批复目标计算的等级"),
    Column("match", "对应依据"),
    Column("doubtful", "对应待核对", "bool"),
    Column("plan_file", "批复文件"),
    Column("result_file", "结果文件"),
)
_OF_INDICATORS = (
    *_WHOSE,
    Column("level1", "一级指标"),
    Column("level2", "二级指标"),
    Column("indicator", "指标"),
    Column("approved_name", "批复的名称"),
    Column("approved", "批复的指标值"),
    Column("target", "自评表的指标值"),
    Column("actual", "实际完成值"),
    Column("outcome", "完成情况"),
    Column("approved_outcome", "按批复目标"),
    Column("exceeded", "超过30%", "bool"),
    Column("weight", "权重", "decimal"),
    Column("printed_points", "自评得分", "decimal"),
    Column("points", "应得分", "decimal"),
    Column("approved_points", "按批复目标应得分", "decimal"),
    Column("why", "计分说明"),
    Column("english", "计分说明（英文）"),
    Column("changes", "与批复不同"),
    Column("match", "对应依据"),
    Column("likeness", "名称相似度", "decimal"),
    Column("doubtful", "对应待核对", "bool"),
    Column("plan_file", "批复文件"),
    Column("plan_cell", "批复位置"),
    Column("result_file", "结果文件"),
    Column("result_cell", "结果位置"),
)
_WORDS_OF_CODES = {
    "matched": ("已对应", "matched"),
    "no_result": ("没有结果", "no result"),
    "no_plan": ("没有批复", "no plan"),
    "ambiguous": ("存疑", "ambiguous"),
    "targets": ("绩效目标", "targets"),
    "self-evaluation": ("自评", "self-evaluation"),
    "monitoring": ("监控", "monitoring"),
}


def columns_of(level: str) -> tuple[Column, ...]:
    """Return the columns of a level, ``project`` or ``indicator``; `ValueError` for another.

    >>> [column.zh for column in columns_of("project")][:3]
    ['年度', '单位', '项目']
    """
    if level == "project":
        return _OF_PROJECTS
    if level == "indicator":
        return _OF_INDICATORS
    raise wrong_value(one_of(["project", "indicator"]), level, "level")


def rows_of(found: Results, level: str, lang: str = "zh") -> list[dict[str, Any]]:
    """Return the rows of a level under the English names of its columns; places are in ``lang``."""
    columns_of(level)
    if level == "project":
        return [_project_row(one) for one in found.projects]
    return [_indicator_row(one, outcome, lang) for one in found.projects for outcome in one.outcome.indicators]


def shown_rows(found: Results, level: str, lang: str) -> tuple[list[str], list[list[Any]]]:
    """Return headings and rows for people: states, forms and ways in words, flags as a mark."""
    other = "why" if lang == "en" else "english"
    columns = [column for column in columns_of(level) if column.name != other]
    heads = [column.zh if lang == "zh" else column.name for column in columns]
    rows = rows_of(found, level, lang)
    return heads, [[_shown(column, row[column.name], lang) for column in columns] for row in rows]


def _shown(column: Column, value: Any, lang: str) -> Any:
    if value is None or not isinstance(value, (str, bool)):
        return value
    if isinstance(value, bool):
        return "✓" if value else None
    if column.name == "match":
        return way_word(value, lang)
    if column.name in ("state", "form"):
        return _WORDS_OF_CODES[value][lang == "en"]
    if column.name in ("outcome", "approved_outcome"):
        return state_word(value, lang)
    if column.name == "changes":
        return ("、" if lang == "zh" else ", ").join(kind_word(kind, lang) for kind in value.split(","))
    return value


def _whose(one: ProjectResult) -> dict[str, Any]:
    return {
        "year": one.year,
        "body": one.body or None,
        "project": one.name or None,
        "form": one.form,
        "state": one.state,
        "plan_file": one.plan_file,
        "result_file": one.result_file,
    }


def _project_row(one: ProjectResult) -> dict[str, Any]:
    outcome = one.outcome
    both = one.state == "matched"
    counts = outcome.counts
    changed = outcome.changed
    reported = outcome.result is not None
    known = outcome.result if outcome.plan is None else outcome.plan
    score, approved = outcome.score, outcome.approved_score
    return {
        **_whose(one),
        "indicators": 0 if known is None else len(known.indicators),
        **{state: counts.get(state, 0) if reported else None for state in ("met", "missed", "not_yet", "unknown")},
        "over": outcome.over if reported else None,
        **{f"{kind}_count": changed.get(kind, 0) if both else None for kind in _COUNTED_KINDS},
        "budget": one.budget,
        "executed": one.executed,
        "currency_unit": one.currency_unit,
        "printed_total": None if score is None else score.printed_total,
        "total": _total(score),
        "approved_total": _total(approved) if both else None,
        "printed_grade": None if score is None else score.printed_grade,
        "grade": None if score is None else score.grade,
        "approved_grade": approved.grade if both and approved is not None else None,
        **_matched(one.match),
    }


def _total(score: Score | None) -> Decimal | None:
    return None if score is None else score.total


def _matched(match: Match | None) -> dict[str, Any]:
    return {
        "match": None if match is None else match.how,
        "likeness": None if match is None else match.likeness,
        "doubtful": None if match is None else match.is_doubtful,
    }


def _indicator_row(one: ProjectResult, outcome: IndicatorOutcome, lang: str) -> dict[str, Any]:
    plan, result, score = outcome.plan, outcome.result, outcome.score
    known = plan if result is None else result
    assert known is not None
    approved = outcome.approved_score
    weight = weight_of(known)
    return {
        **_whose(one),
        "level1": None if known.level1 is None else known.level1.name,
        "level2": None if known.level2 is None else known.level2.name,
        "indicator": _name(known),
        "approved_name": None if plan is None or plan is known or _name(plan) == _name(known) else _name(plan),
        "approved": _text(plan, "annual"),
        "target": _text(result, "annual"),
        "actual": _text(result, "actual"),
        "outcome": outcome.state if result is not None or one.state == "matched" else None,
        "approved_outcome": outcome.approved_state if one.state == "matched" else None,
        "exceeded": outcome.is_over if result is not None else None,
        "weight": weight if isinstance(weight, Decimal) else None,
        "printed_points": None if result is None else result.score,
        "points": None if score is None else _number(score.points),
        "approved_points": None if approved is None else _number(approved.points),
        "why": None if score is None else score.why,
        "english": None if score is None else score.english,
        "changes": _kinds(outcome.changes) if one.state == "matched" else None,
        **_matched(outcome.match),
        "plan_cell": _place(outcome, "old", lang),
        "result_cell": _place(outcome, "new", lang),
    }  # fmt: skip


def _name(indicator: Indicator) -> str | None:
    return (indicator.name if indicator.understood else indicator.printed) or None


def _text(indicator: Indicator | None, name: str) -> str | None:
    target: Target | None = None if indicator is None else getattr(indicator, name)
    if target is None and name == "annual" and indicator is not None:
        target = indicator.whole_period
    if target is None:
        return None
    unit = target.unit or ""
    return target.signed_text if target.signed_text.endswith(unit) else f"{target.signed_text}{unit}"


def _number(points: Points) -> Decimal | None:
    return points if isinstance(points, Decimal) else None


def _kinds(changes: Sequence[Change]) -> str | None:
    return ",".join(dict.fromkeys(change.kind for change in changes)) or None


def _place(outcome: IndicatorOutcome, side: str, lang: str) -> str | None:
    """Where an indicator stands in its file: as it was matched, else as what differs of it says."""
    for found in (outcome.match, *outcome.changes):
        place = None if found is None else place_text(getattr(found, f"place_{side}"), lang)
        if place:
            return place
    return None
