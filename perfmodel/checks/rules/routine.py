"""C01 to C03: money, completion and routine management are not what a project achieves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from perfmodel.checks.context import IndicatorView, TargetView
from perfmodel.checks.rule import KNOWN, Hit, Settings, Where, rule
from perfmodel.checks.sources import MANAGEMENT_2015, PRACTICE, Basis
from perfmodel.values import units
from perfmodel.values.kinds import Meaning, Qualitative, Range, Threshold
from perfmodel.vocabulary import groups
from perfmodel.vocabulary.suffixes import any_word

__all__ = ["bare_completion", "is_routine_in_place", "money_flow", "routine_management"]


# 经办风险管理制度, 内控制度: how the body manages; 行政决策制度 may be what the project is for.
_RULES_OF_MANAGEMENT = re.compile(
    "(?:管理|监管|内控|内部控制|财务|会计|风控|监督|考核|保密|档案|资产|采购|报销)(?:规章)?制度(?:体系)?$"
)
_IN_PLACE = re.compile(
    "(?:已|基本|逐步|不断|进一步)?(?:健全|建立健全|完善|完备|齐全|完整|规范|合规|合法合规|有效|执行|严格执行|有效执行|执行到位)"
)


@cache
def _routine_bare() -> tuple[frozenset[str], tuple[str, ...]]:
    """Routine in itself, and the characters with which that begins, or a word that fits any project."""
    words = frozenset(groups.group("routine_bare")["words"])
    return words, tuple({word[0] for word in (*words, *groups.group("routine_fillers")["words"])})


@cache
def _money_pattern() -> re.Pattern[str]:
    subject, flow, measure, filler = (
        groups.any_of(name) for name in ("money_subjects", "money_flows", "money_measures", "money_fillers")
    )
    return re.compile(f"{subject}{filler}{{0,3}}(?:{flow}{filler}{{0,2}}){{1,2}}{measure}?$")


def _is_money_flow(name: str) -> bool:
    end = groups.bare(name)
    found = _money_pattern().search(end) is not None or groups.ends_as(end, "money_flow_names")
    return found and not groups.contains(name, "money_raised")


@rule(
    "C01",
    "warning",
    "money-flow",
    on="indicator",
    messages={
        "": (
            "数量指标“{name}”反映资金支付或执行情况，未反映工作量",
            "the quantity indicator “{name}” measures the flow of money, not the amount of work done",
        ),
        "other": (
            "“{name}”反映资金支付或执行情况，未反映产出质量或效益",
            "“{name}” measures the flow of money, not the quality of an output or a benefit",
        ),
    },
    basis=(Basis(MANAGEMENT_2015, "指向明确、相关性", "to the point; relevance"),),
    where=(
        Where(level2=["quantity", "quality"], name=_is_money_flow),
        Where(level1=["benefit"], name=_is_money_flow),
    ),
)
def money_flow(indicator: IndicatorView, settings: Settings) -> Iterator[Hit]:
    """数量、质量和效益指标不反映资金流动 / quantity, quality and benefit indicators do not measure the flow of money.

    检查：数量指标、质量指标、效益指标的名称不是资金支付率、资金拨付率、补贴拨付率、工程款支付率、预算执行率、支出进度
    一类；以笔数、户数、份数计的工作量，以及招商引资、贷款、基金等以资金为成果的，不在此列。
    Checks: a quantity, quality or benefit indicator is not the rate at which money is paid, allocated or spent.
    Work that is counted (payments made, reports written) and money that is itself the result (investment attracted,
    loans, funds) are exempt.

    缘由：数量指标反映提供的产品和服务；预算执行情况在自评中另有 10 分，不必再设指标。
    Why: a quantity shows how much was provided; budget execution is scored separately.

    反例：

        1-产出指标；11-数量指标；项目资金支付率；年度指标值:≥95%。

    正例：

        1-产出指标；11-数量指标；补助资金惠及人数；年度指标值:≥95人。
    """
    if indicator.is_namesake:
        return
    if not any(_counts_work(target.meaning) for target in indicator.targets):
        message = "" if indicator.level2 == "quantity" else "other"
        yield indicator.hit("name", message, name=indicator.indicator.name)


def _counts_work(meaning: Meaning) -> bool:
    """Whether a value counts something other than money or a share."""
    if not isinstance(meaning, (Threshold, Range)) or meaning.unit is None:
        return False
    unit = units.look_up(meaning.unit)
    return unit is None or not unit.dimension.startswith(("money", "share", "points"))


def _is_completion(name: str) -> bool:
    return groups.ends_as(name, "completion") and not groups.contains(name, "completion_of_quality")


@rule(
    "C02",
    "warning",
    "bare-completion",
    on="indicator",
    messages={
        "bare": (
            "质量指标“{name}”只反映是否完成，未反映完成质量",
            "the quality indicator “{name}” measures whether the work was done, not how well",
        ),
        "specific": (
            "“{name}”反映完成的数量，宜归入数量指标或时效指标；质量指标宜采用合格率、达标率等",
            "“{name}” measures how much was done, which is a matter of quantity or timeliness rather than quality",
        ),
    },
    basis=(Basis(MANAGEMENT_2015, "细化量化、相关性", "specific and measurable; relevance"),),
    where=(Where(level2=["quality"], name=_is_completion),),
)
def bare_completion(indicator: IndicatorView, settings: Settings) -> Iterator[Hit]:
    """质量指标不只是完成率 / a quality indicator is more than a completion rate.

    检查：质量指标的名称不是“完成率”“工作完成情况”一类；写明完成内容的（培训任务完成率）只作提示，涉及质量的（高质量
    完成率）不算。
    Checks: the name of a quality indicator is not an unspecific completion rate; if the work is named, this is a
    hint, and if the name refers to quality, nothing is reported.

    缘由：完成多少属于数量，是否按时属于时效，质量应说明达到的标准。
    Why: how much was done is quantity and when is timeliness; quality says which standard was met.

    反例：

        1-产出指标；12-质量指标；工作任务完成率；年度指标值:100%。

    正例：

        1-产出指标；12-质量指标；培训学员考核合格率；年度指标值:≥95%。
    """
    if indicator.is_namesake:
        return
    name = indicator.indicator.name
    if _names_no_work(indicator.name):
        yield indicator.hit("name", "bare", name=name)
    else:
        yield indicator.hit("name", "specific", severity="hint", name=name)


def _names_no_work(name: str) -> bool:
    rest = groups.without(groups.bare(name), "completion")
    return not groups.without(rest, "completion_generic").strip("、,和及与")


@cache
def _routine_pattern() -> re.Pattern[str]:
    subject, measure, filler = (
        groups.any_of(name) for name in ("routine_subjects", "routine_measures", "routine_fillers")
    )
    return re.compile(f"{filler}*{subject}(?:的|与|和)?{measure}")


@cache
def _rules_pattern() -> re.Pattern[str]:
    # The rules of others (安全生产制度, 行政决策制度) may be what the project is for.
    whose, rules, measure = (groups.any_of(name) for name in ("rules_of", "rules", "rules_measures"))
    return re.compile(f"{whose}*{rules}的?{measure}")


@cache
def _routine_end() -> re.Pattern[str]:
    # Short subjects (采购, 管理) mean another thing behind most words: by the end of a name only long ones are known, and
    # those of spending (参展费用·报销·合规率).
    subjects = any_word(word for word in groups.group("routine_subjects")["words"] if len(word) > 3)
    spending, measures = groups.any_of("routine_spending"), groups.any_of("routine_measures")
    return re.compile(f"(?:{subjects}|{spending})的?{measures}$")


# 疫木复检·档案·归档率: whatever the papers are about. Those that are kept of people are what some bodies are there for.
_FILING = re.compile(
    "(?P<papers>档案|资料|材料|台账|凭证|文件)(?:收集|整理|分类|移交)*(?:归档|立卷|存档|归卷|入档|装订)(?:及时|完整|规范|齐全|准确)*(?:率|性|度|情况|程度|比例)?$"
)
# 采购·手续·齐全率, 报销·单据·完整性
_PAPERS_OF_SPENDING = re.compile(
    "(?:采购|招标|招投标|报销|报账|付款|支付|支出|合同签订|财务|立项)(?:审批|审核)?(?:手续|程序|流程|凭证|票据|单据|资料|附件)"
    "(?:完备|齐全|完整|规范|合规|完善)+(?:率|性|度|情况|程度|比例)?$"
)


def _is_paperwork(name: str) -> bool:
    """Whether a name measures how well papers are filed, or those of spending are in order: 疫木复检档案归档率."""
    filed = _FILING.search(name)
    if filed is None:
        return _PAPERS_OF_SPENDING.search(name) is not None
    return not groups.ends_as(name[: filed.start("papers")], "papers_of_people")


def _is_own_rules(name: str) -> bool:
    """Whether a name is that of rules of management: 经办风险管理制度; what its value says of them makes it routine."""
    found = name.endswith(("制度", "体系")) and _RULES_OF_MANAGEMENT.search(name) is not None
    return found and not groups.contains(name, "routine_others")


def _is_in_place(target: TargetView) -> bool:
    """Whether a value says in words that there is something, or that it is complete: 健全, 已建立."""
    meaning = target.meaning
    return isinstance(meaning, Qualitative) and _IN_PLACE.fullmatch(meaning.words) is not None


def _is_routine(name: str) -> bool:
    name = groups.bare(name)
    endings = groups.endings_of(name)
    found = (
        "routine_names" in endings
        or _is_routine_measure(name, endings)
        or _is_routine_alone(name)
        or _is_paperwork(name)
    )
    return found and not groups.contains(name, "routine_others")


def _is_routine_measure(name: str, endings: frozenset[str]) -> bool:
    """Whether a name ends in how well something routine is done, or whether there are rules: 资金使用合规性, 制度健全性."""
    if "rules_measures" in endings and _rules_pattern().fullmatch(name):
        return True
    return "routine_measures" in endings and bool(_routine_pattern().fullmatch(name) or _routine_end().search(name))


def _is_routine_alone(name: str) -> bool:
    """Whether a name says nothing else: 合规性, with words that fit any project or without."""
    bare, beginnings = _routine_bare()
    # Most names begin with none of these words, and no word need be taken out of them.
    return name.startswith(beginnings) and (name in bare or groups.without(name, "routine_fillers") in bare)


@rule(
    "C03",
    "warning",
    "routine-management",
    on="indicator",
    messages={
        "": (
            "“{name}”属于单位内部日常管理，不宜作为项目绩效指标",
            "“{name}” is routine management, not something the project achieves",
        )
    },
    basis=(
        Basis(MANAGEMENT_2015, "相关性", "relevance"),
        PRACTICE("管理类指标的词表凭审核经验", "the list of routine names is based on reviewers' experience"),
    ),
    where=(Where(level1=KNOWN, name=_is_routine), Where(level1=KNOWN, name=_is_own_rules)),
)
def routine_management(indicator: IndicatorView, settings: Settings) -> Iterator[Hit]:
    """日常管理不作为绩效指标 / routine management is not a performance indicator.

    检查：名称不是制度健全、资金使用合规性、费用报销合规率、采购手续齐全率、档案管理、资料归档率、科目调整（调剂）次
    数、结余率一类；某某管理制度，值是健全、完善、规范之类的，也是。项目本身就是做这项工作的（整理档案的项目里的档案
    完整率；审计项目里的资金使用合规性不是），以及被管理的是别人的（企业、村级财务等），不在此列。
    Checks: the name does not denote routine management: rules in place, compliant use of money, papers of spending
    (采购手续齐全率), filing, transfers between budget lines, surplus rate; nor management rules (某某管理制度)
    whose value is that they are complete. The project's own work (档案完整率 in a project that organises archives)
    and the management of others are exempt.

    缘由：制度、档案、合规是每个单位的基本要求，不能说明资金的成效。
    Why: every body has to do these things anyway, and they do not show what the money achieved.

    反例：

        1-产出指标；12-质量指标；资金使用合规性；年度指标值:100%。

    正例：

        1-产出指标；12-质量指标；设备验收合格率；年度指标值:≥98%。
    """
    if not indicator.is_namesake and _is_routine_management(indicator):
        yield indicator.hit("name", name=indicator.indicator.name)


def is_routine_in_place(target: TargetView) -> bool:
    """Whether a value says in words that routine management is as it should be: C03 reports the indicator, not its value."""
    return _is_in_place(target) and not target.indicator.is_namesake and _is_routine_management(target.indicator)


def _is_routine_management(indicator: IndicatorView) -> bool:
    """Whether what an indicator measures is routine management of the body's own."""
    if indicator.level1 not in KNOWN:
        return False
    name = indicator.name
    routine = _is_routine(name) or (_is_own_rules(name) and any(map(_is_in_place, indicator.targets)))
    return routine and not _is_own_work(indicator)


def _is_own_work(indicator: IndicatorView) -> bool:
    """Whether the project's own work is what the indicator measures: 档案完整率 where archives are put in order."""
    if indicator.project is None:
        return False
    work = groups.found_in(indicator.project.name[: groups.LONGEST_EXAMINED], "routine_work")
    return any(word in indicator.name for word in work)
