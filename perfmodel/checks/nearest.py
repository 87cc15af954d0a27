"""Names that are not known: what was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = ["unknown"]


def unknown(what: tuple[str, str], name: object, known: Iterable[str]) -> ValueError:
    """Return the error for a name that is not known, in both languages, with the nearest one that is.

    >>> print(unknown(("规则", "rule"), "V60", ["V06", "S01"]))
    没有名为“V60”的规则，是不是 V06？ / unknown rule “V60”; did you mean V06?
    """
    names = list(known)
    text = str(name)[:60]
    close = difflib.get_close_matches(text, names, 1, 0.5) or difflib.get_close_matches(text.upper(), names, 1, 0.5)
    if close:
        zh, en = f"，是不是 {close[0]}？", f"; did you mean {close[0]}?"
    else:
        shown = names[:20]
        zh, en = f"；可用的有 {'、'.join(shown)}", f"; known: {', '.join(shown)}"
    return ValueError(f"没有名为“{text}”的{what[0]}{zh} / unknown {what[1]} “{text}”{en}")
