"""``perfmodel target``: what a target value means."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from perfmodel.cli.files import print_error, save
from perfmodel.cli.options import add_language
from perfmodel.formats.json import json_text
from perfmodel.formats.yaml_writer import yaml_text
from perfmodel.model.target import Target

__all__ = ["add_to"]


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = "解释指标值的含义，每个值一段。 / Show what target values mean, one block a value."
    parser.epilog = "退出码：0 都能识读；1 有不能识读的 / exit status: 0 all understood; 1 some not understood"
    parser.add_argument(
        "values", nargs="*", metavar="VALUE", help="指标值；没有则逐行读标准输入 / values; stdin without any"
    )
    parser.add_argument("--unit", help="表中计量单位一栏 / what the table's column of units says")
    parser.add_argument("--to", choices=("yaml", "json"), default="yaml", help="输出格式 / form of the output")
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    values = options.values or sys.stdin.buffer.read().decode("utf-8", "replace").splitlines()
    targets = [Target(value, options.unit) for value in values]
    blocks = [_plain_of(target, options.lang) for target in targets]
    if options.to == "json":
        text = json_text(blocks[0] if len(blocks) == 1 else blocks) + "\n"
    else:
        text = "---\n".join(yaml_text(block) for block in blocks)
    save(None, text, options.lang)
    unknown = [target for target in targets if not target.understood]
    for target in unknown:
        message = f"not understood: {target.text}" if options.lang == "en" else f"未能识读：{target.text}"
        print_error(f"perfmodel: {message}")
    return 1 if unknown else 0


def _plain_of(target: Target, lang: str) -> dict[str, Any]:
    """Return what is known of a value as plain data, in the order of interest; nothing empty."""
    meaning = target.to_plain()
    if lang == "en" and "reason" in meaning:
        meaning["reason"] = getattr(target.meaning, "english", "") or meaning["reason"]
    fields: dict[str, Any] = {"text": target.text, **meaning}
    if target.understood:
        fields |= {"signs": target.render("signs"), "in_words": target.render("words"), "direction": target.direction}
    conflict = target.unit_conflict
    fields |= {
        "note": target.note,
        "phrase": target.phrase,
        "lookalikes": [f"{found.sign} → {found.read_as}" for found in target.lookalikes],
        "unit_conflict": conflict and f"{conflict.cell} ≠ {conflict.column}",
    }
    return {key: value for key, value in fields.items() if value not in (None, "", [])}
