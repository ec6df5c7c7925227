"""What the study's lines call instead of plain Python: each does the same, and notes rows and marks.

The names here stand in the rewritten code (`rewrite`), so that they are short. Where nothing is recorded, such as in a
worker process of the study's own, each of them only does what the line says.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import TYPE_CHECKING

from radaudit.models.ledger.tracked import NOTHING

if TYPE_CHECKING:
    from radaudit.models.ledger.watching import Watch

watch: Watch | None = None
"""The open record of this process; None where nothing is recorded."""

OPERATORS: dict[str, Callable] = {
    "Add": operator.add,
    "Sub": operator.sub,
    "Mult": operator.mul,
    "Div": operator.truediv,
    "FloorDiv": operator.floordiv,
    "Mod": operator.mod,
    "Pow": operator.pow,
    "MatMult": operator.matmul,
    "BitAnd": operator.and_,
    "BitOr": operator.or_,
    "BitXor": operator.xor,
    "Eq": operator.eq,
    "NotEq": operator.ne,
    "Lt": operator.lt,
    "LtE": operator.le,
    "Gt": operator.gt,
    "GtE": operator.ge,
}
IN_PLACE: dict[str, Callable] = {
    "Add": operator.iadd,
    "Sub": operator.isub,
    "Mult": operator.imul,
    "Div": operator.itruediv,
    "FloorDiv": operator.ifloordiv,
    "Mod": operator.imod,
    "Pow": operator.ipow,
    "MatMult": operator.imatmul,
    "BitAnd": operator.iand,
    "BitOr": operator.ior,
    "BitXor": operator.ixor,
}
UNARY: dict[str, Callable] = {"USub": operator.neg, "UAdd": operator.pos, "Invert": operator.invert}


def call(site: int, function: Callable, /, *args: object, **named: object) -> object:
    """``function(*args, **named)``."""
    if watch is None:
        return function(*args, **named)
    return watch.called(site, function, args, named)


def method(site: int, value: object, name: str, /, *args: object, **named: object) -> object:
    """``value.name(*args, **named)``."""
    function = getattr(value, name)
    if watch is None:
        return function(*args, **named)
    owner = None if isinstance(value, ModuleType | type) else value
    return watch.called(site, function, args, named, name, owner)


def got(site: int, value: object, name: str) -> object:
    """``value.name``."""
    found = getattr(value, name)
    if watch is not None and not isinstance(value, ModuleType):
        watch.read(site, value, name, found)
    return found


def item(site: int, value: object, key: object) -> object:
    """``value[key]``."""
    found = value[key]
    if watch is not None:
        watch.taken(site, value, key, found)
    return found


def store(site: int, new: object, value: object, key: object) -> None:
    """``value[key] = new``."""
    value[key] = new
    if watch is not None:
        watch.stored(site, new, value, key)


def binary(site: int, name: str, left: object, right: object) -> object:
    """``left + right`` and the like, and comparisons by size."""
    found = OPERATORS[name](left, right)
    if watch is not None and not (name == "MatMult" and watch.contracted(site, found, left, right)):
        watch.computed(site, found, left, right)
    return found


def unary(site: int, name: str, value: object) -> object:
    found = UNARY[name](value)
    if watch is not None:
        watch.computed(site, found, value)
    return found


def inplace(site: int, name: str, left: object, right: object) -> object:
    """``left += right`` and the like, for variables."""
    found = IN_PLACE[name](left, right)
    if watch is not None:
        watch.computed(site, found, left, right)
    return found


def name(shadow: dict, own: str, value: object) -> object:
    """A variable whose value is shared by many (a number, a word): its marks stand beside it."""
    if watch is not None and own in shadow:
        watch.pending |= shadow[own]
    return value


def spread(value: object) -> object:
    """``*value`` or ``**value`` among arguments: what stands in it is taken out, its marks wait."""
    if watch is not None:
        watch.pending |= watch.tracked.marks(value)
    return value


def bind(shadow: dict, names: tuple[str, ...], values: tuple[object, ...]) -> None:
    """``names = values`` was done."""
    if watch is not None:
        watch.bound(shadow, names, values)


def done(value: object) -> object:
    """The end of a statement that is only an expression."""
    if watch is not None:
        watch.pending = NOTHING
    return value


def enter() -> None:
    """Before an ``if``."""
    if watch is not None:
        watch.control.append(NOTHING)


def test(site: int, keeps: bool, value: object) -> object:
    """The condition of an ``if``: what is done under it depends on it."""
    if watch is not None:
        watch.tested(site, keeps, value)
    return value


def leave() -> None:
    """After an ``if``, however it was left."""
    if watch is not None and watch.control:
        watch.control.pop()


def opened() -> int:
    """Before a comprehension; the answer belongs to `gathered`."""
    if watch is None:
        return 0
    watch.collectors.append(set())
    return len(watch.collectors)


def condition(value: object) -> object:
    """A condition in a comprehension."""
    if watch is not None:
        watch.collected(watch.marks_of(value))
    return value


def gathered(site: int, number: int, value: object) -> object:
    """A comprehension's result."""
    if watch is not None and number:
        watch.gathered(number, value)
    return value


def each(shadow: dict, names: tuple[str, ...], value: Iterable) -> Iterable:
    """What a loop goes over: marks of a list go with the words in it."""
    if watch is None:
        return value
    marks = watch.marks_of_list(value)
    return watched(shadow, names, value, marks) if marks else value


def watched(shadow: dict, names: tuple[str, ...], value: Iterable, marks: frozenset[int]) -> Iterable:
    for own in value:
        for each_name in names:
            shadow[each_name] = marks
        yield own
