"""Asking only the rules whose declared conditions hold finds what asking each rule about everything would find."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from perfmodel import Category, Indicator, Project, Target, TargetTable
from perfmodel.checks.context import IndicatorView, TargetView
from perfmodel.checks.engine import active_rules, check
from perfmodel.checks.plan import Active, Plan
from perfmodel.checks.profiles import profile_of
from perfmodel.checks.registry import RULES, rule_of
from perfmodel.checks.rule import Where
from perfmodel.values.kinds import Placeholder
from perfmodel.values.parser import TargetReading
from perfmodel.vocabulary import groups
from tests import strategies
from tests.benchmarks.data import published
from tests.examples import example

CASES = Path(__file__, "../../cases/rules").resolve()


def holds(where: Where, view: IndicatorView, targets: Collection[TargetView]) -> bool:
    """Whether all that is declared is true, word for word, of an indicator and of one of these values of its."""
    indicator, project = view.indicator, view.project
    both = (indicator.whole_period, indicator.annual)
    alone = (view,) if project is None else project.indicators
    readings = [target.understanding for target in targets] or [TargetReading(Placeholder())]
    facts = {
        "level1": where.level1 is None or view.level1 in where.level1,
        "level2": where.level2 is None or view.level2 in where.level2,
        "in_order": where.in_order in (None, view.categories.in_order),
        "is_cost": where.is_cost in (None, view.categories.is_cost),
        "plain": where.plain in (None, view.plain),
        "further": where.further in (None, indicator.further != () or indicator.operator is not None),
        "weighed": where.weighed
        in (None, any(one.indicator.weight is not None or one.indicator.further != () for one in alone)),
        "differs": where.differs in (None, None not in both and len(view.targets) == 2),
        "evaluated": where.evaluated
        in (None, (indicator.actual, indicator.score) != (None, None) and not (project and project.is_monitoring)),
        "name": where.name is None or (view.has_sane_name and where.name(view.name)),
        "value": where.value is None or any(map(where.value, readings)),
    }
    assert set(facts) == {name for name in dir(where) if name[0] != "_" and not callable(getattr(Where, name))}
    return all(facts.values())


class EveryRule(Plan):
    """Asks each rule, wherever what it declares holds, without remembering anything."""

    def asked_of(self, view: IndicatorView) -> list[tuple[IndicatorView | TargetView, tuple[Active, ...]]]:
        own = tuple(
            entry for entry in self.of("indicator") if any(holds(where, view, view.targets) for where in entry[0].where)
        )
        asked: list[tuple[IndicatorView | TargetView, tuple[Active, ...]]] = [(view, own)]
        for target in view.targets:
            of_kind = [entry for entry in self.of("target") if target.meaning.kind in entry[0].kinds]
            about = [entry for entry in of_kind if any(holds(where, view, [target]) for where in entry[0].where)]
            asked.append((target, tuple(about)))
        return asked


def _is_asked_as_declared(obj: TargetTable | Project | Indicator, profile: str) -> None:
    active = active_rules(profile_of(profile), ("",))
    found = check(obj, Plan(active))
    assert sorted(map(repr, found)) == sorted(map(repr, check(obj, EveryRule(active))))


def _words() -> list[str]:
    """Ends of names that rules look for."""
    return sorted({word for name in groups.GROUPS_OF_ENDINGS for word in groups.listed(name)[0]})


@st.composite
def telling_indicators(draw: st.DrawFn) -> Indicator:
    """An indicator whose name, categories and values some rule has to say something about."""
    known = [None, *Category.tree(), Category.lookup("1"), Category.lookup("2")]
    ends = draw(st.sampled_from(_words()))
    name = draw(st.sampled_from(["", "培训", "资金", "项目", "故障", "档案管理", "制度", "一次"])) + ends
    values = st.one_of(st.none(), st.sampled_from(published()).map(Target), strategies.target_texts().map(Target))
    columns = st.sampled_from(
        [(), (("计算符号", "≤"),), (("指标方向", "反向"),), (("权重", "10"),), (("指标值", "≥90%"),)]
    )
    return Indicator(
        level1=draw(st.sampled_from(known)),
        level2=draw(st.sampled_from(known)),
        name=name + draw(st.sampled_from(["", "", "", "(%)", " 一", "指标", "XX"])),
        whole_period=draw(values),
        annual=draw(values),
        unit=draw(st.sampled_from([None, None, "%", "次"])),
        further=draw(columns),
    )


@given(st.lists(telling_indicators(), min_size=1, max_size=5), st.sampled_from(["default", "guangdong"]))
def test_telling_indicators(indicators: list[Indicator], profile: str) -> None:
    _is_asked_as_declared(Project("培训费", goal="举办培训班4期。", indicators=tuple(indicators)), profile)


@given(
    st.one_of(strategies.tables(), strategies.dated_tables(), strategies.long_projects(), strategies.indicators()),
    st.sampled_from(["default", "guangdong"]),
)
def test_any_table(obj: TargetTable | Project | Indicator, profile: str) -> None:
    _is_asked_as_declared(obj, profile)


@pytest.mark.parametrize("code", [rule.code for rule in RULES])
def test_the_cases_of_the_rules(code: str) -> None:
    cases: dict[str, Any] = yaml.safe_load((CASES / f"{code}.yaml").read_text(encoding="utf-8"))
    for case in (*cases["fail"], *cases["pass"]):
        _is_asked_as_declared(example(case["of"]), case.get("profile", "default"))


PLAIN = st.text("0123456789.%‰/、-≥≤><=次人个元不少于达到完成以上年月日无百分之", max_size=10).filter(
    lambda text: "百分比" not in text
)


@given(st.text("培训合格率数量完成情况", min_size=1, max_size=8), st.one_of(PLAIN, st.sampled_from(published())))
def test_nothing_is_left_over_in_what_is_plain(name: str, value: str) -> None:
    """Rules about what was left over or came in by accident declare that they look at what is not plain."""
    view = IndicatorView(Indicator(name=name, annual=Target(value)))
    if view.plain:
        for code in ("S10", "S11", "S15"):
            rule = rule_of(code)
            assert Where(plain=False) in rule.where
            # A name can also be judged by its words, which a plain one has too.
            if not any(
                where.plain is None and where.name is not None and where.name(view.name) for where in rule.where
            ):
                assert list(rule.check(view, rule.settings)) == []
