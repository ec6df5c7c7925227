import pytest

from radaudit.core.errors import Unavailable

TOP = """
import csv
import numpy as np

people = {row["case"]: row for row in csv.DictReader(open("cohort.csv"))}
rows = [row for row in csv.DictReader(open("features.csv"))]
values = np.array([[float(text) for text in list(row.values())[1:]] for row in rows])
train = np.array([people[row["case"]]["set"] == "train" for row in rows])
"""
END = """
with open("out.csv", "w") as stream:
    stream.write("case,risk\\n")
    stream.writelines(f"{row['case']},{own:.6f}\\n" for row, own in zip(rows, risk))
"""
LEAKY = TOP + "values = (values - values.mean(axis=0)) / values.std(axis=0)\nrisk = values.mean(axis=1)\n" + END
UNSEEDED = TOP + "risk = np.random.default_rng().normal(size=len(rows))\n" + END


@pytest.fixture
def recorded(make_study):
    def make(code, command=("python", "code/run.py"), trust=True):
        model = {"name": "signature", "command": list(command), "produces": "out.csv"}
        study = make_study(manifest=lambda said: said.update(models=[model]))
        study.write("code/run.py", code)
        return study.evidence("recordings", trust=trust)

    return make


def test_without_trust_nothing_is_run(recorded):
    with pytest.raises(Unavailable, match="--trust"):
        recorded(LEAKY, trust=False)


def test_conflicts_are_told_in_cases(recorded):
    [own] = recorded(LEAKY)
    assert (own.problem, {each.kind for each in own.conflicts}) == ("", {"scaling"})
    [found] = own.conflicts
    assert own.names(found) == ["c09", "c10", "c11", "c12"]
    assert own.named(found.place) == "code/run.py:9"
    assert own.shown(found.place).startswith("values = (values - ")


@pytest.mark.parametrize(
    ("code", "command", "said"),
    [
        (UNSEEDED, ("python", "code/run.py"), "wrote other predictions"),
        (LEAKY, ("Rscript", "code/run.R"), "'Rscript' runs no Python script"),
        (TOP + "risk = [0.5 + k / 100 for k in range(len(rows))]\n" + END, ("python", "code/run.py"), "nothing in it"),
    ],
)
def test_a_run_that_tells_nothing_says_why(recorded, code, command, said):
    [own] = recorded(code, command)
    assert said in own.problem
    assert own.conflicts == ()
