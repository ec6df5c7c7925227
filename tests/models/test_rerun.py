import json
import textwrap
from dataclasses import replace

import numpy as np
import pytest

from radaudit.compute.digest import FileRef
from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.compute.store import Store
from radaudit.core.errors import JobFailed
from radaudit.harmonisation.method import Method
from radaudit.models import asking
from radaudit.models.asking import without_folders
from radaudit.models.harmonised import Harmonise, Unharmonised
from radaudit.models.request import (
    Answer,
    Request,
    Run,
    RunResult,
    forget_request,
    read_answer,
    read_request,
    write_answer,
    write_request,
)
from radaudit.models.rerun import Refit, Setup, run_all
from radaudit.models.roc import roc_points
from radaudit.models.sandbox.limits import Limits
from tests.made_study import MODEL

VALUES = np.random.default_rng(1).normal(size=(10, 2)) + np.arange(10)[:, None] % 2
EVENTS = np.arange(10) % 2.0
TRAIN = np.arange(6)


@pytest.fixture
def setup(tmp_path):
    def make(code=MODEL, model="m", values=VALUES):
        (tmp_path / "model.py").write_text(code)
        code = {"code/model.py": FileRef.of(tmp_path / "model.py")}
        return Setup(model, "code/model.py:build", code, "binary", ("a", "b"), values, {}, EVENTS, np.arange(2))

    return make


@pytest.fixture
def job(setup):
    return lambda *arguments, **options: Refit.of(setup(*arguments, **options), [Run(TRAIN)])


def test_the_address_is_that_of_code_rows_and_columns_not_of_the_name(job):
    assert job().key == job(model="other").key
    assert job().key != job(code=MODEL + "\n").key
    assert job().key != job(values=VALUES + 1).key


def test_the_same_seed_gives_the_same_scores(job):
    drawn = MODEL.replace("risk = ", "risk = np.random.random() * ")
    assert job(drawn).run() == job(drawn).run()


def test_an_endless_loop_is_stopped_and_tried_again_next_time(job, monkeypatch, tmp_path):
    monkeypatch.setattr(asking, "Limits", lambda: Limits(seconds=2))
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
    run = Run(np.array([0, 0]), None, np.array([1.0]), 3, early=("scaling", "selection"), select=1)
    request = Request(
        "m.py:f",
        "binary",
        ("a",),
        VALUES[:, :1],
        {"sex": ("F", None)},
        EVENTS,
        np.array([0]),
        (run, Run(TRAIN)),
        horizons=(2.0, 3.0),
    )
    write_request(tmp_path, request)
    back = read_request(tmp_path)
    assert (back.entry, back.task, back.columns) == ("m.py:f", "binary", ("a",))
    assert (back.clinical, back.horizons) == ({"sex": ["F", None]}, (2.0, 3.0))
    assert (back.features == VALUES[:, :1]).all()
    first, second = back.runs
    assert (first.fit.tolist(), first.predict, first.target.tolist(), first.seed) == ([0, 0], None, [1.0], 3)
    assert (first.early, first.select, second.target) == (("scaling", "selection"), 1, None)
    forget_request(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("early", [("selection", "scaling"), ("magic",)])
def test_early_kinds_are_sorted_and_known(early):
    with pytest.raises(ValueError, match="early must be sorted names out of scaling, selection"):
        Run(TRAIN, early=early)


def test_an_answer_comes_back_as_it_went(tmp_path):
    result = RunResult(
        "", ((0.5, 0.5), (float("nan"), 1.0)), False, ("Scaler",), ("scaling",), ("scaling",), ("a",), "no curves"
    )
    write_answer(tmp_path, Answer("", (result, RunResult("it broke"))))
    back = read_answer(tmp_path)
    assert (back.runs[0].scores[0], back.runs[0].probabilities, back.runs[0].used) == ((0.5, 0.5), False, ("a",))
    assert (back.runs[0].matrix.shape, back.runs[0].unanswered) == ((2, 2), "no curves")
    assert back.runs[1].problem == "it broke"


ANSWER = (
    '{"problem": "", "runs": [{"problem": "", "scores": [[0.5]], "probabilities": true, "steps": [], "kinds": [], '
    '"applied": [], "used": null, "unanswered": ""}]}'
)


def test_the_form_that_the_next_test_breaks(tmp_path):
    (tmp_path / "answer.json").write_text(ANSWER)
    assert read_answer(tmp_path).runs[0].scores == ((0.5,),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"problem": "", "runs": 3}',
        '{"problem": "", "runs": [{"problem": ""}]}',
        ANSWER.replace("[[0.5]]", '[["x"]]'),
        ANSWER.replace("[[0.5]]", "[0.5]"),
        ANSWER.replace("[[0.5]]", "[[0.5], [0.5, 1]]"),
        "[" * 100_000,
        ANSWER.replace("0.5", "9" * 400),
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


class TestManyRuns:
    def test_each_run_is_as_it_would_be_alone_and_one_that_fails_fails_alone(self, setup):
        rows = np.array([0, 1, 2, 3, 3, 3])
        other = Run(rows, np.array([8, 9]), 1 - EVENTS, seed=1)
        hopeless = Run(np.array([0, 2]), np.array([8]))  # no event among the rows it is fitted on
        one = setup(MODEL.replace("return self", "assert events.any(), 'no event'; return self"))
        (results,) = run_all(Compute(Nowhere()).map, "", [(one, [Run(TRAIN), hopeless, other])])
        (alone,), (first,) = run_all(Compute(Nowhere()).map, "", [(one, [other]), (one, [Run(TRAIN)])])
        assert results[1].problem == "AssertionError: no event (code/model.py:13)"
        assert (results[0], results[2]) == (first, alone)
        assert len(alone.scores) == 2
        assert alone.vector[0] > 0.5  # case 8 has the event once labels are turned round

    def test_more_runs_later_find_the_first_ones_done(self, setup, tmp_path):
        runs = [Run(TRAIN, seed=seed) for seed in range(3)]
        run_all(Compute(Store(tmp_path / "store")).map, "", [(setup(), runs[:2])], batch=2)
        compute = Compute(Store(tmp_path / "store"))
        (results,) = run_all(compute.map, "", [(setup(), runs)], batch=2)
        assert (compute.done["Refit"], compute.found["Refit"], len(results)) == (1, 1, 3)

    def test_labels_that_no_run_may_see_are_not_in_the_request(self, setup):
        job = Refit.of(setup(), [Run(TRAIN[:2]), Run(TRAIN[2:4], target=EVENTS)])
        request = job._request()
        assert np.isfinite(request.target).tolist() == [True] * 2 + [False] * 8
        assert np.isfinite(request.runs[1].target).tolist() == [False] * 2 + [True] * 2 + [False] * 6
        early = Refit.of(setup(), [Run(TRAIN, np.array([8]), early=("selection",))])._request()
        assert np.flatnonzero(np.isfinite(early.target)).tolist() == [0, 1, 2, 3, 4, 5, 8]

    def test_other_seeds_reach_into_the_estimator(self, setup):
        code = """
            from sklearn.linear_model import SGDClassifier
            from sklearn.pipeline import make_pipeline
            from sklearn.preprocessing import StandardScaler

            def build():
                return make_pipeline(StandardScaler(), SGDClassifier(max_iter=2, tol=None, random_state=7))
            """
        runs = [Run(TRAIN, seed=seed, reseed=again) for seed, again in ((0, False), (1, False), (1, True), (7, True))]
        (found,) = run_all(Compute(Nowhere()).map, "", [(setup(textwrap.dedent(code)), runs)])
        own, same, other, seven = (result.scores for result in found)
        assert own == same == seven != other

    def test_a_process_that_is_stopped_takes_its_batch_with_it(self, setup):
        code = "import os\nimport numpy as np\n\ndef build():\n    os._exit(3)\n"
        (results,) = run_all(Compute(Nowhere()).map, "", [(setup(code), [Run(TRAIN), Run(TRAIN, seed=1)])])
        assert {result.problem for result in results} == {"the study's code ended with status 3: no message"}


class Nowhere:
    """A store that keeps nothing."""

    def get(self, job):
        return None

    def put(self, job, result):
        pass


class TestHarmonisedAnew:
    """A column that tells the site, and under it the outcome: scores show which table a run was given."""

    SITE = ("A", "B") * 5
    BEFORE = Unharmonised(VALUES + np.array([5.0, 0.0] * 5)[:, None], SITE, {"label": EVENTS})

    def results(self, setup, *runs):
        return Refit.of(replace(setup(), unharmonised=self.BEFORE), runs).run()["runs"]

    def test_a_run_is_given_what_its_own_rows_tell(self, setup):
        before = self.results(setup, Run(TRAIN, harmonise=Harmonise(rows="none")), Run(TRAIN))
        whole = replace(setup(), features=self.BEFORE.harmonised(Harmonise(), TRAIN))
        [alone] = Refit.of(whole, [Run(TRAIN)]).run()["runs"]
        fit, pool = self.results(setup, Run(TRAIN, harmonise=Harmonise()), Run(TRAIN, harmonise=Harmonise(rows="pool")))
        assert fit == alone
        assert fit["scores"] != pool["scores"]
        assert (
            before[0]["scores"] == Refit.of(setup(values=self.BEFORE.features), [Run(TRAIN)]).run()["runs"][0]["scores"]
        )
        assert before[1]["scores"] == Refit.of(setup(), [Run(TRAIN)]).run()["runs"][0]["scores"]

    def test_one_that_can_not_be_harmonised_says_why_and_the_others_go_on(self, setup):
        strange = Harmonise(Method(reference="C"))
        one, other = self.results(setup, Run(TRAIN, harmonise=strange), Run(TRAIN))
        assert one["problem"].startswith("the features can't be harmonised anew: the reference batch 'C' is none")
        assert other["problem"] == ""
        with pytest.raises(JobFailed, match="the covariate 'age' is not known"):
            self.results(setup, Run(TRAIN, harmonise=Harmonise(covariates=("age",))))
        with pytest.raises(JobFailed, match="no table from before harmonisation"):
            Refit.of(setup(), [Run(TRAIN, harmonise=Harmonise())]).run()


class TestTogether:
    def test_models_of_the_same_code_share_a_process_and_give_what_each_gives_alone(self, setup, monkeypatch):
        jobs = [Refit.of(setup(), [Run(TRAIN), Run(np.arange(4))]), Refit.of(setup(values=VALUES + 1), [Run(TRAIN)])]
        alone = [job.run() for job in jobs]
        started, launch = [], asking.run
        monkeypatch.setattr(asking, "run", lambda *own, **how: started.append(own) or launch(*own, **how))
        found = Compute(Nowhere()).map("", jobs)
        assert json.loads(json.dumps(found)) == json.loads(json.dumps(alone))
        assert len(started) == 1

    def test_other_code_does_not(self, setup, tmp_path):
        one, other = setup(), setup()
        other = replace(other, code={"code/model.py": FileRef(tmp_path / "model.py", "0" * 64)})
        assert Refit.of(one, [Run(TRAIN)]).shares == Refit.of(replace(one, model="n"), [Run(TRAIN)]).shares
        assert Refit.of(one, [Run(TRAIN)]).shares != Refit.of(other, [Run(TRAIN)]).shares
        assert Refit.of(one, [Run(TRAIN)]).shares != Refit.of(replace(one, sandbox="limits"), [Run(TRAIN)]).shares

    def test_of_a_process_that_was_lost_each_job_is_tried_alone(self, setup):
        dies = "import os\n" + MODEL.replace("risk = ", "os._exit(3) if table.iloc[0, 0] > 50 else None; risk = ")
        jobs = [Refit.of(setup(dies), [Run(TRAIN)]), Refit.of(setup(dies, values=VALUES + 99), [Run(TRAIN)])]
        sound, lost = Compute(Nowhere()).map("", jobs)
        assert (len(sound["runs"]), isinstance(lost, Failure)) == (1, True)
