"""From a YAML file to a pydantic model: every problem at once, each with file:line and what to do."""

from __future__ import annotations

import difflib
import typing
from typing import TypeVar

import pydantic

from radaudit.core.errors import Problem, UsageError
from radaudit.study.yaml_file import YamlFile

Model = TypeVar("Model", bound=pydantic.BaseModel)


def validated(file: YamlFile, model: type[Model], error: type[UsageError]) -> Model:
    """The document as this model.

    Raises
    ------
    UsageError
        Of the given type, with one problem for each mistake.
    """
    if not isinstance(file.data, dict):
        found = "nothing" if file.data is None else f"a {type(file.data).__name__}"
        raise error(Problem(f"should hold keys and values, but holds {found}", file.path, 1))
    try:
        return model.model_validate(file.data)
    except pydantic.ValidationError as fault:
        problems = {_problem(file, model, item): None for item in fault.errors()}  # a dict keeps the order
        raise error(sorted(problems, key=lambda problem: problem.line or 0)) from None


def _problem(file: YamlFile, model: type[pydantic.BaseModel], item: dict) -> Problem:
    keys = _written(file, item["loc"])
    name = ".".join(str(key) for key in keys) or "the file"
    return Problem(_sentence(name, model, item, keys), file.path, file.line(keys))


def _sentence(name: str, model: type[pydantic.BaseModel], item: dict, keys: tuple) -> str:
    given = item.get("input")
    match item["type"]:
        case "extra_forbidden":
            known = _known_keys(model, keys[:-1])
            close = difflib.get_close_matches(str(keys[-1]), known, n=1, cutoff=0.5)
            hint = f"did you mean {close[0]!r}?" if close else f"known keys here: {', '.join(known)}"
            return f"unknown key {name!r}; {hint}"
        case "missing":
            return f"the key {name!r} is missing"
        case "value_error":
            return f"{name!r} {item['ctx']['error']}" if keys else str(item["ctx"]["error"])
        case "literal_error":
            close = difflib.get_close_matches(str(given), item["ctx"]["expected"].replace("'", "").split(), n=1)
            hint = f" (did you mean {close[0].strip(',')!r}?)" if close else ""
            return f"{name!r} is {given!r}; it must be {item['ctx']['expected']}{hint}"
        case _:
            message = item["msg"].removeprefix("Input ").removeprefix("Value error, ")
            return f"{name!r} {message} (it is {_short(given)})"


def _written(file: YamlFile, location: tuple) -> tuple:
    """The keys that stand in the file: pydantic adds names of union members, which nobody wrote."""
    keys: list[object] = []
    node: object = file.data
    for position, part in enumerate(location):
        if (isinstance(node, dict) and part in node) or (
            isinstance(node, list) and isinstance(part, int) and part < len(node)
        ):
            node = node[part]
        elif position == len(location) - 1 and isinstance(node, dict) and isinstance(part, str):
            keys.append(part)  # a missing key
            break
        else:
            continue
        keys.append(part)
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


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
