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
    return ModuleNetwork(
        module,
        kind="named",
        format=format,
        device=device,
        precision=precision,
        digest=spec.weights.sha256,
        coverage=coverage,
        unfixed=hidden,
    )


def met(content: bytes, format: Format, spec: NetworkSpec) -> tuple[object, State, Coverage]:
    """The module that the name stands for, the weights by its names, and how they fit; nothing is loaded yet."""
    if not spec.architecture:
        raise NetworkRefused(
            "architecture-missing",
            f"{spec.shown} holds weights alone, and no architecture is declared",
            f"add 'deep.network.architecture' (such as monai:resnet50), or {EXPORT}",
        )
    state, key = read_state(content, format, spec.key, spec.shown)
    if is_borrowed(spec.architecture):  # built to fit the weights, so these come first
        state, prefix, aside = stripped(state, spec.prefix, set())
        module, state = built(spec.architecture, spec.arguments, state), renamed(spec.architecture, state)
    else:
        module = built(spec.architecture, spec.arguments)
        state, prefix, aside = stripped(state, spec.prefix, set(module.state_dict()))
    return module, state, compared(state, module, key, prefix, aside)
