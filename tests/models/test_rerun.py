import numpy as np
import pytest

from radaudit.compute.digest import FileRef
from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.compute.store import Store
from radaudit.core.errors import JobFailed
from radaudit.models import rerun
from radaudit.models.process import Limits
from radaudit.models.request import Answer, Request, read_answer, read_request, write_answer, write_request
from radaudit.models.rerun import Refit, without_folders
from radaudit.models.roc import roc_points
from tests.made_study import MODEL

VALUES = np.random.default_rng(1).normal(size=(10, 2)) + np.arange(10)[:, None] % 2


@pytest.fixture
def job(tmp_path):
    def make(code=MODEL, model="m", values=VALUES):
        (tmp_path / "model.py").write_text(code)
        code = {"code/model.py": FileRef.of(tmp_path / "model.py")}
        events, train = np.arange(10) % 2 == 1, np.arange(10) < 6
        return Refit(model, "code/model.py:build", code, ("a", "b"), values, {}, events, train, 0)

    return make


def test_the_address_is_that_of_code_rows_and_columns_not_of_the_name(job):
    assert job().key == job(model="other").key
    assert job().key != job(code=MODEL + "\n").key
    assert job().key != job(values=VALUES + 1).key


def test_the_same_seed_gives_the_same_scores(job):
    drawn = MODEL.replace("risk = ", "risk = np.random.random() * ")
    assert job(drawn).run() == job(drawn).run()


def test_an_endless_loop_is_stopped_and_tried_again_next_time(job, monkeypatch, tmp_path):
    monkeypatch.setattr(rerun, "Limits", lambda: Limits(seconds=2))
    endless = job("def build():\n    while True:\n        pass\n")
    with pytest.raises(JobFailed, match="the study's code was stopped after 2 s") as caught:
        endless.run()
    assert not caught.value.lasting
    compute = Compute(Store(tmp_path / "store"), lambda jobs: iter([(0, Failure("stopped", "passing"))]))
    assert compute.map("", [endless])[0].message == "stopped"
    assert Store(tmp_path / "store").get(endless) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("from '/usr/lib/python3/sklearn/__init__.py'", "from '__init__.py'"),
        ("No such file: /home/me/data.csv (model.py:3)", "No such file: data.csv (model.py:3)"),
        ("input/output and n/a, see https://example.org/a/b", "input/output and n/a, see https://example.org/a/b"),
    ],
)
def test_folders_of_this_machine_are_cut_off(text, shown):
    assert without_folders(text) == shown


def test_a_request_comes_back_as_it_went(tmp_path):
    request = Request("m.py:f", ("a",), VALUES[:, :1], {"sex": ("F", None)}, np.array([True]), np.array([False]), 3)
    write_request(tmp_path, request)
    back = read_request(tmp_path)
    assert (back.entry, back.columns, back.clinical, back.seed) == ("m.py:f", ["a"], {"sex": ["F", None]}, 3)
    assert (back.features == VALUES[:, :1]).all()


def test_an_answer_comes_back_as_it_went(tmp_path):
    answer = Answer("", (0.5, float("nan")), False, ("Pipeline",), ("a",))
    write_answer(tmp_path, answer)
    back = read_answer(tmp_path)
    assert (back.scores[0], back.probabilities, back.steps, back.used) == (0.5, False, ("Pipeline",), ("a",))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"problem": "", "scores": ["x"], "probabilities": true, "steps": [], "used": null}',
        '{"problem": "", "scores": 3, "probabilities": true, "steps": [], "used": null}',
        "[" * 100_000,
        '{"problem": "", "scores": [' + "9" * 400 + '], "probabilities": true, "steps": [], "used": null}',
        "\xff",
    ],
)
def test_an_answer_of_another_form_is_none(tmp_path, text):
    (tmp_path / "answer.json").write_text(text, encoding="latin-1")
    assert read_answer(tmp_path) is None


def test_an_answer_that_is_too_large_or_a_link_is_none(tmp_path):
    write_answer(tmp_path, Answer())
    assert read_answer(tmp_path, largest=10) is None
    (tmp_path / "answer.json").rename(tmp_path / "other.json")
    (tmp_path / "answer.json").symlink_to(tmp_path / "other.json")
    assert read_answer(tmp_path) is None


def test_the_curve_starts_at_none_and_ends_at_all():
    x, y = roc_points(np.array([False, True, False, True]), np.array([0.1, 0.4, 0.35, 0.8]))
    assert (x[0], y[0], x[-1], y[-1]) == (0.0, 0.0, 1.0, 1.0)
    assert all(isinstance(value, float) for value in (*x, *y))
