"""Whatever a table says, its HTML has our tags and attributes only, and shows the text as text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from attrs import evolve, field, frozen
from hypothesis import given
from hypothesis import strategies as st

from perfmodel import (
    Change,
    Comparison,
    Finding,
    Funding,
    Indicator,
    Project,
    Section,
    Suggestion,
    Target,
    TargetTable,
    compare,
    show,
    validate,
)
from perfmodel.checks.report import Report
from perfmodel.comparison.words import KIND_NAMES
from perfmodel.display.html import ATTRIBUTES, TAGS
from perfmodel.source.characters import squeeze
from perfmodel.source.excerpt import visible
from tests import strategies
from tests.hostile import says_nothing_to_terminals

HOSTILE = (
    "<script>alert(1)</script>",
    "</style><script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='x",
    "</td></table>",
    "<!--",
    "]]>",
    "&lt;b&gt;",
    "&#60;script&#62;",
    "$x^2$",
    "\\(x\\)",
    "javascript:alert(1)",
    "{{x}}",
    "<\u0000b>",
    "\u202e反",
    "\ud800",
    "\ufeff",
    "＜script＞",
    "\x1b[31m",
)


@frozen
class Parsed:
    """What a parser makes of HTML: its tags, its attributes with their values, and its visible text."""

    tags: frozenset[str]
    attributes: frozenset[str]
    values: frozenset[str]
    text: str
    style: str = field(repr=False)


class Reader(HTMLParser):
    """Collects what stands in HTML, and fails where an element is not closed or anything but elements and text is there."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.seen: set[str] = set()
        self.attributes: set[str] = set()
        self.values: set[str] = set()
        self.text: list[str] = []
        self.style: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.values |= {value or "" for _name, value in attrs}
        if tag != "col":
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        (self.style if self.stack[-1:] == ["style"] else self.text).append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


def parsed(html: str) -> Parsed:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert not reader.stack
    return Parsed(
        frozenset(reader.seen), frozenset(reader.attributes), frozenset(reader.values), "".join(reader.text), "".join(reader.style)
    )  # fmt: skip


STYLE = parsed(TargetTable()._repr_html_()).style


def harmless(html: str) -> str:
    """Check the HTML; return its visible text without blanks."""
    found = parsed(html)
    assert found.tags <= TAGS | {"style"}
    assert found.attributes <= ATTRIBUTES
    assert found.style == STYLE
    assert html.count("<style>") == 1
    html.encode("utf-8")
    return squeeze(found.text)


def seen(text: str) -> str:
    return squeeze(visible(text))


texts = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=30), st.tuples(st.sampled_from(HOSTILE), st.text(max_size=9)).map("".join)
)  # fmt: skip
lines = texts.map(lambda text: " ".join(text.split()).strip()).filter(lambda text: len(text.splitlines()) < 2)


@st.composite
def hostile_indicators(draw: st.DrawFn) -> Indicator:
    base = draw(strategies.long_indicators())
    if draw(st.integers(0, 4)) == 0:
        return Indicator(printed=draw(lines.filter(bool)), reason=draw(lines))
    return evolve(
        base,
        name=draw(lines),
        whole_period=draw(st.one_of(st.none(), texts.map(Target))),
        annual=Target(draw(texts)),
        unit=draw(st.one_of(st.none(), lines)),
        explanation=draw(lines),
        scoring_standard=draw(lines),
        further=((draw(lines.filter(bool)), draw(lines)),),
        printed=draw(lines),
    )


@st.composite
def hostile_tables(draw: st.DrawFn) -> TargetTable:
    def project() -> Project:
        return Project(
            draw(lines), draw(lines), Funding(1, printed=draw(lines)), draw(lines), draw(st.lists(hostile_indicators(), max_size=3)),
            period=draw(lines), whole_period_goal=draw(lines), whole_period_funding=draw(strategies.fundings()),
        )  # fmt: skip

    sections = [
        Section(draw(lines), Funding(), [project() for _project in range(draw(st.integers(0, 2)))])
        for _section in range(draw(st.integers(0, 2)))
    ]
    return TargetTable(draw(lines), draw(lines), "万元", sections=sections, unread=[draw(texts)])


def texts_of(table: TargetTable) -> list[str]:
    """Every text that a view of a table must show."""
    found = [table.title, table.unit, *(section.name for section in table.sections), *table.unread]
    for project in table.projects:
        found += [project.name, project.spender or "", project.goal, project.period or "", project.whole_period_goal]
        for indicator in project.indicators:
            found += texts_of_indicator(indicator)
    return found


def texts_of_indicator(indicator: Indicator) -> list[str]:
    if not indicator.understood:
        return [indicator.printed or "", indicator.reason or ""]
    found: list[str | None] = []
    for one in strategies.drawn_fields(Indicator):
        content = getattr(indicator, one.name)
        if one.kind in ("text", "prose"):
            found.append(content)
        elif one.kind == "target":
            found.append(content and content.text)
        elif one.kind in ("texts", "pairs"):
            found += [text for texts in content for text in ([texts] if one.kind == "texts" else texts)]
    for level, category in ((indicator.level1_text, indicator.level1), (indicator.level2_text, indicator.level2)):
        found.append(level or (category.label if category else ""))
    return [text for text in found if text]


@given(hostile_tables(), st.sampled_from(["zh", "en"]))
def test_a_table_is_shown_as_text(table: TargetTable, lang: str) -> None:
    shown = harmless(show(table, lang)._repr_html_())
    for text in texts_of(table):
        assert seen(text) in shown
    harmless(validate(table)._repr_html_())
    str(table)
    for project in table.projects:
        harmless(project._repr_html_())
        str(project)


@given(hostile_indicators())
def test_an_indicator_is_shown_as_text(indicator: Indicator) -> None:
    shown = harmless(indicator._repr_html_())
    for text in texts_of_indicator(indicator):
        assert seen(text) in shown
    assert len(str(indicator).splitlines()) <= 1
    for target in (indicator.annual, indicator.whole_period):
        if target is not None:
            assert seen(target.text) in harmless(target._repr_html_())


@given(hostile_tables(), st.lists(st.tuples(texts, lines, texts), max_size=5))
def test_findings_are_shown_as_text(table: TargetTable, said: list[tuple[str, str, str]]) -> None:
    findings = [
        Finding("X1", severity, message, path, english=message, suggestion=Suggestion(mended, False, (path,)))
        for severity, (message, path, mended) in zip(("error", "warning", "hint") * 2, said, strict=False)
    ]
    for obj in (table, None):
        for lang in ("zh", "en"):
            shown = harmless(Report(findings).show(obj, lang)._repr_html_())
            for message, _path, mended in said:
                assert seen(message) in shown
                assert seen(mended) in shown


@st.composite
def hostile_changes(draw: st.DrawFn) -> Change:
    kind = draw(st.sampled_from(KIND_NAMES))
    paths = st.sampled_from([None, "projects[0]", "projects[1].indicators[2].annual", "sections[0].x"])
    sides = st.one_of(st.none(), texts)
    candidates = draw(st.lists(texts, min_size=1, max_size=8)) if kind == "ambiguous" else []
    note = draw(texts)
    return Change(
        kind,
        draw(st.sampled_from(["project", "indicator", "indicator.annual", "project.goal", "table.unread"])),
        draw(paths),
        draw(paths),
        draw(sides),
        draw(sides),
        where_old=(draw(texts),),
        where_new=(draw(texts), draw(texts)),
        note=note,
        note_english=note,
        candidates_old=tuple(candidates),
        candidates_new=tuple(candidates),
    )


@given(st.lists(hostile_changes(), max_size=4), st.sampled_from(["zh", "en"]))
def test_changes_are_shown_as_text(changes: list[Change], lang: str) -> None:
    view = show(Comparison(changes), lang)
    shown = harmless(view._repr_html_())
    for change in changes:
        for text in (change.old, change.new, change.note, *change.candidates_old[:5]):
            assert text is None or seen(str(text)) in shown
    assert says_nothing_to_terminals(str(view))


@given(hostile_tables(), hostile_tables())
def test_a_comparison_is_shown_as_text(old: TargetTable, new: TargetTable) -> None:
    found = compare(old, new)
    shown = harmless(found._repr_html_())
    for text in (text for change in found for text in (change.old, change.new) if isinstance(text, str)):
        assert seen(text) in shown


def test_the_style_asks_for_nothing_from_elsewhere() -> None:
    assert not re.search(r"@import|url\(|expression|<", STYLE)
    assert all(
        part.strip().startswith((".perfmodel.perfmodel", "@media", "}")) for part in STYLE.split("}") if part.strip()
    )
