"""The options for profile, selection and configuration of rules, which several commands have."""

from __future__ import annotations

import argparse
import os
from typing import Any

from perfmodel._internal.did_you_mean import SettingError
from perfmodel.checks.config import RULE_OF_PEERS, Config, find_config, load_config
from perfmodel.checks.profiles import Profile
from perfmodel.checks.selection import selectors
from perfmodel.cli.files import FileProblem, file_problems

__all__ = ["add_options", "config_of", "config_to_check_by"]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options to a command."""
    parser.add_argument(
        "--profile",
        metavar="P",
        help="方案：default、central-2015、central-2021、guangdong，或自己的文件"
        " / default, central-2015, central-2021, guangdong, or a file of your own",
    )
    parser.add_argument(
        "--select", action="append", metavar="CODES", help="只查这些规则，如 V,C07 / the only rules to ask, as in V,C07"
    )
    parser.add_argument(
        "--ignore", action="append", metavar="CODES", help="不查这些规则，如 R01 / rules to leave out, as in R01"
    )
    where: Any = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--config",
        metavar="FILE",
        help="配置文件（默认：向上最近的一个） / a configuration (default: the nearest one upward)",
    )
    where.add_argument("--isolated", action="store_true", help="不用任何配置文件 / use no configuration")


def config_of(options: argparse.Namespace) -> Config:
    """Return the configuration that the options and the configuration file give; raise `FileProblem` for a wrong one."""
    lang = options.lang
    try:
        select = None if options.select is None else selectors(",".join(options.select))
        if select == ():
            raise SettingError("--select 未选任何规则", "--select names no rules")
        ignore = selectors(",".join(options.ignore or [])) or ()
        return _configured(options).with_selection(select, ignore)
    except SettingError as wrong:
        raise FileProblem(f"perfmodel: {wrong.text(lang)}") from None


def config_to_check_by(options: argparse.Namespace) -> Config:
    """Return what `config_of` does; raise `FileProblem`, too, where peers are asked for by name and no dataset says who these are."""
    config = config_of(options)
    if RULE_OF_PEERS in (config.select or ()) and not config.profile.settings_of(RULE_OF_PEERS)["dataset"]:
        raise FileProblem(
            f'perfmodel: {RULE_OF_PEERS} needs a dataset: peers = "OUT" in perfmodel.toml'
            if options.lang == "en"
            else f'perfmodel: {RULE_OF_PEERS} 需要数据集：在 perfmodel.toml 中写 peers = "OUT"'
        )
    return config


def _configured(options: argparse.Namespace) -> Config:
    path = options.config
    if path is None and not options.isolated:
        try:
            path = find_config(os.getcwd())
        except OSError:  # the current folder is gone
            path = None
    profile = None
    if options.profile is not None:
        with file_problems(options.profile, options.lang):
            profile = Profile.of(options.profile, options.lang)
    if path is None:
        return Config() if profile is None else Config(profile)
    with file_problems(path, options.lang):
        return load_config(path, profile, options.lang)
