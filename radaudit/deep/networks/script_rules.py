"""What the code of a TorchScript file may call, found before any of it is compiled.

Loading such a file runs its ``__setstate__``, and torch's operators can write files (``aten::save``) and map them
(``aten::from_file``). The code is text in a subset of Python: every call in it must be an operator that only computes,
or a function that the file defines itself.
"""

from __future__ import annotations

import ast
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache

from radaudit.deep.networks.operators import COMPUTING
from radaudit.deep.networks.refused import NetworkRefused

_REMEDY = "export the network with torch.export.save (.pt2) or torch.onnx.export (.onnx)"
_LARGEST_TEXT = 2**26
# What the language itself has, and harmless operators that only scripts use.
_LANGUAGE = """
int float bool str len range isinstance annotate uninitialized unchecked_cast list dict tuple min max abs round
append extend insert pop reverse _set_item keys values items get format join copy sorted enumerate zip print ord
RaiseException NumToTensor IntImplicit FloatImplicit ScalarImplicit ImplicitTensorToNum NoneType
unwrap_optional floordiv __and__ __or__ __is__ __isnot__ __not__ __contains__ __derive_index __range_length
data device dtype is_cuda is_floating_point warn raise Exception AssertionError ValueError RuntimeError
TypeError list_with_default _size_to_list __getitem__ TupleConstruct CONSTANTS is_grad_enabled
"""
LANGUAGE = frozenset(_LANGUAGE.split())


def check_code(content: bytes, name: str) -> None:
    """Refuse a TorchScript file that calls anything but operators that compute.

    A file may name its own functions as it likes, so a name that the file defines lets nothing pass that could also be
    an operator: ``x.save(...)`` is torch's where the object has no such method.

    Parameters
    ----------
    content
        The file, as `zip_file.rewritten` gives it.
    name
        What it is called in messages.

    Raises
    ------
    NetworkRefused
        With the first call that is not known; nothing was loaded.
    """
    trees = list(_trees(content, name))
    parts = [part for tree in trees for part in ast.walk(tree)]
    defined = {part.name for part in parts if isinstance(part, ast.FunctionDef)}
    by_attribute = COMPUTING | LANGUAGE | (defined - _operators())
    for part in parts:
        if isinstance(part, ast.Attribute) and part.attr == "classes":
            raise _refusal(name, "an object of a compiled library (torch.classes)")
        if isinstance(part, ast.Attribute) and _is_other_library(part):
            raise _refusal(name, ast.unparse(part)[:80])
    for scope in (scope for tree in trees for scope in _scopes(tree)):
        aliases, others = _bound(scope)
        by_name = (LANGUAGE | defined | aliases) - others
        for part in scope:
            if isinstance(part, ast.Call) and not _is_known(part, by_name, by_attribute):
                raise _refusal(name, _called(part.func)[:80])


def _scopes(tree: ast.Module) -> Iterator[list[ast.AST]]:
    """The parts of each function, with those of functions within it; and all that stands outside of functions."""
    outside: list[ast.AST] = []
    waiting: list[ast.AST] = [tree]
    while waiting:
        for part in ast.iter_child_nodes(waiting.pop()):
            if isinstance(part, ast.FunctionDef):
                yield list(ast.walk(part))
            else:
                outside.append(part)
                waiting.append(part)
    yield outside


def _is_known(call: ast.Call, by_name: set[str], by_attribute: set[str]) -> bool:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr in by_attribute
    if _called(call.func) == "getattr":
        # Written for children whose names are numbers; of a name it would be one more way to any operator.
        second = call.args[1] if len(call.args) == 2 else None
        return isinstance(second, ast.Constant) and not str(second.value).isidentifier()
    return _called(call.func) in by_name


def _is_other_library(part: ast.Attribute) -> bool:
    """Whether this is the way to operators that are not torch's own: ``ops.name``."""
    return isinstance(part.value, ast.Name) and part.value.id == "ops" and part.attr not in ("aten", "prim")


@cache
def _operators() -> frozenset[str]:
    """Names of all operators, whatever they do."""
    import torch

    return frozenset(own.name.rpartition("::")[2] for own in torch._C._jit_get_all_schemas())


def _bound(parts: list[ast.AST]) -> tuple[set[str], set[str]]:
    """Names that stand for functions of the file (``_0 = __torch__.fn``), and names that may stand for any function.

    What a call gives is none; every other value might be one, and so might what a loop or a ``with`` names.
    """
    own: set[str] = set()
    others: set[str] = set()
    harmless: Counter[str] = Counter()
    for target, value in (pair for part in parts if isinstance(part, ast.Assign) for pair in _assigned(part)):
        harmless[target] += 1
        if _is_own(value):
            own.add(target)
        elif _could_call(value):
            others.add(target)
    stored = Counter(part.id for part in parts if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store))
    return own - others, others | {name for name, count in stored.items() if count > harmless[name]}


def _assigned(part: ast.Assign) -> Iterator[tuple[str, ast.expr]]:
    for target in part.targets:
        yield from _pairs(target, part.value)


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple):
        inner = value.elts if isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts) else None
        for place, member in enumerate(target.elts):
            yield from _pairs(member, inner[place] if inner else value)


def _is_own(value: ast.expr) -> bool:
    return isinstance(value, ast.Attribute) and ast.unparse(value).startswith("__torch__.")


def _could_call(value: ast.expr) -> bool:
    """Whether a value might be a function; what a call gives is none."""
    return not isinstance(value, ast.Call | ast.Constant)


def _refusal(name: str, what: str) -> NetworkRefused:
    said = f"{name} calls {what}, which is not among the operators that only compute"
    return NetworkRefused("operator-unknown", said, _REMEDY)


def _called(called: ast.expr) -> str:
    """The last name of what is called: ``conv2d`` of ``torch.conv2d``, ``forward`` of ``self.fc.forward``."""
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ast.unparse(called)


def _trees(content: bytes, name: str) -> Iterator[ast.Module]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            inner = member.filename.partition("/")[2]
            if inner.endswith(".pkl") and b"torch.classes" in archive.read(member):
                raise _refusal(name, "an object of a compiled library (torch.classes)")
            if not inner.startswith("code/") or not inner.endswith(".py"):
                continue
            if member.file_size > _LARGEST_TEXT:
                raise _refusal(name, "more code than a network has")
            try:
                yield ast.parse(archive.read(member).decode("utf-8"))
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                raise _refusal(name, "code that can't be read as text") from None
