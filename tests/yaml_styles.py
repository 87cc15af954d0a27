"""Strategies for YAML as people write it: any mix of block and flow, quotes, blocks of lines, comments and line ends."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from perfmodel.formats.edit import plain_safe

COMMENTS = ["# 注", "#", "# annual: ≥100%", "# '\"|>{"]


@st.composite
def written(draw: st.DrawFn, plain: dict[str, Any]) -> str:
    """Plain data as YAML in a style that changes from scalar to scalar."""
    head = draw(st.sampled_from(["", "# 头\n", "---\n", "%YAML 1.1\n---\n", "\n\n"]))
    text = head + _block(draw, plain, 0) + draw(st.sampled_from(["", "# 尾\n", "...\n", "\n\n"]))
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    return text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"])))


def _block(draw: st.DrawFn, value: Any, indent: int) -> str:
    """A mapping or a list in block style, its lines indented."""
    lines = ""
    margin = " " * indent
    items: list[tuple[str, Any]]
    if isinstance(value, dict):
        items = [(f"{_key(draw, key)}:", item) for key, item in value.items()]
    else:
        items = [("-", item) for item in value]
    for lead, item in items:
        if draw(st.integers(0, 9)) == 0:
            lines += margin + draw(st.sampled_from(COMMENTS)) + "\n"
        if isinstance(item, (dict, list)):
            if not item or draw(st.integers(0, 3)) == 0:
                lines += f"{margin}{lead} {_flow(draw, item)}{_comment(draw)}\n"
            else:
                lines += f"{margin}{lead}{_comment(draw)}\n{_block(draw, item, indent + draw(st.sampled_from([2, 4])))}"
        elif isinstance(item, str) and draw(st.integers(0, 5)) == 0 and item == item.strip() != "" and _one_line(item):
            header = draw(st.sampled_from(["|", ">", "|-", ">-", "|+", "|  # 块"]))
            lines += f"{margin}{lead} {header}\n{margin}    {item}\n" + draw(st.sampled_from(["", "\n"]))
        else:
            lines += f"{margin}{lead} {_scalar(draw, item, False)}{_comment(draw)}\n"
    return lines


def _flow(draw: st.DrawFn, value: Any) -> str:
    if isinstance(value, dict):
        inner = [f"{_key(draw, key)}: {_flow(draw, item)}" for key, item in value.items()]
    elif isinstance(value, list):
        inner = [_flow(draw, item) for item in value]
    else:
        return _scalar(draw, value, True)
    between = draw(st.sampled_from([", ", ",  "]))
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{opening}{between.join(inner)}{closing}"


def _scalar(draw: st.DrawFn, value: Any, flow: bool) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return f"{value:f}"
    styles = [json.dumps(value, ensure_ascii=False)]
    if _one_line(value):
        styles.append("'" + value.replace("'", "''") + "'")
    if plain_safe(value, flow):
        styles += [value] * 3
    return draw(st.sampled_from(styles))


def _key(draw: st.DrawFn, key: str) -> str:
    return draw(st.sampled_from([key, key, f"'{key}'", f'"{key}"'])) if plain_safe(key, True) else json.dumps(key)


def _comment(draw: st.DrawFn) -> str:
    return f"  {draw(st.sampled_from(COMMENTS))}" if draw(st.integers(0, 5)) == 0 else ""


def _one_line(text: str) -> bool:
    return len(text.splitlines()) <= 1 and text.isprintable()
