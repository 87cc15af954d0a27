"""From the pieces of lines that a page draws to whole rules."""

from __future__ import annotations

from attrs import define, field

from perfmodel.files.pdf.drawing import Area, Drawing, Rule

__all__ = ["RuleSet", "rules_of"]

# Pieces so near to each other are one rule; two strokes of a double line are further apart, and snapped later.
_SAME_LINE = 0.5
# Pieces with a gap up to this are one line; short pieces (dashes, dots) with a gap up to some of their length.
_RULE_GAP, _LONGEST_DASH, _DASH_GAP = 2.5, 16.0, 10.0
# What is shorter is no rule of a table: a tick, a piece of a letter.
_SHORTEST_RULE = 5.0


@define
class RuleSet:
    """The rules of a page, and where the pieces of level rules meet."""

    level: list[Rule] = field(factory=list)
    plumb: list[Rule] = field(factory=list)
    seams: list[tuple[float, float]] = field(factory=list)


def rules_of(drawing: Drawing) -> RuleSet:
    """Return the rules that can be seen, each whole."""
    white_level = [rule for rule in drawing.white_level if _is_on(drawing.areas, (rule.start + rule.end) / 2, rule.at)]
    white_plumb = [rule for rule in drawing.white_plumb if _is_on(drawing.areas, rule.at, (rule.start + rule.end) / 2)]
    level = drawing.level + white_level
    seams = [
        (end, rule.at) for rule in level if rule.end - rule.start > _LONGEST_DASH for end in (rule.start, rule.end)
    ]
    return RuleSet(_joined(level), _joined(drawing.plumb + white_plumb), seams)


def _is_on(areas: list[Area], x: float, y: float) -> bool:
    return any(area.holds(x, y) for area in areas)


def _joined(pieces: list[Rule]) -> list[Rule]:
    """Rules of which none goes on in another."""
    pieces = sorted(pieces, key=lambda rule: rule.at)
    rules: list[Rule] = []
    at = 0
    while at < len(pieces):
        stop = at + 1
        while stop < len(pieces) and pieces[stop].at - pieces[at].at <= _SAME_LINE:
            stop += 1
        rules += _along(pieces[at:stop])
        at = stop
    return [rule for rule in rules if rule.end - rule.start >= _SHORTEST_RULE]


def _along(pieces: list[Rule]) -> list[Rule]:
    """The pieces of one line, joined over small gaps."""
    pieces.sort(key=lambda rule: rule.start)
    rules: list[Rule] = []
    current = last = None
    for piece in pieces:
        if current is not None and last is not None:
            gap, longest = piece.start - current.end, max(piece.end - piece.start, last.end - last.start)
            if gap <= _RULE_GAP or (longest <= _LONGEST_DASH and gap <= min(_DASH_GAP, max(2.5 * longest, 4.0))):
                current.end = max(current.end, piece.end)
                last = piece
                continue
        current, last = Rule(piece.at, piece.start, piece.end), piece
        rules.append(current)
    return rules
