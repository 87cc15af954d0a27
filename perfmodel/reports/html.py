"""Findings as a page of HTML: one file that opens anywhere, with a summary, the findings beside the rows, and the rules' words."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files

from attrs import define, field, frozen

from perfmodel._internal.arguments import check_lang
from perfmodel._version import __version__
from perfmodel.checks.config import Config
from perfmodel.checks.report import Report
from perfmodel.comparison.comparison import Comparison
from perfmodel.display.changes import changes_elements, outcome_elements
from perfmodel.display.html import Element, str_of, tag
from perfmodel.display.page import page, page_pieces
from perfmodel.display.report import severity_badges
from perfmodel.display.words import severity_word, truncate
from perfmodel.formats.files import write_whole
from perfmodel.model.finding import SEVERITIES
from perfmodel.reports.counts import Counts
from perfmodel.reports.html_summary import filter_bar, list_head, rules_table, words_of_rules
from perfmodel.reports.html_table import part_elements
from perfmodel.reports.html_words import report_phrase
from perfmodel.reports.own_output import COMPARISON_MARK, REPORT_MARK
from perfmodel.reports.results import Checked
from perfmodel.reports.text import summary

__all__ = ["HtmlFile", "HtmlReport", "comparisons_html", "html_file", "to_html"]

# Bytes. As long as all files together are no longer, whole tables are shown, else the rows with findings; more than the second
# is left out, file by file, those with the least to say first.
_WHOLE_TABLES_BYTES, _MOST_DETAIL_BYTES = 1_400_000, 3_000_000
# A file of more rows is never shown whole, nor is any where there are more files.
_MOST_ROWS_SHOWN, _MOST_FILES_WHOLE = 1000, 100
_MOST_FILES_LISTED, _LISTED_CHARACTERS = 2000, 300
_MOST_CHANGES_SHOWN = 2000


@frozen
class HtmlFile:
    """A file's part of a report: ``whole`` with all rows of its tables (None where they are too many), ``brief`` with those that
    have findings; both empty where there is nothing to show. ``failure`` says why it could not be read.
    """

    name: str
    at: int
    counts: Counts
    failure: str | None = None
    whole: str | None = ""
    brief: str = ""


def html_file(file: Checked, at: int, lang: str) -> HtmlFile:
    """Return a file's part of a report; ``at`` is its index among the files.

    >>> html_file(Checked("a.yaml", Report()), 0, "en").counts.files
    1
    """
    failure = None if file.failure is None else file.failure.text(lang)
    if file.report is None:
        return HtmlFile(file.name, at, file.counts, failure)
    fits = at < _MOST_FILES_WHOLE and sum(_rows_of(report) for report in file.reports) <= _MOST_ROWS_SHOWN
    whole = "".join(_section(file, at, lang, brief=False)) if fits else None
    brief = "".join(_section(file, at, lang, brief=True)) if file.report else ""
    return HtmlFile(file.name, at, file.counts, failure, whole, brief)


def _rows_of(report: Report) -> int:
    projects = getattr(report.obj, "projects", (report.obj,))
    return sum(1 + len(getattr(project, "indicators", ())) for project in projects)


def _section(file: Checked, at: int, lang: str, brief: bool) -> Iterator[str]:
    """The pieces of a file's section: its name, how much was found, and each of its tables."""
    yield f'<section class="pm-file" id="file-{at + 1}">'
    if file.name:
        yield str_of(tag("h2", truncate(file.name, lang)))
    if file.failure is not None:
        yield str_of(
            tag("p", report_phrase("failed", lang, truncate(file.failure.text(lang), lang)), class_="pm-unread")
        )
    yield str_of(tag("p", *(severity_badges(file.counts.severities, lang) or [report_phrase("clean", lang)])))
    several = len(file.reports) > 1
    for number, report in enumerate(file.reports, 1):
        if brief and several and not report:
            continue
        heading = tag("h3", report_phrase("table", lang, number)) if several else None
        yield str_of(tag("div", heading, *part_elements(report, lang, brief), class_="pm-part"))
    yield "</section>\n"


@frozen
class _Listed:
    """A file as the report keeps it: where its texts are held, and how many bytes they have."""

    file: HtmlFile
    whole: int | None
    brief: int
    whole_bytes: int
    brief_bytes: int


@define
class HtmlReport:
    """Writes a page, once all files are there: the worst come first.

    The texts of files are held by ``put``, which returns where; ``get`` returns them again, so that they need not be in memory.

    >>> texts: list[str] = []
    >>> report = HtmlReport(lambda text: texts.append(text) or len(texts) - 1, texts.__getitem__, "en")
    >>> report.add(html_file(Checked("a.yaml", Report()), 0, "en"))
    >>> page = "".join(report.pieces(Counts(files=1)))
    >>> page.startswith("<!doctype html>"), "Nothing found." in page
    (True, True)
    """

    put: Callable[[str], int]
    get: Callable[[int], str]
    lang: str = "zh"
    listed: list[_Listed] = field(factory=list)

    def add(self, file: HtmlFile) -> None:
        """Add the next file."""
        whole = None if file.whole is None else self.put(file.whole)
        brief = self.put(file.brief)
        sizes = [len((text or "").encode("utf-8", "surrogatepass")) for text in (file.whole, file.brief)]
        kept = HtmlFile(file.name, file.at, file.counts, file.failure, None)
        self.listed.append(_Listed(kept, whole, brief, *sizes))

    def pieces(self, counts: Counts, config: Config | None = None) -> Iterator[str]:
        """Yield the text of the page; ``counts`` are those of all files, ``config`` is the run's, where there is one."""
        lang = self.lang
        title = report_phrase("title", lang)
        yield from page_pieces(title, self._body(title, counts, config), lang, REPORT_MARK, _script())

    def _body(self, title: str, counts: Counts, config: Config | None) -> Iterator[str]:
        lang = self.lang
        ordered = sorted(self.listed, key=_worst_first)
        whole = all(one.whole is not None for one in ordered)
        whole = whole and sum(one.whole_bytes for one in ordered) <= _WHOLE_TABLES_BYTES
        if len(ordered) == 1 and whole:
            shown = ordered
        else:
            with_findings = [one for one in ordered if one.brief_bytes]
            shown = with_findings if whole else list(_within(with_findings, _MOST_DETAIL_BYTES))
        about = ("about_version", (__version__,)) if config is None else ("about", (__version__, config.profile.name))
        head = (
            tag("h1", title),
            tag("p", report_phrase(about[0], lang, *about[1]), class_="pm-second"),
            tag("p", summary(counts, lang), class_="pm-summary"),
        )
        yield str_of(tag("header", *head, id="top"))
        if len(ordered) > 1 or any(one.file.failure is not None for one in ordered):
            yield str_of(_files_table(ordered, {one.file.at for one in shown}, lang))
        if counts.codes:
            yield str_of(rules_table(counts, lang))
            yield str_of(filter_bar(counts, lang))
        yield from self._details(shown, whole)
        if counts.codes:
            yield str_of(words_of_rules(counts, lang))

    def _details(self, shown: Sequence[_Listed], whole: bool) -> Iterator[str]:
        """The sections of the files that are shown, with what is left out said before them."""
        if not shown:
            return
        yield "<main>"
        if not whole:
            yield str_of(tag("p", report_phrase("brief", self.lang), class_="pm-second"))
            left = sum(one.brief_bytes > 0 for one in self.listed) - len(shown)
            if left:
                yield str_of(tag("p", report_phrase("files_left", self.lang, f"{left:,}"), class_="pm-second"))
        for one in shown:
            yield self.get(one.whole if whole and one.whole is not None else one.brief)
        yield "</main>"


def _worst_first(one: _Listed) -> tuple[object, ...]:
    counts = one.file.counts
    return (one.file.failure is None, *(-counts.severities[severity] for severity in SEVERITIES), one.file.at)


def _within(listed: Sequence[_Listed], most: int) -> Iterator[_Listed]:
    """The first of the files whose brief parts are no more than so many bytes together; the first one whatever it has."""
    for at, one in enumerate(listed):
        most -= one.brief_bytes
        if most < 0 and at:
            return
        yield one


@cache
def _script() -> str:
    return files("perfmodel").joinpath("reports/filter.js").read_text(encoding="utf-8")


def to_html(obj: Report | Comparison, path: str | os.PathLike[str] | None = None, lang: str = "zh") -> str:
    """Return a report or a comparison as a page; write it, too, where a path is given.

    Raises ValueError for another language, `OSError` where the file cannot be written, as through a symbolic link.

    >>> to_html(Report(), lang="en").startswith("<!doctype html>")
    True
    """
    check_lang(lang)
    text = comparisons_html([obj], lang) if isinstance(obj, Comparison) else _report_html(obj, lang)
    if path is not None:
        write_whole(os.fspath(path), text.encode("utf-8"))
    return text


def _report_html(report: Report, lang: str) -> str:
    texts: list[str] = []

    def put(text: str) -> int:
        texts.append(text)
        return len(texts) - 1

    name = None if report.source is None else report.source.name
    file = Checked(name or "", report)
    written = HtmlReport(put, texts.__getitem__, lang)
    written.add(html_file(file, 0, lang))
    return "".join(written.pieces(file.counts))


def comparisons_html(comparisons: Sequence[Comparison], lang: str = "zh") -> str:
    """Return comparisons as a page, one below the other.

    >>> "No differences." in comparisons_html([Comparison()], "en")
    True
    """
    title = report_phrase("comparison", lang)
    most = _MOST_CHANGES_SHOWN
    sections = (
        tag("section", *changes_elements(found.changes, lang, most), *outcome_elements(found, lang, most))
        for found in comparisons
    )
    about = tag("p", report_phrase("about_version", lang, __version__), class_="pm-second")
    head = tag("header", tag("h1", title), about)
    return page(title, head, tag("main", *sections), lang=lang, generator=COMPARISON_MARK)


def _files_table(listed: Sequence[_Listed], linked: set[int], lang: str) -> Element:
    """All files, the worst first, each leading to its section; those that could not be read at the top with their reason."""
    names = [severity_word(severity, lang) for severity in SEVERITIES]
    heads = [report_phrase("file", lang), *names, report_phrase("state", lang)]
    rows = []
    for one in listed[:_MOST_FILES_LISTED]:
        file = one.file
        name = truncate(file.name, lang, _LISTED_CHARACTERS) or report_phrase("unnamed_file", lang)
        named = tag("a", name, href=f"#file-{file.at + 1}") if file.at in linked else name
        numbers = [f"{file.counts.severities[severity]:,}" for severity in SEVERITIES]
        state = "" if file.counts.findings else report_phrase("clean", lang)
        if file.failure is not None:
            state = report_phrase("failed", lang, truncate(file.failure, lang, _LISTED_CHARACTERS))
        elif file.counts.findings and file.at not in linked:
            state = report_phrase("no_details", lang)
        cells = [
            tag("td", number if number != "0" else "", class_="pm-money", data_label=label if number != "0" else None)
            for number, label in zip(numbers, names, strict=True)
        ]
        failed = "pm-failed" if file.failure is not None else None
        rows.append(tag("tr", tag("th", named, scope="row"), *cells, tag("td", state), class_=failed))
    more = len(listed) - len(rows)
    widths = (tag("col", width=f"{width}%") for width in (42, 10, 10, 10, 28))
    return tag(
        "section",
        tag("h2", report_phrase("files", lang)),
        tag("table", tag("colgroup", *widths), list_head(heads), tag("tbody", *rows), class_="pm-list"),
        tag("p", report_phrase("files_more", lang, f"{more:,}"), class_="pm-second") if more else None,
        id="files",
    )
