import pytest
from packaging.specifiers import SpecifierSet

from radaudit.checks.model.environment_resolves import environment_resolves
from radaudit.core.finding import Location, Tier
from radaudit.environment.contradictions import Contradiction
from radaudit.environment.resolve import Resolution
from radaudit.environment.stated import Stated
from radaudit.evidence.environment import Installable
from tests.made_evidence import only, told


def judged(*apart, **changes):
    return list(environment_resolves(Installable(apart, **({"here": False} | changes))))


def test_lines_that_exclude_each_other():
    lines = tuple(Stated("numpy", SpecifierSet(text), Location("r.txt", 3)) for text in ("==1.19", "==1.26"))
    finding = only(judged(Contradiction("numpy", lines)))
    assert (finding.code, finding.tier) == ("contradictory-pins", Tier.PROVED)
    assert finding.message == "numpy is stated as ==1.19 and ==1.26: no version is both."
    assert [row["stated"] for row in finding.rows] == ["==1.19", "==1.26"]


def test_an_environment_that_meets_all_is_proof():
    assert told(judged(here=True)) == [("pass", "")]


def test_offline_it_is_not_known():
    finding = only(judged(why_not="They were not resolved.", offline=True), "unknown")
    assert finding.code == "not-resolved"
    assert "--online" in finding.values["add"]
    assert "add" not in only(judged(why_not="Conda installs them."), "unknown").values


@pytest.mark.parametrize(
    ("answer", "outcome", "code", "words"),
    [
        (
            Resolution("resolved", "3.9.25", {"numpy": "1.19"}),
            "pass",
            "",
            "On 2024-05-06 the package index had 1 package",
        ),
        (Resolution("needs a build", "3.9.25", {}, ("pyradiomics",)), "unknown", "needs-a-build", "pyradiomics would"),
        (
            Resolution("needs a build", "3.9.25", {"a": "1"}, ("b",)),
            "unknown",
            "needs-a-build",
            "All others can be met",
        ),
        (
            Resolution("unsatisfiable", "3.9.25", reason="Because a."),
            "fail",
            "unsatisfiable",
            "(Python 3.9.25): Because a.",
        ),
        (Resolution("no answer", reason="it took too long"), "unknown", "", "it took too long"),
    ],
)
def test_what_the_index_answers(answer, outcome, code, words):
    finding = only(judged(answer=answer, day="2024-05-06", asked=2), outcome)
    assert finding.code == code
    assert words in finding.message
    assert finding.values["day"] == "2024-05-06"


def test_a_part_that_was_not_asked_about_keeps_it_open():
    answer = Resolution("resolved", "3.9.25", {"numpy": "1.19"})
    finding = only(judged(answer=answer, day="2024-05-06", asked=1, unasked=("own",)), "unknown")
    assert finding.message.endswith("1 requirement could not be asked about.")


def test_no_answer_leaves_the_proof_on_this_machine():
    assert told(judged(here=True, answer=Resolution("no answer", reason="no network"))) == [("pass", "")]
