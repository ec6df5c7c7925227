import json

import joblib
import pytest

from radaudit.compute.digest import FileRef
from radaudit.core.errors import JobFailed
from radaudit.models import saved_harmoniser
from radaudit.models.saved_harmoniser import ANSWER, OpenHarmoniser, Saved, saved_of

TOLD = {"problem": "", "rows": 3, "batches": {"A": 2, "B": 1}, "covariates": ["age"], "terms": 1}


def test_a_file_is_opened_in_a_process_of_its_own(tmp_path):
    path = tmp_path / "h.json"
    path.write_text(json.dumps({"SITE_labels": ["A", "B"], "sample_per_batch": [2, 1], "Covariates": ["SITE"]}))
    found = OpenHarmoniser(FileRef.of(path), ".json").run()
    assert saved_of(found) == Saved(3, {"A": 2, "B": 1}, (), None)


def test_a_pickle_of_something_else_says_so(tmp_path):
    path = tmp_path / "h.pkl"
    joblib.dump({"scaler": 1}, path)
    with pytest.raises(JobFailed, match="no harmoniser"):
        OpenHarmoniser(FileRef.of(path), ".pkl").run()


@pytest.mark.parametrize(
    "text", ["", "[]", json.dumps(TOLD | {"batches": 3}), json.dumps(TOLD | {"rows": "many"}), '{"problem": ""}']
)
def test_an_answer_of_another_form_is_none(tmp_path, text):
    (tmp_path / ANSWER).write_text(text)
    assert saved_harmoniser._read(tmp_path / ANSWER) is None


def test_an_answer_is_cut_to_what_can_be_shown(tmp_path):
    (tmp_path / ANSWER).write_text(json.dumps(TOLD | {"covariates": ["x" * 900]}))
    assert saved_of(saved_harmoniser._read(tmp_path / ANSWER)).covariates == ("x" * 200,)
