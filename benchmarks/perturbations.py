"""Perturbed images extracted by radaudit and by a plain loop over pyradiomics: seconds, and every value bit for bit.

    uv run python benchmarks/perturbations.py STUDY_FOLDER [CHAINS_OF_THE_PLAIN_LOOP]

The folder holds ``images/NAME_image.nrrd``, ``images/NAME_label.nrrd`` and ``params.yaml``. radaudit starts from these
files, makes 30 perturbations of each case and extracts them in two processes. The plain loop, in one process, is given
the same perturbed images and masks as files, and calls pyradiomics with two paths each, as its documentation shows; it
is given the first few (6) of each case, and its time is multiplied. Processor time stands beside wall time, because it
says the same on a machine that does other things too. Then the first few are made again, with one process
and an empty store, and compared bit for bit with what two processes gave; and one recorded perturbation is replayed.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import SimpleITK
import yaml
from rich.console import Console
from rich.table import Table
from threadpoolctl import threadpool_limits

from radaudit.compute.digest import FileRef
from radaudit.compute.engine import Compute
from radaudit.compute.runners import Processes, serial
from radaudit.compute.store import Store
from radaudit.features.chain import Chain, drawn, imaging
from radaudit.features.perturbed import ExtractPerturbed, perturbed
from radaudit.images.itk import to_itk
from radaudit.images.read import read_pair

COUNT, WORKERS = 30, 2


def jobs_of(study: Path, count: int) -> dict[str, list[ExtractPerturbed]]:
    parameters = yaml.safe_load((study / "params.yaml").read_text())
    found = {}
    for image in sorted((study / "images").glob("*_image.nrrd")):
        files = FileRef.of(image), FileRef.of(image.with_name(image.name.replace("_image", "_label")))
        name, seed = image.name.removesuffix("_image.nrrd"), (0, int(files[0].sha256[:8], 16))
        found[name] = [ExtractPerturbed(name, *files, 1, parameters, chain) for chain in drawn(imaging(count), seed)]
    return found


def bits(features: dict[str, float]) -> list[tuple[str, str]]:
    return [(name, value.hex()) for name, value in features.items()]


def clock() -> np.ndarray:
    """Wall time and processor time of this process and of those it has waited for, in seconds."""
    return np.array([time.perf_counter(), sum(os.times()[:4])])


def plain_loop(jobs: list[ExtractPerturbed]) -> tuple[np.ndarray, list[dict[str, float]]]:
    """Seconds of the loop alone, by wall and processor, and what it gives."""
    import radiomics
    from radiomics.featureextractor import RadiomicsFeatureExtractor

    radiomics.setVerbosity(60)
    own = jobs[0]
    read = read_pair(own.image.path, own.mask.path)
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, job in enumerate(jobs):
            made = perturbed(read.image, read.mask, 1, job.parameters, [job.chain])
            pair = tuple(str(Path(folder, f"{number}_{kind}.nrrd")) for kind in ("image", "mask"))
            for volume, path in zip((made.image, made.masks[0]), pair, strict=True):
                SimpleITK.WriteImage(to_itk(volume), path)
            paths.append(pair)
        begun = clock()
        with threadpool_limits(1):  # as radaudit's workers: another number of threads sums in another order
            extractor = RadiomicsFeatureExtractor(dict(own.parameters))
            found = [extractor.execute(*pair) for pair in paths]
        seconds = clock() - begun
    keep = [{k: float(v) for k, v in one.items() if not k.startswith("diagnostics_")} for one in found]
    return seconds, keep


def ours(jobs: list[ExtractPerturbed], workers: int) -> tuple[np.ndarray, list[dict[str, float]]]:
    """Seconds from an empty store, the start of the workers included, and the features in the jobs' order."""
    with tempfile.TemporaryDirectory() as folder:
        begun = clock()
        if workers == 1:
            found = Compute(Store(Path(folder)), serial).map("", jobs)
        else:
            with closing(Processes(workers)) as runner:
                found = Compute(Store(Path(folder)), runner).map("", jobs)
        return clock() - begun, [one["features"] for one in found]


def replayed(job: ExtractPerturbed) -> bool:
    """Whether the recorded chain gives the same voxels twice."""
    read = read_pair(job.image.path, job.mask.path)
    recorded = Chain(job.chain.steps)
    one, other = (perturbed(read.image, read.mask, 1, job.parameters, [chain]) for chain in (job.chain, recorded))
    same = np.array_equal(one.image.voxels, other.image.voxels)
    return same and np.array_equal(one.masks[0].voxels, other.masks[0].voxels)


def main(study: str, few: str = "6") -> None:
    jobs, few = jobs_of(Path(study), COUNT), int(few)
    every = [job for own in jobs.values() for job in own]
    quick, features = ours(every, WORKERS)
    console, table = Console(width=110), Table("case", f"plain, s for {COUNT}", "plain, s each", "values", "equal bits")
    slow, at = np.zeros(2), 0
    for name, own in jobs.items():
        seconds, found = plain_loop(own[:few])
        slow += seconds * COUNT / few
        same = [bits(one) == bits(other) for one, other in zip(found, features[at : at + few], strict=True)]
        wall, values = seconds[0], sum(map(len, found))
        table.add_row(name, f"{wall * COUNT / few:.1f}", f"{wall / few:.2f}", f"{values:,}", f"{sum(same)} of {few}")
        at += COUNT
    console.print(table)
    for what, plain, own in zip(("wall", "processor"), slow, quick, strict=True):
        console.print(
            f"{len(every)} extractions, {what} time: plain {plain:.1f} s, radaudit in {WORKERS} processes {own:.1f} s: "
            f"{plain / own:.1f} times as fast"
        )
    first = [job for own in jobs.values() for job in own[:few]]
    alone, again = ours(first, 1)
    before = [one for start in range(0, len(every), COUNT) for one in features[start : start + few]]
    equal = all(bits(one) == bits(other) for one, other in zip(again, before, strict=True))
    console.print(f"one process, {len(first)} of them: {alone[0]:.1f} s; the same table bit for bit: {equal}")
    console.print(f"a replay gives the same voxels: {replayed(every[-1])}")


if __name__ == "__main__":
    main(*sys.argv[1:])
