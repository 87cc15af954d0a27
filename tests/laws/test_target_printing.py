"""Full-width forms, blanks between the parts and a final 。 change nothing."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from perfmodel.values import Meaning, understand
from tests import target_strategies as targets

FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@given(targets.texts)
def test_full_width(text: str) -> None:
    assert _kind_and_meaning(text.translate(FULL_WIDTH)) == _kind_and_meaning(text)


@given(targets.texts)
def test_outer_blanks(text: str) -> None:
    assert understand(f" \u3000{text}\t").meaning == understand(text).meaning


@given(targets.printed)
def test_final_stop(text: str) -> None:
    assert understand(text + "。").meaning == understand(text).meaning


@given(targets.thresholds() | targets.ranges(), targets.styles, st.sampled_from([" ", "\u3000", "  ", "\n"]))
def test_blanks_between_the_parts(meaning: Meaning, style: str, blank: str) -> None:
    from perfmodel.values import write

    text = write(meaning, style)
    # Beside the number and its unit: the one part of which every value has two.
    spaced = re.sub(r"(?<![0-9.\-/])(-?[0-9]+(\.[0-9]+)?)(?![0-9.])", rf"{blank}\1{blank}", text)
    assert understand(spaced).meaning == understand(text).meaning


def _kind_and_meaning(text: str) -> tuple[str, object]:
    meaning = understand(text).meaning
    # A reason quotes the text.
    return meaning.kind, None if meaning.kind == "text" else meaning
