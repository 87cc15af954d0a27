"""HTML, built so that nothing can be unescaped by accident: a text is always text, and only known tags and attributes pass."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from typing import TypeAlias

from attrs import evolve, field, frozen

from perfmodel._internal.messages import shown
from perfmodel.source.excerpt import visible

__all__ = [
    "ATTRIBUTES",
    "PAGE_ATTRIBUTES",
    "PAGE_TAGS",
    "TAGS",
    "Child",
    "Element",
    "minified",
    "output",
    "str_of",
    "tag",
    "with_attributes",
]

# What views have, in notebooks as on pages.
TAGS = frozenset(("div", "table", "colgroup", "col", "thead", "tbody", "tr", "th", "td", "span"))
ATTRIBUTES = frozenset(("class", "title", "colspan", "rowspan", "scope", "lang", "width"))
# What a page of its own has besides: headings, links within the page, fields to filter by.
PAGE_TAGS = TAGS | frozenset(
    "header main section footer nav h1 h2 h3 h4 p br ul li a code label input select option button caption".split()
)
# Attributes of pages with what their values have to be: nothing leads out of the page, nothing is run or sent.
_PAGE_VALUES: dict[str, re.Pattern[str]] = {
    "id": re.compile(r"[A-Za-z][A-Za-z0-9-]*"),
    "href": re.compile(r"#[A-Za-z][A-Za-z0-9-]*"),
    "type": re.compile(r"checkbox|search|button"),
    "value": re.compile(r"[A-Za-z0-9]*"),
    "checked": re.compile(r""),
    "hidden": re.compile(r""),
    "role": re.compile(r"search|status|region"),
    "tabindex": re.compile(r"0"),
    "placeholder": re.compile(r".*", re.DOTALL),
    "aria-label": re.compile(r".*", re.DOTALL),
    "aria-live": re.compile(r"polite"),
    "data-label": re.compile(r".*", re.DOTALL),
    "data-severity": re.compile(r"error|warning|hint"),
    "data-code": re.compile(r"[A-Za-z0-9]*"),
}
PAGE_ATTRIBUTES = ATTRIBUTES | frozenset(_PAGE_VALUES)
_VOID = frozenset(("br", "col", "input"))


@frozen
class Element:
    """An element with its attributes and children; made by `tag`."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Element | str, ...] = field(default=())


Child: TypeAlias = Element | str | None


def tag(name: str, *children: Child, **attributes: str | int | None) -> Element:
    """Make an element; a child that is a str is text, a child or an attribute that is None is left out.

    An attribute named like a word of Python ends in ``_``; ``_`` inside a name is ``-``. Raises ValueError for a tag, an
    attribute or a value of an attribute that is not one of ours: a link leads to a place in the same page.

    >>> str_of(tag("td", "<b>", class_="pm-name", title='a "b"'))
    '<td class="pm-name" title="a &quot;b&quot;">&lt;b&gt;</td>'
    >>> str_of(tag("a", "V06", href="#rule-V06"))
    '<a href="#rule-V06">V06</a>'
    >>> tag("a", "V06", href="javascript:alert(1)")
    Traceback (most recent call last):
      ...
    ValueError: 属性“href”不能是“javascript:alert(1)” / href cannot be “javascript:alert(1)”
    """
    if name not in PAGE_TAGS:
        raise ValueError(f"未知标签“{name}” / unknown tag “{name}”")
    return Element(name, _pairs(attributes), tuple(child for child in children if child is not None))


def with_attributes(element: Element, **attributes: str | int | None) -> Element:
    """Return an element with more attributes, held to what `tag` takes.

    >>> str_of(with_attributes(tag("td", "5"), data_label="Target"))
    '<td data-label="Target">5</td>'
    """
    return evolve(element, attributes=(*element.attributes, *_pairs(attributes)))


def _pairs(attributes: Mapping[str, str | int | None]) -> tuple[tuple[str, str], ...]:
    """Return attributes as they are written, those that are None left out; raises ValueError as `tag` does."""
    pairs = []
    for name, value in attributes.items():
        key, text = name.rstrip("_").replace("_", "-"), str(value)
        if value is None:
            continue
        if key not in PAGE_ATTRIBUTES:
            raise ValueError(f"未知属性“{key}” / unknown attribute “{key}”")
        if key in _PAGE_VALUES and not _PAGE_VALUES[key].fullmatch(text):
            raise ValueError(f"属性“{key}”不能是{shown(text)} / {key} cannot be {shown(text)}")
        pairs.append((key, text))
    return tuple(pairs)


def str_of(child: Element | str) -> str:
    """Write an element; a str is escaped, and shown without control characters.

    >>> str_of("<script>")
    '&lt;script&gt;'
    """
    if isinstance(child, str):
        return escape(visible(child))
    attributes = "".join(f' {key}="{escape(visible(value))}"' for key, value in child.attributes)
    if child.name in _VOID:
        return f"<{child.name}{attributes}>"
    return f"<{child.name}{attributes}>{''.join(map(str_of, child.children))}</{child.name}>"


def output(*children: Child, lang: str = "zh") -> str:
    """Write what a notebook shows: the elements with the style they need, once, and nothing from elsewhere.

    >>> output(tag("div", "会议费")).endswith("<div>会议费</div></div>")
    True
    """
    body = "".join(str_of(child) for child in children if child is not None)
    # Dollar signs are money here: MathJax, which notebooks run over HTML, leaves these two classes alone.
    classes = "perfmodel tex2jax_ignore mathjax_ignore"
    return f'<div class="{classes}" lang="{"en" if lang == "en" else "zh-CN"}"><style>{minified("style.css")}</style>{body}</div>'


@cache
def minified(name: str) -> str:
    """Return a style sheet of this room on one line, without the comments that stand on lines of their own.

    >>> minified("style.css").startswith(".perfmodel.perfmodel {")
    True
    """
    lines = files("perfmodel").joinpath(f"display/{name}").read_text(encoding="utf-8").splitlines()
    return "".join(line.strip() for line in lines if not line.lstrip().startswith("/*"))
