"""Methods of the model for what the packages above it do: files, checks, comparison, frames, views.

Users look for them on the objects themselves; the module that does the work is imported when a method is called. These
are the only imports upwards in the package. They are listed in ``pyproject.toml``, and no other module may have any.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import IO, TYPE_CHECKING, Any, Protocol, TypeVar

from attrs import evolve

from perfmodel._internal.deprecated import renamed_argument

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow
    from matplotlib.axes import Axes

    from perfmodel.checks.approved import Approved
    from perfmodel.checks.profiles import Profile
    from perfmodel.checks.report import Report
    from perfmodel.comparison.comparison import Comparison
    from perfmodel.display.view import View
    from perfmodel.model.indicator import Indicator
    from perfmodel.model.table import Project, TargetTable
    from perfmodel.source.source import Source

__all__ = [
    "CheckMethods",
    "FileMethods",
    "Frame",
    "FrameMethods",
    "PlaceMethods",
    "ProjectMethods",
    "RecordMethods",
    "ReportMethods",
    "ShownMethods",
    "TableMethods",
    "ViewMethods",
]

T = TypeVar("T")


class ShownMethods:
    """What an object looks like: ``print`` shows a few lines, a notebook HTML, rich a table; ``repr`` stays as it is."""

    __slots__ = ()

    def __str__(self) -> str:
        return str(self._view())

    def _repr_html_(self) -> str:
        return self._view()._repr_html_()

    def __rich__(self) -> Any:
        return self._view().__rich__()

    def _view(self) -> View:
        from perfmodel.display.view import show

        shown: Any = self
        return show(shown)


class ViewMethods(ShownMethods):
    """The same, for a class with slots."""

    __slots__ = ("__weakref__",)


class FileMethods:
    """Methods that write a table, a project or an indicator."""

    __slots__ = ()

    def to_yaml(self, keys: str = "en", meanings: bool = False) -> str:
        """Return it as YAML, with keys in English or Chinese; see `perfmodel.to_yaml`.

        >>> import perfmodel
        >>> project = perfmodel.Project("会议费", goal="开好会议。")
        >>> print(project.to_yaml(keys="zh"), end="")
        名称: 会议费
        绩效目标: 开好会议。
        >>> perfmodel.from_yaml(project.to_yaml()) == project
        True
        """
        from perfmodel.formats.yaml import to_yaml

        return to_yaml(self, keys, meanings)  # type: ignore[arg-type]

    def to_json(self, keys: str = "en", indent: int | None = 2, meanings: bool = False) -> str:
        """Return it as JSON, Chinese unescaped; see `perfmodel.to_json`.

        >>> import perfmodel
        >>> perfmodel.Project("会议费", goal="开好会议。").to_json(indent=None)
        '{"name": "会议费", "goal": "开好会议。"}'
        """
        from perfmodel.formats.json import to_json

        return to_json(self, keys, indent, meanings)  # type: ignore[arg-type]


class CheckMethods:
    """Methods that check a table, a project or an indicator, and compare it with another."""

    __slots__ = ()

    def validate(
        self,
        profile: str | os.PathLike[str] | Profile = "default",
        select: str | Iterable[str] | None = None,
        ignore: str | Iterable[str] | None = None,
        source: Source | None = None,
        approved: Approved | None = None,
    ) -> Report:
        """Check it by all rules that the profile turns on, and return what was found; see `perfmodel.validate`.

        >>> import perfmodel
        >>> indicator = perfmodel.Indicator("1-产出指标", "12-质量指标", "验收合格率", annual="≥100%")
        >>> [(finding.code, finding.suggestion.text) for finding in indicator.validate()]
        [('V06', '=100%')]
        """
        from perfmodel.checks.engine import validate

        return validate(self, profile, select, ignore, source, approved)  # type: ignore[arg-type]

    def compare(self: T, other: T) -> Comparison:
        """Compare it, the old one, with a new one of its kind: what was added, dropped, raised, lowered.

        See `perfmodel.compare`. Raises `TypeError` if the other is of a different kind.

        >>> import perfmodel
        >>> old, new = (perfmodel.Indicator(name="合格率", annual=text) for text in ("≥90%", "≥95%"))
        >>> [change.kind for change in old.compare(new)]
        ['raised']
        """
        from perfmodel.comparison.compare import compare

        return compare(self, other)  # type: ignore[type-var]


class Frame(Protocol):
    """A data frame of any library, for what checkers know of it where that library is not installed."""

    @property
    def columns(self) -> Any:
        """The columns, or their names."""


class RecordMethods:
    """Methods that return a table, a project or a document as rows: one per indicator, per target or per project."""

    __slots__ = ()

    @renamed_argument("lang", "keys")
    def to_records(
        self,
        level: str = "indicator",
        keys: str = "en",
        *,
        columns: str | Iterable[str] = "all",
        drop_empty: bool = False,
    ) -> list[dict[str, Any]]:
        """Return the rows as dicts with a key for each column; values are str, Decimal, int, bool, datetime.date or
        None.

        ``level`` is ``indicator`` (one row per indicator, with both targets and their meanings), ``target`` (one row
        per target) or ``project``; a project without indicators, or an indicator without targets, still has one row.
        ``columns`` is ``all`` (the main columns first), ``main`` (these alone) or a list of names in either language,
        in the order wanted; ``drop_empty`` leaves out columns that have no value in any row. ``keys`` is the language
        of the keys: ``en``, or ``zh`` for the form's own; with ``en`` those of a list are as they are given. For the
        columns see ``docs/reference/frames.md``. Raises `ValueError` for an unknown level or language, and for columns
        that the level does not have.

        >>> import perfmodel
        >>> table = perfmodel.read("tests/tables/guangzhou-disability-employment.txt")
        >>> record = table.to_records()[10]
        >>> record["indicator"], record["annual"], record["annual_op"], record["annual_number"], record["annual_per"]
        ('年内刊登宣传就业年审政策次数', '不少于2次/年', '>=', Decimal('2'), '年')
        >>> table.to_records(level="project", columns=["项目名称", "财政拨款"])[2]
        {'项目名称': '残疾人就业经费', '财政拨款': Decimal('18.00')}
        """
        from perfmodel.frames.records import to_records

        return to_records(self, level, keys, columns=columns, drop_empty=drop_empty)  # type: ignore[arg-type]

    @renamed_argument("lang", "keys")
    def to_pandas(
        self,
        level: str = "indicator",
        keys: str = "en",
        *,
        columns: str | Iterable[str] = "all",
        drop_empty: bool = False,
    ) -> pandas.DataFrame:
        """Return the rows of `to_records` as a pandas frame; see `perfmodel.frames.to_pandas`.

        >>> import perfmodel
        >>> table = perfmodel.read("tests/tables/guangzhou-disability-employment.txt")
        >>> table.to_pandas(level="project")["total"].sum()
        Decimal('830.47')
        """
        from perfmodel.frames.build import to_pandas

        return to_pandas(self, level, keys, columns=columns, drop_empty=drop_empty)  # type: ignore[arg-type]

    @renamed_argument("lang", "keys")
    def to_polars(
        self,
        level: str = "indicator",
        keys: str = "en",
        *,
        columns: str | Iterable[str] = "all",
        drop_empty: bool = False,
    ) -> polars.DataFrame:
        """Return the rows of `to_records` as a Polars frame; see `perfmodel.frames.to_polars`.

        >>> import perfmodel
        >>> table = perfmodel.read("tests/tables/guangzhou-disability-employment.txt")
        >>> table.to_polars(level="project")["total"].sum()
        Decimal('830.47')
        """
        from perfmodel.frames.build import to_polars

        return to_polars(self, level, keys, columns=columns, drop_empty=drop_empty)  # type: ignore[arg-type]

    @renamed_argument("lang", "keys")
    def to_arrow(
        self,
        level: str = "indicator",
        keys: str = "en",
        *,
        columns: str | Iterable[str] = "all",
        drop_empty: bool = False,
    ) -> pyarrow.Table:
        """Return the rows of `to_records` as an Arrow table; see `perfmodel.frames.to_arrow`.

        >>> import perfmodel
        >>> table = perfmodel.read("tests/tables/guangzhou-disability-employment.txt")
        >>> table.to_arrow().num_rows
        52
        """
        from perfmodel.frames.build import to_arrow

        return to_arrow(self, level, keys, columns=columns, drop_empty=drop_empty)  # type: ignore[arg-type]


class FrameMethods(RecordMethods):
    """The same, and methods that write one of the official forms as a file."""

    __slots__ = ()

    def to_xlsx(self, path: str | os.PathLike[str] | IO[bytes], *, layout: int | None = None) -> None:
        """Write it as an Excel file ready to print, in one of the official layouts; see `perfmodel.to_xlsx`.

        >>> import io, perfmodel
        >>> file = io.BytesIO()
        >>> perfmodel.Project("会议费").to_xlsx(file)
        >>> file.getvalue()[:2]
        b'PK'
        """
        from perfmodel.spreadsheets.xlsx import to_xlsx

        to_xlsx(self, path, layout=layout)  # type: ignore[arg-type]

    def to_docx(self, path: str | os.PathLike[str] | IO[bytes], *, layout: int | None = None) -> None:
        """Write it as a Word file ready to print, in one of the official layouts; see `perfmodel.to_docx`.

        >>> import io, perfmodel
        >>> file = io.BytesIO()
        >>> perfmodel.Project("会议费").to_docx(file)
        >>> file.getvalue()[:2]
        b'PK'
        """
        from perfmodel.spreadsheets.docx import to_docx

        to_docx(self, path, layout=layout)  # type: ignore[arg-type]


class PlaceMethods:
    """Where a finding is, in words."""

    __slots__ = ()
    path: str

    def place_text(self, lang: str = "zh", root: type | None = None) -> str:
        """Return the place as people say it, in ``zh`` or ``en``, with the path behind it.

        ``root`` is the class of what was checked, where it is known (`perfmodel.model.paths.path_text`). A finding about all
        of it has no place.

        >>> from perfmodel import Finding
        >>> finding = Finding("S03", "error", "未填写年度指标值", "projects[2].indicators[1].annual")
        >>> finding.place_text()
        '第3个项目 第2条指标 年度指标值（projects[2].indicators[1].annual）'
        >>> finding.place_text("en")
        'project 3, indicator 2, annual target value (projects[2].indicators[1].annual)'
        """
        from perfmodel.model.paths import path_text

        if not self.path:
            return ""
        words = path_text(self.path, lang, root)
        return f"{words} ({self.path})" if lang == "en" else f"{words}（{self.path}）"


class ProjectMethods:
    """Methods of a project alone: the plot of its results."""

    __slots__ = ()

    def plot(self, lang: str = "zh", ax: Axes | None = None) -> Axes:
        """Draw what was reached of each indicator's target with matplotlib; return the `matplotlib.axes.Axes`.

        A bar is actual ÷ target: green where the target is met, orange where it is missed. Values that are not numbers
        (dates, words) are shown as a diamond. ``ax`` is the Axes to draw on; by default a new figure. Fonts and errors
        are as for `TargetTable.plot`.

        >>> import perfmodel
        >>> perfmodel.Project().plot("de")
        Traceback (most recent call last):
          ...
        ValueError: lang：应为“zh”或“en”，实为“de” / expected lang to be “zh” or “en”, got “de”
        """
        from perfmodel.display.plot_results import plot_results

        axes: Axes = plot_results(self, lang, ax)  # type: ignore[arg-type]
        return axes


class TableMethods:
    """Methods of a table alone: plots, and reading records back."""

    __slots__ = ()

    def plot(self, kind: str = "money", lang: str = "zh", ax: Axes | None = None) -> Axes:
        """Draw the table with matplotlib; return the `matplotlib.axes.Axes`.

        ``kind`` is ``money`` (each project's money by source, in `currency_unit`; of many projects the 30 largest and
        the others together), ``indicators`` (how many there are of each category) or ``targets`` (how many of each
        category ask for 100%, for 90% or more, for other numbers, a date or words; in a new figure also the months of
        deadlines). ``ax`` is the Axes to draw on; by default a new figure. Where no font can show Chinese, a warning
        says which to install, and labels are in English. Raises `ValueError` for an unknown kind or language, and
        `ImportError` without matplotlib (extra ``plot``).

        >>> import perfmodel
        >>> perfmodel.TargetTable().plot("pie")
        Traceback (most recent call last):
          ...
        ValueError: kind：应为“money”、“indicators”或“targets”，实为“pie” / expected kind to be “money”, “indicators” or “targets”, got “pie”
        """
        from perfmodel.display.plot import plot

        axes: Axes = plot(self, kind, lang, ax)  # type: ignore[arg-type]
        return axes

    @classmethod
    def from_records(cls, records: Iterable[Mapping[str, Any]] | Frame, lang: str = "zh") -> TargetTable:
        """Return the table of records of any level, or of a frame of them; see `perfmodel.from_records`.

        >>> from perfmodel import Project, TargetTable
        >>> table = TargetTable("项目支出绩效目标表", projects=[Project("会议费")])
        >>> TargetTable.from_records(table.to_records()) == table
        True
        """
        from perfmodel.frames.record_reader import from_records

        return from_records(records, lang)


class ReportMethods:
    """Methods of a report: its findings beside what was checked."""

    __slots__ = ()

    def show(self, obj: TargetTable | Project | Indicator | None = None, lang: str = "zh") -> View:
        """Return a view of the findings beside the rows they concern, in ``obj`` or in what was checked.

        A notebook shows it as HTML; rows without findings are counted, not shown. Raises `ValueError` for an unknown
        language.

        >>> from perfmodel import Finding, Report
        >>> print(Report((Finding("S02", "error", "没有指标", english="no indicators"),)).show(lang="en"))
        S02 error: no indicators
        """
        from perfmodel.display.view import show

        report: Any = self
        return show(report if obj is None else evolve(report, obj=obj), lang)
