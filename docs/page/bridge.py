"""What the page asks of the library: each function takes and returns what a worker can send, JSON as text or bytes.

Files stay open by a key that the page gives, so that they are read once. Text of files reaches the page only as text: what is shown
is sent as nested lists ``[tag, attributes, children]`` of the library's own elements, of which the page makes elements.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, NamedTuple

import perfmodel
from perfmodel import Limits, MissingExtra, ParseError, Project, Report, TargetTable
from perfmodel._internal.messages import in_languages
from perfmodel._internal.system_errors import reason_of
from perfmodel.display.html import Element
from perfmodel.source.excerpt import visible

# A browser gives a page much less memory than a program has; a form needs a thousandth of it.
LIMITS = Limits(file_bytes=100 << 20)
# So many changes of a comparison are shown; the report that is downloaded has all that reports have.
_CHANGES_SHOWN = 1000
# Of tables of more rows only those with findings are shown.
_MOST_ROWS_SHOWN = 5000

_MOST_NESTED, _BRACKETS_COUNTED = 200, 100_000
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))

_NO_MEMORY = (
    "内存不足：浏览器能用的内存有限。请把文件拆成几个，或在命令行里读取",
    "not enough memory: a browser has little of it. Split the file, or read it with the command line",
)

Found = Any  # a table, or from YAML and JSON a project or an indicator


class _Open(NamedTuple):
    """A file that was read: all that is in it, each with the source that its spans refer to."""

    name: str
    found: list[tuple[Any, Found]]
    reports: dict[str, Any]  # what was found, by profile


_OPEN: dict[str, _Open] = {}


class _Named(io.BytesIO):
    """Bytes with the name of the file that they are from, which messages show."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data)
        self.name = name


def _answering(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return JSON for what a function returns (bytes stay bytes), and for a failure both languages of its message."""

    @wraps(function)
    def answer(*values: Any) -> Any:
        try:
            found = function(*values)
            return found if isinstance(found, bytes) else json.dumps(found, ensure_ascii=False)
        except MissingExtra as missing:  # its modules are in a pack that is not unpacked yet
            found = {"needs": missing.extra}
        except ParseError as error:
            found = _failure(error.render("zh"), error.render("en"))
        except MemoryError:
            found = _failure(*_NO_MEMORY)
        except OSError as error:
            found = _failure(*reason_of(error))
        except (ValueError, TypeError) as error:
            found = _failure(*in_languages(str(error)))
        except Exception as error:  # one file must not end the page
            name = f"{type(error).__name__}: {visible(str(error))}"
            found = _failure(f"程序内部出错（{name}）", f"the program failed ({name})")
        return json.dumps(found, ensure_ascii=False)

    return answer


def _failure(zh: str, en: str) -> dict[str, Any]:
    return {"failure": {"zh": zh, "en": en}}


@_answering
def start() -> dict[str, Any]:
    """Import what reading a table needs, and return the profiles with their titles."""
    from perfmodel.checks.profiles import PROFILES
    from perfmodel.reports import html_table  # noqa: F401
    from perfmodel.strings import table  # noqa: F401

    profiles = {name: perfmodel.Profile.of(name) for name in PROFILES}
    return {"profiles": [{"name": name, "zh": one.title, "en": one.english} for name, one in profiles.items()]}


@_answering
def read_file(data: Any, key: str, name: str) -> dict[str, Any]:
    """Read a file and keep it open; return what stands in it: its kind and the names of its tables."""
    held = data.to_bytes() if hasattr(data, "to_bytes") else bytes(data)
    _OPEN[key] = _Open(name, _all_found(held, name), {})
    return {"tables": [_title_of(found) for _source, found in _OPEN[key].found]}


@_answering
def too_large(name: str) -> dict[str, Any]:
    """Return the failure of a file of more bytes than the page reads, before it is read."""
    from perfmodel.files.limits import over_limit

    over_limit("file_bytes", LIMITS, "zh", name)


def _all_found(data: bytes, name: str) -> list[tuple[Any, Found]]:
    """Return all that a file holds, as ``perfmodel parse`` does."""
    from perfmodel.formats.read import is_document, read_all

    if not is_document(data, name):
        return [(None, perfmodel.read(_Named(data, name)))] if _is_too_deep(data) else read_all(data, name)
    document = perfmodel.read_document(_Named(data, name), limits=LIMITS, on_page=_progress)
    if not document.tables:
        from perfmodel.forms.document import only_table

        only_table(document)
    return [(table.source, table) for table in document.tables]


def _is_too_deep(data: bytes) -> bool:
    """Whether a text is nested deeper than a browser's stack can bear: `read` refuses it without going down first.

    Brackets within texts count too; where there are very many that do not match, nobody counts on.
    """
    brackets = data.translate(None, _NO_BRACKETS)
    for _ in range(_MOST_NESTED):
        shorter = brackets.replace(b"[]", b"").replace(b"{}", b"")
        if shorter == brackets:
            break
        brackets = shorter
    depth = deepest = 0
    for byte in brackets[:_BRACKETS_COUNTED]:
        depth = depth + 1 if byte in b"[{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest > _MOST_NESTED or len(brackets) > _BRACKETS_COUNTED


def _progress(page: int, pages: int | None) -> None:
    try:
        from page import progress  # of the worker
    except ImportError:
        return
    progress(page, pages or 0)


def _title_of(found: Found) -> str:
    if isinstance(found, TargetTable):
        names = [found.title or "", *(one.name or "" for one in found.projects[:1])]
        return visible(next(filter(None, names), ""))[:60]
    return visible(found.name or "")[:60]


@_answering
def close_file(key: str) -> None:
    """Forget a file."""
    _OPEN.pop(key, None)


def _all_reported(key: str, profile: str) -> Any:
    """Return a file with its report as ``perfmodel check`` writes reports of it."""
    from perfmodel.checks.whole_file import file_report
    from perfmodel.reports.results import Checked

    opened = _OPEN[key]
    if profile not in opened.reports:
        report, tables = file_report(
            opened.found, lambda source, found: perfmodel.validate(found, profile, source=source)
        )
        opened.reports[profile] = Checked(opened.name, report, tables=tables)
    return opened.reports[profile]


@_answering
def check_file(key: str, profile: str, lang: str) -> dict[str, Any]:
    """Check an open file; return how much was found, and its tables with the findings beside their rows."""
    from perfmodel.reports.html_summary import filter_bar, words_of_rules
    from perfmodel.reports.html_table import part_elements

    checked = _all_reported(key, profile)
    counts = checked.counts
    brief = sum(map(_rows_of, checked.reports)) > _MOST_ROWS_SHOWN
    return {
        "brief": brief,
        "counts": counts.severities,
        "filter": _plain(filter_bar(counts, lang)) if counts.codes else None,
        "words": _plain(words_of_rules(counts, lang)) if counts.codes else None,
        "tables": [
            {"name": _title_of(report.obj), "elements": _all_plain(part_elements(report, lang, brief))}
            for report in checked.reports
        ],
    }


@_answering
def count_file(key: str, profile: str) -> dict[str, Any]:
    """Check an open file; return how much was found."""
    return {"counts": _all_reported(key, profile).counts.severities}


def _rows_of(report: Report) -> int:
    projects = getattr(report.obj, "projects", (report.obj,))
    return sum(1 + len(getattr(project, "indicators", ())) for project in projects)


def _plain(child: Any) -> Any:
    """Return an element as nested lists; text without control characters."""
    if not isinstance(child, Element):
        return visible(child)
    attributes = {key: visible(value) for key, value in child.attributes}
    return [child.name, attributes, [_plain(one) for one in child.children]]


def _all_plain(children: Iterator[Any]) -> list[Any]:
    return [_plain(child) for child in children if child is not None]


@_answering
def write_file(key: str, form: str, profile: str, lang: str) -> bytes:
    """Return what is downloaded of a file: ``yaml``, ``json`` and ``xlsx`` as ``perfmodel parse`` writes it, ``html`` the report."""
    found = [one for _source, one in _OPEN[key].found]
    if form == "yaml":
        texts = [perfmodel.to_yaml(one) for one in found]
        return (texts[0] if len(texts) == 1 else "".join("---\n" + text for text in texts)).encode(
            "utf-8", "surrogatepass"
        )
    if form == "json":
        texts = [perfmodel.to_json(one) for one in found]
        text = texts[0] if len(texts) == 1 else "[\n" + ",\n".join(texts) + "\n]"
        return (text + "\n").encode("utf-8", "surrogatepass")
    if form == "xlsx":
        file = io.BytesIO()
        perfmodel.to_xlsx([one for one in found if isinstance(one, (TargetTable, Project))], file)
        return file.getvalue()
    return _report_html(key, profile, lang).encode("utf-8", "surrogatepass")


def _report_html(key: str, profile: str, lang: str) -> str:
    checked = _all_reported(key, profile)
    if len(checked.reports) == 1:
        return checked.reports[0].to_html(lang=lang)
    from perfmodel.reports.html import HtmlReport, html_file

    texts: list[str] = []
    written = HtmlReport(lambda text: texts.append(text) or len(texts) - 1, texts.__getitem__, lang)
    written.add(html_file(checked, 0, lang))
    return "".join(written.pieces(checked.counts))


def _compared(old: str, old_at: int, new: str, new_at: int) -> Any:
    return perfmodel.compare(_OPEN[old].found[old_at][1], _OPEN[new].found[new_at][1])


@_answering
def compare_files(old: str, old_at: int, new: str, new_at: int, lang: str) -> dict[str, Any]:
    """Compare a table of one file with one of another: two years, or the plan with its result."""
    from perfmodel.display.changes import changes_elements, outcome_elements

    found = _compared(old, old_at, new, new_at)
    shown = (*changes_elements(found.changes, lang, _CHANGES_SHOWN), *outcome_elements(found, lang, _CHANGES_SHOWN))
    return {"elements": _all_plain(iter(shown)), "changes": len(found.changes)}


@_answering
def write_comparison(old: str, old_at: int, new: str, new_at: int, form: str, lang: str) -> bytes:
    """Return a comparison as a page (``html``) or a workbook (``xlsx``)."""
    found = _compared(old, old_at, new, new_at)
    if form == "html":
        return found.to_html(lang=lang).encode("utf-8", "surrogatepass")
    file = io.BytesIO()
    found.to_xlsx(file, lang)
    return file.getvalue()


@_answering
def value_meaning(text: str, name: str, profile: str, lang: str) -> dict[str, Any]:
    """Return what a target value means: in words, in signs, and what a check finds about it."""
    target = perfmodel.Target(text)
    alone = perfmodel.Indicator(name=name or ("indicator" if lang == "en" else "指标"), annual=target)
    found = [one for one in perfmodel.validate(alone, profile) if one.path.startswith("annual")]
    return {
        "understood": target.understood,
        "kind": target.to_plain().get("kind", ""),
        "words": visible(target.render("words")) if target.understood else "",
        "signs": visible(target.render("signs")) if target.understood else "",
        "direction": target.direction if target.understood else "",
        "plain": {
            key: visible(str(value)) for key, value in target.to_plain().items() if key not in ("kind", "reason")
        },
        "findings": [{"code": one.code, "severity": one.severity, "text": visible(one.render(lang))} for one in found],
    }
