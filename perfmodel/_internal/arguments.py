"""Arguments of a wrong type or value, refused with the same words by every public function."""

from __future__ import annotations

import os
import re
from typing import Any

from perfmodel._internal.messages import bilingual, mismatch, one_of, wrong_value

__all__ = ["check_file", "check_keys", "check_lang", "check_text", "is_file_name", "wrong_type"]

_FILE_NAME = r"(?i:\S(?:[^\r\n:;；：]|:(?=[\\/]))*\.(?:ya?ml|json|txt|pdf|docx?|wps|xlsx?|et|csv|html?))\s*"
_LONGEST_FILE_NAME, _LONGEST_ENDING = 1000, 5


def check_lang(lang: str) -> str:
    """Return ``zh`` or ``en``; raise `ValueError` for anything else.

    >>> check_lang("english")
    Traceback (most recent call last):
      ...
    ValueError: lang：应为“zh”或“en”，实为“english” / expected lang to be “zh” or “en”, got “english”
    """
    if lang != "zh" and lang != "en":
        raise wrong_value(one_of(("zh", "en")), lang, "lang")
    return lang


def check_keys(keys: str) -> str:
    """Return ``en`` or ``zh``; raise `ValueError` for anything else."""
    if keys != "zh" and keys != "en":
        raise wrong_value(one_of(("en", "zh")), keys, "keys")
    return keys


def check_text(text: Any, name: str = "text") -> None:
    """Raise `TypeError` for an argument that is not a text; for a path or bytes, the message says how to read a file.

    >>> check_text(b"a")
    Traceback (most recent call last):
      ...
    TypeError: text：应为文本（str），实为 bytes；读取文件请用 perfmodel.read / expected text to be a str, got bytes; to read a file, use perfmodel.read
    """
    if isinstance(text, str):
        return
    file = isinstance(text, (bytes, bytearray, memoryview, os.PathLike)) or hasattr(text, "read")
    zh, en = mismatch(("文本（str）", "a str"), type(text).__name__, name)
    hints = ("；读取文件请用 perfmodel.read", "; to read a file, use perfmodel.read") if file else ("", "")
    raise TypeError(bilingual((zh + hints[0], en + hints[1])))


def check_file(file: Any, name: str = "file", method: str = "read") -> None:
    """Raise `TypeError` for what is neither a path nor an open file (which has a ``method``)."""
    if not isinstance(file, (str, os.PathLike)) and not callable(getattr(file, method, None)):
        raise wrong_type(file, "路径或打开的文件", "a path or an open file", name)


def wrong_type(value: Any, zh: str, en: str, name: str = "") -> TypeError:
    """Return the error for a value, given for the argument ``name``, of another type than those named.

    >>> wrong_type(3, "TargetTable 或 Project", "a TargetTable or a Project")
    TypeError('应为 TargetTable 或 Project，实为 int / expected a TargetTable or a Project, got int')
    """
    return TypeError(bilingual(mismatch((zh, en), type(value).__name__, name)))


def is_file_name(text: str) -> bool:
    """Whether a text looks like the name of a file, given where the file's text was expected.

    >>> is_file_name("tables/2024.yaml"), is_file_name("name: a.yaml"), is_file_name("报送a.pdf\\n两份")
    (True, False, False)
    """
    if len(text) > _LONGEST_FILE_NAME or "." not in text.rstrip()[-_LONGEST_ENDING:]:
        return False
    return re.fullmatch(_FILE_NAME, text) is not None
