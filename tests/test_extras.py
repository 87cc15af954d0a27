"""What needs an optional library says which to install, in one line; the rest works without any of them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from perfmodel._internal.optional import install_command
from tests.test_api import ROOT

TABLE = "tests/tables/guangzhou-disability-employment.txt"
LIBRARIES = (
    "pandas",
    "polars",
    "pyarrow",
    "narwhals",
    "xlsxwriter",
    "matplotlib",
    "rich",
    "tomli",
    "tomllib",
    "xlrd",
    "pdfminer",
)

# As if the libraries were not installed; each program below runs behind this, and prints what it found as JSON.
WITHOUT = """
import contextlib, io, json, sys
from importlib.abc import MetaPathFinder

class Absent(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in GONE:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

GONE = set(sys.argv[1].split(","))
sys.meta_path.insert(0, Absent())

import perfmodel
from perfmodel.cli import main

def said(call):
    try:
        call()
    except Exception as error:
        return [type(error).__name__, str(error), getattr(error, "extra", None)]
    return ["", "", None]

def command(*arguments):
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(list(arguments))
        out.flush()
    return [status, out.buffer.getvalue().decode(), err.getvalue()]

"""
# What is called; the library that it asks for by itself, with the extra that installs it; what else it is called with.
PYTHON = {
    "table.to_pandas()": ("pandas", "pandas", ""),
    "table.projects[0].to_pandas('target')": ("pandas", "pandas", ""),
    "frames.to_pandas(table)": ("pandas", "pandas", ""),
    "table.to_polars()": ("polars", "polars", ""),
    "frames.to_polars(table, 'project')": ("polars", "polars", ""),
    "table.to_arrow()": ("pyarrow", "arrow", ""),
    "frames.to_arrow(table, keys='zh')": ("pyarrow", "arrow", ""),
    "frames.parse_column(__import__('pandas').Series(['90%']))": ("narwhals", "pandas", "pandas"),
    "frames.parse_column(__import__('polars').Series(['90%']))": ("narwhals", "polars", "polars"),
    "frames.parse_column(__import__('pyarrow').array(['90%']))": ("narwhals", "arrow", "pyarrow"),
    "frames.parse_indicators_column(__import__('pandas').Series(['无']))": ("narwhals", "pandas", "pandas"),
    "perfmodel.from_records(table.to_pandas())": ("narwhals", "pandas", "pandas"),
    "perfmodel.from_records(table.to_polars())": ("narwhals", "polars", "polars"),
    "TargetTable.from_records(table.to_arrow())": ("narwhals", "arrow", "pyarrow"),
    "perfmodel.to_xlsx(table, io.BytesIO())": ("xlsxwriter", "xlsx", ""),
    "perfmodel.to_xlsx(table.projects[0], io.BytesIO())": ("xlsxwriter", "xlsx", ""),
    "perfmodel.read_document('tests/files/samples/f01_gd.pdf')": ("pdfminer", "pdf", ""),
    "perfmodel.read_document('tests/files/samples/f09_region.xls')": ("xlrd", "xls", ""),
    "table.plot()": ("matplotlib", "plot", ""),
    "table.plot('indicators', lang='en')": ("matplotlib", "plot", ""),
    "table.plot('targets')": ("matplotlib", "plot", ""),
    "table.__rich__()": ("rich", "rich", ""),
    "perfmodel.validate(table).__rich__()": ("rich", "rich", ""),
    "perfmodel.compare(table, table).__rich__()": ("rich", "rich", ""),
    "perfmodel.Profile.load(OWN)": ("tomli", "toml", ""),
    "perfmodel.validate(table, OWN)": ("tomli", "toml", ""),
}
COMMANDS: dict[tuple[str, ...], str] = {
    ("parse", "tests/files/samples/f01_gd.pdf"): "pdf",
    ("cells", "tests/files/samples/f09_region.xls"): "xls",
    ("parse", TABLE, "--to", "xlsx", "-o", "FOLDER/never.xlsx"): "xlsx",
    ("results", TABLE, "-o", "FOLDER/never.xlsx"): "xlsx",
    ("form", TABLE, "-o", "FOLDER/never.xlsx"): "xlsx",
    ("check", TABLE, "--config", "OWN"): "toml",
    ("check", TABLE, "--profile", "OWN"): "toml",
    ("rules", "--config", "OWN"): "toml",
    ("check", TABLE, "--config", "FOLDER/other.yaml"): "toml",
}


def without(libraries: str, program: str) -> Any:
    """Run a program as if libraries were not installed; return what it prints as JSON."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", f"{WITHOUT}\n{program}", libraries],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def own(tmp_path: Path) -> str:
    path = tmp_path / "own.toml"
    path.write_text("[rules]\nV06 = 'off'\n", encoding="utf-8")
    (tmp_path / "other.yaml").write_text("profile: own.toml\n", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("library", [name for name in LIBRARIES if name != "tomllib"])
def test_python_names_the_extra(library: str, own: str) -> None:
    gone = "tomli,tomllib" if library == "tomli" else library
    calls = {call: extra for call, (asked, extra, _others) in PYTHON.items() if asked == library}
    assert calls
    for needed in ("pandas", "polars", "pyarrow") if library == "narwhals" else ():
        pytest.importorskip(needed)
    found = without(
        gone,
        f"from perfmodel import TargetTable, frames\nOWN = {own!r}\ntable = perfmodel.read({TABLE!r})\n"
        f"print(json.dumps([said(lambda: eval(call)) for call in {list(calls)!r}]))",
    )
    for (call, extra), (kind, words, named) in zip(calls.items(), found, strict=True):
        assert (kind, named) == ("MissingExtra", extra), call
        assert words == (
            f"需要 {library}，请安装：{install_command(extra)} / {library} is needed: {install_command(extra)}"
        )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_line_names_the_extra(lang: str, own: str, tmp_path: Path) -> None:
    filled = [
        [part.replace("OWN", own).replace("FOLDER", str(tmp_path)) for part in arguments] for arguments in COMMANDS
    ]
    asked = [[*arguments, "--lang", lang] for arguments in filled]
    found = without(",".join(LIBRARIES), f"print(json.dumps([command(*arguments) for arguments in {asked!r}]))")
    for (arguments, extra), (status, out, err) in zip(COMMANDS.items(), found, strict=True):
        assert (status, out) == (2, ""), arguments
        [line] = err.splitlines()
        assert line.endswith(install_command(extra)), line
        assert ("is needed" in line, "需要" in line) == (lang == "en", lang == "zh"), line
    assert {path.name for path in tmp_path.iterdir()} == {"own.toml", "other.yaml"}


def test_the_core_works_with_none_of_them(tmp_path: Path) -> None:
    out = str(tmp_path / "out.yaml")
    commands = [
        ["parse", TABLE],
        ["parse", TABLE, "--to", "json", "--keys", "zh", "--meanings"],
        ["parse", TABLE, "--to", "text"],
        ["parse", TABLE, "-o", out],
        ["check", TABLE],
        ["check", TABLE, "--format", "sarif"],
        ["check", TABLE, "--format", "github"],
        ["check", TABLE, "--format", "json"],
        ["check", out, "--diff"],
        ["diff", TABLE, out],
        ["target", "不少于2次/年"],
        ["explain", "V06"],
        ["rules"],
        ["schema"],
    ]
    found = without(
        ",".join(LIBRARIES),
        f"""
from perfmodel import show, validate
statuses = [command(*arguments)[0] for arguments in {commands!r}]
table = perfmodel.read({TABLE!r})
assert perfmodel.from_records(table.to_records()).projects == table.projects
assert perfmodel.from_yaml(perfmodel.to_yaml(table)) == perfmodel.from_json(perfmodel.to_json(table)) == table
assert perfmodel.parse_table(perfmodel.render_table(table)) == table
project = table.projects[0]
views = [table, project, validate(table), perfmodel.compare(project, table.projects[1]), show(table, "en")]
assert all(view._repr_html_() and str(view) for view in views)
# Every name, and every module but what is for rich alone.
[getattr(perfmodel, name) for name in perfmodel.__all__]
import pkgutil
for module in pkgutil.walk_packages(perfmodel.__path__, "perfmodel."):
    if module.name not in ("perfmodel.__main__", "perfmodel.display.rich"):
        __import__(module.name)
print(json.dumps([statuses, sorted(GONE & {{name.partition(".")[0] for name in sys.modules}})]))
""",
    )
    statuses, imported = found
    assert statuses == [0] * len(commands)
    assert imported == []


@pytest.mark.parametrize("library", LIBRARIES)
def test_one_that_is_missing_takes_nothing_else_with_it(library: str, own: str) -> None:
    for other in ("pandas", "polars", "pyarrow", "narwhals", "xlsxwriter", "matplotlib", "rich"):
        pytest.importorskip(other)
    calls = [call for call, (asked, _extra, others) in PYTHON.items() if library not in (asked, others)]
    calls = [call for call in calls if library != "tomllib" or "OWN" not in call]
    found = without(
        library,
        "import warnings; warnings.simplefilter('ignore')\nimport os; os.environ['MPLBACKEND'] = 'agg'\n"
        f"from perfmodel import TargetTable, frames\nOWN = {own!r}\ntable = perfmodel.read({TABLE!r})\n"
        f"print(json.dumps([said(lambda: eval(call)) for call in {calls!r}]))",
    )
    assert {call: words for call, words in zip(calls, found, strict=True) if words[0]} == {}
