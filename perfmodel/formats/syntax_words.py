"""What the readers of YAML, JSON and TOML find wrong with a text, in words for those who wrote it.

Each reader has its own English. A message is known by a part of it; one that is not is told in general words.
"""

from __future__ import annotations

import re

from perfmodel._internal.messages import Words

__all__ = ["json_words", "toml_words", "yaml_words"]

_Table = tuple[tuple[str, str, str], ...]

_YAML: _Table = (
    (
        "could not find expected ':'",
        "此处应为“键: 值”，缺冒号和空格",
        "expected a key and its value here: “: ” is missing",
    ),
    ("values are not allowed", "此处不能再有“: ”", "“: ” is not allowed here"),
    ("entries are not allowed", "此处不能有列表的“- ”", "the “- ” of a list is not allowed here"),
    ("keys are not allowed", "此处不能有“? ”", "“? ” is not allowed here"),
    (
        "expected '-' indicator",
        "此处应为列表的下一项“- ”，与上面各项对齐",
        "expected “- ” here, in line with the items above",
    ),
    ("expected ',' or ']'", "方括号没有闭合，或缺逗号", "a bracket is not closed, or a comma is missing"),
    ("expected ',' or '}'", "花括号没有闭合，或缺逗号", "a brace is not closed, or a comma is missing"),
    (
        "expected key|expected <block end>",
        "此处应为键名，与上面的键对齐",
        "expected a key here, in line with those above",
    ),
    (
        "expected (?:the )?node content",
        "方括号或花括号没有闭合，或缺值",
        "a bracket or brace is not closed, or a value is missing",
    ),
    (
        "cannot start any token|found unexpected ':'",
        "这个符号不能作为值的开头；请给整个值加引号",
        "a value cannot begin with this character: put the whole value in quotes",
    ),
    ("end of stream|document (?:separator|indicator)", "引号没有闭合", "a quotation mark is not closed"),
    ("characters are not allowed", "含不能显示的控制字符", "control characters are not allowed"),
    (
        "escape char|hexa?decimal|escape code",
        "双引号里的“\\”转义有误；请改用单引号",
        "wrong escape after “\\” in double quotes: use single quotes",
    ),
    (
        "indentation indicator|chomping|comment or (?:a )?line break",
        "块文本的开头（“|”或“>”）有误；若本是文字，请给整个值加引号",
        "wrong beginning of a block of text (“|” or “>”): if it is text, put the whole value in quotes",
    ),
    ("tab character", "缩进用了制表符（Tab）；请改用空格", "a tab in the indentation: use spaces"),
    ("directive|version|YAML document|digit|%TAG", "“%”开头的指令有误", "wrong directive: a line that begins with “%”"),
    ("document start", "“---”前另有内容，或前面的内容没有写完", "unexpected text before “---”"),
    ("handle|[tT]ag|URI|expected '!'|'>'", "“!”开头的标签有误", "wrong tag: a value that begins with “!”"),
    ("alphabetic|alphabetical", "“&”“*”后的名称有误", "wrong name after “&” or “*”"),
    ("nesting", "嵌套过深", "nested too deeply"),
    ("(?i)unicode|UTF-8|octet|surrogate", "含无效字符", "an invalid character"),
)

_JSON: _Table = (
    ("Expecting value", "此处应为值", "expected a value"),
    ("Expecting property name", "此处应为用双引号括起的键名", "expected a key in double quotes"),
    ("Expecting ':'", "键名后应为“:”", "expected “:” after the key"),
    ("Expecting ','", "此处应为“,”，或括号没有闭合", "expected “,”, or a bracket is not closed"),
    ("trailing comma", "右括号前多了“,”", "a comma before the closing bracket"),
    ("Extra data", "内容完结后另有文字", "text after the end of the content"),
    ("Unterminated string", "引号没有闭合", "a quotation mark is not closed"),
    (
        "control character",
        "引号里含控制字符（换行应写作“\\n”）",
        "a control character in a string (write a line end as “\\n”)",
    ),
    ("escape", "引号里的“\\”转义有误", "wrong escape after “\\” in a string"),
    ("BOM", "开头有字节顺序标记（BOM）", "a byte order mark (BOM) at the beginning"),
    ("empty", "文件为空", "the file is empty"),
)

_TOML: _Table = (
    ("Invalid statement", "此处应为“键 = 值”或“[表名]”", "expected “key = value” or “[table]”"),
    (
        "newline or end of document",
        "值后另有文字；每行只能有一个“键 = 值”",
        "text after the value: write one “key = value” per line",
    ),
    ("Expected '=' after", "键名后应为“=”", "expected “=” after the key"),
    ("end of an? (?:table|array)", "表名的方括号没有闭合", "the bracket of a table is not closed"),
    ("twice|redefine|overwrite|mutate|Duplicate", "键名或表名重复", "duplicate key or table"),
    (
        "initial character for a key|key part",
        "键名有误；含中文的键名应加引号",
        "wrong key: one with Chinese characters needs quotes",
    ),
    ("Unclosed array", "方括号没有闭合，或缺逗号", "a bracket is not closed, or a comma is missing"),
    ("Unclosed inline table", "花括号没有闭合，或缺逗号", "a brace is not closed, or a comma is missing"),
    (
        "Unescaped|hex value|Unicode scalar",
        "双引号里的“\\”转义有误；请改用单引号",
        "wrong escape after “\\” in double quotes: use single quotes",
    ),
    ("Unterminated string|Expected [\"']{3,5}", "引号没有闭合", "a quotation mark is not closed"),
    (
        "Illegal character|invalid character",
        "含不允许的字符（字符串里不能换行）",
        "a character that is not allowed (a string ends on its line)",
    ),
    ("date", "日期有误", "wrong date"),
    ("Invalid value", "值有误；文字应加引号", "wrong value: text needs quotes"),
)


def _words(table: _Table, problem: str, name: str) -> Words:
    for part, zh, en in table:
        if re.search(part, problem):
            return zh, en
    return f"此处不合 {name} 的语法", f"this is not {name}"


def yaml_words(problem: str) -> Words:
    """Return what PyYAML says, in both languages.

    >>> yaml_words("did not find expected ',' or ']'")
    ('方括号没有闭合，或缺逗号', 'a bracket is not closed, or a comma is missing')
    """
    return _words(_YAML, problem, "YAML")


def json_words(problem: str) -> Words:
    """Return what the standard reader of JSON says, in both languages.

    >>> json_words("Expecting ',' delimiter")
    ('此处应为“,”，或括号没有闭合', 'expected “,”, or a bracket is not closed')
    """
    return _words(_JSON, problem, "JSON")


def toml_words(problem: str) -> Words:
    """Return what the reader of TOML says, in both languages.

    >>> toml_words("Cannot overwrite a value")
    ('键名或表名重复', 'duplicate key or table')
    """
    return _words(_TOML, problem, "TOML")
