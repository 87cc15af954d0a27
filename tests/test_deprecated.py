"""Names that were changed: the old ones warn with the new one, where they are used, and give the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

import perfmodel
from perfmodel import Finding, Project, compare, frames, from_json, from_yaml
from perfmodel.checks import fix

PROJECT = Project("会议费", goal="开会")
FOUND = compare(PROJECT, Project("会议费", goal="开好会"))
FINDING = Finding("S02", "error", "没有指标", english="no indicators")
YAML, JSON = PROJECT.to_yaml(), PROJECT.to_json()
# Checkers know the new names alone.
OLD: Any = frames


def fixing(name: str) -> Any:
    from perfmodel.checks import fixing

    return getattr(fixing, name)


def in_pandas() -> Any:
    return pytest.importorskip("pandas").Series(["≥90%", None])


CASES: list[tuple[str, str, Callable[[], Any], Callable[[], Any]]] = [
    ("Finding.text", "Finding.render", FINDING.text, FINDING.render),
    ("Finding.text", "Finding.render", lambda: FINDING.text("en"), lambda: FINDING.render("en")),
    ("Change.text", "Change.render", lambda: FOUND[0].text("en"), lambda: FOUND[0].render("en")),
    ("Comparison.text", "Comparison.render", lambda: FOUND.text("en"), lambda: FOUND.render("en")),
    ("from_yaml(source=…)", "from_yaml(name=…)", lambda: read(from_yaml, YAML, source="甲.yaml"), lambda: read(from_yaml, YAML, name="甲.yaml")),
    ("from_json(source=…)", "from_json(name=…)", lambda: read(from_json, JSON, source="甲.json"), lambda: read(from_json, JSON, name="甲.json")),
    ("to_records(lang=…)", "to_records(keys=…)", lambda: OLD.to_records(PROJECT, lang="zh"), lambda: OLD.to_records(PROJECT, keys="zh")),
    ("to_records(lang=…)", "to_records(keys=…)", lambda: call(PROJECT, "to_records", lang="zh"), lambda: PROJECT.to_records(keys="zh")),
    ("fixing.fix", "fix.fix", lambda: fixing("fix"), lambda: fix.fix),
    ("fixing.FixError", "fix.FixError", lambda: fixing("FixError"), lambda: fix.FixError),
]  # fmt: skip


def call(obj: Any, name: str, **given: Any) -> Any:
    return getattr(obj, name)(**given)


def read(function: Any, text: str, **given: Any) -> tuple[Any, str]:
    """What is read, and the message of what cannot be."""
    with pytest.raises(perfmodel.ParseError) as error:
        function("[]", **given)
    return function(text, **given), str(error.value)


@pytest.mark.parametrize(("old", "new", "by_old", "by_new"), CASES)
def test_an_old_name_warns_and_gives_the_same(
    old: str, new: str, by_old: Callable[[], Any], by_new: Callable[[], Any]
) -> None:
    with pytest.warns(DeprecationWarning, match=re.escape(new)) as caught:
        found = by_old()
    assert found == by_new()
    for warning in caught:
        assert re.fullmatch(
            rf".*{re.escape(old)} 已改为 .*{re.escape(new)}，旧名将在 0.3 版取消 / "
            rf".*{re.escape(old)} is now .*{re.escape(new)}; the old name will be removed in 0.3",
            str(warning.message),
        )
        assert warning.filename == __file__


@pytest.mark.parametrize("library", ["pandas", "polars", "arrow"])
def test_frames_take_the_old_name(library: str) -> None:
    pytest.importorskip({"arrow": "pyarrow"}.get(library, library))
    name = f"to_{library}"
    ways: tuple[Callable[..., Any], ...] = (
        lambda **given: call(PROJECT, name, **given),
        lambda **given: getattr(frames, name)(PROJECT, **given),
    )
    for call_it in ways:
        with pytest.warns(DeprecationWarning, match=rf"{name}\(lang=…\) is now {name}\(keys=…\)"):
            found = call_it(lang="zh")
        expected = call_it(keys="zh")
        assert list(getattr(found, "column_names", found.columns)) == list(
            getattr(expected, "column_names", expected.columns)
        )
        assert "项目" in str(list(getattr(found, "column_names", found.columns)))


def test_columns_take_the_old_name() -> None:
    series = in_pandas()
    with pytest.warns(DeprecationWarning, match=r"parse_column\(lang=…\) is now parse_column\(keys=…\)"):
        found = OLD.parse_column(series, lang="zh")
    assert found.equals(frames.parse_column(series, keys="zh"))


def test_both_names_at_once_are_refused() -> None:
    with pytest.raises(TypeError, match="expected lang or keys, not both"):
        OLD.to_records(PROJECT, lang="zh", keys="zh")


def test_what_the_old_module_never_had() -> None:
    with pytest.raises(AttributeError, match="no attribute 'fixes'"):
        fixing("fixes")
