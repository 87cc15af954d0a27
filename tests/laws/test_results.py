"""Law: what is read of a self-evaluation or a monitoring form is what was put in, however it is laid out; nothing is lost."""

from __future__ import annotations

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfmodel import from_yaml, read_document, to_yaml
from perfmodel.forms.document import Document as ReadDocument
from tests.drawn_forms import differences, uncovered
from tests.drawn_results import draw_results
from tests.laws.test_forms import as_csv, as_html, as_xlsx

randoms = st.integers(0, 2**32).map(random.Random)


@given(randoms)
def test_what_is_read_of_results_is_what_was_put_in(rng: random.Random) -> None:
    document, wanted = draw_results(rng)
    found = ReadDocument(document)
    assert differences(found, wanted) == []
    assert uncovered(found) == []


@given(randoms)
def test_files_keep_the_results(rng: random.Random) -> None:
    for table in ReadDocument(draw_results(rng)[0]).tables:
        assert from_yaml(to_yaml(table)) == table


@pytest.mark.parametrize("written", [as_csv, as_html, as_xlsx])
def test_results_read_equal_from_every_kind_of_file(written) -> None:  # type: ignore[no-untyped-def]
    pytest.importorskip("lxml" if written is as_html else "xlsxwriter")

    @given(randoms)
    def law(rng: random.Random) -> None:
        document, wanted = draw_results(rng)
        assert differences(read_document(io.BytesIO(written(document))), wanted) == []

    law()
