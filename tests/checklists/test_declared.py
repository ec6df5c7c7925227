"""What the manifest gives, as clauses ask for it."""

import pytest

from radaudit.checklists.clause import Clause
from radaudit.checklists.declared import Declarations, is_key
from radaudit.checklists.instrument import instruments, load_instrument

CLAIMS = [
    {"id": "a", "model": "m", "metric": "auc", "set": "test", "value": 0.8},
    {"id": "b", "model": "m", "metric": "brier", "set": "cv", "value": 0.2},
]
ENTRIES = {
    "study": {"modality": ["CT"]},
    "site": "two",
    "scanner": "gaps",
    "models": [{"name": "m", "fitted_on": {"scaling": "all", "selection": "train"}}],
    "claims": CLAIMS,
    "code": {"include": ["code/*.py"]},
}


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        ({"declares": "code.include"}, "code.include: code/*.py."),
        ({"declares": "models"}, "models: given."),
        ({"declares": "models.estimator"}, None),
        ({"declares": "stability.readers"}, None),
        ({"declares": "claims.metric", "among": ["brier", "c_index"]}, "claims.metric: brier."),
        ({"declares": "claims.metric", "among": ["dice"]}, None),
        ({"declares": "claims.metric", "at_least": 2}, "claims.metric: auc, brier."),
        ({"declares": "claims.model", "at_least": 2}, None),
        ({"declares": "models.fitted_on", "among": ["all"]}, "models.fitted_on: all."),
        ({"declares": "models.fitted_on.selection", "among": ["train"]}, "models.fitted_on.selection: train."),
        ({"declares": "models.fitted_on.selection", "among": ["all"]}, None),
        ({"declares": "cohort.site"}, "cohort.site: two."),
        ({"declares": "cohort.site", "at_least": 2}, "cohort.site: X, Y."),
        ({"declares": "cohort.site", "at_least": 3}, None),
        ({"declares": "cohort.site", "at_most": 2}, "cohort.site: X, Y."),
        ({"declares": "cohort.site", "at_most": 1}, None),
        ({"declares": "cohort.scanner", "at_least": 1}, "cohort.scanner: X."),
        ({"declares": "cohort.scanner", "at_most": 1}, None),  # the empty cell may be another one
    ],
)
def test_what_is_there_is_told_and_what_is_not_says_nothing(made, clause, told):
    found = Declarations(made(ENTRIES)).sentence(Clause.model_validate(clause))
    assert found == (None if told is None else f"radaudit.yaml, {told}")


@pytest.mark.parametrize("name", instruments())
def test_instruments_ask_for_keys_that_a_manifest_may_hold(name):
    assert [path for path in load_instrument(name).declarations if not is_key(path)] == []


@pytest.mark.parametrize("path", ["cohort.sites", "claim.metric", "models.fitted_on.scaling.more", "deep.network.size"])
def test_other_keys_are_none(path):
    assert not is_key(path)
