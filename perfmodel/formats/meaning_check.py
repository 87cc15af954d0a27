"""A target's meaning beside its text in a file: the text decides, and a meaning that contradicts it is refused."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from perfmodel._internal.messages import mismatch
from perfmodel.formats.nodes import Mapping, Node, Scalar, Sequence, cut, join, shown
from perfmodel.formats.schema import MEANING_KEYS, MEANING_NAMES
from perfmodel.formats.source_errors import SourceErrors
from perfmodel.model.target import Target

__all__ = ["AMOUNT_TEXT", "FLAG_VALUES", "require_agreement", "says", "text_beside_meaning"]

AMOUNT_TEXT = re.compile(r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,40})(?:\.[0-9]{0,40})?")
FLAG_VALUES = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


def text_beside_meaning(errors: SourceErrors, node: Node, path: str) -> Node:
    """Return the node of a target's text where it stands with its meaning; any node but a mapping is the text itself."""
    if not isinstance(node, Mapping):
        return node
    texts = [value for name, value in node.pairs if name.text in ("text", MEANING_KEYS["text"])]
    if len(texts) != 1:
        errors.fail(path, node.span, "应有键名“text”（原文）", "expected the key “text” with the target's text")
    return texts[0]


def require_agreement(errors: SourceErrors, target: Target, node: Mapping, path: str) -> None:
    """Refuse a meaning that its text contradicts; what it leaves out is open."""
    _compare(errors, target.to_plain() | {"text": target.text}, node, path, target.text)


def _compare(errors: SourceErrors, meant: Any, node: Node, path: str, text: str) -> None:
    """Hold a node against a part of what the text means."""
    if isinstance(meant, dict) and isinstance(node, Mapping):
        seen: set[str] = set()
        for name, value in node.pairs:
            key = MEANING_NAMES.get(name.text, name.text)
            if key not in MEANING_KEYS or key in seen:
                zh, en = ("重复键名", "duplicate key") if key in seen else ("未知键名", "unknown key")
                shown_key = cut(name.text)
                errors.fail(join(path, name.text), name.span, f"{zh}“{shown_key}”", f"{en} “{shown_key}”")
            seen.add(key)
            _compare(errors, meant.get(key), value, join(path, key), text)
    elif isinstance(meant, list) and isinstance(node, Sequence) and len(meant) == len(node.items):
        for at, (item, inner) in enumerate(zip(meant, node.items, strict=True)):
            _compare(errors, item, inner, f"{path}[{at}]", text)
    elif not (isinstance(node, Scalar) and says(node.joined, meant)):
        expected = ("空", "nothing") if meant is None else (f"“{meant}”",) * 2
        zh, en = mismatch(expected, (shown(node), shown(node, "en")))
        errors.fail(path, node.span, f"与原文“{text}”不符：{zh}", f"contradicts the text “{text}”: {en}")


def says(written: str, meant: Any) -> bool:
    """Whether a scalar says what a meaning's plain value does; a number may have other digits.

    >>> says("90.00", "90"), says("true", True), says("95", "90")
    (True, True, False)
    """
    if isinstance(meant, bool):
        return FLAG_VALUES.get(written.lower()) is meant
    if not isinstance(meant, str):
        return False
    numbers = AMOUNT_TEXT.fullmatch(written) and AMOUNT_TEXT.fullmatch(meant)
    return written == meant or bool(numbers and Decimal(written.replace(",", "")) == Decimal(meant))
