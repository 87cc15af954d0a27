"""The public face: flat names, cheap import, symlinked grammars."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest

import perfmodel
from perfmodel.values import kinds

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "tests" / "tables" / "hazards.txt"
PACKAGE = Path(perfmodel.__file__).parent


def test_public_names() -> None:
    assert sorted(perfmodel.__all__) == perfmodel.__all__
    for name in perfmodel.__all__:
        value = getattr(perfmodel, name)
        if name == "Meaning":
            assert set(get_args(value)) == {
                kind for kind in vars(kinds).values() if isinstance(getattr(kind, "kind", None), str)
            }
            continue
        assert value.__name__ == name
        assert value.__doc__
        assert ">>>" in value.__doc__, name
    assert set(perfmodel.__all__) <= set(dir(perfmodel))


def test_import_is_cheap() -> None:
    code = "import sys, perfmodel; print([name for name in ('lark', 'yaml', 'attr', 'rich', 'matplotlib', 'pandas') if name in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out == "[]\n"


def test_a_command_imports_only_what_it_needs() -> None:
    code = """
import os, sys
sys.argv[1:] = ["parse", "tests/tables/guangzhou-disability-employment.txt", "-o", os.devnull]
from perfmodel.cli import main
main()
print(*sys.modules)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    needless = """
        difflib multiprocessing perfmodel.checks.config perfmodel.checks.registry perfmodel.comparison.compare
        perfmodel.formats.from_nodes perfmodel.formats.json perfmodel.strings.render perfmodel.spreadsheets.xlsx
        perfmodel.cli.check perfmodel.cli.inputs perfmodel.workers.in_order perfmodel.values.kinds perfmodel.values.parser
    """
    assert sorted(set(run.stdout.split()) & set(needless.split())) == []


def test_the_grammars_are_where_people_look() -> None:
    link = ROOT / "grammars"
    if link.exists():  # an unpacked sdist has no symlink
        assert link.is_symlink()
        assert link.resolve() == (ROOT / "perfmodel" / "grammars").resolve()
    assert (PACKAGE / "py.typed").exists()


@pytest.mark.parametrize("wrong", [{}, b"abc", None, 5, Path("a.yaml"), ["a"]], ids=repr)
@pytest.mark.parametrize(
    "name", ["from_yaml", "from_json", "parse_table", "parse_indicators", "parse_indicator", "parse_target"]
)
def test_what_is_no_text_is_a_type_error(name: str, wrong: object) -> None:
    with pytest.raises(TypeError, match=r"应为文本.* / expected .*text to be (a str|text)"):
        getattr(perfmodel, name)(wrong)
    if name != "parse_target" and isinstance(wrong, (bytes, Path)):
        with pytest.raises(TypeError, match=r"请用 perfmodel\.read .*to read a file, use perfmodel\.read"):
            getattr(perfmodel, name)(wrong)


@pytest.mark.parametrize("wrong", ["english", "EN", "", None, 5, {}, ["zh"]], ids=repr)
def test_another_language_is_a_value_error(wrong: Any) -> None:
    table = perfmodel.read(TABLE)
    report, comparison = perfmodel.validate(table), perfmodel.compare(table, table)
    text = "项目支出绩效目标表"
    for call in (
        lambda: perfmodel.from_yaml("name: a\ngoal: b", lang=wrong),
        lambda: perfmodel.from_json('{"name": "a", "goal": "b"}', lang=wrong),
        lambda: perfmodel.parse_table(text, lang=wrong),
        lambda: perfmodel.parse_indicators(text, lang=wrong),
        lambda: perfmodel.parse_indicators(text, recover=True, lang=wrong),
        lambda: perfmodel.parse_indicator(text, lang=wrong),
        lambda: perfmodel.read(TABLE, lang=wrong),
        lambda: perfmodel.read_document(TABLE, lang=wrong),
        lambda: perfmodel.from_records([], lang=wrong),
        lambda: perfmodel.show(table, wrong),
        lambda: report.show(lang=wrong),
        lambda: comparison.render(wrong),
        lambda: table.problems[0].render(wrong),
        lambda: perfmodel.Profile.of("default", wrong),
        lambda: table.plot(lang=wrong),
    ):
        with pytest.raises(ValueError, match=r"lang：应为“zh”或“en”，实为.* / expected lang to be “zh” or “en”, got"):
            call()
    for write in (
        lambda: perfmodel.to_yaml(table, wrong),
        lambda: perfmodel.to_json(table, wrong),
        lambda: table.to_yaml(wrong),
        lambda: table.to_json(wrong),
        lambda: table.to_records(keys=wrong),
        lambda: table.to_pandas(keys=wrong),
        lambda: perfmodel.frames.to_records(table, keys=wrong),
    ):
        with pytest.raises(ValueError, match=r"keys：应为“en”或“zh”，实为.* / expected keys"):
            write()


@pytest.mark.parametrize("wrong", [{}, b"abc", None, 5, "x", ["x"]], ids=repr)
def test_another_object_is_a_type_error(wrong: Any) -> None:
    """Whatever is given where a table, a project or an indicator is expected; the message is in both languages."""
    for name in ("to_yaml", "to_json", "validate", "render", "render_table", "show", "from_records"):
        if (name, wrong) != ("from_records", ["x"]):  # records that are none have their own place
            with pytest.raises(TypeError, match=r".* / .*"):
                getattr(perfmodel, name)(wrong)
    with pytest.raises(TypeError, match=r".* / .*"):
        perfmodel.frames.to_records(wrong)
    with pytest.raises(TypeError, match=r".* / .*"):
        perfmodel.compare(perfmodel.Project("a"), wrong)
    if not isinstance(wrong, str):
        for call in (perfmodel.read, perfmodel.read_document, perfmodel.Profile.of):
            with pytest.raises(TypeError, match=r".* / .*"):
                call(wrong)


@pytest.mark.parametrize("name", ["from_yaml", "from_json", "parse_table", "parse_indicators", "parse_indicator"])
@pytest.mark.parametrize("path", ["a.yaml", "./表.txt", "C:\\a\\b.json", "a b/c.PDF", "../x.xlsx\n"])
def test_a_files_name_is_no_text(name: str, path: str) -> None:
    with pytest.raises(perfmodel.ParseError, match=r"perfmodel\.read"):
        getattr(perfmodel, name)(path)


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no such device here")
def test_a_file_without_end_is_refused() -> None:
    with pytest.raises(perfmodel.ParseError, match="file_bytes"):
        perfmodel.read("/dev/zero")
    with open("/dev/zero", "rb") as stream, pytest.raises(perfmodel.ParseError, match="file_bytes"):
        perfmodel.read(stream)


def test_a_comment_in_yaml_is_no_lost_text() -> None:
    for text in (
        "'开好 #1 会议' # 例会",
        '"开好会议"  # 例会',
        "开好会议  # 例会",
        "开好会议\n# 例会",
        "|\n  开好 #1 会议",
    ):
        project = perfmodel.from_yaml(f"name: 会议费\ngoal: {text}\n")
        assert isinstance(project, perfmodel.Project)
        assert project.goal.startswith("开好")
