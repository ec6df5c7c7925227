"""From a YAML file to a pydantic model: every problem at once, each with file:line and what to do."""

from __future__ import annotations

import difflib
import re
import typing
from dataclasses import dataclass
from typing import TypeVar

import pydantic

from radaudit.core.errors import Problem, UsageError
from radaudit.study.yaml_file import YamlFile

Model = TypeVar("Model", bound=pydantic.BaseModel)

# pydantic's words for what is wrong are for programmers; other kinds of mistake keep them.
_WANTED = {
    "string_type": "must be text",
    "dict_type": "must hold keys and values",
    "model_type": "must hold keys and values",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "finite_number": "must be a finite number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "string_too_short": "must not be empty",
    "too_short": "must hold more values",
    "too_long": "must hold fewer values",
}


def validated(file: YamlFile, model: type[Model], error: type[UsageError]) -> Model:
    """The document as this model.

    Raises
    ------
    UsageError
        Of the given type, with one problem for each mistake.
    """
    if not isinstance(file.data, dict):
        found = {type(None): "nothing", list: "a list"}.get(type(file.data), "a single value")
        raise error(Problem(f"should hold keys and values, but holds {found}", file.path, 1))
    try:
        return model.model_validate(file.data)
    except pydantic.ValidationError as fault:
        raise error(_problems(file, model, fault)) from None


@dataclass(frozen=True)
class _Fault:
    """What is wrong at one place: a whole sentence, or what its value should have been."""

    keys: tuple[object, ...]
    sentence: str = ""
    wanted: str = ""
    given: str = ""


def _problems(file: YamlFile, model: type[pydantic.BaseModel], error: pydantic.ValidationError) -> list[Problem]:
    """One problem for each place in the file.

    Where a value may be of several types, pydantic reports what each of them has against it. If one of them fits as
    far as to look into the value, only what it found inside counts; otherwise they are alternatives.
    """
    places: dict[tuple, list[_Fault]] = {}
    for item in error.errors():
        fault = _fault(file, model, item)
        places.setdefault(fault.keys, []).append(fault)
    problems = []
    for keys, faults in places.items():
        if not any(len(other) > len(keys) and other[: len(keys)] == keys for other in places):
            problems.append(Problem(_joined(keys, faults), file.path, file.line(keys)))
    return sorted(problems, key=lambda problem: problem.line or 0)


def _joined(keys: tuple, faults: list[_Fault]) -> str:
    whole = next((fault.sentence for fault in faults if fault.sentence), "")
    if whole:
        return whole
    first, *others = dict.fromkeys(fault.wanted for fault in faults)
    wanted = ", or ".join([first, *[other.removeprefix("must ") for other in others]])
    return f"{_name(keys)} {wanted} ({next(fault.given for fault in faults)})"


def _fault(file: YamlFile, model: type[pydantic.BaseModel], item: dict) -> _Fault:
    keys, context, given = _written(file, item), item.get("ctx", {}), item.get("input")
    match item["type"]:
        case "extra_forbidden":
            return _Fault(keys, _unknown(keys, _known_keys(model, keys[:-1])))
        case "literal_error" if item["loc"][-1] == "[key]":
            return _Fault(keys, _unknown(keys, _choices(context)))
        case "missing" if isinstance(keys[-1], int):  # of a list of fixed length
            return _Fault(keys[:-1], wanted=_WANTED["too_short"], given=_shown(given))
        case "missing":
            return _Fault(keys, f"the key {_name(keys)} is missing")
        case "invalid_key":
            return _Fault(keys, f"the key {given!r} is not text; put it in quotation marks")
        case "value_error":
            return _Fault(keys, f"{_name(keys)} {context['error']}" if keys else str(context["error"]))
        case "literal_error":
            close = difflib.get_close_matches(str(given), _choices(context), n=1)
            hint = f"; did you mean {close[0]!r}?" if close and len(_choices(context)) > 1 else ""
            return _Fault(keys, wanted=f"must be {context['expected']}", given=_shown(given) + hint)
        case kind:
            said = item["msg"].removeprefix("Input ").replace("should ", "must ")
            return _Fault(keys, wanted=_WANTED.get(kind, said), given=_shown(given))


def _unknown(keys: tuple, known: list[str]) -> str:
    close = difflib.get_close_matches(str(keys[-1]), known, n=1, cutoff=0.5)
    hint = f"did you mean {close[0]!r}?" if close else f"known keys here: {', '.join(known)}"
    return f"unknown key {_name(keys)}; {hint}"


def _choices(context: dict) -> list[str]:
    return re.findall(r"'([^']*)'", context["expected"])


def _written(file: YamlFile, item: dict) -> tuple:
    """The keys that stand in the file: pydantic adds names of union members, which nobody wrote."""
    keys: list[object] = []
    node: object = file.data
    for part in item["loc"]:
        if (isinstance(node, dict) and part in node) or (
            isinstance(node, list) and isinstance(part, int) and part < len(node)
        ):
            node = node[part]
            keys.append(part)
    if item["type"] == "missing":
        keys.append(item["loc"][-1])
    return tuple(keys)


def _known_keys(model: type[pydantic.BaseModel], keys: tuple) -> list[str]:
    current: type[pydantic.BaseModel] = model
    for key in keys:
        field = next((f for n, f in current.model_fields.items() if (f.alias or n) == key), None)
        if field is not None:
            current = next(iter(models_in(field.annotation)), current)
    return [field.alias or name for name, field in current.model_fields.items()]


def models_in(annotation: object) -> list[type[pydantic.BaseModel]]:
    """The pydantic models that a type annotation mentions."""
    if isinstance(annotation, type) and issubclass(annotation, pydantic.BaseModel):
        return [annotation]
    return [model for part in typing.get_args(annotation) for model in models_in(part)]


def _name(keys: tuple) -> str:
    return repr(".".join(str(key) for key in keys))


def _shown(value: object) -> str:
    if value is None:
        return "nothing is given"
    text = repr(value)
    return "it is " + (text if len(text) <= 60 else f"{text[:57]}...")
