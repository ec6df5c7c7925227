"""The network that a study ships, opened and looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.deep.inspect import InspectNetwork
from radaudit.deep.networks.shapes import Coverage, Layer
from radaudit.evidence.deep_setup import DeepSetup
from radaudit.evidence.images import ImageIndex


@dataclass(frozen=True)
class DeepNetwork:
    """What is known of the network.

    Attributes
    ----------
    kind
        "graph", "named" or "code", see `deep.networks.network.Network`; empty if it was refused.
    format
        Of the file.
    parameters
        Number of weights.
    coverage
        How the weights fitted.
    unfixed
        Hyper-parameters that the weights don't hold.
    remarks
        What a reader should know.
    layers
        Places where features can be taken, for the declared input.
    outputs
        How many features the declared layer gives; 0 where that is not known.
    refused
        Code, message and remedy, if it can't be opened or must not be; empty otherwise.
    """

    kind: str = ""
    format: str = ""
    parameters: int = 0
    coverage: Coverage = field(default_factory=Coverage)
    unfixed: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    layers: tuple[Layer, ...] = field(default=(), repr=False)
    outputs: int = 0
    refused: Mapping[str, str] = field(default_factory=dict)


@evidence
def deep_network(images: ImageIndex, deep_setup: DeepSetup, compute: Compute) -> DeepNetwork:
    """The network, looked at with the input of the first case that can be prepared."""
    deep_setup.need_libraries()
    ready = [own for own in images.cases.values() if not own.problem]
    if not ready:
        raise Unavailable("No case can be read.", "See the check features/all-cases-extracted.")
    reasons: list[str] = []
    for own in ready[:3]:
        job = InspectNetwork(deep_setup.spec, deep_setup.recipe, own.image, own.mask, own.label, own.roi)
        (found,) = compute.map("Opening the network", [job])
        if not isinstance(found, Failure):
            return _network(found, deep_setup)
        reasons.append(found.message)
        if found.kind == "passing":  # not for want of this case: the next one would fare no better
            break
    raise Unavailable(f"The network could not be looked at: {reasons[0]}.", "Mend 'deep' in radaudit.yaml.")


def _network(found: dict, setup: DeepSetup) -> DeepNetwork:
    if refused := found.get("refused"):
        return DeepNetwork(refused=refused)
    layers = tuple(Layer(name, tuple(shape), kind) for name, shape, kind in found["layers"])
    own = found["coverage"]
    tuples = {key: tuple(value) if isinstance(value, list) else value for key, value in own.items()}
    mismatched = {name: (tuple(a), tuple(b)) for name, (a, b) in own["mismatched"].items()}
    return DeepNetwork(
        found["kind"],
        found["format"],
        found["parameters"],
        Coverage(**tuples | {"mismatched": mismatched}),
        tuple(found["unfixed"]),
        tuple(found["remarks"]),
        layers,
        _outputs(layers, setup),
    )


def _outputs(layers: tuple[Layer, ...], setup: DeepSetup) -> int:
    """Features of the declared layer: its channels if they are pooled, all its values if not."""
    own = next((layer for layer in layers if layer.name == setup.taking.layer), None)
    if own is None:
        return 0
    if setup.taking.pool in ("gap", "gmp"):
        return own.shape[0]
    if setup.taking.pool in ("cls", "tokens"):
        return own.shape[-1]
    size = 1
    for length in own.shape:
        size *= length
    return size
