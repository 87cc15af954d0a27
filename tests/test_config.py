"""Configuration and own profiles: found upward, read from three formats, wrong ones refused at their line."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from perfmodel import Indicator, MissingExtra, ParseError, Profile, parse_indicator, validate
from perfmodel._internal.did_you_mean import SettingError
from perfmodel._internal.optional import install_command
from perfmodel.checks import profiles
from perfmodel.checks.config import Config, find_config, load_config
from perfmodel.checks.engine import severities
from perfmodel.checks.registry import RULES
from perfmodel.checks.rule import Rule
from perfmodel.formats import settings_file
from perfmodel.formats.settings_file import SettingsFile
from perfmodel.source.source import Source

BAD = parse_indicator("1-产出指标；12-质量指标；验收合格率；年度指标值:≥100%")


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give V06 settings of every type, as rules may have them."""
    wide = {"most": 15, "share": Decimal("0.1"), "strict": False, "words": ("甲",), "word": "甲"}
    rules = tuple(evolve(rule, settings=wide) if rule.code == "V06" else rule for rule in RULES)

    def rule_of(code: str) -> Rule:
        return next(rule for rule in rules if rule.code == code)

    monkeypatch.setattr(profiles, "RULES", rules)
    monkeypatch.setattr(profiles, "rule_of", rule_of)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_nearest_file_upward(tmp_path: Path) -> None:
    here = tmp_path / "a" / "b"
    here.mkdir(parents=True)
    outer = write(tmp_path / "perfmodel.toml", "profile = 'guangdong'")
    assert find_config(here) == str(outer)
    write(tmp_path / "a" / "pyproject.toml", "[project]\nname = 'x'\n")
    assert find_config(here) == str(outer), "a pyproject.toml without our section is none"
    write(tmp_path / "a" / "pyproject.toml", "[project]\nname = 'x'\ndependencies = ['perfmodel']\nbroken")
    assert find_config(here) == str(outer), "what is wrong elsewhere in it is not our affair"
    shared = write(tmp_path / "a" / "pyproject.toml", "[tool.perfmodel]\nselect = ['V']\n")
    assert find_config(here) == str(shared)
    own = write(tmp_path / "a" / "perfmodel.toml", "")
    assert find_config(here) == str(own), "in one folder, the own file comes first"
    assert load_config(own).profile.severities == Config().profile.severities
    assert load_config(shared).select == ("V",)
    broken = write(here / "pyproject.toml", "[tool.perfmodel]\nselect = [")
    assert find_config(here) == str(broken)
    with pytest.raises(ParseError, match="TOML"):
        load_config(broken)


TOML = """
profile = "guangdong"
select = ["S", "V"]
ignore = "S01"
[rules]
V06 = "error"
S02 = "off"
[settings.V06]
most = 20
share = 0.25
strict = true
words = ["乙", "丙"]
word = "off"
"""
YAML = """
profile: guangdong
select: [S, V]
ignore: S01
rules:
  V06: error
  S02: off
settings:
  V06: {most: 20, share: 0.25, strict: true, words: [乙, 丙], word: off}
"""
JSON = """{"profile": "guangdong", "select": ["S", "V"], "ignore": "S01", "rules": {"V06": "error", "S02": "off"},
"settings": {"V06": {"most": 20, "share": 0.25, "strict": true, "words": ["乙", "丙"], "word": "off"}}}"""


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(("name", "text"), [("a.toml", TOML), ("a.yaml", YAML), ("a.yml", YAML), ("a.json", JSON)])
def test_three_formats_say_the_same(tmp_path: Path, name: str, text: str) -> None:
    config = load_config(write(tmp_path / name, text))
    assert config.profile.name == "guangdong"
    assert (config.select, config.ignore, config.off) == (("S", "V"), ("S01",), ("S02",))
    assert config.profile.severity("V06") == "error"
    found = config.profile.settings_of("V06")
    assert found == {"most": 20, "share": Decimal("0.25"), "strict": True, "words": ("乙", "丙"), "word": "off"}
    assert isinstance(found["share"], Decimal)


def test_a_selection_from_elsewhere() -> None:
    config = Config(select=("V",), ignore=("S01",), off=("V06",))
    assert config.with_selection(None, ("S02",)).unwanted == ("S01", "S02", "V06")
    assert config.with_selection(("S", "V"), ()).unwanted == ("V06",)
    assert config.with_selection(("V06",), ()).unwanted == ()
    given = severities(config.profile, config.select, config.unwanted)
    assert (given["V06"], given["S01"]) == ("off", "off")


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    ("text", "line", "zh", "en"),
    [
        ("selct = ['V']", 1, "未知键名“selct”，是否为“select”？", "unknown key “selct”; did you mean “select”?"),
        ("\n[rules]\nV60 = 'off'", 3, "rules.V60：未知规则“V60”，是否为“V06”？", "did you mean “V06”?"),
        ("rules = {V06 = 'eror'}", 1, "是否为“error”？", "unknown severity “eror”; did you mean “error”?"),
        ("[rules]\nV06 = true", 2, "未知严重程度“True”", "unknown severity"),
        (
            "rules.V06 = 'fatal'",
            1,
            "可用：“error”、“warning”、“hint”、“off”",
            "known: “error”, “warning”, “hint”, “off”",
        ),
        ("rules = 'V06'", 1, "rules：应为“代码 = 值”", "expected codes with values"),
        ("select = ['V', 'X1']", 1, "未知规则“X1”", "unknown rule “X1”"),
        ("ignore = [1]", 1, "应为规则代码的列表", "expected a list of rule codes"),
        ("profile = 'guandong'", 1, "是否为“guangdong”？", "did you mean “guangdong”?"),
        ("# 注\nprofile = 'own.toml'", 2, "无法打开", "cannot open"),
        ("profile = 3", 1, "应为方案名称或文件，实为 3", "expected the name or file of a profile, got 3"),
        ("[settings.V006]\nmost = 1", 1, "是否为“V06”？", "did you mean “V06”?"),
        ("[settings.V06]\n\nmots = 1", 3, "未知 V06 设置项“mots”，是否为“most”？", "did you mean “most”?"),
        (
            "[settings.V06]\nmost = 'x'",
            2,
            "应为与默认值 15 同类的值，实为“x”",
            "expected a value of the same type as the default (15), got “x”",
        ),
        ("[settings.V06]\nmost = -1", 2, "应为与默认值 15 同类的值，实为 -1", "of the same type as the default (15)"),
        ("[settings.V06]\nshare = nan", 2, "同类", "expected a value of the same type"),
        ("[settings.V06]\nstrict = 1", 2, "同类", "expected a value of the same type"),
        ("[settings.V06]\nwords = [1]", 2, "同类", "expected a value of the same type"),
        ("[settings]\nV06 = 3", 2, "settings.V06：应为", "expected names with values"),
        ("select = [\n", 2, "TOML 语法有误", "not well-formed TOML"),
        ("a = 1\na = 2", 2, "TOML 语法有误", "not well-formed TOML"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, line: int, zh: str, en: str) -> None:
    path = write(tmp_path / "perfmodel.toml", text)
    with pytest.raises(ParseError) as caught:
        load_config(path)
    assert zh in caught.value.headline("zh")
    assert en in caught.value.headline("en")
    assert str(path) in caught.value.headline("en")
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("name", "text", "line", "says"),
    [
        ("own.yaml", "extends: guangdong\nrules:\n  V006: off\n", 3, "未知规则“V006”，是否为“V06”？"),
        ("own.yaml", "extends: guangdong\nextend: a\n", 2, "是否为“extends”？"),
        ("own.yaml", "extends: [a]\n", 1, "extends：应为方案名称"),
        ("own.yaml", "extends: guandong\n", 1, "是否为“guangdong”？"),
        ("own.yaml", "rules: {V06: off, V06: hint}\n", 1, "键名“V06”重复"),
        ("own.yaml", "- V06\n", 1, "应为“键: 值”"),
        ("own.yaml", "rules: [\n", 2, "YAML 语法有误"),
        ("own.json", '{"rules": {"V06": null}}', 1, "未知严重程度“null”"),
        ("own.json", '{"rules"', 1, "JSON 语法有误"),
        ("own.toml", "[rule]\nV06 = 'off'", 1, "是否为“rules”？"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_an_own_profile(tmp_path: Path, name: str, text: str, line: int, says: str) -> None:
    path = write(tmp_path / name, text)
    with pytest.raises(ParseError) as caught:
        Profile.load(path)
    assert says in caught.value.headline()
    assert caught.value.line == line


def test_own_profiles_wherever_one_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "own.TOML", "extends = 'central-2015'\ntitle = '本局'\n[rules]\nV06 = 'error'\n")
    for profile in (str(path), path, Profile.load(path), Profile.of(path)):
        assert [finding.severity for finding in validate(BAD, profile=profile)] == ["error"]
    assert Profile.load(path).title == "本局"
    # In a configuration, a path is one from its own folder.
    config = write(tmp_path / "perfmodel.toml", "profile = 'own.TOML'\n")
    assert load_config(config).profile.severity("V06") == "error"
    assert load_config(config, Profile.of("default")).profile.severity("V06") is None
    with pytest.raises(FileNotFoundError):
        validate(BAD, profile="no-such.toml")
    with pytest.raises(ValueError, match="guangdong"):
        validate(Indicator(name="a"), profile="guandong")


def test_files_that_are_none_of_ours(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes("title = '绩效'".encode("gb18030"))
    with pytest.raises(ParseError, match="UTF-8"):
        SettingsFile.read(tmp_path / "a.toml")
    with pytest.raises(ParseError, match=r"\.toml”、“\.yaml"):
        SettingsFile.read(write(tmp_path / "a.txt", ""))
    with pytest.raises(ParseError, match=r"缺 \[tool.perfmodel\]"):
        load_config(write(tmp_path / "pyproject.toml", "[project]\nname = 'x'\n"))
    marked = tmp_path / "b.toml"
    marked.write_bytes(b"\xef\xbb\xbfprofile = 'guangdong'\r\n")
    assert load_config(marked).profile.name == "guangdong"


def test_places_in_toml() -> None:
    text = "[ tool . \"perfmodel\" ]\nselect = []\n[tool.perfmodel.'rules']\n  V06 = 'off'\nsettings.a = 1\n"
    places = SettingsFile.parse(Source(text, "pyproject.toml")).places
    shown = {".".join(keys): text[span.start : span.end] for keys, span in places.items()}
    assert shown["tool.perfmodel.select"] == "select"
    assert shown["tool.perfmodel.rules.V06"] == "V06"
    assert shown["tool.perfmodel.rules.settings.a"] == "settings.a"


def test_without_a_reader_of_toml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(settings_file, "import_module", missing)
    path = write(tmp_path / "perfmodel.toml", "")
    with pytest.raises(MissingExtra) as caught:
        load_config(path)
    assert install_command("toml") in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    path.unlink()
    # One that does not speak of us is not missed; one that does is.
    shared = write(tmp_path / "pyproject.toml", "[project]\ndependencies = ['perfmodel']\n")
    assert find_config(tmp_path) is None or os.path.dirname(find_config(tmp_path) or "") != str(tmp_path)
    write(shared, "[tool.perfmodel.rules]\n")
    assert find_config(tmp_path) == str(shared)
    assert load_config(write(tmp_path / "own.yaml", "profile: guangdong")).profile.name == "guangdong"


def test_wrong_says_it_in_both_languages() -> None:
    import pickle

    wrong = pickle.loads(pickle.dumps(SettingError("错", "wrong", ("a",)).under("b")))
    assert (wrong.text(), wrong.text("en"), wrong.at, str(wrong)) == ("错", "wrong", ("b", "a"), "b.a：错 / b.a: wrong")
