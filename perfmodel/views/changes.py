"""Changes in two columns, the old beside the new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeAlias

from perfmodel.text import visible
from perfmodel.views.cells import badge, second
from perfmodel.views.html import Child, output, tag
from perfmodel.views.view import View
from perfmodel.views.words import check_lang, cut, fitted, say

__all__ = ["Change", "changes_view"]

# What kind of change, the path, the old and the new text (None where there is none), and what is said of it.
Change: TypeAlias = "tuple[str, str, str | None, str | None, str]"


def changes_view(changes: Iterable[Change], lang: str = "zh", *, title: str = "", most: int = 200) -> View:
    """Return a view of changes: ``(kind, path, old, new, message)`` each, all of them text; ``most`` of them are shown.

    ``kind`` is shown as a badge, ``old`` or ``new`` is None where nothing stands there.

    >>> print(changes_view([("指标值", "projects[0].indicators[1].annual", "≥90%", "≥85%", "降低")]))
    指标值 projects[0].indicators[1].annual: ≥90% → ≥85%  降低
    """
    check_lang(lang)
    every = iter(changes)
    rows = list(islice(every, most))
    more = sum(1 for _change in every)

    def html() -> str:
        head = tag("div", cut(title, lang), class_="pm-title") if title else None
        return output(head, *_elements(rows, more, lang), lang=lang)

    def text() -> str:
        return "\n".join(_lines(rows, more, title, lang))

    def rich() -> Any:
        from perfmodel.views.rich import changes_renderable

        return changes_renderable(rows, lang, more)

    return View(html, text, rich)


def _elements(rows: list[Change], more: int, lang: str) -> Iterator[Child]:
    if not rows and not more:
        yield tag("div", say("no_changes", lang))
        return
    head = tag("tr", *(tag("th", say(key, lang), scope="col") for key in ("change", "old", "new")))
    body = [_row(change, lang) for change in rows]
    widths = tag("colgroup", *(tag("col", width=width) for width in ("28%", "36%", "36%")))
    yield tag("table", widths, tag("thead", head), tag("tbody", *body))
    if more:
        yield second(say("more_changes", lang, f"{more:,}"))


def _row(change: Change, lang: str) -> Any:
    kind, path, old, new, message = change
    what = tag("td", badge(cut(kind, lang)), tag("span", cut(message, lang)), second(cut(path, lang)))
    sides = (
        tag("td", tag("span", say("none", lang), class_="pm-second"))
        if text is None
        else tag("td", tag("span", cut(text, lang), class_=f"pm-{side}"))
        for side, text in (("old", old), ("new", new))
    )
    return tag("tr", what, *sides)


def _lines(rows: list[Change], more: int, title: str, lang: str) -> Iterator[str]:
    if title:
        yield fitted(title, 100)
    for kind, path, old, new, message in rows:
        sides = [say("none", lang) if text is None else fitted(text, 60) for text in (old, new)]
        yield visible(f"{kind} {path}: {sides[0]} → {sides[1]}  {cut(message, lang)}").rstrip()
    if more:
        yield say("more_changes", lang, f"{more:,}")
    if not rows and not more:
        yield say("no_changes", lang)
