"""Optional libraries: imported when first used; where one is missing, the error says in one line what to install."""

from __future__ import annotations

import os
import shlex
from importlib import import_module
from typing import Any

__all__ = ["MissingExtra", "install_command", "require"]

_DISTRIBUTION = "perfmodel"
_ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class MissingExtra(ImportError):
    """A library is missing that one of the extras of this package installs; the message says which.

    >>> str(MissingExtra("pandas", "pandas")).startswith("需要 pandas，请安装：pip install ")
    True
    """

    def __init__(self, package: str, extra: str) -> None:
        command = install_command(extra)
        super().__init__(f"需要 {package}，请安装：{command} / {package} is needed: {command}", name=package)
        self.package = package
        self.extra = extra

    def render(self, lang: str = "zh") -> str:
        """Return the message in ``zh`` or ``en``.

        >>> MissingExtra("pandas", "pandas").render("en")[:17]
        'pandas is needed:'
        """
        command = install_command(self.extra)
        return f"{self.package} is needed: {command}" if lang == "en" else f"需要 {self.package}，请安装：{command}"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.package, self.extra)


def install_command(extra: str) -> str:
    """Return the command that adds an extra to this package where it came from: a checkout, an address, or the index.

    It works from whichever folder it is given in.

    >>> install_command("pdf").startswith("pip install ")
    True
    """
    source, editable = _origin()
    if "://" in source:
        requirement = f"{_DISTRIBUTION}[{extra}] @ {source}"
    else:
        requirement = f"{source}[{extra}]"
    # cmd.exe knows no single quotes.
    quoted = f'"{requirement}"' if os.name == "nt" else shlex.quote(requirement)
    return f"pip install {'-e ' if editable else ''}{quoted}"


def _origin() -> tuple[str, bool]:
    """Return where this package was installed from, as pip takes it, and whether what runs is a checkout itself."""
    if os.path.isfile(os.path.join(_ROOT, "pyproject.toml")):
        return _ROOT, True
    import json
    from importlib.metadata import PackageNotFoundError, distribution
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    try:
        # https://packaging.python.org/specifications/direct-url/: only what was not taken from an index has it.
        record = json.loads(distribution(_DISTRIBUTION).read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, OSError, ValueError):
        record = {}
    url = record.get("url", "")
    if url.startswith("file:"):
        path = url2pathname(urlsplit(url).path)
        return (path, False) if os.path.exists(path) else (_DISTRIBUTION, False)
    system = record.get("vcs_info", {}).get("vcs")
    return (f"{system}+{url}" if system else url or _DISTRIBUTION), False


def require(library: str, extra: str) -> Any:
    """Import an optional library; raise `MissingExtra` where it is not installed.

    >>> require("json", "pandas").__name__
    'json'
    """
    try:
        return import_module(library)
    except ModuleNotFoundError as error:
        root = library.partition(".")[0]
        if error.name is None or error.name.partition(".")[0] != root:
            raise  # the library is there, something of its own is missing
        raise MissingExtra(root, extra) from None
