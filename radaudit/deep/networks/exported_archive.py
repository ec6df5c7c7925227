"""What is inside a ``.pt2``: one description in JSON, and tensors as raw bytes."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

from radaudit.deep.networks.refused import EXPORT, NetworkRefused, torch_old
from radaudit.deep.weights_only import TorchTooOld, plain_values
from radaudit.deep.zip_file import DAMAGE, LARGEST, check_size, is_within_bounds

_SCHEMA = 8
_LARGEST_TEXT = 2**26
# torch's numbers for types of numbers, in the JSON.
SCALARS = {
    1: "uint8",
    2: "int8",
    3: "int16",
    4: "int32",
    5: "int64",
    6: "float16",
    7: "float32",
    8: "float64",
    12: "bool",
    13: "bfloat16",
}


@dataclass(frozen=True)
class Archive:
    """A network's description and tensors.

    Attributes
    ----------
    program
        The JSON of the graph.
    tensors
        Parameters, buffers and constants by name.
    """

    program: Mapping[str, Any]
    tensors: Mapping[str, Any]


def read_archive(content: bytes, name: str) -> Archive:
    """Read a ``.pt2`` without torch's own reader, which unpickles.

    Raises
    ------
    NetworkRefused
        If it is damaged, of another version, holds several networks, or tensors that are pickled objects.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_size(archive)
            root, model = _model(archive, name)
            program = _json(archive, f"{root}models/{model}.json")
            tensors: dict[str, Any] = {}
            for kind in ("weights", "constants"):
                tensors |= _tensors(archive, f"{root}data/{kind}/", f"{model}_{kind}_config.json", name)
        version = program["schema_version"]["major"]
    except (LookupError, TypeError, AttributeError, ArithmeticError, *DAMAGE) as fault:
        said = " ".join(f"{type(fault).__name__}: {fault}".split())[:120]
        raise NetworkRefused("file-damaged", f"{name} can't be read as a .pt2 ({said})", "copy it anew") from None
    if version != _SCHEMA:
        raise NetworkRefused("format-old", f"{name} has version {version} of torch.export, not {_SCHEMA}", EXPORT)
    return Archive(program, tensors)


def _model(archive: zipfile.ZipFile, name: str) -> tuple[str, str]:
    found = [own for own in archive.namelist() if own.partition("/")[2].startswith("models/") and own.endswith(".json")]
    if len(found) != 1:
        raise NetworkRefused(
            "several-networks", f"{name} holds {len(found)} networks", "ship each in a file of its own"
        )
    root, _, rest = found[0].partition("/")
    return f"{root}/", rest.removeprefix("models/").removesuffix(".json")


def _json(archive: zipfile.ZipFile, member: str) -> dict:
    if archive.getinfo(member).file_size > _LARGEST_TEXT:
        raise ValueError(f"{member.rpartition('/')[2]} is larger than 64 MiB")
    found = json.loads(archive.read(member))
    if not isinstance(found, dict):
        raise ValueError(f"{member.rpartition('/')[2]} holds no mapping")
    return found


def _tensors(archive: zipfile.ZipFile, folder: str, config: str, name: str) -> dict[str, Any]:
    if f"{folder}{config}" not in archive.namelist():
        return {}
    found: dict[str, Any] = {}
    size = 0
    for own, told in _json(archive, f"{folder}{config}")["config"].items():
        member = archive.getinfo(f"{folder}{told['path_name']}")
        size += member.file_size
        if size > LARGEST:  # one stored tensor may be named as often as one likes
            raise ValueError(f"its tensors have more than {LARGEST:.1e} bytes")
        if member.compress_type != zipfile.ZIP_STORED:
            raise ValueError(f"{told['path_name']} is packed")
        content = archive.read(member)
        if not told.get("use_pickle"):
            found[own] = _raw(content, told["tensor_meta"])
        elif str(told["path_name"]).startswith(("weight", "tensor")):
            found[own] = _pickled(content, own, name)
        else:
            raise _object(name, own)
    return found


def _raw(content: bytes, told: Mapping[str, Any]) -> Any:
    """A tensor of its bytes; strides and place are checked by torch against what there is."""
    import torch

    dtype = getattr(torch, SCALARS[told["dtype"]])
    sizes, strides = ([int(own["as_int"]) for own in told[key]] for key in ("sizes", "strides"))
    if prod(sizes) == 0:
        return torch.zeros(sizes, dtype=dtype)
    flat = torch.frombuffer(bytearray(content), dtype=dtype)
    if prod(sizes) > flat.numel():
        raise ValueError("a tensor is larger than what is stored of it")
    return flat.as_strided(sizes, strides, int(told["storage_offset"]["as_int"])).clone()


def _pickled(content: bytes, own: str, name: str) -> Any:
    """A tensor that torch stores in its own format (of a subclass, or sharing memory)."""
    if content[:4] != b"PK\x03\x04" or not is_within_bounds(content):
        raise ValueError(f"{own} is no tensor")
    import torch

    try:
        found = plain_values(content)
    except TorchTooOld:
        raise torch_old(name) from None
    except Exception:
        raise _object(name, own) from None
    if not isinstance(found, torch.Tensor):
        raise ValueError(f"{own} is no tensor")
    return found


def _object(name: str, own: str) -> NetworkRefused:
    return NetworkRefused("pickled-module", f"{name} holds an object ({own}), whose opening would run code", EXPORT)
