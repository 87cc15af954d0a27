"""S10 to S12: what indicators and projects are called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfmodel.analysis.placeholders import placeholder_in, placeholder_in_name, placeholder_in_target
from perfmodel.checks.context import IndicatorView, ProjectView
from perfmodel.checks.rule import Hit, Settings, Where, rule
from perfmodel.checks.sources import MANAGEMENT_2015, PRACTICE, Basis
from perfmodel.model.category import Category
from perfmodel.values import units
from perfmodel.values.kinds import NoValue, Threshold
from perfmodel.values.qualitative import listed
from perfmodel.vocabulary import groups

__all__ = ["no_duplicates", "no_placeholders", "worded_name"]

# ≥95%, 20人: an operator, a number and a unit, and nothing else.
# The unit begins with none of the marks of a number: one way to part the two, whatever comes behind.
_AMOUNT_ALONE = re.compile(r"[≥≤><=]*[0-9][0-9,.]*((?:[^0-9A-Za-z,.][^0-9A-Za-z]*)?)")


_DEEDS = (
    *("完成", "完工", "竣工", "开工", "验收", "交付", "投用", "投入使用", "上线", "建成", "启动", "结束", "到位"),
    *("通车", "开学", "开业", "完毕", "开放", "开幕", "试运行", "挂牌", "封顶", "通水", "通电", "发放", "下达"),
)
# 2024年12月, 第一季度, 12月底前: nothing but a date.
_DATE_ALONE = re.compile(
    r"(?=.*[年月日季])(?:[0-9年月日号.、/~—–-]|第|[一二三四]季度|季度|上半年|下半年|上旬|中旬|下旬|[以之]?前|[月年]?[底末初]|至|到|全年)+"
)
# 2024年12月完成验收, 6月底前竣工: by when something is done; 2024年建成区绿化 is none.
_DEED_BY_DATE = re.compile(
    r"(?:于|在|截至|截止|争取)?(?:20[0-9]{2}年)?(?:[0-9]{1,2}月(?:份|[上中下]旬|[0-9]{1,2}[日号])?|第?[一二三四]季度|[上下]半年|年(?=[底末初内])|(?<=年)(?=[底末初]))"
    rf"[底末初]?(?:[以之]?前|内)?(?:全部|全面|基本|顺利|正式|按期|如期|按时)*(?:(?<=前).{{0,6}})?(?:{'|'.join(_DEEDS)}).{{0,6}}"
)
_TARGET_AT_END = re.compile(
    r"(?:[≥≤><=]=?|不低于|不少于|不高于|不超过|不大于|不小于|达到|超过|达)[0-9][0-9.,]*[^0-9]{0,4}$"
    r"|[0-9.]+[%‰](?:[及或]?以[上下内])?\)?$"
    r"|^(?:全年|年内|年度)?(?:举办|召开|开展|完成|组织|购置|采购|发放|新增|培训|印制)[^0-9]{0,12}[0-9][0-9.,]*[一-鿿]{1,3}(?:以上)?$"
)
# 聘用护林员120名: words, a number and its unit; with that number as its target the name holds it.
_NUMBER_AT_END = re.compile(r"[^0-9]{2,}(?<![第前近每满≥≤><=])([0-9][0-9.,]*)[万千百亿]?[余多]?[一-鿿]{1,3}$")
_BRACKETED_PART = re.compile(r"\([^()]*\)")
# Without a digit there is no target.
_DIGIT_OF_TARGET = re.compile("[0-9]")
_DIGITS_OF_TARGET = re.compile(r"[0-9][0-9.,]*")
_CLAUSE_MARK = re.compile("[,;。!?](?![0-9])")
_MEASURES_AT_END = (
    "率",
    "度",
    "数",
    "量",
    "次",
    "额",
    "比例",
    "面积",
    "里程",
    "时间",
    "成本",
    "费用",
    "标准",
    "期",
    "占比",
)
_SHORTEST_CLAUSE, _SHORTEST_SENTENCE, _SHORTEST_WITHOUT_MARKS = 4, 12, 18


def _is_sentence(name: str) -> bool:
    """Whether a name consists of clauses, or is long and says who does what in order to do what; not where a measure ends it."""
    if len(name) < _SHORTEST_SENTENCE:
        return False
    bare = _BRACKETED_PART.sub("", name).rstrip(",;。!?")
    if bare.endswith(_MEASURES_AT_END):
        return False
    clauses = [clause for clause in _CLAUSE_MARK.split(bare) if clause]
    if len(clauses) > 1:
        return len(bare) >= _SHORTEST_SENTENCE and all(len(clause) >= _SHORTEST_CLAUSE for clause in clauses)
    return len(bare) >= _SHORTEST_WITHOUT_MARKS and groups.contains(bare, "sentence_words")


def _fault_of_name(name: str) -> str | None:
    """Return the message of what a name is in place of a phrase for what is measured; None where it may be one."""
    if _DATE_ALONE.fullmatch(name):
        return "date"
    if groups.is_one_of(name, "category_words") or (name.endswith("指标") and Category.lookup(name) is not None):
        return "category"
    says_target = _DIGIT_OF_TARGET.search(name) and _TARGET_AT_END.search(name)
    if says_target or (_DEED_BY_DATE.fullmatch(name) and not name.endswith(_MEASURES_AT_END)):
        return "target"
    if _is_sentence(name):
        return "sentence"
    return "number_at_end" if _NUMBER_AT_END.fullmatch(name) else None


def _is_no_phrase(name: str) -> bool:
    return _fault_of_name(name) is not None


@rule(
    "S10",
    "error",
    "worded-name",
    on="indicator",
    messages={
        "blank": ("未填写指标名称", "the indicator has no name"),
        "number": (
            "指标名称应为词组，实为“{name}”，疑为填错栏目",
            "the indicator name “{name}” is not a phrase; it may belong in another column",
        ),
        "date": (
            "指标名称“{name}”为日期，未明确衡量内容",
            "the indicator name “{name}” is a date and does not say what is measured",
        ),
        "category": (
            "指标名称“{name}”为类别名称，未明确衡量内容",
            "the indicator name “{name}” is the name of a category and does not say what is measured",
        ),
        "target": (
            "指标名称“{name}”中含有指标值，应填入指标值栏",
            "the indicator name “{name}” contains a target value, which belongs in the target column",
        ),
        "sentence": (
            "指标名称应为词组，实为句子：“{name}”",
            "the indicator name should be a phrase; it is a sentence: “{name}”",
        ),
    },
    basis=(Basis(MANAGEMENT_2015, "指向明确", "to the point"),),
    where=(Where(plain=False), Where(name=_is_no_phrase)),
)
def worded_name(indicator: IndicatorView, settings: Settings) -> Iterator[Hit]:
    """指标有名称，且名称为词组 / an indicator has a name, and the name is a phrase.

    检查：指标名称不为空，也不是“无”“/”；名称里有文字，不只是数字、符号，或者一个带单位的数（≥95%、20人）；不是日期
    （2024年12月）、类别的名称（数量指标）。名称是一句话、或者带着指标值的（满意度≥90%、6月底前完工），是警告。模板
    留下的记号由 S11 报告。
    Checks: the indicator name is not blank, 无 or "/"; it contains words rather than only digits and signs or a
    number with a unit (≥95%, 20人), and is neither a date (2024年12月) nor the name of a category (数量指标). A
    sentence, or a name that contains its target value (满意度≥90%, 6月底前完工), is a warning. S11 reports text
    left over from a template.

    缘由：名称说明衡量的内容；只有数字，无法判断衡量的是什么。
    Why: the name says what is measured; a number alone does not.

    反例：

        name: 100%
        level1: 产出指标
        level2: 质量指标
        annual: 100%

    正例：

        name: 一次验收合格率
        level1: 产出指标
        level2: 质量指标
        annual: 100%
    """
    name = indicator.name
    if not name or isinstance(listed(name), NoValue):
        yield indicator.hit("name", "blank")
    elif _is_number(name) and placeholder_in(name) is None:
        yield indicator.hit("name", "number", name=indicator.indicator.name)
    elif placeholder_in_name(name) is None:
        message = _fault_of_name(name)
        if message == "number_at_end":
            # 修缮古戏台3座: many tables are printed so.
            if _has_target_of_its_own_name(indicator):
                yield indicator.hit("name", "target", severity="hint", name=indicator.indicator.name)
        elif message is not None and not (message == "target" and _is_milestone(indicator)):
            severity = None if message in ("date", "category") else "warning"
            yield indicator.hit("name", message, severity=severity, name=indicator.indicator.name)


def _has_target_of_its_own_name(indicator: IndicatorView) -> bool:
    """Whether the number at the end of a name is that of a target as well."""
    match = _NUMBER_AT_END.fullmatch(indicator.name)
    return match is not None and any(
        isinstance(target.meaning, Threshold) and match[1] in _DIGITS_OF_TARGET.findall(target.target.text)
        for target in indicator.targets
    )


def _is_milestone(indicator: IndicatorView) -> bool:
    """Whether a name is a date of any year by which something is to be done, and the value how much of it: 12月底之前完成, 100%."""
    if "年" in indicator.name[:5] or _DEED_BY_DATE.fullmatch(indicator.name) is None:
        return False
    return any(getattr(target.meaning, "unit", None) == "%" for target in indicator.targets)


def _is_number(name: str) -> bool:
    if not any(map(str.isalpha, name)):
        return True
    match = _AMOUNT_ALONE.fullmatch(name)
    return match is not None and units.look_up(match[1]) is not None


@rule(
    "S11",
    "error",
    "no-placeholders",
    on=("project", "indicator"),
    messages={
        "project": (
            "项目名称“{text}”中残留模板文字“{mark}”",
            "the project name “{text}” still contains the template text “{mark}”",
        ),
        "goal": ("绩效目标中残留模板文字“{mark}”", "the goal still contains the template text “{mark}”"),
        "name": (
            "指标名称“{text}”中残留模板文字“{mark}”",
            "the indicator name “{text}” still contains the template text “{mark}”",
        ),
        "target": (
            "“{name}”的指标值“{text}”中残留模板文字“{mark}”",
            "the target value “{text}” of “{name}” still contains the template text “{mark}”",
        ),
    },
    basis=(PRACTICE("模板中的待填内容未填写", "part of the template was not filled in"),),
    where=(Where(plain=False),),
)
def no_placeholders(view: ProjectView | IndicatorView, settings: Settings) -> Iterator[Hit]:
    """名称、目标和指标值中没有残留的模板文字 / no template text is left in names, goals and target values.

    检查：项目名称、绩效目标、指标名称和指标值里没有 **、××、XX、○○、____、20XX 一类待填的记号；指标值里单个的 X、
    □、空括号（X%、□人）也算，指标名称整个是表样里的“指标1”“三级指标”“……”也算。X光机、5×8小时、A×B、XXL、138****5678
    不是。
    Checks: project names, goals, indicator names and target values contain no placeholder (**, ××, XX, ○○, ____,
    20XX). In a target value, a single X, □ or an empty bracket (X%, □人) is a placeholder too, and so is an
    indicator name taken from the blank form (指标1, 三级指标, ……). X光机, 5×8小时, A×B, XXL and 138****5678 are not
    placeholders.

    缘由：模板示例未改为实际内容，等同于未填写。
    Why: where the template's example was not replaced, nothing has been filled in.

    反例：

        1-产出指标；11-数量指标；培训人次；年度指标值:≥**人次。

    正例：

        1-产出指标；11-数量指标；培训人次；年度指标值:≥200人次。
    """
    if isinstance(view, ProjectView):
        project = view.project
        for field, key in (("name", "project"), ("goal", "goal"), ("whole_period_goal", "goal")):
            text = getattr(project, field)
            mark = placeholder_in(text)
            if mark is not None:
                yield view.hit(field, key, text=text, mark=mark)
        return
    mark = placeholder_in_name(view.indicator.name)
    if mark is not None:
        yield view.hit("name", "name", text=view.indicator.name, mark=mark)
    for target in view.targets:
        mark = placeholder_in_target(target.target)
        if mark is not None:
            yield target.hit("target", mark=mark)


@rule(
    "S12",
    "warning",
    "no-duplicates",
    on="project",
    messages={
        "twice": (
            "“{name}”与第 {first} 条指标重复：类别、名称均相同",
            "“{name}” duplicates indicator {first}: their categories and names are the same",
        ),
        "output_benefit": (
            "“{name}”同时列为产出指标和效益指标（见第 {first} 条）",
            "“{name}” is listed both as an output and as a benefit (see indicator {first})",
        ),
    },
    basis=(Basis(MANAGEMENT_2015, "相关性、适当性", "relevance; adequacy"),),
)
def no_duplicates(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """同一项目没有重复的指标 / no indicator is repeated within a project.

    检查：同一项目里，没有两条指标的类别和名称（不计空格和全角半角）都相同；同一名称不同时列为产出指标和效益指标，否
    则是错误。每多一条报告一次，报在后面的那条。没有名称的、名称里留有模板记号的不比。一字不差的重复，其他规则不再报
    告（错误和修改建议确定的除外）。
    Checks: no two indicators of a project have the same categories and name (ignoring blanks and full-width forms);
    the same name as both an output and a benefit is an error. Each repetition is reported once, at the later
    indicator. Names that are blank or contain template text are not compared. For an indicator that repeats another
    exactly, other rules report only errors and certain corrections.

    缘由：同一内容重复计算，权重即加倍；同一指标不能既是产出又是效益。
    Why: what is counted twice weighs twice, and one measure cannot be both what is done and what it is good for.

    反例：

        1、1-产出指标；11-数量指标；培训人次；年度指标值:≥200人次。2、2-效益指标；22-社会效益；培训人次；年度指标值:≥200人次。

    正例：

        1、1-产出指标；11-数量指标；培训人次；年度指标值:≥200人次。2、2-效益指标；22-社会效益；培训后就业人数；年度指标值:≥50人。
    """
    if project.names_are_unique:
        return
    first_on_side: dict[tuple[str | None, str], IndicatorView] = {}
    for view in project.indicators:
        if not view.name:
            continue
        first_on_side.setdefault((view.level1, view.known_as), view)
        if view.is_namesake:
            first, message, severity = project.first_by_name[view.category_and_name], "twice", None
        else:
            other_side = {"output": "benefit", "benefit": "output"}.get(view.level1)
            first, message, severity = first_on_side.get((other_side, view.known_as), view), "output_benefit", "error"
        if first is not view and placeholder_in_name(view.name) is None:
            yield view.hit(None, message, severity=severity, name=view.indicator.name, first=first.at + 1)
