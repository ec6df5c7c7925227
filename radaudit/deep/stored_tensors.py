"""Tensors in a safetensors file that are no weights: told by their names, and by whether neighbours are alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

import numpy as np

from radaudit.deep.stored_inputs import StoredInput, look_of

_KINDS = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "U8": "u1", "I8": "i1", "I16": "<i2", "U16": "<u2", "I32": "<i4"}
# What layers call their own tensors; whatever else there is, is looked at.
_OF_LAYERS = re.compile(
    r"(?i)(weight|bias|running_(mean|var)|num_batches_tracked|gamma|beta|scale|token|embeddings?|table|index|mask)(_\w+)?$"
)
_FEWEST_AXES = 3  # (cases, height, width) at least
_LEAST_SIDE = 8  # voxels along the last two axes; kernels are smaller
_MOST_VALUES = 2**22


def stored_tensors(content: bytes) -> tuple[StoredInput, ...]:
    """What a safetensors file holds besides the tensors of layers; nothing for other files.

    Parameters
    ----------
    content
        The whole file.
    """
    size = int.from_bytes(content[:8], "little")
    try:
        header = json.loads(content[8 : 8 + size]) if 2 <= size <= len(content) - 8 else {}
    except (ValueError, RecursionError):
        return ()
    return tuple(_strange(header, content[8 + size :])) if isinstance(header, dict) else ()


def _strange(header: Mapping, numbers: bytes) -> Iterator[StoredInput]:
    for name, own in header.items():
        if not isinstance(own, dict) or own.get("dtype") not in _KINDS or _OF_LAYERS.search(name):
            continue
        shape, places = own.get("shape"), own.get("data_offsets")
        if not (_counts(shape) and _counts(places) and len(places) == 2 and len(shape) >= _FEWEST_AXES):
            continue
        shape, (first, last) = tuple(shape), places
        if min(shape[-2:]) < _LEAST_SIDE:
            continue
        kind = np.dtype(_KINDS[own["dtype"]])
        held = numbers[first : min(last, first + _MOST_VALUES * kind.itemsize)]
        values = np.frombuffer(held[: len(held) // kind.itemsize * kind.itemsize], dtype=kind)
        row = shape[-1]
        look, alike = look_of(values[: len(values) // row * row].reshape(-1, row).astype(float))
        yield StoredInput(name, shape, last - first, shape[0], look, alike)


def _counts(told: object) -> bool:
    """Whether this is a list of whole numbers, none of them negative."""
    return isinstance(told, list) and all(type(own) is int and own >= 0 for own in told)
