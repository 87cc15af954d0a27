"""Hostile documents: each is read, or refused by the name of a limit; what goes on for ever would hang these tests.

No test measures time: what these hold took minutes, or gigabytes, where it was gone over again and again.
"""

from __future__ import annotations

import io
import random
import struct
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlwt

from perfmodel import Document, Limits, ParseError, read_document
from tests.languages import require_languages
from tests.workbooks import MAIN, OFFICE, PACKAGE, WORD, codes, document, read, seen, sheet_xml, workbook, zipped

SAMPLES = sorted((Path(__file__).parent / "files" / "samples").iterdir())
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def refused(data: bytes | str, limit: str, **limits: int) -> None:
    with pytest.raises(ParseError, match=rf"limits\.{limit}"):
        read_document(io.BytesIO(data.encode() if isinstance(data, str) else data), limits=Limits(**limits))


@pytest.mark.parametrize(
    "unit",
    [
        "<!--",
        "<!-- -- ",
        "<![",
        "<!DOCTYPE [",
        "<?",
        "<",
        "</",
        "<a ",
        '<a b="',
        "<td c=d ",
        "&",
        "&#",
        "</b",
        "<b",
        "<script>x</script",
        "<title><",
        "<textarea></textare",
        '<td style=";display :',
        "\n",
        "<table ",
    ],
)
def test_pages_of_one_thing_again_and_again(unit: str) -> None:
    document = read(("<html><table><tr><td>甲</td><td>乙</td></tr></table>" + unit * 200_000).encode())
    assert document.grids[0].texts() == [["甲", "乙"]]


@pytest.mark.parametrize("unit", ["<p>", "<tr>", "<tbody>", "<tfoot><tr><td>x", "</table></td></tr>", "<div></p>"])
def test_pages_of_too_many_tags(unit: str) -> None:
    page = "<table><tr><td>x" + unit * 20_000
    with pytest.raises(ParseError, match=r"limits\.(html_tags|positions)"):
        read_document(io.BytesIO(page.encode()), limits=Limits(html_tags=15_000, positions=5_000))


def test_a_number_of_a_character_with_a_million_digits() -> None:
    assert read(b"<table><tr><td>&#" + b"9" * 1_000_000 + b";<td>&#x" + b"f" * 99 + b";b").grids[0].texts() == [
        ["\ufffd", "\ufffdb"]
    ]


@pytest.mark.parametrize("unit", [" ", "- ", "─", "|---", "\t", "="])
def test_lines_of_one_thing_again_and_again(unit: str) -> None:
    document = read(("甲|乙|丙\n" + unit * 100_000 + "x\n丁|戊|己\n").encode())
    assert "甲" in {cell.text for grid in document.grids for cell in grid.cells} | {
        word for text in document.texts for word in text.text.split()
    }


def test_rows_and_lines_are_counted_as_they_are_read() -> None:
    refused("a,b\n" * 1000, "positions", positions=100)
    refused("a,b\n" * 10 + "\n" * 1000, "positions", positions=100)
    refused("a,b\n" * 5 + '"' + "c,d\n" * 1000, "positions", positions=100)
    refused("甲|乙|丙\n" * 1000, "positions", positions=100)
    refused("甲\n" * 1000, "lines", lines=100)
    refused("<p>甲" * 1000, "lines", lines=100)
    refused(document("<w:p><w:r><w:t>甲</w:t></w:r></w:p>" * 1000), "lines", lines=100)


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_parts_packed_as_no_office_program_packs(packing: int) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive:
        archive.writestr("word/document.xml", b" " * 1_000_000)
    assert codes(read(file.getvalue())) == ["D08"]


def test_a_bomb_is_unpacked_no_further_than_the_limit() -> None:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(200):
            part.write(b" " * (1 << 20))
    tracemalloc.start()
    try:
        refused(file.getvalue(), "unpacked_bytes", unpacked_bytes=5 << 20)
        assert tracemalloc.get_traced_memory()[1] < 10 << 20
    finally:
        tracemalloc.stop()


def test_names_and_tags_of_xml() -> None:
    names = "".join(f'<a{at} b{at}="1"/>' for at in range(2000))
    refused(workbook(sheet_xml(ONE, behind=names)), "xml_names", xml_names=1000)
    refused(workbook(sheet_xml(ONE, behind="<a>" * 2000)), "xml_tags", xml_tags=1000)


def test_a_long_value_is_counted_before_its_cell_ends() -> None:
    tracemalloc.start()
    try:
        refused(workbook(sheet_xml(f"<row><c><v>{'1' * 10_000_000}</v></c></row>")), "characters", characters=200_000)
        text = f'<sst xmlns="{MAIN}"><si><t>{"1" * 10_000_000}</t></si></sst>'
        refused(workbook(sheet_xml(ONE), parts={"xl/sharedStrings.xml": text}), "characters", characters=200_000)
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("sheet", "formats"),
    [
        (sheet_xml(ONE, before="<cols>" + "".join(f'<col min="2" max="{16384 - at}" hidden="1"/>' for at in range(9000)) + "</cols>"), ()),
        (sheet_xml(ONE + f'<row r="2"><c r="{"A" * 2_000_000}2"/></row>'), ()),
        (sheet_xml(ONE + f'<row r="2"><c r="A{"1" * 2_000_000}"/></row>'), ()),
        (sheet_xml(ONE, behind="<mergeCells>" + "".join(f'<mergeCell ref="B2:XF{at}"/>' for at in range(3, 9000)) + "</mergeCells>"), ()),
    ],
)  # fmt: skip
def test_sheets_that_say_one_thing_a_thousand_times(sheet: str, formats: tuple[str, ...]) -> None:
    assert read(workbook(sheet, formats)).grids[0].at(0, 0).text == "1"


def test_a_date_format_of_many_pieces_is_not_known() -> None:
    found = read(workbook(sheet_xml('<row><c s="1"><v>45000</v></c></row>'), ("yyyymmdd" * 25,)))
    assert found.grids[0].texts() == [["45000"]]
    assert codes(found) == ["D17"]


def test_lists_and_grid_columns_of_a_document() -> None:
    widths = "<w:tbl><w:tblGrid>" + '<w:gridCol w:w="1"/>' * 2000 + "</w:tblGrid></w:tbl>"
    refused(document(widths), "positions", positions=1000)
    levels = "".join(f'<w:lvl w:ilvl="{at}"><w:lvlText w:val="%1"/></w:lvl>' for at in range(9))
    lists = "".join(f'<w:num w:numId="{at}"><w:abstractNumId w:val="1"/></w:num>' for at in range(40_000))
    numbering = f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>{lists}</w:numbering>'
    related = f'<Relationships xmlns="{PACKAGE}"><Relationship Id="n" Type="{OFFICE}/numbering" Target="n.xml"/></Relationships>'
    parts: dict[str, str | bytes] = {"word/_rels/document.xml.rels": related, "word/n.xml": numbering}
    tracemalloc.start()
    try:
        read(document("<w:p><w:r><w:t>甲</w:t></w:r></w:p>", parts))
        assert tracemalloc.get_traced_memory()[1] < 80 << 20
    finally:
        tracemalloc.stop()


def record(code: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", code, len(data)) + data


def stream(*records: bytes, before: bytes = b"", sheets: int = 1) -> bytes:
    """A workbook's stream of one sheet of some records, listed as often as is asked for."""
    bof = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    styles = record(0x31, struct.pack("<HHHHHBBBBBB", 200, 0, 0, 400, 0, 0, 0, 0, 0, 1, 0) + b"A") * 5
    styles += record(0xE0, bytes(20)) * 16
    head = bof + styles + before
    name = struct.pack("<BB", 1, 0) + b"s"
    at = len(head) + (len(record(0x85, bytes(6) + name))) * sheets + 4
    listed = record(0x85, struct.pack("<IBB", at, 0, 0) + name) * sheets
    return head + listed + record(0x0A) + bof.replace(b"\x05\x00", b"\x10\x00", 1) + b"".join(records) + record(0x0A)


NUMBER = record(0x203, struct.pack("<HHHd", 0, 0, 15, 1.0))


def test_a_stream_of_a_workbook_is_read() -> None:
    assert seen(read(stream(NUMBER)).grids[0]) == [("1", 0, 0, 1, 1)]


def test_a_hyperlink_over_a_whole_sheet_is_passed_over() -> None:
    link = record(0x1B8, struct.pack("<HHHH", 0, 65535, 0, 255) + bytes(24) + struct.pack("<II", 2, 0x14))
    tracemalloc.start()
    try:
        assert read(stream(NUMBER, link)).grids[0].texts() == [["1"]]
        assert tracemalloc.get_traced_memory()[1] < 20 << 20
    finally:
        tracemalloc.stop()


def test_records_of_a_workbook_are_counted_before_they_are_read() -> None:
    blanks = record(0xBE, struct.pack("<HH", 0, 0) + bytes(2 * 256) + struct.pack("<H", 255))
    far = record(0x203, struct.pack("<HHHd", 65535, 255, 15, 1.0))
    refused(stream(NUMBER, blanks * 10), "xls_records", xls_records=2000)
    refused(stream(far), "xls_records", xls_records=190_000)
    refused(stream(NUMBER, before=record(0xE0, bytes(20)) * 1000), "xls_records", xls_records=20_000)
    refused(stream(NUMBER), "xls_bytes", xls_bytes=100)
    refused(stream(far, sheets=50), "xls_records", xls_records=2_000_000)
    assert len(read(stream(NUMBER, far)).grids) == 1


def test_a_sheet_within_another_record_is_damage() -> None:
    data = stream(NUMBER)
    at = data.index(record(0x85)[:2]) + 4
    inside = data[:at] + struct.pack("<I", 24) + data[at + 4 :]
    with pytest.raises(ParseError, match="损坏"):
        read(inside)


def test_an_encoding_that_is_none_is_damage() -> None:
    with pytest.raises(ParseError, match="损坏"):
        read(workbook(sheet_xml(ONE), parts={"xl/workbook.xml": '<?xml version="1.0" encoding="UT0-8"?><workbook/>'}))


def test_folders_of_an_ole_file_that_refer_to_each_other() -> None:
    book = xlwt.Workbook()
    book.add_sheet("表").write(0, 0, "甲")
    file = io.BytesIO()
    book.save(file)
    data = bytearray(file.getvalue())
    first = struct.unpack_from("<I", data, 48)[0]
    start = (first + 1) * 512
    for at in range(4):  # left, right and child: all to the same entry
        struct.pack_into("<iii", data, start + at * 128 + 68, min(at + 1, 3), min(at + 1, 3), min(at + 1, 3))
    assert read(bytes(data)).grids[0].texts() == [["甲"]]


def _kinds() -> dict[str, bytes]:
    kinds = {path.name: path.read_bytes() for path in SAMPLES if path.suffix != ".pdf"}
    return kinds | {"stream.xls": stream(NUMBER), "small.xlsx": workbook(sheet_xml(ONE))}


def answer(data: bytes) -> Document | ParseError:
    """What reading gives: any other error than one of reading fails the test."""
    try:
        document = read(data)
    except ParseError as error:
        require_languages(error.message, error.english)
        return error
    for problem in document.problems:
        if problem.code in ("D08", "D14"):
            require_languages(problem.message, problem.english)
    return document


@pytest.mark.parametrize("name", _kinds())
def test_a_file_cut_anywhere_or_with_bytes_changed_has_an_answer(name: str) -> None:
    whole = _kinds()[name]
    chance = random.Random(name)
    for _ in range(8):
        assert answer(whole[: chance.randrange(len(whole))]) is not None
    for _ in range(25):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 3, 30))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        assert answer(bytes(data)) is not None


def test_an_archive_of_archives_is_an_archive() -> None:
    inner = zipped({"a.txt": b"a"})
    with pytest.raises(ParseError, match="压缩包"):
        read(zipped({"a.zip": inner, "word/b.zip": inner}))


def test_the_main_part_may_stand_anywhere() -> None:
    parts: dict[str, Any] = {
        "[Content_Types].xml": '<Types xmlns="t"><Override PartName="/odd/book.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="1" Type="{OFFICE}/officeDocument" Target="/odd/Book.xml"/></Relationships>',
        "odd/book.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="表" sheetId="1" r:id="s"/></sheets></workbook>',
        "odd/_rels/book.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="s" Type="{OFFICE}/worksheet" Target="/odd/s.xml"/></Relationships>',
        "odd/s.xml": sheet_xml(ONE),
    }
    assert read(zipped(parts)).grids[0].texts() == [["1"]]
