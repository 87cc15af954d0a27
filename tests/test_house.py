"""The package's source keeps its measures: short modules, functions that can be followed, constants with one meaning."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import perfmodel

PACKAGE = Path(perfmodel.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES = 400
MOST_BRANCHES = 22
_BRANCHES = (ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def branches(function: ast.AST) -> int:
    """How often the way through a function parts: ``a and b or c`` parts twice, a comprehension with an ``if`` likewise."""
    count = 0
    for node in ast.walk(function):
        if isinstance(node, ast.BoolOp):
            count += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            count += 1 + len(node.ifs)
        else:
            count += isinstance(node, _BRANCHES)
    return count


def constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The names in capitals that a module gives a value itself, each with the source of the value."""
    for statement in tree.body:
        if not isinstance(statement, (ast.Assign, ast.AnnAssign)) or statement.value is None:
            continue
        for target in statement.targets if isinstance(statement, ast.Assign) else [statement.target]:
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            values = getattr(statement.value, "elts", []) if isinstance(target, ast.Tuple) else [statement.value]
            for name, value in zip(names, values, strict=False):
                if isinstance(name, ast.Name) and name.id.strip("_").isupper():
                    yield name.id, ast.unparse(value)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_is_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_function_has_many_branches(path: Path) -> None:
    functions = [node for node in ast.walk(tree_of(path)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    counts = {function.name: branches(function) for function in functions}
    assert {name: count for name, count in counts.items() if count > MOST_BRANCHES} == {}


def test_no_constant_has_the_name_of_another() -> None:
    values: dict[str, set[str]] = defaultdict(set)
    homes: dict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        for name, value in constants(tree_of(path)):
            values[name].add(value)
            homes[name].append(name_of(path))
    assert {name: homes[name] for name, different in values.items() if len(different) > 1} == {}


def test_branches_are_counted() -> None:
    source = """
def parts(x):
    if x and x > 1 or x < 0:
        return [y for y in x if y]
    try:
        return 1 if x else 2
    except ValueError:
        while x:
            pass
    for y in x:
        match y:
            case 1: pass
            case _: pass
"""
    assert branches(ast.parse(source)) == 11
