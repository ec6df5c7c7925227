"""The study's models run again: good ones, broken ones and hostile ones, each in a process of its own."""

import textwrap

import numpy as np
import pytest

from radaudit.compute.runners import Processes
from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.evidence.reruns import Rerun, _rerun
from radaudit.models.request import RunResult
from tests.made_study import CASES, MODEL

CODE = {
    "sibling": """
        from parts.middle import Middle

        def build():
            return Middle()
        """,
    "raises": """
        def deeper():
            raise ValueError("no weights in " + __file__)

        def build():
            return deeper()
        """,
    "fit_raises": """
        import numpy as np

        class Broken:
            def fit(self, table, events):
                np.linalg.inv(np.zeros((2, 2)))

        def build():
            return Broken()
        """,
    "no_fit": """
        def build():
            return [1, 2]
        """,
    "syntax": """
        def build(:
        """,
    "missing": """
        import a_library_that_nobody_has

        def build():
            return None
        """,
    "nan": """
        from parts.middle import Middle

        class Gaps(Middle):
            def predict_proba(self, table):
                found = super().predict_proba(table)
                found[:3] = float("nan")
                return found

        def build():
            return Gaps()
        """,
    "short": """
        from parts.middle import Middle

        class Short(Middle):
            def predict_proba(self, table):
                return super().predict_proba(table)[:5]

        def build():
            return Short()
        """,
    "noise": """
        import sys
        from parts.middle import Middle

        print("{" * 100_000)
        sys.stderr.write("WARNING\\n" * 10_000)

        def build():
            print('{"problem": "", "scores": [1, 1], "probabilities": true, "steps": [], "used": null}')
            return Middle()
        """,
    "unpicklable": """
        from parts.middle import Middle

        def build():
            found = Middle()
            found.rule = lambda value: value
            found.stream = open(__file__)
            return found
        """,
    "decision": """
        import numpy as np

        class Line:
            def fit(self, table, events):
                return self

            def decision_function(self, table):
                return np.asarray(table)[:, 0] * 10

        def build():
            return Line()
        """,
    "peeks": """
        import gc
        import numpy as np

        class Peek:
            classes_ = [0, 1]

            def fit(self, table, events):
                return self

            def predict_proba(self, table):
                requests = [found for found in gc.get_objects() if type(found).__name__ == "Request"]
                known = np.nan_to_num(requests[0].target)
                return np.column_stack([1 - known, known])

        def build():
            assert not __import__("glob").glob("*.npz"), "the request is still on the disk"
            return Peek()
        """,
    "exits": """
        import os

        def build():
            os._exit(0)
        """,
    "stops": """
        import sys

        def build():
            sys.exit("no data in /home/somebody/study/data.csv")
        """,
}

MIDDLE = MODEL.replace("class Nearest:", "class Middle:").split("def build")[0]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory, pictures):
    """The re-run of every model above, made once."""
    from tests.made_study import write_study

    def declare(said):
        said["models"] = [{"name": name, "estimator": f"code/{name}.py:build"} for name in CODE]
        said["models"] += [
            {"name": "usual", "estimator": "code/usual.py:build", "features": ["original_glcm_F1", "original_glcm_F0"]},
            {"name": "clinical", "estimator": "code/usual.py:build", "clinical": ["age", "sex"]},
            {"name": "no-such-clinical", "estimator": "code/usual.py:build", "clinical": ["stage"]},
            {"name": "no-such-feature", "estimator": "code/usual.py:build", "features": ["volume"]},
            {"name": "harmonised", "estimator": "code/usual.py:build", "features": "harmonised"},
            {"name": "no-function", "estimator": "code/sibling.py:make"},
            {"name": "by-hand", "estimator": None},
        ]

    made = write_study(tmp_path_factory.mktemp("models") / "study", pictures, manifest=declare)
    for name, code in CODE.items():
        made.write(f"code/{name}.py", textwrap.dedent(code))
    made.write("code/usual.py", USUAL)
    made.write("code/parts/__init__.py", "")
    made.write("code/parts/middle.py", MIDDLE)
    return made.evidence("reruns", trust=True, runner=Processes(2)), str(made.root)


USUAL = """
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler


def build():
    numbers = make_column_selector(dtype_include="number")
    words = make_column_selector(dtype_exclude="number")
    scale = make_column_transformer(
        (StandardScaler(), numbers), (OneHotEncoder(), words), verbose_feature_names_out=False
    )
    return Pipeline([("scale", scale), ("select", SelectKBest(k=1)), ("model", LogisticRegression())])
"""


@pytest.fixture
def rerun(outcomes):
    return lambda name: outcomes[0][name]


@pytest.mark.parametrize("name", ["sibling", "noise", "unpicklable"])
def test_a_model_is_fitted_on_train_rows_and_scores_all(rerun, name):
    own = rerun(name)
    assert own.problem == ""
    assert tuple(own.scores) == CASES
    assert own.probabilities
    assert own.scores == rerun("sibling").scores
    assert len(set(own.scores.values())) == len(CASES)
    assert own.steps == ("Middle",)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("raises", "ValueError: no weights in code/raises.py (code/raises.py:3)"),
        ("fit_raises", "LinAlgError: Singular matrix (code/fit_raises.py:6)"),
        ("no_fit", "code/no_fit.py:build returned a list, which has no 'fit'"),
        ("missing", "ModuleNotFoundError: No module named 'a_library_that_nobody_has' (code/missing.py:2)"),
        ("no-function", "AttributeError: module 'sibling' has no attribute 'make'"),
        ("nan", "3 of the estimator's 12 scores are not finite (NaN or infinity)"),
        ("short", "the estimator gave 5 scores for 12 cases"),
        ("exits", "the study's code left no scores"),
        ("stops", "the study's code ended with status 1: no data in data.csv"),
        ("no-such-clinical", "The cohort table has no column 'stage', which 'models[].clinical' names"),
        ("no-such-feature", "The feature table has no column 'volume', which 'models[].features' names"),
        ("harmonised", "The model is on harmonised features. Add 'harmonisation.table' to radaudit.yaml"),
    ],
)
def test_a_broken_model_is_told_in_a_sentence(rerun, name, problem):
    own = rerun(name)
    assert own.problem == problem
    assert (own.scores, own.steps) == ({}, ())


def test_a_syntax_error_names_the_line(rerun):
    assert "syntax.py, line 2" in rerun("syntax").problem


def test_no_sentence_names_a_place_on_this_machine(outcomes):
    for own in outcomes[0].values():
        assert "/tmp" not in own.problem
        assert outcomes[1] not in own.problem
        assert "site-packages" not in own.problem


def test_a_model_without_an_estimator_is_left_out(outcomes):
    assert "by-hand" not in outcomes[0]


def test_scores_of_a_decision_function_are_no_probabilities(rerun):
    own = rerun("decision")
    assert not own.probabilities
    assert max(own.scores.values()) > 1


def test_the_outcomes_of_the_test_rows_are_not_in_the_models_process(rerun):
    scores = rerun("peeks").of(CASES)
    assert scores[:8].tolist() == [0, 1] * 4
    assert scores[8:].tolist() == [0] * 4


def test_what_the_fitted_model_depends_on(rerun):
    own = rerun("usual")
    assert own.problem == ""
    assert own.offered == ("original_glcm_F1", "original_glcm_F0")
    assert len(own.used) == 1
    assert set(own.used) <= set(own.offered)
    assert own.steps == ("StandardScaler", "OneHotEncoder", "SelectKBest", "LogisticRegression")
    assert own.kinds == ("scaling", "other", "selection", "model")


def test_clinical_columns_are_numbers_where_they_can_be(rerun):
    own = rerun("clinical")
    assert own.problem == ""  # age went to the scaler and sex to the encoder
    assert own.clinical == ("age", "sex")
    assert own.offered[-2:] == ("age", "sex")


def test_scores_of_cases_without_one_are_nan():
    assert np.isnan(Rerun("m", scores={"a": 1.0}).of(("b",)))[0]


class TestWhatCouldNotBeTakenApart:
    @pytest.fixture
    def own(self, make_study):
        change = {"fitted_on": {"selection": "all"}}
        made = make_study(manifest=lambda said: said["models"][0].update(change))
        return made.evidence("setups", trust=True).ready["signature"]

    def test_it_is_run_without_the_leak_and_says_so(self, own):
        twin = RunResult("", tuple((0.5,) for _ in CASES), steps=("Votes",), kinds=("model",))
        rerun = _rerun(own, (RunResult("can't be taken apart: Votes"),), (twin,), ())
        assert (rerun.problem, rerun.early, rerun.twin) == ("", (), {})
        assert rerun.notes == (
            "run without what is declared as fitted on all rows (selection): can't be taken apart: Votes",
        )

    def test_where_that_fails_too_the_first_problem_is_told(self, own):
        rerun = _rerun(own, (RunResult("can't be taken apart: Votes"),), (RunResult("it is broken"),), ())
        assert rerun.problem == "can't be taken apart: Votes"


class TestUnavailable:
    def test_without_trust_nothing_is_run(self, make_study):
        made = make_study(code="raise SystemExit('this must not run')")
        with pytest.raises(Unavailable, match=r"The study.s code was not run.*--trust"):
            made.evidence("reruns")

    def test_no_model_and_no_estimator(self, make_study):
        with pytest.raises(Unavailable, match="declares no model"):
            make_study(manifest=lambda said: said.pop("models")).evidence("reruns", trust=True)
        with pytest.raises(Unavailable, match="names its estimator"):
            make_study(manifest=lambda said: said["models"][0].pop("estimator")).evidence("reruns", trust=True)

    def test_segmentation(self, make_study):
        with pytest.raises(NotApplicable):
            make_study(manifest=lambda said: said["study"].update(task="segmentation")).evidence("models")

    def test_no_training_case(self, make_study):
        def declare(said):
            said["cohort"]["split"].pop("train")

        own = make_study(manifest=declare).evidence("reruns", trust=True)["signature"]
        assert own.problem == "No case with features and an outcome is in the training set"
