"""How often the checks on harmonisation and sites say what is so, on made studies; and what a leak in ComBat is worth.

    uv run python benchmarks/harmonisation.py [--runs 20] [--null 100] [--write]

Studies of three sites are made with a chosen effect of the site, signal, and share of events at each site, harmonised
in the ways that studies do it, written to disk, and given to the checks as an audit would. The model's code is this
file's own and runs in this process. `--write` puts the figures into docs/harmonisation.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

ROOT = Path(__file__).parents[1]
sys.path[:] = [path for path in sys.path if Path(path or ".").resolve() != Path(__file__).parent.resolve()]

from sklearn.linear_model import LogisticRegression  # noqa: E402
from sklearn.metrics import roc_auc_score  # noqa: E402
from sklearn.model_selection import StratifiedKFold  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.preprocessing import StandardScaler  # noqa: E402

from radaudit.compute.engine import Compute  # noqa: E402
from radaudit.compute.runners import serial  # noqa: E402
from radaudit.compute.store import Store  # noqa: E402
from radaudit.core.errors import NotApplicable, Unavailable  # noqa: E402
from radaudit.core.finding import Outcome  # noqa: E402
from radaudit.core.registry import discover  # noqa: E402
from radaudit.core.workbench import Workbench  # noqa: E402
from radaudit.evidence.auditor import QUICK, Auditor  # noqa: E402
from radaudit.harmonisation.harmonise import fit  # noqa: E402
from radaudit.harmonisation.method import Method  # noqa: E402
from radaudit.models import child  # noqa: E402
from radaudit.models.frame import frame_of  # noqa: E402
from radaudit.models.rerun import Refit  # noqa: E402
from radaudit.statistics.interval import wilson  # noqa: E402
from radaudit.study.load import load_study  # noqa: E402

MARKS = ("<!-- statements -->", "<!-- /statements -->"), ("<!-- worth -->", "<!-- /worth -->")
EACH, COLUMNS, TELLING = 60, 60, 10  # patients of a site, features, and those that hold the signal
BALANCED, CONFOUNDED = (0.5, 0.5, 0.5), (0.1, 0.2, 0.9)
MODEL = "def build():\n    raise RuntimeError('run by the benchmark')\n"


def build():
    """The model of every made study."""
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=1000))


@dataclass(frozen=True)
class Made:
    """A study to be made.

    Attributes
    ----------
    what
        In words.
    site
        Standard deviation of the sites' shifts, in that of the features; their scales differ by half of it.
    signal
        Difference between events and others in the telling features, likewise.
    shares
        Of events at each site.
    harmonised
        On the rows of "train" or of "all"; "outcome": on all, and told the outcome; "" for not.
    scanner
        Shift of a second scanner inside the second site; the manifest's batch is the site.
    """

    what: str
    site: float = 1.0
    signal: float = 0.6
    shares: Sequence[float] = BALANCED
    harmonised: str = ""
    scanner: float = 0.0


# Each study with statements, by check and code: right (True), wrong (False), or true without being a fault (None).
REPRODUCES, FITTED, TOLD = (
    "harmonisation/table-reproduces",
    "leakage/harmonisation-fitted-on-training-rows",
    "leakage/outcome-not-in-harmonisation",
)
SITE, SIGNAL, BATCHES = (
    "harmonisation/site-effect-removed",
    "harmonisation/signal-kept",
    "harmonisation/batches-declared",
)
OTHERWISE, ELSEWHERE = "model/independent-of-harmonisation", "model/holds-at-left-out-sites"
LEAK, LOST, WORSE, MADE = (
    "only-with-held-out-rows", "lost-when-harmonised", "worse-at-left-out-sites", "signal-made",
)  # fmt: skip
STUDIES: tuple[tuple[Made, tuple[tuple[str, str, bool | None], ...]], ...] = (
    (
        Made("no site effect, a signal", site=0.0, scanner=1e-9),
        ((SITE, "", False), (OTHERWISE, "", False), (ELSEWHERE, "", False), (BATCHES, "", False)),
    ),
    (
        Made("sites differ, not harmonised"),
        ((SITE, "", True), (OTHERWISE, LOST, False), (ELSEWHERE, WORSE, False)),
    ),
    (
        Made("the same, ComBat on the training rows", harmonised="train"),
        ((SITE, "", None), (SIGNAL, MADE, False), (REPRODUCES, "", False), (FITTED, "", False), (TOLD, "", False),
         (OTHERWISE, LEAK, False), (ELSEWHERE, WORSE, False)),
    ),
    (
        Made("the same, ComBat on all rows", harmonised="all"),
        ((REPRODUCES, "", True), (FITTED, "", True), (TOLD, "", False), (OTHERWISE, LEAK, None)),
    ),
    (
        Made("the same, and told the outcome", harmonised="outcome"),
        ((REPRODUCES, "", True), (FITTED, "", True), (TOLD, "", True)),
    ),
    (
        Made("events go with the site, no signal, not harmonised", signal=0.0, shares=CONFOUNDED),
        ((OTHERWISE, LOST, True), (ELSEWHERE, WORSE, True)),
    ),
    (
        Made("the same, ComBat on the training rows", signal=0.0, shares=CONFOUNDED, harmonised="train"),
        ((TOLD, "", False), (SIGNAL, MADE, False), (OTHERWISE, LEAK, False), (ELSEWHERE, WORSE, False)),
    ),
    (
        Made("the same, on all rows and told the outcome", signal=0.0, shares=CONFOUNDED, harmonised="outcome"),
        ((TOLD, "", True), (SIGNAL, MADE, True), (OTHERWISE, LEAK, True), (ELSEWHERE, WORSE, True)),
    ),
    (
        Made("two scanners inside one site", site=0.5, scanner=1.0),
        ((BATCHES, "", True),),
    ),
)  # fmt: skip


def features(random: np.random.Generator, made: Made) -> tuple[np.ndarray, pd.DataFrame]:
    """Features, and the cohort table."""
    sites, width = np.repeat(np.arange(3), EACH), 3 * EACH
    events = np.concatenate([random.permutation(EACH) < round(share * EACH) for share in made.shares]).astype(int)
    noise = random.normal(size=(width, COLUMNS)) + 0.6 * random.normal(size=(width, 1))  # features go together
    values = noise * (1 + 0.5 * made.site * random.uniform(-0.5, 0.5, (3, COLUMNS)))[sites]
    values += made.site * random.normal(size=(3, COLUMNS))[sites]
    values[:, :TELLING] += made.signal * events[:, None]
    second = (sites == 1) & (random.uniform(size=width) < 0.5)
    values += made.scanner * np.outer(second, random.normal(size=COLUMNS))
    table = pd.DataFrame({"case": [f"P{row:04d}" for row in random.permutation(width)], "event": events})
    table["site"] = np.array(["North", "East", "South"])[sites]
    if made.scanner:
        table["scanner"] = np.where(second, "Second", table["site"] + " one")
    table["set"] = np.where(random.permutation(width) % 2, "test", "train")
    return 50 + 10 * values, table


def write(folder: Path, made: Made, seed: int) -> Path:
    """The study on disk."""
    values, table = features(np.random.default_rng(seed), made)
    names = [f"original_glcm_F{column}" for column in range(COLUMNS)]
    manifest = {
        "schema": "radaudit/1",
        "study": {"title": "Made", "task": "binary"},
        "cohort": {
            "table": "cohort.csv", "case": "case", "patient": "case", "outcome": "event", "positive": 1, "site": "site",
            "split": {"column": "set", "train": ["train"], "test": ["test"]},
        } | ({"scanner": "scanner"} if made.scanner else {}),
        "features": {"table": "features.csv", "case": "case"},
        "models": [{"name": "m", "estimator": "model.py:build", "features": "reported"}],
        "claims": [{"id": "auc", "model": "m", "metric": "auc", "set": "test", "value": 0.8}],
    }  # fmt: skip
    tables = {"features": values}
    if made.harmonised:
        rows = (table["set"] == "train").to_numpy() if made.harmonised == "train" else np.ones(len(table), bool)
        kept = {"event": table["event"].to_numpy(float)} if made.harmonised == "outcome" else {}
        learnt = {name: own[rows] for name, own in kept.items()}
        fitted = fit(values[rows], table["site"][rows].tolist(), learnt, Method())
        tables["harmonised"] = fitted.transform(values, table["site"].tolist(), kept)
        manifest["harmonisation"] = {
            "method": "combat", "batch": "site", "fitted_on": "train", "table": "harmonised.csv"
        }  # fmt: skip
        manifest["models"][0]["features"] = "harmonised"
    for name, own in tables.items():
        pd.concat([table[["case"]], pd.DataFrame(own, columns=names)], axis=1).to_csv(
            folder / f"{name}.csv", index=False
        )
    table.to_csv(folder / "cohort.csv", index=False)
    (folder / "model.py").write_text(MODEL)
    (folder / "radaudit.yaml").write_text(yaml.safe_dump(manifest))
    return folder


def answered_here(job: Refit, runs: Sequence, tables: Sequence[np.ndarray]) -> list:
    """In place of the study's process."""
    request = job._request(runs, tables)
    table = frame_of(request.columns, request.features, request.clinical)
    return [child._tried(build, table, request, run, Path()) for run in request.runs]


def told(made: Made, seed: int, wanted: Sequence[str]) -> dict[str, set[str] | None]:
    """Codes of each check's failures; None where it can't tell."""
    with tempfile.TemporaryDirectory() as folder:
        given = {
            "study": load_study(write(Path(folder), made, seed)),
            "compute": Compute(Store(Path(folder) / "store"), serial),
            "auditor": Auditor(True, effort=QUICK),
        }
        bench, known = Workbench(discover("radaudit.evidence", "evidence"), given), discover("radaudit.checks", "check")
        return {name: _codes(bench, known[name]) for name in wanted}


def _codes(bench: Workbench, step) -> set[str] | None:
    given = []
    for need in step.needs:
        try:
            given.append(bench.get(need))
        except (Unavailable, NotApplicable):
            if need not in step.optional:
                return None
            given.append(None)
    try:
        return {own.code for own in step.function(*given) if own.outcome is Outcome.FAIL}
    except (Unavailable, NotApplicable):
        return None


def statements(runs: int) -> list[dict]:
    """How often each statement is right."""
    rows = []
    for number, (made, wanted) in enumerate(STUDIES):
        hits, start = Counter(), time.time()
        for run in range(runs):
            said = told(made, 1000 * number + run, tuple(dict.fromkeys(check for check, _, _ in wanted)))
            for check, code, _ in wanted:
                hits[check, code] += said[check] is not None and (code in said[check] if code else bool(said[check]))
        for check, code, must in wanted:
            share = wilson(hits[check, code], runs)
            rows.append(
                {
                    "study": made.what, "check": check, "finding": code or "any",
                    "should be": {True: "found", False: "silent", None: "either"}[must],
                    "found": f"{hits[check, code]} of {runs} [{share.low:.2f}, {share.high:.2f}]",
                }
            )  # fmt: skip
            print(" | ".join(rows[-1].values()), f"({time.time() - start:.0f} s)", flush=True)
    return rows


def worth(runs: int) -> list[dict]:
    """Mean cross-validated AUC on noise: 100 patients, 200 features, four sites that do not differ."""
    ways = ("none", "train", "all", "outcome")
    rows = []
    for what, shares in (("half of each site", (0.5,) * 4), ("1 in 5, 4 in 5, 1 in 5, 4 in 5", (0.2, 0.8, 0.2, 0.8))):
        found = np.array([[_null(shares, seed, way) for way in ways] for seed in range(runs)])
        mean, error = found.mean(axis=0), found.std(axis=0, ddof=1) / np.sqrt(runs)
        row = {"events": what}
        labels = ("not harmonised", "within each training set", "on all rows", "on all rows, told the outcome")
        row |= {label: f"{m:.3f} ± {1.96 * e:.3f}" for label, m, e in zip(labels, mean, error, strict=True)}
        rows.append(row)
        print(" | ".join(row.values()), flush=True)
    return rows


def _null(shares: Sequence[float], seed: int, way: str) -> float:
    random = np.random.default_rng(seed)
    values, sites = random.normal(size=(100, 200)), np.repeat(list("ABCD"), 25)
    events = np.concatenate([random.permutation(25) < round(25 * share) for share in shares]).astype(int)
    kept = {"event": events.astype(float)} if way == "outcome" else {}
    table = values
    if way in ("all", "outcome"):
        table = fit(values, sites.tolist(), kept, Method()).transform(values, sites.tolist(), kept)
    found = []
    for train, test in StratifiedKFold(5, shuffle=True, random_state=seed).split(values, events):
        own = table
        if way == "train":
            own = fit(values[train], sites[train].tolist(), {}, Method()).transform(values, sites.tolist(), {})
        model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=1000)).fit(own[train], events[train])
        found.append(roc_auc_score(events[test], model.predict_proba(own[test])[:, 1]))
    return float(np.mean(found))


def markdown(rows: list[dict]) -> str:
    head = [*rows[0]]
    lines = [head, ["---"] * len(head), *([*row.values()] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--null", type=int, default=100)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    Refit._answered = answered_here
    start = time.time()
    by_leak, found = worth(options.null), statements(options.runs)
    print(f"\n{markdown(found)}\n\n{markdown(by_leak)}\n\n{time.time() - start:.0f} s")
    if options.write:
        page = ROOT / "docs/harmonisation.md"
        text = page.read_text(encoding="utf-8")
        for (start_mark, end_mark), table in zip(MARKS, (found, by_leak), strict=True):
            before, rest = text.split(start_mark)
            text = f"{before}{start_mark}\n\n{markdown(table)}\n\n{end_mark}{rest.split(end_mark)[1]}"
        page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
