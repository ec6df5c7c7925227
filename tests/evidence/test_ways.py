"""Each way to a model's scores, end to end; every task."""

import numpy as np
import pytest

from radaudit.core.errors import Unavailable
from tests.made_study import CASES, MODEL, write_table

TRAIN = """
import csv
from model import build
import numpy as np

def read(name):
    return list(csv.DictReader(open(name)))

people, features = read("cohort.csv"), {row.pop("case"): row for row in read("features.csv")}
table = np.array([[float(value) for value in features[row["case"]].values()] for row in people])
events, train = np.array([int(row["label"]) for row in people]), np.array([row["set"] == "train" for row in people])
model = build().fit(table[train], events[train])
with open("results/predictions.csv", "w") as stream:
    stream.write("case,set,probability\\n")
    for row, risk in zip(people, model.predict_proba(table)[:, 1]):
        stream.write(f"{row['case']},{row['set']},{risk!r}\\n")
"""


def declare(*models, task="binary", claims=(), **cohort):
    def change(said):
        said["study"]["task"] = task
        said["cohort"].update(cohort)
        said["models"] = list(models)
        said["claims"] = [{"id": f"claim{number}", **claim} for number, claim in enumerate(claims)]

    return change


def skops_model(path, values, labels):
    import pandas as pd
    from sklearn.linear_model import LogisticRegression
    from skops.io import dump

    table = pd.DataFrame(values, columns=[f"original_glcm_F{number}" for number in range(values.shape[1])])
    dump(LogisticRegression().fit(table, labels), path)


@pytest.mark.slow
def test_four_ways_end_to_end(make_study):
    """A study with an estimator, a command, a fitted model and predictions; each claim by each way."""
    names = ("estimator", "command", "artefact", "predictions")
    ways = (
        {"estimator": "code/model.py:build"},
        {"command": ["python", "code/train.py"], "produces": "results/predictions.csv"},
        {"artefact": "model.skops"},
        {"predictions": "reported.csv"},
    )
    models = [{"name": name, **way} for name, way in zip(names, ways, strict=True)]
    made = make_study(manifest=declare(*models, {"name": "all", **ways[0], **ways[1], **ways[3]}))
    made.write("code/train.py", TRAIN)
    rows = [line.split(",") for line in made.root.joinpath("features.csv").read_text().splitlines()[1:]]
    skops_model(made.root / "model.skops", np.array(rows)[:8, 1:].astype(float), ["0", "1"] * 4)
    write_table(made.root / "reported.csv", [{"case": case, "probability": 0.25} for case in CASES])
    made.write("results/predictions.csv", "this must not be taken for what the command writes")
    found = made.evidence("ways", trust=True)
    assert {name: [way.kind for way in own] for name, own in found.items()} == {
        **{name: [name] for name in names},
        "all": ["estimator", "command", "predictions"],
    }
    assert [way.problem for own in found.values() for way in own] == [""] * 7
    estimator, command, _ = found["all"]
    assert estimator.sets.keys() == command.sets.keys() == {"train", "test"}
    for name in ("train", "test"):
        first, second = (np.array(list(way.sets[name].values())) for way in (estimator, command))
        np.testing.assert_allclose(first, second, rtol=1e-12)
        assert np.ptp(list(found["artefact"][0].sets[name].values())) > 0
    assert set(found["predictions"][0].sets["test"].values()) == {(0.25,)}


def test_without_trust_only_what_runs_no_code(make_study):
    models = ({"name": "a", "estimator": "code/model.py:build"}, {"name": "b", "predictions": "reported.csv"})
    made = make_study(manifest=declare(*models))
    write_table(made.root / "reported.csv", [{"case": case, "probability": 0.25} for case in CASES])
    found = made.evidence("ways")
    assert found["a"][0].problem == "the study's code was not run; read it, then audit with --trust"
    assert found["b"][0].problem == ""


def test_no_way_at_all(make_study):
    with pytest.raises(Unavailable, match="--trust"):
        make_study().evidence("ways")
    with pytest.raises(Unavailable, match=r"none gives its predictions.*artefact"):
        make_study(manifest=declare({"name": "a"})).evidence("ways", trust=True)


SURVIVAL = """
import numpy as np

class Risk:
    def fit(self, table, outcome):
        assert outcome.dtype.names == ("event", "time")
        values = np.asarray(table)
        self.weights = -np.array([np.corrcoef(column, outcome["time"])[0, 1] for column in values.T])
        return self

    def predict(self, table):
        return np.asarray(table) @ self.weights

def build():
    return Risk()
"""


def test_a_survival_study(make_study):
    claims = [{"metric": "c_index", "set": name, "value": 0.5, "tolerance": 0.6} for name in ("test", "cv")]
    model = {"name": "m", "estimator": "code/model.py:build", "cv": {"folds": 2, "average": "pooled"}}
    change = declare(model, task="survival", claims=claims, outcome={"time": "days", "event": "label"}, positive=1)

    def follow(rows):
        for number, row in enumerate(rows):
            row["days"] = 1000 - 70 * number + 300 * (number % 2)

    made = make_study(manifest=change, cohort=follow, code=SURVIVAL)
    held, pooled = made.evidence("claims", trust=True)
    assert (held.status, held.cases, held.events) == ("within tolerance", 4, 2)
    assert (pooled.status, pooled.cases, pooled.events) == ("within tolerance", 8, 4)
    assert 0 <= held.found.estimate <= 1


CURVES = SURVIVAL.replace(
    "def build",
    """    def predict_survival_function(self, table, times):
        rates = np.exp(np.asarray(table) @ self.weights - 5)
        return np.exp(-np.outer(times, rates)) if max(times) < 1150 else np.ones((1, 1))

def build""",
)


@pytest.mark.parametrize(("longest", "status"), [(1100, "within tolerance"), (1200, "not assessable")])
def test_a_survival_study_with_probabilities_by_a_time(make_study, longest, status):
    """An estimator that has survival functions is asked for them; one that gives none keeps its risks."""
    claims = [
        {"metric": metric, "set": name, "value": 0.5, "tolerance": 0.6, **at}
        for name in ("train", "cv")
        for metric, at in (("auc", {"horizon": 1000}), ("brier", {"horizon": 1000}), ("ibs", {}))
    ]
    model = {"name": "m", "estimator": "code/model.py:build", "cv": {"folds": 2, "average": "pooled"}}
    model |= {"probabilities": [1000, longest]}
    change = declare(model, task="survival", claims=claims, outcome={"time": "days", "event": "label"}, positive=1)

    def follow(rows):
        for number, row in enumerate(rows):
            row["days"] = 1000 - 70 * number + 300 * (number % 2)

    made = make_study(manifest=change, cohort=follow, code=CURVES)
    found = made.evidence("claims", trust=True)
    assert [own.status for own in found] == ["within tolerance", status, status] * 2
    [way] = made.evidence("ways", trust=True)["m"]
    wide = status == "within tolerance"
    assert way.horizons == ((1000.0, 1100.0) if wide else ())
    assert {len(row) for row in way.sets["test"].values()} == {3 if wide else 1}
    assert {fold.scores.shape[1] for fold in way.folds} == {3 if wide else 1}
    if not wide:
        assert "numbers for" in found[1].reason


def test_a_multiclass_study(make_study):
    claims = [{"metric": "accuracy", "set": "train", "value": 1.0}]
    change = declare(
        {"name": "m", "estimator": "code/model.py:build"}, task="multiclass", claims=claims, outcome="kind"
    )
    code = """
import numpy as np

class Nearest:
    def fit(self, table, classes):
        self.table, self.own, self.classes_ = np.asarray(table), classes, np.unique(classes)
        return self

    def predict_proba(self, table):
        distance = ((np.asarray(table)[:, None] - self.table) ** 2).sum(axis=-1)
        return (self.own[distance.argmin(axis=1)][:, None] == self.classes_).astype(float)

def build():
    return Nearest()
"""

    def classify(rows):
        for number, row in enumerate(rows):
            row["kind"] = ("benign", "borderline", "malignant")[number % 3]

    made = make_study(manifest=change, cohort=classify, code=code)
    (claim,) = made.evidence("claims", trust=True)
    assert (claim.status, claim.found.estimate, claim.cases) == ("reproduced", 1.0, 8)
    assert len(made.evidence("reruns", trust=True)["m"].classes["c01"]) == 3


def test_what_no_step_does_is_said(make_study):
    change = declare({"name": "m", "estimator": "code/model.py:build", "fitted_on": {"scaling": "all"}})
    rerun = make_study(manifest=change, code=MODEL).evidence("reruns", trust=True)["m"]
    assert rerun.notes == (
        "scaling is declared as fitted on all rows, but no step of the estimator does it; the re-run leaves it out",
    )
    assert rerun.twin == {}


def test_a_study_without_a_split_has_its_folds(make_study):
    claims = [{"metric": "auc", "set": "cv", "value": 0.5, "tolerance": 0.5}]

    def change(said):
        declare({"name": "m", "estimator": "code/model.py:build", "cv": {"column": "fold"}}, claims=claims)(said)
        del said["cohort"]["split"]

    def fold(rows):
        for number, row in enumerate(rows):
            row["fold"] = number // 4

    made = make_study(manifest=change, cohort=fold, code=MODEL)
    (claim,) = made.evidence("claims", trust=True)
    assert (claim.status, claim.cases) == ("within tolerance", 12)
