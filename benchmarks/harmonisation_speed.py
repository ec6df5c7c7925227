"""How long harmonising takes beside neuroHarmonize by itself: one fit, and many refits on samples of the rows.

Run:  python benchmarks/harmonisation_speed.py [--cases 2000] [--features 1500] [--sites 10] [--refits 100]

Both fit on four fifths of the rows, drawn anew for each refit, and give all rows harmonised. neuroHarmonize applies
what it fitted with its own `harmonizationApply`; every site is in every sample, without which that fails.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import time
import warnings

import numpy as np
import pandas as pd
from neuroHarmonize import harmonizationApply, harmonizationLearn

from radaudit.harmonisation.harmonise import fit
from radaudit.harmonisation.method import Method


def made(cases: int, features: int, sites: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    site = rng.permutation(np.arange(cases) % sites)
    age = rng.integers(40, 80, cases).astype(float)
    table = rng.normal(size=(cases, features)) * rng.uniform(0.5, 2, (sites, features))[site]
    return table + rng.normal(size=(sites, features))[site] + age[:, None] * 0.02, site.astype(str), age


def theirs(table: np.ndarray, site: np.ndarray, age: np.ndarray, rows: np.ndarray) -> np.ndarray:
    covariates = pd.DataFrame({"SITE": site, "age": age})
    with contextlib.redirect_stdout(io.StringIO()):
        model, _ = harmonizationLearn(table[rows], covariates.iloc[rows])
        return harmonizationApply(table, covariates, model)


def ours(table: np.ndarray, site: np.ndarray, age: np.ndarray, rows: np.ndarray) -> np.ndarray:
    return fit(table[rows], site[rows], {"age": age[rows]}, Method()).transform(table, site, {"age": age})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, default in (("cases", 2000), ("features", 1500), ("sites", 10), ("refits", 100)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    data = made(given.cases, given.features, given.sites)
    rng = np.random.default_rng(1)
    samples = [np.sort(rng.choice(given.cases, given.cases * 4 // 5, replace=False)) for _ in range(given.refits)]
    seconds, largest = {"neuroHarmonize": 0.0, "radaudit": 0.0}, 0.0
    first = {}
    for number, rows in enumerate([np.arange(given.cases), *samples]):
        results = []
        for name, harmonise in (("neuroHarmonize", theirs), ("radaudit", ours)):
            start = time.perf_counter()
            results.append(harmonise(*data, rows))
            taken = time.perf_counter() - start
            if number:
                seconds[name] += taken
            else:
                first[name] = taken
        largest = max(largest, float(np.abs(results[0] - results[1]).max()))
    print(f"{given.cases} cases x {given.features} features x {given.sites} sites")
    for what, taken in (("one fit on all rows", first), (f"{given.refits} refits", seconds)):
        ratio = taken["radaudit"] / taken["neuroHarmonize"] if taken["neuroHarmonize"] else float("nan")
        said = ", ".join(f"{name} {own:.2f} s" for name, own in taken.items())
        print(f"{what}: {said}; ratio {ratio:.2f}")
    print(f"largest difference: {largest:.1e}")


if __name__ == "__main__":
    main()
