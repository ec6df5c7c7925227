import numpy as np
import pytest

from radaudit.core.errors import NotApplicable
from radaudit.core.workbench import Workbench
from radaudit.evidence.claims import claims, decimals_of
from radaudit.evidence.reruns import FoldScores
from radaudit.evidence.ways import Way
from tests.made_study import CASES

# Test cases are c09 to c12, events in c10 and c12; the scores rank all but one pair right: AUC 0.75.
SCORES = {case: 0.8 if number % 2 else 0.2 for number, case in enumerate(CASES)} | {"c11": 0.85, "c12": 0.9}
NEEDS = ("cohort", "target", "split")


def a_way(scores=SCORES, kind="estimator", **fields):
    """Scores of the test set and of the training set."""
    sets = {name: {case: (scores[case],) for case in cases} for name, cases in SETS.items()}
    return Way("signature", kind, sets=sets, **fields)


SETS = {"train": CASES[:8], "test": CASES[8:]}


def declare(*entries):
    return lambda said: said.update(claims=[{"id": f"claim{n}", **entry} for n, entry in enumerate(entries)])


AUC = {"model": "signature", "metric": "auc", "set": "test", "value": 0.75}


@pytest.fixture
def assess(make_study):
    """The status of each claim, as the scores above assess it."""

    def run(*entries, way=None, more=(), text=None, **options):
        made = make_study(manifest=declare(*entries), **options)
        if text:
            made.write("radaudit.yaml", text(made.manifest.read_text()))
        bench: Workbench = made.bench()
        found = {"signature": (way or a_way(), *more)}
        return claims(made.study, found, *(bench.get(name) for name in NEEDS))

    return run


def test_reproduced(assess):
    [claim] = assess(AUC)
    assert (claim.status, claim.found.estimate, claim.cases, claim.events) == ("reproduced", 0.75, 4, 2)
    assert claim.place.path == "radaudit.yaml"
    assert claim.place.line


@pytest.mark.parametrize(
    ("value", "tolerance", "status"),
    [
        (0.8, None, "reproduced"),  # 0.75 is 0.8 to one decimal
        (0.79, None, "within the interval"),
        (0.79, 0.05, "within tolerance"),
        (0.8, 0.05, "reproduced"),
        (0.79, 0.0, "within the interval"),
    ],
)
def test_decimals_and_tolerance_decide(assess, value, tolerance, status):
    [claim] = assess(AUC | {"value": value} | ({} if tolerance is None else {"tolerance": tolerance}))
    assert claim.status == status


def test_off(assess):
    [claim] = assess(AUC | {"metric": "brier", "value": 0.9})
    assert claim.status == "not reproduced"
    assert claim.found.high < 0.9


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (AUC | {"metric": "c_index"}, "the metric c_index is not one of a binary model"),
        (AUC | {"set": None}, "it names no set; add 'set' to the claim"),
        (AUC | {"set": "cv"}, "cross-validated claims need the folds; declare them in 'models[].cv'"),
        (AUC | {"set": "external"}, "no case is in the set 'external'"),
    ],
)
def test_not_assessable(assess, entry, reason):
    [claim] = assess(entry)
    assert (claim.status, claim.reason, claim.found) == ("not assessable", reason, None)


def test_a_model_that_could_not_be_run(assess):
    [broken] = assess(AUC, way=Way("signature", "estimator", "the model could not be re-run: it is broken"))
    assert broken.reason == "the model could not be re-run: it is broken"


class TestSeveralWays:
    def test_one_that_runs_the_model_again_goes_before_the_predictions(self, assess):
        flat = a_way(SCORES | {"c10": 0.1}, "estimator")
        [claim] = assess(AUC, way=flat, more=[a_way(kind="predictions")])
        assert (claim.way, claim.status) == ("estimator", "within the interval")
        assert [(one.way, one.status) for one in claim.ways] == [
            ("estimator", "within the interval"),
            ("predictions", "reproduced"),
        ]

    def test_of_those_that_run_it_again_the_best_counts(self, assess):
        [claim] = assess(AUC, way=a_way(SCORES | {"c10": 0.1}), more=[a_way(kind="command")])
        assert (claim.way, claim.status) == ("command", "reproduced")

    def test_the_predictions_decide_where_nothing_could_be_run(self, assess):
        broken = Way("signature", "estimator", "it is broken")
        [claim] = assess(AUC, way=broken, more=[a_way(kind="predictions")])
        assert (claim.way, claim.status) == ("predictions", "reproduced")
        assert claim.ways[0].reason == "it is broken"

    def test_classes_alone_have_no_auc(self, assess):
        names = a_way({case: float(score > 0.5) for case, score in SCORES.items()}, "predictions", classes_only=True)
        auc, accuracy = assess(AUC, AUC | {"metric": "accuracy"}, way=names)
        assert auc.reason == "the predictions name classes only, and the measure needs scores"
        assert accuracy.found.estimate == 0.75


class TestCrossValidation:
    FOLDS = tuple(
        FoldScores(0, fold, CASES[start : start + 4], np.array([[SCORES[case]] for case in CASES[start : start + 4]]))
        for fold, start in enumerate((0, 4, 8))
    )

    def test_the_mean_over_folds(self, assess):
        [claim] = assess(AUC | {"set": "cv", "value": 0.92}, way=Way("signature", "estimator", folds=self.FOLDS))
        assert claim.found.estimate == pytest.approx((1 + 1 + 0.75) / 3)
        assert (claim.status, claim.cases, claim.events) == ("reproduced", 12, 6)
        assert claim.found.method == "corrected resampled t, 3 folds"

    def test_all_held_out_scores_together(self, assess):
        def pooled(text):
            return text.replace("name: signature", "name: signature\n  cv: {folds: 3, average: pooled}")

        way = Way("signature", "estimator", folds=self.FOLDS)
        [claim] = assess(AUC | {"set": "cv"}, way=way, text=pooled)
        assert claim.found.estimate == pytest.approx(31 / 36)
        assert claim.found.method.startswith("pooled folds: ")

    def test_a_fold_of_one_class_has_no_auc(self, assess):
        fold = FoldScores(0, 0, ("c01",), np.array([[0.5]]))
        [claim] = assess(AUC | {"set": "cv"}, way=Way("signature", "estimator", folds=(fold, *self.FOLDS)))
        assert claim.status == "not assessable"
        assert claim.reason.endswith("(in a fold)")


def test_a_model_must_be_named_where_there_are_several(make_study):
    def several(said):
        declare(AUC | {"model": None}, AUC | {"model": "other"})(said)
        said["models"].append({"name": "other"})

    made = make_study(manifest=several)
    bench = made.bench()
    found = claims(made.study, {"signature": (a_way(),), "other": ()}, *(bench.get(name) for name in NEEDS))
    assert [claim.reason for claim in found] == [
        "it names no model, and the study has several; add 'model' to the claim",
        "the model 'other' gives no way to its scores: no estimator, command, fitted model or predictions",
    ]


def test_the_only_model_needs_no_name(assess):
    [claim] = assess(AUC | {"model": None})
    assert claim.status == "reproduced"


def test_scores_that_are_no_probabilities_have_an_auc_only(assess):
    auc, accuracy = assess(AUC, AUC | {"metric": "accuracy"}, way=a_way(probabilities=False))
    assert auc.status == "reproduced"
    assert accuracy.reason == (
        "the estimator gives no probabilities; a threshold on its scores can be named in 'models[].threshold'"
    )


def test_a_measure_that_is_not_defined_here(assess):
    [claim] = assess(AUC | {"metric": "ppv"}, way=a_way(dict.fromkeys(CASES, 0.1)))
    assert claim.status == "not assessable"
    assert claim.reason
    assert not claim.reason.endswith(".")


def test_the_models_own_threshold_is_used(assess):
    entry = AUC | {"metric": "sensitivity", "value": 0.5}
    [half] = assess(entry)
    assert half.found.estimate == 1.0
    [high] = assess(entry, text=lambda text: text.replace("name: signature", "name: signature\n  threshold: 0.85"))
    assert high.found.estimate == 0.5


@pytest.mark.parametrize(
    ("written", "decimals"), [("0.90", 2), ("0.9", 1), ("1", 0), ("0.900", 3), ("1e-3", 15), ("-0.25", 2)]
)
def test_decimals_are_those_written(make_study, written, decimals):
    made = make_study(manifest=declare(AUC))
    made.write("radaudit.yaml", made.manifest.read_text().replace("value: 0.75", f"value: {written}"))
    assert decimals_of(made.study, 0) == decimals


def test_declared_decimals_go_first(make_study):
    assert decimals_of(make_study(manifest=declare(AUC | {"decimals": 1})).study, 0) == 1


def test_counts_are_no_claims_about_a_model(make_study, assess):
    with pytest.raises(NotApplicable):
        assess({"metric": "n", "value": 12}, {"metric": "n_features", "value": 5})
