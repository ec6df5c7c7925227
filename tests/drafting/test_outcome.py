"""The outcome by names and values of columns."""

import pytest

from radaudit.drafting.outcome import endpoints, find
from tests.made_sheets import IDS, seen, sheet

HALF = [n % 2 for n in range(12)]
TIMES = [n * 30.5 for n in range(12)]


@pytest.mark.parametrize(
    ("columns", "task", "value"),
    [
        ({"age": TIMES, "label": HALF}, "binary", "label"),
        ({"sex": HALF, "cr_popf": HALF}, "binary", "cr_popf"),
        ({"histology": [n % 3 for n in range(12)]}, "multiclass", "histology"),
        ({"target": TIMES}, "regression", "target"),
        ({"OS_days": TIMES, "OS_status": HALF}, "survival", {"time": "OS_days", "event": "OS_status"}),
        (
            {"PFS_months": TIMES, "OS_months": TIMES, "OS_event": HALF},
            "survival",
            {"time": "OS_months", "event": "OS_event"},
        ),
        ({"survival_time": TIMES, "label": HALF}, "binary", "label"),
    ],
)
def test_the_likeliest(columns, task, value):
    best = max(endpoints(sheet(ID=IDS, **columns)), key=lambda own: own.sureness)
    assert (best.task, best.value) == (task, value)


def test_a_feature_is_no_outcome():
    assert endpoints(sheet(ID=IDS, RLN_MLOb=TIMES, Ystart=TIMES)) == []


@pytest.mark.parametrize(
    ("values", "positive", "live"),
    [
        ([0, 1], "1", True),
        (["benign", "malignant"], "malignant", True),
        (["no", "yes"], "yes", True),
        ([-1, 1], "1", True),
        (["wildtype", "L858R"], "L858R", True),
        ([1, 2], "2", False),
        (["A", "B"], "B", False),
    ],
)
def test_the_value_of_the_event(values, positive, live):
    own = sheet(ID=IDS, outcome=[values[n % 2] for n in range(12)])
    found = next(guess for guess in find(seen(own)) if guess.key == ("cohort", "positive"))
    assert (found.value, found.live) == (positive, live)


def test_who_is_censored_had_no_event():
    found = {guess.key: guess.value for guess in find(seen(sheet(ID=IDS, months=TIMES, censored=HALF)))}
    assert found["cohort", "outcome"] == {"time": "months", "event": "censored"}
    assert found["cohort", "positive"] == "0"
