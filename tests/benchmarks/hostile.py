"""Hostile inputs of any size, and reading one in a process of its own: ``python -m tests.benchmarks.hostile NAME SIZE SECONDS``.

Each is a text that somebody could paste or upload. What must hold: reading it takes no more than a few times as long as
reading an ordinary table of that size, and ends with a result or with the library's own error.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from tests.benchmarks import data

__all__ = ["INPUTS", "ORDINARY", "run"]

ORDINARY = "an ordinary table"


def _repeated(unit: str, head: str = "", tail: str = "") -> Callable[[int], str]:
    return lambda size: head + unit * (size // len(unit.encode())) + tail


_HEAD = (
    "项目支出绩效目标表\n单位名称：某局\n单位：万元\n项目名称 总计 财政拨款 绩效目标\n会议费 5.00 5.00\n开好会议。\n"
)
_START = "1、1-产出指标；11-数量指标；"

# What it is, in English and in Chinese; and the text of about so many bytes.
INPUTS: dict[str, tuple[str, Callable[[int], str]]] = {
    ORDINARY: ("普通的表", data.table),
    "`（` again and again": ("一串“（”", _repeated("（")),
    "`；` again and again": ("一串“；”", _repeated("；")),
    "`1、` again and again": ("一串“1、”", _repeated("1、")),
    '`"` again and again': ('一串“"”', _repeated('"')),
    "digits": ("一串数字", _repeated("1234567890")),
    "digits with points and commas": ("一串带逗号和小数点的数字", _repeated("1,234.5 ")),
    "blanks": ("一串空格", _repeated(" ")),
    "empty lines": ("一串空行", _repeated("\n")),
    "one line of Chinese characters": ("一行汉字", _repeated("长")),
    "one line of five times the size, by its size": ("一行汉字，五倍大小，折算", lambda size: "长" * (5 * size // 3)),
    "lines of one character": ("每行一字", _repeated("长\n")),
    "lines of one digit": ("每行一个数字", _repeated("1\n")),
    "pages of one digit": ("每页一个数字", _repeated("\f1\n", _HEAD)),
    "the beginnings of indicators": ("一串指标开头", _repeated("1、1-产出指标；", _HEAD)),
    "damaged indicators, no two the same": (
        "损坏的指标，各不相同",
        lambda size: (
            _HEAD + "".join(f"{at % 999}、1-产出指标；11-数量指标；名{at}；年度；" for at in range(size // 59))
        ),
    ),
    "indicators that go on behind their explanation": (
        "说明之后还有文字的指标",
        _repeated("1、1-产出指标；11-数量指标；名；指标说明:a。b；", _HEAD),
    ),
    "the smallest of projects": (
        "最小的项目",
        _repeated("会议费 5.00 5.00\n开会。\n1、1-产出指标；11-数量；名；年度指标值:1。\n", _HEAD),
    ),
    "an indicator whose name does not end": ("名称没有尽头的指标", _repeated("名称", f"{_HEAD}{_START}")),
    "an indicator whose value does not end": (
        "指标值没有尽头的指标",
        _repeated("5%", f"{_HEAD}{_START}会议次数；年度指标值:"),
    ),
    "an indicator with labels without end": (
        "栏名没有尽头的指标",
        _repeated("年度指标值:5；", f"{_HEAD}{_START}次数；"),
    ),
    "lines of amounts": ("一串金额行", _repeated("5.00 5.00\n", _HEAD)),
    "rows of a name and amounts": ("一串只有名称和金额的行", _repeated("会议费 5.00 5.00\n开好会议。\n", _HEAD)),
    "heads of tables": ("一串表头", _repeated(_HEAD)),
    "full stops behind an indicator": ("指标后一串“。”", _repeated("。", f"{_HEAD}{_START}会议次数；年度指标值:5次")),
    "YAML: lists in lists": ("YAML：层层嵌套的列表", _repeated("[", "name: ")),
    "YAML: mappings in mappings": ("YAML：层层嵌套的映射", _repeated("{a: ", "name: ")),
    "YAML: dashes on one line": ("YAML：一行短横", _repeated("- ", "projects:\n  ")),
    "YAML: keys that nobody knows": ("YAML：一串不认识的键", _repeated("某键: 某值\n", "name: 会议费\n")),
    "YAML: one key again and again": ("YAML：重复的键", _repeated("goal: 开会\n", "name: 会议费\n")),
    "YAML: a text in quotes without an end": ("YAML：没有结尾的引号", _repeated("长", 'name: "')),
    "JSON: lists in lists": ("JSON：层层嵌套的列表", _repeated("[", '{"name": ')),
    "JSON: a text without an end": ("JSON：没有结尾的文本", _repeated("\\\\", '{"name": "')),
}


def run(name: str, size: int) -> str:
    """Read an input, then look at a thing or two of it as a user would; return the seconds and how it ended."""
    from perfmodel import ParseError
    from perfmodel.formats.read import read_source
    from perfmodel.source.source import Source

    text = INPUTS[name][1](size)
    scale = size / len(text.encode())  # what was made may be a little smaller or larger
    form = name.partition(":")[0]
    source = Source(text, {"YAML": "a.yaml", "JSON": "a.json"}.get(form, "a.txt"))
    start = time.process_time()
    try:
        found = read_source(source)
        problems = len(getattr(found, "problems", ()))
        _look(found)
        ended = (
            f"{type(found).__name__}, {problems} findings" if problems != 1 else f"{type(found).__name__}, 1 finding"
        )
    except ParseError as error:
        str(error)
        ended = "ParseError"
    except (RecursionError, MemoryError) as error:
        ended = type(error).__name__
    return f"{(time.process_time() - start) * scale} {ended}"


def _look(found: object) -> None:
    """Ask what the first values mean, however long they are."""
    for project in getattr(found, "projects", ())[:10]:
        for indicator in project.indicators[:10]:
            for target in (indicator.whole_period, indicator.annual):
                str(target and target.meaning)


def _stop_after(seconds: int) -> None:
    """Let the system end this process when it has used as much of the processor; elsewhere who started it does."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


if __name__ == "__main__":
    _stop_after(int(sys.argv[3]))
    print(run(sys.argv[1], int(sys.argv[2])))
