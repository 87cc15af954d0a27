"""Findings as text in groups: those of a project, of a rule or of a file together, under its name."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from perfmodel.model.finding import Finding
from perfmodel.model.paths import path_text
from perfmodel.model.table import TargetTable
from perfmodel.reports.counts import Counts
from perfmodel.reports.finding_rows import Owner, owner_of
from perfmodel.reports.results import Checked
from perfmodel.reports.rule_catalogue import entry_of
from perfmodel.reports.text import finding_text
from perfmodel.source.excerpt import visible

__all__ = ["GROUPINGS", "Group", "grouped_text", "groups_of", "rule_heading", "texts_by_rule"]

GROUPINGS = ("project", "rule", "file")


@frozen
class Group:
    """Findings that stand together, in the order of the table; ``heading`` is one line."""

    heading: str
    findings: tuple[Finding, ...]


def groups_of(file: Checked, by: str, lang: str = "zh") -> Iterator[Group]:
    """Yield the findings of a file in groups, in the order in which the first of each stands.

    ``by`` is ``project`` (what concerns none comes under the whole table) or ``file``.

    >>> from perfmodel.checks.report import Report
    >>> from perfmodel.model.table import Project, TargetTable
    >>> table = TargetTable(projects=[Project("会议费")])
    >>> findings = [Finding("S02", "error", "没有指标", "projects[0].indicators"), Finding("S03", "error", "没有合计", "total")]
    >>> [group.heading for group in groups_of(Checked("a.yaml", Report(findings, obj=table)), "project")]
    ['a.yaml · 第1个项目 会议费', 'a.yaml · 全表']
    """
    if by == "file":
        if file.report:
            yield Group(visible(file.name), file.report.findings)
        return
    found: dict[tuple[int | None, object], list[Finding]] = {}
    headings: dict[tuple[int | None, object], str] = {}
    for finding in file.report or ():
        owner = owner_of(finding.path, file.report and file.report.obj, file.parts)
        project = owner.project
        key = (owner.number, None if project is None else owner.row[0])
        found.setdefault(key, []).append(finding)
        if key not in headings:
            headings[key] = visible(f"{file.name} · {_owner_words(owner, lang)}")
    for key, findings in found.items():
        yield Group(headings[key], tuple(findings))


def _owner_words(owner: Owner, lang: str) -> str:
    """What a group is of: a project with its number and its name, or all that was checked."""
    project = owner.project
    steps = [] if owner.number is None else [f"tables[{owner.number - 1}]"]
    if project is None:
        whole = path_text("", lang, TargetTable if owner.obj is None else type(owner.obj))
        return " ".join((*filter(None, (path_text(".".join(steps), lang),)), whole))
    if isinstance(owner.obj, TargetTable):
        steps.append(f"projects[{owner.row[0]}]")
    return " ".join(filter(None, (path_text(".".join(steps), lang), project.name)))


def grouped_text(file: Checked, by: str, lang: str = "zh") -> str:
    """Return the findings of a file as text, each group under its heading, an empty line behind each group."""
    return "".join(
        f"{group.heading}\n{''.join(finding_text(file, finding, lang) for finding in group.findings)}\n"
        for group in groups_of(file, by, lang)
    )


def texts_by_rule(file: Checked, lang: str = "zh") -> tuple[tuple[str, str], ...]:
    """Return the findings of a file as text by code: the code with the text of its findings, for a run over many files."""
    if file.report is None:
        return ()
    return tuple(
        (code, "".join(finding_text(file, finding, lang) for finding in findings))
        for code, findings in file.report.by_rule.items()
    )


def rule_heading(code: str, counts: Counts, lang: str = "zh") -> str:
    """Return the line above the findings of a rule: its code, its title, how many there are.

    >>> print(rule_heading("V06", Counts(codes={"V06": 2}), "en"))
    V06 a bounded ratio is at most 100% (2)
    """
    title, count = visible(entry_of(code).title(lang)), counts.codes.get(code, 0)
    return f"{code} {title} ({count})" if lang == "en" else f"{code} {title}（{count} 处）"
