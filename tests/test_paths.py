"""Where the command line writes and what it reads: never its own input, never through a link that nobody named."""

from __future__ import annotations

import io
import os
import signal
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import perfmodel.formats.files as files
from perfmodel import ParseError, Profile, read
from perfmodel.cli import main
from perfmodel.cli.files import FileProblem
from perfmodel.cli.parse_many import Folder
from perfmodel.formats.files import FileRefused, write_whole

SMALL = "name: 验收合格率\nlevel1: 产出指标\nlevel2: 质量指标\nannual: ≥100%\n"
ROOT = Path(__file__).parent.parent
Run = Callable[..., tuple[int, str, str]]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(SMALL, encoding="utf-8")

    def run(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        status = main(arguments)
        out, err = capfd.readouterr()
        return status, out, err

    return run


def unchanged() -> bool:
    return Path("a.yaml").read_text(encoding="utf-8") == SMALL


@pytest.mark.parametrize("command", ["parse", "check", "cells"])
@pytest.mark.parametrize(
    "output", ["a.yaml", "./a.yaml", "in/../a.yaml", "hard.out", "link.out", "in/link.out", "{}/a.yaml"]
)
def test_no_output_onto_its_own_input(run: Run, command: str, output: str) -> None:
    os.mkdir("in")
    os.link("a.yaml", "hard.out")
    os.symlink("a.yaml", "link.out")
    os.symlink("../a.yaml", "in/link.out")
    status, _out, err = run(command, "a.yaml", "-o", output.format(os.getcwd()), "--lang", "en")
    assert (status, unchanged()) == (2, True)
    assert "Traceback" not in err


@pytest.mark.parametrize("source", ["link.yaml", "hard.yaml", "./in/../a.yaml"])
def test_an_input_by_another_name_is_still_the_input(run: Run, source: str) -> None:
    os.mkdir("in")
    os.link("a.yaml", "hard.yaml")
    os.symlink("a.yaml", "link.yaml")
    status, _out, err = run("parse", source, "-o", "a.yaml")
    assert (status, unchanged()) == (2, True)
    assert "输入文件" in err


def test_other_inputs(run: Run) -> None:
    """Of a folder, of several files, stdin, the configuration and the profile."""
    os.mkdir("in")
    Path("in/report.txt").write_text("old", encoding="utf-8")
    Path("own.yaml").write_text("rules: {V06: error}", encoding="utf-8")
    Path("perfmodel.toml").write_text("ignore = ['V12']", encoding="utf-8")
    for arguments in (
        ("check", "in", "-o", "in/report.txt"),
        ("check", "in/report.txt", "a.yaml", "-o", "in/report.txt"),
        ("check", "a.yaml", "--config", "own.yaml", "-o", "own.yaml"),
        ("check", "a.yaml", "--isolated", "--profile", "own.yaml", "-o", "own.yaml"),
        ("check", "a.yaml", "-o", "perfmodel.toml"),
        ("check", "a.yaml", "--fix", "-o", "a.yaml"),
        ("parse", "a.yaml", "in", "-o", "in"),
    ):
        assert run(*arguments)[0] == 2, arguments
    assert Path("in/report.txt").read_text(encoding="utf-8") == "old"
    assert unchanged()
    with open("a.yaml", "rb") as stdin:
        done = subprocess.run(
            [sys.executable, "-m", "perfmodel", "parse", "-o", "a.yaml"],
            stdin=stdin, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
        )  # fmt: skip
    assert (done.returncode, unchanged()) == (2, True)
    with open("a.yaml", "rb+") as both:
        both.seek(0, os.SEEK_END)
        done = subprocess.run(
            [sys.executable, "-m", "perfmodel", "parse", "a.yaml"],
            stdout=both, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
        )  # fmt: skip
    assert (done.returncode, unchanged()) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        (("parse", "a.yaml", "-o", "o.json"), b"{"),
        (("parse", "a.yaml", "-o", "o.JSON"), b"{"),
        (("parse", "a.yaml", "-o", "o.yml"), b"level1:"),
        (("parse", "a.yaml", "-o", "o.txt"), "产出指标；".encode()),
        (("parse", "a.yaml", "-o", "o"), b"level1:"),
        (("parse", "a.yaml", "-o", "o.out", "--to", "json"), b"{"),
        (("check", "a.yaml", "-o", "o.json"), b'{\n  "perfmodel"'),
        (("check", "a.yaml", "-o", "o.sarif"), b'{\n  "$schema"'),
        (("check", "a.yaml", "-o", "o.json", "--format", "sarif"), b'{\n  "$schema"'),
        (("check", "a.yaml", "-o", "o.sarif.json"), b'{\n  "$schema"'),
        (("check", "a.yaml", "-o", "o.json", "--statistics"), b"["),
        (("check", "a.yaml", "-o", "o.patch", "--diff"), b"--- a.yaml"),
        (("check", "a.yaml", "-o", "o.md"), b"a.yaml"),
        (("cells", "a.yaml", "-o", "o.html"), b"<"),
        (("cells", "a.yaml", "-o", "o.csv"), b"\xef\xbb\xbf"),
        (("schema", "-o", "o.json"), b"{"),
    ],
)  # fmt: skip
def test_the_ending_says_the_form(run: Run, arguments: tuple[str, ...], begins: bytes) -> None:
    status, _out, err = run(*arguments)
    assert status in (0, 1), err
    output = next(name for name in os.listdir() if name != "a.yaml")
    data = Path(output).read_bytes()
    assert data.startswith(begins), data[:40]


@pytest.mark.parametrize(
    "arguments",
    [
        ("parse", "a.yaml", "-o", "o.json", "--to", "yaml"),
        ("parse", "a.yaml", "-o", "o.yaml", "--to", "text"),
        ("parse", "a.yaml", "-o", "o.txt", "--to", "xlsx"),
        ("parse", "a.yaml", "-o", "o.xls", "--to", "xlsx"),
        ("parse", "a.yaml", "-o", "o.docx"),
        ("parse", "a.yaml", "-o", "o.PDF"),
        ("parse", "a.yaml", "-o", "o.csv"),
        ("parse", "a.yaml", "-o", "o.html", "--to", "json"),
        ("parse", "a.yaml", "b.yaml", "-o", "o.json"),
        ("check", "a.yaml", "-o", "o.json", "--format", "text"),
        ("check", "a.yaml", "-o", "o.sarif", "--format", "json"),
        ("check", "a.yaml", "-o", "o.docx"),
        ("check", "a.yaml", "-o", "o.json", "--diff"),
        ("cells", "a.yaml", "-o", "o.xlsx"),
        ("cells", "a.yaml", "-o", "o.json", "--to", "csv"),
        ("schema", "-o", "o.yaml"),
    ],
)
def test_a_contradiction_is_refused(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments)[0] == 2
    assert os.listdir() == ["a.yaml"]


@pytest.mark.parametrize(
    "arguments",
    [("parse", "a.yaml", "-o"), ("check", "a.yaml", "-o"), ("cells", "a.yaml", "-o"), ("schema", "-o")],
    ids=lambda arguments: arguments[0],
)
@pytest.mark.parametrize("target", ["there.out", "nowhere.out", "folder", "/dev/null", "self"])
def test_nothing_is_written_through_a_link(run: Run, arguments: tuple[str, ...], target: str) -> None:
    Path("there.out").write_text("old", encoding="utf-8")
    os.mkdir("folder")
    os.symlink(target, "self")
    before = sorted(os.listdir())
    status, _out, err = run(*arguments, "self")
    assert status == 2
    assert "符号链接" in err
    assert (sorted(os.listdir()), os.listdir("folder")) == (before, [])
    assert Path("there.out").read_text(encoding="utf-8") == "old"


def test_a_file_behind_a_link_is_not_fixed(run: Run) -> None:
    os.mkdir("in")
    os.rename("a.yaml", "in/real.yaml")
    os.symlink("in/real.yaml", "link.yaml")
    status, _out, err = run("check", "link.yaml", "--fix", "--lang", "en")
    assert status == 2
    assert "symbolic link" in err
    assert Path("in/real.yaml").read_text(encoding="utf-8") == SMALL
    assert os.path.islink("link.yaml")
    assert run("check", "in/real.yaml", "--fix")[0] != 2
    assert "=100%" in Path("in/real.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("output", ["out", "out/", "out/."])
def test_a_folder_that_is_a_link(run: Run, output: str) -> None:
    os.mkdir("elsewhere")
    os.symlink("elsewhere", "out")
    Path("b.yaml").write_text(SMALL, encoding="utf-8")
    assert run("parse", "a.yaml", "b.yaml", "-o", output)[0] == 2
    assert os.listdir("elsewhere") == []


@pytest.mark.parametrize("link", ["out/in", "out/in/a.yaml", "out/in/sub", "out/in/sub/b.yaml"])
def test_links_in_the_output_folder(run: Run, link: str) -> None:
    os.makedirs("in/sub")
    for name in ("in/a.txt", "in/sub/b.txt"):
        Path(name).write_bytes((ROOT / "tests/tables/hazards.txt").read_bytes())
    os.mkdir("elsewhere")
    Path("precious").write_text("old", encoding="utf-8")
    os.makedirs(os.path.dirname(link))
    os.symlink(os.path.abspath("precious" if link.endswith("yaml") else "elsewhere"), link)
    status, _out, err = run("parse", "in", "-o", "out")
    assert status == 2
    assert "符号链接" in err
    assert os.listdir("elsewhere") == []
    assert Path("precious").read_text(encoding="utf-8") == "old"


def test_a_named_parent_may_be_a_link(run: Run) -> None:
    """Whoever names a path names its parents; only the last part, and what is below a folder, is not theirs to see."""
    os.mkdir("real")
    os.symlink("real", "parent")
    assert run("parse", "a.yaml", "-o", "parent/o.yaml")[0] == 0
    assert os.listdir("real") == ["o.yaml"]


def test_what_is_open_already_may_be_written_to(run: Run) -> None:
    code = "import sys; from perfmodel.cli import main; sys.exit(main(['parse', 'a.yaml', '-o', '/dev/stdout']))"
    if not os.path.exists("/dev/stdout"):
        pytest.skip("no /dev/stdout")
    done = subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
    )
    assert (done.returncode, done.stdout[:6]) == (0, b"level1")


def test_pipes_in_the_output_folder_do_not_wait(run: Run) -> None:
    Path("b.yaml").write_text(SMALL, encoding="utf-8")
    os.mkdir("out")
    os.mkfifo("out/b.yaml")
    status, _out, err = run("parse", "a.yaml", "b.yaml", "-o", "out")
    assert status == 2
    assert "普通文件" in err
    assert Path("out/a.yaml").exists()


def test_two_names_for_one_output(run: Run) -> None:
    """Where the case of letters makes no other name, the second output would replace the first."""
    os.mkdir("out")
    folder = Folder("out", "zh")
    folder.write("out/A.yaml", b"first")
    os.link("out/A.yaml", "out/a.yaml")
    with pytest.raises(FileProblem, match="已写过"):
        folder.write("out/a.yaml", b"second")
    assert Path("out/A.yaml").read_bytes() == b"first"


def test_nothing_is_read_through_a_link_that_leads_out(run: Run) -> None:
    os.makedirs("in/sub")
    os.mkdir("out")
    Path("out/secret.yaml").write_text("name: 秘密\ngoal: x\n", encoding="utf-8")
    for name, target in (
        ("in/secret.yaml", "../out/secret.yaml"),
        ("in/sub/deep.yaml", os.path.abspath("out/secret.yaml")),
    ):
        os.symlink(target, name)
    os.symlink("in.yaml", "in/sub/in.yaml")
    os.rename("a.yaml", "in/a.yaml")
    os.remove("in/sub/in.yaml")
    os.symlink("../a.yaml", "in/sub/within.yaml")
    status, out, err = run("check", "in", "--select", "V06")
    assert status == 2
    assert err.count("所给目录之外") == 2
    assert out.count("V06") == 2, "the file, and the link to it within the folder"
    status, _out, err = run("parse", "in", "-o", "o")
    assert status == 2
    assert "秘密" not in "".join(path.read_text(encoding="utf-8") for path in Path("o").rglob("*.yaml"))
    assert run("check", "in/secret.yaml", "--exit-zero")[0] == 0, "named itself"
    assert "所给目录之外" not in run("check", "in", "out")[2]
    assert "所给目录之外" not in run("check", "in", "in/secret.yaml", "in/sub/deep.yaml")[2]


# Settings.


@pytest.mark.parametrize("option", ["--profile", "--config"])
@pytest.mark.parametrize("kind", ["pipe", "device", "endless", "folder", "large", "deep", "dotted", "number", "braces"])
def test_settings_are_ordinary_files_of_moderate_size(run: Run, option: str, kind: str) -> None:
    path = "own.toml"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind in ("device", "endless"):
        os.symlink("/dev/zero" if kind == "endless" else "/dev/null", path)
    elif kind == "folder":
        os.mkdir(path)
    elif kind == "large":
        Path(path).write_bytes(b"#" * 2_000_000)
    else:
        texts = {
            "deep": "a=" + "[" * 9000,
            "dotted": "a." * 90_000 + "a=1",
            "number": "a=" + "9" * 5000,
            "braces": "a=" + "{a=" * 9000,
        }
        Path(path).write_text(texts[kind], encoding="utf-8")
    status, out, err = run("check", "a.yaml", option, path)
    assert (status, out) == (2, "")
    assert "own.toml" in err
    assert "internal" not in err


def test_a_profile_named_in_a_configuration(run: Run) -> None:
    os.mkfifo("own.yaml")
    Path("perfmodel.toml").write_text("profile = 'own.yaml'", encoding="utf-8")
    status, _out, err = run("check", "a.yaml")
    assert status == 2
    assert "普通文件" in err
    with pytest.raises(FileRefused):
        Profile.load("own.yaml")


def test_what_is_in_strings_of_toml_is_no_nesting(run: Run) -> None:
    text = "title = '" + "[" * 99 + "'\nenglish = '''\n" + "a.b" * 99 + "'''\n# " + "{" * 99 + '\nextends = "guangdong"'
    Path("own.toml").write_text(text, encoding="utf-8")
    assert Profile.load("own.toml").name == "own.toml"


# Kinds of files.


def packed(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return data.getvalue()


def compound(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + f"{stream}\0".encode("utf-16-le")


KINDS = {
    "Excel": (packed("xl/workbook.bin"),),
    "图片": (
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xd8\xff\xe0\0\x10JFIF", b"GIF89a\x01\0", b"BM\x36\0\0\0", b"II*\0\x08\0",
        b"MM\0*\0\0", b"RIFF\x10\0\0\0WEBPVP8 ", b"\0\0\0\x18ftypheic\0\0", b"\0\0\0\x1cftypavif\0\0", b"8BPS\0\x01",
        b"<?xml version='1.0'?>\n<svg xmlns='x'></svg>", b"\0\0\0\x0cjP  \r\n\x87\n",
    ),
    "压缩包": (
        packed("a.txt"), b"Rar!\x1a\x07\x01\0", b"7z\xbc\xaf\x27\x1c\0\4", b"\x1f\x8b\x08\0\0\0", b"BZh91AY&SY\x01\x02",
        b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd\0a", b"a.txt" + b"\0" * 252 + b"ustar\x0000", b"MSCF\0\0\0\0",
    ),
    "加密": (compound("EncryptedPackage"), b"-----BEGIN PGP MESSAGE-----\n\n", b"b\x14#e\0\0E-SafeNet\0LOCK"),
    "损坏": (packed("a.txt")[:40],),
    "OFD": (packed("OFD.xml"),),
    "演示文稿": (packed("ppt/presentation.xml"), compound("PowerPoint Document")),
    "OpenDocument": (packed("mimetype", "content.xml"),),
    "RTF": (b"{\\rtf1\\ansi x}",),
    "网页": (b"MIME-Version: 1.0\nContent-Type: multipart/related\n",),
    "2003": (b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook/>',),
}  # fmt: skip

# What is read: here with nothing in it, or damaged.
DOCUMENTS = (
    b"%PDF-1.4\n1 0 obj\n<<>>\n", b"\xef\xbb\xbf\r\n%PDF-1.7 x", packed("xl/workbook.xml"), compound("Workbook"),
    packed("word/document.xml"), compound("WordDocument"), "<!DOCTYPE html>\n<html><body>表</body></html>".encode(),
)  # fmt: skip


@pytest.mark.parametrize("data", DOCUMENTS)
@pytest.mark.parametrize("name", ["表.txt", "表"])
def test_a_document_that_holds_no_table_is_refused_with_what_to_do(run: Run, data: bytes, name: str) -> None:
    Path(name).write_bytes(data)
    status, out, err = run("parse", name)
    assert (status, out) == (2, "")
    assert err.startswith(f"{name}：")
    assert "Traceback" not in err
    assert "没有绩效目标表" in err or "损坏" in err or "LibreOffice" in err
    with pytest.raises(ParseError):
        read(name)


# Numbers for names: a packed file has the time in it, and names must be the same in every process.
@pytest.mark.parametrize(
    ("kind", "data"),
    [
        pytest.param(kind, data, id=f"{kind}{number}")
        for kind, all_data in KINDS.items()
        for number, data in enumerate(all_data)
    ],
)
@pytest.mark.parametrize("name", ["表.txt", "表.yaml", "表"])
def test_a_file_that_is_no_text_is_called_by_its_name(run: Run, kind: str, data: bytes, name: str) -> None:
    Path(name).write_bytes(data)
    status, out, err = run("parse", name)
    assert (status, out) == (2, "")
    assert kind in err
    assert err.startswith(f"{name}：")
    assert ("：" if kind != "网页" else "") in err, "what to do"
    with pytest.raises(ParseError) as caught:
        read(name, lang="en")
    assert "the file is" in str(caught.value)


@pytest.mark.parametrize("text", ["PK比赛次数", "BM项目", "Rar 工具", "PDF 转换 %PDF", "GIF8 张", "ustar"])
def test_a_text_is_no_other_kind(run: Run, text: str) -> None:
    Path("t.txt").write_text(text, encoding="utf-8")
    _status, _out, err = run("parse", "t.txt")
    assert "没有绩效目标表" in err


# Interrupts.


def test_the_mode_stays_and_nothing_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_whole(str(path), b"new")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode), os.listdir(tmp_path)) == (b"new", 0o640, ["a.txt"])


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a file that the interrupt left open
@pytest.mark.parametrize("where", range(60))
@pytest.mark.parametrize("old", [True, False])
def test_an_interrupt_at_each_line_of_writing(run: Run, monkeypatch: pytest.MonkeyPatch, where: int, old: bool) -> None:
    """Wherever it comes: exit 130, what is said is true, nothing is left behind."""
    if old:
        Path("o.json").write_text("old", encoding="utf-8")
    lines = 0

    def trace(frame, event, _argument):  # type: ignore[no-untyped-def]
        nonlocal lines
        name = frame.f_code.co_filename
        if not name.endswith(("formats/files.py", "cli/signals.py")):
            return trace if name.endswith("cli/files.py") and frame.f_code.co_name == "save" else None
        if event == "line":
            lines += 1
            if lines == where + 1:
                signal.raise_signal(signal.SIGINT)
        return trace

    before = sys.gettrace()
    real = files.write_whole

    def traced(*arguments):  # type: ignore[no-untyped-def]
        sys.settrace(trace)
        try:
            real(*arguments)
        finally:
            sys.settrace(before)

    monkeypatch.setattr(files, "write_whole", traced)
    status, _out, err = run("parse", "a.yaml", "-o", "o.json")
    if lines <= where:
        assert status == 0
        return
    assert status == 130
    there = Path("o.json").read_text(encoding="utf-8") if os.path.exists("o.json") else None
    if there is not None and there != "old":
        assert "已写完" in err
        assert there.endswith("}\n")
    else:
        assert there == ("old" if old else None)
        assert ("内容未变" if old else "没有写入") in err
    assert sorted(os.listdir()) == ["a.yaml", *(["o.json"] if there is not None else [])]


def test_an_interrupt_while_modules_are_imported(tmp_path: Path) -> None:
    """At whichever import it comes: 130, and no traceback. It comes by itself, so that no clock is asked."""
    code = (
        "import builtins, os, signal, sys\n"
        "import perfmodel.__main__ as command\n"
        "left = int(sys.argv.pop(1))\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        global left\n"
        "        left -= 1\n"
        "        if left == 0: os.kill(os.getpid(), signal.SIGINT)\n"
        "ready = command.signal.signal\n"
        "def setting(*arguments):\n"
        "    done = ready(*arguments)\n"
        "    if not any(isinstance(one, Finder) for one in sys.meta_path): sys.meta_path.insert(0, Finder())\n"
        "    return done\n"
        "signal_module = type('S', (), {name: getattr(command.signal, name) for name in dir(command.signal)})\n"
        "signal_module.signal = staticmethod(setting)\n"
        "command.signal = signal_module\n"
        "sys.exit(command.main())\n"
    )
    arguments = ["parse", str(ROOT / "tests/tables/hazards.yaml"), "-o", str(tmp_path / "o.json")]
    for at in (1, 2, 3, 5, 8, 13, 21, 34, 55, 89):
        done = subprocess.run(
            [sys.executable, "-c", code, str(at), *arguments],
            capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
        )  # fmt: skip
        assert (done.returncode, "Traceback" in done.stderr, "gnored" in done.stderr) in (
            (130, False, False),
            (1, False, False),
        ), done.stderr
        if done.returncode == 1:
            assert at > 50, "fewer imports than that"


def test_an_interrupt_that_no_exception_comes_out_of_comes_again() -> None:
    code = (
        "import sys, time, perfmodel.__main__ as command\n"
        "class Dying:\n"
        "    def __del__(self): raise KeyboardInterrupt\n"
        "def run(ready):\n"
        "    ready()\n"
        "    Dying()\n"
        "    for _ in range(1000): time.sleep(0.01)\n"
        "    return 0\n"
        "import perfmodel.cli\n"
        "perfmodel.cli.main = run\n"
        "sys.exit(command.main())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
    )
    assert (done.returncode, done.stderr) == (130, b"")
