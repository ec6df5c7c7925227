"""Deep features of a case: a network's answer to an input that is prepared as the study says."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from radaudit.compute.digest import FileRef, FolderRef, digest
from radaudit.compute.job import NAME_ONLY, Job
from radaudit.core.errors import JobFailed
from radaudit.deep.alterations import Alteration, after
from radaudit.deep.batches import Input, ahead, batched, passed
from radaudit.deep.networks.network import Network, Precision
from radaudit.deep.networks.pooling import Pool
from radaudit.deep.networks.spec import NetworkSpec
from radaudit.deep.prepare import prepare
from radaudit.deep.recipe import Recipe
from radaudit.images.read import read_pair

# Cases a batch. On one CPU thread a resnet10 takes 3.8 to 4.1 inputs of 48^3 voxels a second whatever the batch (one
# to eight), so few are enough and little is wasted on filling up the last one; a GPU waits for more.
ON_CPU, ON_GPU = 4, 32
# Cases in one piece of work: a network is opened once for it, one worker does it, and a killed audit loses it.
TOGETHER_ON_CPU, TOGETHER_ON_GPU = 16, 256


@dataclass(frozen=True)
class ExtractDeep(Job):
    """Deep features of one case.

    ``run`` gives ``features`` (numbers, as the network orders them), ``shape`` of the input, ``batch`` (cases that
    passed together), ``ran`` (what the device is and with which libraries), and ``notes``.

    The device is chosen when the job is made and is part of the address: a CPU and a GPU differ in the last digits, so
    a result of one never stands for the other's. Which GPU it was is told in ``ran``. Cases a batch are fixed
    (`batch`), so a result doesn't depend on how many cases the cohort has.

    Attributes
    ----------
    mask
        None where the recipe needs no ROI.
    recipe
        How the case becomes the network's input.
    layer, pool
        Where features are taken, see `networks.network.Network.features`.
    device
        See `device.chosen_device`; never "auto".
    alteration
        What is done to the case first: a perturbation, a negative control; None: nothing.
    point
        Position in mm about which the recipe crops, where it does.
    batch
        Cases a batch; 0: as the device likes.
    """

    revision: ClassVar[int] = 2
    libraries: ClassVar[tuple[str, ...]] = (
        "SimpleITK", "pydicom", "numpy", "scipy", "torch", "monai", "safetensors", "onnxruntime",
    )  # fmt: skip

    case: str = field(metadata=NAME_ONLY)
    image: FileRef | FolderRef
    mask: FileRef | FolderRef | None
    label: int
    recipe: Recipe
    network: NetworkSpec
    layer: str = ""
    pool: Pool | None = None
    precision: Precision = "float32"
    device: str = "cpu"
    roi: str | None = None
    alteration: Alteration | None = None
    point: tuple[float, float, float] | None = None
    batch: int = 0

    @property
    def title(self) -> str:
        return self.case

    @property
    def most_together(self) -> int:
        """Few on a CPU, whose cores are kept busy by several workers; many on a GPU, which has one for itself."""
        return TOGETHER_ON_CPU if self.device == "cpu" else TOGETHER_ON_GPU

    @property
    def cases_a_batch(self) -> int:
        """How many cases pass through the network together."""
        return self.batch or (ON_CPU if self.device == "cpu" else ON_GPU)

    @property
    def shares(self) -> Hashable:
        return digest(self.network), self.precision, self.device, self.cases_a_batch

    def run(self) -> dict:
        (found,) = self.run_together([self])
        if isinstance(found, JobFailed):
            raise found
        return found

    @classmethod
    def run_together(cls, jobs: Sequence[ExtractDeep]) -> list[dict | JobFailed]:
        from radaudit.deep.networks.open import open_network

        own = jobs[0]
        try:
            with open_network(own.network, own.device, own.precision) as network, _one_thread(network):
                return _extracted(network, jobs)
        except JobFailed as failure:  # a network that can't be opened gives no case anything
            return [failure] * len(jobs)


def _extracted(network: Network, jobs: Sequence[ExtractDeep]) -> list[dict | JobFailed]:
    """Each job's result: cases are read and prepared ahead, while the network works."""
    size = jobs[0].cases_a_batch
    results: dict[int, dict | JobFailed] = {}
    told: dict[int, dict] = {}

    def inputs() -> Iterator[Input]:
        workers = 1 if network.device == "cpu" else 8  # beside a CPU's own work more would only push each other aside
        for made in ahead(lambda places: list(_inputs(jobs, places)), _by_case(jobs), workers, size):
            for places, found, notes in made:
                if isinstance(found, JobFailed):
                    results.update(dict.fromkeys(places, found))
                    continue
                told.update({place: {"shape": list(found.shape), "notes": list(notes)} for place in places})
                yield Input(places, found, tuple((jobs[place].layer, jobs[place].pool) for place in places))

    ran = _ran(network)
    for place, found, together in passed(network, batched(inputs(), size), size):
        results[place] = found if isinstance(found, JobFailed) else _result(found, told[place], together, ran)
    return [results[place] for place in range(len(jobs))]


def _result(features: np.ndarray, told: dict, batch: int, ran: dict) -> dict | JobFailed:
    unsound = int((~np.isfinite(features)).sum())
    if unsound:
        return JobFailed(f"{unsound} of {len(features)} features are not finite numbers")
    return {"features": features.tolist(), **told, "batch": batch, "ran": ran}


def _by_case(jobs: Sequence[ExtractDeep]) -> list[list[int]]:
    """Places of the jobs, those of one image and mask together."""
    groups: dict[tuple, list[int]] = {}
    for place, job in enumerate(jobs):
        key = (job.image.sha256, job.mask.sha256 if job.mask else "", job.label, job.roi)
        groups.setdefault(key, []).append(place)
    return list(groups.values())


def _inputs(
    jobs: Sequence[ExtractDeep], places: Sequence[int]
) -> Iterator[tuple[tuple[int, ...], np.ndarray | JobFailed, tuple[str, ...]]]:
    """Of one case: the places of the jobs that take the same input, that input, and what was noted on the way."""
    first = jobs[places[0]]
    try:
        read = read_pair(first.image.path, first.mask.path if first.mask else None, first.roi, first.label)
    except JobFailed as failure:
        yield tuple(places), failure, ()
        return
    for recipe, numbers in _grouped(places, lambda place: jobs[place].recipe):
        own = _grouped(numbers, lambda place: (jobs[place].alteration, jobs[place].point))
        altered = after(read.image, read.mask, first.label, [alteration for (alteration, _), _ in own], recipe)
        for ((_, point), these), made in zip(own, altered, strict=True):
            try:
                if isinstance(made, JobFailed):
                    raise made
                yield tuple(these), prepare(*made, first.label, recipe, point), read.notes
            except JobFailed as failure:
                yield tuple(these), failure, ()


def _grouped(places: Sequence[int], by: Callable[[int], Hashable]) -> list[tuple[Any, list[int]]]:
    groups: dict[Hashable, list[int]] = {}
    for place in places:
        groups.setdefault(by(place), []).append(place)
    return list(groups.items())


def _one_thread(network: Network) -> AbstractContextManager:
    """On a CPU one thread, whatever the number of workers: the order of sums, and the last digit, may depend on it."""
    if network.device != "cpu" or network.format == "onnx":
        return nullcontext()
    from radaudit.deep.device import steady

    return steady("cpu", threads=1)


def _ran(network: Network) -> dict[str, str]:
    """The device and the libraries, for the report."""
    from radaudit.compute.job import version

    if network.format == "onnx":
        return {"device": network.device, "onnxruntime": version("onnxruntime")}
    from radaudit.deep.device import described

    return described(network.device)
