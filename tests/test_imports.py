"""Imports: they go down from floor to floor, and in no circle, whether at the top of a module or inside a function.

The floors stand in ``pyproject.toml``, for `import-linter <https://import-linter.readthedocs.io>`_; so do the imports of
the two files that may go up, ``methods.py`` and ``report_methods.py`` in ``perfmodel/model``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.test_api import PACKAGE, ROOT

pytest.importorskip("importlinter")
METHODS = "perfmodel.model.methods"
REPORT_METHODS = "perfmodel.model.report_methods"


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache", "--config", str(ROOT / "pyproject.toml")],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_imports_go_down() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("module", "line", "said"),
    [
        ("values/__init__.py", "from perfmodel import cli", "perfmodel.values is not allowed to import perfmodel.cli"),
        ("model/table.py", "import perfmodel.display.view", "perfmodel.model is not allowed to import perfmodel.display"),
        ("model/methods.py", "from perfmodel.cli import main", "perfmodel.model is not allowed to import perfmodel.cli"),
        ("frames/build.py", "from perfmodel.checks import engine", "perfmodel.frames is not allowed to import perfmodel.checks"),
        ("frames/build.py", "from perfmodel.spreadsheets import xlsx", "perfmodel.frames is not allowed to import perfmodel.spreadsheets"),
        ("strings/table.py", "from perfmodel import Target", "perfmodel.strings.table -> perfmodel"),
    ],
)  # fmt: skip
def test_an_import_upwards_is_seen_inside_a_function(module: str, line: str, said: str, tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "perfmodel", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "perfmodel" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n\ndef _upwards() -> None:\n    {line}\n")
    done = lint_imports(tmp_path)
    assert done.returncode == 1
    assert said in " ".join(done.stdout.split())


def test_an_import_that_is_allowed_for_nothing_is_seen(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "perfmodel", ignore=shutil.ignore_patterns("__pycache__"))
    methods = tmp_path / "perfmodel" / "model" / "methods.py"
    text = methods.read_text(encoding="utf-8")
    methods.write_text(text.replace("from perfmodel.display.plot import plot", "plot: Any = None"), encoding="utf-8")
    done = lint_imports(tmp_path)
    assert done.returncode == 1
    assert "perfmodel.model.methods -> perfmodel.display.plot" in done.stdout


def test_only_the_methods_of_the_model_may_import_upwards() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    allowed = [line.split()[0].strip('"') for line in lines if " -> perfmodel." in line]
    assert set(allowed) == {METHODS, REPORT_METHODS}


def test_no_modules_import_each_other_in_a_circle() -> None:
    grimp = pytest.importorskip("grimp")
    graph = grimp.build_graph("perfmodel", cache_dir=None, exclude_type_checking_imports=True)
    assert len(graph.modules) > 200
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert imports[METHODS] > {"perfmodel.display.view", "perfmodel.checks.engine"}
    try:
        TopologicalSorter(imports | {METHODS: (), REPORT_METHODS: ()}).prepare()
    except CycleError as error:
        pytest.fail(f"circle: {' imports '.join(reversed(error.args[1]))}")
