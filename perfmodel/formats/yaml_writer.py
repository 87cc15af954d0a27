"""Plain data as YAML in block style.

`by_emitter` says what is written: what PyYAML writes. `yaml_text` writes the same, many times as fast: it puts together
what needs no quotes itself, and asks PyYAML for all other scalars at once.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from perfmodel.formats.hidden import HIDDEN, escaped
from perfmodel.strings.canonical import amount_text

if TYPE_CHECKING:
    import yaml

__all__ = ["TYPED", "by_emitter", "yaml_text"]

# Text that YAML 1.1 or 1.2 would read as a number, a date, a bool or nothing is quoted.
TYPED = re.compile(
    r"[-+]?[0-9.][-+0-9_.,:a-fA-FoOxX TtZz]*|[~=]|<<|null|true|false|yes|no|on|off|y|n|[-+]?\.(?:inf|nan)",
    re.IGNORECASE,
)

# Text that every emitter writes as it is, unless it is `TYPED`: it has no character that means something to YAML, and
# none that is not printed, or is more than 16 bits wide, which emitters disagree on.
# The signs that it does not begin with stand first: a set with 一-鿿 takes a millisecond to compile, and one is enough.
_UNQUOTED = re.compile(
    "(?![- %/.+=()<>_*\xb7\xd7\u2010-\u201b\u201d-\u2026℃㎡\u3001-\u3009\u300b-\u3011\uff01-\uff07\uff09-\uff5e])"
    "[-0-9A-Za-z一-鿿 %/.+=()<>_*\xb7\xd7\u2010-\u2026℃≤≥㎡\u3001-\u3011\uff01-\uff5e]+(?<! )"
)
_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")

# An emitter puts a key that is longer than 128 bytes behind a question mark.
_LONGEST_KEY = 40


class _Unusual(Exception):
    """Data that PyYAML is to write as a whole."""


def yaml_text(plain: dict[str, Any]) -> str:
    """Write plain data as YAML that reads the same in YAML 1.1 and 1.2.

    >>> print(yaml_text({"op": ">=", "number": "90"}), end="")
    op: '>='
    number: '90'
    """
    try:
        return _Blocks().text(plain)
    except _Unusual:
        return by_emitter(plain)


def by_emitter(plain: Any) -> str:
    """Write plain data as `yaml_text` does, all of it by PyYAML's emitter.

    >>> print(by_emitter(["90", "90%"]), end="")
    - '90'
    - 90%
    """
    import yaml

    options: dict[str, Any] = {"allow_unicode": True, "sort_keys": False, "width": 1 << 30, "default_flow_style": False}
    try:
        text: str = yaml.dump(plain, Dumper=_dumper(fast=True), **options)
    except UnicodeEncodeError:  # a lone surrogate: only the slow emitter can write one (as an escape)
        text = yaml.dump(plain, Dumper=_dumper(fast=False), **options)
    # They stand in double quotes, so that an escape is one.
    return escaped(text, "\\U")


@cache
def _dumper(fast: bool) -> type[Any]:
    import yaml

    base: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper) if fast else yaml.SafeDumper

    class Dumper(base):  # type: ignore[misc]
        def ignore_aliases(self, data: object) -> bool:
            return True

    def text(dumper: Any, data: str) -> yaml.ScalarNode:
        style = '"' if HIDDEN.search(data) else "'" if TYPED.fullmatch(data) else None
        node: yaml.ScalarNode = dumper.represent_scalar("tag:yaml.org,2002:str", data, style=style)
        return node

    def amount(dumper: Any, data: Decimal) -> yaml.ScalarNode:
        words = _amount(data)
        tag = "float" if "." in words else "int"
        node: yaml.ScalarNode = dumper.represent_scalar(f"tag:yaml.org,2002:{tag}", words)
        return node

    Dumper.add_representer(str, text)
    Dumper.add_representer(Decimal, amount)
    return Dumper


def _amount(amount: Decimal) -> str:
    return amount_text(amount) if amount != amount.to_integral_value() else f"{amount:f}"


class _Blocks:
    """A text in pieces, some of which wait until PyYAML has written them."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.keys: set[str] = set()
        self.waiting: list[tuple[int, str]] = []

    def text(self, plain: dict[str, Any]) -> str:
        """Return the text of a mapping."""
        if type(plain) is not dict or not plain:
            raise _Unusual
        self._mapping(plain, "", "")
        if self.waiting:
            self._ask()
        return "".join(self.pieces)

    def _ask(self) -> None:
        """Let PyYAML write what waits, as one list."""
        texts = list(dict.fromkeys(text for _at, text in self.waiting))
        lines = by_emitter(texts).split("\n")
        if len(lines) != len(texts) + 1:
            raise _Unusual  # a text of several lines is set in as deep as it stands
        written = dict(zip(texts, lines, strict=False))
        for at, text in self.waiting:
            self.pieces[at] = written[text][2:]

    def _mapping(self, plain: dict[str, Any], lead: str, margin: str) -> None:
        """Add a mapping that is not empty; ``lead`` stands before its first key, ``margin`` before each other one."""
        for key, item in plain.items():
            if key not in self.keys or type(key) is not str:
                self._learn(key)
            kind = type(item)
            if kind is dict and item:
                self.pieces.append(f"{lead}{key}:\n")
                self._mapping(item, margin + "  ", margin + "  ")
            elif kind is list and item:
                self.pieces.append(f"{lead}{key}:\n")
                self._sequence(item, margin, margin)
            else:
                self._scalar(f"{lead}{key}: ", item)
            lead = margin

    def _sequence(self, plain: list[Any], lead: str, margin: str) -> None:
        for item in plain:
            kind = type(item)
            if kind is dict and item:
                self._mapping(item, lead + "- ", margin + "  ")
            elif kind is list and item:
                self._sequence(item, lead + "- ", margin + "  ")
            else:
                self._scalar(lead + "- ", item)
            lead = margin

    def _learn(self, key: Any) -> None:
        if type(key) is not str or len(key) > _LONGEST_KEY or not _UNQUOTED.fullmatch(key) or TYPED.fullmatch(key):
            raise _Unusual
        self.keys.add(key)

    def _scalar(self, lead: str, item: Any) -> None:
        kind = type(item)
        if kind is str:
            if _UNQUOTED.fullmatch(item) and not (item.isascii() and TYPED.fullmatch(item)):
                self.pieces.append(f"{lead}{item}\n")
            else:
                self.waiting.append((len(self.pieces) + 1, item))
                self.pieces += (lead, "", "\n")
            return
        if kind is Decimal:
            words = _amount(item) if item.is_finite() else ""
        elif kind is bool:
            words = "true" if item else "false"
        elif kind is int:
            words = str(item)
        else:
            words = "{}" if item == {} and kind is dict else "[]" if item == [] and kind is list else ""
        if not words or (kind is Decimal and not _PLAIN_NUMBER.fullmatch(words)):
            raise _Unusual
        self.pieces.append(f"{lead}{words}\n")
