"""The configuration of a folder: ``perfmodel.toml``, or ``[tool.perfmodel]`` in ``pyproject.toml``."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

from attrs import evolve, field, frozen

from perfmodel._internal.did_you_mean import SettingError, unknown
from perfmodel._internal.messages import mismatch, shown
from perfmodel._internal.optional import MissingExtra
from perfmodel._internal.system_errors import reason_of
from perfmodel.checks.profiles import OFF, Profile
from perfmodel.checks.registry import rule_of
from perfmodel.checks.selection import selectors
from perfmodel.errors import ParseError
from perfmodel.formats.files import FileRefused
from perfmodel.formats.settings_file import ENDINGS, LARGEST_SETTINGS, SettingsFile

__all__ = ["RULE_OF_PEERS", "Config", "find_config", "load_config"]

# What stands under ``forms`` is for reading: `perfmodel.formats.document.forms_of`.
_CONFIG_KEYS = ("profile", "select", "ignore", "rules", "settings", "scoring", "forms", "peers")
# The rule that looks peers up, in the dataset that ``peers`` names.
RULE_OF_PEERS = "V21"
_OWN, _SHARED = "perfmodel.toml", "pyproject.toml"
_SECTION = ("tool", "perfmodel")
# Tells whether a pyproject.toml that cannot be read has our section: only then is it reported.
_SECTION_HEADER = re.compile(
    r"^[ \t]*\[[ \t]*[\"']?tool[\"']?[ \t]*\.[ \t]*[\"']?perfmodel[\"']?[ \t]*[\].]", re.MULTILINE
)


@frozen
class Config:
    """How to check tables: a profile, with ``select`` and ``ignore`` as for `validate`.

    ``off`` are the rules that the configuration itself turns off: they stay off where many are selected at once, and are
    on where they are selected by name. ``file`` is the configuration's path.

    >>> config = Config(select=("V",), off=("V06",))
    >>> config.unwanted, config.with_selection(("V06",), ()).unwanted
    (('V06',), ())
    """

    profile: Profile = field(factory=lambda: Profile.of("default"))
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    file: str | None = None

    @property
    def unwanted(self) -> tuple[str, ...]:
        """The codes to ignore: those of ``ignore``, and those that are ``off`` and not selected by name."""
        return (*self.ignore, *(code for code in self.off if code not in (self.select or ())))

    def with_selection(self, select: tuple[str, ...] | None, ignore: tuple[str, ...]) -> Config:
        """Return the configuration with another selection: a ``select`` replaces its own and its ``ignore``.

        >>> Config(select=("V",), ignore=("S13",)).with_selection(None, ("V06",)).ignore
        ('S13', 'V06')
        """
        if select is not None:
            return evolve(self, select=select, ignore=ignore)
        return evolve(self, ignore=(*self.ignore, *ignore))


def find_config(folder: str | os.PathLike[str]) -> str | None:
    """Return the nearest configuration from a folder upward; None where there is none.

    A ``pyproject.toml`` without ``[tool.perfmodel]`` is none; in one folder ``perfmodel.toml`` comes first.

    >>> find_config("/") is None
    True
    """
    folder = os.path.abspath(folder)
    while True:
        for name in (_OWN, _SHARED):
            path = os.path.join(folder, name)
            if name == _OWN and os.path.lexists(path) and not os.path.isdir(path):
                return path  # whatever it is: what cannot be read is said, not passed over
            if name == _SHARED and os.path.isfile(path) and _has_our_section(path):
                return path
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def _has_our_section(path: str) -> bool:
    try:
        with open(path, encoding="utf-8", errors="replace") as opened:
            text = opened.read(LARGEST_SETTINGS)
    except OSError:
        return False
    if "perfmodel" not in text:
        return False
    try:
        return SettingsFile.read(path).part(*_SECTION) is not None
    except (ParseError, MissingExtra, OSError):
        return _SECTION_HEADER.search(text) is not None


def load_config(path: str | os.PathLike[str], profile: Profile | None = None, lang: str = "zh") -> Config:
    """Read a configuration; ``profile`` is one to take instead of the file's own.

    Raises `ParseError` (in ``lang``), with file and line and the nearest right name, for what is wrong in it, and
    `OSError` where the file cannot be opened, `MissingExtra` where it is TOML and nothing can read that.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "own.yaml")
    ...     _ = path.write_text("profile: guangdong\\nselect: [S, V]\\nrules: {V06: error}", encoding="utf-8")
    ...     config = load_config(path)
    >>> config.select, config.profile.severity("V06")
    (('S', 'V'), 'error')
    """
    file = SettingsFile.read(path, lang)
    if os.path.basename(os.fspath(path)) == _SHARED:
        section = file.part(*_SECTION)
        if section is None:
            raise file.error(SettingError("缺 [tool.perfmodel] 一节", "the section [tool.perfmodel] is missing"), lang)
        file = section
    try:
        return _config(file, profile, lang)
    except SettingError as wrong:
        raise file.error(wrong, lang) from None


def _config(file: SettingsFile, profile: Profile | None, lang: str) -> Config:
    plain = file.plain
    for key in plain:
        if key not in _CONFIG_KEYS:
            raise unknown(("键名", "key"), key, _CONFIG_KEYS, (key,))
    base = _profile(plain, file, lang) if profile is None else profile
    changed = base.with_changes(_with_peers(plain, file), base.name, base.title, base.english)
    _check_peers(changed, "peers" in plain)
    select, ignore = _selection(plain, "select"), _selection(plain, "ignore") or ()
    off = tuple(code for code, severity in plain.get("rules", {}).items() if severity == OFF)
    return Config(changed, select, ignore, off, file.source.name)


def _profile(plain: Mapping[str, Any], file: SettingsFile, lang: str) -> Profile:
    named = plain.get("profile", "default")
    if not isinstance(named, str):
        expected = ("方案名称或文件", "the name or file of a profile")
        raise SettingError(*mismatch(expected, shown(named)), ("profile",))
    if named.lower().endswith(ENDINGS):
        # A path is one from the folder of the configuration, wherever the command is run.
        named = os.path.join(os.path.dirname(file.source.name or ""), named)
    try:
        return Profile.of(named, lang)
    except SettingError as wrong:
        raise wrong.under("profile") from None
    except FileRefused as refused:
        raise SettingError(f"{named}：{refused.zh}", f"{named}: {refused.en}", ("profile",)) from None
    except OSError as error:
        zh, en = reason_of(error)
        raise SettingError(f"无法打开 {named}：{zh}", f"cannot open {named}: {en}", ("profile",)) from None


def _with_peers(plain: Mapping[str, Any], file: SettingsFile) -> Mapping[str, Any]:
    """Return a configuration whose ``peers``, the path of a dataset, is a setting of the rule that asks it, and turns it on."""
    named = plain.get("peers")
    if named is None:
        return plain
    if not isinstance(named, str) or not named:
        raise SettingError(*mismatch(("数据集的路径", "the path of a dataset"), shown(named)), ("peers",))
    # A path is one from the folder of the configuration, wherever the command is run.
    path = os.path.join(os.path.dirname(file.source.name or ""), named)
    rules, settings = plain.get("rules", {}), plain.get("settings", {})
    if not isinstance(rules, Mapping) or not isinstance(settings, Mapping):
        return plain  # with which the profile finds fault
    own = settings.get(RULE_OF_PEERS, {})
    found = {**own, "dataset": path} if isinstance(own, Mapping) else own
    severity = rule_of(RULE_OF_PEERS).severity
    return {**plain, "rules": {RULE_OF_PEERS: severity, **rules}, "settings": {**settings, RULE_OF_PEERS: found}}


def _check_peers(profile: Profile, is_named: bool) -> None:
    """Open the dataset of peers where it will be asked, so that what is wrong with it is reported once."""
    dataset = profile.settings_of(RULE_OF_PEERS)["dataset"]
    if not dataset or profile.severity(RULE_OF_PEERS) == OFF:
        return
    from perfmodel.peer_targets.dataset import DatasetError, opened  # only who has a dataset waits for it

    try:
        opened(dataset)
    except DatasetError as wrong:
        at = ("peers",) if is_named else ("settings", RULE_OF_PEERS, "dataset")
        raise SettingError(wrong.zh, wrong.en, at) from None


def _selection(plain: Mapping[str, Any], key: str) -> tuple[str, ...] | None:
    given = plain.get(key)
    if given is not None and not (
        isinstance(given, str) or (isinstance(given, list) and all(isinstance(item, str) for item in given))
    ):
        raise SettingError(*mismatch(("规则代码的列表", "a list of rule codes"), shown(given)), (key,))
    try:
        return selectors(given)
    except SettingError as wrong:
        raise wrong.under(key) from None
