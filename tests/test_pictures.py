"""The forms that pages show are those that the pages' commands read: both come from ``docs/pictures/forms.py``."""

from __future__ import annotations

import re
from importlib.util import module_from_spec, spec_from_file_location
from typing import Any

import pytest

from tests.pages import ROOT

FOLDER = ROOT / "docs" / "pictures" / "forms"
PAGES = [ROOT / "docs" / "how-to" / name for name in ("which-tables.md", "which-tables.zh.md")]


def script() -> Any:
    spec = spec_from_file_location("forms", FOLDER.with_suffix(".py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


FORMS = script().FORMS


@pytest.mark.parametrize("name", FORMS)
def test_sample_files_are_those_of_the_script(name: str) -> None:
    file, content = script().file_of(name)
    assert (FOLDER / file).read_text(encoding="utf-8") == content


@pytest.mark.parametrize("name", FORMS)
def test_each_form_has_a_small_picture(name: str) -> None:
    picture = (FOLDER / f"{name}.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) <= script().LARGEST


def test_nothing_else_is_kept() -> None:
    names = {script().file_of(name)[0] for name in FORMS} | {f"{name}.png" for name in FORMS}
    assert {path.name for path in FOLDER.iterdir()} == names


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_page_shows_and_reads_each_form(page: Any) -> None:
    text = page.read_text(encoding="utf-8")
    shown = re.findall(r"\(\.\./pictures/forms/([\w-]+)\.png\)", text)
    read = re.findall(r"^\$ perfmodel parse forms/([\w.-]+)", text, re.MULTILINE)
    assert sorted(shown) == sorted(FORMS)
    assert read == [script().file_of(name)[0] for name in shown]
