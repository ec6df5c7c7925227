import pytest

from radaudit.checks.model.validated_on_other_cases import validated_on_other_cases
from radaudit.core.errors import Unavailable
from tests.made_evidence import a_cohort, a_split, only

SPLIT = a_split(train="ab", test="cd", external="ef")


def judge(cohort, split=SPLIT):
    return validated_on_other_cases((), cohort, split)


@pytest.mark.parametrize(
    ("sites", "code", "said"),
    [
        ("AAAAAA", "same-institute", "none from elsewhere"),
        ("AAAABB", "other-institute", "1 institutes gave no training case: B"),
        ("AAAABC", "two-institutes", "2 institutes gave no training case: B, C"),
        ("AADDBC", "three-institutes", "3 institutes"),
        ("ABABAB", "same-institute", "none from elsewhere"),
    ],
)
def test_where_the_held_back_cases_are_from(sites, code, said):
    finding = only(judge(a_cohort("abcdef", sites=sites)), "pass")
    assert finding.code == code
    assert finding.message.startswith("4 cases were held back")
    assert said in finding.message
    assert sum(row["validation cases"] for row in finding.rows) == 4


def test_an_unknown_site_leaves_it_open():
    cohort = a_cohort("abcdef", sites=["A", "A", "A", None, "B", "B"])
    assert only(judge(cohort), "pass").code == "institute-not-known"


def test_no_case_held_back():
    finding = only(judge(a_cohort("abcdef"), a_split(train="abcd", validation="ef")))
    assert finding.code == "no-validation"


@pytest.mark.parametrize("learnt", ["train", "validation"])
def test_patients_who_were_learnt_from(learnt):
    sets = {"train": "a", "test": "cdef"} | {learnt: "ab" if learnt == "train" else "b"}
    finding = only(judge(a_cohort("abcdef", ["p1", "p2", "p2", "p3", None, None]), a_split(**sets)))
    assert (finding.code, finding.rows) == ("shared-cases", ({"case": "c", "patient": "p2", "set": "test"},))
    assert finding.message.startswith("1 of 4 validation cases are of patients")


def test_without_a_training_set_nothing_is_known():
    with pytest.raises(Unavailable, match="No case is in the training set"):
        list(judge(a_cohort("abcdef", sites="ABCABC"), a_split(test="abcdef")))


def test_without_a_model_it_is_not_known(make_study):
    made = make_study(manifest=lambda said: said.pop("models"))
    assert made.audit(select=["model/validated-on-other-cases"]).results[0].outcome == "unknown"
