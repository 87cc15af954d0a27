"""The public face: flat names, cheap import, symlinked grammars."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import get_args

import perfmodel
from perfmodel.values import kinds

ROOT = Path(__file__).parent.parent
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
        perfmodel.cli.check perfmodel.cli.inputs perfmodel.cli.parallel perfmodel.values.kinds perfmodel.values.parser
    """
    assert sorted(set(run.stdout.split()) & set(needless.split())) == []


def test_the_grammars_are_where_people_look() -> None:
    link = ROOT / "grammars"
    if link.exists():  # an unpacked sdist has no symlink
        assert link.is_symlink()
        assert link.resolve() == (ROOT / "perfmodel" / "grammars").resolve()
    assert (PACKAGE / "py.typed").exists()
