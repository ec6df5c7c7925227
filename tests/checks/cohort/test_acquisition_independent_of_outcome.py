import pytest

from radaudit.checks.cohort.acquisition_independent_of_outcome import acquisition_independent_of_outcome
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Severity, Tier
from tests.made_evidence import a_cohort, a_split, an_acquisition, an_outcome, only, told

N = 40
CASES = [f"c{n}" for n in range(N)]
EVENTS = [n % 2 == 0 for n in range(N)]
SPLIT = a_split(train=CASES[:28], test=CASES[28:])
SOUND = ["s1" if n % 4 < 2 else "s2" for n in range(N)]  # as often with the event as without it, in each set


def judged(events=EVENTS, split=SPLIT, patients=None, headers=True, alpha=0.01, **values):
    cohort = a_cohort(CASES, patients)
    acquired = an_acquisition(headers=[headers] * N, **values)
    outcome = an_outcome(events) if events else None
    return list(acquisition_independent_of_outcome(cohort, acquired, outcome, split, alpha=alpha))


def test_imaging_that_tells_nothing():
    finding = only(judged(scanner=SOUND, kvp=[120.0] * N, in_plane=[0.5 + 0.1 * (n % 3) for n in range(N)]), "pass")
    assert finding.values == {"patients": N, "tests": 4}
    assert {row["against"] for row in finding.rows} == {"the outcome", "the set"}


def test_a_scanner_for_each_outcome():
    finding = only(judged(kernel=["B30" if own else "B70" for own in EVENTS], scanner=SOUND))
    assert (finding.code, finding.tier, finding.severity) == ("outcome-by-acquisition", Tier.TESTED, Severity.MAJOR)
    row = next(row for row in finding.rows if row["property"] == "kernel")
    assert (row["event, or test"], row["no event, or train"]) == ("B30 20", "B70 20")
    assert (row["strength"], row["p"], row["p, adjusted"]) == (1.0, 1e-4, 4e-4)  # of four tests


def test_a_weak_association_is_minor():
    thick = [5.0 if (n < 28 if own else n < 10) else 2.5 for n, own in enumerate(EVENTS)]  # 14 of 20, and 5 of 20
    finding = only(judged(slice_thickness=thick, alpha=0.05, split=None))
    assert finding.rows[0]["strength"] == pytest.approx(0.725)  # an AUC
    assert finding.severity is Severity.MINOR
    assert "slice thickness (over 40 patients" in finding.message


def test_a_set_of_its_own_scanner():
    finding = only(judged(scanner=["s1"] * 28 + ["s2"] * 12))
    assert (finding.code, finding.severity) == ("set-by-acquisition", Severity.MINOR)
    assert told(judged(order=list(range(N)))) == [("pass", "")]  # a later test set is a virtue


def test_a_patient_counts_once():
    many = ["p0"] * 30 + [f"p{n}" for n in range(1, 11)]
    kernel = ["B30" if own else "B70" for own in EVENTS]
    alike = kernel[:30] + ["B30"] * 10
    assert only(judged(patients=many, kernel=alike, split=None), "pass").values == {"patients": 11, "tests": 0}
    with pytest.raises(Unavailable, match="With 2 patients"):
        judged(patients=["p0"] * 21 + ["p1"] * 19, kernel=kernel)


def test_only_voxel_sizes_are_known():
    assert only(judged(headers=False, in_plane=[0.7] * N), "unknown").code == "only-voxel-sizes"
    codes = told(judged(headers=False, in_plane=[0.5 if own else 0.9 for own in EVENTS]))
    assert codes == [("fail", "outcome-by-acquisition"), ("unknown", "only-voxel-sizes")]


def test_nothing_to_test_against():
    with pytest.raises(Unavailable, match="No outcome and no sets"):
        judged(events=None, split=None, scanner=SOUND)
    assert "were imaged alike" in only(judged(scanner=["s1"] * N), "pass").message
