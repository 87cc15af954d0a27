"""What reading and checking have to say about a place in a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from attrs import field, frozen

from perfmodel._internal.arguments import check_lang
from perfmodel._internal.deprecated import warn_renamed
from perfmodel._internal.fast_objects import WeaklyReferable
from perfmodel._internal.guards import choice
from perfmodel.model import validators
from perfmodel.model.methods import PlaceMethods
from perfmodel.source.span import Span

__all__ = ["SEVERITIES", "Finding", "Suggestion", "count_severities"]

SEVERITIES = ("error", "warning", "hint")


@frozen
class Suggestion:
    """The corrected text of a finding, for each of ``paths``: ``certain``, or a guess for a person to decide.

    >>> Suggestion("=100%", True, ("projects[0].indicators[3].annual",)).certain
    True
    """

    text: str = field(validator=validators.text(raw=True))
    certain: bool = field(validator=validators.flag)
    paths: tuple[str, ...] = field(converter=validators.as_texts, validator=validators.tuple_of(str))


@frozen
class Finding(WeaklyReferable, PlaceMethods):
    """A finding about a place in a table.

    ``code`` names the kind (those of reading begin with R, see ``docs/reference/findings.md``; the others are rules,
    see ``docs/reference/rules/``), ``severity`` is ``error``, ``warning`` or ``hint``, ``message`` is in Chinese and
    ``english`` says the same in English; ``path`` is the place in the model (``projects[2].indicators[0].annual``,
    empty for the table itself), ``span`` the place in the source. ``suggestion`` is the corrected text, if there is
    one.

    >>> finding = Finding("R01", "hint", "栏目系推断", "total", Span(120, 133), english="columns inferred")
    >>> finding.render("en")
    'columns inferred'
    """

    code: str = field(validator=validators.text())
    severity: str = field(validator=choice(SEVERITIES))
    message: str = field(validator=validators.text(raw=True))
    path: str = field(default="", validator=validators.text())
    span: Span | None = field(default=None, validator=validators.instance(Span))
    english: str = field(default="", validator=validators.text(raw=True))
    suggestion: Suggestion | None = field(default=None, validator=validators.instance(Suggestion))

    def render(self, lang: str = "zh") -> str:
        """Return the message in ``zh`` or ``en``."""
        check_lang(lang)
        return self.english if lang == "en" and self.english else self.message

    def text(self, lang: str = "zh") -> str:
        """Return the message; the former name of `render`, which will be removed."""
        warn_renamed("Finding.text", "Finding.render")
        return self.render(lang)


def count_severities(findings: Iterable[Finding]) -> dict[str, int]:
    """Return how many findings there are of each severity, the gravest first.

    >>> count_severities([Finding("V06", "warning", "a"), Finding("S02", "error", "b")])
    {'error': 1, 'warning': 1, 'hint': 0}
    """
    found = Counter(finding.severity for finding in findings)
    return {severity: found[severity] for severity in SEVERITIES}
