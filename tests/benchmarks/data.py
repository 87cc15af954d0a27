"""What the benchmarks read: values, indicators and tables with the mix that published tables have.

The shares are those of the published values in ``tests/cases/target_values.jsonl``; numbers are drawn anew, so that
most values are seen for the first time. Everything comes out of one seed.
"""

from __future__ import annotations

import json
import random
import re
from itertools import islice, product
from pathlib import Path

__all__ = ["BODIES", "MEASURES", "WORKS", "fresh_values", "gold", "lines", "published", "table", "values"]

CASES = Path(__file__).parent.parent / "cases"
_NUMBER = re.compile(r"(?<![0-9.])[0-9]+(\.[0-9]+)?(?![0-9.])")
_DATED = re.compile("[年月日季]")
_YEAR = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?=[年.-])")
_MONTH = re.compile("(?<![0-9])(?:1[0-2]|0?[1-9])(?=月)")
_DAY = re.compile("(?<![0-9])(?:[12][0-9]|3[01]|0?[1-9])(?=日)")

BODIES = "市属 区级 县级 街道 社区 乡镇 学校 医院 园区 企业 农户 学员 残疾人 老年人 青少年 退役军人 妇女 职工 居民 游客".split()
WORKS = (
    "技能培训 就业服务 康复训练 设备购置 道路养护 河道治理 绿化养护 信息系统运维 档案整理 普法宣传 食品抽检 安全检查 疫苗接种 "
    "文艺演出 图书采购 课题研究 房屋修缮 环境监测 法律援助 困难补助 辅具适配 垃圾清运 校舍维修 耕地保护 水库巡查 执法办案 人才引进 "
    "招商推介 数据采集 质量抽查"
).split()
MEASURES = (
    "完成率 合格率 覆盖率 及时率 达标率 参与人数 服务人次 开展次数 购置数量 完成数量 验收合格率 资金拨付及时率 投诉处理率 满意度 "
    "知晓率 平均成本 成本控制率 新增数量 受益人数 持续时间"
).split()
_CATEGORIES = (
    *[("1-产出指标", "11-数量指标")] * 6,
    *[("1-产出指标", "12-质量指标")] * 4,
    *[("1-产出指标", "13-时效指标")] * 3,
    *[("1-产出指标", "14-成本指标")] * 2,
    *[("2-效益指标", "21-经济效益指标")] * 1,
    *[("2-效益指标", "22-社会效益指标")] * 4,
    *[("2-效益指标", "23-生态效益指标")] * 1,
    *[("2-效益指标", "24-可持续影响指标")] * 2,
    *[("3-满意度指标", "31-服务对象满意度指标")] * 3,
)


def gold() -> list[tuple[str, dict[str, str]]]:
    """Return the values of published tables and of the forms in the law, with what each means."""
    rows = map(json.loads, (CASES / "target_values.jsonl").read_text(encoding="utf-8").splitlines())
    return [(row["text"], row["expect"]) for row in rows]


def published() -> list[str]:
    """Return the values that were printed, each as often as the collection has it."""
    rows = map(json.loads, (CASES / "target_values.jsonl").read_text(encoding="utf-8").splitlines())
    return [row["text"] for row in rows if row["origin"] == "published" and "；" not in row["text"]]


def _drawn(text: str, rng: random.Random) -> str:
    """Return a value with other numbers of the same size; dates stay, since most numbers are no date."""
    if _DATED.search(text):
        return text

    def other(match: re.Match[str]) -> str:
        whole, _, decimals = match[0].partition(".")
        if "%" in text and not decimals:
            return str(rng.choice((100, 100, rng.randint(1, 100), rng.randint(80, 100))))
        low = 10 ** (len(whole) - 1) if len(whole) > 1 else 0
        head = str(rng.randint(low, 10 ** len(whole) - 1))
        return head + ("." + "".join(rng.choices("123456789", k=len(decimals))) if decimals else "")

    return _NUMBER.sub(other, text)


def values(count: int, seed: int = 1) -> list[str]:
    """Return values as published tables have them, with their repetitions."""
    rng, mix = random.Random(seed), published()
    return [_drawn(rng.choice(mix), rng) for _ in range(count)]


def fresh_values(count: int, seed: int = 2) -> list[str]:
    """Return values of which no two are the same, of the same mix: each template as often as it was printed.

    Numbers and dates are drawn anew, and get more digits where a template has had all of its own; words alone are told
    apart by what they speak of. Left out is what has nothing to draw: ``是``, ``无`` and numbers that stand as asterisks.
    """
    rng = random.Random(seed)
    mix = [value for value in published() if re.search("[0-9]", value) or ("*" not in value and len(value) > 3)]
    found: dict[str, None] = {}
    subjects = [f"{body}{work}" for body, work in product(BODIES, WORKS)]
    while len(found) < count:
        template = rng.choice(mix)
        for more in (*[0] * 8, *range(1, 8)):
            value = _another(template, rng, more, subjects)
            if value not in found:
                found[value] = None
                break
    return list(found)


def _another(template: str, rng: random.Random, more: int, subjects: list[str]) -> str:
    """A value like another one, its numbers with ``more`` digits."""
    if not re.search("[0-9]", template):
        return "".join(rng.choices(subjects, k=1 + more // 2)) + template
    if not _DATED.search(template):
        return _drawn(_NUMBER.sub(lambda match: str(rng.randint(1, 9)) * more + match[0], template), rng)
    if _YEAR.search(template):
        value = _YEAR.sub(lambda _match: str(rng.randint(1990, 2089)), template)
        if len(_MONTH.findall(value)) == 1:  # the end of a period stays behind its beginning
            value = _MONTH.sub(lambda _match: str(rng.randint(1, 12)), value)
        return _DAY.sub(lambda _match: str(rng.randint(1, 28)), value)
    drawn = iter(sorted(rng.sample(range(1, 13), len(_NUMBER.findall(template)))))
    return _NUMBER.sub(lambda _match: str(next(drawn)), template)


def _names(rng: random.Random) -> list[str]:
    names = ["".join(parts) for parts in product(BODIES, WORKS, MEASURES)]
    rng.shuffle(names)
    return names


def lines(count: int, seed: int = 3) -> list[str]:
    """Return indicators as Guangdong prints them, numbered from 1 to 999, no two with the same name."""
    rng = random.Random(seed)
    names = iter(_names(rng))
    found = []
    for at, value in enumerate(values(count, seed)):
        level1, level2 = rng.choice(_CATEGORIES)
        name = next(names, None) or f"第{at}类{rng.choice(WORKS)}{rng.choice(MEASURES)}"
        found.append(f"{at % 999 + 1}、{level1}；{level2}；{name}；实施周期指标值:{value}；年度指标值:{value}。")
    return found


def _wrapped(text: str, width: int = 34) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


def table(size: int, seed: int = 4) -> str:
    """Return the text of a table of about ``size`` bytes of UTF-8, its lines broken as a page breaks them."""
    rng = random.Random(seed)
    source = iter(_endless(seed))
    head = "项目支出绩效目标表\n单位名称：某市某局\n单位：万元\n项目名称（资金使用单位） 总计 财政拨款 财政专户拨款 其他资金 绩效目标 绩效指标\n"
    parts = [head]
    written = len(head.encode())
    number = 0
    while written < size:
        number += 1
        amount = f"{rng.randint(100, 99999) / 100:.2f}"
        goal = (
            f"全年为{rng.choice(BODIES)}开展{rng.choice(WORKS)}，保障工作按计划完成，使服务对象得到及时、有效的服务。"
        )
        block = [
            f"    {rng.choice(BODIES)}{rng.choice(WORKS)}经费（第{number}批） {amount} {amount}",
            *_wrapped(goal),
        ]
        for at, line in enumerate(islice(source, 10), 1):
            block += _wrapped(f"{at}、{line.partition('、')[2]}")
        text = "\n".join(block) + "\n"
        parts.append(text)
        written += len(text.encode())
    return "".join(parts)


def _endless(seed: int) -> list[str]:
    return lines(80_000, seed)
