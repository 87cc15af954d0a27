"""perfmodel check, explain and rules, as a user runs them."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from perfmodel import Finding, Report, Suggestion
from perfmodel.checks import fix
from perfmodel.checks.profiles import PROFILES
from perfmodel.cli import main
from perfmodel.formats.edit import CannotEdit, Editor
from perfmodel.formats.read import read_source
from perfmodel.formats.to_plain import to_plain
from perfmodel.reports.github import github_commands
from perfmodel.reports.results import Checked, Results
from perfmodel.reports.rule_catalogue import entries
from perfmodel.reports.text import findings_text
from perfmodel.source.source import Source
from tests.golden import FOLDER
from tests.test_findings import HEAD

REAL = FOLDER / "guangzhou-disability-employment.txt"
TABLE = """\
# 一张表，\t有注释
标题: 项目支出绩效目标表
项目:
- 名称: 会议费  # 名称
  绩效目标: 开好会议。
  绩效指标:
  - {一级指标: 产出指标, 二级指标: 质量指标, 名称: 验收合格率, 年度指标值: "≥100%"}  # 行内
  - 一级指标: 产出指标
    二级指标: 质量指标
    名称: 设备完好率
    实施周期指标值: ≥100%
    年度指标值: '≥100%'

- 名称: 培训费
单位名称: 某局
"""
FIXED = TABLE.replace("≥", "=")
SMALL = "level1: 产出指标\nlevel2: 质量指标\nname: 验收合格率\nannual: ≥100%\n"
# Of rules that are there, so that more rules find no more.
ONLY = ("--select", "S01,S02,V06")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        capsysbinary.readouterr()
        status = main(arguments)
        out, err = capsysbinary.readouterr()
        return status, out.decode(), err.decode()

    return run


def write(name: str, text: str | bytes = TABLE) -> Path:
    path = Path(name)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_text(run: Run) -> None:
    write("表.yaml")
    status, out, err = run("check", "表.yaml", *ONLY)
    assert (status, err) == (1, "")
    assert out.splitlines() == [
        "表.yaml:7:48: V06 warning 第1个项目 第1条指标 年度指标值（projects[0].indicators[0].annual）: “验收合格率”最高为 100%，指标值应为“=100%”，实为“≥100%”",
        '  - {一级指标: 产出指标, 二级指标: 质量指标, 名称: 验收合格率, 年度指标值: "≥100%"}  # 行内',
        " " * 75 + "^^^^^^^",
        "建议改为“=100%”",
        "表.yaml:11:14: V06 warning 第1个项目 第2条指标 实施周期指标值（projects[0].indicators[1].whole_period）: “设备完好率”最高为 100%，指标值应为“=100%”，实为“≥100%”",
        "    实施周期指标值: ≥100%",
        " " * 20 + "^^^^^",
        "建议改为“=100%”",
        "表.yaml:14:7: S01 error 第2个项目 绩效目标（projects[1].goal）: 项目“培训费”未填写绩效目标",
        "- 名称: 培训费",
        "        ^^^^^^",
        "表.yaml:14:7: S02 error 第2个项目 绩效指标（projects[1].indicators）: 项目“培训费”未设置绩效指标",
        "- 名称: 培训费",
        "        ^^^^^^",
        "共 4 处：错误 2，警告 2，提示 0；可自动修正 2 处（--fix）。",
    ]
    _status, out, _err = run("check", "表.yaml", *ONLY, "--lang", "en")
    assert "change it to “=100%”\n" in out
    assert out.endswith("4 found: 2 errors, 2 warnings, 0 hints; 2 can be fixed with --fix.\n")
    assert run("check", "表.yaml", *ONLY, "--exit-zero")[0] == 0
    assert run("check", "表.yaml", "--select", "V06")[0] == 0
    assert run("check", "表.yaml", *ONLY, "--ignore", "S", "--ignore", "V") == (0, "没有发现问题。\n", "")


def test_any_form_of_a_table_a_project_or_an_indicator(run: Run) -> None:
    write("a.yaml", SMALL)
    write("b.json", '{"goal": "开好会议。", "name": "会议费"}')
    write("c.txt", REAL.read_bytes())
    status, out, _err = run("check", "a.yaml", "b.json", "c.txt", *ONLY)
    assert status == 1
    assert "a.yaml:4:9: V06 warning 年度指标值（annual）: " in out
    assert "b.json:1:27: S02 error 绩效指标（indicators）: " in out
    assert "c.txt" not in out
    status, out, _err = run("check", "c.txt", "--select", "R")
    assert status == 0
    assert out.count("R01 hint") == 12


def test_one_bad_file_stops_no_other(run: Run) -> None:
    write("a.yaml", SMALL)
    write("bad.yaml", "name: [\n")
    write("bad.txt", b"\xff\xfe\x00")
    Path("folder").mkdir()
    status, out, err = run("check", "bad.yaml", "none.yaml", "a.yaml", "bad.txt", "folder", "a\0b", "a.yaml", *ONLY)
    assert status == 2
    assert out.count("V06") == 1
    assert out.endswith("4 个文件出错。\n")
    for said in ("YAML 语法有误", "none.yaml：文件不存在", "bad.txt：文件不是文本", "folder：目录中没有 *.txt"):
        assert said in err
    assert run("check", "bad.yaml", "--exit-zero")[0] == 2


def test_stdin() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "perfmodel", "check", "-", "--isolated", "--select", "V06"],
        input=SMALL.encode(),
        capture_output=True,
        check=False,
        cwd=Path(__file__).parent.parent,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().startswith("<stdin>:4:9: V06 warning 年度指标值（annual）: ")
    done = subprocess.run(
        [sys.executable, "-m", "perfmodel", "check", "--fix", "-", "--isolated", "--select", "V06"],
        input=SMALL.encode(),
        capture_output=True,
        check=False,
        cwd=Path(__file__).parent.parent,
    )
    assert done.returncode == 0
    assert done.stdout.decode() == SMALL.replace("≥", "=")
    assert "已修正 1 处" in done.stderr.decode()


def test_names_that_would_speak_to_the_terminal(run: Run) -> None:
    write("a.yaml", SMALL.replace("验收合格率", '"\\e[31m验收\\n合格率"').replace("≥100%", '"≥100%"'))
    assert "\x1b" not in run("check", "a.yaml")[1]
    write("a.json", json.dumps({"name": "费\x1b[31m", "goal": "a" * 30}))
    status, out, _err = run("check", "a.json", *ONLY)
    assert status == 1
    assert "\x1b" not in out
    assert "项目“费\ufffd[31m”未设置绩效指标" in out


def test_statistics(run: Run) -> None:
    write("a.yaml")
    _status, out, _err = run("check", "a.yaml", *ONLY, "--statistics")
    assert out.splitlines()[0] == "2  V06  bounded-ratio   有上限的比率不超过 100%"
    assert len(out.splitlines()) == 4
    _status, out, _err = run("check", "a.yaml", *ONLY, "--statistics", "--format", "json")
    assert [(row["code"], row["count"]) for row in json.loads(out)] == [("V06", 2), ("S01", 1), ("S02", 1)]


def test_json(run: Run) -> None:
    write("a.yaml")
    write("b.yaml", "name: [\n")
    status, out, _err = run("check", "a.yaml", "b.yaml", "c.yaml", *ONLY, "--format", "json")
    assert status == 2
    found = json.loads(out)
    assert [found[key] for key in ("ok", "errors", "warnings", "hints", "fixable", "failed")] == [False, 2, 2, 0, 2, 2]
    first, second, third = found["files"]
    assert first["findings"][0] == {
        "code": "V06",
        "severity": "warning",
        "message": "“验收合格率”最高为 100%，指标值应为“=100%”，实为“≥100%”",
        "english": "“验收合格率” is a ratio of at most 100%; its target value should be “=100%” instead of “≥100%”",
        "path": "projects[0].indicators[0].annual",
        "span": [TABLE.index('"'), TABLE.index('"') + 7],
        "line": 7,
        "column": 48,
        "end_line": 7,
        "end_column": 55,
        "suggestion": {"text": "=100%", "certain": True, "paths": ["projects[0].indicators[0].annual"]},
        "fixable": True,
    }
    assert second["failure"]["line"] == 2
    assert third == {"file": "c.yaml", "failure": {"message": "文件不存在", "english": "No such file or directory"}}


def test_github(run: Run) -> None:
    name = "a,b:c%.yaml"
    write(name)
    status, out, _err = run("check", name, "bad\n.yaml", *ONLY, "--format", "github")
    assert status == 2
    lines = out.splitlines()
    assert len(lines) == 5
    assert lines[0] == (
        "::warning file=a%2Cb%3Ac%25.yaml,line=7,endLine=7,col=48,endColumn=55,title=V06::"
        "第1个项目 第1条指标 年度指标值（projects[0].indicators[0].annual）: “验收合格率”最高为 100%25，指标值应为“=100%25”，实为“≥100%25”%0A建议改为“=100%25”"
    )
    assert lines[2].startswith("::error file=a%2Cb%3Ac%25.yaml,line=14,endLine=14,col=7,")
    assert lines[4] == "::error file=bad%0A.yaml,title=perfmodel::文件不存在"
    real = run("check", str(REAL), "--select", "R01", "--format", "github")[1]
    assert real.startswith("::notice file=/")


def test_output_goes_to_a_file(run: Run) -> None:
    write("a.yaml", SMALL)
    status, out, _err = run("check", "a.yaml", "--select", "V06", "-o", "out.txt")
    assert (status, out) == (0, "")
    assert Path("out.txt").read_text(encoding="utf-8").count("V06") == 1
    assert run("check", "a.yaml", "-o", "none/out.txt")[0] == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "用法有误"),
        (("a.yaml", "--format", "xml"), "用法有误"),
        (("a.yaml", "--select", "V06x"), "未知规则“V06x”，是否为“V06”？"),
        (("a.yaml", "--ignore", "V06x", "--lang", "en"), "unknown rule “V06x”; did you mean “V06”?"),
        (("a.yaml", "--select", "Q"), "未知规则“Q”；可用：“C”、“E”、“F”、“G”、“R”、“S”、“V”、“W”"),
        (("a.yaml", "--select", ""), "未选任何规则"),
        (("a.yaml", "--statistics", "--group-by", "rule"), "--group-by 不能与 --statistics 同用"),
        (("a.yaml", "--profile", "guandong"), "是否为“guangdong”？"),
        (("a.yaml", "--profile", "own.toml"), "own.toml：文件不存在"),
        (("a.yaml", "--config", "own.toml"), "own.toml：文件不存在"),
        (("a.yaml", "--config", "own.toml", "--isolated"), "用法有误"),
        (("a.yaml", "--statistics", "--format", "sarif"), "--statistics"),
        (("a.yaml", "--diff", "--format", "json"), "--diff"),
        (("a.yaml", "-", "--fix"), "标准输入"),
    ],
)
def test_wrong_usage(run: Run, arguments: tuple[str, ...], says: str) -> None:
    write("a.yaml", SMALL)
    status, out, err = run("check", *arguments)
    assert (status, out) == (2, "")
    assert says in err


def test_configuration(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.yaml", SMALL)
    write("pyproject.toml", "[tool.perfmodel]\nprofile = 'own.yaml'\n[tool.perfmodel.rules]\nS02 = 'off'\n")
    write("own.yaml", "extends: central-2015\nrules: {V06: error}\n")
    Path("in").mkdir()
    monkeypatch.chdir("in")
    assert run("check", "../a.yaml")[0] == 1
    assert run("check", "../a.yaml", "--isolated", "--select", "V06")[0] == 0
    assert run("check", "../a.yaml", "--profile", "guangdong", "--select", "V06")[0] == 0
    assert "S02  off " in run("rules")[1]
    assert "S02  off " in run("rules", "--select", "S")[1]
    assert "S02  error " in run("rules", "--select", "S02")[1]
    assert "S02  error " in run("rules", "--isolated")[1]
    assert "V06  error " in run("rules")[1]
    write("perfmodel.toml", "\nselct = 'V'\n")
    status, out, err = run("check", "../a.yaml")
    assert (status, out) == (2, "")
    assert err.splitlines()[0].endswith("perfmodel.toml：selct：未知键名“selct”，是否为“select”？（第 2 行，第 1 列）")
    assert run("check", "../a.yaml", "--config", "../pyproject.toml")[0] == 1


def test_rules(run: Run) -> None:
    status, out, _err = run("rules", "--isolated")
    assert status == 0
    lines = out.splitlines()
    assert len(lines) == len(entries())
    assert "V06  warning  bounded-ratio" in out
    for profile in PROFILES:
        status, out, _err = run("rules", "--isolated", "--profile", profile, "--format", "json")
        rows = json.loads(out)["rules"]
        assert [row["code"] for row in rows] == [entry.code for entry in entries()]
        assert {row["severity"] for row in rows} <= {"error", "warning", "hint", "off"}
    assert "a bounded ratio" in run("rules", "--lang", "en", "--isolated")[1]


def test_explain(run: Run) -> None:
    status, out, _err = run("explain", "v06")
    assert status == 0
    assert out.startswith("# V06 bounded-ratio：有上限的比率不超过 100%\n")
    assert "What is checked" in run("explain", "V06", "--lang", "en")[1]
    assert run("explain", "R01")[1].startswith("# R01：原文未标明")
    status, out, err = run("explain", "V06x")
    assert (status, out) == (2, "")
    assert err == "perfmodel: 未知规则“V06x”，是否为“V06”？\n"
    assert "did you mean “bounded-ratio”?" in run("explain", "bounded-ration", "--lang", "en")[2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_fix(run: Run, encoding: str, end: str) -> None:
    def data(text: str) -> bytes:
        mark = "\ufeff" if encoding == "utf-16-be" else ""
        return (mark + text.replace("\n", end)).encode(encoding)

    path = write("a.yaml", data(TABLE))
    path.chmod(0o640)
    status, out, err = run("check", "a.yaml", *ONLY, "--fix")
    assert (status, err) == (1, "")
    assert "V06" not in out
    assert out.endswith("已修正 2 处；共 2 处：错误 2，警告 0，提示 0。\n")
    assert path.read_bytes() == data(FIXED)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    before = path.stat().st_mtime_ns
    assert run("check", "a.yaml", *ONLY, "--fix")[1].endswith("共 2 处：错误 2，警告 0，提示 0。\n")
    assert path.stat().st_mtime_ns == before, "nothing to do, nothing written"
    assert os.listdir() == ["a.yaml"]


def test_diff(run: Run) -> None:
    path = write("a.yaml", TABLE.rstrip("\n"))
    status, out, err = run("check", "a.yaml", *ONLY, "--diff", "--fix")
    assert (status, err) == (1, "将修正 2 处\n")
    assert path.read_text(encoding="utf-8") == TABLE.rstrip("\n")
    lines = out.splitlines()
    assert lines[:2] == ["--- a.yaml", "+++ a.yaml"]
    assert [line for line in lines[2:] if line[0] == "+"] == [
        f"+{line}" for line in FIXED.splitlines() if "=100%" in line
    ]
    assert lines[-1] == "\\ No newline at end of file"
    done = subprocess.run(["patch", "-p0"], input=out.encode(), capture_output=True, check=False)
    if done.returncode == 0:
        assert path.read_text(encoding="utf-8") == FIXED.rstrip("\n")
    write("b.yaml", SMALL)
    assert run("check", "b.yaml", "--select", "V06", "--diff")[0] == 1, "something would change"
    assert run("check", "b.yaml", "--select", "V06", "--diff", "--exit-zero")[0] == 0
    write("c.yaml", SMALL.replace("≥", "="))
    assert run("check", "c.yaml", "--select", "V06", "--diff") == (0, "", "将修正 0 处\n")


def test_fix_leaves_the_text_of_a_published_table(run: Run) -> None:
    text = f"{HEAD}    会议费 18.00 12.00 6.00 0.00\n开好会议。\n1、1-产出指标；12-质量指标；验收合格率；年度指标值:≥100%。"
    path = write("a.txt", text)
    status, out, err = run("check", "a.txt", "--fix", "--select", "V06")
    assert status == 0
    assert out.startswith(
        "a.txt:9:30: V06 warning 第1个项目 第1条指标 年度指标值（projects[0].indicators[0].annual）: "
    )
    assert "--fix" not in out.splitlines()[-1]
    assert err == "a.txt：--fix 只能修改 YAML 和 JSON；请先用 perfmodel parse 转为 YAML\n"
    assert path.read_text(encoding="utf-8") == text


def test_a_file_that_cannot_be_written_is_still_checked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.yaml")

    def refuse(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    status, out, err = run("check", "a.yaml", *ONLY, "--fix")
    assert status == 2
    assert "没有权限" in err
    assert out.count("V06") == 2
    assert os.listdir() == ["a.yaml"]


# Suggestions that no rule makes yet: what fixing does with them.


def suggesting(monkeypatch: pytest.MonkeyPatch, *rows: tuple[str, str, str, bool]) -> None:
    """Let checking find a code at each path that has a text, with another text as suggestion."""

    def fake(obj: Any, *_arguments: Any) -> Report:
        found = []
        for at, (path, text, mended, certain) in enumerate(rows):
            value = to_plain(obj).get(path)
            if value == text:
                found.append(Finding(f"X{at}", "hint", "x", path, suggestion=Suggestion(mended, certain, (path,))))
        return Report(tuple(found))

    monkeypatch.setattr(fix, "validate", fake)


@pytest.mark.parametrize(
    ("written", "mended", "expected"),
    [
        ("annual: ≥95%", "95%", "annual: 95%"),
        ("annual: ≥95%", "95", "annual: '95'"),
        ("annual: ≥95%  # 注", "≥95%: #1", "annual: '≥95%: #1'  # 注"),
        ("annual: '≥95%'", "“'”", "annual: '“''”'"),
        ('annual: "≥95%"', 'a\\"', 'annual: "a\\\\\\""'),
        ('"annual": ≥95%', "是", '"annual": 是'),
        ("annual: ≥95%", "null", "annual: 'null'"),
        ("annual: |  # 注\n  ≥\n  95%\n\n# 尾", "a: b", "annual: |  # 注\n  a: b\n\n# 尾"),
        ("annual: >-\n\n  ≥95%", "# 1", "annual: >-\n\n  # 1"),
        ("annual: ≥95%\n  以上", "≥95%", None),
        ("annual: {text: ≥95%, op: '>=', number: 95.0, unit: '%'}", "≤95%", "annual: {text: ≤95%, op: '<=', number: 95.0, unit: '%'}"),
        ("annual: {text: ≥95%}", "≤9, 5", "annual: {text: '≤9, 5'}"),
        ("年度指标值:\n  原文: ≥95%\n  算符: '>='", "=95%", "年度指标值:\n  原文: =95%\n  算符: '='"),
        ('{"annual": "≥95%"}', 'a"b', '{"annual": "a\\"b"}'),
        ('{"annual": "\\u226595%"}', "≤95%", '{"annual": "\\u226495%"}'),
    ],
)  # fmt: skip
def test_how_a_value_is_written(
    monkeypatch: pytest.MonkeyPatch, written: str, mended: str, expected: str | None
) -> None:
    suggesting(monkeypatch, ("annual", "≥95%", mended, True), ("annual", "≥95% 以上", mended, True))
    fixed = fix.fix(Source(written))
    assert fixed.source.text == (expected or f"annual: {mended}")
    assert len(fixed.done) == 1


@pytest.mark.parametrize(
    ("written", "mended", "says"),
    [
        ("annual: {text: ≥95%, kind: threshold, op: '>=', number: 95, unit: '%'}", "达到要求", "旁边另写有含义"),
        ("annual: {text: '≥1场，每场≥5人', parts: [{number: 1}, {number: 5}]}", "≥2场，每场≥5人", "旁边另写有含义"),
        ("annual: ≥95%", "≥95%\x1b", "控制字符"),
        ("annual: |\n  ≥95%", " 95%", "块文本"),
    ],
)
def test_what_is_left(monkeypatch: pytest.MonkeyPatch, written: str, mended: str, says: str) -> None:
    old = to_plain(read_source(Source(written)))["annual"]
    suggesting(monkeypatch, ("annual", old, mended, True))
    fixed = fix.fix(Source(written))
    assert (fixed.source.text, fixed.done) == (written, ())
    assert says in fixed.left[0][1].zh


@pytest.mark.parametrize("path", ["indicators[3].annual", "nowhere", "level1", "further.备注", ""])
def test_a_suggestion_for_what_is_not_there_is_refused(path: str) -> None:
    source = Source("name: a\nannual: b")
    with pytest.raises(CannotEdit, match="没有单独写出"):
        Editor(source, read_source(source)).edits(path, "c")


def test_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source("annual: ≥95%\nname: 费 用")
    # Two for one path: one after the other. A guess: never.
    suggesting(
        monkeypatch,
        ("annual", "≥95%", "≥96%", True),
        ("annual", "≥95%", "≥97%", True),
        ("annual", "≥96%", "≥98%", True),
        ("annual", "≥98%", "≥99%", False),
        ("name", "费 用", "费用", True),
        ("name", "费用", "费用", True),
    )
    fixed = fix.fix(source)
    assert fixed.source.text == "annual: ≥98%\nname: 费用"
    assert [finding.code for finding in fixed.done] == ["X0", "X4", "X2"]
    suggesting(monkeypatch, ("annual", "≥95%", "≥96%", True), ("annual", "≥96%", "≥95%", True))
    with pytest.raises(fix.FixError, match="不稳定"):
        fix.fix(source)


def test_what_does_not_read_back_is_not_written(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    # A name with a blank before it is refused by reading; a section's name is what its projects go by.
    suggesting(monkeypatch, ("name", "费用", " 费用", True))
    with pytest.raises(fix.FixError, match="无法再读"):
        fix.fix(Source("annual: ≥95%\nname: '费用'"))
    path = write("a.yaml", "annual: ≥95%\nname: '费用'\n")
    status, out, err = run("check", "a.yaml", "--fix")
    assert status == 2
    assert "a.yaml：未修正：修正后的文件无法再读" in err
    assert "1 个文件出错" in out
    assert path.read_text(encoding="utf-8") == "annual: ≥95%\nname: '费用'\n"


def test_what_is_left_is_said(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    write("a.yaml", "annual: {text: ≥95%, kind: threshold, op: '>='}\n")
    suggesting(monkeypatch, ("annual", "≥95%", "达到要求", True))
    _status, _out, err = run("check", "a.yaml", "--fix")
    assert err == "a.yaml: X0 hint 年度指标值（annual）: x；未修正：旁边另写有含义，“op”一项须人工修改\n"


def test_findings_without_a_place() -> None:
    found = (
        Finding("V06", "hint", "甲", "annual"),
        Finding("S01", "error", "乙", suggestion=Suggestion("丙", False, ())),
    )
    results = Results((Checked("a.yaml", Report(found)),))
    assert findings_text(results) == "a.yaml: V06 hint 年度指标值（annual）: 甲\na.yaml: S01 error: 乙\n可能是“丙”\n"
    assert github_commands(results).splitlines()[0] == "::notice file=a.yaml,title=V06::年度指标值（annual）: 甲"
