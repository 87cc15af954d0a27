"""Uses that a checker must refuse, a line each; never run."""

from __future__ import annotations

from typing_extensions import assert_never

import perfmodel
from perfmodel import (
    AllOf,
    Deadline,
    Finding,
    Funding,
    Indicator,
    Project,
    Range,
    Report,
    Section,
    Suggestion,
    Target,
    TargetTable,
    Threshold,
)


def names(table: TargetTable) -> None:
    perfmodel.raed("table.txt")  # E: no such function
    perfmodel.frames.parse_colum(["≥90%"])  # E: no such function
    print(table.project)  # E: no such field
    print(table.projects[0].indicators[0].anual)  # E: no such field
    print(table.projects[0].fundings.total)  # E: no such field
    print(Target("90%").value)  # E: no such field


def arguments(table: TargetTable, project: Project) -> None:
    perfmodel.read(3)  # E: neither a path nor a file
    perfmodel.read("table.txt", language="en")  # E: the parameter is called lang
    perfmodel.parse_target(90)  # E: a number is no text
    perfmodel.compare(table, project)  # E: two of one kind
    print(perfmodel.compare(table))  # E: two are compared
    perfmodel.validate("table.txt")  # E: a path is no table
    perfmodel.validate(table, select=7)  # E: codes are texts
    perfmodel.to_yaml([table])  # E: one object
    perfmodel.to_xlsx(table)  # E: where to?
    perfmodel.show("table")  # E: no view of a text
    table.plot(ax="left")  # E: an Axes
    table.to_records(level=2)  # E: a level is a name
    table.to_yaml(3)  # E: a language of keys is a text
    table.validate(select=7)  # E: codes are texts
    project.to_xlsx(3)  # E: a path, or a file


def making() -> None:
    Funding(total=1.5)  # E: no float
    Funding(total="18.00")  # E: no text
    Project("会议费", indicators="a")  # E: indicators
    Project("会议费", indicators=[Target("90%")])  # E: indicators
    Section("某局", [Project("会议费")])  # E: money comes second
    Indicator(annual=90)  # E: a Target, or its text
    Indicator(level1=1)  # E: a Category, or its text
    TargetTable(projects=["会议费"])  # E: projects
    Indicator(further={"备注": 3})  # E: pairs
    Finding("S02", "error")  # E: a message
    Report([Suggestion("a", True, ["name"])])  # E: findings


def results(table: TargetTable) -> None:
    total: int = table.projects[0].funding.total  # E: a Decimal, or None
    print(table.projects[0].funding.total + 1)  # E: it may be None
    print(table.projects[0].indicators[0].annual.text)  # E: it may be None
    print(perfmodel.from_yaml("name: a").projects)  # E: it may be a project
    table.title = "表"  # E: objects are immutable
    table.projects[0].funding.total = total  # E: objects are immutable
    print(table.projects.append(Project()))  # E: a tuple
    found = perfmodel.validate(table)
    print(found[0].suggestion.text)  # E: it may be None
    print(found.append(found[0]))  # E: a report is not changed
    print(perfmodel.compare(table, table).rised)  # E: no such view
    print(table.to_polars().to_excel("table.xlsx"))  # E: that is pandas


def meanings(target: Target) -> str:
    meaning = target.meaning
    print(meaning.number)  # E: not every kind has one
    if isinstance(meaning, Range):
        return meaning.text  # E: no such field
    match meaning:
        case Threshold(op=op):
            return op.number  # E: op is a text
        case Deadline() | AllOf():
            return meaning.kind
        case _:
            assert_never(meaning)  # E: there are other kinds
