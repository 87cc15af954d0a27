"""Rules and comparison never disagree about which way is better by a name, whatever name it is."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from perfmodel import Category, Indicator, Target, compare, validate
from perfmodel.vocabulary import groups
from perfmodel.vocabulary.direction import better
from tests.test_direction import NAMES

_GROUPS = (
    "lower_is_better higher_is_better spent mishaps mishap_things mishap_measures outcomes resolved rates falls rises"
    " change_measures gains reversing handling pests lives spoiled late capped uncertain_counts"
).split()
words = st.sampled_from([word for group in _GROUPS for word in groups.listed(group)[0]])
around = st.sampled_from(
    ["", "系统", "设备", "处理", "受理群众", "减少", "控制", "零", "无", "不", "未", "新增", "参加", "重大", "监测"]
)
names = st.one_of(
    st.sampled_from([name for name, _way in NAMES]),
    st.builds("{}{}{}".format, around, words, st.sampled_from(["", "率", "次数", "数量", "下降率", "控制", "（次）", "情况", "人次"])),
    st.builds("{}{}{}{}".format, around, words, words, words),
    st.builds("{}{}{}".format, words, st.sampled_from("和与及、"), words),
)  # fmt: skip


def _verdict(name: str, level2: str | None) -> str | None:
    category = None if level2 is None else Category.lookup(level2)
    old, new = (Indicator(None, category, name, annual=Target(text)) for text in ("2次", "5次"))
    (change,) = compare(old, new)
    return {"raised": "higher", "lowered": "lower"}.get(change.kind)


def _rule_says(name: str, level2: str | None) -> str | None:
    """Which way V08 takes to be better: the one whose opposite it reports."""
    category = None if level2 is None else Category.lookup(level2)
    found = [
        way
        for way, sign in (("lower", "≥"), ("higher", "≤"))
        if validate(Indicator(None, category, name, annual=Target(f"{sign}5次")), select="V08")
    ]
    assert len(found) < 2
    return found[0] if found else None


@given(names, st.sampled_from([None, "11", "12", "22"]))
@example("差错率人次", None)
def test_v08_and_compare_never_disagree(name: str, level2: str | None) -> None:
    rule, comparison = _rule_says(name, level2), _verdict(name, level2)
    if rule is not None:
        assert comparison == rule
    elif comparison == "lower":
        raise AssertionError("V08 does not know what comparison knows")
    elif comparison == "higher":
        assert groups.ends_as(name, "capped") or (better(name) is None and level2 == "11")


@given(names, st.booleans())
def test_counting_output_turns_no_direction_round(name: str, other: bool) -> None:
    own = better(name)
    assert better(name, counts_output=True) in ((own,) if own is not None else (None, "higher"))
    assert better(f"{name}(人)" if other else f" {name}") == own
