"""Whether an indicator's name speaks of something that nobody wants, where the number is no count of what is produced.

`perfmodel.vocabulary.direction` asks for certainty in any category. Outside of the quantities, what a name with a trouble in it counts
is not the work done about it: 占道经营处数 as a quantity may be how many places were cleared, as a benefit it is how many are left.
There a name that ends in a trouble and how it is measured is enough, unless a word of it says what is done about the trouble.

The words are in ``perfmodel/data/words/directions.json``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from perfmodel._internal.caches import Memory
from perfmodel.vocabulary import groups
from perfmodel.vocabulary.direction import LOWER, better, essential_name, parts_of_name
from perfmodel.vocabulary.suffixes import any_word

__all__ = ["better_in_category", "is_undesired"]

# 治·漏, 防·盗, 补·缺: what is done about it. 不·误, 无·漏: it does not happen.
_AGAINST = "治防减除降消纠堵补查检止抑控避免无零未不非拒反抗救助扶清抢排缓疏打识解纾帮济挽定验勘讨追"
# 裂缝·灌缝, 破损·修补: what is done about it comes next.
_MENDING = "修补灌填清疏排抽拆除换整治防控救加更养刷洗扫铲挖运埋抢复重盘利回收开通调处监检巡查改验测注喷封涂贴支撑护"
_UNIT_OF_INCIDENTS = "起"
_COUNTS_ONLY = "次数|起数|件数|宗数|例数|人数|人次|户数|家数|处数|个数|项数|条数|份数|批次|数量|数|金额|额|面积|时长|量"
_COUNTS = f"率|比例|比率|占比|{_COUNTS_ONLY}"
_SECOND = "死伤亡漏损坏错误残缺失欠裂塌堵乱枯腐霉臭浊涝旱灾骗盗假"
_DEALT_WITH = (
    *("处置", "处理", "办理", "办结", "审批", "修复", "抢修", "恢复", "到达", "到场", "抵达", "出动", "响应", "反应"),
    *("回复", "答复", "反馈", "派送", "送达", "通关", "结案", "立案", "审理", "审结", "等待", "等候", "候诊", "候车"),
    *("排队", "滞留", "通勤", "接诊", "就诊等待", "入院等待", "签发", "放行", "装卸", "周转", "交货", "交付", "退款"),
)
_TIME_TAKEN = re.compile(rf"(?<!累计)(?<!提前)(?:{'|'.join(_DEALT_WITH)})(?:总)?(?:时长|时间|用时|耗时|天数|周期)$")
# 中断交通时间, 船舶待闸时长, 道路封闭天数: time that is lost.
_TIME_LOST = re.compile(
    "(?<!提前)(?<!无)(?<!零)(?:(?:中断|阻断|瘫痪|晚点|闲置|空置|空等|排队|等[待候]|候[车诊检审]|拥堵|脱节|延[误迟期]|断(?![面点奶])[一-鿿]"
    "|停(?![车靠泊留放站]|机[坪位])[一-鿿]|封[路桥航道港]|误(?!餐)[一-鿿]|滞(?![洪尘蓄])[一-鿿]"
    "|(?:道路|公路|交通|路段|车道|桥面|航道|航线|口岸|景区|场馆|公园|网点|窗口)(?:封闭|关闭))[一-鿿]{0,4}"
    "|(?<![接招看对善期款优厚])待[闸泊港检诊车装卸靠渡批工料货船床修])"
    "(?:总|累计|平均)?(?:时间|时长|小时数|分钟数|天数|时数)$"
)
# 系统·被·攻破·次数: what is done to somebody against their will.
_SUFFERED = re.compile(
    "(?:被[盗抢骗打伤害欺侵拐毁损坏占攻黑篡挂诉退拒罚约问追叫停撤淹困咬撞砸埋污染破勒冒误错漏弃辞裁袭劫殴虐辱砍挖泄曝]|被(?:入侵|举报|投诉|通报))"
    "[一-鿿]{0,2}(?:次数|起数|件数|人数|人次|户数|家数|处数|数|率)$"
)
# 易·涝·点数, 事故易发·路段数: where something is bound to go wrong.
_PRONE = re.compile(
    "(?:(?:多发|频发|高发)(?=点|段|路段|地段|部位|区域|区)|(?<![交贸简容轻不便平])易(?:[涝淹积拥堵塌滑崩燃爆漏腐盗冻旱返肇触溺]|发(?=点|路段|地段|部位|区域)))[一-鿿]{0,6}(?:数|数量)$"
)
# 违法·建设·项目, 违规·用地: an offence that nothing measures, where incidents are counted.
_UNMEASURED_LAPSE_TAIL = "[一-鿿]{2}(?:的?(?:项目|案件|行为|事件|现象|问题|情况|情形|活动|点位|点|户|企业|单位|人员))?$"
# 重复·立案·率, 虚假·上报·数: work that was done in vain; 违规·处理·率 is work about what was.
_WORK_IN_VAIN = re.compile(
    "(?:重复|虚假|虚报|超期|逾期|超时|迟延|延迟|无效)[一-鿿]{2}(?:率|比例|次数|件数|起数|数|数量)$"
)
# 温度预报·误差: of the work itself, unless something is done about it.
_INACCURACY = re.compile("(?:误差|偏差)(?:值|率|幅度)?$")
_INACCURACY_MENDED = re.compile("纠正|修正|校正|消除|控制|减少|降低|处理|处置")
# 未·开启·率, 应援未援人数, 不合理率: what was to be done and was not.
_NOT_DONE = (
    "(?:未(?![成来婚病])|不(?!动产|锈钢|孕|断|停|间断|见面|超|低于|少于|跑|同|限|变|减|落|溢|重|漏|发生|出现|返))"
)
_LEFT_UNDONE = re.compile(f"{_NOT_DONE}(?P<deed>[一-鿿]{{1,2}})(?:{_COUNTS})$")
_THOSE_LEFT_UNDONE = re.compile(f"{_NOT_DONE}[一-鿿]{{3,4}}(?:{_COUNTS})$")
# 盗伐林木案件, 串通投标案件数: crimes and offences, by what they are.
_OFFENCE = re.compile(
    "[盗骗抢劫偷赌毒假劣伪冒侵伤杀害贪贿诈淫恶违虐拐斗殴泄串围非][一-鿿]{0,10}(?:案件|案|事件|警情)(?:数|数量|起数|件数|发生数|发生起数|发生率)?$"
)
# What goes wrong in the work itself, whatever the work: 检测·差错·个数.
_FAULT_OF_OWN = re.compile(
    "差错|错误|失误|遗漏|错漏|疏漏|漏报|错报|误报|迟报|空报|缺报|延误|延迟|超时|返工|瑕疵|漏|错|误"
)
_FAULT_MENDED = re.compile(
    "(?:处理|处置|办理|纠正|整改|排查|查处|修正|发现|通报|改正|更正|检查|审核|核查|补正|消除)(?:各类)?$"
)
_EMPHASIS = re.compile("(?:的|了|各类|重大|严重|突发|恶意|疑似|高危|重点|历史|新增|存量|较大|一般|一批)*")
# 检测·设备, 矫正·对象: who or what has the trouble, not what is done about it.
_BODY = re.compile(
    "(?:区|后(?!续)|对象|机构|学员|人员|厂|站|系统|平台|设备|设施|装置|工程|项目|过程|期间|环节|场所|单位|中心|点|数据|结果|信息|记录仪?|仪器|样品|报告)"
    "(?!数|率|量|比)"
)
_MORE_CONSUMED = re.compile(
    "(?:用[水电气能油纸药]量?|能耗|[水电油煤]耗)(?:增长|上升|增加)(?:率|幅度|比例)$"
    "|^(?:人均|单位[一-鿿]{0,4}|亩均|万元[一-鿿]{0,4})(?:综合)?用(?:水|电|气|能|油|纸)量?$"
)
_WHOLE_ECONOMY = re.compile("全社会|工业|规上|规模以上|企业|居民")


def better_in_category(
    name: str, level2: str | None, unit: str | None = None, *, counts_output: bool = False
) -> str | None:
    """Return which way a number is better by an indicator's name and its level-2 category, ``higher``, ``lower`` or None.

    ``level2`` is the English name of the category (None where there is none: then the name alone decides), ``unit`` what
    the number is of; ``counts_output`` is as in `better`.

    >>> better_in_category("占道经营处数", "social_benefit"), better_in_category("占道经营处数", "quantity")
    ('lower', None)
    """
    found = better(name, counts_output=counts_output)
    counts_work = level2 is None or level2 == "quantity"
    return LOWER if found is None and not counts_work and is_undesired(name, unit) else found


def is_undesired(name: str, unit: str | None = None) -> bool:
    """Whether fewer are better by a name, given that the number does not count what is produced.

    ``unit`` is what the number counts: 起 counts what happened to somebody, and should not have.

    >>> is_undesired("占道经营处数"), is_undesired("占道经营整治处数"), is_undesired("培训人次")
    (True, False, False)
    >>> is_undesired("骗取补贴人数"), is_undesired("苗木枯死率"), is_undesired("平均处置时长")
    (True, True, True)
    >>> is_undesired("高空坠物", "起"), is_undesired("高空坠物处置", "起")
    (True, False)
    """
    return _UNDESIRED[name] or (unit == _UNIT_OF_INCIDENTS and _INCIDENTS[name])


def _by_name(name: str) -> bool:
    known = better(name)
    if known is not None:
        return known == LOWER
    name = essential_name(name)
    if len(name) > groups.LONGEST_EXAMINED:
        return False
    return all(map(_one_is_undesired, parts_of_name(name)))


def _may_be_incident(name: str) -> bool:
    name = essential_name(name)
    if better(name) is not None or len(name) > groups.LONGEST_EXAMINED:
        return False
    found = _unmeasured_lapse().search(name)
    if found is not None and not groups.contains(found[0], "handling"):
        return not any(True for _ in _deeds(name[: found.start()]))  # 保护区内·违法建设: 建设 is part of the offence
    return not _says_what_is_done(name)


_INCIDENTS: Memory[str, bool] = Memory(_may_be_incident, 4096)
_UNDESIRED: Memory[str, bool] = Memory(_by_name, 4096)


def _one_is_undesired(name: str) -> bool:
    if _WORK_IN_VAIN.search(name) is not None:
        return True
    if _INACCURACY.search(name) is not None:
        return _INACCURACY_MENDED.search(name) is None
    if groups.contains(name, "reversing") or groups.contains(name, "savings"):
        return False
    if _is_left_undone(name) or _TIME_TAKEN.search(name) is not None:
        return True
    if _MORE_CONSUMED.search(name) is not None:
        return _WHOLE_ECONOMY.search(name) is None
    if any(_is_let_happen(name, pattern()) for pattern in (_trouble, _lapse)):
        return True
    lost = _SUFFERED.search(name) if "被" in name else None
    if lost is None and name.endswith(("时间", "时长", "数")):
        lost = _TIME_LOST.search(name)
    if lost is not None:
        return not any(True for _ in _deeds(name[: lost.start()]))
    others = (_THOSE_LEFT_UNDONE, _OFFENCE, _lapse_of_others(), _PRONE)
    found = any(pattern.search(name) is not None for pattern in others)
    return found and not _says_what_is_done(name)


def _is_left_undone(name: str) -> bool:
    """Whether a name measures what was to be done and was not; not that a trouble did not come back: 未·复阳·率."""
    found = _LEFT_UNDONE.search(name)
    return found is not None and not groups.is_one_of(found["deed"], "troubles")


def _says_what_is_done(name: str) -> bool:
    """Whether a name says what is done about something, or for whom."""
    others = ("reversing", "pests", "savings")
    return any(True for _ in _deeds(name)) or any(groups.contains(name, group) for group in others)


def _deeds(name: str) -> Iterator[re.Match[str]]:
    """What a name says to be done; not who or what is concerned: 矫正·对象, 检测·设备."""
    name = groups.without_exceptions(name, "handling")
    return (deed for deed in _deed().finditer(name) if _BODY.match(name, deed.end()) is None)


def _is_let_happen(name: str, pattern: re.Pattern[str]) -> bool:
    """Whether a trouble ends a name, and nothing before it says what is done about that: 查处·违规行为次数."""
    found = pattern.search(name)
    if found is None or (groups.ends_as(name, "lives") and groups.contains(name, "pests")):
        return False  # 红火蚁死亡率
    if pattern is _lapse() and (groups.contains(found[0], "handling") or groups.contains(found[0], "dealings")):
        return False  # 错·更正·率
    before = name[: found.start()]
    if _FAULT_OF_OWN.match(found[0]) is not None:
        return _FAULT_MENDED.search(before) is None
    # 查处·重大·违法行为: where the name begins so, or just before the trouble.
    return not any(deed.start() == 0 or _EMPHASIS.fullmatch(before, deed.end()) for deed in _deeds(before))


@cache
def _deed() -> re.Pattern[str]:
    return re.compile(any_word((*groups.listed("handling")[0], *groups.listed("dealings")[0])))


@cache
def _trouble() -> re.Pattern[str]:
    """A trouble, perhaps what has it, and how it is measured, at the end of a name: 占道·经营·处数."""
    troubles = any_word((*groups.listed("troubles")[0], *groups.listed("mishaps")[0]))
    objects = any_word((*groups.listed("trouble_objects")[0], *groups.listed("mishap_things")[0]))
    measures = any_word((*groups.listed("trouble_measures")[0], *groups.listed("mishap_measures")[0]))
    return re.compile(f"(?<![{_AGAINST}]){troubles}的?(?:{objects}){{0,2}}(?:{measures})?$")


@cache
def _lapse() -> re.Pattern[str]:
    """A lapse: one character of two that says so (漏·保·户数, 重·伤·人数)."""
    signs, others = groups.listed("lapse_signs")
    return re.compile(
        f"(?<![{_AGAINST}])(?:(?!{any_word(others)})(?:[{''.join(signs)}](?![件次起宗例人户家处个项条份])[一-鿿](?:{_COUNTS})"
        f"|[漏误错骗盗偷逃乱弃][一-鿿]{{2,4}}(?:{_COUNTS_ONLY}))|[{_SECOND}](?:{_COUNTS}))$"
    )


@cache
def _unmeasured_lapse() -> re.Pattern[str]:
    return re.compile(f"(?<![{_AGAINST}]){groups.any_of('lapse_verbs')}{_UNMEASURED_LAPSE_TAIL}")


@cache
def _lapse_of_others() -> re.Pattern[str]:
    """A lapse with whom or what it is about: 违规·转租·户数, 骗取·补贴·人数; and things that should not be there."""
    verbs = groups.any_of("lapse_verbs")
    return re.compile(
        f"(?<![{_AGAINST}]){verbs}[一-鿿]{{0,10}}(?:{_COUNTS_ONLY}|[车台辆船架班件批家户]次|[台辆艘座栋间页吨亩]数)$"
        f"|(?<![{_AGAINST}]){verbs}[一-鿿]{{0,2}}(?:率|比例|比率|占比)$"
        f"|(?<![{_AGAINST}]){groups.any_of('troubled')}的?(?![{_MENDING}])[一-鿿]{{2}}(?:{_COUNTS}|里程|长度|容量|(?:里程|长度|面积|户数)占比)$"
        "|(?:非正常|不正常|异常|劣质|低效|僵尸|可疑)[一-鿿]{1,6}(?:率|比例|比率|占比)$"
    )
