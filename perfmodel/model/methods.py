"""What objects of the model offer though it is made above them: views, frames. The only imports upwards, and only when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from perfmodel.display.view import View

__all__ = ["Frame", "Shown", "Tabular"]


class Shown:
    """An object with a view: ``print`` shows a few lines, a notebook HTML, rich a table; ``repr`` stays as it is."""

    __slots__ = ("__weakref__",)

    def __str__(self) -> str:
        return str(self._view())

    def _repr_html_(self) -> str:
        return self._view()._repr_html_()

    def __rich__(self) -> Any:
        return self._view().__rich__()

    def _view(self) -> View:
        from perfmodel.display.view import show

        found: Any = self
        return show(found)


class Frame(Protocol):
    """A data frame of any library, for what checkers know of it where that library is not installed."""

    @property
    def columns(self) -> Any:
        """The columns, or their names."""


class Tabular:
    """Something that is written as rows: one an indicator, one a target or one a project."""

    __slots__ = ()

    def to_records(self, level: str = "indicator", lang: str = "en") -> list[dict[str, Any]]:
        """Return the rows as dicts of str, Decimal, int, bool, datetime.date and None; a key for each column.

        ``level`` is ``indicator`` (one row an indicator, with both targets and their meanings), ``target`` (one row a
        target) or ``project``; what has nothing below it has one row all the same. ``lang`` is the language of the keys:
        ``en``, or ``zh`` for the form's own. The columns stand in ``docs/reference/frames.md``. Raises `ValueError`
        for another level or language.

        >>> import perfmodel
        >>> table = perfmodel.read("tests/tables/guangzhou-disability-employment.txt")
        >>> record = table.to_records()[10]
        >>> record["indicator"], record["annual"], record["annual_op"], record["annual_number"], record["annual_per"]
        ('年内刊登宣传就业年审政策次数', '不少于2次/年', '>=', Decimal('2'), '年')
        >>> table.to_records(level="project", lang="zh")[2]["财政拨款"]
        Decimal('18.00')
        """
        from perfmodel.frames.records import to_records

        return to_records(self, level, lang)  # type: ignore[arg-type]

    def to_pandas(self, level: str = "indicator", lang: str = "en") -> pandas.DataFrame:
        """Return the rows of `to_records` as a pandas frame; `perfmodel.frames.to_pandas` says more.

        >>> import perfmodel
        >>> table = perfmodel.read("tests/tables/guangzhou-disability-employment.txt")
        >>> table.to_pandas(level="project")["total"].sum()
        Decimal('830.47')
        """
        from perfmodel.frames.build import to_pandas

        return to_pandas(self, level, lang)  # type: ignore[arg-type]

    def to_polars(self, level: str = "indicator", lang: str = "en") -> polars.DataFrame:
        """Return the rows of `to_records` as a Polars frame; `perfmodel.frames.to_polars` says more.

        >>> import perfmodel
        >>> table = perfmodel.read("tests/tables/guangzhou-disability-employment.txt")
        >>> table.to_polars(level="project")["total"].sum()
        Decimal('830.47')
        """
        from perfmodel.frames.build import to_polars

        return to_polars(self, level, lang)  # type: ignore[arg-type]

    def to_arrow(self, level: str = "indicator", lang: str = "en") -> pyarrow.Table:
        """Return the rows of `to_records` as an Arrow table; `perfmodel.frames.to_arrow` says more.

        >>> import perfmodel
        >>> table = perfmodel.read("tests/tables/guangzhou-disability-employment.txt")
        >>> table.to_arrow().num_rows
        52
        """
        from perfmodel.frames.build import to_arrow

        return to_arrow(self, level, lang)  # type: ignore[arg-type]
