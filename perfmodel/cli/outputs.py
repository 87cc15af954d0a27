"""Where the output of each of many files goes: below one folder, each in its place."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from perfmodel.cli.files import FileProblem
from perfmodel.cli.inputs import Input

__all__ = ["outputs_for"]

_OUTPUT_ENDINGS = {"yaml": ".yaml", "json": ".json", "text": ".txt", "xlsx": ".xlsx"}
_INPUT_ENDINGS = (".txt", ".yaml", ".yml", ".json")
_CONFLICTS_SHOWN = 20


def outputs_for(inputs: Sequence[Input], folder: str, form: str, lang: str) -> list[str]:
    """Return the path of each input's output: its place below the folder, with the ending of the form.

    Raises `FileProblem`, before anything is done, that names the inputs which would write one file, or whose output
    would replace an input.

    >>> outputs_for([Input("2024/a.txt", "2024/a.txt"), Input("b", "b")], "out", "yaml", "en")
    ['out/2024/a.yaml', 'out/b.yaml']
    """
    if os.path.exists(folder) and not os.path.isdir(folder):
        raise FileProblem(f"{folder}: not a folder" if lang == "en" else f"{folder}：这是文件，不是目录")
    outputs = [os.path.join(folder, _renamed(file.place, _OUTPUT_ENDINGS[form])) for file in inputs]
    wrong = list(_conflicts(inputs, outputs, lang))
    if wrong:
        more = len(wrong) - _CONFLICTS_SHOWN
        if more > 0:
            wrong[_CONFLICTS_SHOWN:] = [f"and {more} more" if lang == "en" else f"还有 {more} 处"]
        wrong.append(
            "nothing was done; --include takes only some files of a folder"
            if lang == "en"
            else "什么都没有做；用 --include 可以只取目录里的一部分文件"
        )
        raise FileProblem("\n".join(f"perfmodel: {line}" for line in wrong))
    return outputs


def _renamed(place: str, ending: str) -> str:
    root, old = os.path.splitext(place)
    return (root if old.lower() in _INPUT_ENDINGS else place) + ending


def _conflicts(inputs: Sequence[Input], outputs: Sequence[str], lang: str) -> Iterator[str]:
    """Yield a message for each output that cannot be written: two in one file, or one over an input."""
    writers: dict[str, str] = {}
    read = {file.identity: file.path for file in inputs if file.identity is not None}
    for file, output in zip(inputs, outputs, strict=True):
        if file.failure is not None:
            continue
        first = writers.setdefault(os.path.normcase(os.path.abspath(output)), file.path)
        if first != file.path:
            yield (
                f"{first} and {file.path} would both be written to {output}"
                if lang == "en"
                else f"{first} 和 {file.path} 都会写成 {output}"
            )
        try:
            found = os.stat(output)
        except (OSError, ValueError):
            continue
        replaced = read.get((found.st_dev, found.st_ino))
        if replaced is not None:
            yield (
                f"{output} would replace the input {replaced}"
                if lang == "en"
                else f"{output} 会覆盖输入文件 {replaced}"
            )
