"""Forms of targets drawn at random, as grids, with what is to be read in them."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

from attrs import define, field

from perfmodel import ExecutionLine
from perfmodel.files.budget import Budget
from perfmodel.files.document import Document, Grid, Text
from perfmodel.files.grid import GridBuilder
from perfmodel.forms.catalogue import standard_forms

NAMES = (
    "培训人次 设备验收合格率 补助对象人数 林业产业(万亩) 截至2026年12月底,项目开展率(%) 产床(全复合双体产床)(≥套) 效果显著 居民出行条件 年增粮食 "
    "经费支出合规性 周边居民满意度 对维护基建市场公平的影响程度 单位成本 预算执行率 其中：管理人员 ★维修管网长度 质量达标率 完成时间 社会成本控制 "
    "项目验收合格率 名称规范率 指标完成率 数量 目标任务完成率 绩效目标完成率 年度任务完成率 其他资金到位率 总分"
).split()[:-1]
VALUES = "≥95% 12个 =100% 良好及以上 ≤120万元 2026年12月底前 0起 100 有所改善 长期 >=98 5 10年 ≥3000元/平方米 是 优 高 (100%) =100.00(%)".split()
PROJECTS = "公共厕所新建 老旧小区改造（二期） 数字档案室建设 乡镇卫生院设备购置 2025年部门预算编制 会议费 项目前期经费 绩效评价服务".split()
BODIES = "某市某局 某省某研究院 某县某镇人民政府 某区财政局 820001-某县某中心校 某市某委员会（184）".split()
GOALS = (
    "开好年度会议。 本年度安排759.42万元，用于巡查河道次数等工作，满意度≥88%。 目标1：完成检测；目标2：满意度（≥90%）。 "
    "1.完成改造。2.年度目标：全部完成。3.预算执行率达到95%以上。"
).split()
LEVELS = {
    "产出指标": ["数量指标", "质量指标", "时效指标", "成本指标"],
    "效益指标": ["经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"],
    "满意度指标": ["服务对象满意度指标"],
}
# What forms say that are filled in later.
RESULTS = {
    "adjusted": VALUES,
    "actual": ["12个", "95%", "100%", "已完成", "达成预期指标", "0", "8.5", "优", "2026年12月20日"],
    "forecast": VALUES,
    "score": ["10", "9.5", "0", "8.33", "12.50"],
    "deviation": ["无", "报名人数少于预期", "招标流标一次，资金次年支付。", "—"],
    "likelihood": ["确定能", "有可能", "完全不可能"],
}
EXPLANATIONS = ("反映项目实施后的情况", "达到指标值得10分，每偏离1%扣0.5分", "考核完成情况")


def spelled(rng: random.Random, group: str, name: str, scope: str | None = None) -> str:
    """Return one of the spellings of a label, with blanks, a line end or a colon as forms print them."""
    keys = [
        key
        for key, label in KEYS[group].items()
        if (label.field, label.scope) == (name, scope) and not key.endswith("元")
    ]
    usual = USUAL.get((group, name, scope))
    word = rng.choice(usual) if usual and rng.random() < 0.6 else rng.choice(keys)
    return dressed(rng, word)


KEYS = standard_forms().keys
USUAL: dict[tuple[str, str, str | None], list[str]] = {
    ("labels", "name", None): ["项目名称"],
    ("labels", "goal", None): ["年度总体目标", "年度目标", "绩效目标"],
    ("columns", "annual", None): ["指标值", "年度指标值", "目标值"],
    ("columns", "name", None): ["三级指标"],
    ("columns", "level1", None): ["一级指标"],
    ("columns", "level2", None): ["二级指标"],
}


def dressed(rng: random.Random, word: str) -> str:
    """Return a label with blanks, a line end or a colon in it."""
    how = rng.random()
    if how < 0.15:
        return " ".join(word)
    if how < 0.3 and len(word) > 2:
        at = rng.randrange(1, len(word))
        return word[:at] + "\n" + word[at:]
    return word + "：" if how < 0.4 else word


@define
class Wanted:
    """What is to be read of one form."""

    name: str = ""
    spender: str | None = None
    department: str | None = None
    goal: str = ""
    whole_period_goal: str = ""
    money: dict[str, Decimal] = field(factory=dict)
    indicators: list[dict[str, Any]] = field(factory=list)
    currency: str | None = None
    year: int | None = None
    scope: str = "project"
    form: str = "targets"
    execution: list[dict[str, str]] = field(factory=list)
    goal_actual: str = ""
    conclusion: str = ""
    total_score: str | None = None
    grade: str | None = None


@define
class Canvas:
    """Cells put on a grid row by row."""

    width: int
    cells: list[tuple[int, int, str, int, int]] = field(factory=list)
    rows: int = 0

    def put(self, row: int, column: int, text: str, rows: int = 1, columns: int = 1) -> None:
        self.cells.append((row, column, text, rows, columns))

    def row(self, *parts: tuple[int, int, str]) -> int:
        for column, columns, text in parts:
            self.put(self.rows, column, text, 1, columns)
        self.rows += 1
        return self.rows - 1

    def grid(self, merged: bool, name: str) -> Grid:
        builder = GridBuilder(Budget())
        for row, column, text, rows, columns in sorted(self.cells):
            if merged:
                builder.add(row, column, text, rows, columns)
            else:
                builder.add(row, column, text)
        builder.extend(self.rows, self.width)
        return builder.build(name)


def draw_indicators(rng: random.Random, fields: set[str], count: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    names = rng.sample(NAMES, k=min(count, len(NAMES)))
    pairs = sorted(
        (rng.choice([(one, two) for one in LEVELS for two in LEVELS[one]]) for _ in names),
        key=lambda pair: (list(LEVELS).index(pair[0]), LEVELS[pair[0]].index(pair[1])),
    )
    for (level1, level2), name in zip(pairs, names, strict=True):
        one: dict[str, Any] = {"level1": level1, "level2": level2, "name": name, "annual": rng.choice(VALUES)}
        if "operator" in fields:
            one["operator"] = rng.choice(["≥", "≤", "=", "定性", "大于等于"])
        if "unit" in fields:
            one["unit"] = rng.choice(["个", "%", "人次", "元/人"])
        if "whole_period" in fields:
            one["whole_period"] = rng.choice(VALUES)
        if "weight" in fields:
            one["weight"] = rng.choice(["10", "12.5", "5"])
        if "explanation" in fields:
            one["explanation"] = rng.choice(EXPLANATIONS)
        if "scoring_standard" in fields:
            one["scoring_standard"] = rng.choice(EXPLANATIONS)
        for field_name, choices in RESULTS.items():
            if field_name in fields:
                one[field_name] = rng.choice(choices)
        found.append(one)
    return found


class FormDrawer:
    """Draws one form onto a canvas."""

    def __init__(self, rng: random.Random, scope: str = "project") -> None:
        self.rng, self.scope = rng, scope
        self.wanted = Wanted(scope=scope)
        self.optional = self._optional()
        self.columns = self._columns()
        self.side = rng.random() < 0.6
        self.width = max(len(self.columns) + self.side, 5)
        self.canvas = Canvas(self.width)
        self.merged = rng.random() < 0.7
        self.texts: list[str] = []
        self.year: int | None = None
        self.currency: str | None = None
        self.in_grid = False

    def _optional(self) -> set[str]:
        """Return the columns that the form has beside levels, names and values."""
        usual = ("operator", "unit", "weight", "explanation", "scoring_standard")
        found = {one for one in usual if self.rng.random() < 0.35}
        return found | {"whole_period"} if self.rng.random() < 0.2 else found

    def _columns(self) -> list[str]:
        rng = self.rng
        behind = sorted(self.optional - {"operator", "unit", "whole_period"})
        values = ["annual"]
        if "whole_period" in self.optional:
            values = rng.choice([["whole_period", "annual"], ["annual", "whole_period"]])
        if "operator" in self.optional:
            values.insert(0, "operator")
        if "unit" in self.optional:
            values.append("unit")
        rng.shuffle(behind)
        if behind and rng.random() < 0.3:
            return ["level1", "level2", "name", behind[0], *values, *behind[1:]]
        return ["level1", "level2", "name", *values, *behind]

    def draw(self) -> None:
        rng = self.rng
        self._title()
        blocks = [self._head, self._money]
        rng.shuffle(blocks)
        below = rng.random() < 0.15
        if not below:
            for block in blocks:
                block()
            self._goal()
        self._indicators()
        if below:
            self._goal()
            for block in blocks:
                block()
        if rng.random() < 0.4:
            self.canvas.row((0, self.width, "填报人：某  联系电话：…  填报日期：2025年1月10日"))

    def _title(self) -> None:
        rng, wanted = self.rng, self.wanted
        word = {
            "project": ["项目支出绩效目标表", "项目支出绩效目标申报表", "项目绩效目标批复表"],
            "department": ["部门整体支出绩效目标表", "部门（单位）整体支出绩效目标申报表"],
            "region": ["转移支付区域绩效目标表", "中央对地方转移支付区域绩效目标申报表"],
        }[self.scope]
        title = rng.choice(word)
        lines = []
        how = rng.random()
        if how < 0.7 or self.year is not None:
            wanted.year = self.year or rng.choice([2024, 2025, 2026])
            if rng.random() < 0.5:
                title = f"{wanted.year}年{title}"
                lines = [title]
            else:
                lines = [title, rng.choice(["（{}年度）", "{}年度", "（{}年）"]).format(wanted.year)]
        else:
            lines = [title]
        where = rng.random()
        self.currency_at = rng.choice(
            ["corner", "label", "number", None] if self.currency is None else ["corner", "label"]
        )
        if self.currency_at is not None:
            wanted.currency = self.currency or rng.choice(["万元", "元"])
        corner = rng.choice(["单位：{}", "金额单位：{}", "（单位：{}）"]).format(wanted.currency)
        if where < 0.5 and not self.in_grid:
            self.texts = lines + ([corner] if self.currency_at == "corner" else [])
        else:
            for line in lines:
                self.canvas.row((0, self.width, line))
            if self.currency_at == "corner":
                self.canvas.row((self.width - 2, 2, corner))

    def _pair(self, pairs: list[tuple[str, str]]) -> None:
        """Labels with their values, one or two a row."""
        rng, width = self.rng, self.width
        at = 0
        while at < len(pairs):
            if at + 1 < len(pairs) and width >= 4 and rng.random() < 0.6:
                (one, first), (two, second) = pairs[at : at + 2]
                self.canvas.row((0, 1, one), (1, 1, first), (2, 1, two), (3, width - 3, second))
                at += 2
            else:
                label, value = pairs[at]
                columns = rng.choice([1, 2])
                self.canvas.row((0, columns, label), (columns, width - columns, value))
                at += 1

    def _head(self) -> None:
        rng, wanted = self.rng, self.wanted
        scope = None if self.scope == "project" else self.scope
        wanted.name = rng.choice(PROJECTS if self.scope != "department" else BODIES)
        pairs = [(spelled(rng, "labels", "name", scope), wanted.name)]
        if self.scope == "project":
            wanted.spender = rng.choice(BODIES)
            pairs.append((spelled(rng, "labels", "spender"), wanted.spender))
        if rng.random() < 0.6:
            wanted.department = rng.choice(BODIES)
            pairs.append((spelled(rng, "labels", "department"), wanted.department))
        if rng.random() < 0.3:
            pairs.append((spelled(rng, "labels", "attribute"), rng.choice(["延续项目", "张三", "010-1234", "是"])))
        if rng.random() < 0.5:
            rng.shuffle(pairs)
        self._pair(pairs)

    def _amount(self, number: Decimal) -> str:
        text = rng_format(self.rng, number)
        return text + (self.wanted.currency or "") if self.currency_at == "number" else text

    def _money(self) -> None:
        rng, wanted, canvas, width = self.rng, self.wanted, self.canvas, self.width
        total = Decimal(rng.randrange(100, 1_000_000)) / 100
        other = Decimal(rng.randrange(0, 5000)) / 100
        sources = [("appropriation", total - other), ("other", other)]
        if self.scope == "region":
            sources = [("central", total - other), ("local", other)]
        if rng.random() < 0.2:
            sources.insert(1, ("carried_over", Decimal("1.00")))
        wanted.money = {"total": total, **dict(sources)}
        label = dressed(rng, rng.choice(["项目资金", "资金情况", "项目资金情况", "资金来源情况"]))
        if self.currency_at == "label":
            label += f"（{wanted.currency}）"
        how = rng.random()
        rows = [(spelled(rng, "amounts", "total"), total)]
        rows += [(spelled(rng, "amounts", name), number) for name, number in sources]
        if how < 0.25 and len(rows) + 1 <= width:
            canvas.put(canvas.rows, 0, label, 2)
            canvas.row(*((at + 1, 1, text) for at, (text, _number) in enumerate(rows)))
            canvas.row(*((at + 1, 1, self._amount(number)) for at, (_text, number) in enumerate(rows)))
            return
        canvas.put(canvas.rows, 0, label, len(rows))
        for at, (text, number) in enumerate(rows):
            text = f"其中：{text}" if at == 1 and rng.random() < 0.5 else text
            canvas.row((1, 1, text), (2, width - 2, self._amount(number)))

    def _goal(self) -> None:
        rng, wanted, canvas, width = self.rng, self.wanted, self.canvas, self.width
        wanted.goal = rng.choice(GOALS)
        if "whole_period" in self.optional and rng.random() < 0.6:
            wanted.whole_period_goal = rng.choice(GOALS)
            canvas.put(canvas.rows, 0, "总体\n目标", 2)
            canvas.row((1, 2, "中期目标（2025年—2027年）"), (3, width - 3, "年度目标"))
            canvas.row((1, 2, wanted.whole_period_goal), (3, width - 3, wanted.goal))
            return
        canvas.row((0, 1, spelled(rng, "labels", "goal")), (1, width - 1, wanted.goal))

    def _heads(self) -> list[str]:
        rng = self.rng
        heads = []
        for name in self.columns:
            if name == "annual" and "whole_period" in self.optional:
                heads.append(rng.choice(["年度指标值", "年度目标值", "2025年目标值"]))
            else:
                heads.append(spelled(rng, "columns", name))
        return heads

    def _indicators(self) -> None:
        rng, wanted, canvas = self.rng, self.wanted, self.canvas
        wanted.indicators = draw_indicators(rng, self.optional, rng.randrange(1, 9))
        first = int(self.side)
        spare = self.width - first - len(self.columns)
        top = canvas.rows
        # What columns are left over goes to the names.
        starts, at = [], first
        for name in self.columns:
            wide = 1 + (spare if name == "name" else 0)
            starts.append((at, wide))
            at += wide
        canvas.row(*((start, wide, head) for (start, wide), head in zip(starts, self._heads(), strict=True)))
        repeat = rng.choice(["merged", "blank", "repeated"])
        points = rng.random() < 0.15
        vertical = rng.random() < 0.15
        numbered = rng.random() < 0.15
        last1 = last2 = None
        for number, one in enumerate(wanted.indicators, 1):
            row = canvas.rows
            for name, (start, wide) in zip(self.columns, starts, strict=True):
                text = str(one.get(name, ""))
                if name == "level1":
                    if points:
                        text += "（50分）"
                    if vertical:
                        text = "\n".join(text)
                    if repeat != "repeated" and one["level1"] == last1:
                        continue
                    rows = _run(wanted.indicators[number - 1 :], ("level1",)) if repeat == "merged" else 1
                    canvas.put(row, start, text, rows, wide)
                elif name == "level2":
                    if repeat != "repeated" and (one["level1"], one["level2"]) == (last1, last2):
                        continue
                    rows = _run(wanted.indicators[number - 1 :], ("level1", "level2")) if repeat == "merged" else 1
                    canvas.put(row, start, text, rows, wide)
                else:
                    if name == "name" and numbered:
                        text = f"指标{number}：{text}"
                    canvas.put(row, start, text, 1, wide)
            last1, last2 = one["level1"], one["level2"]
            canvas.rows += 1
        name_at = starts[self.columns.index("name")]
        if rng.random() < 0.2:
            canvas.row((*name_at, rng.choice(["……", "指标2：", "…"])))
        if "weight" in self.optional and rng.random() < 0.4:
            weight_at = starts[self.columns.index("weight")]
            if weight_at[0] > name_at[0]:
                canvas.row((first, 2, rng.choice(["总分", "合计", "小计"])), (*weight_at, "90"))
        if self.side:
            canvas.put(
                top, 0, dressed(rng, rng.choice(["绩效指标", "年度绩效指标", "绩\n效\n指\n标"])), canvas.rows - top
            )


def rng_format(rng: random.Random, number: Decimal) -> str:
    return f"{number:,.2f}" if rng.random() < 0.3 else f"{number:.2f}"


def _run(indicators: list[dict[str, Any]], names: tuple[str, ...]) -> int:
    count = 0
    for one in indicators:
        if any(one[name] != indicators[0][name] for name in names):
            break
        count += 1
    return count


def draw_form(rng: random.Random) -> tuple[Document, Wanted]:
    """Return a document with one form, and what is to be read in it."""
    drawer = FormDrawer(rng, rng.choice(["project", "project", "project", "department", "region"]))
    drawer.draw()
    blocks: list[Grid | Text] = [Text(text) for text in drawer.texts]
    blocks.append(drawer.canvas.grid(drawer.merged, "表1"))
    return Document(tuple(blocks), "xlsx", "表.xlsx"), drawer.wanted


def draw_document(rng: random.Random) -> tuple[Document, list[Wanted]]:
    """Return a document with several forms among other tables and prose, and what is to be read in them."""
    blocks: list[Grid | Text] = []
    wanted = []
    scope = rng.choice(["project", "department", "region"])
    together = rng.choice(["grids", "stacked", "beside"])
    drawers = [FormDrawer(rng, scope) for _one in range(rng.randrange(2, 4))]
    year, currency = rng.choice([2024, 2025]), rng.choice(["万元", "元"])
    for drawer in drawers:
        # A form that says no year has the one before's; each of them says it here.
        drawer.year, drawer.currency = year, currency
        drawer.in_grid = together != "grids"
        drawer.draw()
        wanted.append(drawer.wanted)
    if together == "grids":
        for drawer in drawers:
            if rng.random() < 0.4:
                blocks.append(Text("部门预算说明：本年度收入预算比上年增加。"))
            if rng.random() < 0.4:
                blocks.append(GridBuilder.of_rows(rng.choice(OTHER_TABLES), "其他"))
            blocks += [Text(text) for text in drawer.texts]
            blocks.append(drawer.canvas.grid(drawer.merged, "表"))
        return Document(tuple(blocks), "docx", "表.docx"), wanted
    canvas = Canvas(0)
    tops: list[int] = []
    merged = all(drawer.merged for drawer in drawers)
    for at, drawer in enumerate(drawers):
        beside = together == "beside" and at % 2 == 1
        gap = rng.choice([0, 1, 3]) if together == "stacked" else 1
        column = drawers[at - 1].width + 1 if beside else 0
        top = 0 if at == 0 else (tops[-1] if beside else canvas.rows + gap)
        tops.append(top)
        for row, start, text, rows, columns in drawer.canvas.cells:
            canvas.put(top + row, column + start, text, rows, columns)
        canvas.rows = max(canvas.rows, top + drawer.canvas.rows)
        canvas.width = max(canvas.width, column + drawer.width)
    return Document((canvas.grid(merged, "表"),), "xlsx", "表.xlsx"), wanted


OTHER_TABLES = (
    [
        ["收支总表", "", ""],
        ["项目", "本年预算", "上年预算"],
        ["一般公共预算拨款", "12.00", "11.00"],
        ["合计", "12.00", "11.00"],
    ],
    [["项目支出表", "", ""], ["单位名称", "项目名称", "金额"], ["某市某局", "会议费", "5.00"]],
    [["“三公”经费", "金额"], ["公务接待费", "1.00"], ["合计", "1.00"]],
)


def draw_list(rng: random.Random) -> tuple[Document, list[Wanted]]:
    """Return a document with a list, a row for each indicator, and what is to be read in it."""
    optional = {one for one in ("operator", "unit", "weight", "explanation") if rng.random() < 0.4}
    columns = ["spender", "project"]
    rng.shuffle(columns)
    columns += [one for one in ("money", "goal") if rng.random() < 0.7]
    if rng.random() < 0.5:
        columns.insert(0, "number")
    has_total = "money" in columns
    values = ["annual"]
    if "operator" in optional:
        values.insert(0, "operator")
    if "unit" in optional:
        values.append("unit")
    columns += ["level1", "level2", "name", *values, *sorted(optional - {"operator", "unit"})]
    year = rng.choice([2024, 2025])
    currency = rng.choice(["万元", "元"])
    rows: list[list[str]] = [[f"{year}年项目支出绩效目标明细表"], [f"单位：{currency}"]]
    heads = [dressed(rng, "预算数") if one == "money" else spelled(rng, "columns", one) for one in columns]
    rows.append(heads)
    repeated = rng.random() < 0.4
    wanted = []
    names = rng.sample(PROJECTS, k=rng.randrange(1, 5))
    body = rng.choice(BODIES)
    for number, name in enumerate(names, 1):
        if rng.random() < 0.4:
            body = rng.choice(BODIES)
        total = Decimal(rng.randrange(100, 1_000_000)) / 100
        one = Wanted(name, body, None, rng.choice(GOALS) if "goal" in columns else "", currency=currency, year=year)
        if has_total:
            one.money = {"total": total}
        one.indicators = draw_indicators(rng, optional, rng.randrange(1, 6))
        last = ("", "")
        for at, indicator in enumerate(one.indicators):
            texts = {
                **{key: str(value) for key, value in indicator.items()},
                "project": name, "spender": body, "goal": one.goal, "money": rng_format(rng, total), "number": str(number),
            }  # fmt: skip
            if not repeated and at:
                texts |= dict.fromkeys(("project", "spender", "goal", "money", "number"), "")
                if (indicator["level1"], indicator["level2"]) == last:
                    texts["level2"] = ""
                if indicator["level1"] == last[0]:
                    texts["level1"] = ""
            last = (indicator["level1"], indicator["level2"])
            rows.append([texts[column] for column in columns])
        if rng.random() < 0.1:
            rows.append(heads)
        wanted.append(one)
    width = max(len(row) for row in rows)
    return Document(
        (GridBuilder.of_rows([row + [""] * (width - len(row)) for row in rows], "表"),), "csv", "表.csv"
    ), wanted


def differences(document: Any, wanted: Wanted, at: int | None = None) -> list[str]:
    """Return what was read otherwise than it was put in."""
    if at is None:
        if len(document.projects) != 1:
            return [f"projects: {[one.name for one in document.projects]}"]
        at = 0
    if at >= len(document.projects):
        return ["missing"]
    pairs = [(table, project) for table in document.tables for project in table.projects]
    table, project = pairs[at]
    found = []

    def same(what: str, got: Any, want: Any) -> None:
        if got != want:
            found.append(f"{what}: {got!r} != {want!r}")

    for name in ("name", "spender", "department", "goal", "whole_period_goal", "goal_actual", "conclusion", "grade"):
        same(name, getattr(project, name), getattr(wanted, name))
    same("year", table.year, wanted.year)
    same("scope", table.scope, wanted.scope)
    same("form", table.form, wanted.form)
    same("total_score", project.total_score, None if wanted.total_score is None else Decimal(wanted.total_score))
    same("lines", [line_of(line) for line in project.execution.lines], wanted.execution)
    same("currency", table.currency_unit, wanted.currency)
    for name, number in wanted.money.items():
        same(name, getattr(project.funding, name), number)
    same("count", [one.name for one in project.indicators], [one["name"] for one in wanted.indicators])
    for got, want in zip(project.indicators, wanted.indicators, strict=False):
        for name in want:
            value = getattr(got, name)
            if name in ("level1", "level2"):
                value = None if value is None else value.name
            elif name in ("annual", "whole_period", "adjusted", "actual", "forecast"):
                value = None if value is None else value.text
            elif name in ("weight", "score"):
                value = None if value is None else str(value)
            same(f"{want['name']}.{name}", value, want[name])
        for name in ("whole_period", "operator", "unit", "weight", "explanation", "scoring_standard", *RESULTS):
            if name not in want:
                same(f"{want['name']}.{name}", getattr(got, name), None)
    return found


def line_of(line: ExecutionLine) -> dict[str, str]:
    """Return what a line of budget execution says, as texts."""
    found = {"source": line.source}
    for name in ("initial", "revised", "executed", "forecast", "rate", "weight", "score", "deviation"):
        value = getattr(line, name)
        if value is not None:
            found[name] = str(value)
    return found


def uncovered(document: Any) -> list[str]:
    """Return what stands in the forms of a document and is in no field, is no layout, and is in no finding."""
    if not document.tables:
        return []
    source = document.tables[0].source
    covered = bytearray(len(source.text))

    def cover(span: Any) -> None:
        covered[span.start : span.end] = b"\1" * (span.end - span.start)

    for table in document.tables:
        for span in table.layout:
            cover(span)
        for problem in table.problems:
            if problem.code == "R04":
                cover(problem.span)
        placed = [table, table.total]
        for section in table.sections:
            placed.append(section.funding)
            for project in section.projects:
                placed += [project, project.funding, project.whole_period_funding, *project.indicators]
                placed += project.execution.lines
                placed += [each for task in project.tasks for each in (task, task.funding)]
        for one in placed:
            for name, _start, _end in () if one is None or one.place is None else one.place.parts:
                for part, start, end in one.place.parts:
                    if part == name:
                        cover(one.place.flow.span(start, end))
    left = {one.text for one in document.unread} | {text for rows in OTHER_TABLES for row in rows for text in row}
    found, start = [], 0
    for line in source.text.split("\n"):
        rest = "".join(char for at, char in enumerate(line, start) if not covered[at]).strip(" ：:，,；;")
        if rest and not any(line in text for text in left):
            found.append(f"{source.where(start)}: {rest}")
        start += len(line) + 1
    return found


def shown(document: Document) -> str:
    """Return a document as a person may look at it."""
    lines = []
    for block in document.blocks:
        if isinstance(block, Text):
            lines.append(block.text)
            continue
        for cells in block.by_rows():
            texts = (
                f"{cell.column}{f'+{cell.column_span}' if cell.column_span > 1 else ''}"
                f"{f'v{cell.row_span}' if cell.row_span > 1 else ''}:{cell.text!r}"
                for cell in cells
                if cell.text
            )
            lines.append("   " + " | ".join(texts))
    return "\n".join(lines)
