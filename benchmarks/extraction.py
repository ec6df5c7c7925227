"""Extraction by plain pyradiomics and by radaudit, side by side: seconds, memory, and every value bit for bit.

    uv run python benchmarks/extraction.py STUDY_FOLDER [a b c]

The folder holds ``images/NAME_image.nrrd`` and ``images/NAME_label.nrrd``. Plain pyradiomics is called as its
documentation shows: with two paths, all defaults left alone. Both sides start from the files. Every worker is a process
of its own that does one case of middle size unmeasured first, so that imports count on neither side; then the workers
take the cases one by one, the largest file first. Time is that of the clock, from the first case to the last; beside it
stand the seconds of processor time, which other work on the machine changes less.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import yaml
from rich.console import Console
from rich.table import Table

SIGMAS = {"sigma": [1.0, 3.0, 5.0]}
FILTERS = ("Square", "SquareRoot", "Logarithm", "Exponential", "Gradient", "LBP2D", "LBP3D")
SETS: dict[str, tuple[str, dict]] = {
    "a": ("original", {"imageType": {"Original": {}}, "setting": {"binWidth": 25}}),
    "b": (
        "original, wavelet, LoG; 1 mm",
        {
            "imageType": {"Original": {}, "Wavelet": {}, "LoG": SIGMAS},
            "setting": {"binWidth": 25, "resampledPixelSpacing": [1, 1, 1]},
        },
    ),
    "c": (
        "all image types",
        {
            "imageType": {"Original": {}, "Wavelet": {}, "LoG": SIGMAS, **{name: {} for name in FILTERS}},
            "setting": {"binWidth": 25},
        },
    ),
}


def plain(image: Path, mask: Path, parameters: Path) -> dict[str, float]:
    import radiomics
    from radiomics.featureextractor import RadiomicsFeatureExtractor

    radiomics.setVerbosity(60)
    found = RadiomicsFeatureExtractor(str(parameters)).execute(str(image), str(mask))
    return {name: float(value) for name, value in found.items() if not name.startswith("diagnostics_")}


def radaudit(image: Path, mask: Path, parameters: Path) -> dict[str, float]:
    from radaudit.compute.digest import FileRef
    from radaudit.features.radiomics import Extract

    given = yaml.safe_load(parameters.read_text())
    return Extract(image.stem, FileRef(image, ""), FileRef(mask, ""), 1, given).run()["features"]


@dataclass(frozen=True)
class Run:
    """Seconds of the clock and of processors, MB of the largest worker, and each case's name, seconds and values."""

    seconds: float
    busy: float
    memory: float
    cases: list


WAYS = {"plain": plain, "radaudit": radaudit}


def _measure(way: str, warming: tuple[Path, Path], parameters: Path, started, pairs, answer) -> None:
    """One worker: the cases' seconds and values, and the most memory that this process ever held (MB)."""
    extract = WAYS[way]
    extract(*warming, parameters)
    started.wait()
    busy, found = time.process_time(), []
    while (pair := pairs.get()) is not None:
        before = time.perf_counter()
        values = extract(*pair, parameters)
        seconds = time.perf_counter() - before
        found.append((pair[0].name, seconds, [(name, value.hex()) for name, value in values.items()]))
    answer.send((found, time.process_time() - busy, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def workers(way: str, pairs: list[tuple[Path, Path]], parameters: Path, number: int) -> Run:
    """All cases by so many workers."""
    ordered = sorted(pairs, key=lambda pair: pair[0].stat().st_size, reverse=True)
    context, running = multiprocessing.get_context("spawn"), []
    queue, barrier = context.Queue(), context.Barrier(number + 1)
    for pair in [*ordered, *[None] * number]:
        queue.put(pair)
    for _ in range(number):
        ours, theirs = context.Pipe(duplex=False)
        given = (way, ordered[len(ordered) // 2], parameters, barrier, queue, theirs)
        process = context.Process(target=_measure, args=given)
        process.start()
        running.append((process, ours))
    barrier.wait()
    begun = time.perf_counter()
    answers = [ours.recv() for _, ours in running]
    seconds = time.perf_counter() - begun
    for process, _ in running:
        process.join()
    cases = sorted(case for found, *_ in answers for case in found)
    return Run(seconds, sum(busy for _, busy, _ in answers), max(memory for *_, memory in answers), cases)


def main(study: str, *wanted: str) -> None:
    images = sorted(Path(study, "images").glob("*_image.nrrd"))
    pairs = [(image, image.with_name(image.name.replace("_image", "_label"))) for image in images]
    cases = Table("set", "case", "plain, s", "radaudit, s", "ratio", "values", "equal bits")
    totals = Table("set", "workers", "plain, s", "radaudit, s", "ratio", "of one", "CPU s", "CPU ratio", "MB", "MB")
    for name in wanted or SETS:
        _, parameters = SETS[name]
        with tempfile.TemporaryDirectory() as folder:
            path, alone = Path(folder, "parameters.yaml"), None
            path.write_text(json.dumps(parameters))
            for number in (1, 2):
                slow, quick = (workers(way, pairs, path, number) for way in WAYS)
                alone = alone or quick
                of_one, busy = alone.seconds / quick.seconds, f"{slow.busy:.2f} {quick.busy:.2f}"
                ratios = (f"{of_one:.2f}", busy, f"{slow.busy / quick.busy:.1f}")
                memory = (f"{slow.memory:.0f}", f"{quick.memory:.0f}")
                totals.add_row(name, str(number), *_row(slow.seconds, quick.seconds), *ratios, *memory)
                for one, other in zip(slow.cases, quick.cases, strict=True) if number == 1 else ():
                    same = sum(a == b for a, b in zip(one[2], other[2], strict=False))
                    counts = (str(len(one[2])), "all" if one[2] == other[2] else f"[red]{same}[/red]")
                    cases.add_row(name, one[0].removesuffix("_image.nrrd"), *_row(one[1], other[1]), *counts)
    console = Console(width=110)
    console.print(*(f"{name}: {SETS[name][0]}" for name in wanted or SETS), sep="\n")
    console.print(cases)
    console.print(totals)


def _row(slow: float, quick: float) -> tuple[str, str, str]:
    return f"{slow:.3f}", f"{quick:.3f}", f"{slow / quick:.1f}"


if __name__ == "__main__":
    main(*sys.argv[1:])
