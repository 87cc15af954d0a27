"""Errors in a profile or a selection, with the name that was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Any

from perfmodel._internal.messages import bilingual, did_you_mean, spaced

__all__ = ["SettingError", "nearest", "unknown"]

_SHOWN_CHARACTERS = 60


class SettingError(ValueError):
    """An error in a profile or a selection, in both languages (``zh``, ``en``).

    ``at`` holds the keys that lead to it in a file: ``("settings", "S13", "most")``.

    >>> str(SettingError("应为文本", "expected text", ("extends",)))
    'extends：应为文本 / extends: expected text'
    """

    def __init__(self, zh: str, en: str, at: tuple[str, ...] = ()) -> None:
        path = ".".join(at)
        super().__init__(bilingual((f"{path}：{zh}", f"{path}: {en}") if path else (zh, en)))
        self.zh = zh
        self.en = en
        self.at = at

    def text(self, lang: str = "zh") -> str:
        """Return the message in ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh

    def under(self, *keys: str) -> SettingError:
        """Return the same error with further keys in front of its own.

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
    """Return the error for an unknown name, in both languages, with the nearest known one.

    >>> print(unknown(("规则", "rule"), "V60", ["V06", "V10"]))
    未知规则“V60”，是否为“V06”？ / unknown rule “V60”; did you mean “V06”?
    """
    names = list(known)
    text = str(name)[:_SHOWN_CHARACTERS]
    near = nearest(text, names)
    zh, en = did_you_mean([] if near is None else [near], names)
    return SettingError(f"{spaced('未知', what[0])}“{text}”{zh}", f"unknown {what[1]} “{text}”{en}", at)
