"""What argparse says, in Chinese: its messages by the templates that they are made from, in every version of Python.

A message that argparse is given by a later version stays in English; a test reads the templates out of the argparse at hand.
"""

from __future__ import annotations

import ast
import re
from functools import cache

__all__ = ["ARGPARSE_CHINESE", "in_chinese"]

# A `%s` is called `it` here.
ARGPARSE_CHINESE = {
    "argument %(argument_name)s: %(message)s": "参数 {argument_name}：{message}",
    "the following arguments are required: %s": "缺少参数：{it}",
    "one of the arguments %s is required": "下列参数须有一个：{it}",
    "unrecognized arguments: %s": "多余的参数：{it}",
    "not allowed with argument %s": "不能与 {it} 同用",
    "ignored explicit argument %r": "不带值，却给了“{it}”",
    "expected one argument": "须有一个值",
    "expected at most one argument": "最多有一个值",
    "expected at least one argument": "至少有一个值",
    "expected %s argument": "须有 {it} 个值",
    "expected %s arguments": "须有 {it} 个值",
    "ambiguous option: %(option)s could match %(matches)s": "选项 {option} 不明确，可以是 {matches}",
    "unexpected option string: %s": "多余的选项：{it}",
    "invalid int value: %(value)r": "应为整数，实为“{value}”",
    "invalid %(type)s value: %(value)r": "“{value}”不能用作 {type}",
    "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)": (
        "未知值“{value}”，是否为“{closest}”？可用：{choices}"
    ),
    "invalid choice: %(value)r (choose from %(choices)s)": "未知值“{value}”；可用：{choices}",
    "unknown parser %(parser_name)r (choices: %(choices)s)": "未知命令“{parser_name}”；可用：{choices}",
    "can't open '%(filename)s': %(error)s": "无法打开 {filename}：{error}",
}
_PLACEHOLDER = re.compile(r"%(?:\((?P<name>\w+)\))?[sr]")


def in_chinese(message: str) -> str:
    """Return a message of argparse in Chinese; another message as it is.

    >>> in_chinese("argument --jobs: expected one argument")
    '参数 --jobs：须有一个值'
    """
    for english, chinese in ARGPARSE_CHINESE.items():
        found = _pattern(english).fullmatch(message)
        if found is not None:
            parts = {name: _unquoted(text) for name, text in found.groupdict().items()}
            if "message" in parts:
                parts["message"] = in_chinese(found["message"])
            return chinese.format(**parts)
    return message


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """Return the pattern of all messages that are made from a template."""
    pattern, end = "", 0
    for place in _PLACEHOLDER.finditer(template):
        pattern += f"{re.escape(template[end : place.start()])}(?P<{place['name'] or 'it'}>.*?)"
        end = place.end()
    return re.compile(pattern + re.escape(template[end:]), re.DOTALL)


def _unquoted(text: str) -> str:
    """Return a text that argparse shows as a literal of Python as it was given; a list of names with the Chinese comma."""
    if text[:1] in "'\"" and text:
        try:
            value = ast.literal_eval(text)
        except (ValueError, SyntaxError):
            pass
        else:
            return value if isinstance(value, str) else "、".join(map(str, value))
    return text.replace(", ", "、")
