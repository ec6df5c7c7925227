"""A TorchScript file: read only, since torch has declared the format old.

Hooks see nothing inside a loaded script. A layer's input is what its parent's graph hands to it, so the graph is cut
there; from the top down this leads to any module that is called by name.
"""

from __future__ import annotations

import io
import warnings
from functools import reduce
from typing import Any

from radaudit.deep.networks.network import Precision
from radaudit.deep.networks.refused import EXPORT, NetworkRefused
from radaudit.deep.networks.script_rules import check_code
from radaudit.deep.networks.shapes import Coverage
from radaudit.deep.networks.spec import NetworkSpec
from radaudit.deep.networks.torch_network import ModuleNetwork, Taken
from radaudit.deep.zip_file import DAMAGE, rewritten


def opened(content: bytes, spec: NetworkSpec, device: str, precision: Precision) -> ModuleNetwork:
    """The network of a TorchScript file.

    Raises
    ------
    NetworkRefused
        If its code calls anything but operators that compute.
    """
    import torch

    try:
        content = rewritten(content, without=("traced_inputs", "extra/"))
        check_code(content, spec.shown)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "deprecated"
            module = torch.jit.load(io.BytesIO(content), map_location="cpu")
    except DAMAGE as fault:
        said = " ".join(str(fault).split())[:120]
        raise NetworkRefused("file-damaged", f"{spec.shown} can't be loaded ({said})", EXPORT) from None
    state = module.state_dict()
    training = [name for name, own in module.named_modules() if getattr(own, "training", False)]
    remarks = (f"{len(training)} layers were saved in training mode and are evaluated",) if training else ()
    return ScriptNetwork(
        module,
        kind="graph",
        format="torchscript",
        device=device,
        precision=precision,
        digest=spec.weights.sha256,
        coverage=Coverage(keys=len(state)),
        remarks=remarks,
    )


class ScriptNetwork(ModuleNetwork):
    """A script module; layers by cutting its graph."""

    def _outputs(self, tensor: Any, names: set[str]) -> Taken:
        import torch

        # The executor watches first runs and then fuses operators: the second run would not have the first one's bits.
        with torch.jit.optimized_execution(False):
            return self._taken(tensor, names)

    def _taken(self, tensor: Any, names: set[str]) -> Taken:
        taken: Taken = {}
        known: dict[tuple[str, ...], tuple[Any, ...] | None] = {(): (tensor,)}
        for name in (own for own in self.kinds() if own in names):
            path = tuple(name.split("."))
            given = self._given(path, known)
            if given is not None:
                taken[name] = reduce(getattr, path, self.module)(*given)
        return taken | {"": self.module(tensor)}

    def _given(self, path: tuple[str, ...], known: dict) -> tuple[Any, ...] | None:
        """What a layer is called with; None if no layer around it calls it by name."""
        if path not in known:
            known[path] = None
            # A list of layers isn't called itself: who calls may stand two names up.
            for count in range(len(path) - 1, -1, -1):
                around = self._given(path[:count], known)
                cut = None if around is None else _cut(reduce(getattr, path[:count], self.module), path[count:])
                if cut is not None:
                    found = cut(reduce(getattr, path[:count], self.module)._c, *around)
                    known[path] = found if isinstance(found, tuple) else (found,)
                    break
        return known[path]


def _cut(module: Any, child: tuple[str, ...]) -> Any:
    """A function of a module's inputs that gives what it calls one of its children with, the last time."""
    import torch

    if not hasattr(module, "graph"):
        return None
    graph = module.graph.copy()
    calls = [node for node in graph.nodes() if node.kind() == "prim::CallMethod" and _is_call(node, child)]
    if not calls or len(list(calls[-1].inputs())) < 2:
        return None
    for _ in list(graph.outputs()):
        graph.eraseOutput(0)
    given = list(calls[-1].inputs())[1:]
    for value in given:
        graph.registerOutput(value)
    if len(given) > 1:
        graph.makeMultiOutputIntoTuple()
    torch._C._jit_pass_dce(graph)
    return torch._C._create_function_from_graph("given", graph)


def _is_call(node: Any, child: tuple[str, ...]) -> bool:
    names: list[str] = []
    source = next(iter(node.inputs())).node()
    while source.kind() == "prim::GetAttr":
        names.insert(0, source.s("name"))
        source = next(iter(source.inputs())).node()
    return tuple(names) == child and node.s("name") == "forward"
