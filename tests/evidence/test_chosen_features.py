"""Lists of features beside the best ones of the table."""

import numpy as np
import pytest

from radaudit.core.errors import Unavailable
from radaudit.evidence.chosen_features import chosen_features
from tests.made_evidence import a_split, a_table, an_outcome
from tests.made_lesions import a_study

CASES = [f"c{n:02d}" for n in range(40)]
EVENTS = (np.arange(40) % 2 == 0).tolist()
VALUES = np.random.default_rng(2).normal(size=(40, 24))
VALUES[:, :4] += 3 * np.array(EVENTS)[:, None]
NAMES = [f"original_glcm_F{n}" for n in range(24)]


def found(*lists, events=EVENTS):
    models = [{"name": f"m{n}", "features": own} for n, own in enumerate(lists)]
    table = a_table(dict(zip(CASES, VALUES, strict=True)), NAMES)
    split = a_split(train=CASES[:25], test=CASES[25:38], none=CASES[38:])
    return chosen_features(a_study(models=models), table, split, an_outcome(events))


def test_each_list_is_compared_on_cases_with_a_set_and_an_outcome():
    made = found(NAMES[:4], [*NAMES[:3], "age"], "reported", events=[*EVENTS[:36], None, None, *EVENTS[38:]])
    assert list(made) == ["m0", "m1"]
    assert (made["m0"].on_all, made["m0"].on_train, made["m0"].columns) == (4, 4, 24)
    assert made["m1"] is None  # a column that the table lacks


def test_without_lists():
    with pytest.raises(Unavailable, match="lists its features"):
        found("reported")
