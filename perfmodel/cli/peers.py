"""``perfmodel peers``: how others set an indicator."""

from __future__ import annotations

import argparse

from perfmodel._internal.optional import MissingExtra
from perfmodel._internal.system_errors import reason_of
from perfmodel.cli.files import print_error, save
from perfmodel.cli.options import add_language
from perfmodel.model.category import Category
from perfmodel.model.indicator import Indicator
from perfmodel.model.target import Target
from perfmodel.peer_targets.peers import peers

__all__ = ["add_to"]


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "在数据集中查同一指标别处设多少：名称、类别相同，单位可以换算的。"
        " / Show how others set an indicator: those in a dataset with its name and category, in a unit that converts."
    )
    parser.epilog = (
        "退出码：0 找到了同类；1 没有同类；2 数据集不能读，或用法有误"
        " / exit status: 0 peers found; 1 no peers; 2 the dataset cannot be read, or wrong usage"
    )
    parser.add_argument(
        "dataset",
        metavar="OUT",
        help="perfmodel check 目录 --to parquet -o OUT 写成的目录 / the folder that perfmodel check FOLDER --to parquet -o OUT wrote",
    )
    parser.add_argument("name", metavar="NAME", help="指标名称 / the indicator's name")
    parser.add_argument("value", metavar="VALUE", help="指标值 / its target value")
    parser.add_argument(
        "--category",
        metavar="CATEGORY",
        help="二级指标，或一级指标（默认：不论类别） / its level 2, or its level 1 (default: any category)",
    )
    parser.add_argument("--unit", help="表中计量单位一栏 / what the table's column of units says")
    parser.add_argument(
        "--year", action="append", type=_year, metavar="YEAR", help="只看这些年度的表 / only tables of these years"
    )
    parser.add_argument(
        "--exclude", action="append", metavar="FILE", help="不算同类的文件：自己的 / a file that is no peer: one's own"
    )
    parser.add_argument(
        "--examples",
        type=_count,
        default=5,
        metavar="N",
        help="最多列几例（默认：5） / how many to list at most (default: 5)",
    )
    add_language(parser)
    parser.set_defaults(run=run)


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise argparse.ArgumentTypeError("应为四位年度 / expected a year of four digits")
    return int(text)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError("应为整数 / expected a whole number")
    return int(text[:9])


def run(options: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    try:
        found = peers(
            _indicator(options),
            options.dataset,
            exclude=options.exclude or (),
            year=options.year,
            examples=options.examples,
        )
    except MissingExtra as missing:
        print_error(f"perfmodel: {missing.render(options.lang)}")
        return 2
    except ValueError as error:
        zh, en = reason_of(error)
        print_error(f"perfmodel: {en if options.lang == 'en' else zh}")
        return 2
    save(None, found.render(options.lang) + "\n", options.lang)
    return 0 if found.count else 1


def _indicator(options: argparse.Namespace) -> Indicator:
    known = None if options.category is None else Category.read(options.category, 2)
    level1, level2 = (known, None) if known is not None and known.level == 1 else (None, known)
    return Indicator(level1, level2, options.name, annual=Target(options.value), unit=options.unit)
