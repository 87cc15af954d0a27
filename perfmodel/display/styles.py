"""How severities, changes and the parts of a report look on a terminal, in the words of rich."""

from __future__ import annotations

__all__ = ["CHANGE_STYLES", "SEVERITY_STYLES", "TERMINAL_STYLES"]

SEVERITY_STYLES = {"error": "bold red", "warning": "yellow", "hint": "cyan"}
CHANGE_STYLES = {
    "added": "bold green", "dropped": "bold red", "renamed": "bold magenta", "moved": "bold magenta", "money": "bold cyan",
    "raised": "bold blue", "lowered": "bold yellow", "reworded": "dim", "changed": "bold", "ambiguous": "bold red reverse",
    "weight": "bold cyan", "unit": "bold cyan", "qualitative": "bold red", "quantified": "bold green",
}  # fmt: skip
# The styles of `perfmodel.reports.styled_text.StyledText`.
TERMINAL_STYLES = {
    **SEVERITY_STYLES,
    "": "",
    "file": "bold underline",
    "project": "bold",
    "code": "bold",
    "place": "dim",
    "suggestion": "green",
    "next": "bold",
    "met": "green",
    "missed": "bold red",
    **CHANGE_STYLES,
}
