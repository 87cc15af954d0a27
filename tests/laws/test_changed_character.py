"""One character of the real table changed: what goes away for it is reported."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from perfmodel import Finding, TargetTable, from_yaml, parse_table, render_table, to_yaml, validate
from perfmodel.model.funding import AMOUNTS
from tests.golden import FOLDER

REAL = (FOLDER / "guangzhou-disability-employment.txt").read_text(encoding="utf-8")
# What is put in: characters of the table itself, and signs that stand in others.
OF_THE_TABLE = sorted({char for char in REAL if not char.isspace()})
SIGNS = "0123456789.,;:；：、。（）()%+-—*·？ \n\u200b　aOlX|人的年值指标"
CHANGES, SEED = 2000, 12
# Changes that take something away without a finding, and are right: at most 0.5 % of all. None is known.
SILENT: dict[str, str] = {}


def changed(text: str, rng: random.Random) -> tuple[str, str]:
    """Return the kind of a change of one character, and the text with it."""
    while True:
        at, kind = rng.randrange(len(text)), rng.choice(["delete", "insert", "replace", "swap"])
        char = rng.choice(OF_THE_TABLE if rng.random() < 0.6 else SIGNS)
        new = {
            "delete": text[:at] + text[at + 1 :],
            "insert": text[:at] + char + text[at:],
            "replace": text[:at] + char + text[at + 1 :],
            "swap": text[:at] + text[at : at + 2][::-1] + text[at + 2 :],
        }[kind]
        if new != text:
            return kind, new


def holdings(table: TargetTable) -> Counter[str]:
    """Count what a table says: bodies, money, projects, spenders, goals, levels, targets and those that are understood."""
    found: Counter[str] = Counter(unit=bool(table.unit), currency=table.currency_unit is not None)
    fundings = [table.total, *(section.funding for section in table.sections)]
    fundings += [project.funding for project in table.projects]
    found["money"] = sum(
        getattr(funding, name) is not None for funding in fundings if funding is not None for name in AMOUNTS
    )
    found["sections"] = sum(bool(section.name) for section in table.sections)
    for project in table.projects:
        found.update(projects=1, spenders=project.spender is not None, goals=bool(project.goal))
        for indicator in project.indicators:
            found["indicators"] += indicator.understood
            for level in (indicator.level1, indicator.level2):
                found["levels"] += level is not None and level.known
            for target in (indicator.whole_period, indicator.annual):
                found["targets"] += target is not None
                found["understood targets"] += target is not None and target.understood
    return found


def findings(table: TargetTable) -> Counter[tuple[str, str]]:
    """Count the findings of reading and of checking, by code and message."""
    found: list[Finding] = [*table.problems, *validate(table)]
    return Counter((finding.code, finding.message) for finding in found)


@pytest.fixture(scope="module")
def real() -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """What the real table says, and what is found in it."""
    table = parse_table(REAL)
    return holdings(table), findings(table)


def gone(text: str, before: Counter[str]) -> tuple[set[str], TargetTable]:
    """Return what a changed text has less of, and its table."""
    table = parse_table(text)
    after = holdings(table)
    return {name for name, count in before.items() if after[name] < count}, table


def test_what_goes_away_is_reported(real: tuple[Counter[str], Counter[tuple[str, str]]]) -> None:
    before, known = real
    rng = random.Random(SEED)
    lost, silent = 0, []
    for _ in range(CHANGES):
        kind, text = changed(REAL, rng)
        names, table = gone(text, before)
        if names:
            lost += 1
            if not findings(table) - known:
                silent.append((kind, sorted(names), text))
    assert lost > CHANGES // 10  # the changes do take things away
    unknown = [(kind, names) for kind, names, text in silent if text not in SILENT]
    assert len(unknown) <= CHANGES * 0.005, unknown
    assert unknown == []


# Changes that took a target, a spender or its meaning away in silence.
PAIRS = [
    ("；实施周期指标值:100%；年度", "实施周期指标值:100%；年度", "R18"),
    ("年度指标值:90%或以上", "年指标值:90%或以上", "R17"),
    ("年度指标值:90%或以上", "度年指标值:90%或以上", "R17"),
    ("年度指标值:90%或以上", "年度指标:值90%或以上", "R17"),
    ("年度指标值:90%或以上", "年度指标:值:90%或以上", "R17"),
    ("年度指标值:90%或以上", "年度指标值::90%或以上", "R17"),
    ("年度指标值:90%或以上", "年度指标值90%或以上", "R17"),
    ("年度指标值:90%或以上", "年度指标值；90%或以上", "R17"),
    ("年度指标值:90%或以上", "年\u200b度指标值:90%或以上", "R20"),
    ("实施周期指标值:90%或以上；年度", "实施周期指标值:90%或以上：年度", "R18"),
    ("实施周期指标值:90%或以上；年度", "实施周期指标值:90%或以上年度", "R18"),
    ("残疾人就业培训服务中心）", "残疾人就业培训服务中心", "R21"),
    ("残疾人就业培训服务中心）", "残疾人就业培训服务中）心", "R21"),
    ("经费（广州", "经（费广州", "R21"),
    ("疾人就业培训服务中心）", "疾人就业培汛服务中心）", "R21"),
]


@pytest.mark.parametrize(("printed", "damaged", "code"), PAIRS)
def test_damage_is_named(
    real: tuple[Counter[str], Counter[tuple[str, str]]], printed: str, damaged: str, code: str
) -> None:
    before, known = real
    assert printed in REAL
    names, table = gone(REAL.replace(printed, damaged, 1), before)
    new = findings(table) - known
    assert {finding_code for finding_code, _message in new} >= {code}
    # Labels are read as what they must be; a spender is kept in the name.
    assert names == ({"spenders"} if code == "R21" else set())


AMOUNTS_DAMAGED = """(418.58) (418.58)|418.58万元 418.58万元|418.58*|418·58|41O.58|418,58|418.58， 418.58|418.582418.58
4;.58 418.58|418.58* 418.58|418·58 418·58|41O.58 418.58|418,58 418,58|418.5 8 418.58|418.58 418 .58|￥418.58 ￥418.58
418.58、418.58|418。58 418。58|418..58 418.58|[418.58] [418.58]|41?.58 41?.58|418.58元 418.58元|418.58O418.58|418.58-418.58|418.58 418.588|418.58 418.58；|418.58 418.5\ufeff8|418.58 418.58。""".replace(
    "\n", "|"
)


@pytest.mark.parametrize("damaged", AMOUNTS_DAMAGED.split("|"))
def test_damaged_amounts_keep_the_row(damaged: str) -> None:
    real = parse_table(REAL)
    names = [(project.name, project.goal) for project in real.projects]
    for printed, path in (
        ("418.58 418.58", "projects[0].funding"),
        ("合计 830.47 830.47", "total"),
        ("中心 830.47 830.47", "sections[0].funding"),
    ):
        head = printed.partition(" ")[0] + " " if printed[0] not in "0123456789" else ""
        table = parse_table(REAL.replace(printed, head + damaged, 1))
        assert [(project.name, project.goal) for project in table.projects] == names
        assert [section.name for section in table.sections] == [section.name for section in real.sections]
        reported = [(found.code, found.severity, found.path) for found in table.problems if found.code == "R22"]
        assert reported == [("R22", "error", path)]
        assert from_yaml(to_yaml(table)) == table
        assert parse_table(render_table(table)) == table
