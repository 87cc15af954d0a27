"""What an able analyst writes in an afternoon from ten sample files: pandas, openpyxl, pdfplumber, python-docx and `re`.

It is the yardstick for reading forms: honest, tidy, and nothing in it is from this package. It knows the forms of targets, of
self-evaluation and of monitoring that it has seen, in every kind of file that it has seen them in. What it does not know it
leaves out, in silence, and which of its readings are wrong it cannot tell.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["read"]

Row = list[str]
Table = tuple[list[str], list[Row]]  # lines above it, its rows

LABELS = {
    "项目名称": "name", "专项名称": "name", "部门(单位)名称": "name", "部门名称": "name", "政策名称": "name", "专项资金名称": "name",
    "实施单位": "unit", "预算单位": "unit", "资金使用单位": "unit", "项目单位": "unit", "省级主管部门": "unit", "项目实施单位": "unit",
    "主管部门": "", "主管部门及代码": "", "中央主管部门": "", "省级财政部门": "", "项目资金": "", "资金情况": "", "绩效指标": "",
    "年度总体目标": "goal", "年度目标": "goal", "总体目标": "goal", "年度绩效目标": "goal", "绩效目标": "goal", "预期目标": "goal",
    "项目绩效目标": "goal", "年度总体绩效目标": "goal", "实际完成情况": "",
    "中期目标": "whole_period_goal", "长期目标": "whole_period_goal", "实施周期目标": "whole_period_goal",
    "实施期目标": "whole_period_goal", "中长期目标": "whole_period_goal", "中期(长期)目标": "whole_period_goal",
}  # fmt: skip
MONEY = {
    "年度资金总额": "total", "年度金额": "total", "资金总额": "total", "预算金额": "total", "金额合计": "total", "总额": "total",
    "年度预算总额": "total", "项目资金总额": "total", "预算数": "total", "总计": "total", "中期资金总额": "",
    "财政拨款": "appropriation", "当年财政拨款": "appropriation", "本年财政拨款": "appropriation", "一般公共预算拨款": "appropriation",
    "其他资金": "other", "其他资金收入": "other", "中央补助": "", "地方资金": "",
}  # fmt: skip
MONEY_HEADS = {
    "年初预算数": "initial", "全年预算数": "revised", "调整后预算数": "revised", "全年执行数": "executed", "1-7月执行数": "executed",
    "执行率": "rate", "1-7月执行率": "rate", "分值": "weight", "权重": "weight", "得分": "score",
}  # fmt: skip
HEADS = {
    "一级指标": "level1", "二级指标": "level2", "三级指标": "name", "指标名称": "name", "绩效指标名称": "name", "三级指标名称": "name",
    "指标值": "annual", "年度指标值": "annual", "目标值": "annual", "年度目标值": "annual", "年度绩效指标值": "annual",
    "实施周期指标值": "whole_period", "中期指标值": "whole_period", "总体指标值": "whole_period", "长期指标值": "whole_period",
    "计算符号": "op", "指标性质": "op", "指标方向": "op", "符号": "op", "运算符号": "op",
    "计量单位": "unit", "度量单位": "unit", "单位": "unit", "权重": "weight", "分值": "weight", "指标权重": "weight",
    "实际完成值": "actual", "全年实际值": "actual", "全年完成值": "actual", "完成值": "actual", "1-7月执行情况": "actual", "得分": "score",
    "偏差原因分析及改进措施": "deviation", "偏差原因分析": "deviation", "未完成原因": "deviation", "原因说明": "deviation",
}  # fmt: skip
# Heads that were not seen so, if no other column of the row is it.
LIKE_HEADS = {
    "level1": "^一级", "level2": "^二级", "name": "^三级|指标名称$", "annual": "(指标|目标)值", "op": "符号$", "unit": "(计量|度量)单位$",
    "weight": "权重|分值", "actual": "完成(值|情况)$|实际值$", "score": "得分$", "deviation": "偏差|未完成",
}  # fmt: skip
LIST_HEADS = {
    "项目名称": "name", "预算单位": "unit", "单位名称": "unit", "实施单位": "unit", "单位": "unit", "部门": "unit", "项目": "name",
    "预算金额": "total", "金额": "total", "年度绩效目标": "goal", "绩效目标": "goal", "年度目标": "goal", "目标": "goal",
}  # fmt: skip
SUMS = {"总分", "合计", "小计", "总计", "金额合计"}
NOT_AN_INDICATOR = re.compile(r"(指标\d*[:：])?(…|\.\.\.)*|指标\d+[:：]?")
SIGNED = re.compile(r"填报人|联系电话|审核人|填报日期|填表|注[:：]|经办人")


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def key(text: str) -> str:
    """The word of a label: no blanks, brackets at the end, colons, 其中."""
    text = squeeze(text).rstrip(":").removeprefix("其中:")
    if text in LABELS:
        return text
    return re.sub(r"\([^()]*\)$", "", text).rstrip(":")


def value(text: str) -> str:
    return re.sub(r"\s*\n\s*", "", text).strip()


# ---- every kind of file as rows of texts ----


def tables_of(path: Path) -> Iterator[Table]:
    kind = path.suffix.lower()
    if kind in (".xlsx", ".xlsm"):
        yield from of_workbook(path)
    elif kind in (".xls", ".et"):
        import pandas

        for frame in pandas.read_excel(path, header=None, dtype=str, sheet_name=None).values():
            yield [], frame.fillna("").to_numpy().tolist()
    elif kind == ".docx":
        yield from of_word(path)
    elif kind == ".pdf":
        yield from of_pdf(path)
    elif kind in (".html", ".htm"):
        yield from of_page(path)
    else:
        yield [], list(csv.reader(io.StringIO(decoded(path))))


def decoded(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def of_workbook(path: Path) -> Iterator[Table]:
    import openpyxl

    for sheet in openpyxl.load_workbook(path, data_only=True).worksheets:
        if sheet.sheet_state != "visible":
            continue
        hidden = {at for at, size in sheet.column_dimensions.items() if size.hidden}
        rows = []
        for row in sheet.iter_rows():
            if not sheet.row_dimensions[row[0].row].hidden:
                rows.append(
                    [shown(cell) for cell in row if openpyxl.utils.get_column_letter(cell.column) not in hidden]
                )
        yield [], rows


def shown(cell: Any) -> str:
    """What Excel shows of a number, for the formats that such tables have."""
    content, how = cell.value, cell.number_format
    if content is None:
        return ""
    if hasattr(content, "year"):
        return f"{content.year}年{content.month}月{content.day}日" if "年" in how else content.strftime("%Y-%m-%d")
    if isinstance(content, (int, float)):
        decimals = re.search(r"0\.(0+)", how)
        places = len(decimals[1]) if decimals else 0
        if "%" in how:
            return f"{content * 100:.{places}f}%"
        if re.search("0", how):
            return f"{content:{',' if ',' in how else ''}.{places}f}"
        return f"{content:.12g}"
    return str(content)


def of_word(path: Path) -> Iterator[Table]:
    import docx

    lines: list[str] = []
    for block in docx.Document(str(path)).iter_inner_content():
        if hasattr(block, "rows"):
            seen: set[Any] = set()
            rows = []
            for row in block.rows:
                texts = []
                for cell in row.cells:
                    texts.append("" if cell._tc in seen else cell.text)
                    seen.add(cell._tc)
                rows.append(texts)
            yield lines, rows
            lines = []
        else:
            lines.append(block.text)


def of_pdf(path: Path) -> Iterator[Table]:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            lines = (page.extract_text() or "").split("\n")[:3]
            for table in page.extract_tables():
                yield lines, [[cell or "" for cell in row] for row in table]
                lines = []
            page.close()


def of_page(path: Path) -> Iterator[Table]:
    import pandas

    text = decoded(path)
    words = re.sub(r"(?s)<(script|style).*?</\1>|<[^>]+>", "\n", text)
    lines = [line for line in map(str.strip, words.split("\n")) if re.search("绩效.*表|年度|单位", line)]
    for frame in pandas.read_html(io.StringIO(text), header=None):
        yield lines[:4], frame.astype(object).fillna("").astype(str).to_numpy().tolist()


# ---- rows as projects ----


class Reader:
    """Goes down the rows of a file's tables, and knows what it is in."""

    def __init__(self) -> None:
        self.projects: list[dict[str, Any]] = []
        self.form, self.scope, self.year, self.currency = "targets", "project", "", ""
        self.project: dict[str, Any] | None = None
        self.columns: dict[int, str] = {}
        self.listed: dict[int, str] = {}
        self.strings: dict[int, str] = {}
        self.money: dict[int, str] = {}
        self.carried: dict[str, str] = {}
        self.first_row = False
        self.width = 0

    def table(self, lines: list[str], rows: list[Row]) -> None:
        if not rows or not any(map(any, rows)):
            return
        self.title(lines, rows)
        if len(rows[0]) != self.width:  # else a table that goes on from the page before
            self.columns, self.listed, self.strings, self.money = {}, {}, {}, {}
        self.width = len(rows[0])
        self.first_row = True
        for at, row in enumerate(rows):
            below = rows[at + 1] if at + 1 < len(rows) else []
            self.row([cell.strip() for cell in row], below)

    def title(self, lines: list[str], rows: list[Row]) -> None:
        text = squeeze("\n".join(lines + [cell for row in rows[:3] for cell in row]))
        if found := re.search(r"(20\d\d)年", text):
            self.year = found[1]
        if found := re.search(
            r"单位:(万元|元)|\((万元|元)\)", squeeze("\n".join(lines + [" ".join(row) for row in rows]))
        ):
            self.currency = found[1] or found[2]
        if "绩效" in text and "表" in text:
            self.form = "self-evaluation" if "自评" in text else "monitoring" if "监控" in text else "targets"
            self.scope = "department" if "整体支出" in text else "region" if "区域" in text else "project"

    def begin(self, name: str) -> dict[str, Any]:
        self.project = {
            "form": self.form, "scope": self.scope, "name": name, "year": self.year, "currency_unit": self.currency,
            "funding": {}, "indicators": [],
        }  # fmt: skip
        if self.scope == "department":
            self.project["unit"] = name
        self.projects.append(self.project)
        self.columns, self.listed, self.strings, self.money, self.carried = {}, {}, {}, {}, {}
        return self.project

    def row(self, row: Row, below: Row) -> None:
        keys = [key(cell) for cell in row]
        if self.head(keys):
            self.first_row = False
        elif self.strings:
            self.string_row(row)
        elif self.columns and not self.begins_anew(keys):
            self.indicator(row, keys)
            self.first_row = False
        else:
            self.columns, self.listed = {}, {}
            self.labels(row, keys, below)

    def begins_anew(self, keys: Row) -> bool:
        return not self.listed and any(LABELS.get(word) in ("name", "goal") for word in keys)

    def head(self, keys: Row) -> bool:
        """Whether a row is the head of columns, which are then those of the rows below."""
        if "总计" in keys and "绩效指标" in keys:
            self.strings = {at: word for at, word in enumerate(keys) if word and word not in keys[:at]}
            return True
        fields = {at: HEADS[word] for at, word in enumerate(keys) if word in HEADS and keys[at - 1 : at] != [word]}
        found = set(fields.values())
        if len(found & {"level1", "level2", "name"}) >= 2 or {"name", "annual"} <= self.alike(keys, dict(fields)):
            found = self.alike(keys, fields)
            if list(fields.values()).count("name") == 2:
                self.two_blocks(fields)
            first = min(fields)
            listed = {at: LIST_HEADS[word] for at, word in enumerate(keys[:first]) if word in LIST_HEADS}
            if "name" not in listed.values():
                listed = {}
            if not (self.first_row and fields == self.columns):  # a head that is repeated on the next page
                self.carried = {}
            self.columns, self.listed = fields, listed
            return True
        if self.columns and found and not found & {"level1", "level2", "name"} and not any(map(self.is_value, keys)):
            self.columns |= fields  # the second row of a head
            return True
        heads = {at: MONEY_HEADS[word] for at, word in enumerate(keys) if word in MONEY_HEADS}
        if len(heads) >= 2 and not self.columns:
            self.money = heads
            return True
        task = {at: MONEY[word] for at, word in enumerate(keys) if word in ("总额", "财政拨款", "其他资金")}
        if "总额" in keys and len(task) >= 2:
            self.money = task
            return True
        return False

    def alike(self, keys: Row, fields: dict[int, str]) -> set[str]:
        """Add the columns whose heads are like those that are known; return all fields."""
        for at, word in enumerate(keys):
            for name, pattern in LIKE_HEADS.items():
                if at not in fields and name not in fields.values() and re.search(pattern, word) and len(word) < 15:
                    fields[at] = name
        return set(fields.values())

    def is_value(self, word: str) -> bool:
        return bool(word) and word not in HEADS and not re.fullmatch("[一-龥]{2,8}", word)

    def two_blocks(self, fields: dict[int, str]) -> None:
        """The left block is that of the whole period, the right one the year's; level 1 is shared."""
        half = [at for at, name in fields.items() if name == "name"][1]
        half = max((at for at, name in fields.items() if name == "level2" and at < half), default=half)
        for at, name in fields.items():
            if at < half and name != "level1":
                fields[at] = f"left {name}"

    def labels(self, row: Row, keys: Row, below: Row) -> None:
        for at, word in enumerate(keys):
            if word not in LABELS and word not in MONEY:
                continue
            right = next((other for other in range(at + 1, len(row)) if row[other] and row[other] != row[at]), None)
            text = row[right] if right is not None else ""
            if word in MONEY:
                self.amount(word, row, text)
                continue
            field = LABELS[word]
            if field in ("goal", "whole_period_goal") and (not text or keys[right or 0] in LABELS):
                text = below[at] if at < len(below) else ""
            elif keys[right or 0] in LABELS and right is not None:
                text = ""
            if field == "name" and text:
                self.begin(value(text))
            elif field and text and self.project is not None:
                self.project.setdefault(field, value(text))

    def amount(self, word: str, row: Row, text: str) -> None:
        field = MONEY[word]
        if self.project is None or not field:
            return
        if self.money:
            if field == "total":
                found = {name: row[at] for at, name in self.money.items() if at < len(row) and row[at] not in ("", "—")}
                self.project["funding"] |= found
        elif re.fullmatch(r"[\d,.]+(万元|元)?", squeeze(text)):
            self.project["funding"][field] = re.sub("万?元$", "", squeeze(text))

    def indicator(self, row: Row, keys: Row) -> None:
        if SUMS & set(keys[:4]) or SIGNED.search(keys[0]):
            return
        for at, name in self.listed.items():
            text = value(row[at]) if at < len(row) else ""
            if not text:
                continue
            columns, listed = self.columns, self.listed
            if name == "name" and (self.project is None or self.project["name"] != text):
                self.begin(text)
                self.columns, self.listed = columns, listed
        if self.project is None:
            return
        for at, name in self.listed.items():
            text = value(row[at]) if at < len(row) else ""
            if text and name == "total":
                self.project["funding"].setdefault("total", text)
            elif text and name != "name":
                self.project.setdefault(name, text)
        found = {name: value(row[at]) for at, name in self.columns.items() if at < len(row) and value(row[at])}
        if self.first_row and "name" not in found and self.project["indicators"]:
            for name, text in found.items():  # a row that the end of a page has cut
                before = self.project["indicators"][-1]
                before[name] = before.get(name, "") + text
            return
        for name in ("level1", "level2", "left level2"):
            if name == "level2" and "level1" in found and "level2" not in found:
                self.carried["level2"] = ""
            self.carried[name] = found.get(name) or self.carried.get(name, "")
        self.add({name: text for name, text in found.items() if not name.startswith("left ")}, "annual", "level2")
        left = {name[5:]: text for name, text in found.items() if name.startswith("left ")}
        self.add(
            {("whole_period" if name == "annual" else name): text for name, text in left.items()},
            "whole_period",
            "left level2",
        )

    def add(self, found: dict[str, str], target: str, level2: str) -> None:
        if self.project is None or not found.get("name") or NOT_AN_INDICATOR.fullmatch(found["name"]):
            return
        if target not in found and len(found.keys() - {"level1", "level2", "name"}) == 0:
            return
        found["level1"], found["level2"] = self.carried["level1"], self.carried[level2]
        for other in self.project["indicators"]:  # the same indicator, in the other block
            if "left level2" in self.carried and other["name"] == found["name"] and target not in other:
                other.update(found)
                return
        self.project["indicators"].append({name: text for name, text in found.items() if text})

    def string_row(self, row: Row) -> None:
        texts = {word: value(row[at]) for at, word in self.strings.items() if at < len(row)}
        name, strings = texts.get("项目名称", ""), texts.get("绩效指标", "")
        if not strings:
            return
        if not name and self.project is not None:  # goes on from the page before
            self.project["strings"] += strings
            self.project["goal"] = self.project.get("goal", "") + texts.get("绩效目标", "")
        else:
            heads = self.strings
            match = re.fullmatch(r"(.+)[（(]([^（）()]+)[）)]", name)
            project = self.begin(match[1] if match else name)
            self.strings = heads
            project["strings"] = strings
            if match:
                project["unit"] = match[2]
            for word, field in (("总计", "total"), ("财政拨款", "appropriation"), ("其他资金", "other")):
                if texts.get(word):
                    project["funding"][field] = texts[word]
            project["goal"] = texts.get("绩效目标", "")
        assert self.project is not None
        self.project["indicators"] = list(of_strings(self.project["strings"]))


def of_strings(text: str) -> Iterator[dict[str, str]]:
    for piece in re.split(r"(?:^|(?<=。))\s*(?:\d+、)?(?=[1-9]-)", text):
        parts = piece.strip().rstrip("。").split("；")
        if len(parts) < 4:
            continue
        one = {"level1": parts[0], "level2": parts[1], "name": parts[2]}
        for part in parts[3:]:
            if found := re.match(r"(实施周期|年度)指标值[:：](.*)", part):
                one["whole_period" if found[1] == "实施周期" else "annual"] = found[2]
        yield one


def read(path: Path) -> list[dict[str, Any]]:
    """Read all projects of a file, each as a mapping."""
    reader = Reader()
    for lines, rows in tables_of(path):
        reader.table(lines, rows)
    return [
        {name: found for name, found in project.items() if found not in ("", "strings") and name != "strings"}
        for project in reader.projects
        if project["indicators"]
    ]
