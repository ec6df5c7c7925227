"""The deep features, taken again."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.deep.alterations import Alteration
from radaudit.deep.device import chosen_device
from radaudit.deep.extract import ExtractDeep
from radaudit.deep.recipe import Recipe
from radaudit.deep.variants import Taking
from radaudit.evidence.deep_network import DeepNetwork
from radaudit.evidence.deep_setup import DeepSetup
from radaudit.evidence.images import CaseImages, ImageIndex


@dataclass(frozen=True)
class DeepExtraction:
    """Features by the shipped network from the given images, as declared.

    Attributes
    ----------
    cases
        Cases that gave features, in the cohort's order.
    values
        float64, shape (cases, features), in the network's order.
    failures
        Why a case gave none.
    ran
        Device and libraries.
    """

    cases: tuple[str, ...]
    values: np.ndarray = field(repr=False)
    failures: Mapping[str, str] = field(default_factory=dict)
    ran: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Position of each case."""
        return {case: row for row, case in enumerate(self.cases)}

    @property
    def words(self) -> str:
        """On what it ran, for people."""
        return ", ".join(f"{name} {value}" for name, value in self.ran.items() if name in ("device", "gpu", "torch"))


@evidence
def deep_extraction(
    images: ImageIndex, deep_setup: DeepSetup, deep_network: DeepNetwork, compute: Compute
) -> DeepExtraction:
    """Every case that can be read, given to the network as declared."""
    if deep_network.refused:
        said = f"The network is not opened: {deep_network.refused['message']}."
        raise Unavailable(said, deep_network.refused["remedy"])
    ready = [own for own in images.cases.values() if not own.problem]
    found = deep_rows(compute, "Taking deep features", [deep_job(own, deep_setup, deep_setup.taking) for own in ready])
    results = dict(zip([own.case for own in ready], found, strict=True))
    failures = {own.case: own.problem for own in images.cases.values() if own.problem}
    failures |= {case: own.message for case, own in results.items() if isinstance(own, Failure)}
    done = {case: own for case, own in results.items() if not isinstance(own, Failure)}
    if not done:
        raise Unavailable(f"No case gave features: {next(iter(failures.values()), 'there is none')}.")
    shape = max({len(row.features) for row in done.values()})
    uneven = {case: "its features are fewer than others'" for case, row in done.items() if len(row.features) < shape}
    done = {case: row for case, row in done.items() if case not in uneven}
    values = np.stack([row.features for row in done.values()])
    return DeepExtraction(tuple(done), values, failures | uneven, next(iter(done.values())).ran)


@dataclass(frozen=True)
class DeepRow:
    """One case's features, and on what the network ran."""

    features: np.ndarray
    ran: Mapping[str, str]


def deep_rows(compute: Compute, title: str, jobs: Sequence[ExtractDeep]) -> list[DeepRow | Failure]:
    """What these jobs give, without what nobody needs later."""
    return compute.map(title, jobs, keep=_row)


def _row(result: dict) -> DeepRow:
    return DeepRow(np.array(result["features"], dtype=float), result["ran"])


def deep_job(
    own: CaseImages,
    setup: DeepSetup,
    taking: Taking,
    alteration: Alteration | None = None,
    precision: str = "float32",
    batch: int = 0,
) -> ExtractDeep:
    """One case's features, taken in a certain way, of the case as it is or after an alteration."""
    return ExtractDeep(
        own.case,
        own.image,
        own.mask,
        own.label,
        Recipe(taking.steps),
        replace(setup.spec, change=taking.network),
        taking.layer,
        taking.pool,
        precision,
        deep_device(),
        own.roi,
        alteration,
        batch=1 if taking.network.training else batch,
    )


def deep_device() -> str:
    """The device of this machine; where there is no torch, an ONNX file runs on the CPU."""
    return chosen_device() if importlib.util.find_spec("torch") else "cpu"
