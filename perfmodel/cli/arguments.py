"""The parser of the command line: argparse in one language, with what was probably meant where a word is misspelled.

Help is declared in both languages, ``"检查 / check"``; which of them is shown is known before any argument is read.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from functools import partial
from typing import IO, Any, NoReturn

__all__ = ["CommandParser", "half", "language_of", "wrong_usage"]

UNREADABLE = 2
_HELP_COLUMNS = 100
_USAGE = "用法："


def half(pair: str, lang: str) -> str:
    """Return the Chinese or the English of ``"中文 / English"``; any other text as it is.

    >>> half("检查 / check", "en"), half("FILE", "zh")
    ('check', 'FILE')
    """
    zh, slash, en = pair.partition(" / ")
    return (en.strip() if lang == "en" and slash else zh).strip()


def wrong_usage(zh: str, en: str, lang: str) -> str:
    """Return what is wrong with a call, in ``zh`` or ``en``, as all commands say it.

    >>> wrong_usage("缺少参数：FILE", "the following arguments are required: FILE", "zh")
    '用法有误：缺少参数：FILE'
    """
    return f"wrong usage: {en}" if lang == "en" else f"用法有误：{zh}"


def language_of(arguments: Sequence[str]) -> str:
    """Return the language that arguments ask for, before they are parsed: errors and help are in it too.

    >>> language_of(["check", "--lang", "en"]), language_of(["--lang=en", "-h"]), language_of(["check", "--", "--lang=en"])
    ('en', 'en', 'zh')
    """
    lang = "zh"
    for at, word in enumerate(arguments):
        if word == "--":
            break
        name, equals, value = word.partition("=")
        if name in ("--lang", "--lan"):
            value = value if equals else "".join(arguments[at + 1 : at + 2])
            lang = value if value in ("zh", "en") else lang
    return lang


class _HelpFormatter(argparse.HelpFormatter):
    """Help in one language, wrapped by the width of its characters."""

    def __init__(self, prog: str, lang: str = "zh") -> None:
        super().__init__(prog)
        self._width = min(self._width, _HELP_COLUMNS)
        self._lang = lang

    def _format_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None) -> str:
        if prefix is not None or self._lang == "en":
            return super()._format_usage(usage, actions, groups, prefix)
        # Three wide characters: lines below the first go three columns further in than argparse believes.
        self._width -= len(_USAGE)
        text = super()._format_usage(usage, actions, groups, _USAGE)
        self._width += len(_USAGE)
        return re.sub(r"\n(?= )", "\n" + " " * len(_USAGE), text)

    def _split_lines(self, text: str, width: int) -> list[str]:
        from perfmodel.source.excerpt import wrapped

        return wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        from perfmodel.source.excerpt import wrapped

        lines = (line for part in text.split("\n") for line in wrapped(part, width - len(indent)))
        return "\n".join(f"{indent}{line}" for line in lines)


class CommandParser(argparse.ArgumentParser):
    """A parser whose help and errors are in ``lang``: ``zh`` or ``en``; help shows an ``example`` where there is one."""

    def __init__(self, lang: str = "zh", **given: Any) -> None:
        # Of any width while it is made: to ask the terminal for its own takes importing what packs and moves files.
        super().__init__(formatter_class=partial(argparse.HelpFormatter, width=80), add_help=False, **given)
        self.lang = lang
        self.example = ""
        self._positionals.title = "参数 / arguments"
        self._optionals.title = "选项 / options"
        self.add_argument("-h", "--help", action="help", help="显示帮助 / show this help")

    def declared(self) -> None:
        """Take the language's half of every text, once all arguments are declared."""
        self.set_defaults(lang=self.lang)
        for action in self._actions:
            action.help = half(action.help, self.lang) if action.help else action.help
        for group in self._action_groups:
            group.title = half(group.title or "", self.lang)
        self.description = half(self.description or "", self.lang)
        example = ("Example: " if self.lang == "en" else "示例：") + self.example if self.example else ""
        self.epilog = "\n".join(filter(None, (example, half(self.epilog or "", self.lang))))

    def format_usage(self) -> str:
        """Return the usage, as wide as the terminal."""
        self._measure()
        return super().format_usage()

    def format_help(self) -> str:
        """Return the help, as wide as the terminal but for very wide ones."""
        self._measure()
        return self._with_colons(super().format_help())

    def _with_colons(self, text: str) -> str:
        """Return help with the colon of its language behind each heading."""
        return text if self.lang == "en" else re.sub(r"^(?=\S)([^:\n]+):$", r"\1：", text, flags=re.MULTILINE)

    def _measure(self) -> None:
        self.formatter_class = partial(_HelpFormatter, lang=self.lang)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print in whatever the encoding of the stream can show."""
        stream: IO[str] | None = sys.stderr if file is None else file
        encoding = getattr(stream, "encoding", None) or "utf-8"
        super()._print_message(message.encode(encoding, "backslashreplace").decode(encoding), stream)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse arguments; one that is unknown is an error of the command that it was given to."""
        found, unknown_words = super().parse_known_args(args, namespace)
        if unknown_words:
            self.error(self._unrecognized(unknown_words))
        return found, unknown_words

    def error(self, message: str) -> NoReturn:
        """Print the usage and what is wrong, and exit with 2."""
        from perfmodel.cli.argparse_words import in_chinese
        from perfmodel.cli.files import print_error
        from perfmodel.source.excerpt import visible

        self.print_usage(sys.stderr)
        text = wrong_usage(visible(in_chinese(message)), visible(message), self.lang)
        print_error(f"{self.prog}: {text}")
        self.exit(UNREADABLE)

    def _unrecognized(self, words: list[str]) -> str:
        options = [word.partition("=")[0] for word in words if word.startswith("-") and word != "-"]
        if not options:
            return f"unrecognized arguments: {' '.join(words)}"
        from perfmodel._internal.did_you_mean import nearest
        from perfmodel._internal.messages import did_you_mean

        near = nearest(options[0], [option for option in self._option_string_actions if option.startswith("--")])
        zh, en = ("", "") if near is None else did_you_mean([near], ())
        return f"unknown option “{options[0]}”{en}" if self.lang == "en" else f"未知选项“{options[0]}”{zh}"

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        from perfmodel._internal.did_you_mean import nearest, unknown
        from perfmodel._internal.messages import did_you_mean, mismatch, one_of, shown

        names = [str(choice) for choice in action.choices]
        if isinstance(action, argparse._SubParsersAction):
            raise argparse.ArgumentError(None, unknown(("命令", "command"), value, names).text(self.lang))
        near = nearest(str(value), names)
        english = self.lang == "en"
        behind = ("", "") if near is None else did_you_mean([near], ())
        raise argparse.ArgumentError(action, mismatch(one_of(action.choices), shown(value))[english] + behind[english])

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        try:
            return super()._get_value(action, arg_string)
        except argparse.ArgumentError as error:
            if not isinstance(error.__context__, argparse.ArgumentTypeError):
                raise
            message = half(error.message, self.lang)
            message += f", got “{arg_string}”" if self.lang == "en" else f"，实为“{arg_string}”"
            raise argparse.ArgumentError(action, message) from None
