"""``perfmodel schema``: the JSON Schema of the files, for editors."""

from __future__ import annotations

import argparse

from perfmodel.cli.files import FileProblem, print_error, save
from perfmodel.cli.options import add_language
from perfmodel.cli.outputs import form_by_ending, refuse_output
from perfmodel.formats.json import json_text
from perfmodel.formats.json_schema import json_schema

__all__ = ["add_to"]


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "输出 YAML、JSON 文件的 JSON Schema（2020-12），供编辑器补全和检查。 / "
        "Print the JSON Schema (2020-12) of YAML and JSON files, by which editors complete and check them."
    )
    parser.epilog = "退出码：0 已写出；2 写不了文件 / exit status: 0 written; 2 the file cannot be written"
    parser.add_argument("-o", "--output", metavar="OUT", help="写入文件 / write to a file")
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    try:
        form_by_ending(options.output, "json", {"json": (".json",)}, "json", "schema", options.lang)
        refuse_output(options.output, (), options.lang)
        save(options.output, json_text(json_schema()) + "\n", options.lang)
    except FileProblem as problem:
        print_error(f"perfmodel: {problem}")
        return 2
    return 0
