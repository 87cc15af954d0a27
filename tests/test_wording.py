"""Messages, docstrings and pages use the words of the glossary, and none of the words that ``cases/wording.yaml`` lists."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

import perfmodel
from perfmodel.checks.registry import RULES
from perfmodel.files.problem import PROBLEMS
from perfmodel.strings.findings import CATALOGUE
from tests.pages import PAGES, ROOT
from tests.test_house import MODULES, tree_of

ROWS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "wording.yaml").read_text("utf-8"))
NOTEBOOKS = sorted((ROOT / "docs").rglob("*.ipynb"))
GLOSSARY = {
    lang: ROOT / "docs" / "reference" / name for lang, name in (("en", "glossary.md"), ("zh", "glossary.zh.md"))
}
_CHINESE = re.compile("[一-鿿]")
_ENGLISH_WORD = re.compile("[a-z]{2,}")
# (where it stands, its language, the text)
Text = tuple[str, str, str]


def language_of(text: str) -> str:
    return "zh" if len(_CHINESE.findall(text)) * 3 > len(text) else "en"


def text_of(node: ast.AST) -> str | None:
    """The text of a string or of an f-string, whose values are left out."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    return None


def in_row(node: ast.AST) -> list[ast.expr]:
    """What stands one behind the other in a node, where a message in two languages may be."""
    if isinstance(node, ast.Call):
        return [*node.args, *(keyword.value for keyword in node.keywords)]
    if isinstance(node, (ast.Tuple, ast.List)):
        return node.elts
    if isinstance(node, ast.IfExp):
        return [node.orelse, node.body]
    return [node] if isinstance(node, (ast.Constant, ast.JoinedStr)) else []


def pairs_in(tree: ast.AST) -> Iterator[str]:
    """The texts of messages: a Chinese one with an English one behind it, or both in one, parted by a stroke."""
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    for node in ast.walk(tree):
        if id(node) in alone and not isinstance(node, ast.Call):
            continue
        row = [text_of(each) or "" for each in in_row(node)]
        for text in row:
            chinese, stroke, english = text.partition(" / ")
            if stroke and len(_CHINESE.findall(chinese)) > 3 and _ENGLISH_WORD.search(english):
                yield from (chinese, english)
        for chinese, english in pairwise(row):
            one_language = language_of(chinese) == "zh" and len(_CHINESE.findall(chinese)) > 1 and " / " not in chinese
            if one_language and language_of(english) == "en" and _ENGLISH_WORD.search(english):
                yield from (chinese, english)


def docstrings_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
            yield ast.get_docstring(node) or ""


def prose(page: Path) -> str:
    """The text of a page without blocks and spans of code, and without the targets of links."""
    text = page.read_text(encoding="utf-8")
    if page.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        text = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    text = re.sub(r"^ *(```|~~~).*?^ *\1", "", text, flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"`[^`\n]*`|\]\([^)\n]*\)", "…", text)


def messages() -> Iterator[Text]:
    for rule in RULES:
        for pair in rule.messages.values():
            yield from ((rule.code, language_of(text), text) for text in pair)
    for code, kind in CATALOGUE.items():
        yield from ((code, "zh", kind.message), (code, "en", kind.english))
    for code, (_severity, chinese, english) in PROBLEMS.items():
        yield from ((code, "zh", chinese), (code, "en", english))
    for path in MODULES:
        for text in pairs_in(tree_of(path)):
            yield str(path.relative_to(ROOT)), language_of(text), text


def docstrings() -> Iterator[Text]:
    for path in MODULES:
        for text in docstrings_in(tree_of(path)):
            yield str(path.relative_to(ROOT)), "en", text


def pages() -> Iterator[Text]:
    for page in [*PAGES, *NOTEBOOKS]:
        if page not in GLOSSARY.values():
            yield str(page.relative_to(ROOT)), "zh" if ".zh" in page.name else "en", prose(page)


TEXTS = {"messages": list(messages()), "docstrings": list(docstrings()), "pages": list(pages())}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["pattern"])
def test_no_text_has_a_banned_word(row: dict[str, Any]) -> None:
    pattern = re.compile(row["pattern"], re.IGNORECASE)
    found = [
        f"{where}: {' '.join(text[max(match.start() - 50, 0) : match.end() + 30].split())}"
        for kind in row["where"]
        for where, language, text in TEXTS[kind]
        if language == row["language"]
        for match in pattern.finditer(text)
    ]
    assert found == [], f"write instead: {row['instead']}"


def glossary(lang: str) -> list[list[str]]:
    lines = GLOSSARY[lang].read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [row for row in rows if "---" not in row and row[0] not in ("Chinese", "中文")]


def test_the_glossary_is_one_for_both_languages() -> None:
    english, chinese = glossary("en"), glossary("zh")
    assert [row[:3] for row in english] == [row[:3] for row in chinese]
    assert [row[4] for row in english] == [row[4] for row in chinese]
    assert {len(row) for row in english + chinese} == {5}
    for place in (0, 1):
        terms = [row[place] for row in english]
        assert sorted(set(terms)) == sorted(terms)
    assert all(row[3] for row in english + chinese)


def test_what_the_glossary_names_in_code_is_there() -> None:
    for row in glossary("en"):
        for name in re.findall("`([^`]+)`", row[2]):
            found: Any = perfmodel
            for step in name.split("."):
                found = getattr(found, step)


def test_texts_are_found() -> None:
    tree = ast.parse(
        'fail("没有这一项", f"there is no {name}")\nraise ValueError("应为年度指标值 / expected a target")\n'
    )
    assert set(pairs_in(tree)) == {"没有这一项", "there is no …", "应为年度指标值", "expected a target"}
    assert all(len(texts) > 300 for kind, texts in TEXTS.items() if kind != "pages")
    assert {language for _where, language, _text in TEXTS["pages"]} == {"zh", "en"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["pattern"])
def test_rows_are_whole(row: dict[str, Any]) -> None:
    assert set(row) == {"pattern", "instead", "language", "where"}
    assert row["language"] in ("zh", "en")
    assert row["where"]
    assert set(row["where"]) <= set(TEXTS)
