"""S13 to S15: how many, how long, and how it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from perfmodel.checks.context import IndicatorView, ProjectView, TargetView
from perfmodel.checks.rule import Hit, Settings, Where, rule
from perfmodel.checks.sources import MANAGEMENT_2015, PRACTICE, Basis
from perfmodel.checks.view import join
from perfmodel.model.finding import Suggestion
from perfmodel.model.target import Target
from perfmodel.source.characters import fold, radicals
from perfmodel.values.kinds import Range, Threshold
from perfmodel.values.result import Lookalike
from perfmodel.vocabulary import groups

__all__ = ["lengths", "sane_number", "stray_characters"]

# What each of the two below has in it: most texts have nothing.
_SUSPECT = re.compile(r"[\s\u200b\ufeff\u2e80-\u2fd5\uf900-\ufad9\U0002f800-\U0002fa1d]|百分比")
# Blanks that no keyboard for numbers makes, and a plain one in the middle of Chinese words.
_STRAY_BLANKS = re.compile(r"[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]+\s*|(?<=[一-鿿])\s+(?=[一-鿿])")
_PERCENT_IN_WORDS = re.compile(r"(?<=[0-9０-９])\s*百分比")
_USUAL_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "=", "≈": "≈"}
# From where to where, what stands there, and what should.
_Edit = tuple[int, int, str, str]


@rule(
    "S13",
    "hint",
    "sane-number",
    on="project",
    messages={
        "few": (
            "项目“{name}”仅有 {count} 条指标，一般不少于 {least} 条",
            "project “{name}” has few indicators: {count} ({least} or more are usual)",
        ),
        "many": (
            "项目“{name}”有 {count} 条指标，一般不多于 {most} 条",
            "project “{name}” has many indicators: {count} ({most} or fewer are usual)",
        ),
    },
    basis=(PRACTICE("没有文件规定条数，4 至 15 条为建议", "no document fixes a number; 4 to 15 is a suggestion"),),
    settings={"least": 4, "most": 15},
)
def sane_number(project: ProjectView, settings: Settings) -> Iterator[Hit]:
    """指标数量适当 / the number of indicators is reasonable.

    检查：项目的指标不少于 4 条（设置 least），不多于 15 条（设置 most）；未能识读的也算一条，重复的（S12）凑不成最
    少的条数，单单一条重复的也不算超过最多的。没有指标由 S02 报告。
    Checks: a project has at least 4 indicators (setting least) and at most 15 (setting most); indicators that were
    not understood count. Repetitions (S12) do not count towards the minimum, and a single one does not exceed the
    maximum. S02 reports a project without indicators.

    缘由：指标过少，不能完整反映项目的产出和效果；指标过多，重点不突出。
    Why: too few indicators do not show what the project achieves, and too many hide what matters.

    反例：

        1、1-产出指标；11-数量指标；培训人次；年度指标值:≥200人次。2、2-效益指标；22-社会效益；新增就业人数；年度指标值:≥50人。

    正例：

        1、1-产出指标；11-数量指标；培训人次；年度指标值:≥200人次。2、1-产出指标；12-质量指标；考核通过率；年度指标值:≥90%。
        3、2-效益指标；22-社会效益；新增就业人数；年度指标值:≥50人。4、3-满意度指标；31-服务对象满意度；学员满意度；年度指标值:≥90%。
    """
    count, own = len(project.indicators), len(project.without_copies)
    values: dict[str, Any] = {"name": project.project.name}
    if 0 < own < settings["least"]:
        yield project.hit("indicators", "few", least=settings["least"], count=own, **values)
    elif count > settings["most"] and (own > settings["most"] or count - own > 1):
        yield project.hit("indicators", "many", most=settings["most"], count=count, **values)


@rule(
    "S14",
    "warning",
    "lengths",
    on=("project", "indicator"),
    messages={
        "name": (
            "名称应不超过 {limit} 个字，实为 {count} 个字",
            "the name should have at most {limit} characters; it has {count}",
        ),
        "goal": (
            "绩效目标应不超过 {limit} 个字，实为 {count} 个字",
            "the goal should have at most {limit} characters; it has {count}",
        ),
        "target": (
            "“{name}”的指标值应不超过 {limit} 个字，实为 {count} 个字",
            "the target value of “{name}” should have at most {limit} characters; it has {count}",
        ),
    },
    basis=(PRACTICE("预算系统的字段长度", "field lengths in budget systems"),),
    settings={"target": 60, "name": 100, "goal": 2000},
)
def lengths(view: ProjectView | IndicatorView, settings: Settings) -> Iterator[Hit]:
    """名称、目标和指标值不超过系统规定的长度 / names, goals and target values fit into their fields.

    检查：指标值不超过 60 个字（设置 target），项目和指标的名称不超过 100 个（name），绩效目标不超过 2000 个
    （goal）。
    Checks: a target value has at most 60 characters (setting target), the name of a project or an indicator at most
    100 (name), and a goal at most 2,000 (goal).

    缘由：超出部分无法录入系统；指标值写成段落也无法衡量。
    Why: longer texts cannot be entered into the system, and a target value that is a paragraph cannot be measured.

    反例：

        1-产出指标；12-质量指标；培训质量；年度指标值:全年培训按照计划有序开展，课程设置符合学员需要，师资力量配备到位，教学管理规范有序，考核严格认真，学员掌握一技之长，为今后就业打下坚实基础。

    正例：

        1-产出指标；12-质量指标；培训考核通过率；年度指标值:≥90%。
    """
    if isinstance(view, ProjectView):
        project = view.project
        texts = (("name", project.name), ("goal", project.goal), ("whole_period_goal", project.whole_period_goal))
        for field, text in texts:
            key = "name" if field == "name" else "goal"
            if len(text) > settings[key]:
                yield view.hit(field, key, count=len(text), limit=settings[key])
        return
    if len(view.indicator.name) > settings["name"]:
        yield view.hit("name", "name", count=len(view.indicator.name), limit=settings["name"])
    longest = settings["target"]
    for target in view.targets:
        text = target.target.text
        if len(text) > longest and len(text.strip()) > longest:
            yield target.hit("target", count=len(text.strip()), limit=longest)


@rule(
    "S15",
    "hint",
    "stray-characters",
    on=("project", "indicator"),
    messages={
        "name": (
            "名称“{text}”中有多余的空白，应为“{mended}”",
            "the name “{text}” contains stray blanks; it should be “{mended}”",
        ),
        "radical": (
            "名称“{text}”中的“{found}”为形似的部首或兼容汉字，应为“{meant}”，即“{mended}”",
            "the name “{text}” contains “{found}”, a radical or compatibility character, instead of “{meant}”; "
            "it should be “{mended}”",
        ),
        "sign": (
            "指标值“{text}”中的“{found}”应为“{meant}”，即“{mended}”",
            "“{found}” in the target value “{text}” should be “{meant}”: “{mended}”",
        ),
        "blank": (
            "指标值“{text}”中有多余的空白，应为“{mended}”",
            "the target value “{text}” contains stray blanks; it should be “{mended}”",
        ),
        "several": (
            "指标值“{text}”中有形近的字符或多余的空白，应为“{mended}”",
            "the target value “{text}” contains look-alike characters or stray blanks; it should be “{mended}”",
        ),
    },
    basis=(
        Basis(MANAGEMENT_2015, "指向明确", "to the point"),
        PRACTICE("输入法和转换留下的字符", "characters left behind by input methods and conversions"),
    ),
    suggests=("certain", "guess"),
    where=(Where(plain=False),),
)
def stray_characters(view: ProjectView | IndicatorView, settings: Settings) -> Iterator[Hit]:
    """没有形近符号和多余空白 / no look-alike signs and no stray blanks.

    检查：指标值里的比较符号是通用的（不是 》、《、═），百分号不写成“百分比”；名称和指标值里没有全角空格、不间断空
    格，汉字之间没有空格；没有形似汉字的部首和兼容汉字（⼈ U+2F08）。≧、⩾、=> 一类意思确定的写法，数与单位之间的普通
    空格，不算。改正之后意思不变的，修改建议是确定的；名称里的空格可能是分隔，只作建议。意思不明的损坏（^80%）由 V15
    报告。
    Checks: the comparison sign in a target value is a usual one (not 》, 《 or ═), and 百分比 is not used for %;
    names and target values contain no full-width or no-break spaces, no space between two Chinese characters, and
    no radicals or compatibility characters that look like other characters (⼈ U+2F08). Other signs whose meaning
    is certain (≧, ⩾, =>) and ordinary spaces between a number and its unit are accepted. A corrected value with the
    same meaning is certain; a space in a name may separate two names, so its correction is a guess. V15 reports
    damage whose meaning is unclear (^80%).

    缘由：程序和系统不能识别形近符号；多余空白使同一名称变为两个名称。
    Why: programs do not recognise look-alike signs, and a stray blank turns one name into two.

    反例：

        1-产出指标；12-质量指标；验收合格率；年度指标值:》95%。

    正例：

        1-产出指标；12-质量指标；验收合格率；年度指标值:≥95%。
    """
    name = view.project.name if isinstance(view, ProjectView) else view.indicator.name
    suspect = _SUSPECT.search(name) is not None
    blanks, taken_for = (list(_stray_blanks(name)), list(_radicals(name))) if suspect else ([], [])
    if blanks or taken_for:
        # A name means the same without its radicals; a blank may part two names.
        mended = Suggestion(_edited(name, [*blanks, *taken_for]), not blanks, (join(view.path, "name"),))
        _start, _end, found, meant = taken_for[0] if taken_for else (0, 0, "", "")
        yield view.hit(
            "name", "radical" if taken_for else "name", suggestion=mended, text=name, found=found, meant=meant
        )
    if isinstance(view, IndicatorView):
        for target in view.targets:
            yield from _in_target(target)


def _in_target(target: TargetView) -> Iterator[Hit]:
    text, lookalikes = target.target.text, target.understanding.lookalikes
    if not lookalikes and _SUSPECT.search(text) is None:
        return
    if target.meaning.kind == "placeholder":
        return  # （　）: the blank is the place to be filled in
    signs = [*_unusual_signs(lookalikes), *_percent_in_words(target), *_radicals(text)]
    # A blank inside a sign, or before 百分比, goes with it.
    blanks = [edit for edit in _stray_blanks(text) if not any(start <= edit[0] < end for start, end, *_words in signs)]
    if not signs and not blanks:
        return
    mended = _edited(text, [*signs, *blanks])
    certain = (
        target.target.understood
        and Target(mended, target.target.unit, target.target.operator).meaning == target.meaning
    )
    key = "blank" if not signs else "sign" if len(signs) == 1 and not blanks else "several"
    _start, _end, found, meant = signs[0] if signs else (0, 0, "", "")
    yield target.hit(key, mended=mended, certain=certain, found=found, meant=meant)


def _unusual_signs(lookalikes: tuple[Lookalike, ...]) -> Iterator[_Edit]:
    """Yield the signs of comparison that are not usual ones: 》 for ≥."""
    for sign in lookalikes:
        if fold(sign.sign) not in groups.group("sign_variants")["words"]:
            yield sign.span.start, sign.span.end, sign.sign, _USUAL_SIGNS[sign.read_as]


def _radicals(text: str) -> Iterator[_Edit]:
    """Yield the radicals and compatibility characters that stand for other characters: ⼈ for 人."""
    for char in radicals(text):
        for match in re.finditer(char, text):
            yield (*match.span(), char, fold(char))


def _percent_in_words(target: TargetView) -> Iterator[_Edit]:
    """Yield each 百分比 that stands for %."""
    meaning = target.meaning
    if isinstance(meaning, (Threshold, Range)) and meaning.unit == "%":
        for match in _PERCENT_IN_WORDS.finditer(target.target.text):
            yield (*match.span(), match[0].strip(), "%")


def _stray_blanks(text: str) -> Iterator[_Edit]:
    """Yield stray blanks: they go, but for one between two words of Latin letters or digits."""
    if _SUSPECT.search(text) is None:
        return
    for match in _STRAY_BLANKS.finditer(text):
        around = text[max(match.start() - 1, 0) : match.start()] + text[match.end() : match.end() + 1]
        parts = len(around) == 2 and around.isascii() and around.isalnum()
        yield match.start(), match.end(), match[0], " " if parts else ""


def _edited(text: str, edits: list[_Edit]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end, _found, meant in sorted(edits):
        pieces += (text[at:start], meant)
        at = end
    return "".join([*pieces, text[at:]])
