"""PDFs that mean harm, or are damaged: each ends with an answer, or with an error that names the limit."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest

from perfmodel import Document, Limits, ParseError, read_document
from tests.raw_pdf import FONT, content_pdf, raw_pdf, stream

TEXT = b"BT /F1 9 Tf 50 700 Td (hello) Tj ET "
SAMPLE = Path(__file__).parent / "files" / "samples" / "f06_eval.pdf"


def read(data: bytes, limits: Limits | None = None) -> Document:
    return read_document(io.BytesIO(data), lang="en", limits=limits or Limits())


def refused(data: bytes, limit: str) -> None:
    with pytest.raises(ParseError) as caught:
        read(data)
    assert f"limits.{limit}" in caught.value.english
    assert f"limits.{limit}" in caught.value.message


def form(content: bytes, resources: bytes = b"") -> bytes:
    return stream(
        content, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>" + resources + b">>"
    )


def test_forms_that_draw_the_next_one_twice() -> None:
    forms = {
        10 + at: form(b"/X Do /X Do", b"/XObject<</X %d 0 R>>" % (11 + at)) if at < 24 else form(TEXT)
        for at in range(25)
    }
    refused(content_pdf(b"/X Do", b"/XObject<</X 10 0 R>>", forms), "form_nesting")


def test_forms_by_the_million() -> None:
    forms = {10 + at: form(b"/X Do " * 10, b"/XObject<</X %d 0 R>>" % (11 + at)) for at in range(8)}
    refused(content_pdf(b"/X Do", b"/XObject<</X 10 0 R>>", {**forms, 18: form(TEXT)}), "page_forms")


def test_a_form_that_draws_itself() -> None:
    data = content_pdf(b"/X Do " + TEXT, b"/XObject<</X 10 0 R>>", {10: form(b"/X Do", b"/XObject<</X 10 0 R>>")})
    assert [text.text for text in read(data).texts] == ["hello"]


def test_two_million_operators() -> None:
    refused(content_pdf(b"0 0 m 100 100 l S\n" * 700_000, packed=True), "page_operators")


def test_a_limit_can_be_raised() -> None:
    data = content_pdf(TEXT + b"q Q " * 10, packed=True)
    with pytest.raises(ParseError, match=r"limits\.page_operators"):
        read(data, Limits(page_operators=10))
    assert [text.text for text in read(data, Limits(page_operators=30)).texts] == ["hello"]


def test_rules_by_the_hundred_thousand() -> None:
    lines = b"".join(b"%d %d m %d %d l S\n" % (i % 500, i % 800, i % 500 + 50, i % 800) for i in range(100_000))
    refused(content_pdf(lines, packed=True), "page_rules")


def test_a_page_of_crossing_rules_is_no_table() -> None:
    lines = b"".join(
        b"0 %.2f m 595 %.2f l S %.2f 0 m %.2f 842 l S\n" % (i * 0.42, i * 0.42, i * 0.297, i * 0.297)
        for i in range(2000)
    )
    document = read(content_pdf(TEXT + lines, packed=True))
    assert [problem.code for problem in document.problems] == ["D15"]
    assert [text.text for text in document.texts] == ["hello"]


def test_a_tree_of_pages_that_goes_round() -> None:
    loop = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[2 0 R 3 0 R]>>",
        3: b"<</Type/Pages/Kids[2 0 R]>>",
    }
    with pytest.raises(ParseError, match="damaged"):
        read(raw_pdf(loop))


def test_a_tree_of_pages_deeper_than_python_goes() -> None:
    deep = {at: b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (at + 1) for at in range(2, 3000)}
    with pytest.raises(ParseError):
        read(raw_pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", **deep}))


def test_more_pages_than_allowed() -> None:
    kids = b" ".join(b"%d 0 R" % (10 + at) for at in range(50))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[" + kids + b"]/Count 50>>",
        4: stream(TEXT),
        5: FONT,
        **{10 + at: page for at in range(50)},
    }
    assert len(read(raw_pdf(objects)).texts) == 50
    with pytest.raises(ParseError, match=r"limits\.pages"):
        read(raw_pdf(objects), Limits(pages=49))


@pytest.mark.parametrize("content", [b" " * (70 << 20), b"/X Do"], ids=["of a page", "of a form"])
def test_a_stream_that_unpacks_to_more_than_allowed(content: bytes) -> None:
    packed = stream(b" " * (70 << 20), b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]", packed=True)
    refused(content_pdf(content, b"/XObject<</X 10 0 R>>", {10: packed}, packed=True), "stream_bytes")


def test_tables_of_codes_and_widths_without_end() -> None:
    data = content_pdf(
        b"BT /F2 9 Tf 50 700 Td <00410042> Tj ET",
        b"/Font<</F2 10 0 R>>",
        {
            10: b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[11 0 R]/ToUnicode 12 0 R>>",
            11: b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/W[0 2000000000 500]>>",
            12: stream(b"1 beginbfrange <0000> <ffffffff> <0000> endbfrange " * 50),
        },
    )
    assert [text.text for text in read(data).texts] == ["AB"]


@pytest.mark.parametrize(
    "content",
    [b"[" * 100_000, b"<<" * 100_000, b"q " * 100_000, b"(" * 100_000 + b")" * 100_000, b"1 " * 100_000],
    ids=["lists", "dicts", "states", "brackets", "operands"],
)
def test_nesting_in_a_page(content: bytes) -> None:
    assert [text.text for text in read(content_pdf(content + b" n " + TEXT, packed=True)).texts] == ["hello"]


def test_operands_of_the_wrong_kind_are_passed_over() -> None:
    junk = b"(a) w /N cm 1 Tf [ ] Tj 5 Tj (x) re << >> Do /None Do /None gs 1 2 l h S T* ' \" "
    assert [text.text for text in read(content_pdf(junk + TEXT)).texts] == ["hello"]


def test_files_that_are_cut_off() -> None:
    data = SAMPLE.read_bytes()
    for size in range(0, len(data) - 1000, 3001):
        with pytest.raises(ParseError):
            read(data[:size] or b"%PDF-1.7")


def test_files_with_damaged_bytes() -> None:
    data, dice = SAMPLE.read_bytes(), random.Random(7)
    for _ in range(25):
        damaged = bytearray(data)
        for _ in range(20):
            damaged[dice.randrange(1024, len(data))] = dice.randrange(256)
        try:
            assert read(bytes(damaged)).kind == "pdf"
        except ParseError as error:
            assert error.english != error.message


def test_what_cannot_be_unpacked_to_its_end_is_said() -> None:
    content = TEXT + b"BT /F1 9 Tf 50 600 Td (world) Tj ET " + b"%% filling\n" * 200
    data = content_pdf(content, packed=True)
    at = data.index(b"stream\n") + 60
    damaged = data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :]
    try:
        document = read(damaged)
    except ParseError as error:
        assert "damaged" in error.english
    else:
        assert [problem.code for problem in document.problems] == ["D14"]
