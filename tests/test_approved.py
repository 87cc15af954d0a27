"""What was approved beside what is checked: `validate` with ``approved``, and ``perfmodel check --approved`` (E11)."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import perfmodel
from perfmodel import Funding, Indicator, Profile, Project, Section, TargetTable, compare, parse_indicators, validate
from perfmodel.checks.profiles import profile_of
from perfmodel.checks.report import in_order
from perfmodel.cli import main
from tests import strategies

LINES = (Path(__file__).parent / "cases" / "self_tables.jsonl").read_text("utf-8").splitlines()
PAIRS = [pair for pair in map(json.loads, LINES) if pair["kind"] == "pair"]
PLAN = """\
项目支出绩效目标表,,,,
项目名称,农村公路养护,,,
实施单位,某县公路局,,,
年度资金总额（万元）,60.00,,,
年度总体目标,养护农村公路150公里。,,,
一级指标,二级指标,三级指标,指标值,权重
产出指标,数量指标,养护里程,≥150公里,50
满意度指标,服务对象满意度指标,群众满意度,≥90%,40
"""
RESULT = """\
项目支出绩效自评表,,,,,,,
项目名称,农村公路养护,,,,,,
实施单位,某县公路局,,,,,,
项目资金（万元）,,年初预算数,全年预算数,全年执行数,分值,执行率,得分
,年度资金总额,60.00,60.00,57.00,10,95.00%,9.5
年度总体目标,养护农村公路150公里。,,,,,,
一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分,偏差原因分析
产出指标,数量指标,养护里程,≥130公里,140公里,50,50,
满意度指标,服务对象满意度指标,群众满意度,≥90%,95%,40,40,
总分,,,,,100,99.5,
"""
Run = Callable[..., tuple[int, str, str]]


def project(name: str = "养护", annual: str = "≥150公里", **more: Any) -> Project:
    return Project(name, indicators=[Indicator("产出指标", "数量指标", "里程", annual=annual)], **more)


def plan(*projects: Project, body: str = "某局", **more: Any) -> TargetTable:
    return TargetTable(sections=[Section(body, projects=projects)], **more)


def result(*projects: Project, body: str = "某局", **more: Any) -> TargetTable:
    return TargetTable(form="self-evaluation", sections=[Section(body, projects=projects)], **more)


def found(reported: Any, approved: Any, **more: Any) -> list[tuple[str, str]]:
    report = validate(reported, select="E11", approved=approved, **more)
    assert {finding.code for finding in report} <= {"E11"}
    return [(finding.severity, finding.path) for finding in report]


def table_of(plain: dict[str, Any]) -> TargetTable:
    indicators = [
        Indicator(one["level1"], one["level2"], one["name"], annual=one["annual"], weight=Decimal(one["weight"]))
        for one in plain["indicators"]
    ]
    funding = Funding(Decimal(plain["funding"].get("total") or plain["funding"]["initial"]))
    return TargetTable(
        form=plain["form"], year=int(plain["year"]), currency_unit=plain["currency_unit"],
        sections=[Section(plain["unit"], projects=[Project(plain["name"], funding=funding, indicators=indicators)])],
    )  # fmt: skip


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["id"])
def test_pairs(pair: dict[str, Any]) -> None:
    approved, reported = table_of(pair["approved"]), table_of(pair["project"])
    wanted = pair["expected"]["findings"]
    report = validate(reported, select="E11", approved=approved)
    assert [finding.path.rpartition(".")[2] for finding in report] == [one["field"] for one in wanted]
    assert [change.kind for change in compare(approved, reported)] == [one["kind"] for one in wanted]
    assert list(report) == in_order(list(compare(approved, reported).findings))


def test_they_stand_among_the_others() -> None:
    one, other = plan(project()), result(project(annual="≥130公里"))
    alone, beside = validate(other), validate(other, approved=one)
    assert [finding for finding in beside if finding.code != "E11"] == list(alone)
    assert list(beside) == in_order(list(beside))
    [finding] = beside.by_rule["E11"]
    assert finding.path == "projects[0].indicators[0].annual"
    assert "批复表 projects[0].indicators[0].annual" in finding.message
    assert other.validate(approved=one) == beside


def test_settings_apply() -> None:
    one, other = plan(project()), result(project(annual="≥130公里"))
    assert found(other, one) == [("error", "projects[0].indicators[0].annual")]
    mild = profile_of("default").with_changes({"rules": {"E11": "hint"}}, "own")
    assert found(other, one, profile=mild) == [("hint", "projects[0].indicators[0].annual")]
    off = profile_of("default").with_changes({"rules": {"E11": "off"}}, "own")
    for asked in ({"profile": off}, {"ignore": "E11"}, {"ignore": "E"}, {"select": "V"}):
        assert "E11" not in validate(other, approved=one, **asked).by_rule
    assert isinstance(off, Profile)


def test_a_plan_of_many_projects_beside_a_result_of_one() -> None:
    many = plan(project(), project("绿化"), project("路灯"))
    assert found(result(project()), many) == []
    assert found(result(project("路灯")), many) == []
    # A form of several projects says what became of them all.
    assert found(result(project(), project("绿化")), many) == [("error", "projects")]


def test_several_tables() -> None:
    plans = [plan(project(), body="甲局"), plan(project(annual="≥100公里"), body="乙局"), plan(project("绿化"))]
    assert found(result(project(annual="≥100公里"), body="乙局"), plans) == []
    assert found(result(project(annual="≥100公里"), body="甲局"), plans) == [
        ("error", "projects[0].indicators[0].annual")
    ]
    # The same twice is one; forms that are no plans are passed over.
    assert found(result(project(), body="甲局"), [*plans, *plans, result(project("绿化"))]) == []
    both = result(project("绿化"), project("新增"))
    assert found(both, plans) == [("hint", "projects[1]")]


def test_of_several_years_that_of_the_result_counts() -> None:
    plans = [plan(project(annual=f"≥{n}公里"), year=year) for n, year in ((100, 2023), (150, 2024))]
    assert found(result(project(), year=2024), plans) == []
    assert found(result(project(annual="≥100公里"), year=2024), plans) == [
        ("error", "projects[0].indicators[0].annual")
    ]


def test_what_may_be_several_is_in_doubt() -> None:
    plans = [plan(project(annual=f"≥{n}公里")) for n in (100, 150)]
    report = validate(result(project(annual="≥120公里")), select="E11", approved=plans)
    assert [(finding.severity, finding.path) for finding in report] == [("warning", "projects[0]")]
    assert "存疑" in report[0].message


@pytest.mark.parametrize("plans", [1, 2])
def test_no_project_of_the_plan(plans: int) -> None:
    others = [
        plan(Project(name, goal=f"{name}。", indicators=[Indicator("产出指标", "质量指标", "合格率", annual="≥95%")]))
        for name in ("图书采购", "文艺演出")
    ][:plans]
    report = validate(result(project()), select="E11", approved=others)
    assert [(finding.severity, finding.path) for finding in report] == [("error", "projects[0].name")]
    assert "无法对照" in report[0].message
    assert "nothing can be compared" in report[0].english


def test_projects_indicators_and_lists() -> None:
    one, other = project(), project(annual="≥130公里")
    assert found(other, one) == [("error", "indicators[0].annual")]
    assert found(other, plan(one)) == [("error", "indicators[0].annual")]
    assert found(result(other), one) == [("error", "projects[0].indicators[0].annual")]
    assert found(other, [plan(project("绿化")), plan(one)]) == [("error", "indicators[0].annual")]
    assert found(other.indicators[0], one.indicators[0]) == [("error", "annual")]
    assert found(list(other.indicators), list(one.indicators)) == [("error", "indicators[0].annual")]
    texts = [f"1-产出指标；11-数量指标；里程；年度指标值:≥{n}公里" for n in (130, 150)]
    assert found(*map(parse_indicators, texts)) == [("error", "indicators[0].annual")]


def test_what_was_dropped_is_missing_where_its_project_is_in_the_result() -> None:
    indicators = [Indicator("1-产出指标", "11-数量指标", name, annual="≥5场") for name in ("演出场次", "讲座场次")]
    plans = [Project(name) for name in ("会议费", "培训费")] + [Project("文艺演出", indicators=indicators)]
    reported = TargetTable(form="self-evaluation", projects=[Project("文艺演出", indicators=indicators[:1])])
    [found] = validate(reported, select="E11", approved=TargetTable(projects=plans))
    assert (found.code, found.path) == ("E11", "projects[0].indicators")


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot compare"):
        validate(plan(project()), approved=project().indicators[0])
    with pytest.raises(TypeError, match="cannot compare"):
        validate(project().indicators[0], approved=plan(project()))
    with pytest.raises(TypeError, match="cannot compare"):
        validate(plan(project()), approved=["批复.xlsx"])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="have no performance-target table"):
        validate(result(project()), approved=result(project()))
    with pytest.raises(ValueError, match="have no performance-target table"):
        validate(result(project()), approved=[])


@given(strategies.tables(), strategies.tables(), st.sampled_from(["monitoring", "self-evaluation"]))
def test_checking_never_raises_and_is_what_comparison_says(one: TargetTable, other: TargetTable, form: str) -> None:
    one, other = evolve(one, form="targets"), evolve(other, form=form)
    report = validate(other, select="E11", approved=one)
    assert validate(evolve(one, form=form), select="E11", approved=one).findings == ()
    said = {(finding.path, finding.message) for finding in compare(one, other).findings}
    assert {(finding.path, finding.message) for finding in report} <= said or "无法对照" in report[0].message
    validate(other, select="E11", approved=[one, evolve(one, year=2020), plan(project())])


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    Path("plan.csv").write_text(PLAN, encoding="utf-8")
    Path("result.csv").write_text(RESULT, encoding="utf-8")

    def runs(*arguments: str) -> tuple[int, str, str]:
        status = main(["check", "--isolated", *arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return runs


def test_at_the_command_line(run: Run) -> None:
    status, out, _err = run("result.csv", "--approved", "plan.csv", "--select", "E11", "--lang", "en")
    assert status == 1
    assert out.startswith(
        "result.csv:row 8, column 4: E11 error project 1, indicator 1, annual target value (projects[0].indicators[0].annual): not as approved, lowered: 养护里程, annual: "
        "≥150公里 → ≥130公里 (less demanding); approved at row 7, column 4\n"
    )
    assert run("result.csv", "--select", "E11")[0] == 0
    assert run("plan.csv", "--approved", "plan.csv", "--select", "E11")[0] == 0
    assert "E11" not in run("result.csv", "--approved", "plan.csv", "--ignore", "E11")[1]
    assert run("result.csv", "--approved", "plan.csv", "--select", "E11", "--exit-zero")[0] == 0


def test_all_forms_of_output(run: Run) -> None:
    given = "result.csv", "--approved", "plan.csv", "--select", "E11"
    plain = json.loads(run(*given, "--format", "json")[1])
    [finding] = plain["files"][0]["findings"]
    assert (finding["code"], finding["severity"], finding["cell"]) == ("E11", "error", "第8行第4列")
    [sarif] = json.loads(run(*given, "--format", "sarif")[1])["runs"]
    assert [rule["id"] for rule in sarif["tool"]["driver"]["rules"]] == ["E11"]
    assert [(one["ruleId"], one["ruleIndex"], one["level"]) for one in sarif["results"]] == [("E11", 0, "error")]
    assert run(*given, "--format", "github")[1].startswith("::error ")
    assert "E11" in run(*given, "--statistics")[1]


def test_folders_and_several_plans(run: Run) -> None:
    for folder in ("plans", "results"):
        Path(folder).mkdir()
    for name, body in (("农村公路养护", "某县公路局"), ("水库除险加固", "某县水利局")):
        for folder, text in (("plans", PLAN), ("results", RESULT)):
            own = text.replace("农村公路养护", name).replace("某县公路局", body)
            Path(folder, f"{body}.csv").write_text(own, encoding="utf-8")
    status, out, _err = run("results", "--approved", "plans", "--select", "E11")
    assert status == 1
    for body in ("某县公路局", "某县水利局"):
        [line] = [line for line in out.splitlines() if line.startswith(str(Path("results", f"{body}.csv")))]
        assert str(Path("plans", f"{body}.csv")) in line
    files = [str(path) for path in Path("plans").iterdir()]
    assert run("results", "--approved", files[0], "--approved", files[1], "--select", "E11")[1] == out
    assert run("results", "--approved", "plans", "--select", "E11", "--jobs", "2")[1] == out


def test_a_plan_that_cannot_be_read(run: Run) -> None:
    status, out, err = run("result.csv", "--approved", "none.csv")
    assert (status, out) == (2, "")
    assert err == "none.csv：文件不存在\n"
    Path("broken.yaml").write_text("projects: [", encoding="utf-8")
    status, out, err = run("result.csv", "--approved", "broken.yaml", "--lang", "en")
    assert (status, out) == (2, "")
    assert err.startswith("broken.yaml:")
    status, _out, err = run("result.csv", "--approved", "result.csv", "--lang", "en")
    assert (status, err) == (2, "--approved result.csv: the approved files have no performance-target table\n")
    status, _out, err = run("-", "--approved", "-", "--lang", "en")
    assert (status, "stdin can only be read once" in err) == (2, True)
    Path("indicator.yaml").write_text(
        "{level1: 产出指标, level2: 数量指标, name: 里程, annual: ≥1公里}", encoding="utf-8"
    )
    status, _out, err = run("result.csv", "--approved", "indicator.yaml", "--lang", "en")
    assert status == 2
    assert err.startswith("result.csv: cannot compare: checked was a TargetTable, approved was Indicator")


def test_a_plan_is_not_written_onto(run: Run) -> None:
    status, _out, _err = run("result.csv", "--approved", "plan.csv", "-o", "plan.csv", "--format", "text")
    assert status == 2
    assert Path("plan.csv").read_text(encoding="utf-8") == PLAN


def test_projects_in_yaml_and_fixing(run: Run) -> None:
    for name, annual in (("plan", "≥150公里"), ("result", "≥130公里")):
        Path(f"{name}.yaml").write_text(
            perfmodel.to_yaml(Project("养护", total_score="95", grade="良" if name == "result" else None, indicators=[
                Indicator("产出指标", "数量指标", "里程", annual=annual)
            ])),
            encoding="utf-8",
        )  # fmt: skip
    status, out, _err = run("result.yaml", "--approved", "plan.yaml", "--select", "E10,E11", "--lang", "en")
    assert status == 1
    assert "approved at line" in out
    status, out, _err = run("result.yaml", "--approved", "plan.yaml", "--select", "E10,E11", "--fix")
    assert status == 1
    assert "E11" in out
    assert "E10" not in out
    assert "优" in Path("result.yaml").read_text(encoding="utf-8")


def test_several_tables_in_one_file(run: Run) -> None:
    for name, form, least in (("plan", "targets", 50), ("result", "self-evaluation", 40)):
        tables = [
            f"form: {form}\nprojects: [{{name: {project}, indicators: [{{level1: 产出指标, level2: 数量指标, "
            f"name: 人次, annual: ≥{number}人次}}]}}]\n"
            for project, number in (("演出", 50), ("培训", least))
        ]
        Path(f"{name}.yaml").write_text("---\n".join(tables), encoding="utf-8")
    status, out, _err = run("result.yaml", "--approved", "plan.yaml", "--select", "E11", "--lang", "en")
    assert status == 1
    [line] = [line for line in out.splitlines() if "E11" in line]
    assert "(tables[1].projects[0].indicators[0].annual): not as approved, lowered" in line
    assert line.endswith("approved at line 5, column 83")


def test_of_several_plans_only_those_with_a_project_here_miss_others() -> None:
    plans = [plan(project(), project("绿化"), project("路灯"), body="甲局"), plan(project("桥梁"), body="乙局")]
    report = validate(result(project(), project("绿化"), body="甲局"), select="E11", approved=plans)
    assert [(finding.severity, finding.path) for finding in report] == [("error", "projects")]
    assert "路灯" in report[0].message
