"""Writing indicators and tables as text that reads back the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from attrs import evolve

from perfmodel._internal.arguments import wrong_type
from perfmodel._internal.messages import shown
from perfmodel.grammars import terminal
from perfmodel.model.fields import Field, field_of, fields_of
from perfmodel.model.funding import AMOUNTS, Funding
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, Section, TargetTable
from perfmodel.model.target import Target
from perfmodel.source.characters import fold
from perfmodel.source.flow import flow_of
from perfmodel.strings.canonical import canonical, canonical_funding, labelled_fields, read_amounts
from perfmodel.strings.indicator_parser import ParseFailure, parse_stretch, takes_text
from perfmodel.strings.indicator_pattern import parse_printed
from perfmodel.strings.indicator_starts import indicator_starts
from perfmodel.strings.read_back import require_read_back
from perfmodel.strings.wrapping import wrap
from perfmodel.values.kinds import Meaning
from perfmodel.values.rendering import write

__all__ = ["is_printed", "render", "render_indicators", "render_project", "render_table"]

HEADER = "项目名称（资金使用单位） 总计 财政拨款 财政专户拨款 其他资金 绩效目标 绩效指标"
_INDENT = "    "
_DIGIT_BEHIND = re.compile(r"[0-9,.]$")


def render(value: Indicator | Target | Meaning, style: str = "printed") -> str:
    """Write an indicator as the canonical string, with its number where it has one; or a target value or its meaning.

    What was not understood is written as printed. Raises `ValueError` where the string form cannot express the
    indicator: no category or name, ``；`` in a name, ``。`` in a target. A target is written in a ``style``: ``printed``,
    ``signs`` or ``words``; any other raises `ValueError`. A meaning, which was never printed, is written in signs.

    >>> from perfmodel.strings.indicators import parse_indicator
    >>> render(parse_indicator("1.产出指标;数量指标;次数;年度指标值：3次"))
    '1、产出指标；数量指标；次数；年度指标值:3次。'
    >>> render(Target("90%或以上"), "signs"), render(Target("≥90%").meaning, "words")
    ('≥90%', '不低于90%')
    """
    if isinstance(value, Target):
        return value.render(style)
    if not isinstance(value, Indicator):
        if not hasattr(value, "kind"):
            raise wrong_type(value, "Indicator、Target 或 Meaning", "an Indicator, a Target or a Meaning")
        return write(value, "signs" if style == "printed" else style)
    return _render(value, value.number)


def render_indicators(indicators: Iterable[Indicator]) -> str:
    """Write indicators one after the other, numbered; those without a number get that of their position.

    Raises `ValueError` as `render` does.

    >>> from perfmodel.strings.indicators import parse_indicators
    >>> render_indicators(parse_indicators("产出指标；质量指标；合格率；年度指标值:95%。效益指标；社会效益；就业率；年度指标值:9%"))
    '1、产出指标；质量指标；合格率；年度指标值:95%。2、效益指标；社会效益；就业率；年度指标值:9%。'
    """
    if not isinstance(indicators, Iterable):
        raise wrong_type(indicators, "指标的序列", "indicators")
    return "".join(
        _render(indicator, at if getattr(indicator, "number", None) is None else indicator.number)
        for at, indicator in enumerate(indicators, 1)
    )


def _render(indicator: Indicator, number: int | None) -> str:
    if not isinstance(indicator, Indicator):
        raise wrong_type(indicator, "Indicator", "an Indicator")
    if not indicator.understood:
        return indicator.printed or ""
    _require_sayable(indicator)
    text = canonical(indicator, number)
    _require_encodable(text)
    _require_read_back(indicator, number, text)
    return text


def _require_encodable(text: str) -> None:
    """Raise `ValueError` for half a surrogate pair, which no file can hold."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(
            f"含半个代理对，无法写出：{text[error.start : error.end]!r} / "
            f"half a surrogate pair cannot be written: {text[error.start : error.end]!r}"
        ) from None


def _require_read_back(indicator: Indicator, number: int | None, text: str) -> None:
    """Raise `ValueError` where the string reads back as anything but the indicator."""
    if number != indicator.number or indicator.printed is not None:
        indicator = evolve(indicator, number=number, printed=None)
    flow = flow_of(text)
    starts = indicator_starts(flow).offsets
    if starts == [0] or not starts:
        found = parse_printed(flow, 0, len(flow.text))
        if found is None:
            read = parse_stretch(flow, 0, len(flow.text))
            found = read[0].indicator if not isinstance(read, ParseFailure) and len(read) == 1 else None
        if found is not None and (found == indicator or evolve(found, printed=None) == indicator):
            return
    raise ValueError(
        f"Indicator：写成的指标串不能原样读回：{shown(text, 200)} / "
        f"Indicator: the string would not read back as the same indicator: {shown(text, 200)}"
    )


def _require_sayable(indicator: Indicator) -> None:
    """Raise `ValueError` for a field that would not read back."""
    _require_places(indicator)
    for name in ("level1", "level2"):
        label = field_of(Indicator, name).zh
        category = getattr(indicator, name)
        text = getattr(indicator, f"{name}_text") or (category.label if category else "")
        _require(name, label, text, bool(text) and not re.search(r"[;:。]", fold(text)))
        if name == "level2" and terminal("indicator", "INDICATOR_START").match(fold(text) + ";"):
            _require(name, label, text, False)  # a level-1 cell: it would begin an indicator of its own
    words = fold(indicator.name)
    takes = terminal("indicator", "NAME").fullmatch(words)
    _require("name", "指标名称", indicator.name, bool(takes))
    texts: list[str] = []
    for field in labelled_fields():
        content = getattr(indicator, field.name)
        if content is not None and field.kind == "target":
            holds = "。" not in content.text and _continues(fold(content.text))
            _require(field.name, field.zh, content.text, holds)
        elif content is not None and field.kind in ("text", "prose"):
            texts.append(content)
    for text in [*texts, *(text for _name, text in indicator.further)]:
        _require("further", "栏目的文字", text, not text.endswith("。") and _continues(fold(text)))
    label_pattern = terminal("indicator", "LABEL")
    for name, text in indicator.further:
        label = fold(name) + ":"
        _require("further", "栏目名称", name, bool(label_pattern.fullmatch(label)) and not _is_of_a_field(label, text))


def _is_of_a_field(label: str, text: str) -> bool:
    """Whether a further column would read back as a field: a field of numbers takes only a text that is one."""
    for field in labelled_fields():
        if terminal("indicator", f"_{field.name.upper()}").match(label):
            return takes_text(field, text) or label != f"{field.declaration.printed}:"
    return False


def _require_places(value: Any) -> None:
    """Raise `ValueError` for a field that says something where the printed form has no place for it."""
    kind: type = type(value)
    for field in _without_place(kind) if value is not None else ():
        content = getattr(value, field.name)
        if content is not None and content != "" and content != field.default:
            whose = getattr(value, "name", "")
            in_zh, in_en = (f"（{shown(whose)}）", f" ({shown(whose)})") if whose else ("", "")
            raise ValueError(
                f"{field.subject}：印出的表没有“{field.zh}”的位置{in_zh} / "
                f"{field.subject}: the printed form has no place for it{in_en}"
            )


# What the printed form has a place for, beside the fields behind labels.
_PRINTED_PLACES: dict[type, tuple[str, ...]] = {
    TargetTable: ("title", "unit", "currency_unit", "total", "sections", "unread"),
    Section: ("name", "funding", "projects"),
    Project: ("name", "spender", "funding", "goal", "indicators"),
    Funding: (*AMOUNTS, "inferred", "printed"),
    Indicator: ("number", "level1", "level2", "level1_text", "level2_text", "name", "further", "printed", "reason"),
}


def is_printed(field: Field) -> bool:
    """Whether the printed form has a place for a field: behind a label of its own, or where it always stands.

    >>> is_printed(field_of(Project, "goal")), is_printed(field_of(Project, "period"))
    (True, False)
    """
    return field.declaration.printed is not None or field.name in _PRINTED_PLACES.get(field.owner, ())


@cache
def _without_place(kind: type) -> tuple[Field, ...]:
    return tuple(field for field in fields_of(kind) if field.attribute and not is_printed(field))


def _continues(words: str) -> bool:
    """Whether a value reads back as one: no part of it behind a ``；`` may look like a column of its own."""
    if len(words.splitlines()) > 1 or terminal("indicator", "INDICATOR_START").search(words):
        return False
    if ";" not in words:
        return True
    label = terminal("indicator", "LABEL")
    return all(part.strip() and not label.match(part.strip()) for part in words.split(";"))


def _require(name: str, label: str, text: str, holds: bool) -> None:
    if not holds:
        raise ValueError(
            f"Indicator.{name}：{label}{shown(text)}无法写成指标串 / "
            f"Indicator.{name}: {shown(text)} cannot be written in the string form"
        )


def render_table(table: TargetTable, width: int | None = 64) -> str:
    """Write a table as the text of a published one, its lines broken at ``width`` columns as a PDF would.

    ``None`` leaves lines unbroken. What was printed in a form other than the canonical one is printed in that form
    again. `parse_table` reads the text back as an equal table. Raises `ValueError` as `render` does, for what the
    printed form has no place for (a project's period, goal and money of its whole life), and, with the path of the
    field, for what would not read back: a project that is called 合计, a goal with a line of money in it, a spender that
    is no body of the table.

    >>> from perfmodel.model.table import Section
    >>> table = TargetTable("项目支出绩效目标表", "某局", "万元", None, [Section("某局", Funding(), [Project("会议费")])])
    >>> print(render_table(table), end="")
    项目支出绩效目标表
    <BLANKLINE>
    单位名称：某局 单位：万元
    <BLANKLINE>
    项目名称（资金使用单位） 总计 财政拨款 财政专户拨款 其他资金 绩
    效目标 绩效指标
    <BLANKLINE>
    某局 — — — —
    <BLANKLINE>
        会议费 — — — —
    """
    if not isinstance(table, TargetTable):
        raise wrong_type(table, "TargetTable", "a TargetTable")
    text = _joined(_paragraphs_of_table(table, width))
    _require_encodable(text)
    try:
        require_read_back(table, text)
    except ValueError:
        for at, project in enumerate(table.projects):  # what cannot be written at all is called by its own name
            _require_project_read_back(project, width, f"projects[{at}]")
        raise
    return text


def _paragraphs_of_table(table: TargetTable, width: int | None) -> list[list[str]]:
    for part in (table, table.total, *table.sections, *(section.funding for section in table.sections)):
        _require_places(part)
    currency = f" 单位：{table.currency_unit}" if table.currency_unit else ""
    paragraphs = [
        wrap(table.title, width),
        wrap(f"单位名称：{table.unit}{currency}", width),
        *(wrap(text, width) for text in table.unread),
        wrap(HEADER, width),
    ]
    if table.total is not None:
        paragraphs.append(_row("合计", table.total, width))
    for section in table.sections:
        if section.name:
            paragraphs.append(_row(section.name, section.funding, width))
        for project in section.projects:
            paragraphs += _paragraphs(project, width)
    return paragraphs


def render_project(project: Project, width: int | None = 64) -> str:
    """Write a project as it stands in a published table: name, money, goal and indicators.

    Raises `ValueError` as `render_table` does.

    >>> print(render_project(Project("会议费", None, Funding(18, 18), "开好会议。")), end="")
        会议费 18.00 18.00
    <BLANKLINE>
    开好会议。
    """
    if not isinstance(project, Project):
        raise wrong_type(project, "Project", "a Project")
    text = _joined(_paragraphs(project, width))
    _require_encodable(text)
    _require_project_read_back(project, width, "")
    return text


def _require_project_read_back(project: Project, width: int | None, name: str) -> None:
    """Raise `ValueError` where a project does not read back that stands in a table alone; messages call it by ``name``."""
    around = TargetTable("项目支出绩效目标表", project.spender or "某市某局", "万元")
    alone = evolve(around, sections=(Section(projects=(project,)),))
    require_read_back(alone, _joined(_paragraphs_of_table(alone, width)), "sections[0].projects[0]", name)


def _joined(paragraphs: Iterable[list[str]]) -> str:
    return "\n\n".join("\n".join(lines) for lines in paragraphs if lines) + "\n"


def _paragraphs(project: Project, width: int | None) -> list[list[str]]:
    for part in (project, project.funding):
        _require_places(part)
    name = f"{project.name}（{project.spender}）" if project.spender is not None else project.name
    return [
        _row(name, project.funding, width, _INDENT),
        wrap(project.goal, width),
        wrap("".join(_as_printed(indicator, at) for at, indicator in enumerate(project.indicators, 1)), width),
    ]


def _as_printed(indicator: Indicator, place: int) -> str:
    """The indicator as it was printed, if that still says what the indicator does; else the canonical string."""
    if indicator.printed is not None and indicator.understood:
        flow = flow_of(indicator.printed)
        found = parse_stretch(flow, 0, len(flow.text))
        if not isinstance(found, ParseFailure) and len(found) == 1 and found[0].indicator == indicator:
            return indicator.printed
    return _render(indicator, place if indicator.number is None else indicator.number)


def _row(name: str, funding: Funding, columns: int | None, indent: str = "") -> list[str]:
    """Lines of a name and its money; the money stands on a line of its own where both do not fit on one."""
    money = canonical_funding(funding)
    damaged = funding.printed is not None and set(funding.amounts) == {None}
    if funding.printed is not None and (damaged or read_amounts(funding.printed.split()) == funding.amounts):
        money = funding.printed
    lines = wrap(f"{indent}{name}", columns) if name else [indent]
    whole = f"{lines[-1]} {money}"
    # Digits at the end of a name would run into a line of money below them.
    fits = len(lines) == 1 and len(wrap(whole, columns)) == 1
    if fits or _DIGIT_BEHIND.search(name):
        return [*lines[:-1], whole]
    return [*lines, money]
