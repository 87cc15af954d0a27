"""V04, V05, V10: values in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from perfmodel._internal.caches import remembered
from perfmodel.analysis.further_columns import is_explained, is_scored
from perfmodel.analysis.placeholders import stands_for_nothing
from perfmodel.checks.context import TargetView
from perfmodel.checks.rule import Hit, Settings, Where, rule
from perfmodel.checks.rules.comparisons import comparison, is_operator_alone
from perfmodel.checks.rules.routine import is_routine_in_place
from perfmodel.checks.sources import EVALUATION_2020, MANAGEMENT_2015, PRACTICE, Basis
from perfmodel.data import load
from perfmodel.values import units
from perfmodel.values.kinds import Qualitative, Range, Threshold
from perfmodel.values.parser import TargetReading
from perfmodel.vocabulary import groups

__all__ = ["gradable", "timely", "vague"]

# What is measured in these is no time, wherever it stands.
_NO_TIME = ("money", "area", "length", "volume", "mass", "power")


def _names_time(words: str) -> bool:
    """Whether words name a time that can be looked up: 每月, 合同约定时间; not 全天候, nor 按合同约定 by itself."""
    return groups.contains(words, "times") or groups.contains(words, "contract_times")


def is_prompt_alone(target: TargetView) -> bool:
    """Whether a value says how soon or how well, and names no time (及时, 正常): of timeliness V10 reports that."""
    meaning = target.meaning
    return (
        isinstance(meaning, Qualitative)
        and (groups.contains(meaning.words, "prompt") or groups.is_one_of(meaning.words, "timeless"))
        and not _names_time(meaning.words)
        and not is_scored(target.indicator.indicator)
    )


def in_words_of_satisfaction(target: TargetView) -> bool:
    """Whether a value says in words how satisfied people are: of a satisfaction V09 reports that."""
    return (
        isinstance(target.meaning, Qualitative)
        and (
            groups.contains(target.indicator.name, "satisfaction_names")
            or groups.is_one_of(target.meaning.words, "satisfied_words")
        )
        and not stands_for_nothing(target.meaning.words)
        and not is_operator_alone(target.meaning.words)
        and not is_scored(target.indicator.indicator)
    )


def _is_left_to_others(target: TargetView) -> bool:
    """Whether V09 or V10 reports the words of a value, or C03 the indicator."""
    indicator = target.indicator
    return (
        (indicator.level2 == "timeliness" and is_prompt_alone(target))
        or (indicator.level1 == "satisfaction" and in_words_of_satisfaction(target))
        or is_routine_in_place(target)
    )


# 较足, 很轻, 略增: an adverb of degree, and what it grades.
_DEGREE = re.compile(
    "[较很颇挺更](?!上年|去年)[好大小多少快慢强弱足轻重深浅广宽优新全严密稳顺畅富齐准久长短佳旺浓丰]"
    "|^(?:较|很|颇|更|十分|非常|相当)(?![上去往前基同年计目预新换名正替改低差坏])[一-鿿]{2,3}(?<!满意)$"
    "|大[为有][一-鿿]{1,3}$|颇[为有丰见][一-鿿]{0,3}|改观$|(?<!不)(?:丰富|突出|凸显|可观|丰硕|卓著|斐然)$"
    "|极[大小多少快强弱轻重]|[略稍][增升降减有微好高低多少]|偏[大小多少快慢强弱高低轻重]"
)


def _is_vague(reading: TargetReading) -> bool:
    meaning = reading.meaning
    return isinstance(meaning, Qualitative) and bool(
        groups.contains(meaning.words, "vague") or _DEGREE.search(meaning.words)
    )


def _vague_words(target: TargetView) -> tuple[str, ...]:
    meaning = target.meaning
    assert isinstance(meaning, Qualitative)
    degree = _DEGREE.search(meaning.words)
    found = groups.found_in(meaning.words, "vague") or (() if degree is None else (degree[0],))
    if found and target.indicator.level2 == "timeliness" and _names_time(meaning.words):
        found = tuple(word for word in found if not groups.contains(word, "prompt"))  # 每月及时发放
    if found and _is_compared(target, meaning):
        found = tuple(word for word in found if not groups.is_one_of(word, "trend_words"))  # 较上年提高
    return found


@rule(
    "V04",
    "warning",
    "vague-value",
    on="target",
    kinds=("qualitative",),
    messages={
        "": (
            "“{name}”的指标值“{text}”中的“{word}”未明确完成标准",
            "“{word}” in the target value “{text}” of “{name}” does not define when the target is met",
        )
    },
    basis=(Basis(MANAGEMENT_2015, "细化量化", "specific and measurable"),),
    where=(Where(value=_is_vague),),
)
def vague(target: TargetView, settings: Settings) -> Iterator[Hit]:
    """指标值明确 / the target value is not vague.

    检查：只有文字的指标值里没有程度、趋势的词：“有所”“不断”“有效”“明显”“基本”“提升”“降低”“改善”“保障”“充足”“丰富”
    “突出”“很少”“大为改观”“符合相关规定”之类；升降有比较的（同比下降、较上年提高）不算。没有程度、只是不成等级的（初
    步形成、全覆盖推进）由 V05 报告。有评分标准的不报告；时效指标里的“及时”由 V10 报告，满意度的文字由 V09 报告，内
    部管理（制度“完善”）由 C03 报告。
    Checks: a target value in words does not contain a word of degree or trend: 有所, 不断, 有效, 明显, 基本, 提升,
    降低, 改善, 保障, 充足, 丰富, 突出, 很少, 大为改观, 符合相关规定 or the like; a change against an earlier period
    (同比下降, 较上年提高) is accepted. V05 reports words without a degree that are not a grade (初步形成,
    全覆盖推进). A target with a scoring standard is not reported. V10 reports 及时 in timeliness, V09 reports
    satisfaction in words, and C03 routine management (制度 with 完善).

    缘由：“有所提升”无论完成多少均可视为完成，未明确完成标准，年终无法评价。
    Why: however little is done, 有所提升 ("somewhat improved") has been met.

    反例：

        2-效益指标；22-社会效益；残疾人就业能力；年度指标值:有所提升。

    正例：

        2-效益指标；22-社会效益；残疾人培训后就业率；年度指标值:≥60%。
    """
    found = _vague_words(target)
    if found and not is_scored(target.indicator.indicator) and not _is_left_to_others(target):
        yield target.hit(word="、".join(found))


@cache
def _grades() -> tuple[frozenset[str], tuple[str, ...]]:
    """All grades of the known scales, and those of two characters and more."""
    scales = load("qualitative.json")["scales"]
    grades = {word for scale in scales for grade in scale["grades"] for word in grade}
    return frozenset(grades), tuple(sorted(word for word in grades if len(word) > 1))


# 已公示, 均已签订: done or not.
_ALREADY = re.compile("(?:均|都|全部|现)?已(?:经|全部|按期|按时)?[一-鿿]{2,4}")
# 达到·绿色食品·标准, 符合·清洁生产·规范
_MEETS_STANDARD = re.compile(
    "(?:达到|达|符合|满足|执行|遵循)[一-鿿A-Za-z0-9]{2,12}(?:标准|规范|规程|技术要求)(?:要求)?(?:及?以上)?"
)


def _names_standard(text: str) -> bool:
    return _MEETS_STANDARD.fullmatch(text) is not None and not groups.contains(text, "unnamed_standards")


@remembered(4096)
def is_gradable(text: str) -> bool:
    """Whether a value in words is a grade, a level, or something that is true or not.

    >>> is_gradable("良好及以上"), is_gradable("未发生责任事故"), is_gradable("达到国家标准"), is_gradable("按月安排")
    (True, True, True, False)
    """
    if groups.contains(text, "unfinished"):
        return comparison(text) is not None
    bare = text
    for word in groups.group("trailing")["words"]:
        bare = bare.removesuffix(word)
    every, longer = _grades()
    return (
        bare in every
        or bare.endswith(longer)
        or (bare.isascii() and bare.isalpha() and len(bare) < 4)  # AAA
        or groups.is_one_of(text, "verifiable")
        or groups.starts_as(text, "verifiable_start")
        or groups.ends_as(bare, "verifiable_end")
        or groups.contains(text, "verifiable_inside")
        or groups.contains(text, "named_standards")
        or _ALREADY.fullmatch(text) is not None
        or _names_standard(text)
        or comparison(text) is not None
    )


# Yes and no to a question that the name may not ask: 器材更新 满足.
_MET = frozenset(("满足", "符合", "达到", "具备"))


def _is_met_alone(reading: TargetReading) -> bool:
    meaning = reading.meaning
    return isinstance(meaning, Qualitative) and meaning.words in _MET


def _has_no_grade(reading: TargetReading) -> bool:
    """Whether a value in words is on no scale and cannot be graded; V04 reports vague ones, V02 bare operators, V20 blanks."""
    meaning = reading.meaning
    return (
        isinstance(meaning, Qualitative)
        and meaning.scale is None
        and not is_gradable(meaning.words)
        and not _is_vague(reading)
        and not is_operator_alone(meaning.words)
        and not stands_for_nothing(meaning.words)
    )


@rule(
    "V05",
    "warning",
    "gradable-value",
    on="target",
    kinds=("qualitative",),
    messages={
        "": (
            "“{name}”的指标值“{text}”不属于任何等级，也未填写评分标准，无法判断完成程度",
            "the target value “{text}” of “{name}” belongs to no grading scale and has no scoring standard, so "
            "it cannot be scored",
        )
    },
    basis=(
        Basis(MANAGEMENT_2015, "细化量化", "specific and measurable"),
        Basis(EVALUATION_2020, "定性指标分档评分", "qualitative indicators are scored by grades"),
    ),
    where=(Where(value=_has_no_grade), Where(value=_is_met_alone)),
)
def gradable(target: TargetView, settings: Settings) -> Iterator[Hit]:
    """定性指标值可以分档评分 / a qualitative target value can be graded.

    检查：只有文字的指标值是某个等级（优良中差、合格、达标、是否、好坏、一级、A类……，“良好及以上”也算），或者是可以
    判断是否的文字（无事故、通过验收、已公示、达到国家标准、达到绿色食品标准、不超预算、同比下降）；否则要有评分标准
    或指标说明。名称问的是级别、排名的，写出级别、排名就可以；程度、趋势的词（充足、有所提升）由 V04 报告，内部管理
    （资金使用合规性，值为“合规”）由 C03 报告，一个值只由其中一条报告；正在做、刚做成的（推进、初步形成）不是等级；
    “满足”“符合”“达到”要名称明确满足什么才能判断；时效指标里涉及时间的（按月发放）不报告。
    Checks: a target value in words is a grade (优良中差, 合格, 达标, 好, 一级, A类 …; also 良好及以上) or something
    that is either true or false (无事故, 通过验收, 已公示, 达到国家标准, 达到绿色食品标准, 不超预算, 同比下降);
    otherwise there is a scoring standard or an explanation. If the name asks for a level or a rank (级别, 排名),
    the value may state one. V04 reports words of degree or trend (充足, 有所提升), and C03 routine management
    (资金使用合规性 with 合规); only one of the rules reports a value. Work in progress (推进, 初步形成) is not a
    grade, and 满足, 符合 and 达到 need a name that states what is to be met. In timeliness, words that state a time
    (按月发放) are accepted.

    缘由：定性指标按完成程度分档评分，没有档次即无法评分。
    Why: qualitative indicators are scored by the degree of completion; without grades there is no score.

    反例：

        2-效益指标；24-可持续影响；服务机制；年度指标值:长期运行。

    正例：

        2-效益指标；24-可持续影响；服务机制运行评价等级；年度指标值:良好及以上。
    """
    indicator = target.indicator.indicator
    meaning = target.meaning
    assert isinstance(meaning, Qualitative)
    if _is_left_to_others(target) or is_explained(indicator):
        return
    if meaning.words in _MET and groups.contains(target.indicator.name, "asks_whether"):
        return
    if target.indicator.level2 == "timeliness" and _names_time(meaning.words):
        return
    if groups.ends_as(target.indicator.name, "graded_names") or _is_compared(target, meaning):
        return
    yield target.hit()


def _is_compared(target: TargetView, meaning: Qualitative) -> bool:
    """Whether a value says that something falls or rises, and it or the name says since when."""
    return meaning.trend is not None and (
        groups.contains(meaning.words, "bases") or groups.contains(target.indicator.name, "bases")
    )


def _is_no_time(meaning: Threshold | Range) -> bool:
    """Whether a number is surely not one of time."""
    unit = None if meaning.unit is None or meaning.per is not None else units.look_up(meaning.unit)
    return unit is not None and unit.dimension.split(":")[0] in _NO_TIME


@rule(
    "V10",
    "warning",
    "timely-value",
    on="target",
    kinds=("qualitative", "threshold", "range"),
    messages={
        "": (
            "时效指标“{name}”的指标值“{text}”未明确日期、时长或比率",
            "the target value “{text}” of the timeliness indicator “{name}” states no date, duration or rate",
        ),
        "unit": (
            "时效指标“{name}”的指标值“{text}”的单位应为时间，实为“{unit}”",
            "the target value “{text}” of the timeliness indicator “{name}” should be in a unit of time; its "
            "unit is “{unit}”",
        ),
    },
    basis=(
        Basis(MANAGEMENT_2015, "细化量化", "specific and measurable"),
        PRACTICE("时效用日期、时长、及时率表示", "timeliness is expressed as a date, a duration or a rate"),
    ),
    where=(Where(level2=["timeliness"]),),
)
def timely(target: TargetView, settings: Settings) -> Iterator[Hit]:
    """时效指标写明日期、时长或比率 / timeliness is expressed as a date, a duration or a rate.

    检查：时效指标的指标值不是只写“及时”“按时完成”“如期”“按进度”“全天候”，也不只是“正常”“良好”“完成”，而不涉及时间
    （当年、每月、合同约定的时间都算时间）；只说按合同、按协议的，时间写在别处，只作提示。单位不是金额、面积、长度之
    类。有评分标准的不报告。
    Checks: the value of a timeliness indicator is more than 及时, 按时完成, 如期, 按进度 or 全天候, or 正常, 良好
    or 完成, without a time (当年, 每月 and a time set by contract are times), and its unit is not one of money,
    area, length or the like. A reference to a contract alone (按合同约定) is a hint, because the time is stated
    elsewhere. A target with a scoring standard is not reported.

    缘由：未明确完成时限，早晚均可视为完成。
    Why: without a deadline, any time of completion can be called timely.

    反例：

        1-产出指标；13-时效指标；补贴发放时间；年度指标值:及时。

    正例：

        1-产出指标；13-时效指标；补贴发放时间；年度指标值:每月15日前。
    """
    meaning = target.meaning
    if isinstance(meaning, Qualitative):
        if is_prompt_alone(target):
            yield target.hit(severity="hint" if groups.contains(meaning.words, "contracts") else None)
    elif isinstance(meaning, (Threshold, Range)) and _is_no_time(meaning):
        yield target.hit("unit", unit=meaning.unit)
