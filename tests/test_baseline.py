"""What a gate knows already does not fail it; what is new does."""

import json

import pytest

from radaudit.baseline import NUMBERED, OWN, baseline_text, load_baseline
from radaudit.comparing import compare
from radaudit.core.errors import PolicyError, UsageError
from radaudit.core.finding import Outcome
from tests.made_study import write_study

LEAKY = {"cohort": lambda rows: [{**row, "patient": "p01"} if row["case"] == "c12" else row for row in rows]}
SELECT = ["leakage/patient-overlap", "cohort/*"]


def leakier(rows):
    return [{**row, "patient": {"c12": "p01", "c11": "p02"}.get(row["case"], row["patient"])} for row in rows]


@pytest.fixture(scope="module")
def reports(tmp_path_factory, pictures):
    folder = tmp_path_factory.mktemp("gate")
    options = {"select": SELECT, "show_ids": False, "fail_on": "major"}
    found = {"sound": {}, "leaky": LEAKY, "leakier": {"cohort": leakier}}
    return {name: write_study(folder / name, pictures, **changes).audit(**options) for name, changes in found.items()}


@pytest.fixture
def baseline(reports, tmp_path):
    def write(name, **changes):
        path = tmp_path / "baseline.json"
        path.write_text(json.dumps(json.loads(baseline_text(reports[name])) | changes))
        return path

    return write


class TestGate:
    def test_it_is_red_without_a_baseline_and_green_with_it(self, make_study, reports, baseline):
        assert reports["leaky"].verdict.exit_code == 1
        again = make_study(**LEAKY).audit(select=SELECT, show_ids=False, baseline=baseline("leaky"))
        assert again.verdict.exit_code == 0
        assert "1 of the failures are known from the baseline" in again.verdict.sentence
        [result] = [own for own in again.results if own.check == "leakage/patient-overlap"]
        assert [own.known for own in result.findings if own.outcome is Outcome.FAIL] == [True]

    def test_one_more_patient_is_new(self, make_study, baseline):
        again = make_study(cohort=leakier).audit(select=SELECT, show_ids=False, baseline=baseline("leaky"))
        assert again.verdict.exit_code == 1

    def test_one_patient_fewer_is_known(self, make_study, baseline):
        again = make_study(**LEAKY).audit(select=SELECT, show_ids=False, baseline=baseline("leakier"))
        assert again.verdict.exit_code == 0

    def test_what_was_mended_is_told(self, make_study, baseline):
        again = make_study().audit(select=SELECT, show_ids=False, baseline=baseline("leaky"))
        assert "1 kind of failure in the baseline no longer occurs" in again.verdict.sentence

    def test_of_checks_that_were_not_asked_nothing_is_said(self, make_study, baseline):
        again = make_study().audit(select=["cohort/*"], show_ids=False, baseline=baseline("leaky"))
        assert "no longer" not in again.verdict.sentence

    def test_the_policy_may_name_it_beside_itself(self, make_study, baseline):
        path = baseline("leaky").with_name("policy.yaml")
        path.write_text("schema: radaudit-policy/1\nbaseline: baseline.json\n")
        again = make_study(**LEAKY).audit(select=SELECT, show_ids=False, policy=path)
        assert again.verdict.exit_code == 0
        assert again.provenance.policy["baseline"] == "baseline.json"


class TestFile:
    def test_it_can_be_read_by_people(self, reports):
        known = json.loads(baseline_text(reports["leaky"]))
        assert known["ids"] == "numbered"
        assert [own["check"] for own in known["known"]] == ["leakage/patient-overlap"]
        assert known["known"][0]["about"] == ["patient P01"]

    def test_ids_must_be_of_one_kind(self, baseline):
        assert load_baseline(baseline("leaky"), NUMBERED).about
        with pytest.raises(PolicyError, match="without --show-ids"):
            load_baseline(baseline("leaky"), OWN)

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"schema": "other/1"}, "is no baseline"),
            ({"known": [{"check": "a/b"}]}, r"known/0/code"),
            ({"more": 1}, r"is no baseline.*more"),
        ],
    )
    def test_mistakes_are_told(self, baseline, changes, said):
        with pytest.raises(PolicyError, match=said):
            load_baseline(baseline("leaky", **changes), NUMBERED)

    def test_no_file(self, tmp_path):
        with pytest.raises(PolicyError, match="can't be read"):
            load_baseline(tmp_path / "none.json", NUMBERED)


class TestDifference:
    def test_a_new_leak_is_worse_and_a_mended_one_better(self, reports):
        found = compare(reports["sound"], reports["leaky"])
        assert [own.check for own in found.worse] == ["leakage/patient-overlap"]
        assert not found.better
        assert ("leakage/patient-overlap", "pass", "fail") in [(m.name, m.before, m.after) for m in found.outcomes]
        assert [own.check for own in compare(reports["leaky"], reports["sound"]).better] == ["leakage/patient-overlap"]

    def test_more_of_the_same_is_named(self, reports):
        [worse] = compare(reports["leaky"], reports["leakier"]).worse
        assert worse.about == ("patient P02",)

    def test_what_was_changed_in_between(self, reports):
        names = [own.name for own in compare(reports["sound"], reports["leaky"]).causes]
        assert len(names) == 1
        assert names[0].endswith("cohort.csv")

    def test_a_report_has_no_difference_to_itself(self, reports):
        found = compare(reports["leaky"], reports["leaky"])
        assert not any([found.worse, found.better, found.outcomes, found.scores, found.causes])

    def test_ids_of_both_must_be_of_one_kind(self, make_study, reports):
        with pytest.raises(UsageError, match="--show-ids"):
            compare(reports["leaky"], make_study(**LEAKY).audit(select=SELECT))


def test_a_waiver_ends_with_its_last_day(make_study, tmp_path):
    path = tmp_path / "policy.yaml"
    waiver = "schema: radaudit-policy/1\nwaive: {{leakage/patient-overlap: {{reason: twins, until: {}}}}}\n"
    path.write_text(waiver.format("2999-01-01"))
    holds = make_study(**LEAKY).audit(select=SELECT, policy=path)
    assert (holds.verdict.exit_code, holds.verdict.counts["waived"]) == (0, 1)
    path.write_text(waiver.format("2020-01-01"))
    lapsed = make_study(**LEAKY).audit(select=SELECT, policy=path)
    assert (lapsed.verdict.exit_code, lapsed.verdict.counts["waived"]) == (1, 0)
    assert "2020-01-01: twins" in str(lapsed.results)
