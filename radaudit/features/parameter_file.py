"""What pyradiomics' schema has against parameters: each complaint with the keys it is about, and what to do."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from radaudit.features.radiomics import invalid, known_keys

SECTIONS = ("imageType", "featureClass", "setting", "voxelSetting")
_TYPES = {"float": "a number", "int": "a whole number", "bool": "true or false", "str": "text"}
_SIZE = re.compile(r"has size of .*?(?P<than>less|greater) than(?P<equal> or equals to)? .*?limit\S* '(?P<end>[^']*)'")


@dataclass(frozen=True)
class Complaint:
    """One mistake.

    Attributes
    ----------
    keys
        Where it stands, from the top of the file.
    sentence
        What is wrong and what to do.
    """

    keys: tuple[str | int, ...]
    sentence: str


def complaints(parameters: object) -> list[Complaint]:
    """Everything that is wrong with pyradiomics parameters, by pyradiomics' own schema; empty if they are valid.

    The schema's value checkers stop at the first mistake and don't say where it stands. So, where something is wrong,
    every entry is put before the schema by itself.
    """
    if not isinstance(parameters, Mapping):
        return [Complaint((), f"should hold the sections {', '.join(SECTIONS[:3])}, each with keys and values")]
    if not invalid(parameters):
        return []
    found: dict[Complaint, None] = {}
    for entry, alone in _entries(parameters):
        for said in invalid(alone):
            keys = (*entry, *_inside(said, len(entry)))
            found[Complaint(keys, _sentence(keys, said, _at(parameters, keys)))] = None
    return list(found) or [Complaint((), _tidy(said)) for said in invalid(parameters)]


def _entries(parameters: Mapping) -> Iterator[tuple[tuple, dict]]:
    """Each entry by itself: its keys, and parameters that hold nothing else."""
    for section, content in parameters.items():
        if section not in SECTIONS or not isinstance(content, Mapping):
            yield (section,), {section: content}
            continue
        for name, value in content.items():
            keys = (section, name)
            if section == "imageType" and isinstance(value, Mapping):
                yield keys, {section: {name: {}}}
                yield from (((*keys, own), {section: {"Original": {own: given}}}) for own, given in value.items())
            elif section == "featureClass" and isinstance(value, list):
                yield keys, {section: {name: None}}
                if not invalid({section: {name: None}}):
                    yield from (((*keys, index), {section: {name: [own]}}) for index, own in enumerate(value))
            else:
                yield keys, {section: {name: value}}


def _inside(said: str, depth: int) -> tuple[int, ...]:
    """Which value of a list it is about."""
    path = re.search(r"Path: '/(.*)'", said)
    return tuple(int(part) for part in path[1].split("/")[depth:] if part.isdigit()) if path else ()


def _sentence(keys: tuple, said: str, given: object) -> str:
    member, shown = isinstance(keys[-1], int) and len(keys) > 2, f"it is {_short(given)}"
    name = ".".join(map(str, keys[:-1] if member else keys))
    if "was not defined" in said:
        return f"unknown key {name!r}; {_alike(str(keys[-1]), _known(keys))}"
    if kind := re.search(r"is not of type '(\w+)'", said):
        return f"{_each(name, member)} {_TYPES.get(kind[1], kind[1])} ({shown})"
    if "is not a list" in said or "not expected type (list)" in said:
        return f"{name!r} must be a list, such as [{_short(given)}] ({shown})"
    if "is not a dict" in said or "cannot be None value" in said:
        return f"{name!r} must hold keys and values, or be left out ({shown})"
    if size := _SIZE.search(said):
        return f"{_each(name, member)} {_limit(size)} ({shown})"
    if said.startswith("Enum"):
        allowed = re.search(r"Enum: \[(.*?)\]", said)
        return f"{name!r} must be one of {allowed[1] if allowed else 'other words'} ({shown})"
    return _of_checkers(name, said, given)


def _each(name: str, member: bool) -> str:
    return f"each value of {name!r} must be" if member else f"{name!r} must be"


def _of_checkers(name: str, said: str, given: object) -> str:
    """What the schema's own value checkers say: names that pyradiomics, SimpleITK or PyWavelets don't know."""
    listed = re.findall(r"'([^']*)'", said.partition(" [")[2])
    word = name.rpartition(".")[2]
    if said.startswith("Image Type"):
        return f"{word!r} is no image type of pyradiomics; {_alike(word, listed)}"
    if "is not recognized" in said:
        return f"{word!r} is no feature class of pyradiomics; {_alike(word, listed)}"
    if "contains unrecognized features" in said or "unhashable" in said:
        kind = name.split(".")[1]
        return f"{_short(given)} is no feature of the class {kind}; pyradiomics' documentation lists their names"
    if "not available in pyWavelets" in said:
        return f"{name!r} names no wavelet of PyWavelets; {_alike(str(given), listed)} (it is {_short(given)})"
    if "Wavelet not expected" in said:
        return f"{name!r} must be the name of a wavelet, such as coif1 (it is {_short(given)})"
    if "polator" in said:
        hint = "give a name of SimpleITK, such as sitkBSpline or sitkLinear, or its number from 1 to 10"
        return f"{name!r} is no interpolator; {hint} (it is {_short(given)})"
    if "eightingNorm" in said:
        return f"{name!r} must be euclidean, manhattan, infinity, no_weighting or left out (it is {_short(given)})"
    return f"{name!r}: {_tidy(said)}"


def _limit(size: re.Match) -> str:
    strict = bool(size["equal"])  # the schema tells what is refused; said here is what is allowed
    if size["than"] == "less":
        return f"more than {size['end']}" if strict else f"at least {size['end']}"
    return f"less than {size['end']}" if strict else f"at most {size['end']}"


def _known(keys: tuple) -> list[str]:
    """Keys that the schema knows beside the last of these."""
    if len(keys) == 1:
        return list(SECTIONS)
    return known_keys()["setting" if keys[0] == "imageType" else keys[0]]


def _alike(word: str, known: list[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    if not close:
        lower = {name.lower(): name for name in known}
        close = [lower[found] for found in difflib.get_close_matches(word.lower(), lower, n=1, cutoff=0.5)]
    return f"did you mean {close[0]!r}?" if close else f"known are {', '.join(known[:12])}"


def _at(parameters: Mapping, keys: tuple) -> object:
    part: object = parameters
    for key in keys:
        part = part[key]
    return part


def _short(value: object) -> str:
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _tidy(said: str) -> str:
    return re.sub(r"\.?\s*(Value )?[Pp]ath: '[^']*'", "", said)
