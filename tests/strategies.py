"""Strategies that make any table the model can hold and the published layout can print.

Which fields there are is asked of their declarations: a new one is drawn by its kind. What the printed form restricts
further has a strategy of its own in `OVERRIDES`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from attrs import evolve
from hypothesis import reject
from hypothesis import strategies as st

from perfmodel import Category, Funding, Indicator, Project, Section, Target, TargetTable
from perfmodel.grammars import terminal
from perfmodel.model.fields import Field, fields_of
from perfmodel.source.characters import fold, squeeze
from perfmodel.strings.render import is_printed, render_table
from perfmodel.strings.row_names import is_total

PIECES = [
    "服务",
    "对象",
    "残疾人",
    "培训",
    "就业",
    "康复",
    "设备",
    "购置",
    "信息系统",
    "运行维护",
    "质量",
    "率",
    "次数",
    "完成",
    "达标",
    "满意",
    "物业",
    "管理",
    "2023-2024年",
    "（家属）",
    "（2020年）",
    "(二期)",
    "、",
    "：",
    ":",
    "，",
    "《办法》",
    "“十四五”",
    "5G",
    "2",
    "10",
    "3.5",
    "OA",
    "Windows",
    "WPS",
    "A",
    "B",
    "第1期",
    "/",
    "%",
    "·",
    "㎡",
    "①",
    "×",
    "1:1",
    "～",
    "元",
    "万元",
    "号",
    "与",
    "及",
]
SENTENCES = [
    "1、完成培训",
    "；2、组织考试",
    "投入18.00万元",
    "共计1,234.56万元",
    "2024年12月31日前完成",
    "。",
    "，",
    "开展服务",
    "提高水平",
    "（含基地）",
    "下降0.50个百分点",
    "，人均12.00元",
    "Windows",
    "Server",
    "覆盖率达90%",
    "：",
    "第一季度",
    "3",
    "保障运转",
]
VALUES = [
    "90%或以上",
    "不少于2次/年",
    "100%",
    "0次",
    "≥95%",
    "80%～90%",
    "显著提升",
    "1:1",
    "011",
    "on",
    "1e3",
    "2024-12-31",
    "2024年12月31日前",
    "≥10场，每场≥50人",
    "null",
    "~",
    "1.0",
    "0x1F",
    "12:30:45",
    "=",
    "-",
    "是",
    "yes",
    "{a}",
    "[b]",
    "#c",
    "&",
    "*d",
    "!e",
    "%f",
    "@g",
    "`h",
    "'i",
    '"j',
    "|k",
    ">l",
]


# Alone on a line, this is a page number.
_PAGE_NUMBER = re.compile(r"[-－—–·][ \d]+[-－—–·]")


def _clean(text: str) -> str:
    return _PAGE_NUMBER.sub("", " ".join(text.split())).strip()


def phrases(least: int = 1) -> st.SearchStrategy[str]:
    """Names as they are printed: words, digits, brackets, colons, 、, ASCII words with a blank between them."""
    words = st.one_of(
        st.sampled_from(PIECES), st.text("残疾人就业服务abcXYZ0123456789（）()、：:－-", min_size=1, max_size=6)
    )
    joint = st.sampled_from(["", "", "", " "])
    return (
        st.lists(st.tuples(words, joint), min_size=least, max_size=6)
        .map(lambda found: _clean("".join(word + blank for word, blank in found)))
        .filter(lambda text: len(text) >= least)
    )


def indicator_names() -> st.SearchStrategy[str]:
    pattern = terminal("indicator", "NAME")
    return phrases().filter(lambda text: bool(pattern.fullmatch(fold(text))))


def categories(level: int) -> st.SearchStrategy[tuple[Category, str | None]]:
    """A category with the text of its cell: None where that is the category's label."""
    known = [entry for entry in Category.tree() if entry.level == level]
    texts = [entry.label for entry in known] + [entry.name for entry in known]
    texts += [
        "1-产出",
        "2-效果指标",
        "22-社会效益",
        "31-服务对象满意度",
        "产出指标(50分)",
        "11-质量指标",
        "15-其他指标",
    ]
    readable = terminal("indicator", f"LEVEL{level}")
    begins = terminal("indicator", "INDICATOR_START")

    def fits(text: str) -> bool:
        return bool(readable.fullmatch(fold(text))) and not (level == 2 and begins.match(fold(text) + ";"))

    def read(text: str) -> tuple[Category, str | None]:
        category = Category.read(text, level)
        return category, None if text == category.label else text

    return st.sampled_from([text for text in texts if fits(text)]).map(read)


def target_texts() -> st.SearchStrategy[str]:
    free = st.text("0123456789.,%≥≤><=-~～—年月日前次人以上（）()/ ×*X", min_size=1, max_size=12).map(_clean)
    return st.one_of(st.sampled_from(VALUES), free).filter(bool)


def further(least: int = 0) -> st.SearchStrategy[tuple[tuple[str, str], ...]]:
    # A label of a field of its own is read as that field.
    own = {field.declaration.printed for field in fields_of(Indicator)}
    names = st.sampled_from([name for name in ("备注", "数据来源", "on", "考核单位", "评价方法") if name not in own])
    texts = st.one_of(st.just(""), phrases(), target_texts())
    return st.lists(st.tuples(names, texts), min_size=least, max_size=2, unique_by=lambda pair: pair[0]).map(tuple)


# What follows from other fields, or only says how something was printed and not understood.
DERIVED = ("Indicator.number", "Indicator.printed", "Indicator.reason", "Funding.inferred", "Funding.printed")


def drawn_fields(kind: type, printed: bool | None = None) -> list[Field]:
    """The fields of a class that are drawn: all, or those that the printed form has (or has not) a place for."""
    found = [field for field in fields_of(kind) if field.attribute and field.kind != "category_text"]
    return [
        field for field in found if field.subject not in DERIVED and (printed is None or is_printed(field) is printed)
    ]


def contents(field: Field) -> st.SearchStrategy[Any]:
    """What may stand in a field, by its kind, where something does."""
    if field.subject in OVERRIDES:
        return OVERRIDES[field.subject]()
    if field.declaration.choices:
        return st.sampled_from(field.declaration.choices)
    if field.kind in ("object", "objects"):
        content = objects(field.item)
        return content if field.kind == "object" else st.lists(content, min_size=1, max_size=3).map(tuple)
    return BY_KIND[field.kind](field)


def maybe(field: Field) -> st.SearchStrategy[Any]:
    """What may stand in a field, or what it is where nothing does."""
    return st.one_of(st.just(field.default), contents(field))


def objects(kind: type) -> st.SearchStrategy[Any]:
    """Objects of a class of the model."""
    if kind in OF_CLASS:
        return OF_CLASS[kind]()
    return st.fixed_dictionaries({field.name: maybe(field) for field in drawn_fields(kind)}).map(
        lambda own: kind(**own)
    )


BY_KIND: dict[str, Callable[[Field], st.SearchStrategy[Any]]] = {
    "text": lambda _field: phrases(),
    "prose": lambda _field: phrases(),
    "target": lambda _field: target_texts().map(Target),
    # Printed by its label, since the text that stands in its cell is a field of its own.
    "category": lambda field: (
        categories(field.level).filter(lambda found: found[1] is None).map(lambda found: found[0])
    ),
    "amount": lambda _field: amounts(),
    "number": lambda _field: st.decimals("0.1", "90", places=1),
    "ordinal": lambda _field: st.integers(0, 999),
    "flag": lambda _field: st.just(True),
    "texts": lambda _field: st.lists(phrases(), min_size=1, max_size=3).map(tuple),
    "pairs": lambda _field: further(1),
}


@st.composite
def indicators(draw: st.DrawFn) -> Indicator:
    """An indicator that the string form can say."""
    own: dict[str, Any] = {}
    for field in drawn_fields(Indicator, printed=True):
        if field.kind == "category":
            own[field.name], own[f"{field.name}_text"] = draw(categories(field.level))
        else:
            own[field.name] = draw(contents(field) if field.subject in REQUIRED else maybe(field))
    return Indicator(**own)


def without_results(value: Any) -> Any:
    """The same project or indicator without what only forms say that are filled in after the targets."""
    kind: type = type(value)
    late = {
        field.name: field.default for field in fields_of(kind) if field.declaration.result or field.name == "adjusted"
    }
    return evolve(value, **late)


@st.composite
def long_indicators(draw: st.DrawFn) -> Indicator:
    """An indicator with what only files hold."""
    rest = {field.name: draw(maybe(field)) for field in drawn_fields(Indicator, printed=False)}
    return evolve(draw(indicators()), **rest)


def amounts() -> st.SearchStrategy[Decimal]:
    return st.one_of(st.decimals(0, 10**6, places=2), st.decimals(0, 100, places=4), st.integers(0, 999).map(Decimal))


@st.composite
def fundings(draw: st.DrawFn) -> Funding:
    if draw(st.booleans()):
        amount = draw(amounts())
        return Funding(amount, amount)
    columns = [draw(st.one_of(st.none(), amounts())) for _column in range(4)]
    return Funding(columns[0], columns[1], columns[2], columns[3])


@st.composite
def long_fundings(draw: st.DrawFn) -> Funding:
    """Money with sources that the printed form has no place for."""
    rest = {field.name: draw(maybe(field)) for field in drawn_fields(Funding, printed=False)}
    return evolve(draw(fundings()), **rest)


_GOAL_TRAPS = re.compile("指标值|[1-3][1-9][-–—]")


def goals() -> st.SearchStrategy[str]:
    pieces = st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=8).map(lambda found: _clean("".join(found)))

    def is_prose(text: str) -> bool:
        return len(text) > 6 and text[0] not in "；。，：" and not _GOAL_TRAPS.search(fold(text))

    return st.one_of(st.just(""), pieces.filter(is_prose))


def body_names() -> st.SearchStrategy[str]:
    return st.tuples(
        st.sampled_from(["广州市", "某市", "某区"]),
        st.sampled_from(["残疾人就业培训服务", "档案", "教育研究（试点）", "ABC 2"]),
        st.sampled_from(["中心", "局", "管理处"]),
    ).map("".join)


def project_names(bodies: tuple[str, ...]) -> st.SearchStrategy[str]:
    named = {squeeze(fold(body)) for body in bodies}

    def prints_as_a_name(text: str) -> bool:
        folded = squeeze(fold(text))
        if any(folded.endswith(f"({body})") for body in named) or is_total(text) or not re.search("[一-龥]", text):
            return False
        if re.search(r"[0-9]\.[0-9]{2}", folded):
            return False  # an amount of money in a name, alone on a line, is taken for the project's
        # Punctuation beside the money says that it is part of a sentence.
        return text[-1] not in "、，：:（(－-—–·～/×" and text[0] not in "、：:）)，／/%～·－-"

    own = st.tuples(st.sampled_from(["", *bodies]), phrases(2)).map("".join)
    return own.filter(prints_as_a_name)


@st.composite
def projects(draw: st.DrawFn, bodies: tuple[str, ...] = ()) -> Project:
    """A project that the printed form can say, in a table of these bodies."""
    own = tuple(draw(st.lists(indicators(), max_size=4)))
    goal = draw(goals())
    if goal and not own and not goal.endswith("。"):
        goal += "。"  # else nothing parts it from the name of the next row
    return Project(
        name=draw(project_names(bodies)),
        spender=draw(st.sampled_from([None, *bodies])),
        funding=draw(fundings()),
        goal=goal,
        indicators=own,
    )


@st.composite
def long_projects(draw: st.DrawFn) -> Project:
    """A project with what only files hold: its period, the money and the goal of its whole life, and what is new."""
    project = draw(projects())
    rest = {field.name: draw(maybe(field)) for field in drawn_fields(Project, printed=False)}
    rest["funding"] = draw(long_fundings())
    if drawn_fields(Indicator, printed=False):
        rest["indicators"] = draw(st.lists(long_indicators(), max_size=2))
    return evolve(project, **rest)


@st.composite
def tables(draw: st.DrawFn) -> TargetTable:
    """A table that the printed form can say."""
    unit = draw(body_names())
    names = draw(st.lists(body_names(), max_size=3, unique=True))
    bodies = tuple(dict.fromkeys([unit, *names]))
    made = [Section(name, draw(fundings()), tuple(draw(st.lists(projects(bodies), max_size=3)))) for name in names]
    if not names or draw(st.booleans()):
        under_none = tuple(draw(st.lists(projects(bodies), min_size=1, max_size=2)))
        made.insert(0, Section("", Funding(), under_none))
    return TargetTable(
        title=draw(titles()),
        unit=unit,
        currency_unit=draw(st.sampled_from(["万元", "元"])),
        total=draw(st.one_of(st.none(), fundings())),
        sections=tuple(made),
    )


def rendered(table: TargetTable, width: int | None = 64) -> str:
    """The text of a table; a table whose amounts run into its goal (7.10 before 1、) would not read back, and is drawn anew."""
    try:
        return render_table(table, width)
    except ValueError:
        reject()


def titles() -> st.SearchStrategy[str]:
    return st.sampled_from(["项目支出绩效目标表", "2024年项目支出绩效目标表（含转移支付项目）"])


@st.composite
def dated_tables(draw: st.DrawFn) -> TargetTable:
    """A table whose title, projects' names and target values speak of years."""
    years = st.sampled_from(["2019年", "2020年", "2023-2025年", "2024年", "2027年"])
    dates = st.sampled_from(
        ["2020-12-31", "2024-12-31", "2021年6月底前", "2024年内", "2023年1月至2025年6月", "2月30日前"]
    )

    def named(name: str) -> st.SearchStrategy[str]:
        return st.one_of(st.just(name), years.map(lambda year: f"{year}{name}"))

    def project() -> Project:
        own = [Indicator(name="完成时间", annual=Target(draw(dates))) for _one in range(draw(st.integers(1, 2)))]
        period = draw(st.sampled_from([None, None, "2023-2025年"]))
        return Project(draw(named("档案整理")), period=period, indicators=tuple(own))

    own = tuple(project() for _one in range(draw(st.integers(1, 2))))
    return TargetTable(draw(named("项目支出绩效目标表")), sections=(Section(projects=own),))


@st.composite
def sections(draw: st.DrawFn) -> Section:
    return Section(draw(body_names()), draw(fundings()), tuple(draw(st.lists(projects(), max_size=2))))


def periods() -> st.SearchStrategy[str]:
    return st.sampled_from(["2024年", "2023-2025年", "2024年1月至2026年12月", "长期"])


def unread_texts() -> st.SearchStrategy[tuple[str, ...]]:
    """What belongs to no field wherever it is printed."""
    return st.lists(st.sampled_from(["填报人王某某", "（以下空白）", "详见附件"]), min_size=1, max_size=2).map(tuple)


# The fields whose content the kind alone does not say, since the printed form takes less or people write certain things.
OVERRIDES: dict[str, Callable[[], st.SearchStrategy[Any]]] = {
    "Indicator.name": indicator_names,
    "Indicator.operator": lambda: st.sampled_from(
        ["≥", "≤", "=", "大于等于", "定性", "定量", "正向", "反向指标", "见说明"]
    ),
    "Indicator.unit": lambda: st.sampled_from(["%", "次", "人·次", "m2"]),
    "Project.name": lambda: project_names(()),
    "Project.goal": lambda: goals().filter(bool),
    "Project.period": periods,
    "Project.whole_period_goal": lambda: goals().filter(bool),
    "Project.spender": body_names,
    "Section.name": body_names,
    "TargetTable.title": titles,
    "TargetTable.year": lambda: st.integers(2019, 2030),
    "TargetTable.unit": body_names,
    "TargetTable.unread": unread_texts,
}
# What an indicator string cannot be without.
REQUIRED = ("Indicator.name",)
OF_CLASS: dict[type, Callable[[], st.SearchStrategy[Any]]] = {
    TargetTable: tables,
    Section: sections,
    Project: projects,
    Indicator: indicators,
    Funding: fundings,
}


FOOTERS = ("第 1 页，共 2 页", "- 3 -", "— 3 —", "\f", "\f- 12 -", "第 2 页\f", "\n\n- 4 -\n\n\f", "第3页")


@st.composite
def paged(draw: st.DrawFn, text: str, header: str = "") -> str:
    """The text with page breaks put between any of its lines, and behind the header with the header again."""
    lines = text.split("\n")
    first = text[: text.find(header) + len(header)].count("\n") + 1 if header else len(lines)
    for _break in range(draw(st.integers(0, 6))):
        at = draw(st.integers(1, len(lines)))
        footer = draw(st.sampled_from(FOOTERS))
        if at >= first and draw(st.booleans()):
            footer += f"\n{header}\n"
        lines.insert(at, footer)
        first += footer.count("\n") + 1 if at < first else 0
    return "\n".join(lines)


@st.composite
def mutilated(draw: st.DrawFn, text: str) -> str:
    """The text with stretches cut out, doubled, moved or overwritten."""
    junk = st.one_of(
        st.text("；;。：:、0123456789.,（）() \n\f-—abc指标值产出合计", max_size=12),
        st.sampled_from(["1、1-产出指标；", "合计 5.00 5.00\n", "\n- 3 -\n", "年度指标值:", "项目名称 总计 绩效目标"]),
        st.text(max_size=5),
    )
    for _cut in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 60)))
        text = text[:start] + draw(junk) + text[end:]
    return text
