"""What is wrong in a profile or a selection, with what was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Any

__all__ = ["SettingError", "nearest", "unknown"]

_SHOWN_CHARACTERS = 60


class SettingError(ValueError):
    """A profile or a selection that is not right, said in both languages.

    ``at`` are the keys under which it stands in a file: ``("settings", "S13", "most")``.

    >>> str(SettingError("应为文本", "expected text", ("extends",)))
    '应为文本 / expected text'
    """

    def __init__(self, zh: str, en: str, at: tuple[str, ...] = ()) -> None:
        super().__init__(f"{zh} / {en}")
        self.zh = zh
        self.en = en
        self.at = at

    def text(self, lang: str = "zh") -> str:
        """Return the message in ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh

    def under(self, *keys: str) -> SettingError:
        """Return the same, standing under further keys.

        >>> SettingError("应为文本", "expected text", ("most",)).under("settings", "S13").at
        ('settings', 'S13', 'most')
        """
        return SettingError(self.zh, self.en, (*keys, *self.at))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.zh, self.en, self.at)


def nearest(text: str, names: Sequence[str]) -> str | None:
    """Return the name that was probably meant by a text; None where none is near.

    >>> nearest("--slect", ["--select", "--ignore"])
    '--select'
    """
    text = text[:_SHOWN_CHARACTERS]
    # Signs that only changed places are nearer than another sign.
    close = [name for name in names if sorted(name) == sorted(text.upper())]
    close = close or difflib.get_close_matches(text, names, 1, 0.5)
    close = close or difflib.get_close_matches(text.upper(), names, 1, 0.5)
    return close[0] if close else None


def unknown(what: tuple[str, str], name: object, known: Iterable[str], at: tuple[str, ...] = ()) -> SettingError:
    """Return the error for a name that is not known, in both languages, with the nearest one that is.

    >>> print(unknown(("规则", "rule"), "V60", ["V06", "V10"]))
    没有名为“V60”的规则，是不是 V06？ / unknown rule “V60”; did you mean V06?
    """
    names = list(known)
    text = str(name)[:_SHOWN_CHARACTERS]
    near = nearest(text, names)
    if near is not None:
        zh, en = f"，是不是 {near}？", f"; did you mean {near}?"
    else:
        shown = names[:20]
        zh, en = f"；可用的有 {'、'.join(shown)}", f"; known: {', '.join(shown)}"
    return SettingError(f"没有名为“{text}”的{what[0]}{zh}", f"unknown {what[1]} “{text}”{en}", at)
