"""Where output goes: what its ending says, which files it must not replace, and the place of each of many below a folder."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NoReturn

from perfmodel._internal.messages import in_languages
from perfmodel._internal.optional import MissingExtra, require
from perfmodel._internal.paths import is_folder
from perfmodel.cli.arguments import wrong_usage
from perfmodel.cli.files import FileProblem, file_message, shown_name

if TYPE_CHECKING:
    import argparse

    from perfmodel.batch.inputs import Input

__all__ = [
    "PARSE_ENDINGS",
    "form_by_ending",
    "form_is_parquet",
    "link_below",
    "outputs_for",
    "refuse_output",
    "refuse_workbook_on_stdout",
    "require_library",
]

# The endings of each form that `perfmodel parse` writes; the first is the one that it gives.
PARSE_ENDINGS: dict[str, tuple[str, ...]] = {
    "yaml": (".yaml", ".yml"),
    "json": (".json",),
    "text": (".txt",),
    "xlsx": (".xlsx",),
    "docx": (".docx",),
    "parquet": (".parquet",),
}
# Endings that say something of a file's form, whichever command can write it. Others (none, .out, .md) leave it open.
_SPEAKING = frozenset(
    ".yaml .yml .json .jsonl .txt .xlsx .csv .tsv .html .htm .xml .sarif .diff .patch .toml .docx .doc .wps .rtf .odt .pdf .ofd "
    ".xls .xlsm .xlsb .et .ods .ppt .pptx .png .jpg .jpeg .gif .bmp .tif .tiff .zip .rar .7z .gz .tar .parquet".split()
)
_INPUT_ENDINGS = (".txt", ".yaml", ".yml", ".json")
_CONFLICTS_SHOWN = 20


def require_library(form: str, lang: str) -> None:
    """Refuse a form of output whose library is not installed, before anything is read; raises `FileProblem`.

    >>> require_library("html", "zh")
    """
    if form == "xlsx":
        try:
            require("xlsxwriter", "xlsx")
        except MissingExtra as error:
            raise FileProblem(f"perfmodel: {in_languages(str(error))[lang == 'en']}") from None


def refuse_workbook_on_stdout(form: str, output: str | None, lang: str) -> None:
    """Refuse a workbook that no file is named for; raises `FileProblem`.

    >>> refuse_workbook_on_stdout("xlsx", "-", "en")
    Traceback (most recent call last):
      ...
    perfmodel.cli.files.FileProblem: --format xlsx needs -o OUT.xlsx
    """
    if form == "xlsx" and output in (None, "-"):
        raise FileProblem(
            "--format xlsx needs -o OUT.xlsx" if lang == "en" else "--format xlsx 须以 -o OUT.xlsx 给出输出文件"
        )


def form_by_ending(
    output: str | None, given: str | None, forms: Mapping[str, Sequence[str]], default: str, option: str, lang: str
) -> str:
    """Return the form of an output: the one that is ``given`` by an option, else the one that its ending says.

    ``forms`` has the endings of each form that can be written. Raises `FileProblem` where option and ending contradict
    each other, or where the ending is that of something else.

    >>> form_by_ending("表.JSON", None, PARSE_ENDINGS, "yaml", "--to", "zh")
    'json'
    >>> form_by_ending("表.json", "yaml", PARSE_ENDINGS, "yaml", "--to", "en")
    Traceback (most recent call last):
      ...
    perfmodel.cli.files.FileProblem: 表.json: the file name ends in .json, but --to is yaml; change one of them
    """
    if output is None or output == "-":
        return given or default
    lower = output.lower()
    ending = os.path.splitext(lower)[1]
    fitting = {form: max(map(len, filter(lower.endswith, endings)), default=0) for form, endings in forms.items()}
    if given is not None:
        if ending in _SPEAKING and not fitting[given]:
            zh, en = (
                f"文件名以 {ending} 结尾，{option} 为 {given}；请修改其中之一",
                (f"the file name ends in {ending}, but {option} is {given}; change one of them"),
            )
            raise FileProblem(file_message(output, zh, en, lang))
        return given
    best = max(fitting, key=lambda form: fitting[form])
    if fitting[best]:
        return best
    if ending in _SPEAKING:
        listed = "、".join(dict.fromkeys(ending for endings in forms.values() for ending in endings))
        raise FileProblem(
            file_message(
                output, f"不能写 {ending} 文件；可用：{listed}", f"cannot write {ending} files; known: {listed}", lang
            )
        )
    return default


def form_is_parquet(
    output: str | None, given: str | None, forms: Mapping[str, Sequence[str]], option: str, options: argparse.Namespace
) -> bool:
    """Whether an output is a folder of Parquet: by an option, as ``given``, or by its ending.

    Raises `FileProblem` as `form_by_ending` does, and where another form is given an option that only Parquet has.
    """
    lang: str = options.lang
    parquet = given == "parquet" or (given is None and (output or "").lower().endswith(tuple(forms["parquet"])))
    if parquet:
        form_by_ending(output, given, forms, "parquet", option, lang)
    elif options.force:
        zh, en = "--force 只能用于 parquet", "--force works with parquet only"
        raise FileProblem(f"perfmodel: {wrong_usage(zh, en, lang)}")
    return parquet


def refuse_output(output: str | None, inputs: Iterable[str], lang: str) -> None:
    """Raise `FileProblem` where the output is a symbolic link, a folder, or one of the files that are read.

    Names are compared by the file that they lead to, so that another spelling, a hard link or a link is found too; stdin
    and stdout (``-``, and None for the output) count where they are ordinary files.

    >>> refuse_output("./README.md", ["LICENSE", "docs/../README.md"], "en")
    Traceback (most recent call last):
      ...
    perfmodel.cli.files.FileProblem: ./README.md: this is the input file docs/../README.md itself; write to another file
    """
    named = output is not None and output != "-"
    if named:
        from perfmodel.formats.files import LINK_REFUSED, is_link

        assert output is not None
        if is_link(output):
            raise FileProblem(file_message(output, *LINK_REFUSED, lang))
    target = _ordinary(output if named else None, 1)
    if target is None:
        return
    for path in inputs:
        if _ordinary(None if path == "-" else path, 0) == target:
            shown, source = output if named else "<stdout>", shown_name(path)
            zh, en = (
                f"这是输入文件 {source} 本身；请写到其他文件",
                f"this is the input file {source} itself; write to another file",
            )
            raise FileProblem(file_message(shown or "", zh, en, lang))


def _ordinary(path: str | None, number: int) -> tuple[int, int] | None:
    """What identifies an ordinary file: that of a path, or the standard stream of a number."""
    try:
        if path is None:
            stream = sys.stdout if number else sys.stdin
            found = os.fstat(stream.fileno())
        else:
            found = os.stat(path)
    except (OSError, ValueError, AttributeError):  # not there; a stream that a program has put in its place
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None


def outputs_for(inputs: Sequence[Input], folder: str, form: str, lang: str) -> list[str]:
    """Return the path of each input's output: its place below the folder, with the ending of the form.

    Raises `FileProblem`, before anything is done, that names the inputs which would write one file, or whose output
    would replace an input.

    >>> from perfmodel.batch.inputs import Input
    >>> outputs_for([Input("2024/a.txt", "2024/a.txt"), Input("b", "b")], "out", "yaml", "en")
    ['out/2024/a.yaml', 'out/b.yaml']
    """
    _refuse_folder(folder, lang)
    outputs = [os.path.join(folder, _renamed(file.place, PARSE_ENDINGS[form][0])) for file in inputs]
    wrong = [*_conflicts(inputs, outputs, lang), *_links(folder, outputs, lang)]
    if wrong:
        more = len(wrong) - _CONFLICTS_SHOWN
        if more > 0:
            wrong[_CONFLICTS_SHOWN:] = [f"and {more} more" if lang == "en" else f"还有 {more} 处"]
        wrong.append(
            "nothing was done; use --include to take only some of the files in a folder"
            if lang == "en"
            else "未做任何处理；可用 --include 只取目录中的一部分文件"
        )
        raise FileProblem("\n".join(f"perfmodel: {line}" for line in wrong))
    return outputs


def _refuse_folder(folder: str, lang: str) -> None:
    from perfmodel.formats.files import LINK_REFUSED, is_link

    def fail(zh: str, en: str) -> NoReturn:
        raise FileProblem(file_message(folder, zh, en, lang))

    if is_link(folder):
        fail(*LINK_REFUSED)
    if os.path.exists(folder) and not os.path.isdir(folder):
        fail("应为目录，实为文件", "expected a folder, got a file")
    if not is_folder(folder) and os.path.splitext(folder)[1].lower() in _SPEAKING:
        fail(
            "多个文件须写到目录中，此名称却像文件名；若确为目录，请先建立",
            "several files have to go to a folder, but this looks like a file; if it is meant as a folder, create it first",
        )


def link_below(folder: str, output: str) -> str | None:
    """Return the first part of an output's path, below its folder, that is a symbolic link; None where none is.

    >>> link_below("docs", "docs/reference/cli.md") is None
    True
    """
    at = folder
    for part in os.path.relpath(output, folder).split(os.sep):
        at = os.path.join(at, part)
        if os.path.islink(at):
            return at
    return None


def _links(folder: str, outputs: Iterable[str], lang: str) -> Iterator[str]:
    """Say through which links outputs would be written, each once."""
    from perfmodel.formats.files import LINK_ON_THE_WAY

    for link in dict.fromkeys(link_below(folder, output) for output in outputs):
        if link is not None:
            yield file_message(link, *LINK_ON_THE_WAY, lang)


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
                f"{output} would replace the input file {replaced}"
                if lang == "en"
                else f"{output} 会覆盖输入文件 {replaced}"
            )
