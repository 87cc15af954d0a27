"""The command line, run as a user runs it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.golden import FOLDER

REAL = FOLDER / "guangzhou-disability-employment.txt"


def run(*arguments: str, data: bytes = b"", **environment: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "perfmodel", *arguments],
        input=data,
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
        cwd=Path(__file__).parent.parent,
    )
    stderr = done.stderr.decode("utf-8", "replace")
    assert "Traceback" not in stderr
    return done.returncode, done.stdout.decode("utf-8"), stderr


def test_parse() -> None:
    status, out, err = run("parse", str(REAL))
    assert status == 0
    assert out.count("  - level1: ") == 52
    assert err.count("R01 hint") == len(err.splitlines()) == 12
    assert f"{REAL}:8:4: R01 hint 合计（total）: 原文未标明" in err


@pytest.mark.parametrize("keys", ["en", "zh"])
@pytest.mark.parametrize("form", ["text", "yaml", "json"])
def test_the_way_through_any_form_gives_the_same(form: str, keys: str) -> None:
    _status, expected, _err = run("parse", str(REAL))
    _status, carried, _err = run("parse", str(REAL), "--to", form, "--keys", keys)
    status, out, _err = run("parse", "-", data=carried.encode())
    assert (status, out) == (0, expected)


def test_findings_of_severity_error_set_the_status() -> None:
    status, out, err = run("parse", str(FOLDER / "hazards.txt"), "--lang", "en")
    assert status == 1
    assert "乱码" in out
    assert "R05 error project 3, indicator 3 (projects[2].indicators[2]): indicator not understood" in err
    assert "^^^" in err


def test_output_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    out = tmp_path / "out.yaml"
    assert run("parse", str(REAL), "-o", str(out))[0] == 0
    first = out.read_text(encoding="utf-8")
    assert first.startswith("title:")
    out.chmod(0o640)
    assert run("parse", str(REAL), "-o", str(out), "--keys", "zh")[0] == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o640
    second = out.read_text(encoding="utf-8")
    status, _out, err = run("parse", "no-such-file", "-o", str(out))
    assert (status, out.read_text(encoding="utf-8")) == (2, second)
    assert "文件不存在" in err
    status, _out, err = run("parse", str(REAL), "-o", str(tmp_path))
    assert status == 2
    assert "目录" in err
    assert run("parse", str(REAL), "-o", str(tmp_path / "none" / "out"))[0] == 2
    assert os.listdir(tmp_path) == ["out.yaml"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "没有绩效目标表"),
        (bytes(range(256)) * 20, "不是文本"),
        ("会议通知".encode(), "没有绩效目标表"),
        (b"\xff\xfe\x00", "不是文本"),
        (b"title: [a\n", "YAML 语法有误"),
        (b'{"title": ', "JSON 语法有误"),
        (b"x" * 3_000_000, "没有绩效目标表"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(data: bytes, says: str) -> None:
    status, out, err = run("parse", data=data)
    assert (status, out) == (2, "")
    assert says in err


def test_one_line_of_several_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    path.write_text("项目支出绩效目标表" + "1、1-产出指标；" * 15_000, encoding="utf-8")
    status, _out, err = run("parse", str(path), "-o", str(tmp_path / "out"))
    assert status == 1
    assert max(map(len, err.splitlines())) < 400


def test_other_failures(tmp_path: Path) -> None:
    assert "目录" in run("parse", str(tmp_path))[2]
    status, _out, err = run("parse", "--to", "xml")
    assert status == 2
    assert "用法有误" in err
    assert run()[0] == 2
    status, out, _err = run("--version")
    assert (status, out[:9]) == (0, "perfmodel")
    status, out, err = run("parse", str(REAL), PYTHONIOENCODING="ascii", LC_ALL="C")
    assert status == 0
    assert "绩效目标" in out
    locked = tmp_path / "locked"
    locked.write_text("a", encoding="utf-8")
    locked.chmod(0)
    if not os.access(locked, os.R_OK):
        assert "没有权限" in run("parse", str(locked))[2]


def test_a_reader_that_has_seen_enough() -> None:
    command = f"{sys.executable} -m perfmodel parse {REAL} | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=True, cwd=Path(__file__).parent.parent)
    assert done.stdout.decode().startswith("title:")
    assert "Traceback" not in done.stderr.decode()
    assert "BrokenPipe" not in done.stderr.decode()


def test_meanings() -> None:
    status, out, _err = run("parse", str(REAL), "--meanings")
    assert status == 0
    assert out.count("kind: ") == 104
    assert "kind: text" not in out
    assert "      number: '2'\n      unit: 次\n      per: 年\n" in out
    again = run("parse", "-", data=out.encode())
    assert again[1] == run("parse", str(REAL))[1]


def test_target() -> None:
    status, out, err = run("target", "不少于2次/年")
    assert (status, err) == (0, "")
    assert "op: '>='" in out
    assert "per: 年" in out
    status, out, err = run("target", "--unit", "%", "--to", "json", data="≥95\n工5%\n".encode())
    assert status == 1
    assert '"unit": "%"' in out
    assert "未能识读：工5%" in err


def test_diff(tmp_path: Path) -> None:
    assert run("diff", str(REAL), str(REAL)) == (0, "没有不同。\n", "")
    assert run("diff", str(REAL), str(FOLDER / "guangzhou-disability-employment.yaml"), "--lang", "en") == (
        0,
        "No differences.\n",
        "",
    )
    changed = tmp_path / "new.txt"
    text = REAL.read_text(encoding="utf-8")
    assert text.count("不少于2次/年") == 2
    changed.write_text(text.replace("不少于2次/年", "不少于3次/年", 1), encoding="utf-8")
    status, out, err = run("diff", str(REAL), str(changed))
    assert (status, err) == (1, "")
    assert "项目：残疾人就业经费  [projects[2]]\n" in out
    assert "    提高  实施周期指标值：不少于2次/年 → 不少于3次/年\n" in out
    status, out, _err = run("diff", str(changed), "-", "--format", "json", data=REAL.read_bytes())
    assert status == 1
    found = json.loads(out)
    assert found["counts"] == {"lowered": 1}
    assert found["changes"][0]["path_new"] == "projects[2].indicators[0].whole_period"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["no-such-file", str(REAL)], "文件不存在"),
        ([str(REAL), "no-such-file", "--lang", "en"], "No such file"),
        (["-", "-"], "标准输入只能读取一次"),
        ([str(REAL), "-"], "应为两张 TargetTable"),
        (
            [str(REAL), "-", "--lang", "en"],
            "expected two TargetTables, two Projects or two Indicators, got TargetTable and",
        ),
        ([str(REAL)], "用法有误"),
        ([str(REAL), str(REAL), "--format", "yaml"], "用法有误"),
    ],
)
def test_diff_of_what_cannot_be_compared(arguments: list[str], says: str) -> None:
    status, out, err = run("diff", *arguments, data="name: 会议费\ngoal: 开好会议。\n".encode())
    assert (status, out) == (2, "")
    assert says in err


def test_diff_says_that_not_all_was_read() -> None:
    hazards = str(FOLDER / "hazards.txt")
    status, out, err = run("diff", hazards, hazards)
    assert (status, out) == (0, "没有不同。\n")
    assert "处疑问，见 perfmodel parse" in err
    assert "read with doubts" in run("diff", hazards, hazards, "--lang", "en")[2]


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no such device here")
@pytest.mark.parametrize("command", ["parse", "check", "cells"])
def test_a_device_without_end_is_given_up(command: str) -> None:
    status, _out, err = run(command, "/dev/zero")
    assert status == 2
    assert err.startswith("/dev/zero：")
