"""What stands in the pages: the fenced blocks of a Markdown file, with what is to be done with each.

A comment before a block says what its language does not: ``<!-- not run: why -->``, or ``<!-- file: NAME -->`` for a
block that is the file NAME of the commands below it. ``# exits 1`` (``# 退出码 1``) behind a command is its exit status.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).parent.parent
PAGES = tuple(
    sorted(
        path
        for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        if not {"site", "_build"} & set(path.relative_to(ROOT).parts)
    )
)
_FENCE = re.compile(r"^( *)(`{3,}|~{3,})(.*)$")
_MARK = re.compile(r"^\s*<!-- (not run|file): *(.+?) *-->\s*$")
_EXITS = re.compile(r"\s+# *(?:exits|退出码) *(\d+)\s*$")


@frozen
class Block:
    """A fenced block; ``line`` is the number of its first line, ``marks`` what the comments before it say."""

    page: Path
    line: int
    language: str
    text: str
    marks: dict[str, str]

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    @property
    def run(self) -> bool:
        """Whether it is to be run."""
        return "not run" not in self.marks


@frozen
class Command:
    """A line of a shell block, with the exit status that the page says and the output that it shows (None: nothing)."""

    line: str
    status: int
    output: str | None = None


def blocks(page: Path) -> list[Block]:
    """All fenced blocks of a page."""
    found: list[Block] = []
    lines = page.read_text(encoding="utf-8").splitlines()
    number = 0
    marks: dict[str, str] = {}
    while number < len(lines):
        line = lines[number]
        number += 1
        if mark := _MARK.match(line):
            marks[mark[1]] = mark[2]
        elif fence := _FENCE.match(line):
            indent, ticks, language = len(fence[1]), fence[2], fence[3].strip()
            start = number
            while number < len(lines) and not re.fullmatch(rf" *{ticks[0]}{{{len(ticks)},}} *", lines[number]):
                number += 1
            text = "".join(f"{inner[indent:]}\n" for inner in lines[start:number])
            assert number < len(lines), f"{page}:{start}: a block without an end"
            number += 1
            found.append(Block(page, start, language, text, marks))
            marks = {}
        elif line.strip():
            marks = {}
    return found


def commands(block: Block) -> list[Command]:
    """The commands of a block of ``sh``, or of ``console`` with what they put out."""
    found: list[Command] = []
    if block.language == "console":
        for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            line, _, output = part.partition("\n")
            found.append(_command(line, output))
        return found
    for line in block.text.replace("\\\n", " ").splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            found.append(_command(line, None))
    return found


def _command(line: str, output: str | None) -> Command:
    exits = _EXITS.search(line)
    return Command(line[: exits.start()] if exits else line, int(exits[1]) if exits else 0, output)


def ours(text: str) -> list[list[str]]:
    """The arguments of every call of ``perfmodel`` in a shell's line."""
    found = []
    for call in re.finditer(r"(?:^|[\s|;&(/])perfmodel +([^|;&\n()]+)", text):
        words = shlex.split(re.sub(r"\s#.*|[<>].*", "", call[1]))
        found.append(words)
    return found
