"""`results`: the plans and results of a year, who met what, and what was no longer as approved."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from perfmodel._internal.arguments import check_lang
from perfmodel.checks.profiles import Profile
from perfmodel.comparison.change import Change
from perfmodel.comparison.outcome import ProjectOutcome, outcome_of
from perfmodel.comparison.plan_result import Match
from perfmodel.comparison.project_pairs import Entry, Paired, compare_pair, entries_of, pair_up
from perfmodel.model import validators
from perfmodel.model.table import FORMS
from perfmodel.reports.own_output import is_own_output
from perfmodel.scoring.options import ScoringOptions
from perfmodel.year_results.files import TableFile, UnreadFile, files_below, read_file

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

__all__ = ["ProjectResult", "Results", "results", "results_of_files"]


@frozen
class ProjectResult:
    """A project of the year: its plan and its result, as far as there are both, and what became of it.

    ``state`` is ``matched``, ``no_result`` (a plan that no file reports on), ``no_plan`` (a result that was not approved) or
    ``ambiguous`` (one of several that may be one another). ``plan_file`` and ``result_file`` are names of files; ``match`` says
    how the project was found again.

    >>> found = results("tests/tables/guangzhou-disability-employment.txt").projects[0]
    >>> found.name, found.budget, found.executed is None
    ('机构运行辅助经费', Decimal('418.58'), True)
    """

    state: str
    outcome: ProjectOutcome
    form: str | None = None
    year: int | None = None
    body: str = ""
    plan_file: str | None = None
    result_file: str | None = None
    match: Match | None = None
    currency_unit: str | None = None

    @property
    def name(self) -> str:
        """The project's name in the plan, that of the result where there is no plan."""
        return self.outcome.name

    @property
    def budget(self) -> Decimal | None:
        """The money that was approved for the year, in the currency unit of the plan."""
        plan = self.outcome.plan
        return None if plan is None else plan.funding.total

    @property
    def executed(self) -> Decimal | None:
        """The money that was spent, in the currency unit of the result."""
        total = None if self.outcome.result is None else self.outcome.result.execution.total
        return None if total is None else total.executed


@frozen
class Results:
    """The results of a year: ``projects`` in the order of the plans, those without one behind them; files that could not be read.

    ``duplicates`` are exact duplicates among files and projects, which are left out; ``own_outputs`` are files with the
    results of an earlier run, which are left out too. ``print`` shows a report; `to_records` and the frames have a row
    for each project (``level="project"``) or for each indicator.

    >>> Results().to_records()
    []
    """

    projects: tuple[ProjectResult, ...] = field(default=(), validator=validators.tuple_of(ProjectResult))
    unread: tuple[UnreadFile, ...] = field(default=(), validator=validators.tuple_of(UnreadFile))
    duplicates: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = field(default=(), repr=False)
    own_outputs: tuple[str, ...] = ()

    @property
    def departures(self) -> tuple[Change, ...]:
        """All changes between plans and results."""
        return tuple(change for one in self.projects for change in one.outcome.changes)

    def render(self, lang: str = "zh") -> str:
        """Return the report for people in ``zh`` or ``en``.

        >>> Results().render("en")
        'No plans or results found.'
        """
        from perfmodel.year_results.text import render

        return render(self, check_lang(lang))

    def __str__(self) -> str:
        return self.render()

    def _repr_html_(self) -> str:
        from perfmodel.year_results.page import fragment

        return fragment(self, "zh")

    def to_records(self, level: str = "project", keys: str = "en") -> list[dict[str, Any]]:
        """Return a dict for each project, or for each indicator (``level="indicator"``).

        ``keys`` is the language of the keys. For the columns see ``docs/reference/comparing.md``. Raises `ValueError`
        for an unknown level or language.
        """
        from perfmodel.frames.columns import name_of
        from perfmodel.year_results.columns import columns_of, rows_of

        names = [(column.name, name_of(column, keys)) for column in columns_of(level)]
        return [{shown: row[name] for name, shown in names} for row in rows_of(self, level)]

    def to_pandas(self, level: str = "project", keys: str = "en") -> pandas.DataFrame:
        """Return the rows of `to_records` as a pandas frame; raises `MissingExtra` without pandas."""
        return self._frame("pandas", level, keys)

    def to_polars(self, level: str = "project", keys: str = "en") -> polars.DataFrame:
        """Return the rows of `to_records` as a Polars frame; raises `MissingExtra` without Polars."""
        made: polars.DataFrame = self._frame("polars", level, keys)
        return made

    def to_arrow(self, level: str = "project", keys: str = "en") -> pyarrow.Table:
        """Return the rows of `to_records` as an Arrow table; raises `MissingExtra` without pyarrow."""
        return self._frame("pyarrow", level, keys)

    def _frame(self, library: str, level: str, keys: str) -> Any:
        from perfmodel.frames.build import frame
        from perfmodel.frames.columns import name_of
        from perfmodel.year_results.columns import columns_of, rows_of

        columns = columns_of(level)
        return frame(library, columns, [name_of(column, keys) for column in columns], rows_of(self, level))

    def to_csv(self, level: str = "project", lang: str = "zh") -> str:
        """Return the rows as CSV, for people: headings and states in ``lang``; no text becomes a formula.

        >>> Results().to_csv(lang="en").startswith("year,body,project")
        True
        """
        from perfmodel.year_results.delimited import csv_text

        return csv_text(self, level, check_lang(lang))

    def to_html(self, lang: str = "zh") -> str:
        """Return an HTML page with both tables, which loads nothing from elsewhere.

        >>> Results().to_html().startswith("<!doctype html>")
        True
        """
        from perfmodel.year_results.page import page

        return page(self, check_lang(lang))

    def to_xlsx(self, path: str | os.PathLike[str], lang: str = "zh") -> None:
        """Write an Excel file with a sheet of projects and one of indicators.

        Numbers are numbers, text is never a formula. Raises `MissingExtra` without XlsxWriter, `OSError` where the file
        cannot be written.
        """
        from perfmodel.formats.files import write_whole
        from perfmodel.year_results.sheets import xlsx_bytes

        write_whole(os.path.realpath(path), xlsx_bytes(self, check_lang(lang)))


def results(*paths: str | os.PathLike[str], profile: str | os.PathLike[str] | Profile = "default") -> Results:
    """Read the plans and the results of a year, from files and folders of any kind, and return who met which targets.

    Approved tables are matched with self-evaluations and monitoring forms by year, body and project; what was lowered,
    dropped, renamed or added is reported as by `compare`. ``profile`` determines how results are scored. A file that
    cannot be read, or does not exist, is listed in `Results.unread`. Raises `ValueError` for an unknown profile,
    `OSError` for a profile's file that cannot be opened.

    >>> found = results("tests/tables/guangzhou-disability-employment.txt")
    >>> len(found.projects), found.projects[0].state
    (10, 'no_result')
    """
    options = Profile.of(profile).scoring
    files = list(files_below(paths))
    own = [path for path in files if is_own_output(path)]
    found = results_of_files((read_file(path) for path in files if path not in own), options)
    return evolve(found, own_outputs=tuple(own))


def results_of_files(files: Iterable[TableFile | UnreadFile], options: ScoringOptions | None = None) -> Results:
    """Return the results that files hold, however they were read; ``options`` say how they are scored.

    >>> results_of_files([UnreadFile("表.pdf", "已加密", "encrypted")]).unread[0].name
    '表.pdf'
    """
    unread: list[UnreadFile] = []
    names: list[str] = []
    by_form: dict[str, list[Entry]] = {"targets": [], "self-evaluation": [], "monitoring": []}
    duplicates: list[tuple[str, str]] = []
    seen: set[Hashable] = set()
    for file in files:
        names.append(file.name)
        if isinstance(file, UnreadFile):
            unread.append(file)
            continue
        for entry in entries_of(file.name, file.tables):
            key = entry.project, entry.body, entry.year, entry.table.form, entry.table.scope
            if key in seen:
                duplicates.append((file.name, entry.project.name))
            else:
                seen.add(key)
                by_form[entry.table.form].append(entry)
    plans = by_form["targets"]
    pairs = pair_up(plans, by_form["self-evaluation"])
    monitored = pair_up(plans, by_form["monitoring"]) if by_form["monitoring"] else []
    told = {id(pair.plan) for pair in (*pairs, *monitored) if pair.result is not None or pair.doubt}
    shown = [*pairs, *(pair for pair in monitored if pair.result is not None or pair.doubt)]
    shown = [pair for pair in shown if pair.result is not None or pair.doubt or id(pair.plan) not in told]
    order = {id(entry): at for at, entry in enumerate((*plans, *by_form["self-evaluation"], *by_form["monitoring"]))}
    shown.sort(key=lambda pair: order[id(pair.plan if pair.plan is not None else pair.result)])
    projects = tuple(_result(pair, options) for pair in shown)
    return Results(projects, tuple(unread), tuple(duplicates), tuple(names))


def _result(pair: Paired, options: ScoringOptions | None) -> ProjectResult:
    plan, result = pair.plan, pair.result
    sides = [entry for entry in (result, plan) if entry is not None]
    year = next((entry.year for entry in sides if entry.year is not None), None)
    match, matches, changes = (None, (), ()) if plan is None or result is None else compare_pair(plan, result, pair.why)
    projects = [None if entry is None else entry.project for entry in (plan, result)]
    within_year = result is not None and result.table.form == FORMS[2]
    outcome = outcome_of(projects[0], projects[1], matches, changes, options, year, within_year=within_year)
    return ProjectResult(
        _state_of(pair),
        outcome,
        None if result is None else result.table.form,
        year,
        next((entry.body for entry in reversed(sides) if entry.body), ""),
        None if plan is None else plan.name,
        None if result is None else result.name,
        match,
        sides[0].table.currency_unit,
    )


def _state_of(pair: Paired) -> str:
    if pair.doubt:
        return "ambiguous"
    return "no_result" if pair.result is None else "no_plan" if pair.plan is None else "matched"
