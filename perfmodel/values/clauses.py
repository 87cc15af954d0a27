"""From a syntax tree to a meaning: what words of comparison, units and numbers say together.

The grammar says what can stand behind what; here two things that stand together are refused where they contradict
each other (超过90%以上), and so is whatever has two readings. Nothing is ever dropped in silence.
"""

from __future__ import annotations

import re
from decimal import Decimal, localcontext
from typing import Any

from attrs import frozen

from perfmodel.grammars.lalr import Token, Tree
from perfmodel.values import units
from perfmodel.values.ambiguous_digits import DATE, MONTH, NAME, YEAR
from perfmodel.values.amounts import Amount, amounts_of, check_inclusion, is_node, unit_of_both
from perfmodel.values.date_clauses import deadline, period
from perfmodel.values.grammar import NotUnderstood
from perfmodel.values.kinds import Meaning, Placeholder, Range, Ratio, Threshold
from perfmodel.values.modifiers import Modifiers, collect_modifiers, operator_of_sign
from perfmodel.values.qualitative import qualitative

__all__ = ["Clause", "read_clause"]

_CLOCK = frozenset(("00", "15", "30", "45"))
# What a remark must not begin with: it would change what stands before it.
_TELLING = re.compile(
    "[-+/>≥<≤=≈~±每约负共]|以[上下内]|至[少多]|最|不|超|低于|高于|大于|小于|上限|下限|左右|人均|[年月日]均|单位|[百千万亿]"
    "|提高|提升|增|上升|下降|降|减|缩短|累计|其中"
)


@frozen
class Clause:
    """What one condition means, with what it says besides: ``phrases`` in front and behind, ``notes`` in brackets.

    ``bounded`` tells that an operator was written, ``each_first`` that 每… stood in front and
    ``bound_first`` that the operator did.
    """

    meaning: Meaning
    phrases: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    bounded: bool = False
    each_first: bool = False
    bound_first: bool = False


def read_clause(tree: Tree, column: str | None) -> Clause:
    """Return what a condition means; ``column`` is the unit of the table's own column of units.

    Raises NotUnderstood, with the reason, where it has no certain meaning.
    """
    kind = str(tree.data)
    if kind == "words":
        return Clause(qualitative(str(tree.children[0])))
    modifiers = collect_modifiers(tree)
    if kind == "deadline":
        return _dated(modifiers, deadline(tree, modifiers))
    if kind == "period":
        return _dated(modifiers, period(tree, modifiers))
    if kind == "template":
        return _template(tree, modifiers)
    clause: Clause = _READERS[kind](tree, modifiers, column)
    return clause


def _dated(modifiers: Modifiers, meaning: Meaning) -> Clause:
    return Clause(meaning, tuple(modifiers.phrases), tuple(modifiers.notes), bounded=True)


def _operator(modifiers: Modifiers, amount: Amount | None) -> tuple[str, bool]:
    """The operator of all words together, and whether one was written."""
    found = set(modifiers.before) | set(modifiers.behind)
    if len(found) > 1:
        raise NotUnderstood("比较词互相矛盾", "words of comparison that contradict each other")
    operator = next(iter(found), None)
    inclusions = modifiers.inclusions + (amount.inclusions if amount else [])
    for text in inclusions:
        check_inclusion(text, amount)
        if operator is None:
            raise NotUnderstood("只写含或不含，没有以上、以下", "inclusion without a word of comparison")
        if text.startswith("(不"):
            if modifiers.before and operator not in ("<", ">"):
                raise NotUnderstood("比较词与“不含”矛盾", "a word of comparison and 不含 contradict each other")
            operator = {">=": ">", "<=": "<"}.get(operator, operator)
        elif operator not in (">=", "<="):
            raise NotUnderstood("比较词与“含”矛盾", "a word of comparison and 含 contradict each other")
    if operator is not None:
        return operator, True
    if modifiers.level:
        raise NotUnderstood(
            f"“{modifiers.level}”没有说明以上还是以下", f"{modifiers.level} does not say from which side"
        )
    return (">=", True) if modifiers.reach else ("=", False)


def _settle(
    modifiers: Modifiers, unit: str | None, column: str | None
) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Unit, per and what is left of the remarks; a remark that is a unit joins in."""
    notes: list[str] = []
    per = list(modifiers.per)
    unit, remarks = _with_alternatives(modifiers, unit, per)
    for note in remarks:
        head, _, tail = note.partition("/")
        is_unit = units.look_up(head) is not None and (not tail or units.look_up(tail) is not None)
        if is_unit and unit is None and column is None and not units.is_incident(head):
            if units.is_counter(head) and units.is_counter(tail):
                head, tail = note, ""
            unit = "%" if head == "百分比" else head
            per += [tail] if tail else []
        elif is_unit and units.same(head, unit) and not tail:
            continue
        elif is_unit or (_TELLING.match(note) and note != "百分制"):
            raise NotUnderstood(f"括号里的“{note}”改变前面的数", f"the remark {note} changes what stands before it")
        else:
            notes.append(note)
    if len(modifiers.slashed) == 1 and units.may_be_either(unit or column or "", modifiers.slashed[0]):
        raise NotUnderstood("“/”两边可能是并列的单位", "what stands on both sides of / may be one unit or the other")
    months = units.look_up(unit or column or "")
    if months is not None and months.dimension == "months" and per == ["次"]:
        raise NotUnderstood("“/次”前是时段", "a span of time for each time")
    if any(_repeats(part, unit or column) for part in per):
        raise NotUnderstood("“/”两边是同一单位", "the same unit on both sides of /")
    if len(set(per)) < len(per):
        raise NotUnderstood("同一“每”说了两次", "the same 每 is said twice")
    return unit, "·".join(per) or None, tuple(notes)


def _with_alternatives(modifiers: Modifiers, unit: str | None, per: list[str]) -> tuple[str | None, list[str]]:
    """The unit with the other counters that stand in brackets behind it (台（套）, 县（市、区）), and the other remarks."""
    remarks = []
    for note in modifiers.notes:
        others = re.split("[、/,]", note)
        if unit is not None and units.look_up(f"{unit}({note})") is not None:
            unit = f"{unit}({note})"  # dB(A)
        elif not all(units.is_thing(other) for other in others) or note in (unit, *per):
            remarks.append(note)
        elif per and modifiers.slashed and units.is_thing(per[-1]):
            per[-1] = f"{per[-1]}({note})"
        elif unit is not None and units.is_thing(unit):
            unit = f"{unit}({note})"
        else:
            remarks.append(note)
    return unit, remarks


def _repeats(part: str, unit: str | None) -> bool:
    """20%/30%, 3次/5次; but 5人/10万人 is a rate."""
    base = part.lstrip("0123456789")
    return units.same(base, unit) or units.factor_between(base, "%") is not None


def _finish(modifiers: Modifiers, meaning: Meaning, notes: tuple[str, ...], bounded: bool) -> Clause:
    if modifiers.between and not isinstance(meaning, Range):
        raise NotUnderstood("“之间”前只有一个数", "之间 behind a single number")
    if modifiers.until:
        raise NotUnderstood(f"“{modifiers.until}”后不是日期", f"no date behind {modifiers.until}")
    if modifiers.event and not (isinstance(meaning, Threshold) and meaning.op in ("<=", "<")):
        raise NotUnderstood("“后”不是期限的说法", "后 without a length of time to be kept")
    if modifiers.compared and modifiers.change is None:
        raise NotUnderstood("比较的基期后没有增减", "a base of comparison without more or less")
    return Clause(meaning, tuple(modifiers.phrases), notes, bounded, modifiers.each_first, bool(modifiers.before))


def _quantity(tree: Tree, modifiers: Modifiers, column: str | None) -> Clause:
    (amount,) = amounts_of(tree)
    operator, bounded = _operator(modifiers, amount)
    unit, per, notes = _settle(modifiers, amount.unit, column)
    # 十二 is a number; 三, or 二〇二四, may be a label, a rank or a year.
    whole = len(amount.printed) > 1 and any(char in amount.printed for char in "十百千万亿")
    if amount.numeral and unit is None and column is None and amount.number != 0 and not whole:
        raise NotUnderstood(f"“{amount.printed}”后没有单位", f"no unit behind {amount.printed}")
    if unit == "岁" and modifiers.phrases and not re.search("[龄命]", modifiers.phrases[-1]):
        raise NotUnderstood("“岁”说的是谁，不是多少", "an age that says who, not how much")
    if modifiers.change and amount.number < 0:
        raise NotUnderstood("增减后是负数", "a negative number behind more or less")
    _refuse_years(amount.printed, unit or column)
    if not bounded:
        _refuse_dates(amount.printed, unit, column)
        _refuse_names(amount, unit, per, modifiers)
    return _finish(modifiers, Threshold(operator, amount.number, unit, per, modifiers.change), notes, bounded)


def _refuse_years(printed: str, unit: str | None) -> None:
    """2024届, 2024级, 2024学年: no count of them."""
    if unit in ("届", "级", "学年", "学期", "期", "版") and YEAR.fullmatch(printed):
        raise NotUnderstood(f"“{printed}{unit}”可能是年份，也可能是数目", f"{printed}{unit} may be a year or a number")


def _refuse_dates(printed: str, unit: str | None, column: str | None) -> None:
    """A bare number that may as well be a date, a kind of network or a size of picture."""
    joined = unit or column
    year = YEAR.fullmatch(printed)
    if (joined in ("年", "年度") and (year or (re.fullmatch("2[1-9]", printed) and unit))) or (
        joined is None and DATE.fullmatch(printed)
    ):
        raise NotUnderstood(f"“{printed}”可能是日期，也可能是数目", f"{printed} may be a date or a number")
    if joined is None and MONTH.fullmatch(printed):
        raise NotUnderstood(f"“{printed}”可能是日期，也可能是数目", f"{printed} may be a date or a number")
    if unit == "日" and re.fullmatch("[12]?[0-9]|3[01]", printed):
        raise NotUnderstood(
            f"“{printed}日”可能是日期，也可能是时长", f"{printed}日 may be a day of a month or a length"
        )
    if unit is not None and re.fullmatch("[ABCDEFGKPQRSVkp]", unit) and not (unit == "G" and len(printed) > 1):
        raise NotUnderstood(f"“{printed}{unit}”可能是名称，也可能是数目", f"{printed}{unit} may be a name or a number")


def _refuse_names(amount: Amount, unit: str | None, per: str | None, modifiers: Modifiers) -> None:
    """12345热线 and 110警情 are names; 一期 and 一批 may be, and 四个到位 is a slogan."""
    printed = amount.printed
    if unit is None:
        return
    if NAME.fullmatch(printed) and not any(units.look_up(unit[:size]) for size in (1, len(unit))):
        raise NotUnderstood(f"“{printed}{unit}”可能是名称，也可能是数目", f"{printed}{unit} may be a name or a number")
    known = units.look_up(unit)
    if known is None and re.fullmatch("[1-9]", printed) and not (units.is_named(unit) or units.look_up(unit[0])):
        # 5保户, 2手车: one digit and a word that is in no list
        raise NotUnderstood(f"“{printed}{unit}”可能是名称，也可能是数目", f"{printed}{unit} may be a name or a number")
    lasts = known is not None and known.dimension in ("time", "working_time", "months")
    if amount.numeral and per is None and (unit in ("期", "批") or (modifiers.done and not lasts)):
        raise NotUnderstood(f"“{printed}{unit}”不一定是数目", f"{printed}{unit} may be no number")


def _no_operator(modifiers: Modifiers, *allowed: str) -> None:
    if (set(modifiers.before) | set(modifiers.behind)) - set(allowed) or modifiers.inclusions:
        raise NotUnderstood("比较词与区间矛盾", "a word of comparison together with a range")


def _range(
    modifiers: Modifiers, low: Decimal, high: Decimal, unit: str | None, column: str | None, **ends: bool
) -> Clause:
    unit, per, notes = _settle(modifiers, unit, column)
    if low > high:
        raise NotUnderstood("区间的下限大于上限", "the lower end of the range is above the upper one")
    return _finish(modifiers, Range(low, high, unit, per, modifiers.change, **ends), notes, bounded=True)


def _included(amount: Amount) -> bool:
    for text in amount.inclusions:
        check_inclusion(text, amount)
    return not any(text.startswith("(不") for text in amount.inclusions)


def _span(tree: Tree, modifiers: Modifiers, column: str | None) -> Clause:
    low, high = amounts = amounts_of(tree)
    _no_operator(modifiers)
    if modifiers.level and not modifiers.level.startswith(("控制", "限制")):
        raise NotUnderstood(f"“{modifiers.level}”后是区间", f"a range behind {modifiers.level}")
    unit = unit_of_both(amounts)
    for end in amounts:
        _refuse_years(end.printed, unit)
    if unit == "日" and high.number <= 31:
        raise NotUnderstood("可能是日期，也可能是时长", "may be days of a month or a length of time")
    if unit == "年" and all(re.fullmatch("1[89]|2[0-9]|3[0-5]", end.printed) for end in amounts):
        raise NotUnderstood("可能是年份，也可能是年数", "may be years or lengths of time")
    if unit is None and column is None and all(YEAR.fullmatch(end.printed) for end in amounts):
        raise NotUnderstood("可能是年份，也可能是数目", "may be years or numbers")
    if unit is None and column is None and _may_be_days(low.printed, high.printed):
        raise NotUnderstood("可能是日期，也可能是数目", "may be dates or numbers")
    return _range(
        modifiers, low.number, high.number, unit, column, low_included=_included(low), high_included=_included(high)
    )


def _may_be_days(low: str, high: str) -> bool:
    """12-31 is the last of December, 1.1-12.31 a whole year; 9-12 and 1.5-2.5 are numbers."""
    last = {"2": "28|29", "4": "30", "6": "30", "9": "30", "11": "30"}.get(low.lstrip("0"), "31")
    if re.fullmatch("0?[1-9]|1[0-2]", low) and re.fullmatch(last, high):
        return True
    day = re.compile(r"(0?[1-9]|1[0-2])\.(0?[1-9]|[12][0-9]|3[01])")
    return bool(day.fullmatch(low) and day.fullmatch(high)) and len((low + high).replace(".", "")) > 4


def _reversed(tree: Tree, modifiers: Modifiers, column: str | None) -> Clause:
    sign = operator_of_sign(str(tree.children[_index(tree, "amount") + 1]))
    if modifiers.before or modifiers.behind or modifiers.change:
        raise NotUnderstood("比较词互相矛盾", "words of comparison that contradict each other")
    mirrored = {"<=": ">=", "<": ">", ">=": "<=", ">": "<"}.get(sign)
    if mirrored is None:
        raise NotUnderstood(f"数后的“{sign}”没有下文", f"nothing behind {sign}")
    modifiers.before.append(mirrored)
    return _quantity(tree, modifiers, column)


def _index(tree: Tree, name: str) -> int:
    return next(index for index, child in enumerate(tree.children) if is_node(child, name))


def _between(tree: Tree, modifiers: Modifiers, column: str | None) -> Clause:
    left, right = amounts = amounts_of(tree)
    at = _index(tree, "amount")
    first, second = operator_of_sign(str(tree.children[at + 1])), operator_of_sign(str(tree.children[at + 3]))
    _no_operator(modifiers)
    if left.inclusions or right.inclusions or modifiers.level:
        raise NotUnderstood("区间另写了比较词", "a range with further words of comparison")
    unit = unit_of_both(amounts)
    if {first, second} <= {"<", "<="}:
        low, high, ends = left, right, (first == "<=", second == "<=")
    elif {first, second} <= {">", ">="}:
        low, high, ends = right, left, (second == ">=", first == ">=")
    else:
        raise NotUnderstood("两个比较符号方向相反", "two signs of comparison that point apart")
    return _range(modifiers, low.number, high.number, unit, column, low_included=ends[0], high_included=ends[1])


def _tolerance(tree: Tree, modifiers: Modifiers, column: str | None) -> Clause:
    (amount,) = amounts_of(tree)
    _no_operator(modifiers, "<=")
    if modifiers.change or amount.inclusions or amount.number < 0:
        raise NotUnderstood("“±”另有增减或含与不含", "± together with more, less or inclusion")
    return _range(modifiers, -amount.number, amount.number, amount.unit, column)


def _around(tree: Tree, modifiers: Modifiers, column: str | None) -> Clause:
    middle, step = amounts = amounts_of(tree)
    _no_operator(modifiers)
    unit = unit_of_both(amounts)
    # 100±5% is 5 % of 100, or of the whole.
    relative = middle.unit is None and unit is not None and units.factor_between(unit, "%") is not None
    if relative or modifiers.change or modifiers.level or middle.inclusions or step.inclusions or step.number < 0:
        raise NotUnderstood("“±”所指不明", "it is not certain what ± refers to")
    with localcontext() as context:
        context.prec = 1200
        low, high = middle.number - step.number, middle.number + step.number
    return _range(modifiers, low, high, unit, column)


def _ratio_of(modifiers: Modifiers, left: Decimal, right: Decimal) -> Clause:
    operator, bounded = _operator(modifiers, None)
    if modifiers.change or modifiers.per or modifiers.level:
        raise NotUnderstood("比例另有增减或“每”", "a ratio with more, less or 每")
    if right <= 0 or left < 0:
        raise NotUnderstood("比例的后项不大于 0", "the right side of the ratio is not above 0")
    _, _, notes = _settle(modifiers, None, "")
    return _finish(modifiers, Ratio(left, right, operator), notes, bounded)


def _ratio(tree: Tree, modifiers: Modifiers, _column: str | None) -> Clause:
    left, right = amounts_of(tree)
    if left.unit or right.unit or left.inclusions or right.inclusions:
        raise NotUnderstood("比例的两数带有单位", "a ratio of numbers with units")
    if right.printed in _CLOCK and 5 <= left.number <= 24:
        raise NotUnderstood("可能是时刻，也可能是比例", "may be a time of day or a ratio")
    return _ratio_of(modifiers, left.number, right.number)


def _fraction(tree: Tree, modifiers: Modifiers, _column: str | None) -> Clause:
    whole, part = amounts_of(tree)
    if whole.unit or part.unit or whole.inclusions or part.inclusions or part.number > whole.number:
        raise NotUnderstood("分数带有单位或大于 1", "a fraction with units, or above 1")
    return _ratio_of(modifiers, part.number, whole.number)


def _slashed(tree: Tree, modifiers: Modifiers, _column: str | None) -> Clause:
    text = next(str(child) for child in tree.children if getattr(child, "type", None) == "SLASHED")
    part, whole = map(int, text.split("/"))
    if not (modifiers.before or modifiers.behind) or not 0 < part < whole <= 10:
        raise NotUnderstood(f"“{text}”可能是日期，也可能是分数", f"{text} may be a date or a fraction")
    return _ratio_of(modifiers, Decimal(part), Decimal(whole))


def _template(tree: Tree, modifiers: Modifiers) -> Clause:
    signs = set(modifiers.before) | set(modifiers.behind)
    tokens = {str(child.type): str(child) for child in tree.children if isinstance(child, Token)}
    rest = tokens.get("REST", "").strip()
    if "PLACE" in tokens:
        # A star before a number is the mark of a footnote.
        if re.search("[0-9]", rest) and not rest.startswith(("年", "月")):
            raise NotUnderstood("待填处后另有数字", "a number behind a place to be filled in")
    elif "UNIT" in tokens:
        unit = tokens["UNIT"]
        known = units.look_up(unit) is not None and not units.is_incident(unit) and unit != "半年"
        if not known or modifiers.phrases or modifiers.change or modifiers.per:
            raise NotUnderstood("没有数目", "there is no number")
    elif not modifiers.signs or modifiers.phrases or modifiers.change or modifiers.per:
        raise NotUnderstood("没有数目", "there is no number")
    return Clause(Placeholder(next(iter(signs)) if len(signs) == 1 else None))


_READERS: dict[str, Any] = {
    "quantity": _quantity,
    "span": _span,
    "reversed": _reversed,
    "between": _between,
    "tolerance": _tolerance,
    "around": _around,
    "ratio": _ratio,
    "fraction": _fraction,
    "slashed": _slashed,
}
