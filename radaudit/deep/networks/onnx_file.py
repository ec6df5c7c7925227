"""A network in an ONNX file, run by ONNX Runtime on the CPU: no torch is needed."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from radaudit.deep.networks.network import Network, Precision
from radaudit.deep.networks.pooling import Pool, pooled
from radaudit.deep.networks.refused import NetworkRefused
from radaudit.deep.networks.shapes import Coverage, Layer
from radaudit.deep.networks.spec import NetworkSpec
from radaudit.deep.networks.wanted import no_layer

# How an entry of the external data of a tensor starts in protobuf: a key of eight letters, "location".
_EXTERNAL = b"\x0a\x08location"
_RANDOM = {"RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Multinomial", "Bernoulli"}
# What an image makes it do can't be told from trying it with another.
_LOOPS = {"Loop", "Scan", "SequenceMap"}
_TYPES = {"tensor(float)": np.float32, "tensor(double)": np.float64, "tensor(float16)": np.float16}
_ONE_FILE = "save it as one file: onnx.save(model, path, save_as_external_data=False)"


def opened(content: bytes, spec: NetworkSpec, precision: Precision) -> OnnxNetwork:
    """The network of an ONNX file.

    Raises
    ------
    NetworkRefused
        If part of it lies in other files, it draws random numbers, has loops, takes more than one image, or is no valid
        ONNX.
    """
    if precision != "float32":
        raise NetworkRefused("precision", f"ONNX Runtime computes {spec.shown} in the precision that it was saved in")
    import onnx

    try:
        model = onnx.load_from_string(content)
    except Exception:  # protobuf's, a library that is onnx's own affair
        raise NetworkRefused("file-damaged", f"{spec.shown} can't be read as ONNX", "copy it anew") from None
    kinds = {node.op_type for node in _nodes(model)}
    if chance := sorted(kinds & _RANDOM):
        raise NetworkRefused("training-mode", f"{spec.shown} draws random numbers ({chance[0]})", "export it anew")
    if loops := sorted(kinds & _LOOPS):
        said = f"{spec.shown} repeats a part of itself as often as its input says ({loops[0]})"
        raise NetworkRefused("operator-unknown", said, "export it with torch.onnx.export, which unrolls loops")
    # Written anew: the same field can be written in several ways, and only one of them is looked for.
    content = model.SerializeToString()
    if _EXTERNAL in content:
        raise NetworkRefused("external-weights", f"{spec.shown} keeps weights in other files", _ONE_FILE)
    return OnnxNetwork(model, content, spec)


class OnnxNetwork(Network):
    """A session for each set of layers that is asked for; their values become outputs of the graph."""

    kind = "graph"
    format = "onnx"

    def __init__(self, model: Any, content: bytes, spec: NetworkSpec):
        self._model, self._name, self._sessions = model, spec.shown, {}
        session = self._session((), content)
        inputs = session.get_inputs()
        if len(inputs) != 1:
            raise NetworkRefused("input-unfit", f"{spec.shown} takes {len(inputs)} inputs, not one image")
        if inputs[0].type not in _TYPES:
            raise NetworkRefused("input-unfit", f"{spec.shown} takes {inputs[0].type}, no image of floats")
        self._input, self._dtype = inputs[0].name, _TYPES[inputs[0].type]
        self._sizes = tuple(own if isinstance(own, int) else None for own in inputs[0].shape)
        self._ends = [own.name for own in session.get_outputs()]
        self._modules = _modules(model)
        self._values = [name for node in model.graph.node for name in node.output if name]
        self.digest, self.remarks = spec.weights.sha256, tuple(_training(model))
        weights = [own for own in model.graph.initializer if own.data_type in (1, 10, 11, 16)]
        self.parameters = int(sum(np.prod(own.dims, dtype=np.int64) for own in weights))
        self.coverage = Coverage(keys=len(weights))

    def several(self, batch: Any, wanted: Sequence[tuple[str, Pool | None]]) -> list[np.ndarray]:
        values = [self._value(layer) for layer, _ in wanted]
        found = self._run(_array(batch), tuple(dict.fromkeys(values)))
        rows = [
            np.asarray(pooled(found[value], pool, layer)) for value, (layer, pool) in zip(values, wanted, strict=True)
        ]
        if any(len(own) != len(batch) for own in rows):
            raise NetworkRefused("output-unfit", f"the network gives another number of rows than {len(batch)} cases")
        return [own.astype(np.float32) if own.dtype == np.float16 else own for own in rows]

    def layers(self, batch: Any) -> tuple[Layer, ...]:
        named = {layer: value for layer, (value, _) in self._modules.items()} or {own: own for own in self._values}
        found = self._run(_array(batch), tuple(dict.fromkeys([*named.values(), *self._ends])))
        kinds = {layer: kind for layer, (_, kind) in self._modules.items()}
        places = {name: place for place, name in enumerate(self._values)}
        order = sorted(named, key=lambda layer: (places.get(named[layer], 0), -layer.count(".")))
        listed = [Layer(layer, found[named[layer]].shape[1:], kinds.get(layer, "")) for layer in order]
        ends = [Layer("", found[self._ends[0]].shape[1:])] if len(self._ends) == 1 else []
        return (*(own for own in listed if own.shape), *ends)

    def _value(self, layer: str) -> str:
        """The value in the graph that is this layer's output."""
        if not layer:
            if len(self._ends) != 1:
                said = f"the network gives {len(self._ends)} results, not one"
                raise NetworkRefused("output-unfit", said, f"name one as 'deep.layer': {', '.join(self._ends[:8])}")
            return self._ends[0]
        if layer in self._modules:
            return self._modules[layer][0]
        if layer in self._values or layer in self._ends:
            return layer
        raise no_layer(layer, list(self._modules) or self._values)

    def _run(self, batch: np.ndarray, values: tuple[str, ...]) -> dict[str, np.ndarray]:
        self._check(batch.shape)
        session = self._session(tuple(own for own in values if own not in self._ends))
        batch, whole = np.ascontiguousarray(batch, dtype=self._dtype), self._sizes[0]
        parts = [batch] if whole in (None, len(batch)) else _parts(batch, whole)
        try:
            found = [session.run(list(values), {self._input: part}) for part in parts]
        except Exception as fault:  # the runtime has kinds of its own, none of them public
            if "allocate" in str(fault):
                raise MemoryError(str(fault)) from None
            said = " ".join(str(fault).split())[:200]
            raise NetworkRefused("input-unfit", f"the network can't take an input of {batch.shape}: {said}") from None
        return {
            name: np.concatenate(own)[: len(batch)] for name, own in zip(values, zip(*found, strict=True), strict=True)
        }

    def _check(self, shape: tuple[int, ...]) -> None:
        fits = [own in (None, size) for own, size in zip(self._sizes[1:], shape[1:], strict=False)]
        if len(self._sizes) != len(shape) or not all(fits):
            told = " x ".join("any" if own is None else str(own) for own in self._sizes[1:])
            said = (
                f"the network was exported for inputs of {told} a case, and is given {' x '.join(map(str, shape[1:]))}"
            )
            raise NetworkRefused("input-unfit", said, "mend 'deep.input', or export the network for such inputs")

    def _session(self, more: tuple[str, ...], content: bytes = b"") -> Any:
        if more not in self._sessions:
            self._sessions[more] = _session(content or _with_outputs(self._model, more), self._name)
        return self._sessions[more]

    def close(self) -> None:
        self._sessions.clear()


def _session(content: bytes, name: str) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.use_deterministic_compute = True
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as fault:  # the runtime has kinds of its own, none of them public
        said = " ".join(str(fault).split())[:200]
        raise NetworkRefused("file-damaged", f"ONNX Runtime can't load {name} ({said})", "export it anew") from None


def _with_outputs(model: Any, more: tuple[str, ...]) -> bytes:
    """The model with further values among its outputs."""
    import onnx

    wider = onnx.ModelProto()
    wider.CopyFrom(model)
    for name in more:
        wider.graph.output.add().name = name
    return wider.SerializeToString()


def _nodes(model: Any) -> list[Any]:
    """All nodes, of local functions and of branches too."""
    waiting = [*model.graph.node, *(node for own in model.functions for node in own.node)]
    found = []
    while waiting:
        node = waiting.pop()
        found.append(node)
        for attribute in node.attribute:
            for graph in (attribute.g, *attribute.graphs):
                waiting += graph.node
    return found


def _training(model: Any) -> list[str]:
    count = sum(
        any(own.name == "training_mode" and own.i == 1 for own in node.attribute)
        for node in _nodes(model)
        if node.op_type == "BatchNormalization"
    )
    if not count:
        return []
    return [f"{count} normalisations use the statistics of the batch: a case's features depend on the others'"]


def _modules(model: Any) -> Mapping[str, tuple[str, str]]:
    """The value and the type of each module that the exporter wrote down: what its last node gives."""
    found: dict[str, tuple[str, str]] = {}
    for node in model.graph.node:
        if not node.output or not node.output[0]:
            continue
        for path, kind in _scopes(node):
            found[path] = (node.output[0], kind)
    return found


def _scopes(node: Any) -> list[tuple[str, str]]:
    """Paths and types of the modules around a node: of torch's exporter by its metadata, of its older one by names."""
    told = {own.key: own.value for own in node.metadata_props}
    if "pkg.torch.onnx.name_scopes" in told:
        names = _texts(told["pkg.torch.onnx.name_scopes"])[:-1]
        kinds = _texts(told.get("pkg.torch.onnx.class_hierarchy", "[]"))
        kinds += [""] * (len(names) - len(kinds))
        return [(name, kind.rpartition(".")[2]) for name, kind in zip(names, kinds, strict=False) if name]
    if not re.match(r"/\w", node.name):
        return []
    found, path = [], ""
    for part in node.name.strip("/").split("/")[:-1]:
        path = part if not path or part.startswith(f"{path}.") else f"{path}.{part}"
        found.append((path, ""))
    return found


def _texts(told: str) -> list[str]:
    try:
        found = ast.literal_eval(told)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return []
    return [own for own in found if isinstance(own, str)] if isinstance(found, list) else []


def _array(batch: Any) -> np.ndarray:
    return batch if isinstance(batch, np.ndarray) else np.asarray(batch.cpu())


def _parts(batch: np.ndarray, size: int) -> list[np.ndarray]:
    """Pieces of the one size that the network takes; the last is filled up with its first case."""
    short = -len(batch) % size
    filled = np.concatenate([batch, np.repeat(batch[-1:], short, axis=0)])
    return list(filled.reshape(-1, size, *batch.shape[1:]))
