"""Hundreds of made cases in one audit: memory that does not grow with them, and two kill -9 that cost nothing.

    uv run python benchmarks/scale.py [--cases 100 300] [--jobs 2] [--keep FOLDER]

Makes a study of so many textured lesions in CT-sized surroundings, with a feature table by plain pyradiomics. The
largest one is audited twice: without a break, and killed (SIGKILL, its workers too) at a third and at two thirds of the
jobs, each time started again. Counted from the files in the store: results that a later run wrote again although they
were there. Memory is the resident set, sampled every 50 ms, of the audit's own process and of its largest worker.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
import SimpleITK as sitk
from rich.console import Console
from rich.table import Table
from scipy.ndimage import gaussian_filter

SIZE = (160, 160, 40)  # voxels along x, y, z: 2 MB of int16
SPACING = (0.9, 0.9, 2.5)  # mm
SETTINGS = {"setting": {"binWidth": 25, "label": 1}, "imageType": {"Original": {}}}
MANIFEST = """\
schema: radaudit/1
study: {title: "Made cases, only to be many", task: binary, modality: [CT]}
cohort:
  {table: cohort.csv, patient: patient, case: patient, outcome: outcome, positive: 1,
   split: {column: set, train: [train], test: [test]}}
images: {image: "images/{patient}.nrrd", mask: "images/{patient}-mask.nrrd"}
features: {settings: params.yaml, table: features.csv, case: patient}
"""


def made_case(folder: Path, number: int) -> dict[str, object]:
    """Write a case's image and mask; gives its row of the feature table."""
    import radiomics
    from radiomics.featureextractor import RadiomicsFeatureExtractor

    random = np.random.default_rng([2026, number])
    shape = SIZE[::-1]
    coarse = random.normal(size=tuple(side // 4 for side in shape)).repeat(4, 0).repeat(4, 1).repeat(4, 2)
    voxels = 30 + 120 * gaussian_filter(coarse, 2.0) + random.normal(0, 12, shape)
    radii = random.uniform(4, 8, 3) * (0.5, 1, 1)
    middle = np.array(shape) / 2 + random.uniform(-3, 3, 3)
    distance = sum(((axis - m) / r) ** 2 for axis, m, r in zip(np.indices(shape), middle, radii, strict=True))
    paths = []
    for name, array in (("", np.rint(voxels).astype(np.int16)), ("-mask", (distance < 1).astype(np.uint8))):
        image = sitk.GetImageFromArray(array)
        image.SetSpacing(SPACING)
        paths.append(folder / f"images/{patient(number)}{name}.nrrd")
        sitk.WriteImage(image, str(paths[-1]), useCompression=name != "")
    radiomics.logger.setLevel("ERROR")
    sitk.ProcessObject.SetGlobalDefaultNumberOfThreads(1)
    found = RadiomicsFeatureExtractor(SETTINGS).execute(*map(str, paths))
    return {"patient": patient(number)} | {name: value for name, value in found.items() if name.startswith("original")}


def patient(number: int) -> str:
    return f"P{number:05d}"


def made_study(folder: Path, cases: int) -> Path:
    """A study of so many cases, ready to be audited."""
    (folder / "images").mkdir(parents=True)
    (folder / "radaudit.yaml").write_text(MANIFEST)
    (folder / "params.yaml").write_text(json.dumps(SETTINGS))
    with ProcessPoolExecutor(2) as pool:
        features = list(pool.map(made_case, [folder] * cases, range(cases), chunksize=5))
    cohort = [
        {"patient": patient(number), "outcome": number * 7 % 3 % 2, "set": "test" if number % 4 == 0 else "train"}
        for number in range(cases)
    ]
    for name, rows in (("features.csv", features), ("cohort.csv", cohort)):
        with (folder / name).open("w", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return folder


@dataclass
class Leg:
    """One run of the audit, until its end or until it was killed."""

    seconds: float
    before: int
    done: int
    again: int
    own: list[float]  # MB, one a sample
    worker: list[float]


def state(store: Path) -> dict[str, int]:
    """When each result was written, ns."""
    return {path.stem: path.stat().st_mtime_ns for path in store.rglob("*.json")}


def leg(study: Path, store: Path, out: Path, jobs: int, until: int | None = None) -> Leg:
    """Run the audit; kill it, and all it started, when the store holds so many results."""
    before, started = state(store), time.perf_counter()
    command = [sys.executable, "-m", "radaudit", "audit", str(study), "--jobs", str(jobs), "--quiet"]
    command += ["--store", str(store), "--out", str(out), "--format", "json"]
    process = psutil.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    own, worker = [], []
    while process.poll() is None:
        own.append(resident(process))
        worker.append(max([resident(child) for child in children(process)], default=0.0))
        if until is not None and sum(1 for _ in store.rglob("*.json")) >= until:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        time.sleep(0.05)
    if until is None and process.returncode not in (0, 1):
        raise SystemExit(f"the audit ended with status {process.returncode}: {process.stderr.read().decode()}")
    time.sleep(1.0)  # workers see that their parent is gone
    after = state(store)
    again = sum(after[key] != written for key, written in before.items())
    return Leg(time.perf_counter() - started, len(before), len(after) - len(before), again, own, worker)


def children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def resident(process: psutil.Process) -> float:
    try:
        return process.memory_info().rss / 1e6
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0.0


def lasting(out: Path) -> str:
    """A report without what differs from run to run."""
    report = json.loads((out / "report.json").read_text())
    del report["provenance"]["run"]
    for result in report["results"]:
        del result["seconds"]
    return json.dumps(report, sort_keys=True)


def memory_table(legs: dict[int, Leg]) -> Table:
    table = Table("cases", "jobs", "seconds", "own process, MB", "in quarters of the time", "largest worker, MB")
    for cases, run in legs.items():
        quarters = [max(part) for part in np.array_split(run.own, 4)]
        shown = " ".join(f"{size:.0f}" for size in quarters)
        numbers = (cases, run.done, f"{run.seconds:.0f}", f"{max(run.own):.0f}", shown, f"{max(run.worker):.0f}")
        table.add_row(*map(str, numbers))
    return table


def interrupted(study: Path, work: Path, jobs: int, total: int) -> tuple[Table, bool]:
    """The audit killed at a third and at two thirds of its jobs; whether it all came out as it should."""
    table = Table("run", "ended", "results before", "new results", "written again", "seconds")
    runs = [leg(study, work / "store", work / "out", jobs, until) for until in (total // 3, total * 2 // 3, None)]
    for number, run in enumerate(runs, 1):
        ended = "kill -9" if number < 3 else "by itself"
        table.add_row(str(number), ended, *map(str, (run.before, run.done, run.again)), f"{run.seconds:.0f}")
    nothing_redone = sum(run.done for run in runs) == total and not any(run.again for run in runs)
    run = json.loads((work / "out/report.json").read_text())["provenance"]["run"]
    counted = (sum(run["jobs done"].values()), sum(run["jobs found done"].values()))
    return table, nothing_redone and counted[0] == runs[-1].done and runs[-1].before > 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cases", type=int, nargs="+", default=[100, 300])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="a folder in which the studies stay")
    asked = parser.parse_args()
    console, whole = Console(width=120), {}
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for cases in sorted(asked.cases):
            study = (asked.keep or work) / f"study-{cases}"
            study = study if study.is_dir() else made_study(study, cases)
            whole[cases] = leg(study, work / f"store-{cases}", work / f"out-{cases}", asked.jobs)
        console.print(memory_table(whole))
        table, nothing_redone = interrupted(study, work, asked.jobs, whole[cases].done)
        console.print(table)
        same = lasting(work / "out") == lasting(work / f"out-{cases}")
    console.print(f"Nothing redone: {nothing_redone}. The report is that of the run without a break: {same}.")
    return 0 if nothing_redone and same else 1


if __name__ == "__main__":
    sys.exit(main())
