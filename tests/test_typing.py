"""The types of the public face, as mypy and pyright see them from outside: files as users write them, right and wrong.

Both look at the package as it is installed, by no settings of ours.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import perfmodel
from tests.test_api import ROOT

FOLDER = Path(__file__).parent / "typing"
RIGHT = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem not in ("__init__", "wrong_uses"))
Lines = dict[tuple[str, int], list[str]]


def run(*command: str, folder: Path) -> str:
    # pyright finds the environment by the PATH alone when it verifies types.
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", "")])
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def by_mypy(folder: Path, *files: str) -> Lines:
    python = ("--python-executable", sys.executable)
    out = run(
        "mypy", "--strict", "--config-file=", *python, "--hide-error-context", "--no-pretty", *files, folder=folder
    )
    found: Lines = {}
    for name, line, kind, said in re.findall(r"^(.*\.py):(\d+): (error|note): (.*)$", out, re.MULTILINE):
        if kind == "error" or said.startswith("Revealed"):
            found.setdefault((name, int(line)), []).append(said)
    assert found or out.startswith("Success"), out
    return found


def by_pyright(folder: Path, *files: str) -> Lines:
    (folder / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', encoding="utf-8")
    plain = json.loads(run("pyright", "--outputjson", "--pythonpath", sys.executable, *files, folder=folder))
    assert plain["summary"]["filesAnalyzed"] == len(files)
    found: Lines = {}
    for row in plain["generalDiagnostics"]:
        place = (Path(row["file"]).name, row["range"]["start"]["line"] + 1)
        found.setdefault(place, []).append(row["message"])
    return found


CHECKERS = {"mypy": by_mypy, "pyright": by_pyright}


@pytest.fixture(scope="module", params=CHECKERS)
def said(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Lines:
    """What a checker says of all files in a folder that is not ours, by file and line."""
    pytest.importorskip(request.param)
    folder = tmp_path_factory.mktemp(request.param)
    for name in (*RIGHT, "wrong_uses"):
        shutil.copy(FOLDER / f"{name}.py", folder)
    asked = "".join(f"reveal_type(perfmodel.{name})\n" for name in perfmodel.__all__)
    (folder / "names.py").write_text(f"import perfmodel\n{asked}", encoding="utf-8")
    return CHECKERS[request.param](folder, *(f"{name}.py" for name in (*RIGHT, "wrong_uses", "names")))


def test_files_of_users_have_the_types_that_they_say(said: Lines) -> None:
    assert {place: words for place, words in said.items() if place[0].removesuffix(".py") in RIGHT} == {}


@pytest.mark.parametrize("name", RIGHT)
def test_they_run(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for library in {"frames": ("polars", "narwhals", "matplotlib"), "files": ("xlsxwriter",)}.get(name, ()):
        pytest.importorskip(library)
    importlib.import_module(f"tests.typing.{name}").main()


def test_wrong_uses_are_refused_each(said: Lines) -> None:
    lines = (FOLDER / "wrong_uses.py").read_text(encoding="utf-8").splitlines()
    marked = {at for at, line in enumerate(lines, 1) if "# E: " in line}
    refused = {place[1]: words for place, words in said.items() if place[0] == "wrong_uses.py"}
    assert len(marked) > 40
    assert {at: refused[at] for at in refused.keys() - marked} == {}
    assert marked - refused.keys() == set()


def test_every_public_name_has_a_type(said: Lines) -> None:
    """Names are imported when they are first used; checkers must see through that."""
    for at in range(2, 2 + len(perfmodel.__all__)):
        words = "\n".join(said["names.py", at])
        # A view has what rich's own objects are; nothing else gives just anything.
        assert not re.search(r"Unknown|(is \"|\) -> )(Any|object)\b", words.replace("() -> Any", "")), words


def test_the_public_face_is_typed_all_through(tmp_path: Path) -> None:
    pytest.importorskip("pyright")
    said = json.loads(run("pyright", "--verifytypes", "perfmodel", "--ignoreexternal", "--outputjson", folder=tmp_path))
    complete = said["typeCompleteness"]
    assert complete["exportedSymbolCounts"]["withUnknownType"] == complete["otherSymbolCounts"]["withUnknownType"] == 0
    unclear = {row["name"] for row in complete["symbols"] if row["isTypeAmbiguous"] or not row["isTypeKnown"]}
    public = {f"perfmodel.{name}" for name in perfmodel.__all__}
    assert public <= {row["name"] for row in complete["symbols"]}
    assert public & unclear == set()
