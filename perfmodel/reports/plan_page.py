"""The page of E11, which no rule has: two tables have to be there for it."""

from __future__ import annotations

from perfmodel.comparison.plan_code import PLAN_CODE
from perfmodel.display.words import severity_word
from perfmodel.model.finding import SEVERITIES

__all__ = ["plan_markdown", "plan_words"]

_PAGE_ZH = """自评、监控填报的目标应为批复的目标。提供批复表时（`perfmodel check 自评.xlsx --approved 批复.xlsx`、`validate(table, approved=plan)`）
与之对照，未提供的不检查。写法、单位、年份不同而含义相同的不算；自评表增加的内容（实际完成值、得分、原因）也不算。

严重程度按差异的种类，方案另有规定的按方案：

| 种类 | 严重程度 |
| --- | --- |
{kinds}
| 批复的绩效目标表中没有本表的项目 | 错误 |

批复的有多张表时，项目按年度、单位、名称对应；可能对应多个项目的报告为存疑。只有一个项目的自评表不涉及其他项目，批复的其他项目不算取消。
位置为被检查的表中的位置，批复表中的位置写在消息中；取消的，位置为缺少该内容的项目。"""
_PAGE_EN = """The targets that a self-evaluation or a monitoring form reports on should be those that were approved. They are compared if the approved
table is given (`perfmodel check RESULT --approved PLAN`, `validate(table, approved=plan)`); otherwise they are not checked. Another way of writing,
unit or year with the same meaning is not a difference, and neither is what the result adds: actual values, scores, reasons.

The severity depends on the kind of difference, unless the profile sets one:

| kind | severity |
| --- | --- |
{kinds}
| no project of the table is in the approved ones | error |

If several tables were approved, projects are matched by year, body and name; a project that may match several is ambiguous. A result with a single
project does not concern other projects: those that were also approved are not dropped. Places are those in the table that is checked, and the place
in the approved table is part of the message; for what was dropped, the place is the project that lacks it."""
_WHY_ZH = "调低目标后再自评，得分再高也没有意义；批复后的调整应按规定的程序办理。"
_WHY_EN = (
    "A target that was lowered before it was reported on means nothing, however high its score; what was approved is adjusted only by "
    "the prescribed procedure."
)
_APPROVED = """# 批复 / approved
name: 文艺演出
indicators:
- {level1: 产出指标, level2: 数量指标, name: 演出场次, annual: ≥50场}"""
_LOWERED = """# 自评 / reported
name: 文艺演出
indicators:
- {level1: 产出指标, level2: 数量指标, name: 演出场次, annual: ≥40场, actual: 45场}"""
_AS_APPROVED = _LOWERED.replace("≥40场", "不少于50场")


def plan_markdown(name: str, titles: tuple[str, str], lang: str | None = None) -> str:
    """Return the page in ``zh``, in ``en``, or in both where none is named; ``titles`` are those in Chinese and English.

    >>> plan_markdown("as-approved", ("与批复一致", "as approved"), "en").split("\\n\\n")[0]
    '# E11 as-approved: as approved'
    """

    def either(zh: str, en: str, between: str = "\n\n") -> str:
        return {"zh": zh, "en": en}.get(lang or "", f"{zh}{between}{en}")

    head = {"zh": f"{name}：{titles[0]}", "en": f"{name}: {titles[1]}"}.get(lang or "", name)
    both = (titles[0], f"{titles[1][:1].upper()}{titles[1][1:]}.") if lang is None else ()
    blocks = [
        f"# {PLAN_CODE} {head}",
        *both,
        f"## {either('检查', 'What is checked', ' / ')}",
        either(_PAGE_ZH.format(kinds=_kinds("zh")), _PAGE_EN.format(kinds=_kinds("en"))),
        f"## {either('缘由', 'Why', ' / ')}",
        either(_WHY_ZH, _WHY_EN),
        f"## {either('反例', 'Fails', ' / ')}",
        *_both(_APPROVED, _LOWERED),
        f"## {either('正例', 'Passes', ' / ')}",
        *_both(_APPROVED, _AS_APPROVED),
    ]
    return "\n\n".join(blocks) + "\n"


def plan_words(lang: str) -> tuple[str, str]:
    """Return what is checked, in its first paragraph, and why.

    >>> plan_words("en")[1].startswith("A target that was lowered")
    True
    """
    page = (_PAGE_EN if lang == "en" else _PAGE_ZH).partition("\n\n")[0]
    return page.replace("\n", " " if lang == "en" else ""), _WHY_EN if lang == "en" else _WHY_ZH


def _kinds(lang: str) -> str:
    """The rows of the table of severities: one for each, with its kinds of change."""
    from perfmodel.comparison.words import KIND_NAMES, SEVERITY_OF_KIND, kind_word  # no check waits for it

    rows = []
    for severity in SEVERITIES:
        words = [kind_word(kind, lang) for kind in KIND_NAMES if SEVERITY_OF_KIND[kind] == severity]
        listed = (", " if lang == "en" else "、").join(words)
        rows.append(f"| {listed} | {severity_word(severity, lang)} |")
    return "\n".join(rows)


def _both(approved: str, reported: str) -> list[str]:
    return [f"```yaml\n{text}\n```" for text in (approved, reported)]
