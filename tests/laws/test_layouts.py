"""Law: the official forms say what the table says, in Excel as in Word; what a layout has no place for is refused by name."""

from __future__ import annotations

import re
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, fields, has
from hypothesis import assume, given
from hypothesis import strategies as st

from perfmodel import (
    Category,
    Document,
    Funding,
    Grid,
    Indicator,
    Project,
    Section,
    TargetTable,
    Task,
    read,
    read_document,
    to_docx,
    to_xlsx,
)
from perfmodel.cli import main
from perfmodel.forms.titles import year_of
from perfmodel.model.fields import fields_of
from tests import strategies

pytest.importorskip("xlsxwriter")
ENDINGS = ("xlsx", "docx")


def written(table: TargetTable, ending: str, layout: int, folder: str) -> Path:
    path = Path(folder) / f"table.{ending}"
    getattr(table, f"to_{ending}")(path, layout=layout)
    return path


def document_of(table: TargetTable, ending: str, layout: int) -> Document:
    with tempfile.TemporaryDirectory() as folder:
        return read_document(written(table, ending, layout, folder))


def texts(grid: Grid) -> list[tuple[str, int, int]]:
    """The cells of a form, each with what it goes over, without the lines above the form."""
    found = [(cell.text, cell.row_span, cell.column_span) for cell in grid.cells]
    head = next(at for at, (text, _rows, _columns) in enumerate(found) if text in HEADS)
    return [(text, rows, columns) for text, rows, columns in found[head:]]


HEADS = ("项目名称", "部门（单位）名称", "专项资金名称", "专项名称", "项目名称（资金使用单位）")


@st.composite
def column_indicators(draw: st.DrawFn, layout: int) -> Indicator:
    """An indicator that a form with columns can say."""
    one = strategies.without_results(draw(strategies.long_indicators() if layout == 3 else strategies.indicators()))
    return evolve(one, printed=None, reason=None) if layout == 3 else Indicator(
        one.level1, one.level2, one.name,
        whole_period=one.whole_period and one.whole_period.text, annual=one.annual and one.annual.text,
        weight=one.weight, explanation=one.explanation, scoring_standard=one.scoring_standard, further=one.further,
        level1_text=one.level1_text, level2_text=one.level2_text,
    )  # fmt: skip


@st.composite
def column_tables(draw: st.DrawFn, layout: int) -> TargetTable:
    """A table of forms with columns."""
    scope = draw(st.sampled_from(["project", "department", "region"]))
    projects = []
    for _one in range(draw(st.integers(1, 3))):
        project = strategies.without_results(draw(strategies.long_projects()))
        own = tuple(draw(st.lists(column_indicators(layout), max_size=4)))
        project = evolve(project, indicators=own, funding=draw(strategies.fundings()))
        if scope == "department":
            tasks = [Task(draw(strategies.phrases()), draw(strategies.phrases()), Funding(draw(strategies.amounts())))]
            project = evolve(
                project, whole_period_funding=None, tasks=tasks, funding=Funding(draw(strategies.amounts()))
            )
        else:
            project = evolve(project, tasks=())
        projects.append(project)
    return TargetTable(
        "绩效目标表", draw(strategies.body_names()), "万元", projects=projects, scope=scope,
        year=draw(st.none() | st.integers(2020, 2030)),
    )  # fmt: skip


@pytest.mark.parametrize("layout", [2, 3])
def test_excel_and_word_have_the_same_cells(layout: int) -> None:
    @given(column_tables(layout))
    def law(table: TargetTable) -> None:
        one, other = (document_of(table, ending, layout) for ending in ENDINGS)
        assert len(one.grids) == len(other.grids) == len(table.projects)
        for sheet, page in zip(one.grids, other.grids, strict=True):
            assert texts(sheet) == texts(page)

    law()


@pytest.mark.parametrize("layout", [2, 3])
def test_everything_stands_in_a_cell(layout: int) -> None:
    @given(column_tables(layout))
    def law(table: TargetTable) -> None:
        document = document_of(table, "xlsx", layout)
        for project, grid in zip(table.projects, document.grids, strict=True):
            shown = [cell.text for cell in grid.cells]
            for text in said(project):
                assert text in shown

    law()


def said(value: Any) -> list[str]:
    """The texts that an object says, amounts as a cell shows them."""
    found: list[str] = []
    kind: type = type(value)
    for field in fields_of(kind):
        content = getattr(value, field.name) if field.attribute else None
        if content is None or content == "" or not field.declaration.content:
            continue
        if field.kind in ("text", "prose"):
            found.append(content)
        elif field.kind == "category":
            found.append(getattr(value, f"{field.name}_text") or content.label)
        elif field.kind == "target":
            found.append(content.text)
        elif field.kind == "pairs":
            found += [text for pair in content for text in pair if text]
        elif field.kind == "amount":
            found.append(f"{content:.{max(2, -content.as_tuple().exponent)}f}")
        elif field.kind == "number":
            found.append(f"{content:f}")
        elif field.kind == "object":
            found += said(content)
        elif field.kind == "objects":
            found += [text for one in content for text in said(one)]
    return found


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_form_of_strings_is_read_as_the_same_table(ending: str) -> None:
    @given(strategies.tables())
    def law(table: TargetTable) -> None:
        sections = table.sections[1:] if not table.sections[0].name and len(table.sections) > 1 else table.sections
        # A file's title says the year.
        table = evolve(table, sections=sections, year=table.year or year_of(table.title))
        with tempfile.TemporaryDirectory() as folder:
            assert read(written(table, ending, 1, folder)) == table

    law()


# What a cell says when it says nothing.
BLANK = re.compile(r"[-—–－·/／、～~…\s]*")


def as_forms_say(table: TargetTable) -> TargetTable:
    """The table as forms of projects say it.

    A form names the body of its project; a blank cell says nothing; what stands in further columns has their order; 评价方法 is
    another word for 评分标准; and a sign that is none is a column of its own.
    """
    sections: list[tuple[str, list[Project]]] = []
    for section in table.sections:
        for project in section.projects:
            body = project.spender or section.name or ("" if table.scope == "department" else table.unit) or None
            project = as_form_says(evolve(project, spender=body))
            name = body or (project.name if table.scope == "department" else "")
            if not sections or sections[-1][0] != name:
                sections.append((name, []))
            sections[-1][1].append(project)
    return evolve(table, sections=[Section(name, projects=projects) for name, projects in sections])


def as_form_says(project: Project) -> Project:
    whole = project.whole_period_funding
    labels = [label for one in project.indicators for label, text in one.further if text]
    order = list(dict.fromkeys(labels))
    indicators = [
        evolve(
            one,
            operator=None if one.operator == "见说明" else one.operator,
            annual=one.annual and one.annual.text,
            whole_period=one.whole_period and one.whole_period.text,
            further=sorted(
                (pair for pair in one.further if pair[1] and pair[0] != "评价方法"),
                key=lambda pair: order.index(pair[0]),
            ),
        )
        for one in project.indicators
    ]
    return evolve(
        project,
        attributes=[pair for pair in project.attributes if pair[1]],
        whole_period_funding=None if whole == Funding() else whole,
        indicators=indicators,
    )


def filled(value: Any) -> Any:
    """The object with a word wherever a text is blank or a dash alone."""
    if isinstance(value, str):
        return "某" if value and BLANK.fullmatch(value) else value
    if isinstance(value, tuple):
        return tuple(map(filled, value))
    if not has(type(value)) or isinstance(value, Category):
        return value
    changed = {one.name: filled(getattr(value, one.name)) for one in fields(type(value)) if one.eq and one.init}
    return evolve(value, **{name: new for name, new in changed.items() if new != getattr(value, name)})


def has_halves(project: Project) -> bool:
    """Whether two rows of one name have a target of one period each: they are one indicator."""
    periods: dict[str, set[tuple[bool, bool]]] = {}
    for one in project.indicators:
        periods.setdefault(one.name, set()).add((one.annual is None, one.whole_period is None))
    return any({(True, False), (False, True)} <= each for each in periods.values())


@pytest.mark.parametrize("layout", [2, 3])
@pytest.mark.parametrize("ending", ENDINGS)
def test_forms_with_columns_are_read_as_the_same_table(ending: str, layout: int) -> None:
    @given(column_tables(layout))
    def law(table: TargetTable) -> None:
        table = as_forms_say(filled(table))
        assume(not any(map(has_halves, table.projects)))
        [found] = document_of(table, ending, layout).tables
        assert found == table

    law()


INDICATOR = Indicator("产出指标", "数量指标", "次数", annual="5次")
TABLE = TargetTable("项目支出绩效目标表", projects=[Project("会议费", indicators=[INDICATOR])])


@pytest.mark.parametrize(
    ("layout", "table", "name"),
    [
        (1, evolve(TABLE, scope="department"), "scope"),
        (1, evolve(TABLE, year=2025), "year"),
        (1, TargetTable(projects=[Project("会议费", department="某局")]), "department"),
        (1, TargetTable(projects=[Project("会议费", funding=Funding(3, central=3))]), "central"),
        (1, TargetTable(projects=[Project("会议费", indicators=[evolve(INDICATOR, operator="≥")])]), "operator"),
        (2, TargetTable(projects=[Project("会议费", indicators=[evolve(INDICATOR, operator="≥")])]), "operator"),
        (2, TargetTable(projects=[Project("会议费", indicators=[evolve(INDICATOR, unit="次")])]), "unit"),
        (2, evolve(TABLE, total=Funding(3)), "total"),
        (3, evolve(TABLE, unread=["不知何物"]), "unread"),
        (3, evolve(TABLE, form="monitoring"), "form"),
        (3, TargetTable(sections=[Section("某中心", Funding(3), [Project("会议费")])]), "funding"),
        (3, TargetTable(projects=[Project("会议费", tasks=[Task("甲")])]), "tasks"),
        (3, TargetTable(projects=[Project("甲", indicators=[INDICATOR, evolve(INDICATOR, level2=None, level2_text=None)])]), "level2"),
        (3, TargetTable(projects=[Project("甲", indicators=[Indicator(printed="□", reason="缺字")])]), "reason"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("ending", ENDINGS)
def test_what_has_no_place_is_refused_by_name(
    ending: str, layout: int, table: TargetTable, name: str, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match=rf"\b{name}\b"):
        written(table, ending, layout, str(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_several_tables_stand_in_one_file(ending: str, tmp_path: Path) -> None:
    department = TargetTable(
        "部门整体支出绩效目标表",
        currency_unit="万元",
        scope="department",
        projects=[Project("某局", goal="办好事情。", indicators=[INDICATOR])],
    )
    tables = [as_forms_say(evolve(one, year=2025, currency_unit="万元")) for one in (TABLE, department)]
    path = tmp_path / f"tables.{ending}"
    (to_xlsx if ending == "xlsx" else to_docx)(tables, path, layout=2)
    assert list(read_document(path).tables) == tables
    with pytest.raises(TypeError, match="TargetTable"):
        to_xlsx([], path)


def test_a_file_of_several_tables_becomes_one_workbook(tmp_path: Path) -> None:
    tables = [evolve(TABLE, year=2025, currency_unit="万元"), evolve(TABLE, year=2026, currency_unit="万元")]
    to_docx(tables, tmp_path / "tables.docx", layout=2)
    assert main(["parse", str(tmp_path / "tables.docx"), "--layout", "2", "-o", str(tmp_path / "out.xlsx")]) == 0
    assert [table.year for table in read_document(tmp_path / "out.xlsx").tables] == [2025, 2026]
    assert main(["parse", str(tmp_path / "tables.docx"), "-o", str(tmp_path / "form.xlsx")]) == 0
    assert [grid.name for grid in read_document(tmp_path / "form.xlsx").grids] == [
        "项目支出绩效目标表",
        "项目支出绩效目标表 2",
    ]


@pytest.mark.parametrize("ending", ENDINGS)
def test_another_layout_is_refused(ending: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="layout"):
        written(TABLE, ending, 4, str(tmp_path))


def test_text_is_no_formula(tmp_path: Path) -> None:
    openpyxl: Any = pytest.importorskip("openpyxl")
    project = Project("=1+1", "@SUM(A1)", Funding(Decimal("3.5")), "+cmd", [evolve(INDICATOR, name="=HYPERLINK(1)")])
    path = written(TargetTable(projects=[project]), "xlsx", 2, str(tmp_path))
    cells = [cell for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert {"=1+1", "@SUM(A1)", "+cmd", "=HYPERLINK(1)", 3.5} <= {cell.value for cell in cells}


def test_a_goal_that_is_taller_than_a_row_stands_in_several(tmp_path: Path) -> None:
    goal = "保障全市残疾人就业培训工作的开展。" * 300
    table = evolve(TABLE, sections=[Section(projects=[Project("会议费", goal=goal, indicators=[INDICATOR])])])
    grid = read_document(written(table, "xlsx", 2, str(tmp_path))).grids[0]
    cell = next(cell for cell in grid.cells if cell.text == goal)
    assert cell.row_span > 1
    head = next(cell for cell in grid.cells if cell.text == "一级指标")
    assert head.row == cell.row + cell.row_span
