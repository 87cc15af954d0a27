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
from perfmodel.frames import parse_column, parse_indicators_column
from perfmodel.frames.cells import plain
from perfmodel.frames.columns import LEVELS, MEANING, by_any_name, columns_of, main_names
from tests.golden import FOLDER
from tests.hostile import TEXTS, hostile_table
from tests.laws.test_frames import kept

LIBRARIES = ("pandas", "polars", "arrow")
REAL = perfmodel.read(FOLDER / "guangzhou-disability-employment.txt")
HAZARDS = perfmodel.read(FOLDER / "hazards.txt")


def _frame(table: TargetTable | Project, library: str, *arguments: str) -> Any:
    pytest.importorskip({"arrow": "pyarrow"}.get(library, library))
    return getattr(table, f"to_{library}")(*arguments)


def _cells(frame: Any) -> list[dict[str, Any]]:
    """The rows of a frame of any library, nulls as None."""
    if hasattr(frame, "to_pylist"):
        found: list[dict[str, Any]] = frame.to_pylist()
    else:
        found = frame.to_dicts() if hasattr(frame, "to_dicts") else frame.to_dict("records")
    return [{name: plain(value) for name, value in row.items()} for row in found]


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
    assert [str(warning.message).partition(" / ")[2][:31] for warning in warned] == [
        "column “total” needs 43 digits,",
        "column “appropriation” needs 10",
    ]
    assert frame["total"].to_list() == ["1" + "0" * 40]
    assert from_records(frame).projects[0].funding == project.funding
    with pytest.warns(UserWarning, match="“appropriation” needs 100 digits"):
        frame = project.to_arrow("project")
    assert str(frame.schema.field("total").type) == "decimal256(76, 2)"
    assert from_records(frame).projects[0].funding == project.funding
    assert from_records(_frame(project, "pandas", "project")).projects[0].funding == project.funding


ERRORS: list[tuple[list[Any], str]] = [
    ([{"projct": "甲"}], "records[0].projct: unknown column “projct”; did you mean “project”?"),
    ([{"project": "甲"}, "乙"], "records[1]: expected a record (a dict), got str"),
    ([{"project": "甲", "项目名称": "甲"}], "records[0].project: duplicate column, once in each language"),
    (
        [{"project": "甲", "total": 1.5}],
        "records[0].total: expected a number (Decimal, int or text, not float), got 1.5",
    ),
    (
        [{"project": "甲", "total": "十"}],
        "records[0].total: expected a number (Decimal, int or text, not float), got “十”",
    ),
    ([{"project": 3}], "records[0].project: expected text, got 3"),
    ([{"project": "甲", "indicator_number": True}], "records[0].indicator_number: expected an integer, got True"),
    ([{"project": "甲", "indicator_number": 1.5}], "records[0].indicator_number: expected an integer, got 1.5"),
    ([{"project": "甲", "funding_inferred": "是"}], "records[0].funding_inferred: expected a bool, got “是”"),
    ([{"project": "甲", "annual_end_date": "x"}], "records[0].annual_end_date: expected a date, got “x”"),
    (
        [{"project": " 甲"}],
        "records[0]: expected Project.name to be one line of text without spaces at its ends, got “ 甲”",
    ),
    (
        [{"currency_unit": "美元"}],
        "records[0].currency_unit: expected “元”, “千元”, “万元”, “百万元” or “亿元”, got “美元”",
    ),
    ([{"title": "甲"}, {"title": "乙"}], "records[1].title: differs from row 0 of the same table: “乙”, “甲”"),
    (
        [{"project_number": 1, "total": 1}, {"project_number": 1, "total": 2}],
        "records[1].total: differs from row 0 of the same project: 2, 1",
    ),
    (
        [{"section_number": 1, "section": "甲"}, {"section_number": 1, "section": "乙"}],
        "records[1].section: differs from row 0 of the same section: “乙”, “甲”",
    ),
    ([{"project_number": 1}, {"project_number": 1}], "records[0]: another row of the same project"),
    ([{"indicator_number": 1}, {"indicator_number": 1}], "records[1]: another row of the same indicator"),
    ([{"target": "3次"}], "records[0].target_of: does not say which target this is"),
    (
        [{"target": "3次", "target_of": "monthly"}],
        "records[0].target_of: expected “whole_period”, “annual”, “adjusted”, “actual” or “forecast”, got “monthly”",
    ),
    (
        [{"indicator_number": 1, "target": "3次", "target_of": "annual"}] * 2,
        "records[1].target: the target is given twice",
    ),
    (
        [{"annual": "3次", "annual_number": Decimal(4)}],
        "records[0].annual_number: contradicts the text “3次”: expected 3, got 4",
    ),
    ([{"annual_op": ">="}], "records[0].annual_op: the text of the target is missing"),
    ([{"further": "[1]"}], "records[0].further: expected a JSON object of names and texts"),
    (
        [{"further": '{"a": 1}'}],
        "records[0]: expected Indicator.further to be pairs of a name and a text, with no name empty or repeated, got ('a', 1) (tuple)",
    ),
    ([{"reason": "不明"}], "records[0]: Indicator.reason: expected printed along with it"),
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
    with pytest.raises(TypeError, match="got dict"):
        from_records({"project": "甲"})  # type: ignore[dict-item]


def test_a_changed_category_drops_what_was_printed() -> None:
    record = {"level1": "效益指标", "level1_printed": "1-产出"}
    indicator = from_records([record]).projects[0].indicators[0]
    assert indicator.level1 == perfmodel.Category.lookup("2")
    assert indicator.level1_text == "效益指标"


def test_wrong_parameters() -> None:
    with pytest.raises(ValueError, match="expected level to be “indicator”, “target” or “project”"):
        REAL.to_records("table")
    with pytest.raises(ValueError, match="expected keys to be “en” or “zh”"):
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
        with pytest.raises(ValueError, match="expected unit to have the library and length of series"):
            parse_column(series, unit=self.series(library, ["%"]))
        other = "polars" if library == "pandas" else "pandas"
        with pytest.raises(ValueError, match="expected unit to have the library and length of series"):
            parse_column(series, unit=self.series(other, ["%", None, "次"]))

    def test_the_index_is_kept(self) -> None:
        pandas = pytest.importorskip("pandas")
        series = pandas.Series(["≥90%", None, "3次"], index=pandas.Index(["甲", "甲", "乙"], name="项目"))
        found = parse_column(series)
        assert found.index.equals(series.index)
        assert found.index.name == "项目"
        with pytest.raises(ValueError, match="expected unit to have the index of series"):
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
        found = parse_column(pandas.Series(["3次", True, False], dtype=object))
        assert found["value"].tolist() == [pandas.NA, True, False]
        assert "实为 inf" in parse_column(pandas.Series([float("inf")]))["reason"][0]
        huge = pandas.Series([1e300, Decimal("1E+999999999")], dtype=object)
        assert parse_column(huge)["number"].tolist() == [Decimal("1E+300"), None]
        with pytest.raises(TypeError, match="expected series to be a pandas or Polars Series"):
            parse_column(["3次"])
        with pytest.raises(TypeError, match="expected series to be a pandas or Polars Series"):
            parse_column(pandas.DataFrame({"a": ["3次"]}))
        with pytest.raises(TypeError, match=r"unit：.*expected unit to be a pandas or Polars Series"):
            parse_column(pandas.Series(["3次"]), unit=["次"])

    @pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
    def test_dates_and_flags(self, library: str) -> None:
        day = datetime.date(2024, 12, 31)
        midnight = datetime.datetime(2024, 12, 31)
        for values in ([day, None], [midnight, None]):
            found = _cells(parse_column(self.series(library, values)))
            assert [(row["kind"], row["end_date"]) for row in found] == [("deadline", day), (None, None)]
        evening = _cells(parse_column(self.series(library, [datetime.datetime(2024, 12, 31, 18, 30)])))[0]
        assert (evening["kind"], evening["end_date"]) == ("text", None)
        assert "18:30" in evening["reason"]
        found = _cells(parse_column(self.series(library, [True, False, None])))
        assert [(row["kind"], row["value"]) for row in found] == [("boolean", True), ("boolean", False), (None, None)]

    def test_no_cell_keeps_the_others_from_being_read(self) -> None:
        pandas, numpy = pytest.importorskip("pandas"), pytest.importorskip("numpy")
        strange: list[Any] = [
            [1], {}, b"3", object(), 1j, float("inf"), Decimal("-Infinity"), numpy.array([1, 2]), numpy.array([1]),
            datetime.timedelta(1), datetime.time(1), pandas.Period("2024-12"), pandas.Interval(0, 1),
        ]  # fmt: skip
        values = [each for cell in strange for each in (cell, "≥3次")]
        labels = [f"r{at}" for at in range(len(values))]
        found = parse_column(pandas.Series(values, index=labels, dtype=object))
        assert found["kind"].tolist() == ["text", "threshold"] * len(strange)
        assert found["reason"].notna().tolist() == [True, False] * len(strange)
        assert found.index.tolist() == labels
        assert "实为 list" in found.loc["r0", "reason"]
        units = parse_column(pandas.Series(["3", "4"]), unit=pandas.Series([["次"], "次"], dtype=object))
        assert units["kind"].tolist() == ["text", "threshold"]
        blank = parse_column(pandas.Series([pandas.NaT, pandas.NA, Decimal("nan"), numpy.nan, None], dtype=object))
        assert blank.isna().all(axis=None)
        scalars = parse_column(
            pandas.Series([numpy.int64(3), numpy.bool_(True), numpy.datetime64("2024-12-31")], dtype=object)
        )
        assert scalars["kind"].tolist() == ["threshold", "boolean", "deadline"]

    @pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
    def test_percentages_of_a_spreadsheet(self, library: str) -> None:
        series = self.series(library, [0.9, 1.0, 0.57, 0.145, None])
        found = _cells(parse_column(series, percent=True))
        assert [row["number"] for row in found] == [90, 100, 57, Decimal("14.5"), None]
        assert [row["unit"] for row in found] == ["%"] * 4 + [None]
        own = _cells(parse_column(series, percent=self.series(library, [True, False, None, True, True])))
        assert [row["number"] for row in own] == [90, 1, Decimal("0.57"), Decimal("14.5"), None]
        texts = _cells(parse_column(self.series(library, ["90%", "3次"]), percent=True))
        assert [(row["number"], row["unit"]) for row in texts] == [(90, "%"), (3, "次")]
        with pytest.raises(TypeError, match="percent：应为是或否"):
            parse_column(series, percent=self.series(library, ["0%"] * 5))

    def test_columns_are_called_by_their_names(self) -> None:
        pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
        values, units = pandas.Series(["3", "4"], name="年度指标值"), pandas.Series(["次"], name="计量单位")
        with pytest.raises(ValueError, match=r"^计量单位：.*to have the library and length of 年度指标值"):
            parse_column(values, unit=units)
        with pytest.raises(ValueError, match="计量单位：索引应与 年度指标值 相同"):
            parse_column(values[:1], unit=units.set_axis(["x"]))
        with pytest.raises(ValueError, match=r"^计量单位："):
            parse_column(polars.Series("甲", ["3", "4"]), unit=polars.Series("计量单位", ["次"]))

    def test_chunks_and_nulls(self) -> None:
        arrow, polars = pytest.importorskip("pyarrow"), pytest.importorskip("polars")
        assert parse_column(arrow.chunked_array([["3次"], [None, "4次"]]))["number"].to_pylist() == [3, None, 4]
        assert parse_column(arrow.nulls(2)).num_rows == 2
        assert parse_column(polars.Series([None, None]))["kind"].to_list() == [None, None]
        assert parse_column(polars.Series([None], dtype=polars.Categorical))["kind"].to_list() == [None]


STRINGS = (
    "1、1-产出指标；11-数量指标；培训人次；年度指标值:90人次。3、1-产出指标；12-质量指标；合格率；年度指标值:≥95%",
    None,
    "没有填写",
    "",
    "1-产出指标；12-质量指标；合格率；年度指标值:≥95%",
)


class TestParseIndicatorsColumn:
    def series(self, library: str, values: Any = STRINGS) -> Any:
        native: Any = pytest.importorskip(library)
        return native.array(list(values)) if library == "pyarrow" else native.Series(list(values))

    @pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
    def test_a_row_for_each_indicator(self, library: str) -> None:
        frame = parse_indicators_column(self.series(library))
        assert type(frame).__module__.startswith(library)
        found = _cells(frame)
        assert [row["row"] for row in found] == [0, 0, 1, 2, 3, 4]
        assert [row["indicator"] for row in found] == ["培训人次", "合格率", None, None, None, "合格率"]
        assert [row["annual_number"] for row in found] == [90, 95, None, None, None, 95]
        assert [row["indicator_number"] for row in found] == [1, 2, None, 1, None, 1]
        assert (found[3]["printed"], found[3]["reason"] is None) == ("没有填写", False)
        assert [(row["problems"] or "")[:3] for row in found] == ["", "R07", "", "R05", "", ""]
        assert set(found[2].values()) == {1, None}
        assert _schema(frame) == _schema(parse_indicators_column(self.series(library, ["x"])[:0]))

    def test_the_index_is_that_of_the_source(self) -> None:
        pandas = pytest.importorskip("pandas")
        data = pandas.DataFrame({"项目": list("甲乙丙丁戊"), "指标": STRINGS}, index=list("abcde"))
        found = parse_indicators_column(data["指标"], columns=["三级指标", "annual"])
        assert list(found.columns) == ["三级指标", "annual"]
        joined = data[["项目"]].join(found)
        assert joined["项目"].tolist() == list("甲甲乙丙丁戊")
        assert joined["三级指标"].dropna().tolist() == ["培训人次", "合格率", "合格率"]

    def test_cells_that_are_no_text(self) -> None:
        pandas = pytest.importorskip("pandas")
        found = parse_indicators_column(pandas.Series([3, [1], pandas.NA, STRINGS[4]], dtype=object))
        assert found["printed"].tolist()[:3] == ["3", pandas.NA, pandas.NA]
        assert "实为 list" in found["reason"][1]
        assert found["annual_number"].tolist()[3] == 95

    def test_columns(self) -> None:
        pandas = pytest.importorskip("pandas")
        series = pandas.Series(STRINGS)
        main = parse_indicators_column(series, columns="main", keys="zh", drop_empty=True)
        assert list(main.columns)[:4] == ["行", "一级指标", "二级指标", "三级指标"]
        assert "实施周期指标值" not in main.columns
        with pytest.raises(ValueError, match="did you mean “annual”"):
            parse_indicators_column(series, columns=["anual"])
        with pytest.raises(TypeError, match="expected series to be a pandas or Polars Series"):
            parse_indicators_column(list(STRINGS))


class TestColumns:
    def test_the_substance_stands_first(self) -> None:
        for level in LEVELS:
            names = list(REAL.to_records(level)[0])
            main = list(REAL.to_records(level, columns="main")[0])
            assert names[: len(main)] == main == list(main_names(level))
            assert names[:2] == ["project", "total" if level != "project" else "spender"]
            assert REAL.to_records(level) == REAL.to_records(level, columns="all")

    @pytest.mark.parametrize("library", LIBRARIES)
    def test_named_columns(self, library: str) -> None:
        pytest.importorskip({"arrow": "pyarrow"}.get(library, library))
        method = getattr(REAL, f"to_{library}")
        frame = method(columns=["年度指标值", "project"])
        assert list(getattr(frame, "column_names", frame.columns)) == ["年度指标值", "project"]
        assert _cells(frame) == REAL.to_records(columns=["年度指标值", "project"])
        frame = method(keys="zh", columns=("annual", "project"))
        assert list(getattr(frame, "column_names", frame.columns)) == ["年度指标值", "项目名称"]

    @pytest.mark.parametrize("library", LIBRARIES)
    @pytest.mark.parametrize("level", LEVELS)
    def test_empty_columns(self, library: str, level: str) -> None:
        pytest.importorskip({"arrow": "pyarrow"}.get(library, library))
        method = getattr(REAL, f"to_{library}")
        full, filled = _cells(method(level)), _cells(method(level, drop_empty=True))
        names = {name for row in full for name, value in row.items() if value is not None}
        assert set(filled[0]) == names
        assert [{name: row[name] for name in filled[0]} for row in full] == filled
        assert from_records(method(level, drop_empty=True)).projects == from_records(method(level)).projects
        empty = getattr(TargetTable(), f"to_{library}")(level, drop_empty=True)
        assert _schema(empty) == _schema(getattr(TargetTable(), f"to_{library}")(level))

    @pytest.mark.parametrize(
        ("columns", "says"),
        [
            (["projct"], "unknown column “projct”; did you mean “project"),
            (["项目名"], "did you mean “项目名称”"),
            (["target"], "“target” is only available with level='target'"),
            (["project", "项目名称"], "duplicate column “项目名称”"),
            ([], "expected at least one column name"),
            ("project", "to be “main”, “all” or a list of column names, got “project”"),
        ],
    )
    def test_what_is_refused(self, columns: Any, says: str) -> None:
        with pytest.raises(ValueError, match=says):
            REAL.to_records(columns=columns)
        with pytest.raises(TypeError, match="got int"):
            REAL.to_records(columns=[3])  # type: ignore[list-item]


def test_errors_name_column_and_row_as_the_user_does() -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    data = {"项目名称": ["甲", "乙"], "总计": [Decimal(1), 1.5]}
    for frame, path in (
        (pandas.DataFrame(data, index=["a", "b"]), "records.loc['b'].总计"),
        (pandas.DataFrame(data), "records.loc[1].总计"),
        (polars.DataFrame(data, schema={"项目名称": polars.String, "总计": polars.Object}), "records[1].总计"),
    ):
        with pytest.raises(ParseError, match="expected a number") as caught:
            from_records(frame, lang="en")
        assert str(caught.value).startswith(f"{path}: ")
    frame = pandas.DataFrame({"项目序号": [1, 1], "总计": [Decimal(1), Decimal(2)]}, index=[7, 9])
    with pytest.raises(ParseError, match="differs from row 7 of the same project") as caught:
        from_records(frame, lang="en")
    assert str(caught.value).startswith("records.loc[9].总计: ")


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
    assert len(parse_indicators_column(column)) >= 1
