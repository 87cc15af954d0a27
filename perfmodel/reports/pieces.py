"""A JSON document in pieces, so that its long lists are never in memory as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from perfmodel.formats.json import json_text

__all__ = ["json_pieces"]


def json_pieces(head: Mapping[str, Any], lists: Mapping[str, Iterable[str]], depth: int = 0) -> Iterator[str]:
    """Yield the text of a JSON object: the keys of ``head`` (at least one), then lists of items that are JSON already.

    The pieces together are what `json_text` writes of the whole, set in by ``depth`` steps but for the first line.

    >>> print("".join(json_pieces({"ok": True}, {"files": iter(['{}', '1']), "rest": ()})))
    {
      "ok": true,
      "files": [
        {},
        1
      ],
      "rest": []
    }
    """
    key_line, item_line = ("\n" + "  " * (depth + step) for step in (1, 2))
    # A line end inside a string is escaped, so each one here is the layout's own.
    yield json_text(dict(head)).removesuffix("\n}").replace("\n", "\n" + "  " * depth)
    for key, items in lists.items():
        yield f",{key_line}{json_text(key)}: ["
        some = False
        for item in items:
            yield ("," if some else "") + item_line + item.replace("\n", item_line)
            some = True
        yield f"{key_line}]" if some else "]"
    yield "\n" + "  " * depth + "}"
