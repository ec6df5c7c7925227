"""How often checks on who is who, and on how sets were drawn, find what was done, and how often they err.

    uv run python benchmarks/cohort.py [--runs 20] [--clean 300] [--write]

Studies of 60, 200 and 600 patients at three sites are made with and without each flaw, written to disk as authors would
write them, and given to the checks as an audit would. `--write` puts the figures into docs/cohort_checks.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
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
from radaudit.core.finding import Outcome, Tier  # noqa: E402
from radaudit.core.registry import discover  # noqa: E402
from radaudit.core.workbench import Workbench  # noqa: E402
from radaudit.evidence.auditor import Auditor  # noqa: E402
from radaudit.study.load import load_study  # noqa: E402

SIZES = (60, 200, 600)
CHECKS = (
    "one-id-a-patient", "clinical-records-differ", "split-is-by-time", "external-set-is-from-elsewhere",
    "collections-are-apart", "sets-drawn-as-declared",
)  # fmt: skip
MARKS = ("<!-- power -->", "<!-- clean -->", "<!-- end -->")
PATIENT = ["age", "sex", "stage", "months", "event", "scanned"]


# ---------------------------------------------------------------------------------------------- clean studies


def people(count: int, seed: int, exact: bool = True) -> pd.DataFrame:
    """A cohort in random order; with ages to the day and follow-up in days, or in years and months."""
    random = np.random.default_rng([seed, count])
    site = random.choice(list("ABC"), count)
    stage = random.choice(4, count, p=[0.2, 0.3, 0.3, 0.2])
    age = random.normal(62 + 2 * stage, 9)
    months = np.minimum(random.exponential(60 / (1 + stage)), random.uniform(20, 90, count))
    event = (random.uniform(size=count) < 0.25 + 0.1 * stage).astype(int)
    days = pd.Timestamp("2015-01-01") + pd.to_timedelta(random.integers(0, 2000, count), unit="D")
    return pd.DataFrame(
        {
            "case": [f"P{n:04d}" for n in random.permutation(count)],
            "site": site, "age": np.round(age, 2 if exact else 0), "sex": random.choice(["f", "m"], count),
            "stage": stage, "months": np.round(months, 2 if exact else 0), "event": event,
            "scanned": days.strftime("%Y-%m-%d"), "set": np.where(random.uniform(size=count) < 0.7, "train", "test"),
        }
    )  # fmt: skip


def features(table: pd.DataFrame, seed: int) -> np.ndarray:
    """Forty correlated features that go with outcome and site."""
    random = np.random.default_rng([seed, 5])
    hidden = random.normal(size=(len(table), 6))
    hidden[:, 0] += 0.7 * table["event"]
    hidden[:, 1] += table["site"].map({"A": 0.0, "B": 0.5, "C": -0.5})
    return hidden @ random.normal(size=(6, 40)) + 0.5 * random.normal(size=(len(table), 40))


# ---------------------------------------------------------------------------------------------- flaws

Made = tuple[pd.DataFrame, np.ndarray, dict]


def renamed(table: pd.DataFrame, values: np.ndarray, share: float, spelling: Callable[[str], str], seed: int) -> Made:
    """Training patients who come back in the test set under another id, with another lesion of theirs."""
    random = np.random.default_rng([seed, 1])
    train, test = (np.flatnonzero(table["set"] == own) for own in ("train", "test"))
    many = max(2, round(share * len(test)))
    table, values = table.copy(), values.copy()
    for one, two in zip(random.choice(train, many, replace=False), test[:many], strict=True):
        table.loc[two, [*PATIENT, "site"]] = table.loc[one, [*PATIENT, "site"]]
        table.loc[two, "case"] = spelling(table.loc[one, "case"])
        values[two] = values[one] + 0.7 * random.normal(size=values.shape[1])
    return table, values, {}


def other_names(table: pd.DataFrame, values: np.ndarray, seed: int) -> Made:
    """The same under new ids."""
    made, values, _ = renamed(table, values, 0.05, str, seed)
    return made.assign(case=table["case"]), values, {}


def counted_anew(table: pd.DataFrame, values: np.ndarray) -> Made:
    """Two sites that number their patients from one, the second with its name in front, both sorted by outcome."""
    order = table.sort_values(["site", "event"]).index
    table, values = table.loc[order].reset_index(drop=True), values[order]
    number = table.groupby("site").cumcount() + 1
    front = table["site"].map({"A": "", "B": "B-", "C": "C-"})
    return table.assign(case=front + number.map("{:03d}".format)), values, {}


def zeros(table: pd.DataFrame, values: np.ndarray) -> Made:
    """Two sites that number from one, with and without leading zeros; sorted by outcome."""
    made, values, _ = counted_anew(table.assign(site=np.where(table["site"] == "C", "A", table["site"])), values)
    number = made["case"].str.extract(r"(\d+)")[0].astype(int)
    return made.assign(case=np.where(made["site"] == "B", number.astype(str), number.map("{:05d}".format))), values, {}


def by_time(table: pd.DataFrame, values: np.ndarray, exceptions: float) -> Made:
    """Sets by day, but for a share of the cases; declared as a split by time."""
    order = table["scanned"].rank(method="first", pct=True)
    made = np.where(order <= 0.7, "train", "test")
    random = np.random.default_rng(len(table))
    changed = random.uniform(size=len(table)) < exceptions
    # No day is in both sets.
    made = np.where(table["scanned"] <= table["scanned"][made == "train"].max(), "train", "test")
    made = np.where(changed, np.where(made == "train", "test", "train"), made)
    return table.assign(set=made), values, {"kind": "temporal"}


def external(table: pd.DataFrame, values: np.ndarray, leaks: int) -> Made:
    """Site C is the external set, with so many patients of site A in it."""
    own = np.where(table["site"] == "C", "external", table["set"])
    own[np.flatnonzero(table["site"] == "A")[:leaks]] = "external"
    return table.assign(set=own), values, {"external": ["external"]}


def picked(table: pd.DataFrame, values: np.ndarray, tries: int, seed: int) -> Made:
    """The split of many in which patients of both sets are most alike."""
    random = np.random.default_rng([seed, 2])
    columns = table[["age", "stage", "months", "event"]].rank().to_numpy()
    columns = (columns - columns.mean(axis=0)) / columns.std(axis=0)
    held = (table["set"] == "test").to_numpy()
    drawn = [random.permutation(held) for _ in range(tries)]
    best = min(drawn, key=lambda own: float((columns[own].mean(axis=0) ** 2).sum()))
    return table.assign(set=np.where(best, "test", "train")), values, {"kind": "random"}


def balanced(table: pd.DataFrame, values: np.ndarray, declared: bool) -> Made:
    """Exactly 30 % of each outcome and sex in the test set, in random order."""
    shuffled = table.sample(frac=1, random_state=1)
    place = shuffled.groupby(["event", "sex"]).cumcount() / shuffled.groupby(["event", "sex"])["case"].transform("size")
    own = np.where(place.reindex(table.index) < 0.3, "test", "train")
    return table.assign(set=own), values, {"kind": "stratified", "strata": ["event", "sex"]} if declared else {}


def shifted(table: pd.DataFrame, values: np.ndarray, years: float, sd: float) -> Made:
    """A test set that is older, and whose features lie elsewhere; declared as drawn at random."""
    held = (table["set"] == "test").to_numpy()
    return (
        table.assign(age=table["age"] + years * held),
        values + sd * held[:, None] * values.std(axis=0),
        {"kind": "random"},
    )


def brats(table: pd.DataFrame, values: np.ndarray) -> Made:
    """Ids of BraTS 2021 in the training set, of UPENN-GBM in the test set."""
    train = (table["set"] == "train").to_numpy()
    own = [f"BraTS2021_{n:05d}" if train[n] else f"UPENN-GBM-{n:05d}_11" for n in range(len(table))]
    return table.assign(case=own), values, {}


Make = Callable[[pd.DataFrame, np.ndarray, int], Made]
# Flaw, check, code, whether it must be found.
FLAWS: tuple[tuple[str, str, str, Make, bool], ...] = (
    ("5 % of the test set, other spelling", "one-id-a-patient", "same-id-in-other-spelling",
     lambda t, v, s: renamed(t, v, 0.05, lambda own: own.replace("P", "p-").replace("-0", "-"), s), True),
    ("all of the test set, other spelling", "one-id-a-patient", "same-id-in-other-spelling",
     lambda t, v, s: renamed(t, v, 0.9, str.lower, s), True),
    ("5 % of the test set, the other side", "one-id-a-patient", "same-id-with-other-parts",
     lambda t, v, s: renamed(t, v, 0.05, lambda own: f"{own}_L", s), True),
    ("5 % of the test set, a site in front", "one-id-a-patient", "same-id-with-other-parts",
     lambda t, v, s: renamed(t, v, 0.05, lambda own: f"North-{own}", s), True),
    ("sites that count anew, sorted by outcome", "one-id-a-patient", "", lambda t, v, s: counted_anew(t, v), False),
    ("the same, with and without zeros", "one-id-a-patient", "", lambda t, v, s: zeros(t, v), False),
    ("5 % of the test set, new ids", "clinical-records-differ", "same-record-in-two-sets", other_names, True),
    ("at random, declared by time", "split-is-by-time", "not-by-time",
     lambda t, v, s: (t, v, {"kind": "temporal"}), True),
    ("by time but for 2 %", "split-is-by-time", "not-by-time", lambda t, v, s: by_time(t, v, 0.02), True),
    ("by time", "split-is-by-time", "", lambda t, v, s: by_time(t, v, 0.0), False),
    ("two patients of a training site in the external set", "external-set-is-from-elsewhere", "site-in-both-sets",
     lambda t, v, s: external(t, v, 2), True),
    ("another site", "external-set-is-from-elsewhere", "", lambda t, v, s: external(t, v, 0), False),
    ("BraTS 2021 and UPENN-GBM, by ids", "collections-are-apart", "collections-overlap",
     lambda t, v, s: brats(t, v), True),
    ("best of 1,000 splits", "sets-drawn-as-declared", "sets-too-alike", lambda t, v, s: picked(t, v, 1000, s), True),
    ("stratified, declared", "sets-drawn-as-declared", "", lambda t, v, s: balanced(t, v, True), False),
    ("stratified, not declared", "sets-drawn-as-declared", "", lambda t, v, s: balanced(t, v, False), False),
    ("a test set 6 years older", "sets-drawn-as-declared", "sets-too-different",
     lambda t, v, s: shifted(t, v, 6, 0), True),
    ("features of the test set 0.7 SD higher", "sets-drawn-as-declared", "features-tell-the-set",
     lambda t, v, s: shifted(t, v, 0, 0.7), True),
)  # fmt: skip


# ---------------------------------------------------------------------------------------------- audits


def write(folder: Path, table: pd.DataFrame, values: np.ndarray, split: dict) -> Path:
    """The study on disk."""
    table.to_csv(folder / "cohort.csv", index=False)
    made = pd.DataFrame(values, columns=[f"original_glcm_F{n}" for n in range(values.shape[1])])
    made.insert(0, "case", table["case"].to_numpy())
    made.to_csv(folder / "features.csv", index=False)
    manifest = {
        "schema": "radaudit/1",
        "study": {"title": "Made", "task": "binary"},
        "cohort": {
            "table": "cohort.csv", "patient": "case", "case": "case", "outcome": "event", "positive": 1, "site": "site",
            "date": "scanned", "covariates": ["age", "sex"],
            "split": {"column": "set", "train": ["train"], "test": ["test"]} | split,
        },
        "features": {"table": "features.csv", "case": "case"},
    }  # fmt: skip
    (folder / "radaudit.yaml").write_text(yaml.safe_dump(manifest), encoding="utf-8")
    return folder


def judged(made: Made, wanted: tuple[str, ...]) -> dict[str, list[tuple[str, Tier]]]:
    """Codes and tiers of failures, by check."""
    with tempfile.TemporaryDirectory() as folder:
        given = {
            "study": load_study(write(Path(folder), *made)),
            "compute": Compute(Store(Path(folder) / "store"), serial),
            "auditor": Auditor(False),
        }
        bench = Workbench(discover("radaudit.evidence", "evidence"), given)
        checks = discover("radaudit.checks.leakage", "check")
        return {name: _failures(bench, checks[f"leakage/{name}"]) for name in wanted}


def _failures(bench: Workbench, step) -> list[tuple[str, Tier]]:
    given = []
    for need in step.needs:
        try:
            given.append(bench.get(need))
        except (Unavailable, NotApplicable):
            if need not in step.optional:
                return []
            given.append(None)
    try:
        return [(own.code, own.tier) for own in step.function(*given) if own.outcome is Outcome.FAIL]
    except (Unavailable, NotApplicable):
        return []


def power(runs: int) -> list[dict]:
    """Share of the studies with each flaw in which its check says so."""
    rows = []
    for number, (flaw, check, code, make, must) in enumerate(FLAWS):
        row = {"what was done": flaw, "check": check, "answer": code or "any failure"}
        row["should be"] = "found" if must else "silent"
        for size in SIZES:
            many = runs if size < SIZES[-1] else max(10, runs // 2)
            hits = 0
            for run in range(many):
                seed = 1000 * number + run
                table = people(size, seed)
                told = judged(make(table, features(table, seed), seed), (check,))[check]
                hits += any(code in ("", own) for own, _ in told)
            row[str(size)] = f"{hits / many:.2f}"
        rows.append(row)
        print(" | ".join(row.values()), flush=True)
    return rows


def false_alarms(count: int) -> list[dict]:
    """Failures over clean studies: drawn at random, stratified, by time, with an external site; rounded or not."""
    alarms, hints = Counter(), Counter()
    for number in range(count):
        seed = 10**6 + number
        table = people(SIZES[number % 2] if number % 10 else SIZES[2], seed, exact=number % 3 != 0)
        values = features(table, seed)
        made = [
            (table, values, {"kind": "random"}),
            balanced(table, values, True),
            by_time(table, values, 0.0),
            external(table, values, 0),
            (table, values, {}),
        ][number % 5]
        for check, found in judged(made, CHECKS).items():
            for code, tier in found:
                print("alarm", number, check, code, tier, flush=True)
                (hints if tier is Tier.HEURISTIC else alarms)[check] += 1
    return [
        {
            "check": check,
            "alarms": str(alarms[check]),
            "share": f"{alarms[check] / max(1, count):.4f}",
            "hints": str(hints[check]),
        }
        for check in CHECKS
    ]


def markdown(rows: list[dict]) -> str:
    head = [*rows[0]]
    lines = [head, ["---"] * len(head), *([*row.values()] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--clean", type=int, default=300)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    start = time.time()
    found, clean = power(options.runs), false_alarms(options.clean)
    text = f'{options.clean} clean studies; "hints" are heuristic findings, which fail no gate:\n\n{markdown(clean)}'
    print(f"\n{markdown(found)}\n\n{text}\n\n{time.time() - start:.0f} s")
    if options.write:
        page = ROOT / "docs/cohort_checks.md"
        before, rest = page.read_text(encoding="utf-8").split(MARKS[0])
        after = rest.split(MARKS[2])[1]
        made = f"{MARKS[0]}\n\n{markdown(found)}\n\n{MARKS[1]}\n\n{text}\n\n{MARKS[2]}"
        page.write_text(before + made + after, encoding="utf-8")


if __name__ == "__main__":
    main()
