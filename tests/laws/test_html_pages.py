"""Whatever tables, findings and files say, a page has our elements, our style and our script only, and shows the text as text."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from perfmodel import Change, Comparison, Finding, Indicator, Suggestion, TargetTable, compare, validate
from perfmodel.checks.report import Report
from perfmodel.display.grids import document_html
from perfmodel.display.html import PAGE_ATTRIBUTES, PAGE_TAGS, tag
from perfmodel.display.page import page
from perfmodel.files.document import Document, Text
from perfmodel.files.grid import GridBuilder
from perfmodel.reports.counts import Counts, Failure
from perfmodel.reports.html import HtmlReport, comparisons_html, html_file
from perfmodel.reports.results import Checked
from perfmodel.source.characters import squeeze
from perfmodel.source.source import Source
from perfmodel.source.span import Span
from tests.hostile import TEXTS, hostile_table
from tests.laws.test_html import HOSTILE, Reader, hostile_changes, hostile_tables, lines, seen, texts

# The skeleton of a page, which no element of ours can be.
SKELETON_TAGS = frozenset(("html", "head", "meta", "title", "style", "body", "script"))
SKELETON_ATTRIBUTES = frozenset(("charset", "name", "content", "http-equiv"))
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
OUR_SCRIPT = SCRIPT.findall(Report((Finding("S02", "error", "没有指标"),)).to_html())
OUR_STYLE = STYLE.findall(Report().to_html())


class PageReader(Reader):
    """The same for a page: its targets of links and its identities too."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.places: list[str] = []
        self.code: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag in ("br", "input", "meta"):
            self.stack.pop()
        self.links |= {value or "" for name, value in attrs if name == "href"}
        self.places += [value or "" for name, value in attrs if name == "id"]

    def handle_data(self, data: str) -> None:
        (
            self.code if self.stack[-1:] == ["script"] else self.text if self.stack[-1:] != ["style"] else self.style
        ).append(data)

    def handle_decl(self, decl: str) -> None:
        assert decl == "doctype html"


def harmless_page(html: str) -> str:
    """Check a page; return its visible text without blanks."""
    reader = PageReader()
    reader.feed(html)
    reader.close()
    assert not reader.stack
    assert reader.seen <= PAGE_TAGS | SKELETON_TAGS
    assert reader.attributes <= PAGE_ATTRIBUTES | SKELETON_ATTRIBUTES
    assert not [name for name in reader.attributes if name.startswith("on") or name == "style"]
    assert STYLE.findall(html) == OUR_STYLE
    assert reader.style == OUR_STYLE
    assert SCRIPT.findall(html) in ([], OUR_SCRIPT)
    assert reader.code == SCRIPT.findall(html)
    assert len(reader.places) == len(set(reader.places))
    assert {link.removeprefix("#") for link in reader.links} <= set(reader.places)
    assert all(link.startswith("#") for link in reader.links)
    html.encode("utf-8")
    return squeeze("".join(reader.text))


def policy_of(html: str) -> dict[str, str]:
    [content] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    return dict(part.strip().split(" ", 1) for part in content.split(";"))


def hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def several_files(files: list[Checked], lang: str) -> str:
    held: list[str] = []

    def put(text: str) -> int:
        held.append(text)
        return len(held) - 1

    report, counts = HtmlReport(put, held.__getitem__, lang), Counts()
    for at, file in enumerate(files):
        report.add(html_file(file, at, lang))
        counts.add(file.counts)
    return "".join(report.pieces(counts))


def test_the_policy_permits_our_style_and_script_and_nothing_else() -> None:
    pages = [Report((Finding("S02", "error", "没有指标"),)).to_html(), Report().to_html()]
    for html in (*pages, comparisons_html([Comparison()]), document_html(Document(()))):
        policy = policy_of(html)
        assert policy.pop("default-src") == "'none'"
        assert policy.pop("base-uri") == policy.pop("form-action") == "'none'"
        assert policy.pop("style-src") == hashed(*STYLE.findall(html))
        scripts = SCRIPT.findall(html)
        assert policy == ({"script-src": hashed(*scripts)} if scripts else {})


def test_nothing_of_ours_asks_for_anything_or_writes_html() -> None:
    assert not re.search(r"@import|url\(|expression|<", *OUR_STYLE)
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval|Function\(|fetch|XMLHttp|import|https?:", *OUR_SCRIPT
    )


@given(
    hostile_tables(), st.lists(st.tuples(texts, lines, texts, lines), max_size=5), lines, st.sampled_from(["zh", "en"])
)
def test_a_report_is_shown_as_text(
    table: TargetTable, said: list[tuple[str, str, str, str]], name: str, lang: str
) -> None:
    findings = [
        Finding(code or "X1", severity, message, path, Span(0, 1), message, Suggestion(mended, False, (path,)))
        for severity, (message, path, mended, code) in zip(("error", "warning", "hint") * 2, said, strict=False)
    ]
    for obj in (table, *table.projects[:1], None):
        shown = harmless_page(Report(findings, Source("原文", name), obj).to_html(lang=lang))
        for message, _path, mended, _code in said:
            assert seen(message) in shown
            assert seen(mended) in shown
        assert seen(name) in shown
    harmless_page(validate(table).to_html(lang=lang))


@given(st.lists(st.tuples(lines, texts, st.booleans()), max_size=4), hostile_tables(), st.sampled_from(["zh", "en"]))
def test_files_are_shown_as_text(files: list[tuple[str, str, bool]], table: TargetTable, lang: str) -> None:
    report = Report((Finding("S02", "error", "没有指标"),), obj=table)
    checked = [
        Checked(
            name, None if fails else report, Failure(why, why) if fails else None, tables=() if fails else (report,) * 2
        )
        for name, why, fails in files
    ]
    shown = harmless_page(several_files(checked, lang))
    for name, why, fails in files:
        assert seen(name) in shown
        assert not fails or seen(why) in shown


@given(st.lists(hostile_changes(), max_size=4), st.sampled_from(["zh", "en"]))
def test_a_comparison_is_shown_as_text(changes: list[Change], lang: str) -> None:
    shown = harmless_page(Comparison(changes).to_html(lang=lang))
    for change in changes:
        for text in (change.old, change.new, change.note):
            assert text is None or seen(str(text)) in shown


@given(st.lists(st.lists(texts, min_size=2, max_size=2), min_size=1, max_size=4), texts)
def test_cells_are_shown_as_text(rows: list[list[str]], between: str) -> None:
    document = Document((GridBuilder.of_rows(rows, "表1"), Text(between)), name=between)
    shown = harmless_page(document_html(document))
    for text in (between, *(text for row in rows for text in row)):
        assert seen(text) in shown


@pytest.mark.parametrize("text", [*HOSTILE, *TEXTS.values()])
def test_a_text_in_every_field_is_dead(text: str) -> None:
    shown = " ".join("".join(char for char in text if char >= " ").split()) or "空"
    table = hostile_table(shown, text)
    for lang in ("zh", "en"):
        harmless_page(validate(table, select="ALL").to_html(lang=lang))
        harmless_page(compare(table, evolve(table, sections=())).to_html(lang=lang))
        harmless_page(validate(Indicator(name=shown), select="ALL").to_html(lang=lang))


@pytest.mark.parametrize(
    ("name", "attributes"),
    [
        ("a", {"href": "javascript:alert(1)"}),
        ("a", {"href": "https://example.org"}),
        ("a", {"href": "#a b"}),
        ("input", {"type": "image"}),
        ("input", {"onfocus": "x"}),
        ("div", {"style": "x"}),
        ("div", {"id": '"><'}),
        ("iframe", {}),
        ("img", {"src": "x"}),
        ("form", {}),
        ("meta", {}),
    ],
)
def test_what_leads_out_or_runs_is_refused(name: str, attributes: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        tag(name, **attributes)


@given(texts, texts)
def test_a_page_of_any_title(title: str, text: str) -> None:
    assert seen(title) in harmless_page(page(title, tag("p", text)))
