from radaudit.evidence.cohort import Cohort, Outcome, Split
from radaudit.evidence.counts import counts


def a_cohort(patients, sites):
    nothing = (None,) * len(sites)
    cases = tuple(f"c{row}" for row in range(len(sites)))
    return Cohort("cohort.csv", cases, patients, (), sites, nothing, nothing, {})


def test_cases_patients_events_and_sites_of_each_set():
    cohort = a_cohort(("p1", "p1", "p2", "p3"), ("A", "B", "A", "A"))
    split = Split({"c0": "train", "c1": "train", "c2": "test", "c3": None})
    outcome = Outcome("label", "1", (True, False, True, None))
    assert counts(cohort, split, outcome) == {
        "cohort": "4 cases, 3 patients, 2 events, 1 without an outcome; by site: A 3, B 1",
        "train set": "2 cases, 1 patient, 1 event; by site: A 1, B 1",
        "test set": "1 case, 1 patient, 1 event; by site: A 1",
        "in no set": "1 case, 1 patient, 0 events, 1 without an outcome; by site: A 1",
    }


def test_what_is_not_known_is_not_counted():
    cohort = a_cohort((None, None), (None, None))
    assert counts(cohort, None, None) == {"cohort": "2 cases"}
