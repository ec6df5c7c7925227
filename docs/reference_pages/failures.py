"""What a check may find, read from its syntax tree: how sure, under which codes, with which innocent explanations."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from radaudit.core.finding import Tier
from radaudit.core.step import Step


@dataclass(frozen=True)
class Failures:
    """Of one check, without doubles.

    Attributes
    ----------
    tiers
        How sure its failures can be.
    codes, more_codes
        Names of its kinds of failures, and whether there are others, which are put together while it runs.
    benign
        Innocent explanations that it shows; what the run fills in is an ellipsis.
    """

    tiers: tuple[Tier, ...]
    codes: tuple[str, ...]
    more_codes: bool
    benign: tuple[str, ...]


def failures(step: Step) -> Failures:
    """Of a check: those of its own module and of the functions of radaudit that it takes findings from."""
    tiers, codes, benign, more = set(), {}, {}, False
    for module, part in _parts(inspect.getmodule(step.function).__name__):
        named = _constants(module)
        for call in ast.walk(part):
            if isinstance(call, ast.Call) and _name(call) in ("failed", "Finding", "replace"):
                given = {own.arg: own.value for own in call.keywords if own.arg}
                if _name(call) != "replace" or "tier" in given:
                    tiers |= _tiers(call, given.get("tier"), module)
                code = given.get("code", call.args[1] if len(call.args) > 1 and _name(call) == "failed" else None)
                said = list(_texts(code, named))
                codes |= dict.fromkeys(text for text in said if "…" not in text)
                more |= code is not None and (not said or any("…" in text for text in said))
                benign |= dict.fromkeys(_texts(given.get("benign"), named))
    return Failures(tuple(sorted(tiers, reverse=True)), tuple(codes), more, tuple(benign))


def _name(call: ast.Call) -> str:
    return ast.unparse(call.func)


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(inspect.getsource(importlib.import_module(module)))


def _parts(module: str) -> Iterator[tuple[str, ast.AST]]:
    """A module, and the functions that it imports from modules that make findings."""
    yield module, _tree(module)
    for own in _tree(module).body:
        if isinstance(own, ast.ImportFrom) and own.module.startswith(("radaudit.evidence.", "radaudit.checks.")):
            names = {alias.name for alias in own.names}
            for part in _tree(own.module).body:
                if isinstance(part, ast.FunctionDef | ast.ClassDef) and part.name in names:
                    yield own.module, part


def _constants(module: str) -> dict[str, ast.expr]:
    """What a module gives a name once and for all."""
    return {
        ast.unparse(own.targets[0]): own.value
        for own in _tree(module).body
        if isinstance(own, ast.Assign) and len(own.targets) == 1
    }


def _tiers(call: ast.Call, given: ast.expr | None, module: str) -> set[Tier]:
    """One that is written out, or among what is handed over as a whole; all of the module where it is worked out."""
    if given is not None:
        return _named(ast.unparse(given)) or _named(ast.unparse(_tree(module)))
    if all(own.arg for own in call.keywords):
        return {Tier.PROVED}
    around = [part for part in _tree(module).body if call in ast.walk(part)]
    handed = [value for part in (*around, _tree(module)) if (value := _handed_over(part))]
    return _named(handed[0]) if handed else {Tier.PROVED}


def _named(text: str) -> set[Tier]:
    return {tier for tier in Tier if f"Tier.{tier.name}" in text}


def _handed_over(part: ast.AST) -> str:
    """What stands under "tier" in the mappings of a part."""
    mappings = [own for own in ast.walk(part) if isinstance(own, ast.Dict)]
    pairs = [pair for own in mappings for pair in zip(own.keys, own.values, strict=True)]
    return " ".join(ast.unparse(value) for key, value in pairs if isinstance(key, ast.Constant) and key.value == "tier")


def _texts(node: ast.expr | None, named: dict[str, ast.expr]) -> Iterator[str]:
    """The texts of a value: written out, in a list, or under a name of the module."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(own.value) if isinstance(own, ast.Constant) else "…" for own in node.values)
    elif isinstance(node, ast.Name) and node.id in named:
        yield from _texts(named[node.id], {})
    elif isinstance(node, ast.List | ast.Tuple):
        for own in node.elts:
            yield from _texts(own.value if isinstance(own, ast.Starred) else own, named)
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body, named)
        yield from _texts(node.orelse, named)
