import joblib
import numpy as np
import pytest

from tests.evidence.test_ways import skops_model


@pytest.fixture
def applied(make_study):
    def run(name, trust=False, content=b"", **model):
        made = make_study(manifest=lambda said: said["models"][0].update(artefact=name, **model))
        (made.root / name).write_bytes(content)
        return made, lambda: made.evidence("artefacts", trust=trust)["signature"]

    return run


def test_a_pickle_is_opened_only_where_the_auditor_trusts_it(applied):
    _, run = applied("model.joblib")
    own = run()
    assert own.problem.startswith("The model was not opened: its file is a pickle, an unsafe format")
    assert own.notes == ("its file is a pickle, an unsafe format: opening it runs whatever code it holds",)


@pytest.mark.slow
def test_a_pickle_that_is_trusted_is_opened_in_its_own_process(applied):
    made, run = applied("model.joblib", trust=True)
    joblib.dump(Marks(), made.root / "model.joblib")
    own = run()  # its class is none of the study's, and the tests' folder can't be read from there
    assert own.problem.startswith("its file could not be applied: ")
    assert own.notes


class Marks:
    """A class that no other process knows."""


def test_kinds_that_nobody_opens(applied):
    _, run = applied("model.pt")
    assert run().problem == "Models of the kind .pt are not opened. Save it with skops"


@pytest.mark.slow
def test_the_model_is_given_the_columns_that_it_lists(applied):
    made, run = applied("model.skops", features=["original_glcm_F1", "original_glcm_F0"])
    rows = [line.split(",") for line in (made.root / "features.csv").read_text().splitlines()[1:]]
    values = np.array(rows)[:, 1:3].astype(float)
    skops_model(made.root / "model.skops", values, ["0", "1"] * 6)
    own = run()
    assert own.problem.startswith("its file could not be applied: ValueError: The feature names should match")
    assert own.rows == {}
