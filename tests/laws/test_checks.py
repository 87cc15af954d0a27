"""Checking never raises; each finding has its place and its words; what is checked apart is found apart."""

from __future__ import annotations

import pickle
import re
from collections import Counter
from pathlib import Path
from random import Random

from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

from perfmodel import (
    Indicator,
    ParseError,
    Project,
    Report,
    Section,
    Target,
    TargetTable,
    from_json,
    from_records,
    from_yaml,
    parse_table,
    to_json,
    to_yaml,
    validate,
)
from perfmodel.checks.engine import active_rules, check
from perfmodel.checks.profiles import PROFILES, profile_of
from perfmodel.checks.registry import RULES
from perfmodel.model.fields import CLASSES, fields_of
from perfmodel.model.finding import Finding
from perfmodel.model.paths import object_at, path_text
from tests import strategies
from tests.laws.test_frames import kept

REAL = Path(__file__, "../../tables/guangzhou-disability-employment.txt").resolve().read_text(encoding="utf-8")

# What rules say of a project because of other projects.
TABLE_WIDE = {
    "F01": "projects add up to their body, bodies to the table",
    "F02": "the same sums, after a factor of 10 000",
    **dict.fromkeys(("F03", "F04", "F05", "F06"), "a total that the sums dispute is not certain"),
    "S07": "a name that is one of no category is reported once in a table",
    "S17": "a project is what a table without projects lacks",
    "S09": "which tree of categories is the table's own is told by all projects",
    "R21": "whose name is nearly a body's is told by the bodies that the table names",
}
# What a total may be is told by the sums around it: a project more may put one in doubt, or bear it out.
OF_TOTALS = {"F03", "F04", "F05", "F06"}

profiles = st.sampled_from(PROFILES)


def _every_rule(obj: TargetTable | Project | Indicator, profile: str = "default") -> Report:
    """What all rules find, those too that the profile has off."""
    return validate(obj, profile, select="ALL")


def _has_place_and_words(obj: TargetTable | Project | Indicator, report: Report) -> None:
    for finding in report:
        object_at(obj, finding.path)
        for text in (finding.message, finding.english):
            assert text
            # No place of a message is left; a brace by itself may be the text's own, and {a} is one of the strategies' values.
            assert not re.search("{[a-z_]+}", text.replace("{a}", ""))
        if finding.suggestion is not None:
            for path in finding.suggestion.paths:
                object_at(obj, path)
        if finding.span is not None:
            assert report.source is not None
            assert finding.span.end <= len(report.source.text)
    assert str(report) or not report
    assert report.to_plain()["findings"] or not report


@given(strategies.tables(), profiles)
def test_a_table_is_checked(table: TargetTable, profile: str) -> None:
    _has_place_and_words(table, _every_rule(table, profile))


@given(st.one_of(strategies.projects(), strategies.long_projects(), strategies.indicators()), profiles)
def test_a_project_and_an_indicator_are_checked(obj: Project | Indicator, profile: str) -> None:
    _has_place_and_words(obj, _every_rule(obj, profile))


@given(st.data(), profiles)
def test_what_is_read_of_damaged_text_is_checked(data: st.DataObject, profile: str) -> None:
    try:
        table = parse_table(data.draw(strategies.mutilated(REAL)))
    except ParseError:
        return
    report = _every_rule(table, profile)
    _has_place_and_words(table, report)
    assert all(finding.span is not None for finding in report)


@given(strategies.tables())
def test_what_is_read_of_a_printed_table_is_checked(table: TargetTable) -> None:
    table = parse_table(strategies.rendered(table))
    report = _every_rule(table)
    _has_place_and_words(table, report)
    assert all(finding.span is not None for finding in report)


@given(strategies.tables(), st.randoms(use_true_random=False))
def test_the_order_of_rules_changes_nothing(table: TargetTable, random: Random) -> None:
    active = active_rules(profile_of("default"), ("",))
    shuffled = random.sample(active, len(active))
    assert _counted(check(table, active)) == _counted(check(table, shuffled))


@given(strategies.tables())
def test_each_rule_alone_finds_what_it_finds_among_all(table: TargetTable) -> None:
    together = Counter(_every_rule(table))
    alone = Counter(finding for rule in RULES for finding in validate(table, select=[rule.code]))
    assert alone == Counter({found: count for found, count in together.items() if found.code[0] != "R"})


@given(strategies.tables(), strategies.projects())
def test_a_project_more_changes_no_other(table: TargetTable, project: Project) -> None:
    last = table.sections[-1]
    more = evolve(table, sections=(*table.sections[:-1], evolve(last, projects=(*last.projects, project))))
    added = f"projects[{len(table.projects)}]"
    wide = {*TABLE_WIDE, *OF_TOTALS}
    before = [finding for finding in _every_rule(table) if finding.code not in wide]
    after = [
        finding for finding in _every_rule(more) if finding.code not in wide and not finding.path.startswith(added)
    ]
    assert _counted(after) == _counted(before)


# A name that speaks of 2020, and a date of 2024: too late for the name, unless the title speaks of 2024.
OLD_FILES = Project("2020年档案整理", indicators=[Indicator(name="完成时间", annual=Target("2024-12-31"))])


@given(st.one_of(strategies.tables(), strategies.dated_tables()))
@example(TargetTable("2024年项目支出绩效目标表", sections=(Section(projects=(OLD_FILES,)),)))
@example(TargetTable("项目支出绩效目标表", sections=(Section(projects=(OLD_FILES,)),)))
def test_a_project_in_a_table_is_found_as_it_is_alone(table: TargetTable) -> None:
    """But for what its table says of it: sums, the unit of its amounts, the names of the bodies around it.

    V11 takes a date for wrong that is off the years in the project's name. Years in the table's title are right as well:
    they can take such a warning away, and nothing else of V11, and put none there.
    """
    plain = TargetTable(table.title, table.unit, None, None, (Section("", projects=table.projects),))
    whole = _every_rule(plain)
    for at, project in enumerate(plain.projects):
        path = f"projects[{at}]."
        report = _every_rule(project)
        own = {(found.code, found.path.removeprefix(path)) for found in whole if found.path.startswith(path)}
        alone = {(found.code, found.path) for found in report}
        wide = {"S04", "S05", "V11", *TABLE_WIDE}
        assert {found for found in own if found[0] not in wide} == {found for found in alone if found[0] not in wide}
        dates_in_table = {found for found in own if found[0] == "V11"}
        dates_alone = {("V11", found.path) for found in report.by_rule.get("V11", ())}
        off_the_name = {("V11", found.path) for found in report if "项目名称中的年份" in found.message}
        assert dates_in_table <= dates_alone
        assert dates_alone - dates_in_table <= (off_the_name if re.search("20[0-9]{2}", table.title) else set())


def test_a_title_takes_the_warning_of_a_name_away() -> None:
    def dates_in(table: TargetTable) -> list[str]:
        return [found.path for found in validate(table, select="V11")]

    assert [found.severity for found in validate(OLD_FILES, select="V11")] == ["warning"]
    section = Section(projects=(OLD_FILES,))
    assert dates_in(TargetTable("项目支出绩效目标表", sections=(section,))) == ["projects[0].indicators[0].annual"]
    assert dates_in(TargetTable("2021年项目支出绩效目标表", sections=(section,))) == [
        "projects[0].indicators[0].annual"
    ]
    assert dates_in(TargetTable("2024年项目支出绩效目标表", sections=(section,))) == []


@given(strategies.tables(), profiles)
def test_a_file_is_found_as_its_table_is(table: TargetTable, profile: str) -> None:
    again = from_yaml(to_yaml(table))
    assert isinstance(again, TargetTable)
    assert _kinds(_every_rule(again, profile)) == _kinds(_every_rule(table, profile))


@given(st.data())
def test_a_file_is_found_as_its_printed_table_is(data: st.DataObject) -> None:
    try:
        table = parse_table(data.draw(strategies.mutilated(REAL)))
    except ParseError:
        return
    again = from_yaml(to_yaml(table))
    assert isinstance(again, TargetTable)
    doubted = {problem.path for problem in table.problems if problem.code == "R08"}
    guessed = {f"{path}.{name}" for path in doubted for name in ("name", "goal")}
    found, found_again = _kinds(_every_rule(table)), _kinds(_every_rule(again))
    # Where reading guessed what parts name and goal, S01 says nothing, nor do sums where it doubts an amount or may have
    # missed a row; a file has no doubts.
    doubtful = {
        "S01": guessed,
        **{code: {key[1] for key in (*found, *found_again)} for code in TABLE_WIDE if code[0] == "F"},
    }

    def certain(counted: Counter[tuple[str, str, str]]) -> Counter[tuple[str, str, str]]:
        return Counter({key: count for key, count in counted.items() if key[1] not in doubtful.get(key[0], ())})

    assert certain(found) == certain(found_again)


def _counted(findings: list[Finding]) -> Counter[Finding]:
    return Counter(findings)


def _kinds(report: Report) -> Counter[tuple[str, str, str]]:
    """What rules found, without what reading did."""
    return Counter((found.code, found.path, found.severity) for found in report if found.code[0] != "R")


# What reading says of the layout of a text, and of what it inferred from it: another form of the same object has neither.
OF_LAYOUT = {
    "R01": "in which columns amounts without heads stand",
    "R03": "how else a line of digits may be read",
    "R06": "a label that is missing before a part of a value",
    "R07": "the printed numbers of indicators",
    "R08": "where a name ends that no line of money ends",
    "R09": "heads and units above the table",
    "R10": "the encoding of a file",
    "R12": "where a name begins",
    "R14": "text behind a full stop",
    "R16": "a line in a goal that stands like one of money",
    "R17": "a damaged label that was mended",
    "R18": "a lost semicolon that was put back",
    "R20": "blanks in a label",
    "R25": "one more line of totals, unread text since",
    "R26": "where another table begins",
    "R27": "a page number on a line of its own",
}
# A total that a doubtful line (R03, R16) may explain is disputed where nobody knows that the line is doubtful.
DOUBTFUL = {"R03", "R16"}


def _said(obj: TargetTable | Project | Indicator) -> set[tuple[str, str, str]]:
    report = validate(obj)
    left_out = {*OF_LAYOUT, *(OF_TOTALS if DOUBTFUL & set(report.by_rule) else ())}
    return {(found.code, found.severity, found.path) for found in report if found.code not in left_out}


def _in_records(table: TargetTable) -> TargetTable:
    """What records hold of a table, without what reading said of it."""
    return evolve(kept(table), total=None, unread=(), problems=())


def _in_other_forms(table: TargetTable) -> list[TargetTable]:
    yaml, json = from_yaml(to_yaml(table)), from_json(to_json(table))
    assert isinstance(yaml, TargetTable)
    assert isinstance(json, TargetTable)
    return [yaml, json, pickle.loads(pickle.dumps(table))]


@given(st.data())
def test_every_form_has_the_findings_of_the_object(data: st.DataObject) -> None:
    try:
        table = parse_table(data.draw(strategies.mutilated(REAL)))
    except ParseError:
        return
    for other in _in_other_forms(table):
        assert sorted(_said(table) - _said(other)) == []
    held = _in_records(table)
    assert sorted(_said(held) - _said(from_records(held.to_records()))) == []
    for at, project in enumerate(table.projects):
        broken = {f"indicators[{n}]" for n, one in enumerate(project.indicators) if not one.understood}
        assert {found.path for found in validate(project) if found.code == "R05"} == broken
        listed = {found.path for found in validate(project.indicators) if found.code == "R05"}
        assert listed == broken, at


@given(strategies.tables())
def test_every_form_of_a_built_table_has_its_findings(table: TargetTable) -> None:
    for other in _in_other_forms(table):
        assert sorted(_said(table) ^ _said(other)) == []
    held = _in_records(table)
    assert sorted(_said(held) ^ _said(from_records(held.to_records()))) == []


@given(strategies.projects())
def test_a_list_of_indicators_has_the_findings_of_its_indicators(project: Project) -> None:
    of_project = {found for found in validate(project) if found.path.startswith("indicators[")}
    of_list = validate(project.indicators)
    assert isinstance(of_list.obj, Project)
    assert {found.code for found in of_list if found.code in ("V01", "V19", "V20", "S16", "R05")} == {
        found.code for found in of_project if found.code in ("V01", "V19", "V20", "S16", "R05")
    }
    assert {found.path[0] for found in of_list} <= {"i"}


_FIELD_NAMES = frozenset(field.name for kind in CLASSES for field in fields_of(kind))
_LABEL = re.compile("“.*”", re.DOTALL)


@given(strategies.tables(), st.sampled_from(["", "tables[2]."]))
def test_every_path_of_a_finding_is_said_in_words(table: TargetTable, before: str) -> None:
    objects: list[TargetTable | Project | Indicator] = [
        table,
        *table.projects,
        *(one for project in table.projects for one in project.indicators),
    ]
    for obj in objects:
        for finding in _every_rule(obj):
            path = (before + finding.path).removesuffix(".")
            chinese, english = (path_text(path, lang, type(obj)) for lang in ("zh", "en"))
            assert chinese
            assert english
            own = _LABEL.sub("", chinese)  # the label of a further column is whatever the table prints
            assert not re.search(r"[\[\]{}.]", own), own
            assert not _FIELD_NAMES & set(re.findall("[a-z_0-9]+", own)), own
            assert not re.search(r"[\[\]{}_.]", _LABEL.sub("", english)), english
