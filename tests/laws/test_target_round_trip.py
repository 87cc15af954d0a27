"""Whatever is written out, in signs or in words, reads back as what was meant."""

from __future__ import annotations

import pickle

from hypothesis import given

from perfmodel.values import Meaning, from_plain, understand, write
from tests import target_strategies as targets


@given(targets.meanings, targets.styles)
def test_written_and_read_again(meaning: Meaning, style: str) -> None:
    assert understand(write(meaning, style)).meaning == meaning


@given(targets.meanings)
def test_through_the_plain_form(meaning: Meaning) -> None:
    assert from_plain(meaning.to_plain()) == meaning


@given(targets.meanings)
def test_through_pickle(meaning: Meaning) -> None:
    assert pickle.loads(pickle.dumps(meaning)) == meaning
    assert hash(pickle.loads(pickle.dumps(meaning))) == hash(meaning)
