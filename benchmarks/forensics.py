"""How often forensics on a bare feature table find what was done to it, and how often they accuse a clean one.

    uv run python benchmarks/forensics.py [--tables FOLDER] [--runs 20] [--clean 500] [--write]

Studies of 60, 200 and 600 patients at three sites are made with and without each flaw, written to disk as authors would
write them, and given to the checks as an audit would. Lesions are measured by the functions that make the sample study
`harmonised`; ComBat is neuroCombat's and SMOTE imbalanced-learn's, so that nothing is tested against itself. Clean
tables are made, resampled from pyradiomics' extractions of the phantoms, and resampled from published tables (columns
ID, Target and features, `--tables`). `--write` puts the figures into docs/forensics.md.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

ROOT = Path(__file__).parents[1]
sys.path[:] = [path for path in sys.path if Path(path or ".").resolve() != Path(__file__).parent.resolve()]
sys.path.insert(0, str(ROOT / "sample_studies"))

from lesion_tables import SITES, lesion  # noqa: E402

from radaudit.compute.engine import Compute  # noqa: E402
from radaudit.compute.runners import serial  # noqa: E402
from radaudit.compute.store import Store  # noqa: E402
from radaudit.core.errors import NotApplicable, Unavailable  # noqa: E402
from radaudit.core.finding import Outcome, Severity  # noqa: E402
from radaudit.core.registry import discover  # noqa: E402
from radaudit.core.workbench import Workbench  # noqa: E402
from radaudit.evidence.auditor import Auditor  # noqa: E402
from radaudit.samples import make_sample  # noqa: E402
from radaudit.study.load import load_study  # noqa: E402

SIZES = (60, 200, 600)
IN_POOL = 330  # lesions of each site and class
CHECKS = (
    "arrangement-independent-of-outcome",
    "harmonisation-fitted-on-training-rows",
    "imputation-fitted-on-training-rows",
    "no-feature-is-the-outcome",
    "outcome-not-in-harmonisation",
    "rows-are-measured",
    "rows-written-alike",
    "scaling-fitted-on-training-rows",
    "selection-fitted-on-training-rows",
    "site-independent-of-outcome",
    "table-is-as-declared",
)
MARKS = ("<!-- power -->", "<!-- clean -->", "<!-- end -->")


@dataclass(frozen=True)
class Table:
    """A study's tables; arrays have one entry a row."""

    names: tuple[str, ...]
    values: np.ndarray = field(repr=False)
    event: np.ndarray = field(repr=False)
    site: np.ndarray = field(repr=False)
    age: np.ndarray = field(repr=False)
    train: np.ndarray = field(repr=False)
    manifest: dict = field(default_factory=dict)
    digits: int | None = None  # significant digits that are written
    hide_age: bool = False


# ---------------------------------------------------------------------------------------------- clean studies


def pool(seed: int) -> dict[tuple[str, int], np.ndarray]:
    """Features of lesions by site and class."""
    random = np.random.default_rng(seed)
    found = {}
    for site, scanner in SITES.items():
        for event in (0, 1):
            rows = [lesion(random, event, *scanner) for _ in range(IN_POOL)]
            found[site, event] = np.array([list(row.values()) for row in rows])
    return found


def clean(own: dict, names: Sequence[str], count: int, seed: int, confounded: bool = False) -> Table:
    """A raw table: rows drawn from the pool without replacement."""
    random = np.random.default_rng([seed, count])
    site = random.choice(list(SITES), count)
    share = {"A": 0.15, "B": 0.4, "C": 0.7} if confounded else dict.fromkeys(SITES, 0.4)
    event = (random.uniform(size=count) < [share[where] for where in site]).astype(int)
    drawn = {key: iter(random.permutation(len(rows))) for key, rows in own.items()}
    values = np.array([own[key][next(drawn[key])] for key in zip(site, event, strict=True)])
    age = np.rint(60 + 5 * event + 9 * random.normal(size=count)).astype(int)
    return Table(tuple(names), values, event, site, age, random.uniform(size=count) < 0.7)


def standardised(table: Table, rows: np.ndarray) -> Table:
    values = table.values
    spread = values[rows].std(axis=0)
    manifest = table.manifest | {"features": {"normalised": "zscore"}}
    spread[spread == 0] = 1.0
    return replace(table, values=(values - values[rows].mean(axis=0)) / spread, manifest=manifest)


def everyone(table: Table) -> np.ndarray:
    return np.ones(len(table.event), dtype=bool)


def combat(table: Table, kept: dict[str, np.ndarray] | None = None, declared: dict | None = None) -> Table:
    """neuroCombat on all rows, standardised afterwards."""
    from neuroCombat import neuroCombat

    covariates = pd.DataFrame({"site": table.site, **(kept or {})})
    continuous = [name for name in kept or {} if name != "event"]
    with contextlib.redirect_stdout(io.StringIO()):
        found = neuroCombat(
            dat=table.values.T, covars=covariates, batch_col="site", continuous_cols=continuous or None,
            categorical_cols=["event"] if kept and "event" in kept else None,
        )  # fmt: skip
    made = replace(table, values=found["data"].T, manifest={"harmonisation": declared} if declared else {})
    return standardised(made, everyone(made))


# ---------------------------------------------------------------------------------------------- flaws


def oversampled(table: Table, way: str, seed: int) -> Table:
    from imblearn.over_sampling import SMOTE, RandomOverSampler

    sampler = SMOTE(random_state=seed) if way == "smote" else RandomOverSampler(random_state=seed)
    values, event = sampler.fit_resample(table.values, table.event)
    added = len(event) - len(table.event)
    random = np.random.default_rng(seed)
    extra = random.integers(len(table.event), size=added)
    order = random.permutation(len(event))
    columns = {
        name: np.append(getattr(table, name), getattr(table, name)[extra])[order] for name in ("site", "age", "train")
    }
    return replace(table, values=values[order], event=event[order], **columns)


def imputed(table: Table, rows: np.ndarray, by_class: bool, seed: int) -> Table:
    random = np.random.default_rng(seed)
    empty = random.uniform(size=table.values.shape) < 0.06
    values = np.where(empty, np.nan, table.values)
    for part in [table.event == code for code in (0, 1)] if by_class else [everyone(table)]:
        middle = np.nanmean(values[part & rows], axis=0)
        values[part] = np.where(empty[part], middle, values[part])
    return replace(table, values=values)


def selected(table: Table, rows: np.ndarray, count: int = 8) -> Table:
    """Noise beside the features, and a model that lists the best of all of them on these rows."""
    from sklearn.feature_selection import f_classif

    random = np.random.default_rng(len(table.event))
    names = (*table.names, *(f"original_gldm_Noise{n}" for n in range(200)))
    values = np.hstack([table.values, random.normal(size=(len(table.event), 200))])
    best = np.argsort(-np.nan_to_num(f_classif(values[rows], table.event[rows])[0]))[:count]
    model = {"name": "signature", "features": [names[column] for column in best]}
    return replace(table, names=names, values=values, manifest={"models": [model]})


def lasso(table: Table, seed: int) -> Table:
    """Features chosen on the training rows, but not one by one."""
    from sklearn.linear_model import LogisticRegression

    chosen = selected(table, table.train)
    inside = standardised(chosen, chosen.train).values[chosen.train]
    model = LogisticRegression(l1_ratio=1, C=0.3, solver="liblinear", random_state=seed)
    weights = np.abs(model.fit(inside, chosen.event[chosen.train]).coef_[0])
    best = np.argsort(-weights)[:8]
    return replace(chosen, manifest={"models": [{"name": "m", "features": [chosen.names[own] for own in best]}]})


def sorted_by_outcome(table: Table) -> Table:
    order = np.argsort(table.event, kind="stable")
    columns = {name: getattr(table, name)[order] for name in ("values", "event", "site", "age", "train")}
    return replace(table, **columns)


def with_outcome(table: Table) -> Table:
    extra = np.where(table.event == 1, 3.0, 7.0)[:, None]
    names = (*table.names, "original_glcm_Grade")
    return replace(table, names=names, values=np.hstack([table.values, extra]))


def two_pipelines(table: Table) -> Table:
    values = table.values.copy()
    values[table.event == 1] = _rounded(values[table.event == 1], 6)
    return replace(table, values=values)


def by_class(table: Table) -> Table:
    values = table.values.copy()
    for code in (0, 1):
        own = table.event == code
        values[own] = (values[own] - values[own].mean(axis=0)) / values[own].std(axis=0)
    return replace(table, values=values)


def components(table: Table, rows: np.ndarray) -> Table:
    """Ten principal components of the standardised features; scikit-learn's."""
    from sklearn.decomposition import PCA

    inside = standardised(table, rows).values
    made = PCA(n_components=10, svd_solver="full").fit(inside[rows]).transform(inside)
    names = tuple(f"original_glcm_Component{n}" for n in range(10))
    return replace(table, names=names, values=made)


def residuals(table: Table, rows: np.ndarray) -> Table:
    from sklearn.linear_model import LinearRegression

    age = table.age[:, None].astype(float)
    return replace(table, values=table.values - LinearRegression().fit(age[rows], table.values[rows]).predict(age))


def set_by_set(table: Table) -> Table:
    values = table.values.copy()
    for own in (table.train, ~table.train):
        values[own] = (values[own] - values[own].mean(axis=0)) / values[own].std(axis=0)
    return replace(table, values=values)


def _rounded(values: np.ndarray, digits: int) -> np.ndarray:
    return np.array([[float(f"{own:.{digits - 1}e}") for own in row] for row in values])


BY_SITE = {"method": "combat", "batch": "site"}
Make = Callable[[Table, int], Table]
# Flaw, the check that should see it (or must not), the code, digits written, whether it must be found.
FLAWS: tuple[tuple[str, str, str, Make, bool, bool], ...] = (
    ("ComBat that preserved the outcome", "outcome-not-in-harmonisation", "outcome-preserved",
     lambda t, s: combat(t, {"event": t.event}, BY_SITE), True, True),
    ("the same, 4 significant digits", "outcome-not-in-harmonisation", "outcome-preserved",
     lambda t, s: replace(combat(t, {"event": t.event}, BY_SITE), digits=4), True, True),
    ("the same, 3 significant digits", "outcome-not-in-harmonisation", "outcome-preserved",
     lambda t, s: replace(combat(t, {"event": t.event}, BY_SITE), digits=3), True, True),
    ("ComBat with age and outcome", "outcome-not-in-harmonisation", "outcome-preserved",
     lambda t, s: combat(t, {"event": t.event, "age": t.age}, BY_SITE), True, True),
    ("ComBat with age, which goes with the outcome", "outcome-not-in-harmonisation", "",
     lambda t, s: combat(t, {"age": t.age}, BY_SITE), True, False),
    ("the same, 3 significant digits", "outcome-not-in-harmonisation", "",
     lambda t, s: replace(combat(t, {"age": t.age}, BY_SITE), digits=3), True, False),
    ("ComBat with age, which the cohort table lacks", "outcome-not-in-harmonisation", "outcome-preserved",
     lambda t, s: replace(combat(t, {"age": t.age}, BY_SITE), hide_age=True), True, False),
    ("ComBat without a covariate", "outcome-not-in-harmonisation", "",
     lambda t, s: combat(t, None, BY_SITE), True, False),
    ("logarithms, standardised", "outcome-not-in-harmonisation", "",
     lambda t, s: standardised(replace(t, values=np.sign(t.values) * np.log1p(np.abs(t.values))), everyone(t)),
     True, False),
    ("ComBat that nobody declares", "table-is-as-declared", "harmonised", lambda t, s: combat(t), False, True),
    ("ComBat on all rows", "harmonisation-fitted-on-training-rows", "fitted-on-all-rows",
     lambda t, s: combat(t, None, BY_SITE), False, True),
    ("standardised on all rows, 4 digits", "scaling-fitted-on-training-rows", "scaled-on-all-rows",
     lambda t, s: replace(standardised(t, everyone(t)), digits=4), False, True),
    ("standardised class by class", "scaling-fitted-on-training-rows", "classes-scaled-apart",
     lambda t, s: by_class(t), False, True),
    ("standardised on the training rows", "scaling-fitted-on-training-rows", "",
     lambda t, s: standardised(t, t.train), False, False),
    ("principal components of all rows", "scaling-fitted-on-training-rows", "rotated-on-all-rows",
     lambda t, s: components(t, everyone(t)), False, True),
    ("principal components of all rows, 4 digits", "scaling-fitted-on-training-rows", "rotated-on-all-rows",
     lambda t, s: replace(components(t, everyone(t)), digits=4), False, True),
    ("principal components of the training rows", "scaling-fitted-on-training-rows", "",
     lambda t, s: components(t, t.train), False, False),
    ("residuals of age over all rows", "scaling-fitted-on-training-rows", "adjusted-on-all-rows",
     lambda t, s: residuals(t, everyone(t)), False, True),
    ("residuals of age over all rows, 4 digits", "scaling-fitted-on-training-rows", "adjusted-on-all-rows",
     lambda t, s: replace(residuals(t, everyone(t)), digits=4), False, True),
    ("residuals of age over the training rows", "scaling-fitted-on-training-rows", "",
     lambda t, s: residuals(t, t.train), False, False),
    ("standardised set by set", "scaling-fitted-on-training-rows", "groups-scaled-apart",
     lambda t, s: set_by_set(t), False, True),
    ("6 % of cells filled with the mean of all", "imputation-fitted-on-training-rows", "imputed-on-all-rows",
     lambda t, s: imputed(t, everyone(t), False, s), False, True),
    ("... with the mean of their class", "imputation-fitted-on-training-rows", "classes-imputed-apart",
     lambda t, s: imputed(t, everyone(t), True, s), False, True),
    ("... with the mean of the training rows", "imputation-fitted-on-training-rows", "",
     lambda t, s: imputed(t, t.train, False, s), False, False),
    ("8 of 241 features, best on all rows", "selection-fitted-on-training-rows", "chosen-on-all-rows",
     lambda t, s: selected(t, everyone(t)), False, True),
    ("8 features, best on the training rows", "selection-fitted-on-training-rows", "",
     lambda t, s: selected(t, t.train), False, False),
    ("8 features of a lasso on the training rows", "selection-fitted-on-training-rows", "", lasso, False, False),
    ("SMOTE before the split", "rows-are-measured", "synthetic-rows",
     lambda t, s: oversampled(t, "smote", s), False, True),
    ("SMOTE, standardised, 4 digits", "rows-are-measured", "synthetic-rows",
     lambda t, s: replace(standardised(oversampled(t, "smote", s), np.ones(2 * max(Counter(t.event).values()), bool)),
                          digits=4), False, True),
    ("random oversampling before the split", "rows-are-measured", "copied-rows",
     lambda t, s: oversampled(t, "random", s), False, True),
    ("rows sorted by outcome", "arrangement-independent-of-outcome", "order-tells-outcome",
     lambda t, s: sorted_by_outcome(t), False, True),
    ("a column that is the outcome", "no-feature-is-the-outcome", "outcome-among-features",
     lambda t, s: with_outcome(t), False, True),
    ("events in 6 digits, the others in full", "rows-written-alike", "two-pipelines-by-outcome",
     lambda t, s: two_pipelines(t), False, True),
    ("share of events 15, 40, 70 % by site", "site-independent-of-outcome", "outcome-by-site",
     lambda t, s: t, True, True),
)  # fmt: skip


# ---------------------------------------------------------------------------------------------- audits


def write(folder: Path, table: Table) -> Path:
    """The study on disk."""
    cases = [f"c{number:04d}" for number in np.random.default_rng(0).permutation(len(table.event))]
    people = pd.DataFrame(
        {"case": cases, "event": table.event, "site": table.site, "age": table.age,
         "set": np.where(table.train, "train", "test")}
    )  # fmt: skip
    if table.hide_age:
        people = people.drop(columns="age")
    people.to_csv(folder / "cohort.csv", index=False)
    values = _rounded(table.values, table.digits) if table.digits else table.values
    features = pd.DataFrame(values, columns=list(table.names))
    features.insert(0, "case", cases)
    features.to_csv(folder / "features.csv", index=False)
    manifest = {
        "schema": "radaudit/1",
        "study": {"title": "Made", "task": "binary"},
        "cohort": {
            "table": "cohort.csv", "patient": "case", "case": "case", "outcome": "event", "positive": 1, "site": "site",
            "split": {"column": "set", "train": ["train"], "test": ["test"]},
        },
        "features": {"table": "features.csv", "case": "case", **table.manifest.get("features", {})},
        **{key: value for key, value in table.manifest.items() if key != "features"},
    }  # fmt: skip
    (folder / "radaudit.yaml").write_text(yaml.safe_dump(manifest), encoding="utf-8")
    return folder


def judged(table: Table, wanted: Sequence[str]) -> dict[str, list]:
    """Findings of some checks, by check."""
    with tempfile.TemporaryDirectory() as folder:
        given = {
            "study": load_study(write(Path(folder), table)),
            "compute": Compute(Store(Path(folder) / "store"), serial),
            "auditor": Auditor(False),
        }
        bench = Workbench(discover("radaudit.evidence", "evidence"), given)
        checks = discover("radaudit.checks.leakage", "check")
        return {name: _findings(bench, checks[f"leakage/{name}"]) for name in wanted}


def _findings(bench: Workbench, step) -> list:
    given = []
    for need in step.needs:
        try:
            given.append(bench.get(need))
        except (Unavailable, NotApplicable):
            if need not in step.optional:
                return []
            given.append(None)
    try:
        return [(found, found.severity or step.severity) for found in step.function(*given)]
    except (Unavailable, NotApplicable):
        return []


def failures(found: list) -> list[tuple[str, Severity]]:
    return [(one.code, severity) for one, severity in found if one.outcome is Outcome.FAIL]


def power(own: dict, names: Sequence[str], runs: int) -> list[dict]:
    """Share of the studies with each flaw in which its check says so."""
    rows = []
    for number, (flaw, check, code, make, confounded, must) in enumerate(FLAWS):
        row = {
            "what was done": flaw,
            "check": check,
            "answer": code or "any failure",
            "should be": "found" if must else "silent",
        }
        for size in SIZES:
            many = runs if size < SIZES[-1] else max(10, runs // 2)
            hits = 0
            for run in range(many):
                table = make(clean(own, names, size, 1000 * number + run, confounded), run)
                told = failures(judged(table, [check])[check])
                hits += any(code in ("", one) for one, _ in told)
            row[size] = f"{hits / many:.2f}"
        rows.append(row)
        print(" | ".join(map(str, row.values())), flush=True)
    return rows


# ---------------------------------------------------------------------------------------------- clean tables


def resampled(names: Sequence[str], values: np.ndarray, event: np.ndarray, declared: dict, seed: int) -> Table:
    """Rows of a real table in random order, at three sites that nobody can tell."""
    random = np.random.default_rng(seed)
    count = int(random.integers(max(40, len(event) // 2), len(event)))  # fewer than all: else what was scaled on all is
    rows = random.permutation(len(event))[:count]
    return Table(
        tuple(names), values[rows], event[rows], random.choice(list("ABC"), count),
        random.integers(30, 85, count), random.uniform(size=count) < 0.7, declared,
    )  # fmt: skip


def real_tables(folder: Path | None) -> list[tuple[str, tuple, np.ndarray, np.ndarray, dict]]:
    """The phantoms' extractions, and published tables."""
    study = make_sample("phantoms_sound")
    table, people = (pd.read_csv(study / "data" / name) for name in ("features.csv", "cohort.csv"))
    columns = [name for name in table if name.startswith(("original_", "wavelet", "log-"))]
    found = [("phantoms", tuple(columns), table[columns].to_numpy(float), people["outcome"].to_numpy(), {})]
    for path in sorted(folder.glob("*.csv*")) if folder else ():
        data = pd.read_csv(path)
        features = data.drop(columns=["ID", "Target"])
        values, event = features.to_numpy(float), data["Target"].to_numpy(int)
        _, first = np.unique(values, axis=0, return_index=True)  # Song2020 holds a patient twice
        kept = np.sort(first)
        declared = {"features": {"normalised": "zscore", "columns": list(features)}}
        found.append((path.name.partition(".")[0], tuple(features), values[kept], event[kept], declared))
    return found


def false_alarms(own: dict, names: Sequence[str], count: int, folder: Path | None) -> tuple[list[dict], dict]:
    """Failures of each check over clean tables, and how many tables of which kind there were."""
    real = real_tables(folder)
    alarms, worst, kinds = Counter(), defaultdict(lambda: Severity.NOTE), Counter()
    for number in range(count):
        way = number % 5
        if way < 2:
            table = clean(
                own, names, (60, 200, 60, 600)[number % 4 if number % 20 == 3 else number % 2], 10**6 + number
            )
            table = standardised(table, table.train) if way else table
            kinds["made, raw" if not way else "made, standardised on the training rows"] += 1
        elif way == 2:
            table = clean(own, names, 60 + 140 * (number % 2), 10**6 + number)
            table = combat_on_train(table)
            kinds["made, ComBat on the training rows"] += 1
        else:
            name, columns, values, event, declared = real[0] if way == 3 else real[number // 5 % len(real)]
            table = resampled(columns, values, event, declared, number)
            kinds[f"resampled, {name}"] += 1
        for check, found in judged(table, CHECKS).items():
            for code, severity in failures(found):
                alarms[check] += 1
                worst[check] = max(worst[check], severity)
                print("alarm", number, way, check, code, flush=True)
    rows = [
        {"check": check, "alarms": alarms[check], "share": f"{alarms[check] / count:.4f}",
         "gravest": worst[check].value if alarms[check] else ""}
        for check in CHECKS
    ]  # fmt: skip
    return rows, dict(kinds)


def as_published(folder: Path | None) -> list[dict]:
    """What the checks say of whole published tables, in their own order, without sites and sets."""
    rows = []
    for name, columns, values, event, declared in real_tables(folder)[1:]:
        none = np.array(["one"] * len(event))
        table = Table(columns, values, event, none, np.full(len(event), 60), np.ones(len(event), bool), declared)
        told = [(code, severity) for found in judged(table, CHECKS).values() for code, severity in failures(found)]
        rows.append(
            {"table": name, "rows": len(event), "columns": len(columns),
             "findings": ", ".join(f"{code} ({severity.value})" for code, severity in told)}
        )  # fmt: skip
    return rows


def combat_on_train(table: Table) -> Table:
    from lesion_tables import combat as fitted

    values = fitted(table.values, table.site, np.zeros((len(table.event), 0)), table.train)
    declared = {"harmonisation": BY_SITE | {"fitted_on": "train"}}
    return standardised(replace(table, values=values, manifest=declared), table.train)


def markdown(rows: Sequence[dict]) -> str:
    head = [str(name) for name in rows[0]]
    lines = [head, ["---"] * len(head), *([str(value) for value in row.values()] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tables", type=Path, default=None)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--clean", type=int, default=500)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    start = time.time()
    own = pool(2024)
    names = list(lesion(np.random.default_rng(0), 0))
    found = power(own, names, options.runs)
    alarms, kinds = false_alarms(own, names, options.clean, options.tables)
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    text = f"{options.clean} clean tables: {told}.\n\n{markdown(alarms)}"
    if options.tables:
        text += (
            f"\n\nPublished tables as they are, declared as standardised:\n\n{markdown(as_published(options.tables))}"
        )
    print(f"\n{markdown(found)}\n\n{text}\n\n{time.time() - start:.0f} s")
    if options.write:
        page = ROOT / "docs/forensics.md"
        before, rest = page.read_text(encoding="utf-8").split(MARKS[0])
        after = rest.split(MARKS[2])[1]
        made = f"{MARKS[0]}\n\n{markdown(found)}\n\n{MARKS[1]}\n\n{text}\n\n{MARKS[2]}"
        page.write_text(before + made + after, encoding="utf-8")


if __name__ == "__main__":
    main()
