"""Many files: folders, order, workers, what goes wrong with one of them, and being stopped."""

from __future__ import annotations

import json
import os
import pickle
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from perfmodel import ParseError, Span, parse_table, validate
from perfmodel._internal.optional import install_command
from perfmodel.batch.inputs import Input
from perfmodel.checks.config import Config
from perfmodel.cli import check, collect_results, main
from perfmodel.cli.check_file import Checker, Outcome
from perfmodel.cli.collect_results import Collector
from perfmodel.cli.inputs import gather
from perfmodel.cli.outputs import outputs_for
from perfmodel.reports.counts import Counts, Failure
from perfmodel.reports.json import json_document
from perfmodel.reports.results import Checked, Results
from perfmodel.reports.sarif import sarif_log
from perfmodel.workers.in_order import TASKS_PER_WORKER, in_order, workers_for
from perfmodel.workers.processes import CONTEXT, death_of
from tests.golden import FOLDER

ROOT = Path(__file__).parent.parent
HAZARDS = FOLDER / "hazards.txt"
SMALL = "level1: 产出指标\nlevel2: 质量指标\nname: 验收合格率\nannual: ≥100%\n"
ONLY = "S02,V06,R05"
LAST_LINE = re.compile(r"[0-9.]+ 秒。\n$")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        capfdbinary.readouterr()
        status = main(arguments)
        out, err = capfdbinary.readouterr()
        assert b"Traceback" not in err
        return status, out.decode(), LAST_LINE.sub("… 秒。\n", err.decode())

    return run


def write(name: str, data: str | bytes = SMALL) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())


def files_below(folder: str) -> list[str]:
    return sorted(path.as_posix() for path in Path(folder).rglob("*") if not path.is_dir())


def good_and_bad() -> None:
    """A folder with tables that can be read among files that cannot."""
    write("in/a.txt", HAZARDS.read_bytes())
    write("in/b.yaml")
    write("in/binary.txt", bytes(range(256)))
    write("in/c/a.yaml", SMALL.replace("≥", "="))
    write("in/c/broken.yml", "name: [\n")
    write("in/d.json", '{"name": "会议费"}')
    write("in/empty.txt", "")
    Path("in/lost.txt").symlink_to("nowhere.txt")


# Which files.


def test_folders(run: Run) -> None:
    for name in (
        "b.txt",
        "a.YAML",
        "c/z.yml",
        "c/d/e.json",
        "B/x.txt",
        "read.me",
        ".hidden.txt",
        ".git/a.txt",
        "c.txt",
    ):
        write(f"in/{name}")
    Path("in/c/loop").symlink_to("..")
    Path("in/c/self.d").symlink_to("self.d")
    Path("in/c/y.txt").symlink_to("../b.txt")
    os.mkfifo("in/pipe.txt")
    places = ["B/x.txt", "a.YAML", "b.txt", "c/d/e.json", "c/y.txt", "c/z.yml", "c.txt"]
    assert [file.place for file in gather(["in"], None, "zh")] == [f"in/{place}" for place in places]
    assert [file.place for file in gather(["./in/"], None, "zh")] == [f"in/{place}" for place in places]
    assert [file.path for file in gather(["in/c.txt", "in", "./in/c.txt"], None, "zh")] == [
        f"in/{place}" for place in ["c.txt", *places[:-1]]
    ]
    os.chdir("in")
    assert [file.place for file in gather(["."], None, "zh")] == places
    assert [file.path for file in gather(["c"], ["*.J*", "Z*"], "zh")] == ["c/d/e.json", "c/z.yml"]
    assert [file.place for file in gather(["../in/read.me", "c/self.d"], None, "zh")] == ["read.me", "self.d"]


def test_nothing_found(run: Run) -> None:
    write("in/read.me")
    for command in (["check", "in"], ["parse", "in", "-o", "out"]):
        status, out, err = run(*command)
        assert (status, out) == (2, "")
        assert err == "in：目录中没有 *.txt *.yaml *.yml *.json 之类的文件，也没有文档\nperfmodel: 没有可处理的文件\n"
    assert "nothing to do" in run("check", "in", "--lang", "en")[2]
    write("a.yaml", SMALL.replace("≥", "="))
    status, _out, err = run("check", "in", "a.yaml", "--select", "V06")
    assert status == 0
    assert err.startswith("in：目录中没有")


def test_a_folder_that_cannot_be_looked_into(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write("in/a/a.yaml")
    write("in/b.yaml")
    real = os.scandir

    def scandir(path: str) -> Any:
        if path == "in/a":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    status, out, err = run("check", "in", "--select", "V06")
    assert status == 2
    assert err.startswith("in/a：没有权限\n2 个文件：读出 1 个，未能处理 1 个；发现 1 处；")
    assert out.startswith("in/b.yaml:4:9: V06")
    assert run("parse", "in", "-o", "out")[0] == 2
    assert files_below("out") == ["out/in/b.yaml"]


# Checking many.


def test_one_bad_file_stops_no_other(run: Run) -> None:
    good_and_bad()
    locked = Path("in/locked.txt")
    write("in/locked.txt", HAZARDS.read_bytes())
    locked.chmod(0)
    unreadable = not os.access(locked, os.R_OK)
    status, out, err = run("check", "in", "--select", ONLY)
    assert status == 2
    places = [line.split(":")[0] for line in out.splitlines() if re.match(r"in/\S+: ?", line)]
    assert list(dict.fromkeys(places)) == ["in/a.txt", "in/b.yaml", "in/d.json"] + ["in/locked.txt"] * (not unreadable)
    assert places == sorted(places), "the findings of a file stand together"
    said = err.splitlines()
    assert said[0].startswith("in/binary.txt：文件不是文本")
    assert said[1].startswith("in/c/broken.yml：YAML 语法有误")
    assert [line for line in said if line.startswith("in/empty.txt：内容为空，没有绩效目标表")]
    assert "in/lost.txt：文件不存在" in said
    assert ("in/locked.txt：没有权限" in said) is unreadable
    failed = 4 + unreadable
    assert said[-1].startswith(
        f"9 个文件：读出 {9 - failed} 个（{3 - unreadable} 个有错误），未能处理 {failed} 个；发现 "
    )


def test_one_file_has_no_line_of_its_own(run: Run) -> None:
    write("a.yaml")
    assert run("check", "a.yaml", "--select", "V06")[2] == ""
    assert run("parse", "a.yaml")[2] == ""
    assert run("check", ".", "--select", "V06", "--lang", "en")[2].startswith("1 file: 1 read, 0 failed; 1 finding; ")


@pytest.mark.parametrize(
    "options",
    [
        ("--format", "text"),
        ("--format", "sarif"),
        ("--fix", "--format", "json", "-o", "report.json"),
    ],
)
def test_any_number_of_workers_gives_the_same(run: Run, options: tuple[str, ...]) -> None:
    found = []
    good_and_bad()
    for jobs in ("1", "2"):
        write("in/b.yaml")
        done = run("check", "in", *options, "--jobs", jobs)
        assert done[0] == 2
        contents = {name: Path(name).read_bytes() for name in files_below(".") if os.path.exists(name)}
        found.append((done, contents))
    assert found[0] == found[1]
    fixed = "≥" not in Path("in/b.yaml").read_text(encoding="utf-8")
    assert fixed is ("--fix" in options)
    assert [name for name in found[0][1] if Path(name).name.startswith(".")] == []


def test_a_document_comes_out_of_its_pieces(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(collect_results, "BYTES_IN_MEMORY", 100)
    table = parse_table(HAZARDS.read_text(encoding="utf-8"))
    files = (
        Checked("a.txt", validate(table)),
        Checked("b\x1e\n.txt", failure=Failure("没有权限", "Permission denied")),
        Checked("c.txt", validate(table, select="G01")),
    )
    config = Config()
    results = Results(files, config)
    for form, expected in (("json", json_document(results)), ("sarif", sarif_log(results))):
        path = tmp_path / form
        checker = Checker(config, form=form)
        with Collector(form, False, str(path), "zh") as collector:
            for at, file in enumerate(files):
                collector.take(checker.output(at, file, ""))
            collector.finish(results.counts, config, False)
        text = path.read_text(encoding="utf-8")
        assert text == expected + "\n"
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


def test_a_fixed_file_that_cannot_be_written(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write("in/a.yaml")
    write("in/b.yaml")
    real = os.replace

    def replace(source: str, target: str) -> None:
        if target.endswith("a.yaml"):
            raise PermissionError(13, "Permission denied")
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    status, out, err = run("check", "in", "--fix", "--select", "V06")
    assert status == 2
    assert err.startswith("in/a.yaml：没有权限\n")
    assert out.startswith("in/a.yaml:4:9: V06"), "it is as it was"
    assert out.endswith("已修正 1 处；共 1 处：错误 0，警告 1，提示 0；可自动修正 1 处（--fix）；1 个文件出错。\n")
    assert files_below("in") == ["in/a.yaml", "in/b.yaml"]


# Parsing many.


def test_parse_keeps_the_tree(run: Run) -> None:
    good_and_bad()
    write("out/in/b.yaml", "old" * 1000)
    status, out, err = run("parse", "in", str(HAZARDS.with_suffix(".yaml")), "-o", "out")
    assert (status, out) == (2, "")
    written = ["out/hazards.yaml", "out/in/a.yaml", "out/in/b.yaml", "out/in/c/a.yaml", "out/in/d.yaml"]
    assert files_below("out") == written
    assert Path("out/in/b.yaml").read_text(encoding="utf-8") == run("parse", "in/b.yaml")[1]
    assert Path("out/in/a.yaml").read_text(encoding="utf-8") == run("parse", "in/a.txt")[1]
    assert "9 个文件：读出 5 个（1 个有错误），未能处理 4 个；发现 " in err
    assert "in/lost.txt：文件不存在\n" in err
    assert run("parse", "out", "-o", "json", "--to", "json", "--keys", "zh")[0] == 0
    assert files_below("json") == [f"json/{name.replace('.yaml', '.json')}" for name in written]
    assert "名称" in Path("json/out/in/d.json").read_text(encoding="utf-8")
    assert run("parse", "out", "-o", "sheets", "--to", "xlsx")[0] == 2, "an indicator alone is no spreadsheet"
    assert Path("sheets/out/in/a.xlsx").read_bytes().startswith(b"PK")


def test_parse_with_workers_gives_the_same(run: Run) -> None:
    good_and_bad()
    first, second = (run("parse", "in", "-o", f"out{jobs}", "--jobs", jobs) for jobs in ("1", "2"))
    assert first == second
    assert first[0] == 2
    assert len(files_below("out1")) == 4
    for name in files_below("out1"):
        assert Path(name).read_bytes() == Path(name.replace("out1", "out2", 1)).read_bytes()


def test_the_output_folder_is_no_input(run: Run) -> None:
    write("a.txt", HAZARDS.read_bytes())
    for _time in range(2):
        run("parse", ".", "-o", "out")
        assert files_below(".") == ["a.txt", "out/a.yaml"]
    status, _out, err = run("parse", "out", "-o", "out")
    assert (status, err) == (2, "perfmodel: out 既是输入目录又是输出目录\n")


def test_what_would_write_one_file_is_refused_before_anything_is_done(run: Run) -> None:
    for name in ("in/a.txt", "in/a.yaml", "in/b.yml", "other/in/b.txt", "b.x", "b.x.json"):
        write(name)
    arguments = ("parse", "in", "other/in", "b.x", "b.x.json", "-o", "out")
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.splitlines() == [
        "perfmodel: in/a.txt 和 in/a.yaml 都会写成 out/in/a.yaml",
        "perfmodel: in/b.yml 和 other/in/b.txt 都会写成 out/in/b.yaml",
        "perfmodel: b.x 和 b.x.json 都会写成 out/b.x.yaml",
        "perfmodel: 未做任何处理；可用 --include 只取目录中的一部分文件",
    ]
    assert not os.path.exists("out")
    assert "would both be written to out/in/a.yaml" in run(*arguments, "--lang", "en")[2]
    status, _out, err = run("parse", "in/a.yaml", "in/b.yml", "-o", "in")
    assert status == 2
    assert "in/a.yaml 会覆盖输入文件 in/a.yaml" in err
    os.chdir("in")
    assert run("parse", ".", "-o", ".", "--include", "*.yml")[0] == 0, "beside the inputs, if that replaces none"
    assert files_below(".") == ["a.txt", "a.yaml", "b.yaml", "b.yml"]
    many_inputs = [Input(f"{name}/a.txt", "a.txt") for name in range(100)]
    with pytest.raises(Exception, match="还有 79 处"):
        outputs_for(many_inputs, "out", "yaml", "zh")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("a.yaml", "b.yaml"), "须以 -o OUTDIR"),
        (("a.yaml", "b.yaml", "--lang", "en"), "need an output folder, -o OUTDIR"),
        (("in",), "须以 -o OUTDIR"),
        (("in", "-o", "-"), "须以 -o OUTDIR"),
        (("in", "--to", "xlsx"), "须以 -o OUTDIR"),
        (("a.yaml", "-", "-o", "out"), "标准输入"),
        (("in", "-o", "a.yaml"), "a.yaml：应为目录，实为文件"),
        (("in", "-o", "out", "--jobs", "0"), "应为正整数"),
        (("in", "-o", "out", "--jobs", "x"), "应为正整数"),
    ],
)
def test_wrong_usage(run: Run, arguments: tuple[str, ...], says: str) -> None:
    write("a.yaml")
    write("b.yaml")
    write("in/a.yaml")
    status, out, err = run("parse", *arguments)
    assert (status, out) == (2, "")
    assert says in err
    assert files_below(".") == ["a.yaml", "b.yaml", "in/a.yaml"]


def test_a_library_that_is_missing_is_said_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write("in/a.yaml")
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    status, _out, err = run("parse", "in", "-o", "out", "--to", "xlsx")
    assert (status, err) == (2, f"perfmodel: 需要 xlsxwriter，请安装：{install_command('xlsx')}\n")


# Workers.


class Work:
    """Doubles numbers; dies or fails at some."""

    def __call__(self, task: int) -> int:
        if task < 0:
            os._exit(-task)
        if task % 10 == 7:
            raise ValueError("seven")
        return task * 2


class Stillborn(Work):
    def __setstate__(self, _state: object) -> None:
        os._exit(1)

    def __getstate__(self) -> dict[str, int]:
        return {"a": 1}


def test_a_worker_that_dies_takes_no_other_with_it() -> None:
    tasks = [1, 2, -3, 4, 7, -5, *range(10, 16), -9]
    found = list(in_order(Work(), tasks, jobs=2))
    assert [item for item in found if not isinstance(item, Failure)] == [2, 4, 8, *range(20, 32, 2)]
    died = [item.en for item in found if isinstance(item, Failure)]
    assert died == [
        "the process working on it died (exit code 3)",
        "internal error: ValueError: seven",
        "the process working on it died (exit code 5)",
        "the process working on it died (exit code 9)",
    ]
    assert isinstance(found[2], Failure)
    assert death_of(-9).zh == "处理它的进程意外终止（信号 9，可能是内存不足）"


def test_without_workers_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(in_order(Stillborn(), range(1, 6), jobs=2)) == [2, 4, 6, 8, 10]

    def refuse(*_arguments: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(CONTEXT.Process, "start", refuse)
    assert list(in_order(Work(), range(1, 6), jobs=2)) == [2, 4, 6, 8, 10]


class Watched(Sequence[int]):
    """Tasks that know how many were asked for."""

    asked = 0

    def __len__(self) -> int:
        return 10_000

    def __getitem__(self, at: Any) -> Any:
        self.asked = max(self.asked, at)
        return at + 10


def test_only_a_window_of_files_is_worked_on() -> None:
    tasks = Watched()
    with closing(in_order(Work(), tasks, jobs=2)) as found:
        for due in range(100):
            next(found)
            assert tasks.asked <= due + 2 * TASKS_PER_WORKER


def test_how_many_workers() -> None:
    big = [Input(str(at), str(at), size=10**9) for at in range(3)]
    assert workers_for(big, 2) == 2
    assert workers_for(big, 50) == 3
    assert workers_for([Input("a", "a", size=100)] * 10, None) == 1
    assert 1 <= workers_for(big, None) <= 3
    assert workers_for([*big, Input("-", "-", plain=False)], 2) == 1, "only this process has stdin"


def test_what_goes_between_processes() -> None:
    table = parse_table(HAZARDS.read_text(encoding="utf-8"))
    report = validate(table)
    error = ParseError("应为", "expected", "名称", Span(0, 1), "a.b", "a.yaml", "en")
    assert pickle.loads(pickle.dumps(table)) == table
    assert pickle.loads(pickle.dumps(report)) == report
    assert pickle.loads(pickle.dumps(error)).render() == error.render()
    checker = Checker(form="sarif")
    first = checker((0, Input(str(HAZARDS), "hazards.txt")))
    again = pickle.loads(pickle.dumps(checker))((0, Input(str(HAZARDS), "hazards.txt")))
    assert pickle.loads(pickle.dumps(first)) == again == first


class DyingChecker(Checker):
    def __call__(self, task: tuple[int, Input]) -> Outcome:
        if "bad" in task[1].path:
            os._exit(3)
        return super().__call__(task)


def test_a_file_at_which_a_worker_dies_is_reported(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "bad", "c", "d"):
        write(f"in/{name}.yaml")
    monkeypatch.setattr(check, "Checker", DyingChecker)
    status, out, err = run("check", "in", "--select", "V06", "--jobs", "2", "--format", "json")
    assert status == 2
    assert err.startswith(
        "in/bad.yaml：处理它的进程意外终止（退出码 3）\n4 个文件：读出 3 个，未能处理 1 个；发现 3 处；"
    )
    found = json.loads(out)["files"]
    assert [file["file"] for file in found] == ["in/a.yaml", "in/bad.yaml", "in/c.yaml", "in/d.yaml"]
    assert found[1]["failure"]["english"] == "the process working on it died (exit code 3)"
    assert all(file["warnings"] == 1 for file in (found[0], found[2], found[3]))


# Being stopped.

_BLOCKING = """\
import os, sys, time
from perfmodel.cli import main, parse
from perfmodel.cli.parse_file import Parser

class Blocking(Parser):
    def __call__(self, file):
        if file.path.endswith("z.txt"):
            with open("begun.tmp", "w") as begun:
                begun.write(str(os.getpid()))
            os.replace("begun.tmp", "begun")
            time.sleep(600)
        return super().__call__(file)

def run():
    parse.Parser = Blocking
    return main(sys.argv[1:])
"""


def environment(**variables: str) -> dict[str, str]:
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**os.environ, "PYTHONPATH": path, **variables}


def wait_until(done: Callable[[], bool]) -> None:
    for _try in range(6000):
        if done():
            return
        time.sleep(0.05)
    raise AssertionError("it never came")


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize(
    ("number", "status", "jobs", "group"),
    [
        (signal.SIGINT, 130, "2", True),  # as a terminal does
        (signal.SIGINT, 130, "1", False),
        (signal.SIGTERM, 143, "2", False),
    ],
)
def test_stopping_leaves_nothing_half_done(tmp_path: Path, number: int, status: int, jobs: str, group: bool) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a", "b", "c", "z"):
        (tmp_path / "in" / f"{name}.txt").write_bytes(HAZARDS.read_bytes())
    (tmp_path / "blocking.py").write_text(_BLOCKING, encoding="utf-8")
    # What a script does must not be done again by each worker.
    script = "print('once', flush=True)\nimport sys, blocking\nsys.exit(blocking.run())\n"
    (tmp_path / "run.py").write_text(script, encoding="utf-8")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "run.py", "parse", "in", "-o", "out", "--jobs", jobs, "--lang", "en"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(TMPDIR=str(temporary)),
        start_new_session=True,
    )
    try:
        begun = tmp_path / "begun"
        outputs = [tmp_path / "out" / "in" / f"{name}.yaml" for name in ("a", "b", "c")]
        wait_until(lambda: process.poll() is not None or (begun.exists() and all(path.exists() for path in outputs)))
        worker = int(begun.read_text())
        (os.killpg if group else os.kill)(process.pid, number)
        out, err = process.communicate(timeout=300)
    finally:
        process.kill()
        process.communicate()
    said = [line for line in err.decode().splitlines() if not line.startswith(("in/", "  ", "3、", " "))]
    assert process.returncode == status
    assert out.split() == [b"once"]
    assert "Traceback" not in err.decode()
    assert re.fullmatch("stopped: [23] of 4 files processed", said[-1]), "the third may be written, and not counted yet"
    assert sorted((tmp_path / "out" / "in").iterdir()) == outputs
    assert len({path.read_bytes() for path in outputs}) == 1
    assert list(temporary.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_stopping_while_a_file_is_written(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write("in/a.yaml")
    write("in/b.yaml")
    write("out/in/b.yaml", "old")

    real = os.replace

    def replace(source: str, target: str) -> None:
        if target.endswith("b.yaml"):
            raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    status, out, err = run("parse", "in", "-o", "out")
    assert (status, out, err) == (130, "", "已中断：2 个文件，处理了 1 个\n")
    assert files_below("out") == ["out/in/a.yaml", "out/in/b.yaml"]
    assert Path("out/in/b.yaml").read_text(encoding="utf-8") == "old"
    status, out, err = run("check", "in", "--fix", "--select", "V06", "-o", "report")
    assert (status, err) == (130, "已中断：2 个文件，处理了 1 个\n")
    assert files_below("in") == ["in/a.yaml", "in/b.yaml"]
    assert not os.path.exists("report")


# The bar.


def screen(data: str) -> list[str]:
    """What a terminal shows in the end."""
    lines, row, column = [""], 0, 0
    for part in re.findall(r"\x1b\[[?0-9;]*[A-Za-z]|[\r\n]|[^\x1b\r\n]+", data):
        if part == "\r":
            column = 0
        elif part == "\n":
            row += 1
            lines += [""] * (row - len(lines) + 1)
        elif part == "\x1b[2K":
            lines[row] = ""
        elif part == "\x1b[1A":
            row -= 1
        elif not part.startswith("\x1b"):
            lines[row] = lines[row][:column].ljust(column) + part + lines[row][column + len(part) :]
            column += len(part)
        else:
            assert part[-1] == "m" or part in ("\x1b[?25l", "\x1b[?25h"), part
    return [line.rstrip() for line in lines]


def on_terminal(*arguments: str, without: Sequence[str] = (), **variables: str) -> tuple[int, str]:
    """Run the command with stdout and stderr on one terminal; return what came to it."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    code = f"import sys; sys.modules.update(dict.fromkeys({list(without)!r}))\n"
    code += "from perfmodel.cli import main; sys.exit(main(sys.argv[1:]))"
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env=environment(**{"TERM": "xterm", "COLUMNS": "80", **variables}),
    )
    os.close(theirs)
    data = b"".join(_read(ours))
    os.close(ours)
    return process.wait(), data.decode()


def _read(descriptor: int) -> Iterator[bytes]:
    while True:
        try:
            data = os.read(descriptor, 65536)
        except OSError:  # Linux says so when the other side is closed
            return
        if not data:
            return
        yield data


@pytest.mark.parametrize(
    ("without", "drawn"), [((), "━"), (("rich", "rich.console"), "(12%)")], ids=["rich", "without rich"]
)
def test_a_bar_on_a_terminal(run: Run, without: Sequence[str], drawn: str) -> None:
    good_and_bad()
    if not without:
        pytest.importorskip("rich")
    # So grouped, the text is the same on a terminal as in a pipe.
    arguments = ("check", "in", "--select", ONLY, "--group-by", "file")
    status, out, err = run(*arguments)
    shown_status, shown = on_terminal(*arguments, without=without)
    assert status == shown_status == 2
    assert drawn in shown
    lines = screen(LAST_LINE.sub("… 秒。\n", shown.replace("\r\n", "\n")).replace("\n", "\r\n"))
    assert [line for line in lines if "%" in line and "(" in line and "/8" in line] == []
    expected = [line.rstrip() for line in (out + err).splitlines()]
    # Who looks is told besides what to do next.
    advice = [line for line in lines if line and line not in expected]
    assert 1 <= len(advice) <= 2
    assert sorted(line for line in lines if line and line not in advice) == sorted(line for line in expected if line)
    assert lines[-len(advice) - 3 :] == [out.splitlines()[-1], *advice, err.splitlines()[-1], ""]


def test_no_bar_where_nobody_looks(run: Run) -> None:
    good_and_bad()
    _status, out, err = run("check", "in")
    assert "\r" not in out + err
    assert "\x1b" not in out + err
    shown = on_terminal("check", "in", "--select", "V06", TERM="dumb")[1].replace("\r\n", "\n")
    assert "\r" not in shown
    assert "\x1b" not in shown
    shown = on_terminal("check", "in/b.yaml", "--select", "V06", "--group-by", "file")[1].replace("\r\n", "\n")
    assert "\r" not in shown
    assert "\x1b" not in shown, "one file has no bar"


def test_counts_add_up() -> None:
    counts = Counts()
    for _file in range(3):
        counts.add(Checked("a.txt", validate(parse_table(HAZARDS.read_text(encoding="utf-8")))).counts)
    assert counts.files == counts.with_errors == 3
    assert counts.findings == sum(count for _code, count in counts.by_rule())
    assert counts.status() == 1
    assert counts.status(exit_zero=True) == 0


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no alarms here")
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("command", [("check",), ("parse", "-o", "out")])
def test_a_file_that_takes_too_long_is_left_out(run: Run, command: tuple[str, ...], jobs: str) -> None:
    write("in/a.yaml")
    os.mkfifo("in/slow.txt")  # nobody writes into it
    status, _, err = run(*command, "in/a.yaml", "in/slow.txt", "--timeout", "1", "--jobs", jobs)
    assert status == 2
    assert "in/slow.txt：超过 1 秒（--timeout）未读完，已跳过" in err
    assert "未能处理 1 个" in err


def test_a_folder_takes_documents_and_names_the_others(run: Run) -> None:
    for name in ("a.yaml", "注.png", "~$表.docx", "包.zip"):
        write(f"in/{name}", SMALL)
    samples = ROOT / "tests" / "files" / "samples"
    Path("in/表.CSV").write_bytes("部门,电话\n某局,1\n".encode())
    Path("in/f03.docx").write_bytes((samples / "f03_split.docx").read_bytes())
    status, _out, err = run("parse", "in", "-o", "out")
    assert status == 2
    assert err.startswith("in：已跳过 2 个不能读取的文件：包.zip、注.png\n")
    assert "in/表.CSV" in err
    assert Path("out/in/a.yaml").exists(), "one that holds no table stops no other"
    assert "~$" not in err
    assert run("check", "in", "--include", "*.yaml", "--select", "V06")[0] == 0
    assert "skipped" in run("check", "in", "--lang", "en")[2]
