import pytest

from radaudit.core.errors import Unavailable
from tests.made_commands import asked, commanded, selecting

BATCH = """
import numpy as np


class Ranked:
    def fit(self, table, events):
        self.classes_ = np.array([0, 1])
        return self

    def predict_proba(self, table):
        first = np.asarray(table, dtype=float)[:, 0]
        risk = (first - first.min() + 1) / (np.ptp(first) + 2)
        return np.column_stack([1 - risk, risk])


def build():
    return Ranked()
"""


def influenced(make_study, script, **options):
    [own] = asked(commanded(make_study, **options), "influences", script)[0]
    return own


def test_a_scaler_on_all_cases_is_proved_and_none_is_cleared(make_study):
    leaky, sound = (influenced(make_study, selecting(False, scaled=own)) for own in (True, False))
    assert len(leaky.moved) == leaky.watched == 80
    assert (sound.moved, sound.watched, sound.runs) == ({}, 80, 4)


def test_other_cases_of_the_patient_may_move(make_study):
    made = commanded(make_study)
    path = made.root / "cohort.csv"
    path.write_text(
        "".join("px" + line[4:] if line.startswith("p0") or "test" in line else line for line in path.open())
    )
    [own] = asked(made, "influences", selecting(False, scaled=True))[0]
    assert own.problem == "no two patients that its command predicts were held out together"


def test_in_a_cross_validation_cases_of_one_fold_are_watched(make_study):
    def script(tables):
        rows = selecting(False, scaled=True)(tables)
        return [row | {"set": "cv", "fold": number % 3} for number, row in enumerate(rows)]

    own = influenced(make_study, script)
    assert 0 < len(own.moved) <= own.watched <= 80
    unnamed = influenced(make_study, lambda tables: [row | {"set": "cv"} for row in selecting(False)(tables)])
    assert "held out together ('set', 'fold')" in unnamed.problem


@pytest.mark.parametrize(("code", "moved"), [(None, False), (BATCH, True)])
def test_an_estimator_is_asked_for_single_cases(make_study, code, moved):
    made = make_study(code=code) if code else make_study()
    [own] = made.evidence("influences", trust=True)
    assert (own.problem, own.watched, bool(own.moved)) == ("", 3, moved)


def test_what_was_declared_to_depend_on_all_cases_is_not_cleared(make_study):
    made = make_study(manifest=lambda said: said["models"][0].update(fitted_on={"scaling": "all"}))
    [own] = made.evidence("influences", trust=True)
    assert "fitted scaling on all cases" in own.problem


def test_without_trust_nothing_is_run(make_study):
    with pytest.raises(Unavailable, match="--trust"):
        make_study().evidence("influences")
