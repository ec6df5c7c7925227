"""Models by their predictions, code and fitted files."""

import pytest

from radaudit.drafting.make import draft
from tests.made_repositories import table, write

IDS = [f"p{n}" for n in range(8)]


@pytest.fixture
def study(tmp_path):
    table(tmp_path, "clinical.csv", [{"PatientID": own, "outcome": n % 2} for n, own in enumerate(IDS)])
    return tmp_path


def test_predictions_of_folds_name_cases_several_times(study):
    rows = [{"case": own, "fold": fold, "probability": 0.5} for fold in (1, 2) for own in IDS[:4]]
    table(study, "results/predictions_svm.csv", rows)
    found = draft(study).values
    assert (found["models.0.name"], found["models.0.predictions"]) == ("svm", "results/predictions_svm.csv")


@pytest.mark.parametrize(
    ("column", "said"), [("y_prob", "call the column of scores 'probability'"), ("probability", "")]
)
def test_a_column_that_an_audit_does_not_read_is_told(study, column, said):
    table(study, "oof_predictions.csv", [{"PatientID": own, column: n / 10} for n, own in enumerate(IDS)])
    own = next(guess for guess in draft(study).guesses if guess.name == "models.0.predictions")
    assert own.live is (not said)
    assert said in own.reason


def test_predictions_that_are_none_are_not_set(study):
    """A table that an audit would refuse stands as a comment, with what is against it."""
    table(study, "predictions.csv", [{"PatientID": own, "probability": n} for n, own in enumerate(IDS)])
    own = next(guess for guess in draft(study).guesses if guess.name == "models.0.predictions")
    assert not own.live
    assert "must be a probability between 0 and 1" in own.reason


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("def build():\n    return 1\n", "model.py:build"),
        ("def build(seed=0, *, deep=True):\n    return 1\n", "model.py:build"),
        ("def build(seed):\n    return 1\n", None),
        ("def build(*, seed):\n    return 1\n", None),
        ("def other():\n    return 1\n", None),
        ("raise SystemExit\n\ndef build():\n    return 1\n", "model.py:build"),
    ],
)
def test_functions_that_build_are_read_not_run(study, code, found):
    write(study, "model.py", code)
    assert draft(study).values.get("models.0.estimator") == found


def test_a_pickle_is_named_and_called_untrusted(study):
    write(study, "models/best_model.pkl", "cos\nsystem\n")
    write(study, "data/X_radiomic.pkl", "data")
    own = next(guess for guess in draft(study).guesses if guess.name == "models.0.artefact")
    assert own.value == "models/best_model.pkl"
    assert "untrusted" in own.reason
