"""Whether the network gives a case the same features twice, whoever else is in its batch."""

from __future__ import annotations

from dataclasses import dataclass

from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.deep.probe import ProbeNetwork
from radaudit.evidence.deep_extraction import DeepExtraction, deep_device
from radaudit.evidence.deep_setup import DeepSetup
from radaudit.evidence.images import ImageIndex


@dataclass(frozen=True)
class DeepProbe:
    """What three cases showed.

    Attributes
    ----------
    same_bits
        Whether one case alone gave the same bits twice.
    again, beside
        Relative L2 distances: between those two, and between the case's features beside one other case and beside
        another.
    """

    same_bits: bool
    again: float
    beside: float


@evidence
def deep_probe(
    images: ImageIndex, deep_setup: DeepSetup, deep_extraction: DeepExtraction, compute: Compute
) -> DeepProbe:
    """One case through the network, alone and in different company."""
    chosen = [images.cases[case] for case in deep_extraction.cases[:3]]
    if len(chosen) < 3:
        raise Unavailable("Fewer than three cases gave features.")
    cases = tuple((own.image, own.mask, own.label, own.roi) for own in chosen)
    taking = deep_setup.taking
    job = ProbeNetwork(deep_setup.spec, deep_setup.recipe, cases, taking.layer, taking.pool, deep_device())
    (found,) = compute.map("Probing the network", [job])
    if isinstance(found, Failure):
        raise Unavailable(f"The network could not be probed: {found.message}.")
    return DeepProbe(found["same_bits"], found["again"], found["beside"])
