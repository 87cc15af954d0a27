"""What a rule is: a function over a view of the model, with all that is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from perfmodel.checks.needs import Needs
from perfmodel.checks.sources import Basis
from perfmodel.model.finding import Suggestion
from perfmodel.source.span import Span

__all__ = ["SCOPES", "Hit", "Rule", "Settings", "rule"]

# What a rule looks at, one at a time; ``whole`` is the table, or the project that is checked alone.
SCOPES = ("whole", "table", "project", "indicator", "target")
# Kinds of meaning that say something: a value that was not understood gets no verdict.
UNDERSTOOD = frozenset(
    ("threshold", "range", "deadline", "period", "all_of", "ratio", "boolean", "qualitative", "none", "placeholder")
)

Settings = Mapping[str, Any]
Messages = Mapping[str, tuple[str, str]]


@frozen
class Hit:
    """What a rule found: the place, which of its messages, and the values that fill it in."""

    path: str
    span: Span | None
    message: str = ""
    values: Mapping[str, object] = field(factory=dict)
    severity: str | None = None
    suggestion: Suggestion | None = None


Check = Callable[[Any, Settings], Iterator[Hit]]


@frozen(eq=False)
class Rule:
    """A rule: code (never changed once released), severity, short name, messages, basis, and the function.

    ``scopes`` are what the function looks at, ``kinds`` of which meanings (for targets), ``messages`` its templates in
    Chinese and English by key, ``settings`` the numbers a profile may set, with their defaults, ``supersedes`` the
    findings of reading that say the same of the same place, ``suggests`` whether some of its findings have a mended text
    that is ``certain``, a ``guess``, or either, ``needs`` the ways in which it can find something about an indicator or a target.
    """

    code: str
    severity: str
    name: str
    scopes: tuple[str, ...]
    messages: Messages
    basis: tuple[Basis, ...]
    check: Check
    kinds: frozenset[str] = UNDERSTOOD
    settings: Settings = field(factory=dict)
    supersedes: tuple[str, ...] = ()
    suggests: tuple[str, ...] = ()
    needs: tuple[Needs, ...] = (Needs(),)

    @property
    def page(self) -> str:
        """The docstring of the function: the rule's page."""
        return self.check.__doc__ or ""


def rule(
    code: str,
    severity: str,
    name: str,
    *,
    on: str | tuple[str, ...],
    messages: Messages,
    basis: tuple[Basis, ...],
    kinds: tuple[str, ...] = (),
    settings: Settings | None = None,
    supersedes: tuple[str, ...] = (),
    suggests: tuple[str, ...] = (),
    needs: tuple[Needs, ...] = (Needs(),),
) -> Callable[[Check], Rule]:
    """Make a rule of a function; see `Rule`.

    ``on`` is one of `SCOPES`, or several: the function is then called with a view of each. ``kinds`` names the kinds
    of meaning the function is to see (all that were understood, where none are named). Defaults in ``settings`` are
    int, Decimal, bool, str or tuples of them; a profile's values are of the same type.
    """

    def make(check: Check) -> Rule:
        return Rule(
            code,
            severity,
            name,
            (on,) if isinstance(on, str) else on,
            messages,
            basis,
            check,
            frozenset(kinds) or UNDERSTOOD,
            {} if settings is None else settings,
            supersedes,
            suggests,
            needs,
        )

    return make


def filled(templates: tuple[str, ...], values: Mapping[str, object], mended: str = "") -> list[str]:
    """Fill the places of templates in; a long text is cut, a Decimal is written plainly."""
    shown = {key: _shown(value) for key, value in values.items()}
    shown.setdefault("mended", _shown(mended))
    return [template.format_map(shown) for template in templates]


def _shown(value: object) -> object:
    if isinstance(value, str):
        return value if len(value) <= 60 else value[:59] + "…"
    return f"{value:f}" if isinstance(value, Decimal) else value
