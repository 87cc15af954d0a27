"""Changing values in a YAML or JSON file by their places alone: nothing else in the file is touched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from io import StringIO
from typing import Any

from attrs import field, frozen

from perfmodel._internal.caches import remembered
from perfmodel._internal.messages import bilingual
from perfmodel.formats import nodes
from perfmodel.formats.json import json_node
from perfmodel.formats.meaning_check import says
from perfmodel.formats.read import form_of
from perfmodel.formats.schema import MEANING_NAMES
from perfmodel.formats.to_plain import to_plain
from perfmodel.formats.yaml_reader import yaml_node
from perfmodel.formats.yaml_writer import TYPED
from perfmodel.model.fields import keys_of
from perfmodel.model.indicator import Indicator
from perfmodel.model.paths import object_at, steps_of
from perfmodel.model.table import Project, TargetTable
from perfmodel.model.target import Target
from perfmodel.source.place import AnyPlace
from perfmodel.source.source import Source
from perfmodel.source.span import Span

__all__ = ["CannotEdit", "Edit", "Editor", "edited", "plain_safe", "plain_with"]

_UNPRINTABLE = re.compile("[^\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_BLOCK_HEADER = re.compile(r"[|>][^\r\n]*(?:\r\n|\r|\n)\s*")
_TARGET_KEYS = tuple(key.name for key in keys_of(Indicator) if key.kind == "target")


class CannotEdit(Exception):
    """A value that cannot be changed without changing something else; the reason in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(bilingual((zh, en)))
        self.zh = zh
        self.en = en


@frozen(order=True)
class Edit:
    """A stretch of a text, and what is to stand there.

    >>> edited("annual: ≥100%", [Edit(Span(8, 13), "=100%")])
    'annual: =100%'
    """

    span: Span
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with its edits done; raises `ValueError` where two of them overlap."""
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits):
        if edit.span.start < at:
            raise ValueError("两处修改重叠 / two edits overlap")
        pieces += (text[at : edit.span.start], edit.text)
        at = edit.span.end
    return "".join([*pieces, text[at:]])


@frozen(eq=False)
class Editor:
    """Finds what to change in the file that an object was read from.

    >>> from perfmodel.formats.read import read_source
    >>> source = Source("name: 合格率\\nannual: '≥100%' # 验收")
    >>> edits = Editor(source, read_source(source)).edits("annual", "=100%")
    >>> edited(source.text, edits)
    "name: 合格率\\nannual: '=100%' # 验收"
    """

    source: Source
    obj: TargetTable | Project | Indicator
    form: str = field(init=False)

    @form.default
    def _form(self) -> str:
        return form_of(self.source)

    @cached_property
    def _nodes(self) -> dict[tuple[int, int], tuple[nodes.Node, bool]]:
        """Each node by its place, and whether it stands in braces or brackets."""
        root = json_node(self.source) if self.form == "json" else yaml_node(self.source)
        found: dict[tuple[int, int], tuple[nodes.Node, bool]] = {}
        rest: list[tuple[nodes.Node, bool]] = [(root, False)]
        while rest:
            node, flow = rest.pop()
            found[node.start, node.end] = (node, flow)
            inner: list[nodes.Node] = []
            if isinstance(node, nodes.Mapping):
                inner = node.content[1::2]
            elif isinstance(node, nodes.Sequence):
                inner = node.items
            flow = flow or self.source.text.startswith(("{", "["), node.start)
            rest += [(item, flow) for item in inner]
        return found

    def edits(self, path: str, text: str) -> tuple[Edit, ...]:
        """Return what to change so that a field is ``text``; nothing where it is already.

        Raises `CannotEdit` where that cannot be done in this file.
        """
        if self.form == "text":
            raise CannotEdit("公开表的文本不能直接修改", "the text of a published table cannot be edited in place")
        if _UNPRINTABLE.search(text):
            raise CannotEdit("建议的文字含控制字符", "the suggested text contains control characters")
        owner_path, _, name = path.rpartition(".")
        try:
            owner = object_at(self.obj, owner_path)
        except (LookupError, ValueError):
            owner = None
        place: AnyPlace | None = getattr(owner, "place", None)
        span = place.of(name) if place is not None else None
        node, flow = self._nodes.get((span.start, span.end), (None, False)) if span is not None else (None, False)
        if isinstance(node, nodes.Scalar):
            if isinstance(getattr(owner, name), Decimal):
                return self._of_number(node, text)
            return self._of_scalar(node, text, flow)
        if isinstance(node, nodes.Mapping) and isinstance(owner, Indicator) and name in _TARGET_KEYS:
            return self._of_meaning(node, Target(text, owner.unit))
        raise CannotEdit("文件里没有单独写出这个值", "the file does not have this value on its own")

    def _of_meaning(self, node: nodes.Mapping, target: Target) -> tuple[Edit, ...]:
        """The edits for a target that has its meaning beside it: the meaning must go on saying what the text says."""
        meaning = {"text": target.text, **target.to_plain()}
        edits: list[Edit] = []
        for key, value in node.pairs:
            name = MEANING_NAMES.get(key.text, key.text)
            meant = meaning.get(name)
            if isinstance(value, nodes.Scalar) and name != "text" and says(value.joined, meant):
                continue
            if isinstance(value, nodes.Scalar) and isinstance(meant, str):
                edits += self._of_scalar(value, meant, self._nodes[value.start, value.end][1])
            else:
                raise CannotEdit(
                    f"旁边另写有含义，“{key.text}”一项须人工修改",
                    f"its meaning is written beside it: “{key.text}” has to be edited by hand",
                )
        return tuple(edits)

    def _of_number(self, node: nodes.Scalar, text: str) -> tuple[Edit, ...]:
        """The edits for a number: it stays in quotes where it stands in some."""
        raw = self.source.slice(node.span)
        if node.joined == text:
            return ()
        quote = raw[:1] if raw[:1] in ("'", '"') else ""
        return (Edit(Span(node.start, node.end), f"{quote}{text}{quote}"),)

    def _of_scalar(self, node: nodes.Scalar, text: str, flow: bool) -> tuple[Edit, ...]:
        raw = self.source.slice(node.span)
        if node.joined == text:
            return ()
        if self.form == "json":
            return (Edit(node.span, self._double_quoted(text)),)
        mark = raw[:1]
        if mark in ("|", ">"):
            return (self._of_block(node, raw, text),)
        if mark == '"':
            new = self._double_quoted(text)
        elif mark == "'" or not plain_safe(text, flow):
            new = "'" + text.replace("'", "''") + "'"
        else:
            new = text
        return (Edit(Span(node.start, node.end), new),)

    def _of_block(self, node: nodes.Scalar, raw: str, text: str) -> Edit:
        """A block keeps its header, its indent and what follows it; its lines become one."""
        header = _BLOCK_HEADER.match(raw)
        end = len(raw.rstrip())
        if header is None or header.end() >= end or text != text.strip() or not text:
            raise CannotEdit("不能写进块文本", "the text cannot be written as a block")
        return Edit(Span(node.start + header.end(), node.start + end), text)

    def _double_quoted(self, text: str) -> str:
        # A file that escapes everything goes on doing so; YAML has no pairs of surrogates.
        return json.dumps(text, ensure_ascii=self.source.text.isascii() and max(text, default="") <= "\uffff")


@remembered(1024)
def plain_safe(text: str, flow: bool) -> bool:
    """Whether a text can stand without quotes (in braces or brackets, if ``flow``) and every reader takes it for text.

    >>> [plain_safe(text, flow=False) for text in ("=100%", "100", "a: b", "≥1, ≥2")], plain_safe("≥1, ≥2", flow=True)
    ([True, False, False, True], False)
    """
    from yaml.emitter import Emitter

    found = Emitter(StringIO(), allow_unicode=True).analyze_scalar(text)
    allowed: bool = found.allow_flow_plain if flow else found.allow_block_plain
    return allowed and not TYPED.fullmatch(text)


def plain_with(obj: TargetTable | Project | Indicator, changes: Mapping[str, str]) -> dict[str, Any]:
    """Return an object's plain form with other texts at some paths: what the file must say when they are written.

    >>> plain_with(Indicator(name="合格率", annual=Target("≥100%")), {"annual": "=100%"})["annual"]
    '=100%'
    """
    plain = to_plain(obj)
    for path, text in changes.items():
        *steps, last = steps_of(path)
        owner: Any = plain
        for step in steps:
            owner = owner[step]
        owner[last] = Decimal(text) if isinstance(owner[last], Decimal) else text
    return plain
