"""Law 6: an indicator that is broken, in whatever way, leaves all others as they were."""

from __future__ import annotations

from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st

from perfmodel import TargetTable, parse_table, render_table
from perfmodel.strings.wrapping import wrap
from tests import strategies

PRINTED = Path(__file__, "../../tables/guangzhou-disability-employment.txt").resolve().read_text(encoding="utf-8")
# With no line broken: the text that is damaged is then the indicator's alone.
REAL = parse_table(render_table(parse_table(PRINTED), None))

# No line ends: a break that puts a whole row of the table into an indicator is not a broken indicator.
JUNK = st.one_of(
    st.text("；;。：:、0123456789.,（）() -—abc指标值产出合计%", max_size=12),
    st.sampled_from(
        [
            "乱码",
            "□□",
            "1、1-产出指标；",
            "年度指标值:",
            "；；；",
            "3、",
            "1-产出",
            "18.00 18.00",
            "。。",
            "（",
            "\ufffd" * 3,
        ]
    ),
)


@st.composite
def broken(draw: st.DrawFn, text: str) -> str:
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    return text[:start] + draw(JUNK) + text[end:]


def _check(table: TargetTable, project: int, place: int, data: st.DataObject, width: int | None = None) -> None:
    """Damage one indicator in the table's text, and look at all others."""
    assert table.source is not None
    text = table.source.text
    span = table.projects[project].indicators[place].span
    assert span is not None
    damaged, behind = data.draw(broken(text[span.start : span.end])), text[span.end :]
    # A digit put right before the next indicator's number makes another number of it (21792、): nobody can part the two.
    assume(not (damaged[-1:].isdigit() and behind[:1].isdigit()))
    text = text[: span.start] + damaged + behind
    if width is not None:
        text = "\n".join("\n".join(wrap(line, width)) if line.strip() else "" for line in text.split("\n"))
    found = parse_table(text)
    assert [new.name for new in found.projects] == [old.name for old in table.projects]
    for number, (old, new) in enumerate(zip(table.projects, found.projects, strict=True)):
        if number != project:
            assert new.indicators == old.indicators
            continue
        assert new.indicators[:place] == old.indicators[:place]
        rest = old.indicators[place + 1 :]
        assert rest == (new.indicators[len(new.indicators) - len(rest) :])


@given(st.data(), st.sampled_from([None, 33, 64]))
def test_in_the_real_table(data: st.DataObject, width: int | None) -> None:
    project = data.draw(st.integers(0, len(REAL.projects) - 1))
    place = data.draw(st.integers(0, len(REAL.projects[project].indicators) - 1))
    _check(REAL, project, place, data, width)


@given(strategies.tables(), st.data())
def test_in_any_table(table: TargetTable, data: st.DataObject) -> None:
    table = parse_table(strategies.rendered(table, None))
    choices = [(at, len(project.indicators)) for at, project in enumerate(table.projects) if project.indicators]
    assume(choices)
    project, count = data.draw(st.sampled_from(choices))
    place = data.draw(st.integers(0, count - 1))
    if place:
        # A text of several sentences may run on into damaged text behind it, which is reported (R14).
        before = table.projects[project].indicators[place - 1]
        assume(not (before.explanation or before.scoring_standard or before.further))
    _check(table, project, place, data)
