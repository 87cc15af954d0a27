"""Self-evaluations and monitoring forms drawn at random, as grids, with what is to be read in them."""

from __future__ import annotations

import random
from decimal import Decimal

from perfmodel.files.document import Document, Grid, Text
from tests.drawn_forms import GOALS, FormDrawer, Wanted, dressed, spelled

# Which spellings stand in a form of which kind.
_KIND_OF_HEAD = {
    "actual": "self-evaluation",
    "score": "self-evaluation",
    "deviation": "self-evaluation",
    "forecast": "monitoring",
    "likelihood": "monitoring",
}
_ORDERS = {
    "self-evaluation": [
        ["annual", "actual", "weight", "score", "deviation"],
        ["weight", "annual", "actual", "score", "deviation"],
        ["annual", "actual", "deviation", "weight", "score"],
        ["operator", "annual", "unit", "actual", "weight", "score"],
        ["unit", "operator", "annual", "adjusted", "actual", "weight", "score", "deviation"],
        ["annual", "actual", "score"],
        ["annual", "actual", "deviation"],
    ],
    "monitoring": [
        ["annual", "actual", "forecast", "deviation", "likelihood"],
        ["annual", "actual", "likelihood"],
        ["operator", "annual", "unit", "actual", "forecast", "deviation"],
    ],
}
_COLUMNS_OF_MONEY = {
    "self-evaluation": [
        ["initial", "revised", "executed", "weight", "rate", "score"],
        ["revised", "executed", "weight", "rate", "score"],
        ["initial", "revised", "executed", "rate"],
        ["revised", "executed", "rate", "score"],
    ],
    "monitoring": [["initial", "executed", "rate", "forecast"], ["initial", "executed", "rate"]],
}
_TITLES_OF_RESULTS = {
    "self-evaluation": ["项目支出绩效自评表", "项目绩效自评情况表", "部门预算项目绩效目标自评表"],
    "monitoring": ["项目支出绩效运行监控表", "项目绩效目标执行监控表"],
}
_SOURCES_OF_MONEY = ["其中：当年财政拨款", "上年结转资金", "其他资金"]


class ResultDrawer(FormDrawer):
    """Draws a form that is filled in after the targets."""

    def __init__(self, rng: random.Random, kind: str) -> None:
        self.kind = kind
        self.order = rng.choice(_ORDERS[kind])
        super().__init__(rng)
        self.wanted.form = kind

    def _optional(self) -> set[str]:
        return set(self.order) - {"annual"}

    def _columns(self) -> list[str]:
        return ["level1", "level2", "name", *self.order]

    def _title(self) -> None:
        rng, wanted = self.rng, self.wanted
        wanted.year = rng.choice([2023, 2024])
        self.currency_at = "label"
        wanted.currency = rng.choice(["万元", "元"])
        title = rng.choice(_TITLES_OF_RESULTS[self.kind])
        lines = [f"{wanted.year}年度{title}"] if rng.random() < 0.5 else [title, f"（{wanted.year}年度）"]
        if rng.random() < 0.5:
            self.texts = lines
            return
        for line in lines:
            self.canvas.row((0, self.width, line))

    def _heads(self) -> list[str]:
        rng = self.rng
        heads = []
        for name in self.columns:
            kind = self.kind if name == "actual" else _KIND_OF_HEAD.get(name)
            if name == "annual":
                heads.append(dressed(rng, rng.choice(["年度指标值", "指标值", "年初指标值", "年度指标值（A）"])))
            else:
                heads.append(spelled(rng, "columns", name, kind))
        return heads

    def _money(self) -> None:
        rng, canvas, wanted = self.rng, self.canvas, self.wanted
        fields = rng.choice(_COLUMNS_OF_MONEY[self.kind])[: self.width - 2]
        revised = Decimal(rng.randrange(100_00, 900_000)) / 100
        executed = (revised * rng.choice([Decimal("1"), Decimal("0.9"), Decimal("0.62")])).quantize(Decimal("0.01"))
        total = {"initial": str(revised), "revised": str(revised), "executed": str(executed), "forecast": str(revised),
                 "rate": f"{executed / revised * 100:.2f}%", "weight": "10", "score": f"{executed / revised * 10:.2f}"}  # fmt: skip
        sources = _SOURCES_OF_MONEY[: rng.randrange(0, 4)]
        label = f"{dressed(rng, rng.choice(['项目资金', '资金情况', '预算执行情况']))}（{wanted.currency}）"
        canvas.put(canvas.rows, 0, label, len(sources) + 2)
        spare = self.width - 2 - len(fields)
        places = [(2 + at, 1 + (spare if at == len(fields) - 1 else 0)) for at in range(len(fields))]
        heads = [spelled(rng, "execution_columns", name) for name in fields]
        canvas.row(*((*place, head) for place, head in zip(places, heads, strict=True)))
        none = rng.choice(["", "—", "/"])
        for at, source in enumerate(["年度资金总额", *sources]):
            said = total if at == 0 else {**dict.fromkeys(total, "0.00"), "rate": none, "weight": none, "score": none}
            canvas.row((1, 1, source), *((*place, said[name]) for place, name in zip(places, fields, strict=True)))
            kept = {name: said[name] for name in fields if said[name] not in ("", "—", "/")}
            wanted.execution.append({"source": source.removeprefix("其中："), **kept})

    def _goal(self) -> None:
        rng, canvas, width, wanted = self.rng, self.canvas, self.width, self.wanted
        wanted.goal = rng.choice(GOALS)
        if self.kind == "monitoring":
            canvas.row((0, 1, spelled(rng, "labels", "goal")), (1, width - 1, wanted.goal))
            return
        wanted.goal_actual = "已完成。" + rng.choice(GOALS)
        half = (width - 1) // 2
        if rng.random() < 0.7:
            canvas.put(canvas.rows, 0, rng.choice(["年度总体目标", "年度\n总体\n目标", "年度目标"]), 2)
            heads = (rng.choice(["预期目标", "年初设定目标"]), spelled(rng, "labels", "goal_actual"))
            canvas.row((1, half, heads[0]), (1 + half, width - 1 - half, heads[1]))
            canvas.row((1, half, wanted.goal), (1 + half, width - 1 - half, wanted.goal_actual))
            return
        canvas.row((0, 1, spelled(rng, "labels", "goal")), (1, width - 1, wanted.goal))
        canvas.row((0, 1, spelled(rng, "labels", "goal_actual")), (1, width - 1, wanted.goal_actual))

    def _indicators(self) -> None:
        rng, canvas, wanted = self.rng, self.canvas, self.wanted
        super()._indicators()
        if self.kind == "monitoring":
            return
        if rng.random() < 0.7:
            wanted.total_score = rng.choice(["98.62", "90.00", "100"])
            self._total(wanted.total_score)
        if rng.random() < 0.4:
            wanted.grade = rng.choice(["优", "良"])
            canvas.row((0, 2, spelled(rng, "labels", "grade")), (2, self.width - 2, wanted.grade))
        if rng.random() < 0.4:
            wanted.conclusion = "项目完成较好，自评得分98分。"
            canvas.row((0, 2, spelled(rng, "labels", "conclusion")), (2, self.width - 2, wanted.conclusion))

    def _total(self, score: str) -> None:
        """The row of the total, with the sum of the weights where there are any."""
        first = int(self.side)
        spare = self.width - first - len(self.columns)
        places = {name: first + at + (spare if at > 2 else 0) for at, name in enumerate(self.columns)}
        label = self.rng.choice(["总分", "合计", "总  分"])
        if "score" not in places:
            self.canvas.row((0, 2, label), (2, self.width - 2, score))
            return
        parts = [(places["score"], 1, score)]
        if "weight" in places:
            parts.append((places["weight"], 1, "100"))
        parts.sort()
        self.canvas.row((0, parts[0][0], label), *parts)


def draw_results(rng: random.Random) -> tuple[Document, Wanted]:
    """Return a document with one form that is filled in after the targets, and what is to be read in it."""
    drawer = ResultDrawer(rng, rng.choice(["self-evaluation", "self-evaluation", "monitoring"]))
    drawer.draw()
    blocks: list[Grid | Text] = [Text(text) for text in drawer.texts]
    blocks.append(drawer.canvas.grid(drawer.merged, "表1"))
    return Document(tuple(blocks), "xlsx", "表.xlsx"), drawer.wanted
