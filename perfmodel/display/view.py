"""What is shown of an object: one view with its forms for notebooks, terminals and plain text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from attrs import field, frozen

from perfmodel._internal.arguments import check_lang, wrong_type
from perfmodel._internal.optional import require
from perfmodel.comparison.comparison import Comparison
from perfmodel.display.annotations import Annotations
from perfmodel.model.finding import Finding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.model.target import Target
from perfmodel.peer_targets.peers import Peers
from perfmodel.scoring.score import Score
from perfmodel.source.source import Source
from perfmodel.strings.indicators import Indicators

__all__ = ["View", "show", "view_of"]


@frozen(eq=False, repr=False)
class View:
    """What is shown of an object: HTML in a notebook, lines for ``print``, a renderable for rich.

    >>> print(show(Project("会议费", goal="开好会议。"), lang="en"))
    会议费
      Goal: 开好会议。
    """

    html: Callable[[], str] = field()
    text: Callable[[], str] = field()
    rich: Callable[[], Any] = field()

    def _repr_html_(self) -> str:
        return self.html()

    def __rich__(self) -> Any:
        return self.rich()

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return self.text()


def show(
    obj: TargetTable | Project | Indicator | Indicators | Target | Comparison | Score | Peers | Sequence[Finding],
    lang: str = "zh",
    *,
    projects: int = 20,
    indicators: int = 200,
    changes: int = 200,
) -> View:
    """Return a view of a table, a project, an indicator or several, a target, a report, a comparison, a score or peers.

    ``lang`` is ``zh`` or ``en``.

    It shows the first ``projects`` and ``indicators`` of a large table or the first ``changes`` of a comparison, and
    how many more there are. A notebook shows a view, like the objects themselves, as HTML; ``print`` shows lines of
    text, rich a table. Raises `TypeError` for any other object, and `ValueError` for an unknown language.

    >>> print(show(Target("90%或以上"), lang="en"))
    90%或以上
    >>> show(3)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
      ...
    TypeError: 应为表、项目、指标、指标值、报告、对照、得分或同类，实为 int / expected a table, ..., score or peers, got int
    """
    from perfmodel.display.table import Limits

    check_lang(lang)
    limits = Limits(max(0, projects), max(0, indicators))
    if isinstance(obj, (TargetTable, Project, Indicator, Target)):
        return view_of(obj, Annotations(obj), lang, limits)
    if isinstance(obj, Indicators):
        return view_of(obj, Annotations(obj, obj.problems), lang, limits)
    if isinstance(obj, Comparison):
        return changes_view(obj, lang, max(0, changes))
    if isinstance(obj, Score):
        return score_view(obj, lang)
    if isinstance(obj, Peers):
        return peers_view(obj, lang)
    found: Sequence[Finding] = obj
    if isinstance(found, Sequence) and all(isinstance(finding, Finding) for finding in found):
        return report_view(found, getattr(obj, "obj", None), getattr(obj, "source", None), lang, limits)
    raise wrong_type(
        obj,
        "表、项目、指标、指标值、报告、对照、得分或同类",
        "a table, project, indicator, target, report, comparison, score or peers",
    )


def view_of(obj: Any, annotations: Annotations, lang: str, limits: Any) -> View:
    """The view of an object with findings beside its rows."""

    def html() -> str:
        from perfmodel.display.html import output
        from perfmodel.display.table import elements_of

        return output(*elements_of(obj, annotations, lang, limits), lang=lang)

    def text() -> str:
        from perfmodel.display.text import text_of

        return text_of(obj, lang, limits)

    def rich() -> Any:
        require("rich", "rich")
        from perfmodel.display.rich import renderable

        return renderable(obj, annotations, lang, limits)

    return View(html, text, rich)


def changes_view(found: Comparison, lang: str, most: int) -> View:
    """The view of a comparison, of its first changes."""

    def html() -> str:
        from perfmodel.display.changes import changes_elements, outcome_elements
        from perfmodel.display.html import output

        return output(*changes_elements(found.changes, lang, most), *outcome_elements(found, lang, most), lang=lang)

    def text() -> str:
        from perfmodel.display.changes import changes_text, outcome_text

        return "\n".join((changes_text(found.changes, lang, most), *outcome_text(found, lang, most)))

    def rich() -> Any:
        require("rich", "rich")
        from perfmodel.display.rich import changes_renderable

        return changes_renderable(found.changes, lang, most)

    return View(html, text, rich)


def score_view(found: Score, lang: str) -> View:
    """The view of a score."""

    def html() -> str:
        from perfmodel.display.html import output
        from perfmodel.display.score import score_elements

        return output(*score_elements(found, lang), lang=lang)

    def text() -> str:
        return found.render(lang)

    def rich() -> Any:
        return require("rich.text", "rich").Text(found.render(lang))

    return View(html, text, rich)


def peers_view(found: Peers, lang: str) -> View:
    """The view of an indicator's peers."""

    def html() -> str:
        from perfmodel.display.html import output
        from perfmodel.display.peers import peers_elements

        return output(*peers_elements(found, lang), lang=lang)

    def text() -> str:
        return found.render(lang)

    def rich() -> Any:
        return require("rich.text", "rich").Text(found.render(lang))

    return View(html, text, rich)


def report_view(
    findings: Sequence[Finding], obj: Any, source: Source | None, lang: str = "zh", limits: Any = None
) -> View:
    """The view of findings: beside the rows of their object where that is known, else as a list."""
    from perfmodel.display.table import Limits

    limits = Limits() if limits is None else limits
    found = tuple(findings)

    def html() -> str:
        from perfmodel.display.html import output
        from perfmodel.display.report import report_elements

        return output(*report_elements(found, obj, source, lang, limits), lang=lang)

    def text() -> str:
        from perfmodel.display.text import report_text

        return report_text(found, lang, None if obj is None else type(obj))

    def rich() -> Any:
        require("rich", "rich")
        from perfmodel.display.rich import report_renderable

        return report_renderable(found, obj, source, lang, limits)

    return View(html, text, rich)
