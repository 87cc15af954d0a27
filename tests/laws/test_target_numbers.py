"""A value is never read as a number that its text does not hold."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given

from perfmodel.source.characters import fold
from perfmodel.values import understand
from perfmodel.values.kinds import plain_number
from perfmodel.values.numerals import read
from tests import target_strategies as targets


def numbers_of(plain: dict[str, Any]) -> set[str]:
    found = {plain[key] for key in ("number", "low", "high", "left", "right") if key in plain}
    for part in plain.get("parts", ()):
        found |= numbers_of(part)
    return {number.removeprefix("-") for number in found}


def held(text: str) -> set[str]:
    """Every number that stands in a text, as digits and as Chinese numerals."""
    folded = fold(text)
    found = set(re.findall(r"[0-9]+(?:\.[0-9]+)?", folded.replace(",", "")))
    found |= set(re.findall(r"[0-9]+(?:\.[0-9]+)?", folded))
    for run in re.findall("[零〇一二三四五六七八九十百千万亿两]+", folded):
        for start in range(len(run)):
            for end in range(start + 1, len(run) + 1):
                number = read(run[start:end])
                found |= set() if number is None else {plain_number(number)}
    if "百分百" in folded or "百分之百" in folded:
        found.add("100")
    return found


@given(targets.texts)
def test_only_numbers_of_the_text(text: str) -> None:
    plain = understand(text).meaning.to_plain()
    # 3±1次 is from 2 to 4: the one case where the ends are worked out.
    if "±" not in text and "+/-" not in text:
        assert numbers_of(plain) <= held(text)


@given(targets.texts)
def test_no_number_of_the_text_is_lost(text: str) -> None:
    plain = understand(text).meaning.to_plain()
    if plain["kind"] in ("none", "boolean", "qualitative"):
        assert not re.search("[0-9]", fold(text))
