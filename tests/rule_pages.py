"""The rules' pages in ``docs/reference/rules/``, from their docstrings. ``python -m tests.rule_pages`` writes them anew."""

from __future__ import annotations

from pathlib import Path

from perfmodel.checks.profiles import PROFILES, profile_of
from perfmodel.reports.rule_catalogue import Entry, entries

HEAD_ZH = """# 规则

`perfmodel check` 查什么，以及各方案下的严重程度（`—` 为不查；用 `--select CODE` 点名的照查）。代码不会改变。怎样打开、关闭规则，
见[检查](../checking.md)；识读时报告的问题（R01 起）见[识读时报告的问题](../findings.md)。每条规则一页，中英文对照，由
`python -m tests.rule_pages` 写成。
"""
# The site lists the pages; nobody sees this block on it.
TOC = """
```{toctree}
:hidden:
:glob:

*
```
"""
FOLDER = Path(__file__).parent.parent / "docs" / "reference" / "rules"
HEAD = """# Rules

What `perfmodel check` looks for, with the severity under each profile (`—` if the rule is off; `--select CODE` still applies
it). Codes do not change. [Checking](../checking.md) explains how to turn rules on and off; [What reading reports](../findings.md)
lists the findings of reading (from R01 on). These pages are written by `python -m tests.rule_pages`.
"""


def pages() -> dict[str, str]:
    """Every page by its file's name."""
    found = {f"{entry.code}.md": entry.markdown(None) for entry in _listed()}
    chinese = f"{HEAD_ZH}\n{_table('代码', '名称', '查什么')}"
    return {"index.md": f"{HEAD}\n{_table('code', 'name', 'what is checked')}{TOC}", "index.zh.md": chinese, **found}


def _table(code: str, name: str, what: str) -> str:
    columns = [code, name, *PROFILES, what]
    rows = [columns, ["---"] * len(columns), *map(_row, _listed())]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


def _listed() -> list[Entry]:
    """The rules, and what stands among them."""
    return [entry for entry in entries() if entry.name]


def _row(entry: Entry) -> list[str]:
    given = [profile_of(name).severity(entry.code) or entry.severity for name in PROFILES]
    said = f"{entry.zh}<br>{entry.en}".replace("|", "\\|").replace("*", "\\*")
    shown = ["—" if severity == "off" else severity for severity in given]
    return [f"[{entry.code}]({entry.code}.md)", entry.name, *shown, said]


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.md"):
        path.unlink()
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
