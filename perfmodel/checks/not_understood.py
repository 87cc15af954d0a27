"""What an object holds that was not understood, said as reading says it: a file of another form has no findings of reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perfmodel.model.finding import Finding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.strings.findings import finding
from perfmodel.strings.reasons import in_english

__all__ = ["not_understood"]


def not_understood(obj: TargetTable | Project | Indicator, reported: Iterable[Finding] = ()) -> Iterator[Finding]:
    """Yield a finding for each indicator and each text that was not understood, but for those ``reported`` already.

    >>> broken = Indicator(printed="1-产出指标；", reason="没有名称")
    >>> [(found.code, found.path) for found in not_understood(Project("会议费", indicators=[broken]))]
    [('R05', 'indicators[0]')]
    >>> [(found.code, found.path) for found in not_understood(TargetTable(unread=("附件3",)))]
    [('R04', 'unread[0]')]
    """
    known = {found.path for found in reported if found.code in ("R04", "R05")}
    for path, indicator in _broken(obj):
        if path not in known:
            reason = indicator.reason or ""
            yield finding("R05", path, indicator.span, reason=reason, reason_en=in_english(reason))
    if isinstance(obj, TargetTable):
        for at, text in enumerate(obj.unread):
            if f"unread[{at}]" not in known:
                yield finding("R04", f"unread[{at}]", None, text=text)


def _broken(obj: TargetTable | Project | Indicator) -> Iterator[tuple[str, Indicator]]:
    """Yield the indicators that were not understood, with their paths."""
    if isinstance(obj, Indicator):
        if obj.reason is not None:
            yield "", obj
        return
    projects = (("", obj),) if isinstance(obj, Project) else tuple(enumerate(obj.projects))
    for number, project in projects:
        for at, indicator in enumerate(project.indicators):
            if indicator.reason is not None:
                before = "" if isinstance(obj, Project) else f"projects[{number}]."
                yield f"{before}indicators[{at}]", indicator
