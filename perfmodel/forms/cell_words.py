"""What the text of a cell of indicators is: a category, points, something that a template prints."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from perfmodel._internal.caches import remembered
from perfmodel.forms.sheets import At
from perfmodel.forms.spelling import without_number
from perfmodel.model.category import Category
from perfmodel.source.characters import fold, squeeze

__all__ = ["body_of_subtotal", "category_level", "is_template", "is_two_rows", "levels_of", "weight_of"]

_TEMPLATE = re.compile(
    r"(?:(?:指标|目标|任务|项目)(?:[0-9一二三四五六七八九十]{1,3}[:：.、]?|[:：])|[0-9]{1,2}[.、]|[…\.。·⋯]{1,12}|-{1,3}|—{1,3}|/){0,9}"
)
_LEVEL_SIGNS = re.compile(r"[\[【(（]|[\]】)）]")
_SECOND_INDICATOR = re.compile(r"(?<=.)指标[0-9]{1,2}[:.、]")
_LONGEST_LEVELS = 30
_BETWEEN_LEVELS = re.compile(r"(?P<word>指标|(?<=.))[-—–/／\\:：、,，.·\s(（【\[>→]*")
_SUBTOTAL = re.compile(r"(?:小计|合计)\s*[:：]\s*(.+)\Z|(.+?)\s*[(（]?小计[)）]?\Z")


@remembered(4096)
def category_level(text: str) -> int | None:
    """Return the level of the category that a text names; None where it names none.

    >>> category_level("【产出指标】"), category_level("一、数量指标"), category_level("服务次数")
    (1, 2, None)
    """
    if len(text) > 40:
        return None
    known = Category.lookup(text)
    if known is None:
        known = Category.lookup(_LEVEL_SIGNS.sub("", without_number(squeeze(fold(text)))).rstrip(":："))
    return None if known is None else known.level


def levels_of(field: str, part: At) -> list[tuple[str, At]]:
    """Return the categories that a cell of levels holds, by their fields: level 1 and 2 where both stand in it, else one.

    >>> [[(field, one.text) for field, one in levels_of("level1", At(text, 0, len(text)))]
    ...  for text in ("产出指标-数量指标", "效益指标（社会效益指标）", "产出指标")]
    [[('level1', '产出指标'), ('level2', '数量指标')], [('level1', '效益指标'), ('level2', '社会效益指标')], [('level1', '产出指标')]]
    """
    text = part.text
    if not 4 <= len(text) <= _LONGEST_LEVELS or category_level(text) is not None:
        return [(field, part)]
    for match in _BETWEEN_LEVELS.finditer(text):
        upper, lower = text[: match.end("word")].strip(), text[match.end() :].rstrip(" )）】]")
        if category_level(upper) == 1 and (category_level(lower) == 2 or Category.lookup(lower, level=2) is not None):
            start = part.start + match.end()
            return [
                ("level1", At(upper, part.start, part.start + len(upper))),
                ("level2", At(lower, start, start + len(lower))),
            ]
    return [(field, part)]


def is_template(text: str) -> bool:
    """Whether a name is one that a template prints for somebody to fill in: 指标2：, ……

    >>> is_template("指标2："), is_template("……"), is_template("指标完成率")
    (True, True, False)
    """
    return _TEMPLATE.fullmatch(squeeze(fold(text))) is not None


def is_two_rows(text: str) -> bool:
    """Whether a cell holds what stands in two rows: two categories, or a second 指标2： behind a name.

    >>> is_two_rows("质量指标时效指标"), is_two_rows("验收合格率指标2：完成率"), is_two_rows("社会效益指标")
    (True, True, False)
    """
    plain = squeeze(fold(text))
    if _SECOND_INDICATOR.search(plain) is not None:
        return True
    if plain.count("指标") < 2 or category_level(plain) is not None:
        return False
    at = plain.index("指标") + len("指标")
    return category_level(plain[:at]) is not None and category_level(plain[at:]) is not None


def weight_of(text: str) -> Decimal | None:
    """Return the points of a cell of weights: 10, 10分, 10%.

    >>> weight_of("12.5分"), weight_of("30%"), weight_of("高")
    (Decimal('12.5'), Decimal('30'), None)
    """
    plain = squeeze(fold(text)).removesuffix("分").removesuffix("%").strip("()")
    try:
        found = Decimal(plain)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def body_of_subtotal(text: str) -> str:
    """Return the body that a row of sums names; empty where it names none.

    >>> body_of_subtotal("小计：某局"), body_of_subtotal("某局小计"), body_of_subtotal("小计")
    ('某局', '某局', '')
    """
    match = _SUBTOTAL.match(fold(text))
    return (match[1] or match[2] or "") if match else ""
