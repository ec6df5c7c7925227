import numpy as np
import pytest

from radaudit.checks.deep.stable import stable
from radaudit.core.finding import Outcome
from radaudit.deep.comparison import compare_deep
from radaudit.evidence.deep_comparison import DeepReproduction
from radaudit.evidence.deep_controls import LESION, REST, DeepControls
from radaudit.evidence.robustness import Robustness
from tests.made_deep import a_deep_table, drawn, names
from tests.made_evidence import only


def robustness(*estimates):
    own = np.array(estimates, dtype=float)
    return Robustness(tuple(map(str, range(len(own)))), own, own - 0.05, own + 0.05, 10, 7)


def judge(*estimates, table=None, comparison=None, controls=None, **options):
    return list(stable(robustness(*estimates), table, comparison, controls, None, **options))


def test_steady_features_pass():
    finding = only(judge(0.97, 0.98, 0.8), "pass")
    assert (finding.code, finding.values["robust"], finding.values["borderline"]) == ("steady", 2, 1)


def test_many_unstable_features_fail():
    finding = only(judge(0.97, 0.1, 0.2))
    assert (finding.code, finding.values["unstable"], finding.rows[0]["feature"]) == ("unstable", 2, "feature 1")
    only(judge(*[0.97] * 19, 0.1), "pass")  # one in twenty


@pytest.mark.parametrize("options", [{"share": 0.7}, {"unstable": 0.1}])
def test_the_limits_are_options(options):
    only(judge(0.97, 0.1, 0.2, **options), "pass")


def test_only_features_that_the_study_uses_count():
    table = a_deep_table(np.zeros((3, 2)), names(2, 2))
    own = DeepReproduction(None, table.names, np.array([2, 3]))
    finding = only(judge(0.1, 0.1, 0.97, 0.98, table=table, comparison=own), "pass")
    assert [row["feature"] for row in finding.rows] == ["deep_2", "deep_3"]


def test_features_that_do_not_vary_tell_nothing():
    only(judge(np.nan, np.nan), "unknown")


def test_precision_is_told_beside_it():
    plain = drawn()
    cases = tuple(map(str, range(len(plain))))
    half = plain * (1 + 1e-3 * np.sign(drawn(seed=3) - 1))
    compared = {way: compare_deep(cases, plain, half, np.zeros(half.shape)) for way in (LESION, REST, "bfloat16")}
    _, told = judge(0.97, controls=DeepControls(cases, compared, {}))
    assert told.outcome is Outcome.PASS
    assert told.values["precision"] == "bfloat16"
    assert told.values["largest_distance"] == pytest.approx(1e-3, rel=0.01)
