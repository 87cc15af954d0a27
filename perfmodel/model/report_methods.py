"""Methods of reports and comparisons that do what the floors above do: records, frames, workbooks and pages.

As in `perfmodel.model.methods`, what does the work is imported when one is called. No other module imports upwards.
"""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

__all__ = ["ReportRowMethods"]


class ReportRowMethods:
    """How findings, or changes between two tables, are handed on as rows: one a finding, one a change."""

    __slots__ = ()

    def to_records(self, keys: str = "en", lang: str = "zh") -> list[dict[str, Any]]:
        """Return the rows as dicts of str, Decimal, int, bool and None; a key for each column.

        ``keys`` is the language of the keys, ``lang`` that of messages and places: ``en`` or ``zh``. For the columns
        see ``docs/reference/frames.md``. Raises `ValueError` for another language.

        >>> import perfmodel
        >>> record = perfmodel.read("tests/tables/hazards.txt").validate(select="V04").to_records()[0]
        >>> record["code"], record["project_number"], record["indicator"], record["text"], record["line"]
        ('V04', 4, '长效机制', '显著提升', 56)
        """
        from perfmodel.reports.frames import report_records

        return report_records(self, keys, lang)  # type: ignore[arg-type]

    def to_pandas(self, keys: str = "en", lang: str = "zh") -> pandas.DataFrame:
        """Return the rows of `to_records` as a pandas frame, typed as those of tables are; the same types without any rows.

        >>> import perfmodel
        >>> table = perfmodel.read("tests/tables/hazards.txt")
        >>> table.validate().to_pandas().groupby("severity").size().to_dict()
        {'error': 2, 'hint': 13, 'warning': 5}
        """
        from perfmodel.reports.frames import report_frame

        return report_frame("pandas", self, keys, lang)  # type: ignore[arg-type]

    def to_polars(self, keys: str = "en", lang: str = "zh") -> polars.DataFrame:
        """Return the rows of `to_records` as a Polars frame.

        >>> import perfmodel
        >>> old, new = (perfmodel.Project("会议费", None, perfmodel.Funding(amount)) for amount in (18, 20))
        >>> old.compare(new).to_polars()["difference"].to_list()
        [Decimal('2.00')]
        """
        from perfmodel.reports.frames import report_frame

        frame: polars.DataFrame = report_frame("polars", self, keys, lang)  # type: ignore[arg-type]
        return frame

    def to_arrow(self, keys: str = "en", lang: str = "zh") -> pyarrow.Table:
        """Return the rows of `to_records` as an Arrow table.

        >>> import perfmodel
        >>> perfmodel.Report().to_arrow().num_rows
        0
        """
        from perfmodel.reports.frames import report_frame

        return report_frame("pyarrow", self, keys, lang)  # type: ignore[arg-type]

    def to_xlsx(self, path: str | os.PathLike[str] | IO[bytes], lang: str = "zh") -> None:
        """Write an Excel file to hand on; a text in it is never a formula or a link.

        That of a report has a sheet of findings, the counts, a sheet of what was checked with the cells marked that
        findings are about, and what the rules say; that of a comparison the changes and their counts. ``lang`` is
        ``zh`` or ``en``. ``path`` is a path, which is written in full or not at all, or a file opened for bytes. Raises
        `MissingExtra` without XlsxWriter, `OSError` where the file cannot be written.

        >>> import io, perfmodel
        >>> file = io.BytesIO()
        >>> perfmodel.Project("会议费").validate().to_xlsx(file)
        >>> file.getvalue()[:2]
        b'PK'
        """
        from perfmodel.reports.workbooks import report_to_xlsx

        report_to_xlsx(self, path, lang)  # type: ignore[arg-type]

    def to_html(self, path: str | os.PathLike[str] | None = None, lang: str = "zh") -> str:
        """Return a page of HTML to hand on, in ``zh`` or ``en``; write it to a file, too, where a path is given.

        It is one file that opens anywhere without a network. That of a report has a summary, each finding below the row of the table
        that it is about, with its place and what is suggested, fields to filter by, and what the rules say; of a large table
        only rows with findings are shown, and how many are left. That of a comparison has old beside new, project by
        project. Raises `ValueError` for another language, `OSError` where the file cannot be written; nothing is written
        through a symbolic link.

        >>> import perfmodel
        >>> page = perfmodel.Project("会议费").validate().to_html(lang="en")
        >>> page.startswith("<!doctype html>"), "S02 error" in page
        (True, True)
        >>> old, new = (perfmodel.Indicator(name="合格率", annual=text) for text in ("≥90%", "≥95%"))
        >>> "≥95%" in perfmodel.compare(old, new).to_html()
        True
        """
        from perfmodel.reports.html import to_html

        return to_html(self, path, lang)  # type: ignore[arg-type]
