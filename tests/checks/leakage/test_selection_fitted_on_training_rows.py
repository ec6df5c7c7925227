import numpy as np
import pytest

from radaudit.checks.leakage.selection_fitted_on_training_rows import selection_fitted_on_training_rows
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Tier
from radaudit.evidence.chosen_features import chosen_features
from radaudit.forensics.selection import _t
from tests.made_evidence import a_split, a_table, an_outcome, only, told
from tests.made_lesions import a_study

CASES = [f"c{n:02d}" for n in range(80)]
RANDOM = np.random.default_rng(0)
VALUES, EVENTS = RANDOM.normal(size=(80, 60)), RANDOM.permutation(np.arange(80) % 2 == 0)
NAMES = tuple(f"original_glcm_F{n}" for n in range(60))
SPLIT = a_split(train=CASES[:56], test=CASES[56:])


def judge(features, values=VALUES):
    table = a_table(dict(zip(CASES, values, strict=True)), NAMES[: values.shape[1]])
    study = a_study(models=[{"name": "m", "features": features, "fitted_on": {"selection": "train"}}])
    found = chosen_features(study, table, SPLIT, an_outcome(EVENTS.tolist()))
    return list(selection_fitted_on_training_rows(study, table, found))


def best(rows):
    return [NAMES[column] for column in np.argsort(-_t(VALUES[rows], EVENTS[rows]))[:6]]


def test_chosen_on_all_rows():
    finding = only(judge(best(slice(None))))
    assert (finding.code, finding.tier, finding.values["declared"]) == ("chosen-on-all-rows", Tier.TESTED, "train")
    assert finding.message.startswith("Of 6 features of 'm', 6 are among the 6 best of 60 columns over all rows")


def test_chosen_on_the_training_rows_or_otherwise_passes():
    assert told(judge(best(slice(0, 56)))) == [("pass", "")]
    assert told(judge(list(NAMES[:6]))) == [("pass", "")]


def test_what_cant_be_compared():
    assert told(judge(list(NAMES[:6]), VALUES[:, :8])) == [("unknown", "")]
    assert told(judge([*best(slice(None)), "age"])) == [("unknown", "")]
    with pytest.raises(Unavailable, match="lists its features"):
        judge("reported")
