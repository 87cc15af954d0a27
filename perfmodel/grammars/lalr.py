"""A lean run of a grammar's own tables: the same trees, and the same refusals, as Lark's parser gives, in less time.

Lark reads the grammar, builds its tables and shapes its trees; here its LALR automaton is only walked. A place in the
automaton knows which terminals can come next, in the order in which Lark's lexer tries them, and what shape of tree a
row of terminals has is asked of Lark once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from attrs import frozen

if TYPE_CHECKING:
    from lark import Lark

__all__ = ["Machine", "Token", "Tree", "Unexpected", "rank"]

# A shape that is longer than this is asked for again each time: it stands in no second text.
_LONGEST_SHAPE = 60
_MOST_SHAPES = 2_000


class Token(str):
    """A word of a text: what the grammar calls it, and from where to where it stands."""

    __slots__ = ("end_pos", "start_pos", "type")
    type: str
    start_pos: int
    end_pos: int


class Tree:
    """A rule of the grammar (or the name behind ``->``), with the words and rules that it is made of."""

    __slots__ = ("children", "data")

    def __init__(self, data: str, children: list[Any]) -> None:
        self.data = data
        self.children = children

    def tokens(self) -> Iterator[Token]:
        """Yield all words in their order.

        >>> from perfmodel.grammars import machine
        >>> [str(token) for token in machine("target", "start").parse("不少于2次").tokens()]
        ['不少于', '2', '次']
        """
        for child in self.children:
            if isinstance(child, Tree):
                yield from child.tokens()
            else:
                yield child


class Unexpected(Exception):
    """A text that the grammar does not have: from where to where, and which terminals could have stood there.

    At the end of the text ``start`` is where its last word begins, and ``at_end`` is true.
    """

    def __init__(self, start: int, end: int, expected: frozenset[str], at_end: bool = False) -> None:
        super().__init__(start, end, expected, at_end)
        self.start = start
        self.end = end
        self.expected = expected
        self.at_end = at_end


class _Place:
    """A place in the automaton: what its lexer tries there, and where each terminal leads to."""

    __slots__ = ("expected", "next", "scan", "stack")

    def __init__(self, stack: tuple[int, ...], expected: frozenset[str], scan: re.Pattern[str]) -> None:
        self.stack = stack
        self.expected = expected
        self.scan = scan
        self.next: dict[str, _Place | frozenset[str]] = {}


@frozen
class _Shape:
    """A tree without its words: a token stands as its number in the row."""

    data: str
    children: tuple[_Shape | int, ...]


class Machine:
    """Reads texts as ``lark.parse`` does. Safe under threads: what is added to it later is the same whoever adds it."""

    def __init__(self, lark: Lark) -> None:
        self._lark = lark
        start = lark.parse_interactive("").parser_state
        self._table: dict[int, dict[str, tuple[Any, Any]]] = start.parse_conf.parse_table.states
        self._end: int = start.parse_conf.end_state
        self._ignored = frozenset(lark.ignore_tokens)
        self._patterns = {terminal.name: terminal.pattern.to_regexp() for terminal in lark.terminals}
        self._order = [terminal.name for terminal in sorted(lark.terminals, key=rank)]
        self._scanners: dict[frozenset[str], re.Pattern[str]] = {}
        self._places: dict[tuple[int, ...], _Place] = {}
        self._shapes: dict[tuple[str, ...], _Shape] = {}
        self._root = self._place(tuple(start.state_stack))
        self._check(lark.terminals)

    def _check(self, terminals: Any) -> None:
        """Lark's lexer looks at some pairs of terminals a second time, if they can stand in one place; no grammar here has any."""
        fixed = [terminal for terminal in terminals if terminal.pattern.type == "str"]
        for terminal in terminals:
            for word in fixed if terminal.pattern.type == "re" else ():
                alike = word.priority == terminal.priority and any(
                    {terminal.name, word.name} <= set(row) for row in self._table.values()
                )
                if alike and re.fullmatch(self._patterns[terminal.name], word.pattern.value):
                    raise ValueError(f"{terminal.name} takes all of {word.name}, which has the same priority")

    def parse(self, text: str) -> Tree:
        """Return the tree of a text; raise `Unexpected` where the grammar does not have it."""
        place, at, end, ignored = self._root, 0, len(text), self._ignored
        types: list[str] = []
        places: list[tuple[int, int]] = []
        while at < end:
            match = place.scan.match(text, at)
            if match is None:
                raise Unexpected(at, self._end_of(text, at), place.expected)
            kind: str = match.lastgroup  # type: ignore[assignment]
            span = match.span()
            following = place.next.get(kind)
            if following.__class__ is not _Place:
                if kind in ignored:
                    at = span[1]
                    continue
                if following is None:
                    following = place.next[kind] = self._fed(place.stack, kind)
                if isinstance(following, frozenset):
                    raise Unexpected(*span, following)
            types.append(kind)
            places.append(span)
            at, place = span[1], following
        ending = place.next.get("$END")
        if ending is None:
            ending = place.next["$END"] = self._fed(place.stack, "$END")
        if isinstance(ending, frozenset):
            raise Unexpected(places[-1][0] if places else 0, end, ending, at_end=True)
        return _filled(self._shape(tuple(types)), text, types, places)

    def _place(self, stack: tuple[int, ...]) -> _Place:
        place = self._places.get(stack)
        if place is None:
            accepts = frozenset(self._table[stack[-1]])
            expected = accepts.intersection(self._patterns) - self._ignored
            place = self._places[stack] = _Place(stack, expected, self._scanner(accepts))
        return place

    def _scanner(self, accepts: frozenset[str]) -> re.Pattern[str]:
        known = self._scanners.get(accepts)
        if known is None:
            names = [name for name in self._order if name in accepts or name in self._ignored]
            pattern = "|".join(f"(?P<{name}>{self._patterns[name]})" for name in names)
            known = self._scanners[accepts] = re.compile(pattern)
        return known

    def _fed(self, stack: tuple[int, ...], kind: str) -> _Place | frozenset[str]:
        """Return the place behind a terminal, or what could have stood there instead of it."""
        from lark.parsers.lalr_analysis import Shift

        states, table = list(stack), self._table
        while True:
            if kind not in table[states[-1]]:
                return frozenset(name for name in table[states[-1]] if name.isupper())
            action, argument = table[states[-1]][kind]
            if action is Shift:
                return self._place((*states, argument))
            size = len(argument.expansion)
            if size:
                del states[-size:]
            states.append(table[states[-1]][argument.origin.name][1])
            if states[-1] == self._end:
                return self._root

    def _end_of(self, text: str, at: int) -> int:
        """Return where a word ends that the grammar knows, but not there; a character's end where it knows none."""
        match = self._scanner(frozenset(self._patterns)).match(text, at)
        return at + 1 if match is None else match.end()

    def _shape(self, types: tuple[str, ...]) -> _Shape:
        known = self._shapes.get(types)
        if known is None:
            known = self._asked(types)
            if len(types) <= _LONGEST_SHAPE:
                if len(self._shapes) >= _MOST_SHAPES:
                    self._shapes.clear()
                self._shapes[types] = known
        return known

    def _asked(self, types: tuple[str, ...]) -> _Shape:
        from lark import Token as Word

        parser: Any = self._lark.parse_interactive("")
        for number, kind in enumerate(types):
            parser.feed_token(Word(kind, "", start_pos=number))
        return _shape_of(parser.feed_eof())


def rank(terminal: Any) -> tuple[Any, ...]:
    """Return by what Lark's lexer orders its terminals (see its reference of grammars)."""
    pattern = terminal.pattern
    return -terminal.priority, -pattern.max_width, -len(pattern.value), terminal.name


def _shape_of(tree: Any) -> _Shape:
    children = tree.children
    return _Shape(
        str(tree.data), tuple(_shape_of(child) if hasattr(child, "data") else child.start_pos for child in children)
    )


def _filled(shape: _Shape, text: str, types: list[str], places: list[tuple[int, int]]) -> Tree:
    children: list[Tree | Token] = []
    for child in shape.children:
        if isinstance(child, int):
            start, end = places[child]
            token = Token(text[start:end])
            token.type, token.start_pos, token.end_pos = types[child], start, end
            children.append(token)
        else:
            children.append(_filled(child, text, types, places))
    return Tree(shape.data, children)
