from types import SimpleNamespace

import pytest

from radaudit.compute.job import Failure
from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Tier
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.saved_harmoniser import ALL, SavedHarmoniser, saved_harmoniser
from radaudit.models.saved_harmoniser import Saved
from tests.made_evidence import a_cohort, a_split
from tests.made_lesions import a_study

EXPECTED = {ALL: {"A": 5, "B": 3}, "the training cases": {"A": 3, "B": 2}}


def a_saved(rows=8, batches=None, covariates=(), terms=None):
    said = Saved(rows, batches or {}, covariates, terms)
    return SavedHarmoniser("h.json", said, EXPECTED, frozenset({"event"}), frozenset({"event", "age", "site"}))


@pytest.mark.parametrize(
    ("saved", "seen"),
    [
        (a_saved(8, {"A": 5, "B": 3}), (True, Tier.PROVED)),
        (a_saved(5, {"A": 3, "B": 2}), (False, Tier.PROVED)),
        (a_saved(5), (False, Tier.TESTED)),
        (a_saved(8), (True, Tier.TESTED)),
        (a_saved(6, {"A": 4, "B": 2}), (None, Tier.PROVED)),
        (a_saved(8, {"A": 3, "B": 5}), (None, Tier.PROVED)),
    ],
)
def test_counts_of_batches_tell_the_rows(saved, seen):
    assert saved.saw_held_out == seen


@pytest.mark.parametrize(
    ("covariates", "terms", "used"),
    [((), 0, False), (("AGE",), 1, False), (("age", "Event"), 2, True), (("label",), 1, None), (None, 2, None),
     (None, 0, False)],
)  # fmt: skip
def test_names_of_covariates_tell_the_outcome(covariates, terms, used):
    assert a_saved(covariates=covariates, terms=terms).used_outcome is used


class Map:
    def __init__(self, result):
        self.result = result

    def map(self, title, jobs):
        return [self.result]


def collected(tmp_path, model="h.json", trust=False, result=None, **info):
    (tmp_path / "h.json").write_text("{}")
    (tmp_path / "h.pkl").write_bytes(b"")
    told = {"method": "combat", "batch": "site", "model": model} | info
    study = a_study(harmonisation={name: value for name, value in told.items() if value})
    cohort = a_cohort(list("abcd"))
    cohort.columns["site"] = ("A", "A", "B", "B")
    split = a_split(train=["a", "c"], validation=["b"], test=["d"])
    answer = result or {"rows": 2, "batches": {"A": 1, "B": 1}, "covariates": [], "terms": 0}
    given = SimpleNamespace(manifest=study.manifest, path=lambda name: tmp_path / name)
    return saved_harmoniser(given, cohort, split, Auditor(trust=trust), Map(answer))


def test_the_counts_that_are_expected_come_from_split_and_batch(tmp_path):
    found = collected(tmp_path)
    assert found.expected == {
        ALL: {"A": 2, "B": 2},
        "the training cases": {"A": 1, "B": 1},
        "the training and validation cases": {"A": 2, "B": 1},
    }
    assert (found.fits, found.saw_held_out[0], found.used_outcome) == (("the training cases",), False, False)


def test_a_pickle_is_opened_only_with_trust(tmp_path):
    with pytest.raises(Unavailable, match="it is a pickle"):
        collected(tmp_path, "h.pkl")
    assert collected(tmp_path, "h.pkl", trust=True).said.rows == 2


def test_what_can_not_be_asked(tmp_path):
    with pytest.raises(NotApplicable):
        saved_harmoniser(a_study(), None, None, Auditor(), None)
    with pytest.raises(Unavailable, match="does not give its fitted"):
        collected(tmp_path, None)
    with pytest.raises(Unavailable, match=r"kind \.rds are not opened"):
        collected(tmp_path, "h.rds")
    with pytest.raises(Unavailable, match="could not be opened: broken"):
        collected(tmp_path, result=Failure("broken"))
