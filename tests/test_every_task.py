"""Studies of a value, of several classes and of the time to an event, audited from their manifest to the findings."""

import numpy as np
import pandas as pd
import pytest
import yaml

import radaudit

RNG = np.random.default_rng(8)
CASES, COLUMNS = 60, 120
NOISE = RNG.normal(size=(CASES, COLUMNS)).round(4)
CODE = {
    "regression": """
from sklearn.feature_selection import SelectKBest, f_regression
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline

def build():
    return make_pipeline(SelectKBest(f_regression, k=5), LinearRegression())
""",
    "multiclass": """
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

def build():
    return make_pipeline(SelectKBest(f_classif, k=5), LogisticRegression())
""",
    "survival": """
import numpy as np

class Nearest:
    def fit(self, table, outcome):
        self.table, self.times = np.asarray(table), outcome["time"]
        return self

    def predict(self, table):
        apart = ((np.asarray(table)[:, None] - self.table) ** 2).sum(axis=2)
        return -self.times[apart.argmin(axis=1)]

def build():
    return Nearest()
""",
}


def write(folder, task, outcome, columns, model, claims, table=NOISE, split=None):
    names = [f"f{number}" for number in range(COLUMNS)]
    cases = [f"c{number:02d}" for number in range(CASES)]
    pd.DataFrame({"case": cases, **columns}).to_csv(folder / "cohort.csv", index=False)
    pd.DataFrame(table, columns=names).assign(case=cases).to_csv(folder / "features.csv", index=False)
    (folder / "model.py").write_text(CODE[task])
    cohort = {"table": "cohort.csv", "case": "case", "outcome": outcome} | ({"split": split} if split else {})
    manifest = {
        "schema": "radaudit/1",
        "study": {"title": f"A {task} study of noise", "task": task},
        "cohort": cohort,
        "features": {"table": "features.csv", "case": "case", "columns": names},
        "models": [{"name": "m", "estimator": "model.py:build", **model}],
        "claims": [{"id": name, "model": "m", "metric": name, **own} for name, own in claims.items()],
    }
    (folder / "radaudit.yaml").write_text(yaml.safe_dump(manifest))
    return folder


def audited(folder, tmp_path, *checks):
    report = radaudit.audit(
        folder, select=[f"model/{name}" for name in checks], trust=True, quick=True, jobs=1, store=tmp_path / "store"
    )
    return {result.check.removeprefix("model/"): result for result in report.results}


CROSS_VALIDATED = {"fitted_on": {"selection": "all"}, "cv": {"folds": 3, "stratified": False}}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("task", "values", "claims"),
    [
        ("regression", RNG.normal(50, 10, CASES).round(1), {"r2": 0.4, "mae": 6.0}),
        ("multiclass", np.array(["a", "b", "c"])[np.arange(CASES) % 3], {"auc": 0.8, "accuracy": 0.6}),
    ],
)
def test_selection_on_all_cases_is_found_whatever_is_predicted(task, values, claims, tmp_path):
    said = {name: {"set": "cv", "value": value} for name, value in claims.items()}
    folder = write(tmp_path, task, "value", {"value": values}, CROSS_VALIDATED, said)
    found = audited(folder, tmp_path, "claims-hold-without-leaks", "better-than-chance")
    for result, codes in ((found["claims-hold-without-leaks"], {"nothing-left"}),
                          (found["better-than-chance"], {"analysis-flatters"})):  # fmt: skip
        assert {finding.code for finding in result.findings} == codes
    assert [f.values["cross_validated_folds"] for f in found["claims-hold-without-leaks"].findings] == [10, 10]


def test_copies_of_training_cases_flatter_the_time_to_an_event(tmp_path):
    times, seen = RNG.exponential(20, CASES).round(2) + 0.01, (RNG.random(CASES) < 0.8).astype(int)
    copied = np.r_[np.arange(40), np.arange(20)]
    columns = {"time": times[copied], "seen": seen[copied], "set": ["train"] * 40 + ["test"] * 20}
    folder = write(
        tmp_path,
        "survival",
        {"time": "time", "event": "seen"},
        columns,
        {},
        {"c_index": {"set": "test", "value": 1.0}},
        NOISE[copied],
        {"column": "set", "train": ["train"], "test": ["test"]},
    )
    found = audited(folder, tmp_path, "claims-hold-without-leaks")
    [finding] = found["claims-hold-without-leaks"].findings
    assert finding.code == "nothing-left"
    assert finding.message.startswith("C-index (Harrell) on test: claimed 1, re-run 1.00, without the leaks 0.")
    assert finding.rows[0]["flaw"] == "equal rows of other patients"
