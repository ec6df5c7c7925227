"""Values that pass through files: what one line writes, another reads."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from radaudit.codebase.state import State
from radaudit.codebase.values import NOTHING, Value, gathered

if TYPE_CHECKING:
    from radaudit.codebase.calls import Arguments

FILE = re.compile(r"[\w.{} -]+\.\w{1,8}$")
WRITING_METHODS = frozenset(
    ["to_csv", "to_excel", "to_parquet", "to_pickle", "to_json", "to_feather", "to_hdf", "to_stata", "save_model"]
)
CONTENT_FIRST = frozenset(["dump", "safe_dump"])  # joblib.dump(model, path), json.dump(names, file)
CONTENT_SECOND = frozenset(["save", "savez", "savez_compressed", "savetxt"])  # np.save(path, table)
LOADING = frozenset(["load", "safe_load", "full_load", "unsafe_load", "loads"])


@dataclass(frozen=True)
class Kept:
    """What was written to a file, and by which file of the study."""

    value: Value
    path: str


METHODS = WRITING_METHODS | {"open", "read_text", "write_text"}


def by_method(state: State, path: str, base: Value, name: str, arguments: Arguments, target: ast.expr | None) -> Value:
    """``table.to_csv(path)``, ``path.open()``, ``path.write_text(text)``."""
    if name in WRITING_METHODS:
        node = arguments.node.args[0] if arguments.node.args else None
        keep(state, path, file_name(arguments.get(0, "path_or_buf", "path", "excel_writer"), node), base)
    elif name == "write_text":
        keep(state, path, file_name(base, target), arguments.get(0))
    elif base.texts and not base.rows:
        file = "" if "file" in base.tags else file_name(base, target)
        return Value(texts=frozenset([file])).tagged("file") if file else base
    return NOTHING


def file_name(value: Value, node: ast.expr | None) -> str:
    """A file's name, as far as it is written out; empty where it isn't."""
    texts = {text for text in value.texts if FILE.search(text)}
    if len(texts) == 1:
        return texts.pop().replace("\\", "/").removeprefix("./")
    if node is None:
        return ""
    if any(isinstance(part, ast.JoinedStr) for part in ast.walk(node)):
        return _last(ast.unparse(node).strip("f'\""))
    written = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    named = [text for text in written if FILE.search(text)]
    return _last(named[-1]) if named else ""


def _last(text: str) -> str:
    return re.split(r"[\\/]", text)[-1]


def keep(state: State, path: str, name: str, value: Value) -> None:
    """A file is written. What was kept of an earlier walk gives way."""
    if not name or not (value.rows or value.marks or value.whats or value.entries):
        return
    state.files[name] = Kept(value.but(picks=frozenset(), tags=value.tags - {"file"}), path)


def _same(one: str, other: str) -> bool:
    """Whether two names may be of one file: equal, or one a part of the other's path."""
    return one == other or one.endswith(f"/{other}") or other.endswith(f"/{one}")


def found_in(files: Mapping[str, Kept], name: str) -> Kept | None:
    """What was kept under a name, or under one that is a part of the other's path."""
    return files.get(name) or next((own for key, own in reversed(files.items()) if _same(key, name)), None)


def kept(state: State, path: str, name: str) -> Value | None:
    """What a line before, or another file of the study, wrote to a file of this name."""
    if not name:
        return None
    now, before = found_in(state.files, name), found_in(state.earlier, name)
    if now is not None:
        return now.value
    if before is not None and before.path != path:
        return before.value
    state.missed.add((name, path))
    return None


def opened(_state: State, _frame: object, _name: str, arguments: Arguments, _place: object) -> Value:
    """``open(path)``: the file stands for its name."""
    node = arguments.node.args[0] if arguments.node.args else None
    name = file_name(arguments.get(0, "file", "path"), node)
    return Value(texts=frozenset([name])).tagged("file") if name else NOTHING


def written(state: State, path: str, name: str, arguments: Arguments) -> bool:
    """``json.dump(names, file)``, ``np.save(path, table)``: whether this call writes, and what it wrote is kept."""
    first, second = arguments.get(0), arguments.get(1)
    nodes = [*arguments.node.args, None, None]
    if name in CONTENT_FIRST or (name == "save" and file_name(second, nodes[1])):
        keep(state, path, file_name(second, nodes[1]), first)
        return True
    if name in CONTENT_SECOND:
        content = arguments.positional[1:] + list(arguments.named.values())
        value = gathered(content).but(entries=tuple(arguments.named.items()), tags=frozenset(["dict"]))
        keep(state, path, file_name(first, nodes[0]), value if name.startswith("savez") else gathered(content))
        return True
    return False


def read(state: State, path: str, arguments: Arguments) -> Value | None:
    """What a reader gives of a file that the study itself wrote; None where it didn't."""
    node = arguments.node.args[0] if arguments.node.args else None
    return kept(state, path, file_name(arguments.get(0, "filepath_or_buffer", "file", "path", "io"), node))
