"""The page about what is read right of forms in files, in both languages, written of the figures of the group ``forms``."""

from __future__ import annotations

from typing import Any

from tests.benchmarks.page_parts import shown

__all__ = ["reading_page"]

_TEXTS = {
    "en": {
        "head": """# What is read right

How much of a form is read right is measured on files whose content is known, for `perfmodel` and for a script that a capable
analyst might write in an afternoon from ten sample files, with pandas, openpyxl, pdfplumber, python-docx and `re`
(`tests/benchmarks/analyst.py`). `python -m tests.benchmarks forms` measures again and rewrites this page.
""",
        "heads": "|right|missing|wrong|files from which nothing was read|pages of PDF a second|other files a second",
        "known": "Known layouts",
        "hard": "Hard files",
        "strange": "Unknown words",
        "count": "{files} files, {projects} projects, {fields} fields",
        "perfmodel": "perfmodel",
        "script": "the script",
        "body": """
Known are the forms that the script was written from: plain columns; sign, value and unit in columns of their own; weights and
explanations; two periods side by side; a whole department with its tasks; a transfer to a region; a list; indicator strings;
as XLSX, XLS, DOCX, HTML, CSV and PDF over pages. Content, sizes, common synonyms and the order of blocks differ. Hard files have two
to four of these each: labels in other words, or broken over lines; columns in another order, or unknown ones; the head block below the
indicators; label and value in one cell; several forms on a sheet, side by side or stacked; levels written vertically, or with points;
two periods in two columns or two blocks; formatted numbers; rules that are dashed, doubled or left out; no levels; children
below a parent; rows of sums. The third kind also has labels and heads that no published form uses: a reader that does not know a word can only say so. A field is the
content of a cell in its place: a name, an amount, a goal, a level, a sign, a value, a unit. A field that should be blank and is
not counts as wrong.
""",
        "limits": """
Names and values are those of published tables, but the files are drawn by a program (`tests/benchmarks/form_files.py`) whose authors
know both readers. Other people's files are harder, for both; the figures compare two readers, and promise nothing about any one
file.

## What is said about the rest

A script does not know which of its fields are wrong. Its output has to be compared with the original, field by field.
`perfmodel` says of each table what it doubts, with the cell: a column whose meaning is unknown, a missing level, a cell that
belongs to no field.
""",
        "told": "Of the {not_right} fields that are wrong or missing where words are not known, {told}% are in a table or file with a warning or an "
        "error; of the {hard_not_right} in hard files, {hard_told}%. Of the hard files' tables that were read without a fault, {right_and_told}% have one too: mostly for an unknown column, which is "
        "kept under its head.",
        "see": """
What to do about such a table: [When a form is read wrongly](../how-to/read-wrongly.md).
""",
    },
    "zh": {
        "head": """# 读对了多少

一份表读对了多少，用内容已知的文件测量；本库与一个对照脚本测的是同样的文件。对照脚本相当于熟练的分析人员照着十份样表用一个下午写出来的，用了 pandas、openpyxl、pdfplumber、
python-docx 和 `re`（`tests/benchmarks/analyst.py`）。`python -m tests.benchmarks forms` 重新测量并写出本页。
""",
        "heads": "|读对|缺失|读错|什么也没读出的文件|PDF 每秒页数|其他文件每秒个数",
        "known": "已知版式",
        "hard": "疑难文件",
        "strange": "生僻用语",
        "count": "{files} 个文件，{projects} 个项目，{fields} 项",
        "perfmodel": "perfmodel",
        "script": "脚本",
        "body": """
已知的，就是写脚本时所照的那些表式：普通分栏；符号、数值、单位各占一栏；带权重和解释；两期并列；部门整体支出及其任务；转移支付区域；清单；字符串指标。文件有
XLSX、XLS、DOCX、HTML、CSV 和分页的 PDF。内容、长短、常见的别名、各部分的先后不同。疑难文件每份带有以下的两到四样：标签用别的说法，或者中间换行；
栏目换了次序，或者有含义不明的栏目；表头部分在指标下面；标签和内容在同一格；一张工作表上并排或上下几份表；级别竖排，或者带分值；两期分两栏或两段；数字带格式；
表格线是虚线、双线，或者缺边线；没有级别；“其中”项；合计行。第三种还有公开的表都不用的标签和栏名：遇到不认识的词，只能说明不认识。一项就是一格在其位置上的内容：名称、金额、目标、级别、符号、指标值、单位。应当空着却读出了内容，算读错。
""",
        "limits": """
名称和指标值取自公开的表，但文件是由程序生成的（`tests/benchmarks/form_files.py`），编写的人对两种读法都了解。别处的文件对两者都更难；这些数字只用于比较两种读法，
不保证某一份文件读得怎样。

## 没有读对的，怎样告知

脚本不知道自己哪些项错了：读出什么就是什么，要有人逐项与原件核对。本库逐表告知有疑问的地方，并指出单元格：含义不明的栏目、缺少的级别、没有归到任何一项的单元格。
""",
        "told": "用语生僻的文件里读错或缺失的共 {not_right} 项，其中 {told}% 所在的表或文件有警告或错误；疑难文件里的 {hard_not_right} 项中有 {hard_told}%。"
        "疑难文件里全部读对的表，有 {right_and_told}% 也有警告或错误，多是因为有含义不明的栏目，按栏名保留。",
        "see": """
遇到这样的表怎么办：[表读错了怎么办](../how-to/read-wrongly.zh.md)。
""",
    },
}


def reading_page(figures: dict[str, Any], lang: str) -> str:
    """Return the page; without its tables where nothing was measured."""
    texts, found = _TEXTS[lang], figures.get("forms", {}).get("figures", {})
    parts = [texts["head"]]
    parts += [_part(found[kind], kind, texts) for kind in ("known", "hard", "strange") if kind in found]
    parts += [texts["body"], texts["limits"]]
    if {"hard", "strange"} <= found.keys():
        hard, strange = found["hard"], found["strange"]
        told = texts["told"].format(
            not_right=shown(strange["not_right"]),
            told=shown(strange["perfmodel"]["told"]),
            hard_not_right=shown(hard["not_right"]),
            hard_told=shown(hard["perfmodel"]["told"]),
            right_and_told=shown(hard["perfmodel"]["right_and_told"]),
        )
        parts.append(f"\n{told}\n")
    return "".join([*parts, texts["see"]])


def _part(figures: dict[str, Any], kind: str, texts: dict[str, str]) -> str:
    count = texts["count"].format(**{name: shown(figures[name]) for name in ("files", "projects", "fields")})
    heads = texts["heads"].split("|")
    rows = [heads, ["---"] * len(heads)]
    for reader in ("perfmodel", "script"):
        one = figures[reader]
        shares = [f"{one[name]:.2f}%" for name in ("right", "missing", "wrong")]
        speeds = [shown(one[name]) for name in ("pages_a_second", "files_a_second")]
        rows.append([texts[reader], *shares, str(one["nothing"]), *speeds])
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    return f"\n## {texts[kind]}\n\n{count}\n\n{table}"
