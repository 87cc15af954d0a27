"""What callers give by mistake: arguments of another type, or another language; refused alike by every public function."""

from __future__ import annotations

import os
import re
from typing import Any

__all__ = ["check_file", "check_keys", "check_lang", "check_text", "is_file_name", "wrong_type"]

_FILE_NAME = r"(?i:\S(?:[^\r\n:;；：]|:(?=[\\/]))*\.(?:ya?ml|json|txt|pdf|docx?|wps|xlsx?|et|csv|html?))\s*"
_LONGEST_FILE_NAME, _LONGEST_ENDING = 1000, 5


def check_lang(lang: str) -> str:
    """Return ``zh`` or ``en``; raise `ValueError` for anything else.

    >>> check_lang("english")
    Traceback (most recent call last):
      ...
    ValueError: lang 应为 zh 或 en，得到 'english' / expected lang to be 'zh' or 'en', got 'english'
    """
    if lang != "zh" and lang != "en":
        raise ValueError(f"lang 应为 zh 或 en，得到 {lang!r:.80} / expected lang to be 'zh' or 'en', got {lang!r:.80}")
    return lang


def check_keys(keys: str) -> str:
    """Return ``en`` or ``zh``; raise `ValueError` for anything else."""
    if keys != "zh" and keys != "en":
        raise ValueError(f"keys 应为 en 或 zh，得到 {keys!r:.80} / expected keys to be 'en' or 'zh', got {keys!r:.80}")
    return keys


def check_text(text: Any, name: str = "text") -> None:
    """Raise `TypeError` for what is no text, with what to do where it is a path or bytes.

    >>> check_text(b"a")
    Traceback (most recent call last):
      ...
    TypeError: text：应为文本（str），得到 bytes；读文件请用 perfmodel.read / expected text (str), got bytes; perfmodel.read reads files
    """
    if isinstance(text, str):
        return
    file = isinstance(text, (bytes, bytearray, memoryview, os.PathLike)) or hasattr(text, "read")
    zh, en = ("；读文件请用 perfmodel.read", "; perfmodel.read reads files") if file else ("", "")
    kind = type(text).__name__
    raise TypeError(f"{name}：应为文本（str），得到 {kind}{zh} / expected text (str), got {kind}{en}")


def check_file(file: Any, name: str = "file", method: str = "read") -> None:
    """Raise `TypeError` for what is neither a path nor an open file (which has a ``method``)."""
    if not isinstance(file, (str, os.PathLike)) and not callable(getattr(file, method, None)):
        kind = type(file).__name__
        raise TypeError(f"{name}：应为路径或打开的文件，得到 {kind} / expected a path or an open file, got {kind}")


def wrong_type(value: Any, zh: str, en: str) -> TypeError:
    """Return the error for a value of another type than those named."""
    kind = type(value).__name__
    return TypeError(f"应为 {zh}，得到 {kind} / expected {en}, got {kind}")


def is_file_name(text: str) -> bool:
    """Whether a text looks like the name of a file, given where the file's text was expected.

    >>> is_file_name("tables/2024.yaml"), is_file_name("name: a.yaml"), is_file_name("报送a.pdf\\n两份")
    (True, False, False)
    """
    if len(text) > _LONGEST_FILE_NAME or "." not in text.rstrip()[-_LONGEST_ENDING:]:
        return False
    return re.fullmatch(_FILE_NAME, text) is not None
