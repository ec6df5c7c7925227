"""A network of which the study gives the weights and the name of an architecture."""

from __future__ import annotations

from radaudit.deep.networks.architectures import built, is_borrowed, renamed
from radaudit.deep.networks.coverage import compared, loaded, stripped
from radaudit.deep.networks.formats import Format
from radaudit.deep.networks.hyper_parameters import unfixed
from radaudit.deep.networks.network import Precision
from radaudit.deep.networks.refused import EXPORT, NetworkRefused
from radaudit.deep.networks.shapes import Coverage
from radaudit.deep.networks.spec import NetworkSpec
from radaudit.deep.networks.state import State, read_state
from radaudit.deep.networks.torch_network import ModuleNetwork

# Residual networks of basic blocks take 5 to 25 % less processor time with channels side by side in memory (one
# thread, AVX-512, torch 2.13: resnet10 0.70 s for 0.93 s, resnet18 1.09 for 1.30, resnet34 0.89 for 0.98, in 2D 0.16
# for 0.17), and their features move by 6e-7 of their length at most. Bottlenecks in 3D take up to twice as long, dense
# and squeeze-and-excitation networks gain or lose a twentieth, and a network of a few channels loses.
_FASTER_CHANNELS_LAST = ("resnet10", "resnet18", "resnet34")
_FEWEST_CHANNELS = 64


def opened(content: bytes, format: Format, spec: NetworkSpec, device: str, precision: Precision) -> ModuleNetwork:
    """The network with its weights.

    Raises
    ------
    NetworkRefused
        If a weight is missing, has no place, or another shape.
    """
    module, state, coverage = met(content, format, spec)
    hidden = unfixed(module)
    loaded(state, module, coverage, spec.shown)
    network = ModuleNetwork(
        module,
        kind="named",
        format=format,
        device=device,
        precision=precision,
        digest=spec.weights.sha256,
        coverage=coverage,
        unfixed=hidden,
        channels_last=device == "cpu" and precision == "float32" and _is_faster_channels_last(spec, state),
    )
    spec.change.apply(network.module)
    return network


def _is_faster_channels_last(spec: NetworkSpec, state: State) -> bool:
    stem = state.get("conv1.weight")
    known = spec.architecture.rpartition(":")[2] in _FASTER_CHANNELS_LAST
    return known and stem is not None and len(stem) >= _FEWEST_CHANNELS


def met(content: bytes, format: Format, spec: NetworkSpec) -> tuple[object, State, Coverage]:
    """The module that the name stands for, the weights by its names, and how they fit; nothing is loaded yet."""
    if not spec.architecture:
        raise NetworkRefused(
            "architecture-missing",
            f"{spec.shown} holds weights alone, and no architecture is declared",
            f"add 'deep.network.architecture' (such as monai:resnet50), or {EXPORT}",
        )
    state, key = read_state(content, format, spec.key, spec.shown)
    arguments = spec.change.of(spec.arguments)
    if is_borrowed(spec.architecture):  # built to fit the weights, so these come first
        state, prefix, aside = stripped(state, spec.prefix, set())
        module, state = built(spec.architecture, arguments, state), renamed(spec.architecture, state)
    else:
        module = built(spec.architecture, arguments)
        state, prefix, aside = stripped(state, spec.prefix, set(module.state_dict()))
    return module, state, compared(state, module, key, prefix, aside)
