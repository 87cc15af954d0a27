"""How the inputs of a batch are read and checked, and the fingerprint by which a later run knows whether that has changed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Container, Iterable, Mapping
from functools import cached_property
from typing import Any

import attrs
from attrs import field, frozen

from perfmodel._internal.arguments import check_lang
from perfmodel._internal.guards import choice
from perfmodel.checks.config import Config, find_config, load_config
from perfmodel.checks.profiles import Profile
from perfmodel.formats.document import forms_of
from perfmodel.forms.catalogue import Catalogue

__all__ = ["COMMANDS_OF_BATCH", "Settings"]

COMMANDS_OF_BATCH = ("check", "parse")


def _spellings(forms: Catalogue | None) -> frozenset[object] | None:
    return None if forms is None else forms.spellings


@frozen
class Settings:
    """How the inputs are read and checked: ``command`` is ``check`` (findings of rules and of reading) or ``parse`` (of reading).

    ``config`` says what is checked; ``forms`` are the labels and heads of documents, None for those of the package.
    Messages are in ``lang``; of a PDF ``pages`` are read, of a workbook ``sheets``, None for all of them. `Settings.of`
    finds the configuration as the command line does; what it says is part of the settings, so that a worker on another
    machine does not need its file.

    >>> Settings("parse").fingerprint == Settings("parse").fingerprint != Settings("check").fingerprint
    True
    """

    command: str = field(default="check", validator=choice(COMMANDS_OF_BATCH))
    config: Config = field(factory=Config)
    lang: str = "zh"
    forms: Catalogue | None = field(default=None, repr=False, eq=_spellings)
    pages: Container[int] | None = None
    sheets: tuple[str, ...] | None = None

    @classmethod
    def of(
        cls,
        command: str = "check",
        *,
        profile: str | os.PathLike[str] | Profile | None = None,
        config: str | os.PathLike[str] | None = None,
        isolated: bool = False,
        lang: str = "zh",
        pages: Container[int] | None = None,
        sheets: Iterable[str] | None = None,
    ) -> Settings:
        """Return the settings for a profile and a configuration file; without ``config`` that of the nearest folder upward counts.

        Where ``isolated`` there is no configuration. Raises `ParseError`, `OSError`, `ValueError` or `MissingExtra` for
        a profile or a configuration that is wrong, or cannot be read.

        >>> Settings.of(profile="guangdong", isolated=True).config.profile.name
        'guangdong'
        """
        check_lang(lang)
        path = None if config is None else os.fspath(config)
        if path is None and not isolated:
            path = find_config(os.getcwd())
        known = None if profile is None else Profile.of(profile, lang)
        if path is None:
            checked_by = Config() if known is None else Config(known)
        else:
            checked_by = load_config(path, known, lang)
        if isinstance(pages, (list, set)):
            pages = frozenset(pages)  # settings are hashable
        return cls(command, checked_by, lang, forms_of(path, lang), pages, None if sheets is None else tuple(sheets))

    @cached_property
    def fingerprint(self) -> str:
        """What the settings say, as 16 hexadecimal digits; the same wherever their files are, and in every process."""
        said = {
            "command": self.command,
            "config": _plain(self.config) if self.command == "check" else None,
            "lang": self.lang,
            "forms": _plain(self.forms),
            "pages": _plain(self.pages),
            "sheets": self.sheets,
        }
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _plain(value: Any) -> Any:
    """Return what a setting says, in an order that is always the same; the names and places of files say nothing."""
    if attrs.has(type(value)):
        fields = attrs.fields(type(value))
        left_out = ("file", "name", "title", "english")
        return {one.name: _plain(getattr(value, one.name)) for one in fields if one.name not in left_out}
    if isinstance(value, Mapping):
        return {str(key): _plain(content) for key, content in sorted(value.items(), key=lambda item: str(item[0]))}
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return str(value)
