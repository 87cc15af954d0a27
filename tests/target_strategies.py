"""Strategies for target values: meanings, their texts, and texts that are nothing of the kind."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from perfmodel.values import (
    AllOf,
    Boolean,
    Deadline,
    Meaning,
    NoValue,
    Period,
    Placeholder,
    Qualitative,
    Range,
    Ratio,
    Threshold,
    write,
)
from perfmodel.values.qualitative import listed, qualitative
from perfmodel.values.units import same

OPERATORS = [">=", ">", "<=", "<", "=", "≈"]
UNITS = [
    "%",
    "‰",
    "个百分点",
    "元",
    "万元",
    "亿元",
    "次",
    "人次",
    "万人次",
    "天",
    "个工作日",
    "个月",
    "年",
    "月",
    "小时",
]
UNITS += ["分钟", "平方米", "㎡", "亩", "公里", "km", "吨", "户", "个村", "名学生", "分", "台套", "G", "M", "成", "万"]
PER = ["年", "月", "季度", "人", "次", "户", "平方米", "人·月", "人·次", "10万公顷", "2年", "半年", "百户"]
WORDS = [
    "显著提升",
    "逐步降低",
    "按月安排",
    "优",
    "良好",
    "合格",
    "达标",
    "不低于上年水平",
    "无重大安全事故",
    "控制在预算内",
]
WORDS += ["一次性补贴", "十分满意", "达成预期指标", "及时"]
CLAUSES = ["无安全事故", "按时完成", "质量合格", "群众认可"]
CHARS = "0123456789.,，。%‰≥≤<>=～-~—至到约超过不低于高少以上下内前底年月日季度个次人元万亿十百一二两三成分之每/*×X_（）()含 且；：:±提降增减较\n\x00😀"


def numbers(low: int = -10_000, high: int = 10_000_000) -> st.SearchStrategy[Decimal]:
    return st.builds(
        lambda whole, places: Decimal(whole).scaleb(-places),
        st.integers(low, high),
        st.integers(0, 3),
    )


def counts() -> st.SearchStrategy[Decimal]:
    return numbers(low=0)


units = st.none() | st.sampled_from(UNITS)
pers = st.none() | st.sampled_from(PER)
changes = st.none() | st.sampled_from(["increase", "decrease"])


def _pers_of(unit: str | None) -> st.SearchStrategy[str | None]:
    """What a unit can be counted for: not for itself, no months for each time, and 月 alone, which may be a date, for nothing."""
    if unit is None or unit == "月":
        return st.none()
    months = unit in ("个月", "月", "年")
    return pers.filter(
        lambda per: (
            per is None
            or not ((months and per == "次") or any(same(unit, part.lstrip("0123456789")) for part in per.split("·")))
        )
    )


@st.composite
def thresholds(draw: st.DrawFn) -> Threshold:
    change = draw(changes)
    number = draw(counts() if change else numbers())
    unit = draw(units)
    return Threshold(draw(st.sampled_from(OPERATORS)), number, unit, draw(_pers_of(unit)), change)


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    change = draw(changes)
    numbers_of = counts() if change else numbers()
    low, high = sorted((draw(numbers_of), draw(numbers_of)))
    unit = draw(units)
    per = draw(_pers_of(unit))
    return Range(low, high, unit, per, change, draw(st.booleans()), draw(st.booleans()))


years = st.integers(1990, 2059).map("{:04}".format)
months = st.integers(1, 12).map("{:02}".format)
days = st.integers(1, 31).map("{:02}".format)
year_months = st.builds("{}-{}".format, years, months)
full_days = st.builds("{}-{}-{}".format, years, months, days)
parts = st.sampled_from(["Q1", "Q2", "Q3", "Q4", "H1", "H2"])
dates = (
    years
    | year_months
    | full_days
    | st.builds("--{}".format, months)
    | st.builds("--{}-{}".format, months, days)
    | st.builds("{}-{}".format, years, parts)
    | st.builds("--{}".format, parts)
)
deadlines = st.builds(Deadline, st.sampled_from(["<=", "="]), dates)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    form = draw(st.sampled_from([years, year_months, full_days, st.builds("--{}".format, months)]))
    start, end = sorted((draw(form), draw(form)))
    return Period(start, end)


ratios = st.builds(
    Ratio, st.integers(0, 500).map(Decimal), st.integers(1, 500).map(Decimal), st.sampled_from(OPERATORS)
)


def _words(text: str) -> Qualitative:
    found = listed(text)
    return found if isinstance(found, Qualitative) else qualitative(text)


words = st.sampled_from(WORDS + CLAUSES).map(_words)
placeholders = st.builds(Placeholder, st.none() | st.sampled_from([op for op in OPERATORS if op != "="]))
simple = st.one_of(thresholds(), ranges(), deadlines, periods(), ratios)


@st.composite
def all_of(draw: st.DrawFn) -> AllOf:
    """Conditions, of which no two are the two ends of one range."""
    own = st.sampled_from(["次", "人", "%", "万元", "个村"])
    # Not 每人: in front of one number it may reach over to the next, and 次/人 may be either unit.
    each = st.none() | st.sampled_from(["年", "季度", "10万公顷"])
    bounds = st.builds(Threshold, st.sampled_from(OPERATORS), counts(), own, each)
    drawn = draw(
        st.lists(bounds | deadlines | words.filter(lambda found: found.words in CLAUSES), min_size=2, max_size=4)
    )
    low = [part for part in drawn if isinstance(part, Threshold) and part.op.startswith(">")]
    high = [part for part in drawn if isinstance(part, Threshold) and part.op.startswith("<")]
    ends = len(drawn) == 2 and low and high and (low[0].unit, low[0].per) == (high[0].unit, high[0].per)
    number = Threshold(">=", draw(counts()), "户")
    return AllOf((number, *drawn) if ends or all(isinstance(part, Qualitative) for part in drawn) else tuple(drawn))


meanings: st.SearchStrategy[Meaning] = st.one_of(
    thresholds(),
    ranges(),
    deadlines,
    periods(),
    ratios,
    words,
    placeholders,
    all_of(),
    st.builds(Boolean, st.booleans()),
    st.just(NoValue()),
)
styles = st.sampled_from(["signs", "words"])
# Texts as tables print them, and texts of the same characters in any order.
printed = st.builds(write, meanings, styles)
noise = st.text(st.sampled_from(CHARS), max_size=40) | st.text(max_size=60)
texts = printed | noise | st.builds("{}{}".format, printed, noise) | st.builds("{}{}".format, noise, printed)
