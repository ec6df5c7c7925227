"""A network exported by torch (``.pt2``), computed node by node from its own description.

``torch.export.load`` is never called: it unpickles, evaluates text as Python (guards, symbolic sizes) and lets a file
name any function of torch's namespace; torch says of it "never load data from an untrusted source". What it would run
is a list of torch's operators with plain arguments, in JSON, and weights as raw bytes. That list is read here, each
operator is looked up among those that only compute, and the same kernels give the same bits.
"""

from __future__ import annotations

from typing import Any

from radaudit.deep.networks.exported_archive import read_archive
from radaudit.deep.networks.exported_graph import Program, program_of, value_of
from radaudit.deep.networks.network import Precision
from radaudit.deep.networks.refused import NetworkRefused
from radaudit.deep.networks.shapes import Coverage
from radaudit.deep.networks.spec import NetworkSpec
from radaudit.deep.networks.torch_network import Taken, TorchNetwork


def opened(content: bytes, spec: NetworkSpec, device: str, precision: Precision) -> TorchNetwork:
    """The network of a ``.pt2``.

    Raises
    ------
    NetworkRefused
        If it holds objects or uses operators that do more than compute.
    """
    archive = read_archive(content, spec.shown)
    program = program_of(archive.program, spec.shown)
    absent = sorted(set(program.constants.values()) - set(archive.tensors))
    if absent:
        raise NetworkRefused("keys-missing", f"{spec.shown} has no tensor {absent[0]}", "export it anew")
    return ExportedNetwork(program, dict(archive.tensors), spec, device, precision)


class ExportedNetwork(TorchNetwork):
    """The steps of a `Program`, with the tensors of the file."""

    def __init__(self, program: Program, tensors: dict[str, Any], spec: NetworkSpec, device: str, precision: Precision):
        self._prepare("graph", "pt2", device, precision)
        self.digest, self.remarks = spec.weights.sha256, program.remarks
        self.coverage = Coverage(keys=len(tensors))
        self.parameters = sum(own.numel() for name, own in tensors.items() if name in _weights(program))
        self._program = program
        # The last step of each module: what it gives is what the module gives; inner modules first.
        giving = [(place, step) for place, step in enumerate(program.steps) if step.tensor]
        self._ends = {path: place for place, step in giving for path, _ in step.modules}
        kinds = {path: kind for _, step in giving for path, kind in step.modules}
        order = sorted(kinds, key=lambda path: (self._ends[path], -path.count(".")))
        self._kinds = {path: kinds[path] for path in order}
        self._constants = {own: self._placed(tensors[name]) for own, name in program.constants.items()}

    def _placed(self, tensor: Any) -> Any:
        return tensor.to(self.device, dtype=self._dtype if tensor.is_floating_point() else None)

    def kinds(self) -> dict[str, str]:
        return self._kinds

    def _outputs(self, tensor: Any, names: set[str]) -> Taken:
        self._check(tuple(tensor.shape))
        whole, wanted = self._program.sizes[0], {}
        for path in self._kinds:
            if path in names:
                wanted.setdefault(self._ends[path], []).append(path)
        if whole is None or whole == tensor.shape[0]:
            return self._walked(tensor, wanted)
        return _joined([self._walked(part, wanted) for part in _parts(tensor, whole)], tensor.shape[0])

    def _check(self, shape: tuple[int, ...]) -> None:
        wanted = self._program.sizes
        if len(wanted) != len(shape) or any(
            own not in (None, size) for own, size in zip(wanted[1:], shape[1:], strict=True)
        ):
            told = " x ".join("any" if own is None else str(own) for own in wanted[1:])
            given = " x ".join(map(str, shape[1:]))
            said = f"the network was exported for inputs of {told} a case, and is given {given}"
            raise NetworkRefused("input-unfit", said, "mend 'deep.input', or export the network for such inputs")

    def _walked(self, tensor: Any, wanted: dict[int, list[str]]) -> Taken:
        copied = self._program.writes
        values = {own: tensor.clone() if copied else tensor for own, tensor in self._constants.items()}
        values[self._program.input] = tensor
        taken: Taken = {}
        widened = self.precision == "float64"
        for place, step in enumerate(self._program.steps):
            plain, named = [], {}
            for name, told, by_name in step.given:
                value = value_of(told, values, self.device, widened)
                if by_name:
                    named[name] = value
                else:
                    plain.append(value)
            result = step.run(*plain, **named)
            _put(values, step.gives, result)
            for path in wanted.get(place, ()):
                taken[path] = _copied(result)
            for name in step.last_used:
                values.pop(name, None)
        ends = [values[name] for name in self._program.output]
        taken[""] = ends[0] if len(ends) == 1 else ends
        return taken


def _weights(program: Program) -> set[str]:
    return {name for own, name in program.constants.items() if own.startswith("p_")}


def _put(values: dict[str, Any], gives: tuple[Any, ...], result: Any) -> None:
    results = result if len(gives) > 1 else (result,)
    for name, own in zip(gives, results, strict=False):
        if isinstance(name, tuple):
            values |= dict(zip(name, own, strict=False))
        elif name:
            values[name] = own


def _copied(result: Any) -> Any:
    return [own.clone() for own in result] if isinstance(result, tuple | list) else result.clone()


def _parts(tensor: Any, size: int) -> list[Any]:
    """Pieces of the one size that the network takes; the last is filled up with its first case."""
    import torch

    found = list(torch.split(tensor, size))
    short = size - found[-1].shape[0]
    if short:
        found[-1] = torch.cat([found[-1], found[-1][:1].expand(short, *found[-1].shape[1:])])
    return found


def _joined(parts: list[Taken], cases: int) -> Taken:
    import torch

    def whole(members: list[Any]) -> Any:
        if isinstance(members[0], list):
            return [whole(list(own)) for own in zip(*members, strict=True)]
        return torch.cat(members)[:cases]

    return {name: whole([part[name] for part in parts]) for name in parts[0]}
