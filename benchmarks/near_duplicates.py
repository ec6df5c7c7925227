"""How often copies of images are found, how often strangers are taken for copies, and how long 2,000 images take.

    uv run python benchmarks/near_duplicates.py [--pool 2000] [--runs 10] [--clean 200] [--write]

Patients of one scanner share an anatomy (a smooth field in a body of about one outline), the table under it and the
noise; each has a pattern of his own. In cohorts of two scanners the halves have different anatomies and outlines.
Images have 64 x 64 x 64 voxels and an ROI. They pass through the evidence and the check as an audit's do; only the
files are left out. `--write` puts the tables into docs/near_duplicates.md.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path

import numpy as np
from scipy.fft import irfftn, rfftn
from scipy.ndimage import affine_transform, zoom

ROOT = Path(__file__).parents[1]
sys.path[:] = [str(ROOT), *sys.path]

from radaudit.checks.leakage.near_duplicate_images import near_duplicate_images  # noqa: E402
from radaudit.core.finding import Outcome, Severity  # noqa: E402
from radaudit.evidence.images import CaseImages, ImageIndex  # noqa: E402
from radaudit.evidence.near_duplicates import near_duplicates  # noqa: E402
from radaudit.images.fingerprint import Fingerprint, fingerprint_of  # noqa: E402
from tests.made_evidence import a_cohort, a_split  # noqa: E402

SIDE = 64
TOGETHER = 6  # copies in one cohort
MARKS = ("<!-- measured: begin -->", "<!-- measured: end -->")
Pair = tuple[np.ndarray, np.ndarray]
GRID = np.indices((SIDE,) * 3).astype(np.float32) - (SIDE - 1) / 2
RADIUS = np.fft.fftfreq(SIDE)[:, None, None] ** 2 + np.fft.fftfreq(SIDE)[:, None] ** 2
RADIUS = (RADIUS + np.fft.rfftfreq(SIDE) ** 2).astype(np.float32)


def field(random: np.random.Generator, length: float) -> np.ndarray:
    """A smooth random field of mean 0 and standard deviation 1, correlated over this many voxels."""
    white = rfftn(random.standard_normal((SIDE,) * 3, dtype=np.float32))
    made = irfftn(white * np.exp(-2 * (np.pi * length) ** 2 * RADIUS), s=(SIDE,) * 3)
    return (made - made.mean()) / made.std()


ANATOMIES = tuple(3 * field(np.random.default_rng([7, scanner]), 10) for scanner in (0, 1))


def patient(number: int, scanner: int = 0) -> Pair:
    """Image and mask."""
    random = np.random.default_rng([11, scanner, number])
    radii = np.array([(30, 24, 28), (22, 29, 26)][scanner]) * random.uniform(0.93, 1.07, 3)
    body = ((GRID / radii[:, None, None, None]) ** 2).sum(axis=0) < 1
    middle = random.uniform(-8, 8, 3)
    ball = ((GRID - middle[:, None, None, None]) ** 2).sum(axis=0)
    inside = ball < random.uniform(6, 10) ** 2 * (1 + 0.2 * field(random, 4))
    own = field(random, 6) + 0.6 * field(random, 3) + inside * field(random, 2)
    image = np.where(body, 8 + ANATOMIES[scanner] + own, 0) + 6 * (GRID[1] > 29)
    return image + 0.4 * random.standard_normal(image.shape, dtype=np.float32), inside.astype(np.uint8)


def turned(degrees: float, axes: tuple[int, int]) -> Callable[[Pair, np.random.Generator], Pair]:
    """Image and mask turned about their middle."""
    turn = np.eye(3)
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turn[axes[0], axes[0]] = turn[axes[1], axes[1]] = cosine
    turn[axes[0], axes[1]], turn[axes[1], axes[0]] = -sine, sine

    def apply(pair: Pair, random: np.random.Generator) -> Pair:
        del random
        middle = (np.array(pair[0].shape) - 1) / 2
        return tuple(
            affine_transform(own, turn, middle - turn @ middle, order=order, mode="nearest")
            for own, order in zip(pair, (1, 0), strict=True)
        )

    return apply


def both(change: Callable[[np.ndarray], np.ndarray]) -> Callable[[Pair, np.random.Generator], Pair]:
    """The same to image and mask."""
    return lambda pair, random: (change(pair[0]), change(pair[1]))


def rescaled(pair: Pair, random: np.random.Generator) -> Pair:
    """Other voxel sizes: 0.8, 0.8 and 0.5 as many voxels along x, y and z."""
    return tuple(zoom(own, (0.5, 0.8, 0.8), order=order) for own, order in zip(pair, (1, 0), strict=True))


def noisy(sigma: float) -> Callable[[Pair, np.random.Generator], Pair]:
    """Noise as large as so many standard deviations of the patient's own pattern."""
    return lambda pair, random: (pair[0] + random.normal(0, 1.2 * sigma, pair[0].shape), pair[1])


def all_of_it(pair: Pair, random: np.random.Generator) -> Pair:
    """Flipped, turned, rescaled, other units, noise."""
    image, mask = rescaled(turned(10, (1, 2))(both(lambda own: own[:, :, ::-1])(pair, random), random), random)
    return noisy(1)((image, mask), random)[0] * 37 - 1024, mask


CHANGES: dict[str, Callable[[Pair, np.random.Generator], Pair]] = {
    "stored again (values rounded)": lambda pair, random: (np.rint(pair[0] * 10), pair[1]),
    "flip x": both(lambda own: own[:, :, ::-1]),
    "rotation 90 about z": both(lambda own: np.rot90(own, axes=(1, 2))),
    "flip y, rotation 90 about x": both(lambda own: np.rot90(own[:, ::-1], axes=(0, 1))),
    "turned by 10 degrees about z": turned(10, (1, 2)),
    "turned by 10 degrees about y": turned(10, (0, 2)),
    "turned by 40 degrees about z": turned(40, (1, 2)),
    "cropped by 10 % (all sides)": both(lambda own: own[3:-3, 3:-3, 3:-3]),
    "cropped by 10 % (one side of each axis)": both(lambda own: own[6:, 6:, :-6]),
    "cropped by 20 % (all sides)": both(lambda own: own[6:-6, 6:-6, 6:-6]),
    "resampled (0.8 x 0.8 x 0.5 as many voxels)": rescaled,
    "noise, 1 SD of the own pattern": noisy(1),
    "noise, 3 SD of the own pattern": noisy(3),
    "intensities x 37 - 1024": lambda pair, random: (pair[0] * 37 - 1024, pair[1]),
    "gamma 0.5": lambda pair, random: (np.sqrt(np.maximum(pair[0] + 5, 0)), pair[1]),
    "window over the middle half of the values": lambda pair, random: (np.clip(pair[0], 5, 11), pair[1]),
    "flip, 10 degrees, resampled, rescaled, noise 1 SD": all_of_it,
    "another ROI of the same image": lambda pair, random: (
        pair[0] + random.normal(0, 0.01, pair[0].shape),
        np.roll(pair[1], 9, axis=(0, 2)),
    ),
}


class Drawn:
    """Stands in for the engine: fingerprints are there, comparisons are made."""

    def __init__(self, prints: Sequence[dict]):
        self._prints = prints

    def map(self, title: str, jobs: Sequence) -> list[dict]:
        return [self._prints[int(job.case)] if isinstance(job, Fingerprint) else job.run() for job in jobs]


def audited(prints: Sequence[dict]) -> list:
    """The findings about images that alternate between training and test set, each of a patient of its own."""
    cases = [str(number) for number in range(len(prints))]
    index = ImageIndex({own: CaseImages(own, own, own, own, None, facts={"digest": own}) for own in cases}, 1, True)
    cohort, split = a_cohort(cases), a_split(train=cases[::2], test=cases[1::2])
    return list(near_duplicate_images(cohort, split, index, near_duplicates(cohort, index, Drawn(prints))))


def pairs_found(findings: list, tested: bool = False) -> set[frozenset[str]]:
    """Pairs that were reported, in whichever set."""
    return {
        frozenset((row["case"], row["other case"]))
        for finding in findings
        if finding.outcome is Outcome.FAIL
        for row in finding.rows
        if not tested or (row["chance"] is not None and row["chance"] <= 0.05)
    }


def print_of(pair: Pair) -> dict:
    return fingerprint_of(*pair, (1.0, 1.0, 1.0))


def power(pool: Sequence[dict], size: int, runs: int) -> dict[str, int]:
    """How often the copy made by each change is reported among ``size`` patients, a few copies in each cohort."""
    found = dict.fromkeys(CHANGES, 0)
    for run, start in product(range(runs), range(0, len(CHANGES), TOGETHER)):
        random = np.random.default_rng([3, size, run, start])
        members = random.choice(len(pool) // 2, size, replace=False)
        names = list(CHANGES)[start : start + TOGETHER]
        copies = [print_of(CHANGES[name](patient(int(members[n])), random)) for n, name in enumerate(names)]
        reported = pairs_found(audited([pool[number] for number in members] + copies), tested=True)
        for place, name in enumerate(names):
            found[name] += frozenset((str(place), str(size + place))) in reported
    return found


def false_alarms(pool: Sequence[dict], runs: int) -> list[tuple[str, int, int, int]]:
    """Clean cohorts: kind, size, cohorts, and how many of them have a pair reported in different sets."""
    half, made = len(pool) // 2, []
    for kind, members in (("one scanner", range(half)), ("two scanners", range(len(pool)))):
        for size in (20, 60, 200):
            random = np.random.default_rng([5, size, len(members)])
            drawn = (random.choice(members, size, replace=False) for _ in range(runs if size < 200 else runs // 4))
            wrong = [
                any(
                    own.outcome is Outcome.FAIL and own.severity > Severity.NOTE
                    for own in audited([pool[n] for n in part])
                )
                for part in drawn
            ]
            made.append((kind, size, len(wrong), sum(wrong)))
    return made


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    for name, default in (("pool", 2000), ("runs", 10), ("clean", 200)):
        asked.add_argument(f"--{name}", type=int, default=default)
    asked.add_argument("--write", action="store_true")
    options = asked.parse_args()
    half, drawing, pool = options.pool // 2, 0.0, []
    for number in range(options.pool):
        pair = patient(number % half, number // half)
        start = time.perf_counter()
        pool.append(print_of(pair))
        drawing += time.perf_counter() - start
    start = time.perf_counter()
    whole = audited(pool)
    comparing = time.perf_counter() - start
    lines = [
        f"{options.pool} images of {SIDE}^3 voxels, one process: {drawing:.0f} s for the small pictures, "
        f"{comparing:.0f} s for comparing all with all in both views; "
        f"{len(pairs_found(whole))} pairs reported, where none is a copy.",
        "",
        "| copy | found among 60 | among 200 |",
        "| --- | --- | --- |",
    ]
    print(lines[0], flush=True)
    tables = [power(pool, size, options.runs) for size in (60, 200)]
    lines += [
        f"| {name} | " + " | ".join(f"{own[name]} of {options.runs}" for own in tables) + " |" for name in CHANGES
    ]
    lines += ["", "| cohorts without copies | images | with a pair reported |", "| --- | --- | --- |"]
    lines += [
        f"| {kind} | {size} | {wrong} of {runs} |" for kind, size, runs, wrong in false_alarms(pool, options.clean)
    ]
    print("\n".join(lines))
    if options.write:
        page = ROOT / "docs" / "near_duplicates.md"
        before, _, rest = page.read_text(encoding="utf-8").partition(MARKS[0])
        page.write_text(
            "\n".join([before + MARKS[0], "", *lines, "", MARKS[1]]) + rest.partition(MARKS[1])[2], encoding="utf-8"
        )


if __name__ == "__main__":
    main()
