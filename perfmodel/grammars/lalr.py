"""A lean parser that walks Lark's own LALR tables: the same trees, and the same refusals, as Lark's in less time.

Lark reads the grammar, builds its tables and shapes its trees; here its LALR automaton is only walked. A place in the
automaton (a stack of states) knows which terminals can come next, in the order in which Lark's lexer tries them. Which
shape of tree a row of terminals has is asked of Lark once, and filled with the words of each text that has the same row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from attrs import frozen

if TYPE_CHECKING:
    from lark import Lark

__all__ = ["Machine", "Token", "Tree", "Unexpected", "rank"]

# The shape of a longer row of terminals is not kept: it stands in no second text.
_LONGEST_SHAPE_KEPT = 60
_MOST_SHAPES_KEPT = 2_000


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

    def __init__(self, start: int, find_end: Callable[[], int], expected: frozenset[str], at_end: bool = False) -> None:
        super().__init__(start, expected, at_end)
        self.start = start
        self.expected = expected
        self.at_end = at_end
        self._find_end = find_end

    @property
    def end(self) -> int:
        """Where the unexpected word ends; it is looked for only when somebody asks."""
        return self._find_end()


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
    """Parses texts as ``lark.parse`` does. Threads may share it: whatever one of them adds, another would add the same."""

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
        self._refuse_collisions(lark.terminals)

    def _refuse_collisions(self, terminals: Any) -> None:
        """Raise ValueError where Lark's lexer would look at a pair of terminals a second time, which is not done here."""
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
                raise Unexpected(at, partial(self._word_end, text, at), place.expected)
            kind: str = match.lastgroup  # type: ignore[assignment]
            span = match.span()
            following = place.next.get(kind)
            if following.__class__ is not _Place:
                if kind in ignored:
                    at = span[1]
                    continue
                if following is None:
                    following = place.next[kind] = self._advanced(place.stack, kind)
                if isinstance(following, frozenset):
                    raise Unexpected(span[0], partial(int, span[1]), following)
            types.append(kind)
            places.append(span)
            at, place = span[1], following
        ending = place.next.get("$END")
        if ending is None:
            ending = place.next["$END"] = self._advanced(place.stack, "$END")
        if isinstance(ending, frozenset):
            raise Unexpected(places[-1][0] if places else 0, partial(int, end), ending, at_end=True)
        return _tree_of_shape(self._shape(tuple(types)), text, types, places)

    def _place(self, stack: tuple[int, ...]) -> _Place:
        """Return the place of a stack of states."""
        place = self._places.get(stack)
        if place is None:
            accepts = frozenset(self._table[stack[-1]])
            expected = accepts.intersection(self._patterns) - self._ignored
            place = self._places[stack] = _Place(stack, expected, self._scanner(accepts))
        return place

    def _scanner(self, accepts: frozenset[str]) -> re.Pattern[str]:
        """Return the pattern of all terminals that a state accepts, in the order in which Lark's lexer tries them."""
        known = self._scanners.get(accepts)
        if known is None:
            names = [name for name in self._order if name in accepts or name in self._ignored]
            pattern = "|".join(f"(?P<{name}>{self._patterns[name]})" for name in names)
            known = self._scanners[accepts] = re.compile(pattern)
        return known

    def _advanced(self, stack: tuple[int, ...], kind: str) -> _Place | frozenset[str]:
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

    def _word_end(self, text: str, at: int) -> int:
        """Return where the word at ``at`` ends that the grammar has in another place; behind one character for any other."""
        match = self._scanner(frozenset(self._patterns)).match(text, at)
        return at + 1 if match is None else match.end()

    def _shape(self, types: tuple[str, ...]) -> _Shape:
        """Return the shape of the tree of a row of terminals."""
        known = self._shapes.get(types)
        if known is None:
            known = self._shape_by_lark(types)
            if len(types) <= _LONGEST_SHAPE_KEPT:
                if len(self._shapes) >= _MOST_SHAPES_KEPT:
                    self._shapes.clear()
                self._shapes[types] = known
        return known

    def _shape_by_lark(self, types: tuple[str, ...]) -> _Shape:
        from lark import Token as Word

        parser: Any = self._lark.parse_interactive("")
        for number, kind in enumerate(types):
            parser.feed_token(Word(kind, "", start_pos=number))
        return _shape_of(parser.feed_eof())


def rank(terminal: Any) -> tuple[Any, ...]:
    """Return the key by which Lark's lexer sorts its terminals (see "Priority" in Lark's reference of grammars)."""
    pattern = terminal.pattern
    return -terminal.priority, -pattern.max_width, -len(pattern.value), terminal.name


def _shape_of(tree: Any) -> _Shape:
    children = tree.children
    return _Shape(
        str(tree.data), tuple(_shape_of(child) if hasattr(child, "data") else child.start_pos for child in children)
    )


def _tree_of_shape(shape: _Shape, text: str, types: list[str], places: list[tuple[int, int]]) -> Tree:
    children: list[Tree | Token] = []
    for child in shape.children:
        if isinstance(child, int):
            start, end = places[child]
            token = Token(text[start:end])
            token.type, token.start_pos, token.end_pos = types[child], start, end
            children.append(token)
        else:
            children.append(_tree_of_shape(child, text, types, places))
    return Tree(shape.data, children)
