"""What the code of a TorchScript file may call, found before any of it is compiled.

Loading such a file runs its ``__setstate__``, and torch's operators can write files (``aten::save``) and map them
(``aten::from_file``). The code is text in a subset of Python: every call in it must be an operator that only computes,
or a function that the file defines itself.
"""

from __future__ import annotations

import ast
import io
import zipfile
from collections.abc import Iterator

from radaudit.deep.networks.operators import COMPUTING
from radaudit.deep.networks.refused import NetworkRefused

_REMEDY = "export the network with torch.export.save (.pt2) or torch.onnx.export (.onnx)"
_LARGEST_TEXT = 2**26
# What the language itself has, and harmless operators that only scripts use.
_LANGUAGE = """
int float bool str len range isinstance annotate uninitialized unchecked_cast list dict tuple min max abs round
append extend insert pop keys values items get format join copy sorted enumerate zip print ord
RaiseException NumToTensor IntImplicit FloatImplicit ScalarImplicit ImplicitTensorToNum NoneType
unwrap_optional __is__ __isnot__ __not__ __contains__ __derive_index __range_length
data device dtype is_cuda is_floating_point warn raise Exception AssertionError ValueError RuntimeError
TypeError list_with_default _size_to_list __getitem__ TupleConstruct CONSTANTS is_grad_enabled
"""
LANGUAGE = frozenset(_LANGUAGE.split())


def check_code(content: bytes, name: str) -> None:
    """Refuse a TorchScript file that calls anything but operators that compute.

    Raises
    ------
    NetworkRefused
        With the first call that is not known; nothing was loaded.
    """
    trees = list(_trees(content, name))
    parts = [part for tree in trees for part in ast.walk(tree)]
    own = {part.name for part in parts if isinstance(part, ast.FunctionDef)} | _aliases(parts)
    if any(isinstance(part, ast.Attribute) and part.attr == "classes" for part in parts):
        raise _refusal(name, "an object of a compiled library (torch.classes)")
    for part in parts:
        if isinstance(part, ast.Call) and not _is_known(part, own):
            raise _refusal(name, _called(part.func)[:80])


def _is_known(call: ast.Call, own: set[str]) -> bool:
    if isinstance(call.func, ast.Name) and call.func.id == "getattr":
        # Written for children whose names are numbers; of a name it would be one more way to any operator.
        second = call.args[1] if len(call.args) == 2 else None
        return isinstance(second, ast.Constant) and not str(second.value).isidentifier()
    return _called(call.func) in COMPUTING | LANGUAGE | own


def _aliases(parts: list[ast.AST]) -> set[str]:
    """Short names of the file's own functions, ``_0 = __torch__.fn``, that stand for nothing else anywhere."""
    own: set[str] = set()
    others: set[str] = set()
    for part in parts:
        if not isinstance(part, ast.Assign):
            continue
        for target in part.targets:
            for name, value in _pairs(target, part.value):
                (own if _is_own(value) else others if _could_call(value) else set()).add(name)
    return own - others


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
            if not inner.startswith("code/") or not inner.endswith(".py"):
                continue
            if member.file_size > _LARGEST_TEXT:
                raise _refusal(name, "more code than a network has")
            try:
                yield ast.parse(archive.read(member).decode("utf-8"))
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                raise _refusal(name, "code that can't be read as text") from None
