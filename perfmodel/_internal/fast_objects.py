"""Objects of frozen attrs classes, made of parts that are known to be right, without running validators on each again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, overload

from attrs import NOTHING, Attribute, Factory, fields

__all__ = ["WeaklyReferable", "unchecked_constructor"]

T = TypeVar("T")
P = ParamSpec("P")


class WeaklyReferable:
    """A base of slotted attrs classes that `unchecked_constructor` is for: it gives them their weak references.

    Without it attrs adds the slot to the class itself, and then Python refuses to change an object's ``__class__``.
    """

    __slots__ = ("__weakref__",)


@overload
def unchecked_constructor(kind: Callable[P, T]) -> Callable[P, T]: ...


@overload
def unchecked_constructor(kind: Callable[..., T], *names: str) -> Callable[..., T]: ...


def unchecked_constructor(kind: Callable[..., T], *names: str) -> Callable[..., T]:
    """Return a function that takes what a frozen attrs class takes and makes the same object, but checks nothing.

    Neither validators nor converters are run on what is given, nor ``__attrs_post_init__``: the caller answers for what
    they would have done. It takes a fraction of the time, and is for hot loops alone. Fields that are not given have
    their default, made by a factory or a converter where the class says so: that holds for fields that are added later.

    ``names`` are for the hottest loops: the function then takes these fields, and slots that are no field, in this order,
    and all others have their default.

    >>> from perfmodel.model.funding import Funding
    >>> unchecked_constructor(Funding)(inferred=True) == Funding(inferred=True)
    True
    >>> unchecked_constructor(Funding, "printed", "inferred")("5", True) == Funding(printed="5", inferred=True)
    True
    """
    known: Any = kind
    # A class of the same slots that can be written to: an object is filled, and only then given its true class.
    writable = type(known.__name__, known.__bases__, {"__slots__": known.__slots__})
    scope: dict[str, Any] = {"NEW": writable, "CLASS": kind, "UNSET": NOTHING}
    parameters: list[str] = list(names)
    by_name: list[str] = []
    body: list[str] = []
    for one in fields(known):
        parameter = one.name if names else one.alias
        default = _default(one, scope)
        if names and one.name not in names and default is None:
            raise TypeError(f"{one.name} has no default")
        if one.name in names or default is None:
            body.append(f"self.{one.name} = {parameter}")
        elif not one.init or names:
            body.append(f"self.{one.name} = {default}")
        elif default in scope:
            body.append(f"self.{one.name} = {parameter}")
        else:
            body.append(f"self.{one.name} = {default} if {parameter} is UNSET else {parameter}")
        if one.init and not names:
            given = parameter if default is None else f"{parameter}={default if default in scope else 'UNSET'}"
            (by_name if one.kw_only else parameters).append(given)
    body += [f"self.{name} = {name}" for name in names if f"self.{name} = {name}" not in body]
    takes = ", ".join([*parameters, *(["*", *by_name] if by_name else [])])
    exec("\n    ".join([f"def make({takes}):", "self = NEW()", *body, "self.__class__ = CLASS", "return self"]), scope)
    make: Callable[..., T] = scope["make"]
    return make


def _default(one: Attribute[Any], scope: dict[str, Any]) -> str | None:
    """Return an expression for the default of a field, whose names are put into ``scope``; None where there is none."""
    default: Any = one.default
    convert: Any = one.converter or (lambda value: value)
    if default is NOTHING:
        return None
    if not isinstance(default, Factory):  # type: ignore[arg-type]
        scope[f"default_{one.name}"] = convert(default)
        return f"default_{one.name}"
    scope[f"convert_{one.name}"], scope[f"make_{one.name}"] = convert, default.factory
    return f"convert_{one.name}(make_{one.name}({'self' if default.takes_self else ''}))"
