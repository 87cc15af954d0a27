"""Where every character of a source went: the ledger that the law of nothing lost is checked against."""

from __future__ import annotations

from perfmodel import Funding, Indicator, TargetTable
from perfmodel.source.characters import squeeze
from perfmodel.source.place import AnyPlace
from perfmodel.source.span import Span
from perfmodel.strings.canonical import canonical, canonical_funding


class Ledger:
    """Marks characters as accounted for, and checks that what a field says is what stands in its place."""

    def __init__(self, table: TargetTable) -> None:
        assert table.source is not None
        self.text = table.source.text
        self.layout = set[int]()
        for span in table.layout:
            self.layout.update(range(span.start, span.end))
        self.seen = set(self.layout)

    def field(self, span: Span | None, said: str) -> None:
        assert span is not None, said
        inside = [at for at in range(span.start, span.end) if at not in self.layout]
        stands = squeeze("".join(self.text[at] for at in inside))
        assert stands == squeeze(said), (stands, said)
        self.seen.update(inside)

    def missing(self) -> str:
        return "".join(char for at, char in enumerate(self.text) if not char.isspace() and at not in self.seen)


def unaccounted(table: TargetTable) -> str:
    """Return the characters of the source that are in no field, no layout and no finding."""
    ledger = Ledger(table)
    _fields(ledger, table.place, {"title": table.title, "unit": table.unit, "currency_unit": table.currency_unit})
    for section in table.sections:
        _fields(ledger, section.place, {"name": section.name})
        _funding(ledger, section.funding)
    if table.total is not None:
        _funding(ledger, table.total)
    for project in table.projects:
        said = {"name": project.name, "spender": project.spender, "goal": project.goal}
        _fields(ledger, project.place, said)
        _funding(ledger, project.funding)
        for indicator in project.indicators:
            _indicator(ledger, indicator)
    unread = [finding for finding in table.problems if finding.code == "R04"]
    assert len(unread) == len(table.unread)
    for finding in unread:
        ledger.field(finding.span, table.unread[int(finding.path[len("unread[") : -1])])
    return ledger.missing()


def _fields(ledger: Ledger, place: AnyPlace | None, said: dict[str, str | None]) -> None:
    for name, text in said.items():
        if text:
            assert place is not None
            ledger.field(place.of(name), text)


def _funding(ledger: Ledger, funding: Funding) -> None:
    if funding.place is not None:
        ledger.field(funding.span, funding.printed or canonical_funding(funding))


def _indicator(ledger: Ledger, indicator: Indicator) -> None:
    ledger.field(indicator.span, indicator.printed or canonical(indicator, indicator.number))
    if not indicator.understood:
        return
    assert indicator.place is not None
    said = {"name": indicator.name, "unit": indicator.unit, "explanation": indicator.explanation}
    said |= {f"further.{name}": text for name, text in indicator.further}
    for name in ("whole_period", "annual"):
        target = getattr(indicator, name)
        said[name] = None if target is None else target.text
    for name, text in said.items():
        if text and indicator.place.of(name) is not None:
            ledger.field(indicator.place.of(name), text)
