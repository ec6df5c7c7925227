"""The operators of an exported network, looked up once and run one after another."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from radaudit.deep.networks.exported_archive import SCALARS
from radaudit.deep.networks.operators import ARITHMETIC, COMPUTING, NORMALISING, RANDOM_IN_TRAINING, ROUNDING, SIZES
from radaudit.deep.networks.refused import NetworkRefused

_REMEDY = "export the network anew in evaluation mode, or as ONNX"


@dataclass(frozen=True)
class Step:
    """One operator: its arguments as the file words them, and where its results go.

    Attributes
    ----------
    run
        The operator.
    given
        Name, worded argument, and whether it is passed by name.
    gives
        Names of the results, "" for one that nobody wants; nested for lists of tensors.
    modules
        Path and type of each module that the step belongs to, from outside in.
    last_used
        Names that no later step needs.
    tensor
        Whether it gives a tensor, not a size.
    """

    run: Callable
    given: tuple[tuple[str, Mapping[str, Any], bool], ...]
    gives: tuple[Any, ...]
    modules: tuple[tuple[str, str], ...]
    last_used: tuple[str, ...]
    tensor: bool


@dataclass(frozen=True)
class Program:
    """A network as steps.

    Attributes
    ----------
    constants
        Graph input: name of the tensor in the file.
    input
        Name of the one input.
    sizes
        Of that input; None where any will do.
    steps
        In order.
    output
        Names of the results.
    remarks
        Layers in training mode.
    writes
        Whether a step may change what it was given, weights among it.
    """

    constants: Mapping[str, str]
    input: str
    sizes: tuple[int | None, ...]
    steps: tuple[Step, ...]
    output: tuple[str, ...]
    remarks: tuple[str, ...]
    writes: bool


def program_of(told: Mapping[str, Any], name: str) -> Program:
    """The steps of the network that this JSON describes.

    Raises
    ------
    NetworkRefused
        If it uses anything but operators that compute, or takes more than one tensor.
    """
    try:
        graph, signature = told["graph_module"]["graph"], told["graph_module"]["signature"]
        constants, inputs = _inputs(signature["input_specs"])
        if len(inputs) != 1:
            raise NetworkRefused("input-unfit", f"{name} takes {len(inputs)} inputs, not one image", _REMEDY)
        outputs = [spec["user_output"]["arg"] for spec in signature["output_specs"] if "user_output" in spec]
        wanted = tuple(own["as_tensor"]["name"] for own in outputs if "as_tensor" in own)
        sizes = tuple(own.get("as_int") for own in graph["tensor_values"][inputs[0]]["sizes"])
        nodes = graph["nodes"]
        used = _last_uses(nodes, wanted)
        steps = tuple(_step(node, used.get(place, ()), name) for place, node in enumerate(nodes))
        remarks = tuple(_training(nodes, name))
        writes = bool(remarks) or any(node["target"].split(".")[-2].endswith("_") for node in nodes)
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError) as fault:
        said = " ".join(f"{type(fault).__name__}: {fault}".split())[:120]
        raise NetworkRefused("file-damaged", f"{name} describes no network ({said})", _REMEDY) from None
    return Program(constants, inputs[0], sizes, steps, wanted, remarks, writes)


def _inputs(specs: Sequence[Mapping[str, Any]]) -> tuple[dict[str, str], list[str]]:
    keys = {"parameter": "parameter_name", "buffer": "buffer_name", "tensor_constant": "tensor_constant_name"}
    constants, inputs = {}, []
    for spec in specs:
        (kind, own), *_ = spec.items()
        if kind == "user_input":
            if "as_tensor" in own["arg"]:
                inputs.append(own["arg"]["as_tensor"]["name"])
        elif kind in keys:
            constants[own["arg"]["name"]] = own[keys[kind]]
        else:
            raise ValueError(f"an input of kind {kind}")
    return constants, inputs


def _step(node: Mapping[str, Any], last_used: tuple[str, ...], name: str) -> Step:
    given = tuple((own["name"], own["arg"], own.get("kind") == 2) for own in node["inputs"])
    gives = tuple(_named(own) for own in node["outputs"])
    tensor = any(kind in ("as_tensor", "as_tensors") for own in node["outputs"] for kind in own)
    return Step(_operator(node["target"], name), given, gives, _modules(node.get("metadata", {})), last_used, tensor)


def _operator(target: str, name: str) -> Callable:
    """The operator of this name, if it only computes."""
    import torch

    home, _, rest = target.rpartition(".")
    if match := re.fullmatch(r"torch\.ops\.aten\.(\w+)\.(\w+)", target):
        packet = getattr(torch.ops.aten, match[1], None) if match[1] in COMPUTING else None
        if packet is not None and match[2] in packet.overloads():
            return getattr(packet, match[2])
    elif home == "_operator" and rest in ARITHMETIC:
        return getattr(operator, rest)
    elif home == "torch" and rest in SIZES:
        return getattr(torch, rest)
    elif home == "math" and rest in ROUNDING:
        return getattr(math, rest)
    said = f"{name} uses {target[:80]}, which is not among the operators that only compute"
    raise NetworkRefused("operator-unknown", said, _REMEDY)


def _named(told: Mapping[str, Any]) -> Any:
    """Where one result goes."""
    (kind, own), *_ = told.items()
    if kind in ("as_tensor", "as_optional_tensor"):
        return own["name"] if "name" in own else own.get("as_tensor", {}).get("name", "")
    if kind == "as_tensors":
        return tuple(member["name"] for member in own)
    if kind in ("as_sym_int", "as_sym_float", "as_sym_bool"):
        return own.get("as_name", "")
    if kind == "as_none":
        return ""
    raise ValueError(f"a result of kind {kind}")


def _modules(metadata: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Path and type of the modules that a node was traced in; one called twice has @1 behind its path."""
    found = []
    for part in metadata.get("nn_module_stack", "").split(";"):
        fields = part.split(",")
        if len(fields) == 3 and fields[1]:
            path = re.sub(r"@\d+", "", fields[1])
            found.append((path, fields[2].rpartition(".")[2]))
    return tuple(found)


def _names_in(told: Any) -> set[str]:
    """Every name that a worded argument mentions."""
    if isinstance(told, Mapping):
        own = {told[key] for key in ("name", "as_name") if isinstance(told.get(key), str)}
        return own.union(*map(_names_in, told.values()))
    return set().union(*map(_names_in, told)) if isinstance(told, list) else set()


def _last_uses(nodes: Sequence[Mapping[str, Any]], kept: Sequence[str]) -> dict[int, tuple[str, ...]]:
    last: dict[str, int] = {}
    for place, node in enumerate(nodes):
        for own in node["inputs"]:
            last |= dict.fromkeys(_names_in(own["arg"]), place)
    found: dict[int, tuple[str, ...]] = {}
    for name, place in last.items():
        if name not in kept:
            found[place] = (*found.get(place, ()), name)
    return found


def _training(nodes: Sequence[Mapping[str, Any]], name: str) -> list[str]:
    """What works as in training: chance is refused, statistics of the batch are told."""
    batchwise = 0
    for node in nodes:
        base = node["target"].removeprefix("torch.ops.aten.").partition(".")[0]
        told = {own["name"]: own["arg"] for own in node["inputs"]}
        flags = [told[key].get("as_bool") for key in ("train", "training", "use_input_stats") if key in told]
        if base in RANDOM_IN_TRAINING and flags != [False]:
            raise NetworkRefused("training-mode", f"{name} was exported in training mode, dropout active", _REMEDY)
        batchwise += base in NORMALISING and flags == [True]
    if not batchwise:
        return []
    return [f"{batchwise} normalisations use the statistics of the batch: a case's features depend on the others'"]


def value_of(told: Mapping[str, Any], values: Mapping[str, Any], device: str, widened: bool) -> Any:
    """An argument as torch takes it.

    Parameters
    ----------
    told
        As the file words it: a kind and a value.
    values
        Results so far.
    device
        Put in the place of any device that the file names.
    widened
        Whether float32 becomes float64.
    """
    import torch

    (kind, own), *_ = told.items()
    match kind:
        case "as_none":
            return None
        case "as_tensor":
            return values[own["name"]]
        case "as_tensors":
            return [values[member["name"]] for member in own]
        case "as_optional_tensors" | "as_optional_tensor":
            members = own if isinstance(own, list) else [own]
            found = [values[member["as_tensor"]["name"]] if "as_tensor" in member else None for member in members]
            return found if isinstance(own, list) else found[0]
        case "as_sym_int" | "as_sym_float" | "as_sym_bool":
            return _size(own, values)
        case "as_sym_ints" | "as_sym_floats" | "as_sym_bools":
            return [_size(member, values) for member in own]
        case "as_scalar_type":
            return torch.float64 if widened and own == 7 else getattr(torch, SCALARS[own])
        case "as_memory_format":
            formats = (None, "contiguous_format", "channels_last", "channels_last_3d", "preserve_format")
            return getattr(torch, formats[own] or "preserve_format")
        case "as_layout":
            return torch.strided
        case "as_device":
            return torch.device(device)
        case "as_int" | "as_ints" | "as_float" | "as_floats" | "as_bool" | "as_bools" | "as_string":
            return own
    raise NetworkRefused("operator-unknown", f"the network uses an argument of kind {str(kind)[:40]}", _REMEDY)


def _size(told: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
    if "as_name" in told:
        return values[told["as_name"]]
    return next(iter(told.values()))
