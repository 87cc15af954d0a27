"""YAML, to be read and edited by people. PyYAML does the syntax; the schema decides what a scalar is."""

from __future__ import annotations

from perfmodel._internal.arguments import check_lang, check_text
from perfmodel._internal.deprecated import renamed_argument
from perfmodel.formats.to_plain import to_plain
from perfmodel.formats.yaml_writer import yaml_text
from perfmodel.model.indicator import Indicator
from perfmodel.model.table import Project, TargetTable
from perfmodel.source.source import Source

__all__ = ["from_yaml", "to_yaml"]


def to_yaml(value: TargetTable | Project | Indicator, keys: str = "en", meanings: bool = False) -> str:
    """Write a table, a project or an indicator as YAML; `from_yaml` reads it back as an equal object.

    Keys are the glossary's English names, or Chinese ones with ``keys="zh"``; empty values are left out; amounts are in
    the table's currency unit. With ``meanings`` each target is written with its meaning. YAML 1.1 and 1.2 readers see
    the same scalars.

    >>> from perfmodel.model.target import Target
    >>> print(to_yaml(Indicator(name="培训人次", annual=Target("1e3"), whole_period=Target("90%或以上"))), end="")
    name: 培训人次
    whole_period: 90%或以上
    annual: '1e3'
    """
    return yaml_text(to_plain(value, keys, meanings))


@renamed_argument("source", "name")
def from_yaml(text: str, lang: str = "zh", name: str | None = None) -> TargetTable | Project | Indicator:
    """Read a table, a project or an indicator from YAML, with keys in English or Chinese.

    Which of the three it is follows from its keys (or from ``kind``). ``name`` is a file name for messages. Spans refer
    to the YAML text. Raises `ParseError` (in ``lang``) with line, column and path for anything that is not such a file:
    unknown or duplicate keys, wrong types, two documents, anchors, aliases, tags, excessive nesting, the name of a
    file. Raises `TypeError` for anything but a string, and `ValueError` for an unknown language.

    >>> from_yaml("name: 会议费\\nfunding:\\n  total: 12.3.4", lang="en")
    Traceback (most recent call last):
      ...
    perfmodel.errors.ParseError: funding.total: expected an amount, got “12.3.4” (line 3, column 10)
      total: 12.3.4
             ^^^^^^
    """
    check_text(text)
    check_lang(lang)
    from perfmodel.formats.from_nodes import ModelBuilder  # writing needs none of it
    from perfmodel.formats.source_errors import SourceErrors
    from perfmodel.formats.yaml_comments import require_no_lost_text
    from perfmodel.formats.yaml_reader import read_nodes

    errors = SourceErrors(Source(text, name), lang)
    errors.refuse_file_name("YAML")
    root = read_nodes(errors)
    require_no_lost_text(root, errors)
    found: TargetTable | Project | Indicator = ModelBuilder(errors).build(root)
    return found
