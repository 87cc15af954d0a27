"""The one way to remember what was calculated, so that it need not be calculated again.

There are three kinds of cache, and a test holds every cache of the package to them:

1. What depends on a text, or on anything else that a user gave, is in a `Store` (a dict with a limit), in a `Memory` (a
   `Store` that knows how to calculate what is missing) or behind `remembered` (a function with a `Memory`). These are
   bounded, refuse long texts, which they would keep alive, and are emptied by `forget`. Answers must be immutable: all
   callers get the same object.
2. What depends on nothing but the package's own files (grammars, word lists, categories) or on what is installed (fonts)
   is behind a plain `functools.cache`. Its size is bounded by those files. `forget` leaves it alone, on purpose: nothing of
   it came from a user, and reading the files again would measure something else than a program that runs for the first
   time on a text.
3. What depends on one immutable object is an attribute of it that is calculated once and goes when the object goes:
   `functools.cached_property` as a rule. `lazy` stands in its place where very many objects are made and asked, as the
   checks do: up to Python 3.11 `cached_property` takes a lock each time, which costs more than most of what is worked
   out, and it writes to ``__dict__`` past nothing, while `lazy` also works on the frozen objects of the ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from inspect import signature
from typing import Any, Generic, NamedTuple, ParamSpec, TypeVar, cast, overload

__all__ = ["LONGEST_REMEMBERED", "CacheSize", "Memory", "Store", "forget", "lazy", "remembered", "sizes"]

# Nothing is remembered about a longer text: hardly any stands in a second table, and megabytes kept alive are a leak.
LONGEST_REMEMBERED = 200

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
P = ParamSpec("P")


class Store(dict[K, T], Generic[K, T]):
    """A dict of at most ``limit`` answers, filled by `keep`.

    When it is full it is emptied: finding out which answer was used last would cost more than calculating some again.
    Threads may share it: at worst an answer is calculated twice.

    >>> store = Store(2)
    >>> store.keep("a", 1), store.keep("b", 2), store.keep("c", 3), len(store)
    (1, 2, 3, 1)
    >>> store.keep("a" * 201, 4), len(store)
    (4, 1)
    """

    __slots__ = ("limit",)

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit
        _stores.append(self)

    def keep(self, key: K, answer: T) -> T:
        """Put an answer into the store unless its key is, or holds, a long text; return the answer."""
        # Nearly all keys are texts, and fresh values are remembered by the thousand: those need no call.
        if not (len(key) > LONGEST_REMEMBERED if isinstance(key, str) else _is_long(key)):
            if len(self) >= self.limit:
                self.clear()
            self[key] = answer
        return answer


class Memory(Store[K, T]):
    """The answers of a function of one argument, asked for as ``memory[argument]``.

    >>> memory = Memory(str.upper, 8)
    >>> memory["a"], memory["b"], memory["a"], len(memory), len(memory["a" * 300]), len(memory)
    ('A', 'B', 'A', 2, 300, 2)
    """

    __slots__ = ("find",)

    def __init__(self, find: Callable[[K], T], limit: int) -> None:
        super().__init__(limit)
        self.find = find

    def __missing__(self, key: K) -> T:
        return self.keep(key, self.find(key))


# Stores stand in modules and live as long as the program does.
_stores: list[Store[Any, Any]] = []


def _is_long(key: object) -> bool:
    if isinstance(key, str):
        return len(key) > LONGEST_REMEMBERED
    if isinstance(key, tuple):
        for part in key:
            if isinstance(part, (str, tuple)) and _is_long(part):
                return True
    return False


def remembered(limit: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Remember up to ``limit`` answers of a function of hashable arguments, none of them about a long text.

    >>> @remembered(16)
    ... def half(text):
    ...     print("working")
    ...     return len(text) // 2
    >>> half("甲乙"), half("甲乙")
    working
    (1, 1)
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        ask: Callable[..., T]
        if len(signature(function).parameters) == 1:
            of_one: Memory[Any, T] = Memory(cast("Callable[[Any], T]", function), limit)

            def ask(argument: Any, /) -> T:
                return of_one[argument]

        else:
            of_many: Memory[Any, T] = Memory(lambda key: function(*key[0], **dict(key[1])), limit)

            def ask(*args: Any, **kwargs: Any) -> T:
                return of_many[args, tuple(kwargs.items())]

        return cast("Callable[P, T]", wraps(function)(ask))

    return decorate


class lazy(Generic[T]):  # noqa: N801 - stands where property does
    """An attribute that is calculated when first asked for, of an object with a ``__dict__``, frozen or not.

    >>> class Text:
    ...     @lazy
    ...     def half(self):
    ...         print("working")
    ...         return 1
    >>> text = Text()
    >>> text.half + text.half
    working
    2
    """

    def __init__(self, function: Callable[[Any], T]) -> None:
        self._function = function
        self.__doc__ = function.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, owner: None, kind: type) -> lazy[T]: ...

    @overload
    def __get__(self, owner: object, kind: type) -> T: ...

    def __get__(self, owner: Any, kind: type) -> Any:
        if owner is None:
            return self
        found = self._function(owner)
        # object's own __setattr__ gets past a frozen class, and is faster than making the object's __dict__ for it.
        object.__setattr__(owner, self._name, found)
        return found


class CacheSize(NamedTuple):
    """How many answers a store holds, and how many it holds at most."""

    held: int
    limit: int


def sizes() -> list[CacheSize]:
    """Return the size of each store of the modules that are loaded.

    >>> all(size.held <= size.limit for size in sizes())
    True
    """
    return [CacheSize(len(store), store.limit) for store in _stores]


def forget() -> None:
    """Empty all stores, as if nothing had been read yet.

    >>> forget()
    >>> {size.held for size in sizes()}
    {0}
    """
    for store in _stores:
        store.clear()
