"""Scoring: single values (``tests/cases/scoring.yaml`` and ``scores.jsonl``), execution, whole self-evaluations."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

import perfmodel
from perfmodel.checks.fix import fix
from perfmodel.checks.profiles import Profile, profile_of
from perfmodel.model.paths import steps_of
from perfmodel.scoring.outcome import TROUBLES
from perfmodel.scoring.score import IndicatorScore
from perfmodel.source.source import Source
from perfmodel.values import units

CASES = Path(__file__).parent / "cases"


def _rows() -> list[Any]:
    groups = yaml.safe_load((CASES / "scoring.yaml").read_text(encoding="utf-8"))
    return [pytest.param(row, id=f"{name}-{at}") for name, rows in groups.items() for at, row in enumerate(rows)]


def scored(sign: str, target: str, unit: str, actual: str, weight: Any, options: dict[str, Any]) -> IndicatorScore:
    one = perfmodel.Indicator(
        None, None, "指标", annual=target, unit=unit or None, operator=sign or None, weight=weight or None,
        actual=actual or None,
    )  # fmt: skip
    return perfmodel.score(perfmodel.Project("项目", indicators=[one]), **options).indicators[0]


def points_of(found: Any) -> Any:
    return tuple(map(Decimal, found)) if isinstance(found, list) else None if found is None else Decimal(found)


@pytest.mark.parametrize("row", _rows())
def test_one_value(row: list[Any]) -> None:
    found = scored(*row[:6])
    assert (found.points, found.reached) == (points_of(row[6]), row[7]), found.why
    assert found.why
    assert found.english
    assert found.outcome.trouble in TROUBLES
    # What has no points says why.
    assert found.points is not None or found.outcome.trouble or found.weight is None


# Cases of whole rows, of money and of tables; each line says what is right, and which findings are due.
SCORING_OPTIONS = ("reverse", "bands", "execution", "denominator", "grades", "over_fulfilment")
NOT_PRINTED = ("", "-", "—", "/")


def lines_of(name: str) -> list[Any]:
    text = (CASES / f"self_{name}.jsonl").read_text(encoding="utf-8")
    return [pytest.param(case := json.loads(line), id=case["id"]) for line in text.splitlines()]


def profile_for(case: dict[str, Any]) -> Profile:
    options = {name: value for name, value in case["profile"].items() if name in SCORING_OPTIONS}
    return profile_of("default").with_changes({"scoring": options}, "own")


def is_as(found: Any, wanted: Any) -> bool:
    if wanted is None or isinstance(wanted, list):
        return bool(found == (None if wanted is None else tuple(map(Decimal, wanted))))
    return isinstance(found, Decimal) and found == Decimal(wanted)


@pytest.mark.parametrize("case", lines_of("scores"))
def test_row(case: dict[str, Any]) -> None:
    one = perfmodel.Indicator(
        None, None, "指标", annual=case["target"], unit=case["unit"] or None, operator=case["operator"] or None,
        weight=case["weight"] or None, actual=case["actual"], deviation=case.get("deviation"),
    )  # fmt: skip
    profile = profile_for(case)
    found = perfmodel.score(perfmodel.Project("项目", indicators=[one]), profile).indicators[0]
    assert is_as(found.points, case["score"]), found.why
    assert found.reached == case["reached"]
    codes = {finding.code for finding in one.validate(profile, select="E,V15,F02") if finding.code != "E19"}
    assert codes == set(case["findings"])


def amount(text: str | None, currency: str) -> Decimal | None:
    if text is None or text in NOT_PRINTED:
        return None
    match = re.fullmatch(r"([0-9.]+)(万?元)", text)
    if match is not None:
        return units.convert(Decimal(match[1]), match[2], currency)
    return Decimal(text.replace(",", ""))


def line_of(row: dict[str, Any], source: str, currency: str) -> perfmodel.ExecutionLine:
    def cell(*names: str) -> str | None:
        return next((row[name] for name in names if row.get(name, "") not in NOT_PRINTED), None)

    return perfmodel.ExecutionLine(
        source,
        initial=amount(row.get("initial"), currency),
        revised=amount(row.get("revised"), currency),
        executed=amount(row.get("executed"), currency),
        rate=cell("rate", "printed_rate"),
        weight=cell("weight"),
        score=cell("score", "printed_score"),
        deviation=cell("deviation"),
    )


PLACES = {"执行率": "rate", "得分": "score", "原因": "deviation"}


@pytest.mark.parametrize("case", lines_of("execution"))
def test_execution(case: dict[str, Any]) -> None:
    lines = [line_of(case, "年度资金总额", case["currency_unit"])]
    lines += [line_of(row, row["name"], case["currency_unit"]) for row in case.get("rows", [])]
    project = perfmodel.Project("项目", execution=perfmodel.Execution(lines))
    profile = profile_for(case)
    found = perfmodel.score(project, profile).execution
    rate = None if found is None or found.rate is None else f"{found.rate}%"
    assert rate == case["right_rate"]
    assert is_as(None if found is None else found.points, case["right_score"])
    report = [one for one in project.validate(profile, select="E,F") if one.severity != "hint"]
    due = sorted((one["code"], PLACES[one["place"]]) for one in case["findings"])
    assert sorted((one.code, one.path.rpartition(".")[2]) for one in report) == due


def table_of(plain: dict[str, Any]) -> perfmodel.TargetTable:
    currency, more = plain["currency_unit"], plain.get("more", {})
    indicators = []
    for one in plain["indicators"]:
        initial = one.get("more", {}).get("initial_value")
        targets = {"annual": one["annual"]} if initial is None else {"annual": initial, "adjusted": one["annual"]}
        known = {name: one.get(name) for name in ("weight", "actual", "score", "deviation")}
        indicators.append(perfmodel.Indicator(one["level1"], one["level2"], one["name"], **targets, **known))
    money = plain["funding"]
    lines = [line_of(money, "年度资金总额", currency)]
    lines += [line_of(row, row["name"], currency) for row in more.get("funding_rows", [])]
    result = plain["form"] == "self-evaluation"
    project = perfmodel.Project(
        plain["name"],
        funding=perfmodel.Funding() if result else perfmodel.Funding(Decimal(money["total"])),
        indicators=indicators,
        execution=perfmodel.Execution(lines if result else ()),
        total_score=more.get("total_score"),
        grade=more.get("grade"),
    )
    return perfmodel.TargetTable(
        "", plain["unit"], currency, form=plain["form"], year=int(plain["year"]), projects=[project]
    )


# Findings of money lines stand at other names in the model.
FIELDS = {
    "funding.deviation": "execution.lines[0].deviation",
    "funding_rows.revised": "execution.lines[0].revised",
}


def place_due(finding: dict[str, Any], names: list[str]) -> str:
    field = FIELDS.get(finding["field"], finding["field"])
    return f"indicators[{names.index(finding['indicator'])}].{field}" if "indicator" in finding else field


@pytest.mark.parametrize("case", lines_of("tables"))
def test_table(case: dict[str, Any]) -> None:
    table, expected, profile = table_of(case["project"]), case["expected"], profile_for(case)
    project = table.projects[0]
    names = [one.name for one in project.indicators]
    found = {
        (one.code, one.path.removeprefix("projects[0]."))
        for one in table.validate(profile, select="E,F")
        if one.severity != "hint"
    }
    if case["kind"] == "pair":
        compared = perfmodel.compare(table_of(case["approved"]), table, scoring=profile.scoring)
        assert [(one.kind, one.old) for one in compared] == [
            (one["kind"], one["approved"].rpartition(": ")[2]) for one in expected["findings"]
        ]
        assert not found
        score = compared.outcomes[0].approved_score
    else:
        assert found == {(one["code"], place_due(one, names)) for one in expected["findings"]}
        score = perfmodel.score(project, profile, year=table.year)
    assert score is not None
    assert is_as(score.total, expected["right_total"]), score.why
    assert score.grade == expected["right_grade"]


FILLED = """\
name: 会议费
execution:
  lines:
  - {source: 年度资金总额, revised: 85.32, executed: 73.53, rate: 86.19%, weight: 10, score: 8.62, deviation: 结余}  # 计划
total_score: 80
grade: 良
indicators:
- {level1: 产出指标, level2: 数量指标, name: 会议次数, annual: ≥2次, actual: 2次, weight: 60, score: 60}
- {level1: 满意度指标, level2: 服务对象满意度指标, name: 满意度, annual: ≥90%, actual: 81%, weight: 30, score: 27, deviation: 场地}
"""


def test_rate_total_and_grade_are_fixed_and_nothing_else() -> None:
    fixed = fix(Source(FILLED), select="E")
    wanted = FILLED.replace("86.19%", "86.18%").replace("total_score: 80", "total_score: 95.62")
    assert fixed.source.text == wanted.replace("grade: 良", "grade: 优")
    assert [finding.code for finding in fixed.done] == ["E04", "E05", "E10"]
    assert not fix(fixed.source, select="E").done


@pytest.mark.parametrize("keys", ["en", "zh"])
def test_they_are_fixed_in_json(keys: str) -> None:
    project = perfmodel.from_yaml(FILLED)
    fixed = fix(Source(project.to_json(keys=keys)), select="E")
    assert isinstance(fixed.obj, perfmodel.Project)
    assert (fixed.obj.total_score, fixed.obj.grade) == (Decimal("95.62"), "优")
    assert fixed.obj.execution.lines[0].rate == perfmodel.Target("86.18%")


def test_options_come_from_the_profile_and_arguments_count_first(tmp_path: Path) -> None:
    one = perfmodel.Indicator(name="案件数", annual="≤5起", actual="6起", weight=20)
    project = perfmodel.Project("执法", indicators=[one])
    path = tmp_path / "own.toml"
    path.write_text('extends = "guangdong"\n[scoring]\nreverse = "ratio"\nexecution_weight = 20\n', encoding="utf-8")
    assert perfmodel.score(project).total == Decimal("16.00")
    assert perfmodel.score(project, path).total == Decimal("16.67")
    assert perfmodel.score(project, path, reverse="deduct").total == Decimal("16.00")
    assert Profile.load(path).scoring.execution_weight == 20
    assert profile_of("guangdong").scoring.execution_weight == 10


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("reverse", "half"), ("bands", "60/80"), ("bands", "80"), ("grades", "90/80"), ("grades", "90/90/60"),
        ("execution", "steps"), ("denominator", "both"), ("over_fulfilment", "explain-30"), ("execution_weight", 0),
        ("execution_weight", "x"), ("execution_weight", 101),
    ],
)  # fmt: skip
def test_an_option_that_is_none(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=f"scoring.{name}"):
        perfmodel.score(perfmodel.Project("项目"), **{name: value})
    with pytest.raises(ValueError, match="scoring"):
        profile_of("default").with_changes({"scoring": {name: value}}, "own")


def test_what_is_no_project() -> None:
    with pytest.raises(TypeError, match="Project"):
        perfmodel.score(perfmodel.Indicator())  # type: ignore[arg-type]


def test_an_unknown_option_says_which_was_meant() -> None:
    with pytest.raises(ValueError, match="reverse"):
        profile_of("default").with_changes({"scoring": {"reversed": "ratio"}}, "own")


def test_the_adjusted_target_counts() -> None:
    one = perfmodel.Indicator(name="场次", annual="≥40场", adjusted="≥30场", actual="30场", weight=10)
    assert perfmodel.score(perfmodel.Project(indicators=[one])).indicators[0].reached is True


def test_a_miss_is_reported_with_the_target_that_was_scored() -> None:
    one = perfmodel.Indicator(name="场次", annual="≥40场", adjusted="/", actual="30场", weight=10)
    [found] = perfmodel.Project(indicators=[one]).validate(select="E06")
    assert "指标值“≥40场”" in found.message


@pytest.mark.parametrize(
    ("annual", "actual", "said"),
    [
        ("≥12台", "12辆", "“辆”按“台”计"),
        ("2025年1月底前", "2024年11月20日", "在期限的上一年完成，早于期限不到一年，按提前完成计"),
    ],
)
def test_what_is_inferred_is_said(annual: str, actual: str, said: str) -> None:
    one = perfmodel.Indicator(annual=annual, actual=actual, weight=10)
    [found] = perfmodel.score(perfmodel.Project(indicators=[one])).indicators
    assert found.reached
    assert said in found.why


def test_a_year_dates_what_has_none() -> None:
    one = perfmodel.Indicator(name="完工", annual="12月底前", actual="2024年1月", weight=10)
    project = perfmodel.Project(indicators=[one])
    assert perfmodel.score(project).indicators[0].reached is None
    assert perfmodel.score(project, year=2023).indicators[0].reached is False
    assert perfmodel.score(project, year=2024).indicators[0].reached is True


def test_rows_below_a_row_do_not_count_and_budget_rows_score_once() -> None:
    rows = [
        perfmodel.Indicator(name="培训人次", annual="≥200人次", actual="200人次", weight=90, score=90),
        perfmodel.Indicator(name="其中：线上", annual="≥100人次", actual="80人次"),
    ]
    lines = [
        perfmodel.ExecutionLine("年度资金总额", revised=10, executed=10, weight=10, score=10),
        perfmodel.ExecutionLine("财政拨款", revised=10, executed=10, weight=10, score=10),
    ]
    project = perfmodel.Project("培训", indicators=rows, execution=perfmodel.Execution(lines), total_score=100)
    assert perfmodel.score(project).total == 100
    assert not project.validate(select="E01,E02,E05,E06,E08")


def test_a_total_that_is_graded_before_it_is_rounded() -> None:
    one = perfmodel.Indicator(name="次数", annual="≥2次", actual="2次", weight=80)
    line = perfmodel.ExecutionLine("年度资金总额", revised=100000, executed=99960, weight=10)
    found = perfmodel.score(perfmodel.Project(indicators=[one], execution=perfmodel.Execution([line])))
    assert (found.total, found.exact_total, found.grade) == (Decimal("90.00"), Fraction(89996, 1000), "良")


def body_of(shown: Any) -> str:
    html: str = shown._repr_html_()
    return html.partition("</style>")[2]


def test_a_notebook_shows_a_score_and_a_self_evaluation_escaped() -> None:
    one = perfmodel.Indicator("产出指标", "数量指标", "<b>次数", annual="≥4次", actual="<i>3次", weight=10, score="7.5")
    project = perfmodel.Project("<b>培训", indicators=[one])
    for html in (body_of(perfmodel.score(project)), body_of(project)):
        assert "<b>" not in html
        assert "<i>" not in html
    one = perfmodel.Indicator("产出指标", "数量指标", "次数", annual="≥4次", actual="3次", weight=10, score="7.5")
    for html in (body_of(perfmodel.score(perfmodel.Project(indicators=[one]))), body_of(one)):
        assert '<span class="pm-badge pm-missed">未达到</span>' in html
        assert "7.5/10" in html
        assert "███████░░░" in html


def test_a_monitoring_form_is_not_scored_in_a_view() -> None:
    one = perfmodel.Indicator("产出指标", "数量指标", "次数", annual="≥4次", actual="3次", weight=10, forecast="4次")
    assert "pm-missed" not in body_of(one)


def test_a_monitoring_table_is_not_scored_in_a_view() -> None:
    one = perfmodel.Indicator("产出指标", "数量指标", "次数", annual="≥4次", actual="3次", weight=10)
    for form, marks in (("monitoring", 0), ("self-evaluation", 1)):
        table = perfmodel.TargetTable(form=form, projects=[perfmodel.Project("巡查", indicators=[one])])
        assert body_of(table).count("pm-badge pm-missed") == marks


@pytest.mark.parametrize(("title", "mark"), [("2023年度自评表", "pm-missed"), ("2024年度自评表", "pm-met")])
def test_a_view_dates_what_has_no_year_by_its_table(title: str, mark: str) -> None:
    one = perfmodel.Indicator(name="完工", annual="12月底前", actual="2024年1月", weight=10)
    table = perfmodel.TargetTable(title, form="self-evaluation", projects=[perfmodel.Project("巡查", indicators=[one])])
    assert f"pm-badge {mark}" in body_of(table)


SEEDED = yaml.safe_load((CASES / "seeded_faults.yaml").read_text(encoding="utf-8"))


def changed(plain: Any, changes: dict[str, Any]) -> perfmodel.TargetTable:
    """The clean table with other contents at some paths of its project; None takes a key away."""
    project = plain["projects"][0]
    for path, content in changes.items():
        *steps, last = steps_of(path)
        owner = project
        for step in steps:
            owner = owner[step]
        if content is None:
            del owner[last]
        else:
            owner[last] = content
    table = perfmodel.from_json(json.dumps(plain, ensure_ascii=False))
    assert isinstance(table, perfmodel.TargetTable)
    return table


def found_in(table: perfmodel.TargetTable) -> list[str]:
    report = table.validate(select="E,F,W01")
    return sorted(f"{one.code} {one.path.removeprefix('projects[0].')}" for one in report if one.severity != "hint")


def test_a_clean_self_evaluation() -> None:
    assert found_in(changed(yaml.safe_load(SEEDED["clean"]), {})) == []


@pytest.mark.parametrize(("changes", "found"), SEEDED["faults"])
def test_a_seeded_fault_is_found_at_its_place(changes: dict[str, Any], found: list[str]) -> None:
    assert found_in(changed(yaml.safe_load(SEEDED["clean"]), changes)) == sorted(found)


@pytest.mark.parametrize(("name", "reached"), [("收入增长率", True), ("验收合格率", None), ("任务完成率", None)])
def test_two_hundred_per_cent_is_damage_but_for_growth(name: str, reached: bool | None) -> None:
    one = perfmodel.Indicator(name=name, annual="≥95%", actual="292%", weight=10)
    assert perfmodel.score(perfmodel.Project(indicators=[one])).indicators[0].reached is reached


@pytest.mark.parametrize("number", ["1E+5000", "1E-5000", "-1E+900", "9" * 60])
def test_numbers_out_of_all_proportion_break_nothing(number: str) -> None:
    huge = Decimal(number)
    line = perfmodel.ExecutionLine(
        "年度资金总额", initial=huge, revised=huge, executed=huge, weight=huge, score=huge, rate="1%"
    )
    row = perfmodel.Indicator("产出指标", "数量指标", "次数", annual="≥2次", actual="1次", weight=huge, score=huge)
    project = perfmodel.Project(
        "项目", indicators=[row], execution=perfmodel.Execution([line, line]), total_score=huge, grade="优"
    )
    assert str(perfmodel.score(project))
    assert project.validate(select="E,F,W")
    assert not perfmodel.compare(project, project, as_result=True)


@pytest.mark.parametrize(
    ("target", "actual", "reached"),
    [
        ("10个工作日", "8个工作日", None),
        ("30天", "25日", None),
        ("12个月", "13个月", False),
        ("12个月", "12个月", True),
    ],
)
def test_a_time_without_a_sign_is_no_lower_bound(target: str, actual: str, reached: bool | None) -> None:
    one = perfmodel.Indicator("产出指标", "时效指标", "资金拨付时间", annual=target, actual=actual, weight=10, score=10)
    assert perfmodel.score(perfmodel.Project(indicators=[one])).indicators[0].reached is reached
    assert [finding.code for finding in one.validate(select="E02,E06")] == (["E06"] if reached is False else [])
