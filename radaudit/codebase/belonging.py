"""Rows told by whose they are, or by the value of a column: ``isin``, ``eq``, ``between``."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from radaudit.codebase.names import side_of
from radaudit.codebase.numbered import turned
from radaudit.codebase.rows import Part, parts_of
from radaudit.codebase.source import Place
from radaudit.codebase.state import Frame, State
from radaudit.codebase.values import Value

if TYPE_CHECKING:
    from radaudit.codebase.calls import Arguments

SPELT: dict[str, type[ast.cmpop]] = {
    "eq": ast.Eq,
    "equals": ast.Eq,
    "equal": ast.Eq,
    "ne": ast.NotEq,
    "not_equal": ast.NotEq,
    "lt": ast.Lt,
    "less": ast.Lt,
    "le": ast.LtE,
    "less_equal": ast.LtE,
    "gt": ast.Gt,
    "greater": ast.Gt,
    "ge": ast.GtE,
    "greater_equal": ast.GtE,
}


def member(state: State, base: Value, given: Value, node: ast.expr | None = None) -> Value:
    """``ids.isin(some)``: a condition on rows. Where patients are parted, rows of one stay together."""
    parts = parts_of(given.rows) - parts_of(base.rows)
    if "patients" in base.tags:
        for part in parts:
            if part.site in state.ledger.splits:
                state.ledger.splits[part.site] = replace(state.ledger.splits[part.site], grouped=True)
    if not parts and not given.picks and base.rows and not base.predicted:
        parts = listed(base, given, node)
    return Value(base.rows, base.marks, picks=parts | given.picks)


def listed(base: Value, given: Value, node: ast.expr | None) -> frozenset[Part]:
    """The condition that a list of values, or of ids from elsewhere, puts on rows."""
    column = next(iter(base.texts)) if len(base.texts) == 1 else "index" if "index" in base.tags else ""
    values = _written_out(node)
    if column and (values or given.texts):
        return frozenset([Part(("column", column), "|".join(values or sorted(given.texts)))])
    name = ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute | ast.Subscript) else ""
    if not column or not name or given.tags & {"row"}:
        return frozenset()
    side = side_of(name)
    if side is not None:
        return frozenset([Part(("named", *min(base.rows, key=repr).root), side)])
    return frozenset([Part(("column", column, name), "in")])


def _written_out(node: ast.expr | None) -> list[str]:
    """The values of a list that is written where it is used."""
    parts = node.elts if isinstance(node, ast.List | ast.Tuple | ast.Set) else []
    constants = [str(part.value) for part in parts if isinstance(part, ast.Constant)]
    return sorted(constants) if len(constants) == len(parts) else []


def is_in(state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    """``ids.isin(some)``."""
    node = arguments.node.args[0] if arguments.node.args else None
    return member(state, base, arguments.get(0, "values", "other"), node)


def among(state: State, _frame: Frame, _name: str, arguments: Arguments, _place: Place) -> Value:
    """``np.isin(ids, some)``."""
    node = arguments.node.args[1] if len(arguments.node.args) > 1 else None
    found = member(state, arguments.get(0), arguments.get(1), node)
    return turned(found) if arguments.constant("invert") is True else found


def spelt(state: State, base: Value, name: str, arguments: Arguments, place: Place) -> Value:
    """``column.eq(value)``: a comparison that is written as a method."""
    from radaudit.codebase.comparing import compared

    node = ast.Compare(arguments.node.func, [SPELT[name]()], arguments.node.args[:1])
    return compared(state, place, node, [base, arguments.get(0)])


def either(one: Value, other: Value) -> frozenset[Part]:
    """``(site == 1) | (site == 2)``: a side of several values; nothing where two columns are asked."""
    if len(one.picks) != 1 or len(other.picks) != 1:
        return frozenset()
    (first,), (second,) = one.picks, other.picks
    if first.site != second.site or first.role.startswith("not ") or second.role.startswith("not "):
        return frozenset()
    if first.site[0] != "column" or {first.role, second.role} & {"head", "tail", "in", "out"}:
        return frozenset()
    return frozenset([Part(first.site, "|".join(sorted({*first.role.split("|"), *second.role.split("|")})))])
