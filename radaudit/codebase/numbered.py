"""Rows told apart by number: one left out, parts of a shuffled index, masks that are filled, rows drawn at random."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from radaudit.codebase.ledger import Split
from radaudit.codebase.rows import Part, Rows, other_side, parts_of, restricted
from radaudit.codebase.source import Place
from radaudit.codebase.state import State
from radaudit.codebase.values import NO_ROWS, Mark, Value, a_tuple, gathered
from radaudit.codebase.vocabulary import RANDOM_NUMBERS

if TYPE_CHECKING:
    from radaudit.codebase.calls import Arguments
    from radaudit.codebase.state import Frame

DRAWN = frozenset(["randint", "integers", "choice", "choices", "sample"])
SHUFFLED = frozenset(["permutation", "shuffle", "permuted"])
BY_CHANCE = DRAWN | SHUFFLED | RANDOM_NUMBERS


def restrict(value: Value, parts: frozenset[Part]) -> Value:
    """The rows of a table that meet conditions."""
    if not parts:
        return value
    if any(part.site[0] == "column" for part in parts):  # perhaps those that are no changed copies
        value = value.but(marks=value.marks - value.kinds("variants"))
    return value.but(
        rows=restricted(value.rows, parts),
        items=None,
        entries=tuple((key, own.but(rows=restricted(own.rows, parts))) for key, own in value.entries),
        tags=value.tags - {"concat"},
    )


def one_row(node: ast.expr, index: Value) -> Part | None:
    """The condition that ``table[i]``, ``table[[i]]`` or ``table[i:i + 1]`` puts on rows, where i counts rows."""
    if isinstance(node, ast.Slice):
        lower, upper = node.lower, node.upper
        after = isinstance(upper, ast.BinOp) and isinstance(upper.op, ast.Add) and lower is not None
        follows = after and ast.unparse(upper) in (f"{ast.unparse(lower)} + 1", f"1 + {ast.unparse(lower)}")
        return Part(("row", ast.unparse(lower)), "out") if follows and isinstance(lower, ast.Name) else None
    if isinstance(node, ast.List) and len(node.elts) == 1 and index.items:
        return one_row(node.elts[0], index.items[0])
    if "row" in index.tags and isinstance(node, ast.Name):
        return Part(("row", node.id), "out")
    return None


def is_one_row(rows: Rows) -> bool:
    """Whether these are single rows, which learn nothing of each other."""
    return bool(rows) and all(any(p.site[0] == "row" and p.role == "out" for p in atom.parts) for atom in rows)


def condition_of(base: Value, node: ast.expr | None, index: Value) -> frozenset[Part]:
    """What taking these rows says of them."""
    if index.picks:
        return index.picks
    own = one_row(node, index) if node is not None else None
    return frozenset([own]) if own else parts_of(index.rows) - parts_of(base.rows)


def without(base: Value, node: ast.expr | None, index: Value) -> Value | None:
    """The rows that are left when some are taken away; None where it can't be told which."""
    parts = condition_of(base, node, index)
    if len(parts) != 1:
        return None
    (part,) = parts
    left = frozenset([Part(part.site, other_side(part.role))])
    return restrict(base, left).but(picks=left) if "index" in base.tags else restrict(base, left)


def deleted(_state: State, _frame: Frame, _name: str, arguments: Arguments, _place: Place) -> Value:
    """``np.delete(table, rows, axis=0)``."""
    base, given = arguments.get(0, "arr"), arguments.get(1, "obj")
    if arguments.constant("axis", 2) == 1:
        return base.marked(given.marks - given.kinds("fit", "score", "loop"))
    node = arguments.node.args[1] if len(arguments.node.args) > 1 else None
    return without(base, node, given) or base


def remaining(_state: State, _frame: Frame, _name: str, arguments: Arguments, _place: Place) -> Value:
    """``np.setdiff1d(all, some)``."""
    base = arguments.get(0)
    return without(base.tagged("index"), None, arguments.get(1)) or gathered(arguments.values)


def turned(value: Value) -> Value:
    """``~mask``: the other rows."""
    if len(value.picks) == 1:
        (part,) = value.picks
        return value.but(picks=frozenset([Part(part.site, other_side(part.role))]))
    return value.but(picks=frozenset())


def filled(mask: Value, index: Value, node: ast.expr, value: Value) -> Value:
    """``mask[rows] = True``: from here on the mask is a condition."""
    parts = condition_of(mask, node, index)
    made = Value(picks=parts, tags=mask.tags)
    return turned(made) if "false" in value.tags else made


def chunks(state: State, _frame: Frame, name: str, arguments: Arguments, place: Place) -> Value:
    """``np.array_split(index, 5)``: each piece in turn is left out."""
    base = arguments.get(0)
    if not base.rows or (name == "split" and len(arguments.positional) < 2):
        return base
    site = ("folds", place.path, place.line)
    one = "one-per-patient" in base.tags
    ordered = bool(base.tags & {"sorted"})
    state.ledger.split(Split(place, site, name, False, ordered, one, ordered))
    part = frozenset([Part(site, "test")])
    picks = part if "index" in base.tags else frozenset()
    inside = restrict(base, part).but(picks=picks, inside=None).tagged("chunk")
    return Value(base.rows, base.marks, inside=inside, tags=frozenset(["folds", "list"]))


def strided(state: State, place: Place, base: Value) -> Value:
    """``index[k::5]``: every fifth row, from the k-th on."""
    part = frozenset([Part(("folds", place.path, place.line), "test")])
    one, ordered = "one-per-patient" in base.tags, False
    state.ledger.split(Split(place, next(iter(part)).site, "slice", False, ordered, one, ordered))
    picks = part if "index" in base.tags else frozenset()
    return restrict(base, part).but(picks=picks, inside=None)


def permuted(node: ast.expr, base: Value, index: Value) -> bool:
    """``y[rng.permutation(n)]``: outcomes in an order that their rows don't have."""
    return "label" in base.tags and "shuffled" in index.tags and isinstance(node, ast.Call)


def all_but_one(value: Value) -> Value:
    """Of pieces, one of which is left out, the others."""
    if "chunk" not in value.tags:
        return value
    rows = frozenset(atom._replace(parts=frozenset(map(_turned_chunk, atom.parts))) for atom in value.rows)
    return value.but(rows=rows, picks=frozenset(map(_turned_chunk, value.picks)), tags=value.tags - {"chunk"})


def _turned_chunk(part: Part) -> Part:
    return Part(part.site, "train") if part.site[0] == "folds" and part.role == "test" else part


def drawn(state: State, _frame: Frame, name: str, arguments: Arguments, place: Place) -> Value:
    """Random rows: with replacement those of a bootstrap, without it one side of a split."""
    made = gathered(arguments.values)
    if not made.rows:
        return Value(tags=frozenset(["redrawn"]))
    if name in ("choice", "sample") and (arguments.constant("replace") is False or name == "sample"):
        part = Part(("sample", place.path, place.line), "in")
        state.ledger.split(Split(place, part.site, name, False, False, "one-per-patient" in made.tags, False))
        return Value(restricted(made.rows, [part]), picks=frozenset([part]), tags=frozenset(["index"]))
    part = frozenset([Part(("boot", place.path, place.line), "in")])
    return Value(restricted(made.rows, part), picks=part, tags=frozenset(["index", "redrawn"]))


def by_chance(state: State, frame: Frame, name: str, arguments: Arguments, place: Place) -> Value:
    """A call of a generator of random numbers."""
    if name in RANDOM_NUMBERS:
        return random_numbers(arguments)
    return (drawn if name in DRAWN else shuffled)(state, frame, name, arguments, place)


def random_numbers(arguments: Arguments) -> Value:
    """``rng.random(len(table))``: a number for each row, by which rows may be parted."""
    made = gathered(arguments.values)
    whole = frozenset(tag for value in arguments.values for tag in value.tags & {"one-per-patient"})
    return Value(made.rows, made.kinds("loop", "seed"), tags=whole | {"random"}) if made.rows else Value()


def parted(state: State, left: Value, part: Part, place: Place) -> None:
    """Rows are parted by random numbers."""
    if "random" in left.tags:
        state.ledger.split(
            Split(place, part.site, "random numbers", False, False, "one-per-patient" in left.tags, False)
        )


def resampled(state: State, _frame: Frame, _name: str, arguments: Arguments, place: Place) -> Value:
    """``sklearn.utils.resample``: rows drawn with replacement are copies, or those of a bootstrap."""
    values = [_resampled(state, value, arguments, place) for value in arguments.positional]
    return a_tuple(values) if len(values) > 1 else values[0] if values else NOTHING_DRAWN


def _resampled(state: State, value: Value, arguments: Arguments, place: Place) -> Value:
    if arguments.constant("replace") is False or not value.rows:
        return value
    of_class = any(part.site[0] == "label" for atom in value.rows for part in atom.parts)
    if (state.loops and not of_class) or value.predicted:  # a bootstrap, of which nobody takes the best
        part = frozenset([Part(("boot", place.path, place.line), "in")])
        picks = part if "index" in value.tags else frozenset()
        return restrict(value, part).but(picks=picks).tagged("redrawn")
    return value.marked(frozenset([Mark("oversampling", place, value.rows)]))


NOTHING_DRAWN = Value(NO_ROWS)


def shuffled(_state: State, frame: Frame, name: str, arguments: Arguments, _place: Place) -> Value:
    """``rng.permutation(index)``, ``shuffle(X, y)``: the same rows in another order."""
    values = arguments.positional
    if len(values) > 1:
        return a_tuple([value.but(tags=value.tags - {"sorted"}) for value in values])
    mixed = _mixed(values[0]) if values else Value()
    own = arguments.node.args[0] if arguments.node.args else None
    if name == "shuffle" and isinstance(own, ast.Name):  # in place
        frame.change(own.id, mixed)
    return mixed


def reordered(arguments: Arguments) -> Value:
    """``sklearn.utils.shuffle(X, y)``: the rows of all tables in one new order, each outcome with its row."""
    mixed = [value.but(tags=value.tags - {"sorted"}) for value in arguments.positional]
    return a_tuple(mixed) if len(mixed) > 1 else mixed[0] if mixed else Value()


def _mixed(value: Value) -> Value:
    """Outcomes that were shuffled no longer belong to their rows."""
    if "label" in value.tags:
        return value.tagged("permuted")
    if value.rows and not value.tags & {"index", "one-per-patient", "patients"} and value.texts:
        return value.but(tags=value.tags - {"sorted"})
    kept = value.tags & {"one-per-patient", "patients"}
    index = frozenset(["index", "shuffled"]) if value.rows else frozenset()
    return Value(value.rows, value.kinds("loop", "seed"), texts=value.texts, tags=kept | index)


def repeated(_state: State, _frame: Frame, _name: str, arguments: Arguments, place: Place) -> Value:
    """``np.repeat(rows, 3, axis=0)``: copies."""
    value = arguments.get(0, "a", "A")
    copies = value.rows and (arguments.constant("axis", 2) == 0 or value.tags & {"index", "label"} or value.picks)
    return value.marked(frozenset([Mark("oversampling", place, value.rows)])) if copies else value
