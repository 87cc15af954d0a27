"""Data frames: types, empty tables, errors, missing libraries, columns of target values, hostile texts."""

from __future__ import annotations

import datetime
import pickle
import subprocess
import sys
import warnings
from decimal import Decimal
from typing import Any

import pytest

import perfmodel
from perfmodel import Funding, Indicator, ParseError, Project, Section, Target, TargetTable, from_records
from perfmodel._internal.optional import MissingExtra, install_command
from perfmodel.frames import parse_column
from perfmodel.frames.columns import INDICATOR_TARGETS, LEVELS, MEANING, by_any_name, columns_of
from tests.golden import FOLDER
from tests.hostile import TEXTS, hostile_table
from tests.laws.test_frames import kept

LIBRARIES = ("pandas", "polars", "arrow")
REAL = perfmodel.read(FOLDER / "guangzhou-disability-employment.txt")
HAZARDS = perfmodel.read(FOLDER / "hazards.txt")


def _frame(table: TargetTable | Project, library: str, *arguments: str) -> Any:
    pytest.importorskip({"arrow": "pyarrow"}.get(library, library))
    return getattr(table, f"to_{library}")(*arguments)


def _schema(frame: Any) -> Any:
    if hasattr(frame, "dtypes") and hasattr(frame, "index"):
        return frame.dtypes.astype(str).to_dict()
    return frame.schema


def test_every_column_has_two_names_of_its_own() -> None:
    for level in LEVELS:
        columns = columns_of(level)
        assert len({column.name for column in columns} | {column.zh for column in columns}) == 2 * len(columns)
    for name, column in by_any_name().items():
        assert name in (column.name, column.zh)
    assert {column.name for column in by_any_name().values()} == {
        column.name for level in LEVELS for column in columns_of(level)
    }


def test_the_module_is_there_without_an_import_of_its_own() -> None:
    code = "import perfmodel; print(perfmodel.frames.parse_column.__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "parse_column\n"


def test_levels() -> None:
    assert [len(REAL.to_records(level)) for level in LEVELS] == [52, 104, 10]
    record = REAL.to_records("target", "zh")[21]
    assert (record["项目名称"], record["三级指标"]) == ("残疾人就业经费", "年内刊登宣传就业年审政策次数")
    assert (record["指标值类别"], record["指标值"], record["指标值_数值"]) == ("annual", "不少于2次/年", Decimal(2))
    assert (record["二级指标"], record["二级指标代码"], record["二级指标原文"]) == ("数量指标", "11", None)
    assert REAL.to_records("project")[0]["indicator_count"] == 5
    assert REAL.projects[2].to_records() == [
        record | {"title": None, "reporting_unit": None, "currency_unit": None, "section": None, "project_number": 1}
        for record in REAL.to_records()
        if record["project_number"] == 3
    ]


def test_what_has_nothing_below_it_has_a_row() -> None:
    table = TargetTable(sections=[Section(projects=[Project("甲"), Project("乙", indicators=[Indicator(name="丙")])])])
    assert [record["project"] for record in table.to_records()] == ["甲", "乙"]
    assert [record["indicator_number"] for record in table.to_records("target")] == [None, 1]
    assert [record["target"] for record in table.to_records("target")] == [None, None]
    assert TargetTable().to_records() == []


@pytest.mark.parametrize("table", [REAL, HAZARDS], ids=["real", "hazards"])
@pytest.mark.parametrize("level", ["indicator", "target"])
def test_real_tables_read_back(table: TargetTable, level: str) -> None:
    assert from_records(table.to_records(level)) == kept(table)


def test_what_equality_does_not_see_is_kept() -> None:
    project = Project("甲", funding=Funding(1, inferred=True), whole_period_funding=Funding())
    found = from_records(project.to_records()).projects[0]
    assert (found.funding.inferred, found.whole_period_funding) == (True, Funding())
    assert from_records(Project("甲").to_records()).projects[0].whole_period_funding is None


def test_a_unit_given_to_a_target_alone() -> None:
    table = TargetTable(sections=[Section(projects=[Project("甲", indicators=[Indicator(annual=Target("≥95", "%"))])])])
    assert table.to_records()[0]["annual_unit"] == "%"
    assert from_records(table.to_records()) == table


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("level", LEVELS)
def test_the_schema_of_an_empty_table_is_the_same(library: str, level: str) -> None:
    empty = _frame(TargetTable(), library, level)
    assert len(empty) == 0
    assert _schema(empty) == _schema(_frame(REAL, library, level))


def test_types() -> None:
    pandas, polars, arrow = (_frame(REAL, library) for library in LIBRARIES)
    dtypes = {column.name: str(pandas[column.name].dtype) for column in columns_of("indicator")}
    by_type = {"text": "string", "int": "Int64", "bool": "boolean", "decimal": "object", "date": "datetime64[s]"}
    assert dtypes == {column.name: by_type[column.type] for column in columns_of("indicator")}
    assert str(polars.schema["total"]) == "Decimal(precision=38, scale=2)"
    assert str(polars.schema["annual_end_date"]) == "Date"
    assert str(arrow.schema.field("total").type) == "decimal128(38, 2)"
    assert str(arrow.schema.field("annual_end_date").type) == "date32[day]"


@pytest.mark.parametrize("library", LIBRARIES)
def test_numbers_keep_their_digits(library: str) -> None:
    wide = Decimal("123456789012345678901234567890.12345678")
    table = Project("甲", None, Funding(wide, Decimal("0.00000001")))
    assert from_records(_frame(table, library, "project")).projects[0].funding == table.funding


def test_numbers_that_no_decimal_holds() -> None:
    pytest.importorskip("polars")
    pytest.importorskip("pyarrow")
    project = Project("甲", None, Funding(Decimal("1E+40"), Decimal("1E-100")))
    with pytest.warns(UserWarning, match="column") as warned:
        frame = project.to_polars("project")
    assert {warning.filename for warning in warned} == {__file__}
    assert [str(warning.message).partition(" / ")[2][:29] for warning in warned] == [
        "column total needs 43 digits ",
        "column appropriation needs 10",
    ]
    assert frame["total"].to_list() == ["1" + "0" * 40]
    assert from_records(frame).projects[0].funding == project.funding
    with pytest.warns(UserWarning, match="appropriation needs 100 digits"):
        frame = project.to_arrow("project")
    assert str(frame.schema.field("total").type) == "decimal256(76, 2)"
    assert from_records(frame).projects[0].funding == project.funding
    assert from_records(_frame(project, "pandas", "project")).projects[0].funding == project.funding


ERRORS: list[tuple[list[Any], str]] = [
    ([{"projct": "甲"}], "records[0].projct: unknown column; did you mean “project”?"),
    ([{"project": "甲"}, "乙"], "records[1]: expected a record (a dict)"),
    ([{"project": "甲", "项目名称": "甲"}], "records[0].project: the column is given twice, in both languages"),
    (
        [{"project": "甲", "total": 1.5}],
        "records[0].total: expected a number (Decimal, int or text, no float), got 1.5",
    ),
    (
        [{"project": "甲", "total": "十"}],
        "records[0].total: expected a number (Decimal, int or text, no float), got '十'",
    ),
    ([{"project": 3}], "records[0].project: expected text, got 3"),
    ([{"project": "甲", "indicator_number": True}], "records[0].indicator_number: expected an integer, got True"),
    ([{"project": "甲", "indicator_number": 1.5}], "records[0].indicator_number: expected an integer, got 1.5"),
    ([{"project": "甲", "funding_inferred": "是"}], "records[0].funding_inferred: expected a bool, got '是'"),
    ([{"project": "甲", "annual_end_date": "x"}], "records[0].annual_end_date: expected a date, got 'x'"),
    ([{"project": " 甲"}], "records[0]: expected one line of text without spaces at its ends"),
    ([{"currency_unit": "美元"}], "records[0].currency_unit: expected one of 元、千元、万元、百万元、亿元"),
    ([{"title": "甲"}, {"title": "乙"}], "records[1].title: differs from row 0 of the same table: '乙', '甲'"),
    (
        [{"project_number": 1, "total": 1}, {"project_number": 1, "total": 2}],
        "records[1].total: differs from row 0 of the same project: Decimal('2'), Decimal('1')",
    ),
    (
        [{"section_number": 1, "section": "甲"}, {"section_number": 1, "section": "乙"}],
        "records[1].section: differs from row 0 of the same section: '乙', '甲'",
    ),
    ([{"project_number": 1}, {"project_number": 1}], "records[0]: another row of the same project"),
    ([{"indicator_number": 1}, {"indicator_number": 1}], "records[1]: another row of the same indicator"),
    ([{"target": "3次"}], "records[0].target_of: does not say which target this is"),
    (
        [{"target": "3次", "target_of": "monthly"}],
        "records[0].target_of: expected one of " + ", ".join(INDICATOR_TARGETS),
    ),
    (
        [{"indicator_number": 1, "target": "3次", "target_of": "annual"}] * 2,
        "records[1].target: the target is given twice",
    ),
    (
        [{"annual": "3次", "annual_number": Decimal(4)}],
        "records[0].annual_number: contradicts the text “3次”: got Decimal('4'), the text says Decimal('3')",
    ),
    ([{"annual_op": ">="}], "records[0].annual_op: there is no text of the target"),
    ([{"further": "[1]"}], "records[0].further: expected a JSON object of names and texts"),
    ([{"further": '{"a": 1}'}], "records[0]: expected pairs of a name and a text, no name empty or twice"),
    ([{"reason": "不明"}], "records[0]: expected printed along with it"),
]


@pytest.mark.parametrize(("records", "says"), ERRORS, ids=[says[:60] for _records, says in ERRORS])
def test_what_cannot_be_read(records: list[Any], says: str) -> None:
    with pytest.raises(ParseError) as caught:
        from_records(records, lang="en")
    assert str(caught.value) == says
    with pytest.raises(ParseError) as caught:
        from_records(records)
    assert str(caught.value) != says


def test_records_by_hand() -> None:
    table = from_records(
        [
            {"项目名称": "甲", "总计": "1,234.50", "一级指标": "产出", "二级指标代码": "11", "三级指标": "次数", "年度指标值": "3次"},
            {"项目名称": "甲", "总计": Decimal("1234.5"), "三级指标": "率", "年度指标值": "≥90%"},
            {"项目名称": "乙", "三级指标": "率", "指标值类别": "annual", "指标值": "≥9%"},
            {"项目名称": "乙", "三级指标": "率", "指标值类别": "whole_period", "指标值": "≥8%"},
            {"项目名称": "甲", "所属单位": "另一单位"},
        ]
    )  # fmt: skip
    assert [[project.name for project in section.projects] for section in table.sections] == [["甲", "乙"], ["甲"]]
    first, second = table.projects[0].indicators
    assert first.level1 is not None
    assert (first.level1.name, first.level1_text) == ("产出指标", "产出")
    assert first.level2 == perfmodel.Category.lookup("11")
    assert (second.annual, table.projects[0].funding.total) == (Target("≥90%"), Decimal("1234.50"))
    assert table.projects[1].indicators == (Indicator(name="率", annual=Target("≥9%"), whole_period=Target("≥8%")),)
    with pytest.raises(TypeError, match="got a dict"):
        from_records({"project": "甲"})  # type: ignore[dict-item]


def test_a_changed_category_drops_what_was_printed() -> None:
    record = {"level1": "效益指标", "level1_printed": "1-产出"}
    indicator = from_records([record]).projects[0].indicators[0]
    assert indicator.level1 == perfmodel.Category.lookup("2")
    assert indicator.level1_text == "效益指标"


def test_wrong_parameters() -> None:
    with pytest.raises(ValueError, match="expected one of indicator, target, project"):
        REAL.to_records("table")
    with pytest.raises(ValueError, match="expected keys to be 'en' or 'zh'"):
        REAL.to_records(keys="de")


@pytest.mark.parametrize(
    ("library", "extra"), [("pandas", "pandas"), ("polars", "polars"), ("pyarrow", "arrow"), ("narwhals", "pandas")]
)
def test_a_missing_library_is_named(library: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pandas = pytest.importorskip("pandas")
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtra) as caught:
        parse_column(pandas.Series(["3次"])) if library == "narwhals" else getattr(REAL, f"to_{extra}")()
    command = install_command(extra)
    assert str(caught.value) == f"需要 {library}，请安装：{command} / {library} is needed: {command}"
    assert isinstance(caught.value, ImportError)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


class TestParseColumn:
    VALUES = (
        "≥90%",
        None,
        "8~10次",
        "2024年12月31日前",
        "12月底前",
        "1:20",
        "优",
        "是",
        "工5%",
        "≥10场，每场≥50人",
        "",
    )

    def series(self, library: str, values: Any = VALUES) -> Any:
        native: Any = pytest.importorskip(library)
        return native.array(list(values)) if library == "pyarrow" else native.Series(list(values))

    @pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
    def test_gives_a_frame_of_the_same_library(self, library: str) -> None:
        series = self.series(library)
        found = parse_column(series)
        assert type(found).__module__.startswith(library)
        assert len(found) == len(series)
        assert list(getattr(found, "column_names", found.columns)) == [column.name for column in MEANING]
        assert _schema(found) == _schema(parse_column(series[:0]))
        zh = parse_column(series, keys="zh")
        assert list(getattr(zh, "column_names", zh.columns)) == [column.zh for column in MEANING]

    def test_values(self) -> None:
        found = parse_column(self.series("polars")).to_dicts()
        kinds = "threshold None range deadline deadline ratio qualitative boolean text all_of placeholder".split()
        assert [str(row["kind"]) for row in found] == kinds
        assert set(found[1].values()) == {None}
        assert (found[2]["low"], found[2]["high"], found[2]["unit"], found[2]["low_included"]) == (8, 10, "次", True)
        assert (found[3]["end"], found[3]["end_date"]) == ("2024-12-31", datetime.date(2024, 12, 31))
        assert (found[4]["end"], found[4]["end_date"]) == ("--12-31", None)
        assert (found[5]["left"], found[5]["right"]) == (1, 20)
        assert found[7]["value"] is True
        assert found[8]["reason"]
        assert [row["cause"] for row in found if row["cause"]] == ["damaged"]
        assert found[9]["parts"].startswith('[{"kind": "threshold", "op": ">=", "number": "10", "unit": "场"}')

    @pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
    def test_units(self, library: str) -> None:
        series = self.series(library, ["95", "3", None])
        assert list(map(str, parse_column(series, "%")["unit"]))[:2] == ["%", "%"]
        own = parse_column(series, unit=self.series(library, ["%", None, "次"]))["unit"]
        assert next(str(unit) for unit in own) == "%"
        with pytest.raises(ValueError, match="expected the library and length of series"):
            parse_column(series, unit=self.series(library, ["%"]))
        other = "polars" if library == "pandas" else "pandas"
        with pytest.raises(ValueError, match="expected the library and length of series"):
            parse_column(series, unit=self.series(other, ["%", None, "次"]))

    def test_the_index_is_kept(self) -> None:
        pandas = pytest.importorskip("pandas")
        series = pandas.Series(["≥90%", None, "3次"], index=pandas.Index(["甲", "甲", "乙"], name="项目"))
        found = parse_column(series)
        assert found.index.equals(series.index)
        assert found.index.name == "项目"
        with pytest.raises(ValueError, match="expected the index of series"):
            parse_column(series, unit=series.reset_index(drop=True))
        joined = pandas.concat([series.rename("text").reset_index(), found.reset_index(drop=True)], axis=1)
        assert joined.loc[2, "number"] == 3

    def test_columns_as_spreadsheets_give_them(self) -> None:
        pandas = pytest.importorskip("pandas")
        found = parse_column(
            pandas.Series(["≥95%", 100, 0.9, 3.0, float("nan"), pandas.NA, Decimal("1.50")], dtype=object)
        )
        assert found["number"].tolist() == [95, 100, Decimal("0.9"), 3, None, None, Decimal("1.50")]
        assert parse_column(pandas.Series([1.0, None]))["number"].tolist() == [1, None]
        assert parse_column(pandas.Series(["≥95%", None], dtype="category"))["number"].tolist() == [95, None]
        with pytest.raises(TypeError, match="expected text in row 1, got bool"):
            parse_column(pandas.Series(["3次", True], dtype=object))
        with pytest.raises(TypeError, match="expected text in row 0, got float"):
            parse_column(pandas.Series([float("inf")]))
        huge = pandas.Series([1e300, Decimal("1E+999999999")], dtype=object)
        assert parse_column(huge)["number"].tolist() == [Decimal("1E+300"), None]
        with pytest.raises(TypeError, match="expected a Series"):
            parse_column(["3次"])
        with pytest.raises(TypeError, match="expected a Series"):
            parse_column(pandas.DataFrame({"a": ["3次"]}))
        with pytest.raises(TypeError, match=r"unit：.*expected a Series"):
            parse_column(pandas.Series(["3次"]), unit=["次"])

    def test_chunks_and_nulls(self) -> None:
        arrow, polars = pytest.importorskip("pyarrow"), pytest.importorskip("polars")
        assert parse_column(arrow.chunked_array([["3次"], [None, "4次"]]))["number"].to_pylist() == [3, None, 4]
        assert parse_column(arrow.nulls(2)).num_rows == 2
        assert parse_column(polars.Series([None, None]))["kind"].to_list() == [None, None]
        assert parse_column(polars.Series([None], dtype=polars.Categorical))["kind"].to_list() == [None]


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_texts(name: str) -> None:
    table = hostile_table(TEXTS[name])
    for level in LEVELS:
        assert from_records(table.to_records(level)) == kept(table, level)
    holds = all(not "\ud800" <= char <= "\udfff" for char in TEXTS[name])
    for library in LIBRARIES:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = from_records(_frame(table, library))
        assert found.projects[0].name == (TEXTS[name] if holds else "a\ufffdb")
        if holds:
            assert found == kept(table)
    column = pytest.importorskip("pandas").Series([TEXTS[name]], dtype=object)
    assert len(parse_column(column, unit=TEXTS[name])) == 1
