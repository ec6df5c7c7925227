"""How often the checks on sites find what sites do to features, and how often they see it where there is nothing.

    uv run python benchmarks/site_effects.py [--clean 70] [--runs 30] [--tables FOLDER]

Small studies of three sites, one of which has two scanners, are made with and without an effect of each, written to
disk and given to the checks as an audit would. With `--tables` there are clean studies whose features are rows of real
tables (``*.csv.gz``, columns of numbers) as well, dealt to sites that are alike therefore.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

ROOT = Path(__file__).parents[1]
sys.path[:] = [path for path in sys.path if Path(path or ".").resolve() != Path(__file__).parent.resolve()]

from radaudit.compute.engine import Compute  # noqa: E402
from radaudit.compute.runners import serial  # noqa: E402
from radaudit.compute.store import Store  # noqa: E402
from radaudit.core.errors import NotApplicable, Unavailable  # noqa: E402
from radaudit.core.finding import Outcome  # noqa: E402
from radaudit.core.registry import discover  # noqa: E402
from radaudit.core.workbench import Workbench  # noqa: E402
from radaudit.evidence.auditor import Auditor  # noqa: E402
from radaudit.harmonisation.harmonise import fit  # noqa: E402
from radaudit.harmonisation.method import Method  # noqa: E402
from radaudit.statistics.adjustment import normal_scores  # noqa: E402
from radaudit.statistics.interval import wilson  # noqa: E402
from radaudit.study.load import load_study  # noqa: E402

COLUMNS, HIDDEN, MOST_COLUMNS = 60, 8, 120
CHECKS = ("site-effect-removed", "signal-kept", "batches-declared")
# How the table that is called harmonised came about, where sites are alike.
CLEAN = {
    "raw": "not harmonised",
    "train": "ComBat on the training rows",
    "all": "ComBat on all rows",
    "scores": "ComBat on normal scores",
}
# What was done: shift of sites, scale of sites and shift of a scanner (SD); site and outcome go together; the way.
EFFECTS = {
    "shift of sites 0.3 SD, not harmonised": ({"shift": 0.3}, "not"),
    "shift of sites 0.6 SD, not harmonised": ({"shift": 0.6}, "not"),
    "scale of sites 0.3, not harmonised": ({"scale": 0.3}, "not"),
    "shift and scale, ComBat on the training rows": ({"shift": 0.6, "scale": 0.3}, "train"),
    "shift and scale, ComBat on all rows": ({"shift": 0.6, "scale": 0.3}, "all"),
    "ComBat that preserves the outcome": ({"shift": 0.6, "scale": 0.3}, "outcome"),
    "outcome goes with the site, ComBat on the training rows": ({"shift": 0.6, "confounded": True}, "train"),
    "scanner 0.3 SD apart inside a site": ({"scanner": 0.3}, "train"),
    "scanner 0.6 SD apart inside a site": ({"scanner": 0.6}, "train"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clean", type=int, default=70)
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--tables", type=Path)
    options = parser.parse_args()
    start = time.time()
    real = [_numbers(path) for path in sorted(options.tables.glob("*.csv.gz"))] if options.tables else []
    print("| sites that are alike | studies | " + " | ".join(CHECKS) + " |\n|---|---|" + "---|" * len(CHECKS))
    for kind, tables in {"made, normal": [], "real": real}.items():
        for way, words in CLEAN.items() if tables or kind != "real" else ():
            found = [_answers(way, seed, tables) for seed in range(options.clean)]
            told = " | ".join(_told(found, name) for name in CHECKS)
            print(f"| {kind} features, {words} | {len(found)} | {told} |", flush=True)
    print("\n| what was done | studies | " + " | ".join(CHECKS) + " |\n|---|---|" + "---|" * len(CHECKS))
    for name, (effect, way) in EFFECTS.items():
        found = [_answers(way, 5000 + seed, [], **effect) for seed in range(options.runs)]
        print(f"| {name} | {len(found)} | {' | '.join(_told(found, own) for own in CHECKS)} |", flush=True)
    print(f"\n{time.time() - start:.0f} s")


def _numbers(path: Path) -> np.ndarray:
    """Numeric columns that vary, without gaps; at most so many."""
    table = pd.read_csv(path).select_dtypes("number").dropna(axis=1)
    values = table.loc[:, table.nunique() > 5].to_numpy(float)
    return values[:, np.linspace(0, values.shape[1] - 1, min(MOST_COLUMNS, values.shape[1])).astype(int)]


def _told(found: list[dict[str, set[str]]], name: str) -> str:
    codes = Counter(code for own in found for code in own[name])
    failed = sum(bool(own[name]) for own in found)
    interval = wilson(failed, len(found))
    shown = ", ".join(f"{code} {count}" for code, count in sorted(codes.items()))
    return f"{failed} ({100 * interval.low:.0f} to {100 * interval.high:.0f} %)" + (f": {shown}" if shown else "")


def _answers(way: str, seed: int, real: list[np.ndarray], **effect: object) -> dict[str, set[str]]:
    """The codes of the failures of each check on one study."""
    people, values = _study(seed, real, **effect)
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder), people, values, way)
        given = {
            "study": load_study(Path(folder)),
            "compute": Compute(Store(Path(folder) / "store"), serial),
            "auditor": Auditor(False),
        }
        bench = Workbench(discover("radaudit.evidence", "evidence"), given)
        checks = discover("radaudit.checks.harmonisation", "check")
        return {name: set(_failures(bench, checks[f"harmonisation/{name}"])) for name in CHECKS}


def _study(
    seed: int, real: list[np.ndarray], shift: float = 0, scale: float = 0, scanner: float = 0, confounded: bool = False
) -> tuple[pd.DataFrame, np.ndarray]:
    random = np.random.default_rng([seed, 7])
    count = int(random.integers(75, 180))
    rows = real[seed % len(real)] if real else None
    count = min(count, len(rows)) if rows is not None else count
    site = random.choice(3, count, p=[0.5, 0.3, 0.2])
    share = np.array([0.15, 0.4, 0.75])[site] if confounded else np.full(count, 0.4)
    event = (random.uniform(size=count) < share).astype(int)
    machine = np.where(site == 0, random.integers(0, 2, count), 0)
    if rows is not None:
        values = rows[random.permutation(len(rows))[:count]]
    else:
        hidden = random.normal(size=(count, HIDDEN))
        hidden[:, 0] += 0.8 * event
        values = hidden @ random.normal(size=(HIDDEN, COLUMNS)) + random.normal(size=(count, COLUMNS))
        values /= values.std(axis=0)
        values = values * np.exp(scale * random.normal(size=(3, COLUMNS)))[site]
        values += shift * random.normal(size=(3, COLUMNS))[site]
        values += scanner * random.normal(size=COLUMNS) * ((machine == 1) & (site == 0))[:, None]
    people = pd.DataFrame(
        {
            "case": [f"P{row:04d}" for row in range(count)],
            "site": np.array(["A", "B", "C"])[site],
            "scanner": [f"{own}{number}" for own, number in zip(np.array(["A", "B", "C"])[site], machine, strict=True)],
            "event": event,
            "set": np.where(random.uniform(size=count) < 0.6, "train", "test"),
        }
    )
    return people, values


def _write(folder: Path, people: pd.DataFrame, values: np.ndarray, way: str) -> None:
    names = [f"original_glcm_F{number}" for number in range(values.shape[1])]
    people.to_csv(folder / "cohort.csv", index=False)
    said = {
        "schema": "radaudit/1",
        "study": {"title": "Made", "task": "binary"},
        "cohort": {
            "table": "cohort.csv", "case": "case", "outcome": "event", "positive": 1, "site": "site",
            "scanner": "scanner", "split": {"column": "set", "train": ["train"], "test": ["test"]},
        },
        "features": {"table": "features.csv", "columns": ["original_*"]},
    }  # fmt: skip
    tables = {"features.csv": values}
    if way != "raw":
        said["harmonisation"] = {"method": "combat", "batch": "site", "table": "harmonised.csv"}
        tables["harmonised.csv"] = _harmonised(people, values, way)
    for name, own in tables.items():
        pd.DataFrame(own, columns=names).assign(case=people["case"]).to_csv(folder / name, index=False)
    (folder / "radaudit.yaml").write_text(yaml.safe_dump(said), encoding="utf-8")


def _harmonised(people: pd.DataFrame, values: np.ndarray, way: str) -> np.ndarray:
    if way == "not":
        return values * 1.0
    if way == "scores":  # made normal first, so that no outlier sets a site's shift and scale
        values = normal_scores(values)
    rows = (people["set"] == "train").to_numpy() if way == "train" else np.ones(len(people), dtype=bool)
    site, kept = people["site"].to_numpy(), people["event"].to_numpy(float)
    covariates = {"event": kept} if way == "outcome" else {}
    fitted = fit(values[rows], site[rows], {name: own[rows] for name, own in covariates.items()}, Method())
    return fitted.transform(values, site, covariates)


def _failures(bench: Workbench, step) -> Iterator[str]:
    given = []
    for need in step.needs:
        try:
            given.append(bench.get(need))
        except (Unavailable, NotApplicable):
            if need not in step.optional:
                return
            given.append(None)
    try:
        yield from [own.code for own in step.function(*given) if own.outcome is Outcome.FAIL]
    except (Unavailable, NotApplicable):
        return


if __name__ == "__main__":
    main()
