"""Makes the tables of a study of three centres: one sees most of the responders, one has two scanners."""

from __future__ import annotations

import contextlib
import io
import runpy
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from lesion_tables import lesion, write_features, write_table

SEED = 4  # of eight tried, the one in which the leak shows most; it shows in all of them
SHARE = {"A": 0.08, "B": 0.1, "C": 0.92}  # of responders
SIGNAL = 0.3  # of the difference that `lesion` makes between responders and others, in the image itself
BANDS = ("LLH", "HHH")  # of the wavelet, in which nothing is to be seen


@dataclass(frozen=True)
class Scanner:
    """Where cases are imaged, and what that does to the grey levels."""

    site: str
    name: str
    cases: int
    gain: float
    offset: float


SCANNERS = (
    Scanner("A", "Alpha 16", 80, 0.85, 0.0),
    Scanner("B", "Beta 40", 40, 1.25, 12.0),
    Scanner("B", "Beta 64", 40, 0.9, -14.0),
    Scanner("C", "Gamma 32", 80, 1.35, 20.0),
)


def make(study: Path) -> None:
    """Write ``data/`` into the study's folder."""
    random = np.random.default_rng(SEED)
    people, rows = [], []
    for scanner in SCANNERS:
        events = np.arange(scanner.cases) < round(SHARE[scanner.site] * scanner.cases)
        for number, event in enumerate(events):
            age = round(63 + 2 * event + 9 * random.normal())
            held = number % 2 == 0
            people.append({"site": scanner.site, "scanner": scanner.name, "response": int(event), "age": age})
            people[-1]["set"] = "test" if held else "train"
            rows.append(_features(random, event, scanner))
    order = random.permutation(len(people))
    cases = [f"M{number:03d}" for number in range(1, len(people) + 1)]
    write_table(
        study / "data/cohort.csv", [{"case": case, **people[row]} for case, row in zip(cases, order, strict=True)]
    )
    names = list(rows[0])
    write_features(study, cases, names, np.array([list(rows[row].values()) for row in order]))
    tables = [str(study / "data" / name) for name in ("cohort.csv", "features.csv", "features_combat.csv")]
    with contextlib.redirect_stdout(io.StringIO()):
        runpy.run_path(str(study / "code/harmonise.py"))["harmonise"](*tables)


def _features(random: np.random.Generator, event: bool, scanner: Scanner) -> dict[str, float]:
    """Of the image, and of bands that are noise from the same scanner."""
    found = lesion(random, SIGNAL * event, scanner.gain, scanner.offset)
    for band in BANDS:
        noise = lesion(random, 0.0, scanner.gain)
        found |= {
            name.replace("original_", f"wavelet-{band}_"): value
            for name, value in noise.items()
            if not name.startswith("original_shape_")
        }
    return found


if __name__ == "__main__":
    make(Path(sys.argv[1]))
