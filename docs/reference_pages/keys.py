"""Every key of radaudit.yaml and policy.yaml, from their JSON schemas."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from radaudit.study.manifest import Manifest
from radaudit.study.policy import Policy

from .markdown import code, paragraphs, shown, table

OWN = "keys of its own"
HEADS = ["key", "what it may be", "default", "meaning"]
INTRODUCTION = """\
Keys are optional but for those marked *required*. Unknown keys are refused with file, line and the nearest known key.
Paths are relative to this file. `radaudit schema` prints the JSON Schema, for editors.
"""


def pages() -> dict[str, str]:
    both = {"manifest.md": ("radaudit.yaml", Manifest), "policy.md": ("policy.yaml", Policy)}
    return {name: _page(title, model.model_json_schema()) for name, (title, model) in both.items()}


def _page(title: str, schema: dict) -> str:
    parts = [f"# {title}", INTRODUCTION]
    for path, own in objects("", schema, schema["$defs"]):
        parts += [f"({_anchor(title, path)})=\n## {path}"] if path else []
        text, meanings = described(own.get("description", ""))
        rows = [_row(title, path, name, own, meanings) for name in own["properties"]]
        parts += [paragraphs(text) if path else "", table(HEADS, rows)]
    return "\n\n".join(filter(None, parts)) + "\n"


def _anchor(title: str, path: str) -> str:
    return "-".join(re.findall(r"\w+", f"{title} {path}")).replace("_", "-").lower()


def objects(path: str, own: dict, known: dict) -> Iterator[tuple[str, dict]]:
    """An object and all objects below it, each under the keys that lead to it."""
    yield path, own
    for name, key in own["properties"].items():
        for ending, reference in _references(key):
            yield from objects(f"{path}.{name}".lstrip(".") + ending, known[reference], known)


def _references(key: dict) -> Iterator[tuple[str, str]]:
    """Names of the objects that a key may hold, with how they are reached: itself, of a list, by a name."""
    if "$ref" in key:
        yield "", key["$ref"].rpartition("/")[2]
    for one in key.get("anyOf", ()):
        yield from _references(one)
    if "items" in key:
        yield from (("[]" + ending, name) for ending, name in _references(key["items"]))
    if isinstance(key.get("additionalProperties"), dict):
        yield from ((".NAME" + ending, name) for ending, name in _references(key["additionalProperties"]))


def _row(title: str, path: str, name: str, own: dict, meanings: dict[str, str]) -> list[str]:
    key = own["properties"][name]
    default = key.get("default")
    told = code(json.dumps(default)) if default not in (None, [], {}) else ""
    kind = _kind(key)
    for ending, _ in _references(key):
        anchor = _anchor(title, f"{path}.{name}".lstrip(".") + ending)
        kind = kind.replace(OWN, f"[{OWN}](#{anchor})", 1)
    return [code(name), kind, "*required*" if name in own.get("required", ()) else told, shown(meanings.get(name, ""))]


def _kind(key: dict) -> str:
    """What a value may be, in words."""
    if "anyOf" in key:
        return " or ".join(dict.fromkeys(_kind(one) for one in key["anyOf"] if one.get("type") != "null"))
    if "$ref" in key:
        return OWN
    if "const" in key or "enum" in key:
        return ", ".join(code(value) for value in key.get("enum", [key.get("const")]))
    if key.get("type") == "array":
        return f"list of {_kind(key.get('items', {}))}"
    if key.get("type") == "object":
        return _mapping(key)
    return _scalar(key)


def _mapping(key: dict) -> str:
    values = key.get("additionalProperties")
    names = key.get("propertyNames", {})
    if names.get("const"):
        return code(f"{{{names['const']}: ...}}")
    allowed = f" ({', '.join(map(code, names['enum']))})" if "enum" in names else ""
    return f"mapping of names{allowed} to {_kind(values)}" if isinstance(values, dict) else f"mapping{allowed}"


def _scalar(key: dict) -> str:
    words = {"string": "text", "number": "number", "integer": "whole number", "boolean": "true or false"}
    bounds = {"minimum": "from", "exclusiveMinimum": "above", "maximum": "to", "exclusiveMaximum": "below"}
    limits = [f"{word} {key[name]:g}" for name, word in bounds.items() if name in key]
    said = words.get(key.get("type"), "anything")
    said = "date" if key.get("format") == "date" else said
    return " ".join([said, *limits])


def described(docstring: str) -> tuple[str, dict[str, str]]:
    """A docstring's text, and what its section of attributes says of each of them."""
    text, _, section = docstring.partition("Attributes\n----------\n")
    meanings: dict[str, str] = {}
    names: list[str] = []
    for line in section.splitlines():
        if re.match(r"\S", line):
            names = [name.strip() for name in line.split(",")]
        else:
            meanings |= {name: f"{meanings.get(name, '')} {line.strip()}".strip() for name in names}
    return text.strip(), meanings
