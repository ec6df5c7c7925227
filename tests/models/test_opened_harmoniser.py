import json

import numpy as np
import pandas as pd
import pytest
import skops.io
from neuroHarmonize import harmonizationLearn, saveHarmonizationModel

from radaudit.models import opened_harmoniser
from radaudit.models.saved_harmoniser import ANSWER, SAVED, saved_of

SITES = ["A"] * 8 + ["B"] * 6
PEOPLE = pd.DataFrame({"SITE": SITES, "AGE": np.arange(14.0) ** 1.3})
VALUES = np.random.default_rng(0).normal(size=(14, 12))


@pytest.fixture(scope="module")
def fitted():
    return harmonizationLearn(VALUES, PEOPLE)[0]


def opened(folder, suffix):
    opened_harmoniser.main(folder, suffix)
    return json.loads((folder / ANSWER).read_text())


def test_what_neuroharmonize_saves_is_read(tmp_path, fitted):
    saveHarmonizationModel(fitted, str(tmp_path / f"{SAVED}.pkl"))
    said = saved_of(opened(tmp_path, ".pkl"))
    assert (said.rows, said.batches, said.covariates, said.terms) == (14, {"A": 8, "B": 6}, ("AGE",), 1)


PLAIN = {"n_sample": 14, "SITE_labels": ["A", "B"], "sample_per_batch": [8, 6], "Covariates": ["SITE", "AGE"]}


@pytest.mark.parametrize("suffix", [".json", ".npz", ".skops"])
def test_plain_files_say_the_same(tmp_path, suffix):
    path = tmp_path / f"{SAVED}{suffix}"
    if suffix == ".json":
        path.write_text(json.dumps(PLAIN))
    elif suffix == ".npz":
        np.savez(path, **PLAIN)
    else:
        skops.io.dump(PLAIN, path)
    said = opened(tmp_path, suffix)
    assert {name: said[name] for name in ("problem", "rows", "batches", "covariates")} == {
        "problem": "", "rows": 14, "batches": {"A": 8, "B": 6}, "covariates": ["AGE"],
    }  # fmt: skip


def test_neurocombat_tells_numbers_without_names():
    design = np.zeros((14, 4))
    said = opened_harmoniser.described({"info": {"n_sample": 14, "sample_per_batch": [8, 6], "design": design}})
    assert (said["rows"], said["batches"], said["covariates"], said["terms"]) == (14, {}, None, 2)


def test_a_transformer_of_combatlearn_tells_its_batches():
    class ComBat:
        _fitted_batch = SITES
        discrete_covariates = None
        continuous_covariates = PEOPLE[["AGE"]]

    assert opened_harmoniser.described(ComBat()) == {
        "rows": 14, "batches": {"A": 8, "B": 6}, "covariates": ["AGE"],
    }  # fmt: skip


@pytest.mark.parametrize(("text", "problem"), [("{", "JSONDecodeError"), ('{"a": 1}', "no harmoniser"), ("[1]", "no ")])
def test_other_files_say_why_they_are_none(tmp_path, text, problem):
    (tmp_path / f"{SAVED}.json").write_text(text)
    assert problem in opened(tmp_path, ".json")["problem"]


def test_an_array_of_objects_is_not_unpickled(tmp_path):
    np.savez(tmp_path / f"{SAVED}.npz", Covariates=np.array([{}], dtype=object))
    assert "ValueError" in opened(tmp_path, ".npz")["problem"]
