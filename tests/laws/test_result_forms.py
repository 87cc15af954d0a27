"""Law: self-evaluations and monitoring forms are read as the tables that were written; what has no place is refused by name."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from perfmodel import (
    Document,
    Execution,
    ExecutionLine,
    Funding,
    Indicator,
    Project,
    Section,
    TargetTable,
    Task,
    blank_form,
    read_document,
    score,
)
from perfmodel.model.indicator import LIKELIHOODS
from tests import strategies
from tests.laws.test_layouts import ENDINGS, as_forms_say, column_indicators, column_tables, filled

pytest.importorskip("xlsxwriter")
FORMS = ("self-evaluation", "monitoring")
TITLES = {"self-evaluation": "绩效自评表", "monitoring": "绩效运行监控表"}
SOURCES = ("当年财政拨款", "上年结转资金", "其他资金")
CAUSES = ("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他")
points = st.decimals(0, 100, places=2)
rates = st.none() | st.decimals(0, 200, places=2).map(lambda rate: f"{rate}%")
causes = st.lists(st.sampled_from(CAUSES), unique=True, max_size=3).map(lambda found: sorted(found, key=CAUSES.index))


def document_of(table: TargetTable, ending: str) -> Document:
    file = io.BytesIO()
    getattr(table, f"to_{ending}")(file)
    file.seek(0)
    return read_document(file)


@st.composite
def executions(draw: st.DrawFn, form: str) -> Execution:
    """Lines of money that the form has: the first is that of all money."""
    names = draw(st.lists(st.sampled_from(SOURCES), unique=True, max_size=3))
    amounts = ("initial", "revised", "executed") if form == "self-evaluation" else ("initial", "executed", "forecast")
    lines = []
    for at, name in enumerate(["年度资金总额", *names]):
        money: dict[str, Any] = {one: draw(strategies.amounts()) for one in amounts}
        own: dict[str, Any] = {"rate": draw(rates)}
        if form == "self-evaluation" and at == 0:
            own |= {"weight": draw(points), "score": draw(points)}
        lines.append(ExecutionLine(name, **money, **own))
    return Execution(lines)


@st.composite
def result_indicators(draw: st.DrawFn, form: str) -> Indicator:
    """An indicator with what the form says of it."""
    plan = draw(column_indicators(2))
    own: dict[str, Any] = {
        "actual": draw(strategies.target_texts()),
        "deviation": draw(st.none() | strategies.phrases()),
    }
    if form == "self-evaluation":
        own |= {"weight": draw(points), "score": draw(points)}
    else:
        own |= {
            "weight": None,
            "forecast": draw(st.none() | strategies.target_texts()),
            "causes": draw(causes),
            "likelihood": draw(st.none() | st.sampled_from(LIKELIHOODS)),
        }
    # What else forms print is the law of the forms of targets.
    return evolve(plan, explanation=None, scoring_standard=None, further=(), whole_period=None, **own)


@st.composite
def result_tables(draw: st.DrawFn, form: str) -> TargetTable:
    """A table of self-evaluations, or of monitoring."""
    scope = draw(st.sampled_from(["project", "department", "region"]))
    projects = []
    for _one in range(draw(st.integers(1, 2))):
        given_project = strategies.without_results(draw(strategies.long_projects()))
        own = {"goal_actual": draw(strategies.phrases()), "execution": draw(executions(form))}
        if form == "self-evaluation":
            own |= {
                "total_score": draw(points), "grade": draw(st.none() | st.sampled_from("优良中差")),
                "conclusion": draw(st.just("") | strategies.phrases()),
            }  # fmt: skip
        tasks = [Task(draw(strategies.phrases()), draw(strategies.phrases()), Funding(draw(strategies.amounts())))]
        projects.append(
            evolve(
                given_project,
                funding=Funding(draw(strategies.amounts())) if scope == "department" else Funding(),
                tasks=tasks if scope == "department" else (),
                whole_period_funding=None,
                whole_period_goal="",
                attributes=(),
                indicators=draw(st.lists(result_indicators(form), min_size=1, max_size=4)),
                **own,
            )
        )
    return TargetTable(
        TITLES[form], draw(strategies.body_names()), "万元", projects=projects, scope=scope, form=form,
        year=draw(st.none() | st.integers(2020, 2030)),
    )  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_read_as_the_same_table(form: str) -> None:
    @given(result_tables(form), st.sampled_from(ENDINGS))
    def law(table: TargetTable, ending: str) -> None:
        table = as_forms_say(filled(table))
        [found] = document_of(table, ending).tables
        assert found == table
        for one, other in zip(found.projects, table.projects, strict=True):
            assert score(one) == score(other)

    law()


@pytest.mark.parametrize("form", FORMS)
def test_a_prefilled_form_is_read_as_it_was_made(form: str) -> None:
    @given(column_tables(2), st.sampled_from(ENDINGS))
    def law(plan: TargetTable, ending: str) -> None:
        # Rows of money in which nothing stands are none.
        sections = [
            evolve(section, projects=[
                evolve(one, tasks=(), funding=evolve(one.funding, total=Decimal(60))) for one in section.projects
            ])
            for section in plan.sections
        ]  # fmt: skip
        plan = evolve(plan, sections=sections)
        blank = as_forms_say(filled(evolve(blank_form(plan, form), title=TITLES[form])))
        if not any(project.indicators for project in blank.projects):
            return
        [found] = document_of(blank, ending).tables
        assert found == blank

    law()


INDICATOR = Indicator("产出指标", "数量指标", "次数", annual="5次", weight=90)
TABLE = TargetTable(form="self-evaluation", projects=[Project("会议费", indicators=[INDICATOR])])


@pytest.mark.parametrize(
    ("table", "name"),
    [
        (evolve(TABLE, total=Funding(3)), "total"),
        (evolve(TABLE, unread=["不知何物"]), "unread"),
        (evolve(TABLE, sections=[Section("某中心", Funding(3), [Project("会议费")])]), "funding"),
        (evolve(TABLE, sections=[Section(projects=[Project("会议费", tasks=[Task("甲")])])]), "tasks"),
        (evolve(TABLE, sections=[Section(projects=[Project("会议费", whole_period_goal="甲")])]), "whole_period_goal"),
        (
            evolve(
                TABLE, sections=[Section(projects=[Project("甲", indicators=[evolve(INDICATOR, likelihood="有可能")])])]
            ),
            "likelihood",
        ),
        (
            evolve(
                TABLE, sections=[Section(projects=[Project("甲", indicators=[Indicator(printed="□", reason="缺字")])])]
            ),
            "reason",
        ),
    ],
)
@pytest.mark.parametrize("ending", ENDINGS)
def test_what_has_no_place_is_refused_by_name(ending: str, table: TargetTable, name: str) -> None:
    with pytest.raises(ValueError, match=rf"\b{name}\b"):
        document_of(table, ending)


def test_rates_and_totals_are_numbers() -> None:
    openpyxl: Any = pytest.importorskip("openpyxl")
    line = ExecutionLine("年度资金总额", revised=60, executed="58.5", rate="97.50%", weight=10, score="9.75")
    project = Project("会议费", execution=Execution([line]), indicators=[INDICATOR], total_score="98.62")
    file = io.BytesIO()
    evolve(TABLE, sections=[Section(projects=[project])]).to_xlsx(file)
    cells = [cell for row in openpyxl.load_workbook(file).active.iter_rows() for cell in row if cell.value is not None]
    assert {(0.975, "0.00%"), (98.62, "0.00_ ")} <= {(cell.value, cell.number_format) for cell in cells}
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_what_is_blank_in_a_prefilled_form() -> None:
    plan = TargetTable("项目支出绩效目标表", projects=[
        Project("会议费", funding=Funding(Decimal(60), Decimal(50), other=Decimal(10)), goal="开好会议。", indicators=[INDICATOR]),
    ])  # fmt: skip
    [project] = blank_form(plan).projects
    shown = [f"{one.source} {one.initial} {one.weight}" for one in project.execution.lines]
    assert shown == ["年度资金总额 60 10", "当年财政拨款 50 None", "其他资金 10 None"]
    assert project.indicators[0].weight == 90
    assert project.indicators[0].actual is None
    with pytest.raises(ValueError, match="form"):
        blank_form(plan, "targets")
    with pytest.raises(ValueError, match="self-evaluation"):
        blank_form(blank_form(plan))
