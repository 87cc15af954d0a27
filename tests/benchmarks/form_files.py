"""Files with forms of targets whose content is known, for what reads them to be measured: known layouts and hard ones.

``known`` has the layouts and words of the ten forms that the script (`analyst`) was written from, with other content: more or
fewer rows, several forms a file, levels merged, blank or repeated, pages cut anywhere. ``hard`` has what published forms also
have, two to four of `HAZARDS` in each; ``strange`` has words besides that no form prints. Names and values are those of published tables. Everything comes out of one seed.
"""

from __future__ import annotations

import csv
import html
import io
import random
from collections.abc import Callable, Iterator
from typing import Any

from attrs import define, field

from tests.benchmarks.data import BODIES, MEASURES, WORKS, published
from tests.drawn_pdf import Drawn, Style, Table, paged, plain_font, wrapped

__all__ = ["HAZARDS", "File", "files"]

HAZARDS = (
    "spelled", "moved", "below", "inline", "beside", "stacked", "vertical", "points", "template", "unknown", "two values",
    "two blocks", "amounts below heads", "numbers", "rules", "spaced", "no levels", "children", "sum",
)  # fmt: skip
# What forms of known layouts differ in, up to three in a file.
_USUAL = ("corner", "other order", "numbered", "numbers", "template", "repeated", "synonyms", "titled")
# Those that are only there in some kinds of file or of form.
_ONLY_IN = {
    "beside": ("xlsx",), "stacked": ("xlsx",), "numbers": ("xlsx",), "rules": ("pdf",),
    "two blocks": ("plain", "region"), "two values": ("plain", "department", "region", "weights"), "points": ("plain", "split", "region"),
    "below": ("plain", "split", "weights", "department", "region"), "unknown": ("plain", "split", "weights", "region"),
    "no levels": ("plain", "split", "weights"), "children": ("plain", "weights"), "sum": ("plain", "split", "weights", "region"),
    "template": ("plain", "split", "weights", "department", "region"), "moved": ("split", "weights"),
    "amounts below heads": ("plain", "split", "weights"), "inline": ("plain", "split", "weights", "department", "region"),
    "vertical": ("plain", "split", "weights", "department", "region", "list"),
}  # fmt: skip
_LEVELS = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
_GOALS = (
    "全年开展{n}期培训，惠及{m}人，保证服务质量。", "本年度安排资金，用于{n}处设施的维护，居民满意度达到≥9{k}%。",
    "目标1：完成{n}项检测；目标2：受益群众满意度不低于9{k}%。", "1.完成{n}个点位的改造。2.按时支付资金。3.验收合格率100%。",
)  # fmt: skip
_OFFICES = "教育局 水务局 卫生健康委员会 公路养护中心 第三中学 文化馆 城市管理局 农业技术推广站 研究院 人民法院".split()
_PLACES = "某省 某市 某州 某县 某旗 某区".split()
_KINDS = ("plain", "plain", "split", "weights", "sides", "department", "region", "list", "strings")
_SYNONYMS: dict[str, tuple[str, ...]] = {
    "实施单位": ("预算单位", "资金使用单位"), "指标值": ("目标值", "年度指标值"), "计算符号": ("指标性质", "符号"), "计量单位": ("度量单位",),
    "权重": ("分值",), "年度总体目标": ("年度绩效目标", "总体目标"), "主管部门": ("主管部门及代码",),
}  # fmt: skip
# Words that nobody prints, as those of a place that has its own; whoever does not know them can only say so.
_STRANGE = {
    "项目名称": "项目题名", "实施单位": "落实机构", "年度总体目标": "本年拟达成效", "年度资金总额": "本年经费盘子", "指标值": "应达水平",
    "三级指标": "衡量要点", "计量单位": "计数口径", "计算符号": "取向", "权重": "所占份量",
}  # fmt: skip
# The words that the ten forms print, and others for the same.
_WORDS: dict[str, tuple[str, ...]] = {
    "项目名称": ("预算项目名称", "二级项目名称", "项目支出名称"),
    "专项名称": ("转移支付名称", "专项资金名称"),
    "部门（单位）名称": ("部门名称", "部门单位名称"),
    "实施单位": ("项目实施单位", "项目单位", "用款单位", "承担单位"),
    "主管部门": ("业务主管部门", "项目主管部门", "一级预算单位"),
    "年度资金总额": ("项目资金总额", "年度预算总额", "预算资金总额"),
    "其中：财政拨款": ("其中：本级财政拨款", "其中：一般公共预算拨款", "一、财政资金"),
    "其他资金": ("二、其他收入", "其他来源资金"),
    "年度总体目标": ("项目年度绩效目标", "预期目标", "年度绩效总目标", "当年绩效目标"),
    "年度目标": ("年度绩效目标", "本年度目标"),
    "一级指标": ("一级指标名称", "评价指标", "指标类别"),
    "二级指标": ("二级指标名称", "评价内容"),
    "三级指标": ("三级指标名称", "具体指标", "指标名称", "绩效指标名称"),
    "指标值": ("目标值", "年度指标值及单位", "绩效标准", "预期值", "年初目标值"),
    "计算符号": ("指标性质", "运算符号", "比较符", "指标方向"),
    "计量单位": ("度量单位", "单位"),
    "权重": ("分值权重", "指标分值", "权重（%）"),
    "指标解释": ("指标说明", "绩效指标描述", "计算公式"),
    "评（扣）分标准": ("评分标准", "评分规则", "扣分标准"),
    "实施周期指标值": ("中期指标值", "总体目标值"),
}


@define
class Form:
    """Cells put on rows from the top down, lines of text above them, and what is to be read in them."""

    width: int
    cells: list[Drawn] = field(factory=list)
    rows: int = 0
    lines: list[str] = field(factory=list)
    projects: list[dict[str, Any]] = field(factory=list)
    # The rows at the top of the indicators, which every page repeats.
    head: int | None = None

    def put(self, column: int, text: str, rows: int = 1, columns: int = 1, row: int | None = None) -> None:
        self.cells.append(Drawn(self.rows if row is None else row, column, text, rows, columns))

    def row(self, *parts: tuple[str, int]) -> None:
        """Add a row of texts, each with how many columns it takes."""
        column = 0
        for text, columns in parts:
            self.put(column, text, 1, columns)
            column += columns
        self.rows += 1

    def texts(self) -> list[list[str]]:
        found = [[""] * self.width for _row in range(self.rows)]
        for cell in self.cells:
            found[cell.row][cell.column] = cell.text
        return found


@define
class File:
    """A file: its name, its bytes, what is to be read in it, and what is hard about it."""

    name: str
    data: bytes
    projects: list[dict[str, Any]]
    hazards: tuple[str, ...]
    pages: int = 0


class _Drawer:
    """Draws one form, with some hazards or with none."""

    def __init__(self, rng: random.Random, kind: str, hazards: tuple[str, ...], year: str, currency: str) -> None:
        self.rng, self.kind, self.hazards, self.year, self.currency = rng, kind, hazards, year, currency
        # A cell with all indicators of a project has to fit on a page.
        self.much = 1 if kind == "strings" else rng.choice([1, 1, 1, 3])
        self.levels = rng.choice(["merged", "merged", "blank", "repeated"])

    def word(self, word: str) -> str:
        """A label as it is printed."""
        if "synonyms" in self.hazards and word in _SYNONYMS:
            word = self.rng.choice(_SYNONYMS[word])
        if "strange" in self.hazards and word in _STRANGE and self.rng.random() < 0.3:
            word = _STRANGE[word]
        if "spelled" in self.hazards and word in _WORDS and self.rng.random() < 0.5:
            word = self.rng.choice(_WORDS[word])
        if "spaced" in self.hazards and self.rng.random() < 0.4:
            word = " ".join(word) if len(word) < 5 else f"{word[:2]}\n{word[2:]}"
        return word

    def body(self) -> str:
        return self.rng.choice(_PLACES) + self.rng.choice(_OFFICES)

    def name(self) -> str:
        return self.rng.choice(BODIES) + self.rng.choice(WORKS) + self.rng.choice(["", "经费", "（二期）"])

    def goal(self) -> str:
        rng = self.rng
        return rng.choice(_GOALS).format(n=rng.randint(2, 99), m=rng.randint(100, 9999), k=rng.randint(0, 9))

    def amounts(self) -> tuple[str, str, str]:
        first, other = self.rng.randint(1000, 900_000), self.rng.choice([0, self.rng.randint(100, 9000)])
        total, first_text, other_text = (f"{number / 100:.2f}" for number in (first + other, first, other))
        return total, first_text, other_text

    def indicators(self) -> list[dict[str, str]]:
        rng, names = self.rng, set[str]()
        found: list[dict[str, str]] = []
        for level1, seconds in _LEVELS.items():
            for level2 in seconds:
                usual = level2 in ("数量指标", "服务对象满意度指标")
                for _one in range(self.much * rng.choice([1, 1, 2, 4]) if usual or rng.random() < 0.6 else 0):
                    name = rng.choice(WORKS) + rng.choice(MEASURES)
                    if name not in names:
                        names.add(name)
                        found.append({"level1": level1, "level2": level2, "name": name, **self.values()})
                        if "children" in self.hazards and rng.random() < 0.3:
                            found.append({**found[-1], "name": f"其中：{name}", **self.values()})
        return found

    def values(self) -> dict[str, str]:
        rng = self.rng
        if self.kind == "split":
            if rng.random() < 0.2:
                return {"op": "定性", "annual": rng.choice(["良好及以上", "有所改善", "健全"])}
            unit = rng.choice(["%", "人次", "个", "元/人", "万元"])
            return {"op": rng.choice("≥≥≤="), "annual": f"{rng.randint(1, 99)}", "unit": unit}
        texts = published()
        found = {"annual": rng.choice(texts)}
        if self.kind in ("sides", "strings") or {"two values", "two blocks"} & set(self.hazards):
            found["whole_period"] = rng.choice(texts)
        if self.kind == "weights":
            found |= {
                "weight": rng.choice(["5", "10", "12.5"]),
                "explanation": "反映完成情况",
                "standard": "每低1%扣0.5分",
            }
        return found

    def project(self, **more: Any) -> dict[str, Any]:
        scope = self.kind if self.kind in ("department", "region") else "project"
        found = {"form": "targets", "scope": scope, "year": self.year, "currency_unit": self.currency, **more}
        left_out = ("explanation", "standard", *(("level1", "level2") if "no levels" in self.hazards else ()))
        found["indicators"] = [
            {name: text for name, text in one.items() if name not in left_out} for one in more["indicators"]
        ]
        return found

    def draw(self) -> Form:
        if self.kind == "list":
            return self.listing()
        if self.kind == "strings":
            return self.strings()
        indicators = self.indicators()
        columns = self.columns()
        form = Form(8 if self.kind == "sides" else max(7 if self.kind == "department" else 5, len(columns) + 1))
        title = {"department": "部门（单位）整体支出绩效目标表", "region": "中央对地方转移支付区域绩效目标表"}
        form.lines = [title.get(self.kind, "项目支出绩效目标申报表"), f"（{self.year}年度）"]
        if "titled" in self.hazards:
            form.lines = [f"{self.year}年{form.lines[0]}"]
        if "corner" in self.hazards:
            form.lines.append(f"单位：{self.currency}")
        if "numbered" in self.hazards:
            for number, one in enumerate(indicators, 1):
                one["name"] = f"指标{number}：{one['name']}"
        project = self.project(indicators=indicators)
        blocks: list[Callable[[], None]] = [
            lambda: self.head_block(form, project), lambda: self.money(form, project), lambda: self.goals(form, project),
            lambda: self.indicator_rows(form, indicators, columns),
        ]  # fmt: skip
        if "other order" in self.hazards:
            blocks = [blocks[0], blocks[2], blocks[1], blocks[3]]
        if "below" in self.hazards:
            blocks = [blocks[3], *blocks[:3]]
        for block in blocks:
            block()
        if self.rng.random() < 0.5:
            form.row(("填报人：某    联系电话：…    填报日期：2025年1月10日", form.width))
        form.projects = [project]
        return form

    def columns(self) -> list[str]:
        found = ["name"] if "no levels" in self.hazards else ["level1", "level2", "name"]
        values = {"split": ["op", "annual", "unit"], "weights": ["annual", "weight", "explanation", "standard"]}
        behind = values.get(self.kind, ["annual"])
        if "two values" in self.hazards:
            behind = ["whole_period", *behind]
        if "moved" in self.hazards:
            behind = self.rng.sample(behind, len(behind))
        if "unknown" in self.hazards:
            behind.insert(self.rng.randrange(len(behind) + 1), "unknown")
        return found + behind

    def head_word(self, name: str) -> str:
        words = {
            "level1": "一级指标", "level2": "二级指标", "name": "三级指标", "annual": "指标值", "op": "计算符号", "unit": "计量单位",
            "weight": "权重", "explanation": "指标解释", "standard": "评（扣）分标准", "whole_period": "实施周期指标值", "unknown": "填报口径",
        }  # fmt: skip
        if name == "annual" and "two values" in self.hazards:
            return "年度指标值"
        return self.word(words[name])

    def head_block(self, form: Form, project: dict[str, Any]) -> None:
        body, department, half = self.body(), self.body(), (form.width - 2) // 2
        if self.kind == "department":
            project |= {"name": body, "unit": body}
            self.pair(form, self.word("部门（单位）名称"), body)
            return
        project |= {"name": self.name(), "unit": body}
        if self.kind == "region":
            self.pair(form, self.word("专项名称"), project["name"])
            self.pair(form, "中央主管部门", "某部")
            pairs = (("省级财政部门", "某省财政厅"), ("省级主管部门", body))
        else:
            self.pair(form, self.word("项目名称"), project["name"])
            pairs = ((self.word("主管部门"), department), (self.word("实施单位"), body))
        if "inline" in self.hazards:
            (one, first), (two, second) = pairs
            form.row((f"{one}：{first}", 2 + half), (f"{two}：{second}", form.width - 2 - half))
            return
        (one, first), (two, second) = pairs
        form.row((one, 2), (first, half), (two, 1), (second, form.width - 3 - half))

    def pair(self, form: Form, label: str, text: str) -> None:
        if "inline" in self.hazards:
            form.row((f"{label}：{text}", form.width))
        else:
            form.row((label, 2), (text, form.width - 2))

    def money(self, form: Form, project: dict[str, Any]) -> None:
        total, first, other = self.amounts()
        if self.kind == "department":
            self.tasks(form, project)
            return
        project["funding"] = {"total": total}
        label = "资金情况" if self.kind == "region" else "项目资金"
        if "corner" not in self.hazards:
            label += f"\n（{self.currency}）"
        rows = [
            (self.word("年度资金总额"), total),
            (self.word("其中：财政拨款"), first),
            (self.word("其他资金"), other),
        ]
        if self.kind == "region":
            rows = [("年度金额：", total), ("其中：中央补助", first), ("地方资金", other)]
        else:
            project["funding"] |= {"appropriation": first, "other": other}
        if self.kind == "sides":
            form.put(0, label, 3, 2)
            for (word, amount), whole in zip(rows, self.amounts(), strict=True):
                before = "中期资金总额：" if amount is total else word
                for column, text, columns in ((2, before, 1), (3, whole, 2), (5, word, 1), (6, amount, 2)):
                    form.put(column, text, 1, columns)
                form.rows += 1
        elif "amounts below heads" in self.hazards:
            form.put(0, label, 2, 2)
            for at, (word, amount) in enumerate(rows):
                columns = form.width - 4 if at == 2 else 1
                form.put(2 + at, word.removeprefix("其中："), 1, columns)
                form.put(2 + at, amount, 1, columns, form.rows + 1)
            form.rows += 2
        else:
            form.put(0, label, 3, 2)
            for word, amount in rows:
                form.put(2, word)
                form.put(3, amount, 1, form.width - 3)
                form.rows += 1

    def tasks(self, form: Form, project: dict[str, Any]) -> None:
        tasks = [(self.name(), "开展日常业务", *self.amounts()) for _one in range(self.rng.randint(2, 4))]
        sums = [f"{sum(round(float(task[at]) * 100) for task in tasks) / 100:.2f}" for at in (2, 3, 4)]
        project["funding"] = dict(zip(("total", "appropriation", "other"), sums, strict=True))
        form.put(0, "年度\n主要\n任务", len(tasks) + 3)
        form.put(1, "任务名称", 2)
        form.put(2, "主要内容", 2, form.width - 5)
        form.put(form.width - 3, "预算金额" if "corner" in self.hazards else f"预算金额（{self.currency}）", 1, 3)
        form.rows += 1
        for row in [("", "", "总额", "财政拨款", "其他资金"), *tasks, ("金额合计", "", *sums)]:
            for at, text in enumerate(row):
                column = at + 1 if at < 2 else form.width - 5 + at
                if text or row[0]:
                    form.put(column, text, 1, form.width - 5 if at == 1 else 1)
            form.rows += 1

    def goals(self, form: Form, project: dict[str, Any]) -> None:
        project["goal"] = self.goal()
        if self.kind == "sides":
            project["whole_period_goal"] = self.goal()
            form.put(0, "总体\n目标", 2, 2)
            form.put(2, "长期目标（2025年—2027年）", 1, 3)
            form.put(5, "年度目标", 1, 3)
            form.put(2, project["whole_period_goal"], 1, 3, form.rows + 1)
            form.put(5, project["goal"], 1, 3, form.rows + 1)
            form.rows += 2
            return
        self.pair(form, self.word("年度目标" if self.kind == "region" else "年度总体目标"), project["goal"])

    def indicator_rows(self, form: Form, indicators: list[dict[str, str]], columns: list[str]) -> None:
        if self.kind == "sides":
            self.two_sides(form, indicators)
            return
        if "two blocks" in self.hazards:
            # One block for the whole period above one for the year.
            whole = [{**one, "annual": one["whole_period"]} for one in indicators]
            self.block(form, "长期绩效指标", whole, columns)
            self.block(form, "年度绩效指标", indicators, columns)
            return
        self.block(form, "绩效指标", indicators, columns)

    def block(self, form: Form, side: str, indicators: list[dict[str, str]], columns: list[str]) -> None:
        top, spare = form.rows, form.width - 1 - len(columns)
        starts, at = [], 1
        for name in columns:
            starts.append((at, 1 + (spare if name == "name" else 0)))
            at += starts[-1][1]
        form.head = form.rows
        for (column, wide), name in zip(starts, columns, strict=True):
            form.put(column, self.head_word(name), 1, wide)
        form.rows += 1
        for number, one in enumerate(indicators):
            for (column, wide), name in zip(starts, columns, strict=True):
                if name in ("level1", "level2"):
                    self.level(form, indicators, number, name, column)
                else:
                    form.put(column, one.get(name, "按月填报" if name == "unknown" else ""), 1, wide)
            form.rows += 1
        if "sum" in self.hazards:
            form.put(1, "合计", 1, form.width - 2)
            form.put(form.width - 1, "100" if columns[-1] == "weight" else "")
            form.rows += 1
        if "template" in self.hazards:
            column, wide = starts[columns.index("name")]
            form.put(column, "……", 1, wide)
            form.rows += 1
        form.put(0, side if self.rng.random() < 0.7 else "\n".join(side), form.rows - top, 1, top)

    def level(self, form: Form, indicators: list[dict[str, str]], number: int, name: str, column: int) -> None:
        keys = [(one["level1"], one["level2"] if name == "level2" else "") for one in indicators]
        text = indicators[number][name]
        if name == "level1" and "points" in self.hazards:
            text += "（50分）"
        if name == "level1" and ("vertical" in self.hazards or self.kind == "sides"):
            text = "\n".join(text)
        if number and keys[number] == keys[number - 1] and self.levels != "repeated":
            return
        span = 1
        while self.levels == "merged" and number + span < len(keys) and keys[number + span] == keys[number]:
            span += 1
        form.put(column, text, span)

    def two_sides(self, form: Form, indicators: list[dict[str, str]]) -> None:
        """The whole period at the left, the year at the right, level 1 shared."""
        top, form.head = form.rows, form.rows
        heads = ("一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值")
        for at, word in enumerate(heads):
            form.put(1 + at, word)
        form.rows += 1
        for level1 in _LEVELS:
            rows = [one for one in indicators if one["level1"] == level1]
            if not rows:
                continue
            form.put(1, "\n".join(level1), len(rows))
            for at, one in enumerate(rows):
                for column, target in ((2, "whole_period"), (5, "annual")):
                    if at == 0 or rows[at - 1]["level2"] != one["level2"]:
                        span = sum(other["level2"] == one["level2"] for other in rows)
                        form.put(column, one["level2"], span)
                    form.put(column + 1, one["name"])
                    form.put(column + 2, one[target])
                form.rows += 1
        form.put(0, "绩\n效\n指\n标", form.rows - top, 1, top)

    def listing(self) -> Form:
        heads = ["序号", "预算单位", "项目名称", f"预算金额（{self.currency}）", "年度绩效目标"]
        columns = ["level1", "level2", "name", "annual"]
        form = Form(len(heads) + len(columns))
        form.row((f"{self.year}年项目支出绩效目标明细表", form.width))
        form.head = 1
        form.row(*((word, 1) for word in heads), *((self.head_word(name), 1) for name in columns))
        for number in range(1, self.rng.randint(2, 5)):
            indicators, total = self.indicators(), self.amounts()[0]
            project = self.project(indicators=indicators, name=self.name(), unit=self.body(), goal=self.goal())
            project["funding"] = {"total": total}
            first = [str(number), project["unit"], project["name"], total, project["goal"]]
            for at, one in enumerate(indicators):
                for column, text in enumerate(first):
                    if at == 0 or self.levels == "repeated":
                        form.put(column, text, len(indicators) if self.levels == "merged" else 1)
                for column, name in enumerate(columns, len(first)):
                    if name in ("level1", "level2"):
                        self.level(form, indicators, at, name, column)
                    else:
                        form.put(column, one[name])
                form.rows += 1
            form.projects.append(project)
        return form

    def strings(self) -> Form:
        form = Form(7)
        form.lines = [f"{self.year}年项目支出绩效目标表", f"单位名称：某市某局    单位：{self.currency}"]
        form.head = 0
        heads = "项目名称（资金使用单位） 总计 财政拨款 财政专户拨款 其他资金 绩效目标 绩效指标".split()
        form.row(*((word, 1) for word in heads))
        form.row(("合计", 1), *[("", 1)] * 6)
        for _body in range(self.rng.randint(1, 2)):
            body = self.body()
            form.row((body, 1), *[("", 1)] * 6)
            for _one in range(self.rng.randint(1, 3)):
                indicators = [one for one in self.indicators() if not any("；" in text for text in one.values())]
                name, goal, amounts = self.name().replace("（二期）", ""), self.goal(), self.amounts()
                funding = dict(zip(("total", "appropriation", "other"), amounts, strict=True))
                form.projects.append(
                    self.project(indicators=indicators, name=name, unit=body, goal=goal, funding=funding)
                )
                texts = (
                    f"{name}（{body}）",
                    *amounts[:2],
                    "",
                    amounts[2],
                    goal,
                    "".join(map(_string, range(1, 99), indicators)),
                )
                form.row(*((text, 1) for text in texts))
        return form


def _string(number: int, one: dict[str, str]) -> str:
    level1 = list(_LEVELS).index(one["level1"]) + 1
    level2 = _LEVELS[one["level1"]].index(one["level2"]) + 1
    return (
        f"{number}、{level1}-{one['level1']}；{level1}{level2}-{one['level2']}；{one['name']}；"
        f"实施周期指标值:{one['whole_period']}；年度指标值:{one['annual']}。"
    )


# ---- files ----


def _xlsx(forms: list[Form], hazards: tuple[str, ...], rng: random.Random) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    top = left = 1
    for at, form in enumerate(forms):
        together = at > 0 and ("beside" in hazards or "stacked" in hazards)
        if not together:
            sheet, top, left = book.create_sheet(f"项目{at + 1}"), 1, 1
        row = top
        for line in form.lines:
            sheet.cell(row, left, line)
            sheet.merge_cells(start_row=row, end_row=row, start_column=left, end_column=left + form.width - 1)
            row += 1
        for cell in form.cells:
            one = sheet.cell(row + cell.row, left + cell.column, cell.text or None)
            one.data_type = "s" if cell.text else "n"
            if "numbers" in hazards:
                _as_number(one, cell.text)
            if cell.row_span > 1 or cell.column_span > 1:
                last = (row + cell.row + cell.row_span - 1, left + cell.column + cell.column_span - 1)
                sheet.merge_cells(None, row + cell.row, left + cell.column, *last)
        if "beside" in hazards:
            left += form.width + 1
        else:
            top = row + form.rows + 2
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _as_number(cell: Any, text: str) -> None:
    number, percent = text.removesuffix("%"), text.endswith("%")
    if not number.replace(".", "", 1).isdigit():
        return
    decimals = len(number.partition(".")[2])
    cell.value = float(number) / 100 if percent else float(number)
    cell.number_format = "0" + ("." + "0" * decimals if decimals else "") + "%" * percent


def _xls(forms: list[Form], hazards: tuple[str, ...], rng: random.Random) -> bytes:
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    for at, form in enumerate(forms):
        sheet = book.add_sheet(f"项目{at + 1}")
        for row, line in enumerate(form.lines):
            sheet.write(row, 0, line)
        for cell in form.cells:
            row = cell.row + len(form.lines)
            sheet.write_merge(row, row + cell.row_span - 1, cell.column, cell.column + cell.column_span - 1, cell.text)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _docx(forms: list[Form], hazards: tuple[str, ...], rng: random.Random) -> bytes:
    import docx

    document: Any = docx.Document()
    for form in forms:
        for line in form.lines:
            document.add_paragraph(line)
        table = document.add_table(form.rows, form.width)
        for cell in form.cells:
            first = table.cell(cell.row, cell.column)
            last = table.cell(cell.row + cell.row_span - 1, cell.column + cell.column_span - 1)
            (first.merge(last) if first is not last else first).text = cell.text
        document.add_page_break()
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _html(forms: list[Form], hazards: tuple[str, ...], rng: random.Random) -> bytes:
    parts = ["<!DOCTYPE html><html><head><meta charset='utf-8'><title>信息公开</title></head><body>"]
    for form in forms:
        parts += [f"<p>{html.escape(line)}</p>" for line in form.lines]
        parts.append("<table border=1>")
        for row in range(form.rows):
            cells = sorted((cell for cell in form.cells if cell.row == row), key=lambda cell: cell.column)
            parts.append(f"<tr>{''.join(map(_td, _filled(cells, form, row)))}</tr>")
        parts.append("</table>")
    return "".join(parts).encode()


def _filled(cells: list[Drawn], form: Form, row: int) -> Iterator[Drawn]:
    """Yield the cells of a row, and empty ones where none stands or reaches."""
    taken = {
        column
        for cell in form.cells
        if cell.row <= row < cell.row + cell.row_span
        for column in range(cell.column, cell.column + cell.column_span)
    }
    blanks = [Drawn(row, column, "") for column in range(form.width) if column not in taken]
    yield from sorted([*cells, *blanks], key=lambda cell: cell.column)


def _td(cell: Drawn) -> str:
    text = html.escape(cell.text).replace("\n", "<br>")
    return f"<td rowspan={cell.row_span} colspan={cell.column_span}>{text}</td>"


def _csv(forms: list[Form], hazards: tuple[str, ...], rng: random.Random) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows(forms[0].texts())
    return stream.getvalue().encode(rng.choice(["utf-8-sig", "gb18030"]))


def _pdf(form: Form, hazards: tuple[str, ...], rng: random.Random) -> tuple[bytes, int]:
    """One form, its lines above it, cut into pages; the head of the indicators is on the first only."""
    widths = [516 / form.width] * form.width
    if form.width == 7 and form.head == 0:  # the form of strings has narrow amounts
        widths = [70.0, 42, 42, 42, 42, 78, 200]
    cells = [Drawn(at, 0, line, 1, form.width) for at, line in enumerate(form.lines)]
    for row in range(form.rows):
        own = [cell for cell in form.cells if cell.row == row]
        cells += [
            Drawn(cell.row + len(form.lines), cell.column, cell.text.replace("\n", ""), cell.row_span, cell.column_span)
            for cell in _filled(own, form, row)
        ]
    size = 8.0
    heights = [16.0] * (form.rows + len(form.lines))
    for cell in sorted(cells, key=lambda cell: cell.row_span):
        room = sum(widths[cell.column : cell.column + cell.column_span])
        needed = 1.3 * size * len(wrapped(cell.text, room, size)) + 6
        last = cell.row + cell.row_span - 1
        heights[last] += max(0.0, needed - sum(heights[cell.row : last + 1]))
    breaks, used = [], 0.0
    for row, height in enumerate(heights):
        if used + height > 740:
            breaks.append(row)
            used = 0.0
        used += height
    # Only a head at the top of a table is repeated; the pages of most forms go on without one.
    head = len(form.lines) + form.head + 1 if "repeated" in hazards and form.head in (0, 1) else 0
    style = Style(font=plain_font)
    if "rules" in hazards:
        rules = rng.choice(["dashed", "double", "filled", "dash segments", "open"])
        style = (
            Style(font=plain_font, rules=rules)
            if rules != "open"
            else Style(font=plain_font, sides=frozenset({"top", "bottom"}))
        )
    return paged(Table(cells, widths, heights, size), breaks, head, style)


_WRITERS = {"xlsx": _xlsx, "xls": _xls, "docx": _docx, "html": _html, "csv": _csv}


def files(count: int, kind: str, seed: int = 20_260_101) -> Iterator[File]:
    """Yield so many files: ``known``, ``hard``, or ``strange``, which are hard and have words that nobody knows."""
    rng = random.Random(f"{seed} {kind}")
    hard = kind != "known"
    for number in range(count):
        layout = rng.choice(_KINDS)
        ending = rng.choice(
            ["csv", "csv", "xlsx", "xls", "pdf"]
            if layout == "list"
            else ["xlsx", "xlsx", "xls", "docx", "html", "pdf", "pdf"]
        )
        possible = [
            one for one in (HAZARDS if hard else _USUAL) if one not in _ONLY_IN or {layout, ending} & set(_ONLY_IN[one])
        ]
        chosen = rng.sample(possible, min(len(possible), rng.randint(2, 4) if hard else rng.randint(0, 3)))
        if {"two values", "two blocks"} <= set(chosen):  # nobody could tell them apart
            chosen.remove("two blocks")
        if kind == "strange":
            chosen[-1:] = ["strange"]
        hazards = tuple(chosen)
        several = (ending == "xlsx" and layout not in ("list", "strings")) or ending == "docx"
        year, currency = str(rng.choice([2024, 2025, 2026])), rng.choice(["万元", "万元", "元"])
        forms = [
            _Drawer(rng, layout, hazards, year, currency).draw()
            for _one in range(rng.choice([1, 1, 2, 3]) if several else 1)
        ]
        pages = 0
        if ending == "pdf":
            data, pages = _pdf(forms[0], hazards, rng)
        else:
            data = _WRITERS[ending](forms, hazards, rng)
        projects = [project for form in forms for project in form.projects]
        yield File(f"{number:03}_{layout}.{ending}", data, projects, hazards, pages)
