import numpy as np
import pytest

from radaudit.checks.deep.capacity import capacity
from radaudit.evidence.sizes import Learnt, Sizes
from radaudit.study.manifest import ModelInfo
from tests.made_deep import a_deep_table
from tests.made_evidence import only


def judge(cases, features=16, of="deep", task="binary", candidates=0, **options):
    learnt = Learnt("m", task, candidates, "the table", np.arange(cases) % 2)
    model = ModelInfo(name="m", features=of)
    table = a_deep_table(np.zeros((2, features)))
    return list(capacity(table, (model,), Sizes((learnt,), ()), **options))


def test_cases_that_any_outcome_would_fit():
    finding = only(judge(20))
    assert finding.code == "any-outcome-fits"
    assert finding.values["share"] > 0.99
    assert finding.benign


def test_enough_cases_pass():
    assert only(judge(60), "pass").values["share"] < 0.001


def test_the_limit_is_an_option_and_candidates_count_first():
    only(judge(34, chance=0.6), "pass")
    only(judge(34, candidates=3), "pass")


@pytest.mark.parametrize("how", [{"of": "reported"}, {"task": "regression"}])
def test_others_are_not_asked(how):
    only(judge(20, **how), "not_applicable")


def test_unknown_training_cases():
    only(judge(0), "unknown")
