"""Profiles: which rules are on, their severities and their settings, for a place or a year.

Those that come with the library stand in ``perfmodel/data/profiles/``; each names what it extends, and only what differs.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from attrs import field, frozen

from perfmodel._internal.arguments import check_lang, wrong_type
from perfmodel._internal.did_you_mean import SettingError, unknown
from perfmodel._internal.messages import mismatch, shown
from perfmodel.checks.registry import RULES, rule_of
from perfmodel.checks.rule import Settings
from perfmodel.comparison.plan_code import PLAN_CODE
from perfmodel.data import load
from perfmodel.formats.settings_file import ENDINGS, SettingsFile
from perfmodel.model.finding import SEVERITIES
from perfmodel.scoring.options import ScoringOptions
from perfmodel.strings.findings import CATALOGUE

__all__ = ["OFF", "PROFILES", "Profile", "profile_from", "profile_of"]

PROFILES = ("default", "central-2015", "central-2021", "guangdong")
OFF = "off"
_MOST_SETTING_DIGITS = 40
_PROFILE_KEYS = ("title", "english", "extends", "rules", "settings", "scoring")


@frozen(eq=False)
class Profile:
    """A profile: ``severities`` by code (``off`` where a rule is off), ``settings`` by code, and how it scores (``scoring``).

    >>> profile_of("guangdong").name
    'guangdong'
    """

    name: str
    severities: Mapping[str, str] = field(factory=dict)
    settings: Mapping[str, Settings] = field(factory=dict)
    title: str = ""
    english: str = ""
    scoring: ScoringOptions = field(factory=ScoringOptions)

    @classmethod
    def load(cls, path: str | os.PathLike[str], lang: str = "zh") -> Profile:
        """Read a profile of your own from a file (TOML, YAML or JSON) with the keys of `profile_from`.

        Raises `ParseError` (in ``lang``), with file and line, for what is wrong in it, `OSError` where it cannot be
        opened, and `MissingExtra` where it is TOML and nothing can read that (Python 3.10 without tomli).

        >>> import pathlib, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "own.yaml")
        ...     _ = path.write_text("extends: guangdong\\nrules: {S02: warning}", encoding="utf-8")
        ...     Profile.load(path).severity("S02")
        'warning'
        """
        file = SettingsFile.read(path, check_lang(lang))
        try:
            return profile_from(file.plain, os.fspath(path))
        except SettingError as wrong:
            raise file.error(wrong, lang) from None

    @classmethod
    def of(cls, given: Profile | str | os.PathLike[str], lang: str = "zh") -> Profile:
        """Return the profile that is meant: itself, one of the library by its name, or one of your own by its file's path.

        >>> Profile.of("central-2015").english
        'central departments, measures of 2015'
        """
        check_lang(lang)
        if isinstance(given, Profile):
            return given
        if not isinstance(given, (str, os.PathLike)):
            raise wrong_type(
                given, "Profile、方案名称或文件路径", "a Profile, the name of a profile or the path of a file"
            )
        if isinstance(given, os.PathLike) or (isinstance(given, str) and given.lower().endswith(ENDINGS)):
            return cls.load(given, lang)
        return profile_of(given)

    def with_changes(self, plain: Mapping[str, Any], name: str, title: str = "", english: str = "") -> Profile:
        """Return a profile that differs in the ``rules``, ``settings`` and ``scoring`` of plain data; see `profile_from`.

        >>> profile_of("default").with_changes({"rules": {"V06": "off"}}, "own").severity("V06")
        'off'
        """
        settings = {code: dict(found) for code, found in self.settings.items()}
        for code, values in _mapping(plain, "settings").items():
            if code not in (known := [rule.code for rule in RULES if rule.settings]):
                raise unknown(("可设置规则", "configurable rule"), code, known, ("settings", code))
            if not isinstance(values, Mapping):
                expected = ("“名称 = 值”", "names with values")
                raise SettingError(*mismatch(expected, shown(values)), ("settings", code))
            settings.setdefault(code, {}).update(
                {key: _setting(code, key, value, rule_of(code).settings) for key, value in values.items()}
            )
        severities = {**self.severities, **_severities(_mapping(plain, "rules"))}
        scoring = self.scoring.with_changes(_mapping(plain, "scoring"))
        return Profile(name, severities, settings, title, english, scoring)

    def severity(self, code: str) -> str | None:
        """Return the severity that the profile gives a code; None where it leaves it as it is."""
        return self.severities.get(code)

    def settings_of(self, code: str) -> Settings:
        """Return all settings of a rule: the profile's, and the rule's own for the others."""
        return {**rule_of(code).settings, **self.settings.get(code, {})}


@cache
def profile_of(name: str) -> Profile:
    """Return a profile of the library by its name; raises `ValueError`, with the nearest name, for an unknown one.

    >>> profile_of("guandong")
    Traceback (most recent call last):
      ...
    perfmodel._internal.did_you_mean.SettingError: 未知方案“guandong”，是否为“guangdong”？ / unknown profile “guandong”; did you mean “guangdong”?
    """
    if name not in PROFILES:
        raise unknown(("方案", "profile"), name, PROFILES)
    return profile_from(load(f"profiles/{name}.json"), name)


def _named(name: object) -> Profile:
    if not isinstance(name, str):
        raise SettingError(*mismatch(("方案名称", "the name of a profile"), shown(name)))
    return profile_of(name)


def profile_from(plain: Mapping[str, Any], name: str = "own") -> Profile:
    """Make a profile of plain data: ``extends``, ``rules`` (severity by code), ``settings`` (by code, then by name), ``scoring``.

    Raises `ValueError`, naming the nearest right one, for an unknown key, code, severity or setting, and for a value of
    another type than the rule's own. ``scoring`` holds options of `ScoringOptions`, by name.

    >>> own = profile_from({"extends": "guangdong", "rules": {"S02": "warning"}})
    >>> own.severity("S02")
    'warning'
    """
    for key in plain:
        if key not in _PROFILE_KEYS:
            raise unknown(("键名", "key"), key, _PROFILE_KEYS, (str(key),))
    base = plain.get("extends", None if name == "default" else "default")
    try:
        parent = Profile("") if base is None else _named(base)
    except SettingError as wrong:
        raise wrong.under("extends") from None
    return parent.with_changes(plain, name, str(plain.get("title", "")), str(plain.get("english", "")))


def _mapping(plain: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = plain.get(key, {})
    if not isinstance(found, Mapping):
        raise SettingError(*mismatch(("“代码 = 值”", "codes with values"), shown(found)), (key,))
    return found


def _severities(rules: Mapping[str, Any]) -> dict[str, str]:
    codes = [*CATALOGUE, *(rule.code for rule in RULES), PLAN_CODE]
    found = {}
    for code, severity in rules.items():
        if code not in codes:
            raise unknown(("规则", "rule"), code, codes, ("rules", str(code)))
        if severity not in (*SEVERITIES, OFF):
            raise unknown(("严重程度", "severity"), severity, (*SEVERITIES, OFF), ("rules", code))
        found[code] = severity
    return found


def _setting(code: str, key: str, value: Any, defaults: Settings) -> Any:
    if key not in defaults:
        raise unknown((f"{code} 设置项", f"{code} setting"), key, defaults, ("settings", code, str(key)))
    checked = _of_type(value, defaults[key])
    if checked is None:
        default = shown(defaults[key])
        expected = (f"与默认值 {default} 同类的值", f"a value of the same type as the default ({default})")
        raise SettingError(*mismatch(expected, shown(value)), ("settings", code, key))
    return checked


def _of_type(value: Any, default: Any) -> Any:
    """Return a value as one of the default's type; None where it is of another."""
    if isinstance(default, tuple):
        return _tuple_of_type(value, default[0]) if default else None
    if isinstance(default, Decimal):
        return _decimal(value)
    if isinstance(default, int) and not isinstance(default, bool):
        return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
    return value if isinstance(value, type(default)) else None


def _tuple_of_type(value: Any, default: Any) -> tuple[Any, ...] | None:
    if not isinstance(value, (list, tuple)):
        return None
    items = tuple(_of_type(item, default) for item in value)
    return None if None in items else items


def _decimal(value: Any) -> Decimal | None:
    """Return a number that is not negative as a Decimal; None for anything else."""
    if not isinstance(value, (int, float, Decimal)) or isinstance(value, bool):
        return None
    number = Decimal(str(value))
    # A number of a million digits is short to write, and none to reckon with.
    return number if number.is_finite() and number >= 0 and abs(number.adjusted()) < _MOST_SETTING_DIGITS else None
