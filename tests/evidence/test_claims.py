import pytest

from radaudit.core.errors import NotApplicable
from radaudit.core.workbench import Workbench
from radaudit.evidence.claims import claims, decimals_of
from radaudit.evidence.reruns import Rerun
from tests.made_study import CASES

# Test cases are c09 to c12, events in c10 and c12; the scores rank all but one pair right: AUC 0.75.
SCORES = {case: 0.8 if number % 2 else 0.2 for number, case in enumerate(CASES)} | {"c11": 0.85, "c12": 0.9}


def declare(*entries):
    return lambda said: said.update(claims=[{"id": f"claim{n}", **entry} for n, entry in enumerate(entries)])


AUC = {"model": "signature", "metric": "auc", "set": "test", "value": 0.75}


@pytest.fixture
def assess(make_study):
    """The status of each claim, as the scores above assess it."""

    def run(*entries, rerun=None, text=None, **options):
        made = make_study(manifest=declare(*entries), **options)
        if text:
            made.write("radaudit.yaml", text(made.manifest.read_text()))
        bench: Workbench = made.bench()
        rerun = rerun or Rerun("signature", scores=SCORES)
        needs = [made.study, {"signature": rerun}, *(bench.get(name) for name in ("cohort", "outcome", "split"))]
        return claims(*needs)

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
        (0.79, 0.05, "reproduced"),
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
        (AUC | {"metric": "c_index"}, "the metric c_index is not recomputed yet"),
        (AUC | {"set": None}, "it names no set; add 'set' to the claim"),
        (AUC | {"set": "cv"}, "cross-validated claims need the folds, which the manifest doesn't give"),
        (AUC | {"set": "external"}, "no case is in the set 'external'"),
    ],
)
def test_not_assessable(assess, entry, reason):
    [claim] = assess(entry)
    assert (claim.status, claim.reason, claim.found) == ("not assessable", reason, None)


def test_a_model_that_could_not_be_run(assess):
    [broken] = assess(AUC, rerun=Rerun("signature", "it is broken"))
    assert broken.reason == "the model could not be re-run: it is broken"


def test_a_model_must_be_named_where_there_are_several(make_study):
    def several(said):
        declare(AUC | {"model": None}, AUC | {"model": "other"})(said)
        said["models"].append({"name": "other"})

    made = make_study(manifest=several)
    bench = made.bench()
    reruns = {"signature": Rerun("signature", scores=SCORES)}
    found = claims(made.study, reruns, *(bench.get(name) for name in ("cohort", "outcome", "split")))
    assert [claim.reason for claim in found] == [
        "it names no model, and the study has several; add 'model' to the claim",
        "the model 'other' names no estimator",
    ]


def test_the_only_model_needs_no_name(assess):
    [claim] = assess(AUC | {"model": None})
    assert claim.status == "reproduced"


def test_scores_that_are_no_probabilities_have_an_auc_only(assess):
    rerun = Rerun("signature", scores=SCORES, probabilities=False)
    auc, accuracy = assess(AUC, AUC | {"metric": "accuracy"}, rerun=rerun)
    assert auc.status == "reproduced"
    assert accuracy.reason == (
        "the estimator gives no probabilities; a threshold on its scores can be named in 'models[].threshold'"
    )


def test_a_measure_that_is_not_defined_here(assess):
    rerun = Rerun("signature", scores=dict.fromkeys(CASES, 0.1))
    [claim] = assess(AUC | {"metric": "ppv"}, rerun=rerun)
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
