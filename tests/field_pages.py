"""The pages that list fields, from their declarations: ``python -m tests.field_pages`` writes them anew.

``docs/reference/fields.md`` is written as a whole; in ``yaml.md`` and ``frames.md`` the tables between
``<!-- fields -->`` and ``<!-- end of fields -->``. Each page has a Chinese one beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from perfmodel.frames.columns import (
    INDICATOR_COUNT,
    INDICATOR_NUMBER,
    INDICATOR_TARGETS,
    PROJECT_NUMBER,
    SECTION_NUMBER,
    TARGET_OF,
    Column,
    by_any_name,
    column_name,
    columns_inside,
    fields_in_frames,
    prefix_of,
)
from perfmodel.model.declaration import VIEWS
from perfmodel.model.fields import CLASSES, Field, class_words, fields_of, keys_of
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, Section, TargetTable
from perfmodel.spreadsheets import heads
from perfmodel.strings.render import is_printed

FOLDER = Path(__file__).parent.parent / "docs" / "reference"
COMMAND = "python -m tests.field_pages"
_MARKED = re.compile(r"(<!-- fields -->\n\n).*?(\n<!-- end of fields -->)", re.DOTALL)

TITLES = {"en": "Fields", "zh": "字段"}
INTRODUCTIONS = {
    "en": f"""Every field of every class of the model, and where it appears. A field is declared once, on its class; this page is written by
`{COMMAND}`. `—` means that the field does not appear there.

- *key*: in [YAML and JSON](yaml.md), in English and Chinese; in Python the attribute has the English name.
- *printed*: the label before it in an indicator string, or “in its place” if the printed form needs no label.
- *column*: in [data frames](frames.md). *Sheet*: the heading of its column in [spreadsheets](../how-to/spreadsheets.md).
- *compared*: whether `compare` considers it; fields that only record printing or numbering are not compared.
- *shown*: `html` in notebooks, `rich` in terminals with rich, `text` by `print`.
""",
    "zh": f"""模型中每个类的每个字段，以及它在各处的位置。字段只在类上声明一次；本页由 `{COMMAND}` 写成。`—` 表示那里没有它的位置。

- “键”：[YAML 与 JSON](yaml.zh.md) 的键，英文和中文；Python 中的属性用英文名。
- “印出”：指标串里印在前面的栏名；“按位置”是说公开表里有它的位置，但不印栏名。
- “列”：[数据框](frames.zh.md)的列。“表头”：[电子表格](../how-to/spreadsheets.zh.md)的栏名。
- “比较”：`compare` 是否比较它；只说明怎样印、怎样编号的不比较。
- “显示”：`html` 是笔记本，`rich` 是装有 rich 的终端，`text` 是 `print`。
""",
}
HEADS = {
    "en": ("key", "键", "kind", "contents", "printed", "column", "sheet", "compared", "shown"),
    "zh": ("键", "中文键", "种类", "内容", "印出", "列", "表头", "比较", "显示"),
}
KINDS = {
    "text": ("text", "一行文字"),
    "prose": ("prose", "一段文字"),
    "target": ("target value", "指标值"),
    "category": ("category", "类别"),
    "category_text": ("category as printed", "类别原文"),
    "amount": ("amount", "金额"),
    "number": ("number", "数"),
    "ordinal": ("ordinal", "序号"),
    "flag": ("yes or no", "是或否"),
    "texts": ("list of texts", "若干行文字"),
    "pairs": ("names and texts", "名称和文字"),
    "object": ("{}", "{}"),
    "objects": ("list of {}", "{} 的列表"),
}
COLUMN_TYPES = {"text": "文字", "int": "整数", "bool": "真假", "decimal": "小数", "date": "日期"}
# What stands above the tables of keys.
OBJECTS = {
    TargetTable: ("table", "表"),
    Section: ("section (spending body)", "单位（`sections` 的一项）"),
    Project: ("project", "项目"),
    Indicator: ("indicator", "指标"),
}


def pages() -> dict[str, str]:
    """Every page by its file's name, as it should be."""
    found = {}
    for lang in ("en", "zh"):
        ending = ".zh.md" if lang == "zh" else ".md"
        found[f"fields{ending}"] = _fields_page(lang)
        for name, lines in (("yaml", _keys(lang)), ("frames", _columns(lang))):
            text = (FOLDER / f"{name}{ending}").read_text(encoding="utf-8")
            table = "".join(f"{line}\n" for line in lines)
            found[f"{name}{ending}"], count = _MARKED.subn(lambda match, table=table: match[1] + table + match[2], text)  # type: ignore[misc]
            assert count == 1, f"{name}{ending} has no place for its table"
    return found


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _table(head: tuple[str, ...], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield _row(head)
    yield _row(["---"] * len(head))
    yield from map(_row, rows)


def _fields_page(lang: str) -> str:
    at = lang == "en"
    lines = [f"# {TITLES[lang]}", "", INTRODUCTIONS[lang]]
    for kind in CLASSES:
        lines += [f"## {kind.__name__}", "", class_words(kind)[at], ""]
        lines += [*_table(HEADS[lang], (_matrix_row(field, lang) for field in fields_of(kind))), ""]
    return "\n".join(lines)


def _matrix_row(field: Field, lang: str) -> Iterator[str]:
    at = lang == "zh"
    declaration = field.declaration
    yield f"`{field.name}`"
    yield field.zh if declaration.in_files else "—"
    of = f"[{field.item.__name__}](#{field.item.__name__.lower()})" if field.of else ""
    yield KINDS[field.kind][at].format(of)
    choices = ("、" if at else ", ").join(declaration.choices)
    yield field.about[not at] + (("（{}）" if at else " ({})").format(choices) if choices else "")
    in_place = ("in its place", "按位置")[at]
    yield declaration.printed or (in_place if field.attribute and is_printed(field) else "—")
    yield _column_of(field, lang)
    yield _head_of(field)
    yield ("yes", "是")[at] if field.counts and declaration.content and field.kind != "category_text" else "—"
    yield " ".join(view for view in VIEWS if view in declaration.views) if field.attribute else "—"


def _column_of(field: Field, lang: str) -> str:
    if field.declaration.column is None or not field.attribute:
        return "—"
    if field.kind == "object":
        return f"`{columns_inside(field)[0].name}` …"
    prefix = _prefix(field.owner)
    if prefix:
        return f"`{prefix}{column_name(field)}`"
    return ("、" if lang == "zh" else ", ").join(f"`{column.name}`" for column in _columns_of(field))


def _prefix(kind: type) -> str:
    """What stands before the columns of a class that is in another one."""
    holders = [field for owner in CLASSES for field in fields_in_frames(owner) if field.of is kind]
    return prefix_of(holders[0]) if holders else ""


def _head_of(field: Field) -> str:
    """The head of the column of a spreadsheet; of an object's fields, that over them."""
    for head in (*heads.PROJECT, *heads.INDICATOR):
        if head.path[-1] == field.name and field.declaration.width is not None:
            if len(head.path) == 1 and head in (heads.INDICATOR if field.owner is Indicator else heads.PROJECT):
                return head.name
            if len(head.path) > 1 and field.owner not in (Project, Indicator):
                return head.name
    if field.kind == "object" and field.owner in (Project, Indicator) and field.declaration.width is not None:
        return next((head.group for head in heads.PROJECT if head.path[0] == field.name and len(head.path) > 1), "—")
    return "—"


def _keys(lang: str) -> Iterator[str]:
    """The keys of each class: one table in English, one for each class in Chinese."""
    order = (TargetTable, Section, Project, *(kind for kind in CLASSES if kind not in OBJECTS), Indicator)
    if lang == "en":
        rows = ((_owner(kind), ", ".join(map(_key, keys_of(kind)))) for kind in order)
        yield from _table(("object", "keys"), rows)
        return
    for at, kind in enumerate(order):
        yield from ([f"{_owner(kind, 1)}：", ""] if at == 0 else ["", f"{_owner(kind, 1)}：", ""])
        cells = ((f"`{field.name}`", field.zh, field.about[0]) for field in keys_of(kind))
        yield from _table(("英文", "中文", "说明"), cells)


def _owner(kind: type, at: int = 0) -> str:
    """What an object is called: by the keys under which it stands, where it has no name of its own."""
    if kind in OBJECTS:
        return OBJECTS[kind][at]
    holders = [field for owner in CLASSES for field in fields_of(owner) if field.of is kind]
    return ("、" if at else ", ").join(dict.fromkeys(field.zh if at else field.name for field in holders))


def _key(field: Field) -> str:
    choices = ", ".join(field.declaration.choices)
    return f"`{field.name}` {field.zh}" + (f" ({choices})" if choices else "")


def _columns_of(field: Field) -> list[Column]:
    """The columns of a field, without those of what a target means."""
    if field.kind == "object":
        names = [column.name for column in columns_inside(field)]
    else:
        name = column_name(field)
        names = [f"{name}_code", name, f"{name}_printed"] if field.kind == "category" else [name]
    known = by_any_name()
    return [known[one] for one in names]


def _columns(lang: str) -> Iterator[str]:
    """The columns of frames, a row for each field."""
    rows: list[list[Column]] = []
    for kind, own in (
        (TargetTable, ()),
        (Section, (SECTION_NUMBER,)),
        (Project, (PROJECT_NUMBER,)),
        (Indicator, (INDICATOR_NUMBER,)),
    ):
        if kind is Indicator:
            rows.append([INDICATOR_COUNT])
        rows += [[column] for column in own]
        rows += [_columns_of(field) for field in fields_in_frames(kind) if field not in INDICATOR_TARGETS.values()]
    known = by_any_name()
    rows.append([known[name] for name in INDICATOR_TARGETS])
    rows.append([TARGET_OF, known["target"]])
    joint = "、" if lang == "zh" else ", "
    cells = (
        (
            joint.join(f"`{column.name}`" for column in columns) + _only_at(columns[0], lang),
            joint.join(column.zh for column in columns),
            joint.join(dict.fromkeys(COLUMN_TYPES[column.type] if lang == "zh" else column.type for column in columns)),
        )
        for columns in rows
    )
    yield from _table(("列", "中文列名", "类型") if lang == "zh" else ("columns", "Chinese names", "type"), cells)


def _only_at(column: Column, lang: str) -> str:
    level = {INDICATOR_COUNT: "project", TARGET_OF: "target"}.get(column)
    level = "indicator" if column.name in INDICATOR_TARGETS else level
    return "" if level is None else f'（只在 `"{level}"`）' if lang == "zh" else f' (`"{level}"` only)'


if __name__ == "__main__":
    for page, text in pages().items():
        (FOLDER / page).write_text(text, encoding="utf-8")
