"""Extraction by plain pyradiomics and by radaudit, side by side: seconds, memory, and every value bit for bit.

    uv run python benchmarks/extraction.py STUDY_FOLDER [a b c]

The folder holds ``images/NAME_image.nrrd`` and ``images/NAME_label.nrrd``. Plain pyradiomics is called as its
documentation shows: with two paths, all defaults left alone. Both sides start from the files. Every run is a process of
its own that does one case of middle size unmeasured first, so that imports count on neither side.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import sys
import tempfile
import time
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


WAYS = {"plain": plain, "radaudit": radaudit}


def _measure(way: str, warming: tuple[Path, Path], pairs: list[tuple[Path, Path]], parameters: Path, answer) -> None:
    """One worker: the cases' seconds and values, and the most memory that this process ever held (MB)."""
    extract = WAYS[way]
    extract(*warming, parameters)
    found = []
    for image, mask in pairs:
        started = time.perf_counter()
        values = extract(image, mask, parameters)
        found.append(
            (image.name, time.perf_counter() - started, [(name, value.hex()) for name, value in values.items()])
        )
    answer.send((found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def workers(way: str, pairs: list[tuple[Path, Path]], parameters: Path, number: int) -> tuple[float, list, float]:
    """Seconds until the last of the workers is done, what they found, and the memory of the largest."""
    ordered = sorted(pairs, key=lambda pair: pair[0].stat().st_size)
    middle = ordered[len(ordered) // 2]
    context, running = multiprocessing.get_context("spawn"), []
    for index in range(number):
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_measure, args=(way, middle, ordered[index::number], parameters, theirs))
        process.start()
        running.append((process, ours))
    answers = []
    for process, ours in running:
        answers.append(ours.recv())
        process.join()
    seconds = max(sum(case[1] for case in found) for found, _ in answers)
    return seconds, sorted(case for found, _ in answers for case in found), max(memory for _, memory in answers)


def main(study: str, *wanted: str) -> None:
    images = sorted(Path(study, "images").glob("*_image.nrrd"))
    pairs = [(image, image.with_name(image.name.replace("_image", "_label"))) for image in images]
    cases = Table("set", "case", "plain, s", "radaudit, s", "ratio", "values", "equal bits")
    totals = Table("set", "processes", "plain, s", "radaudit, s", "ratio", "plain, MB", "radaudit, MB")
    for name in wanted or SETS:
        title, parameters = SETS[name]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "parameters.yaml")
            path.write_text(json.dumps(parameters))
            for number in (1, 2):
                (slow, before, most), (quick, after, least) = (workers(way, pairs, path, number) for way in WAYS)
                totals.add_row(title, str(number), *_row(slow, quick), f"{most:.0f}", f"{least:.0f}")
                for one, other in zip(before, after, strict=True) if number == 1 else ():
                    same = sum(a == b for a, b in zip(one[2], other[2], strict=False))
                    counts = (str(len(one[2])), "all" if one[2] == other[2] else f"[red]{same}[/red]")
                    cases.add_row(title, one[0].removesuffix("_image.nrrd"), *_row(one[1], other[1]), *counts)
    console = Console()
    console.print(cases)
    console.print(totals)


def _row(slow: float, quick: float) -> tuple[str, str, str]:
    return f"{slow:.3f}", f"{quick:.3f}", f"{slow / quick:.1f}"


if __name__ == "__main__":
    main(*sys.argv[1:])
