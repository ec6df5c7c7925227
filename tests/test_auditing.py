import pytest

from radaudit import auditing
from radaudit.auditing import selected
from radaudit.core.errors import DataError, ManifestError, PolicyError, Unavailable, UsageError
from radaudit.core.finding import Outcome, Severity, Tier, failed, passed, unknown
from radaudit.core.step import Step
from radaudit.evidence.cohort import Cohort
from radaudit.study.policy import Policy
from tests.made_evidence import told


def policy(folder, text):
    path = folder / "policy.yaml"
    path.write_text(f"schema: radaudit-policy/1\n{text}\n", encoding="utf-8")
    return path


@pytest.fixture
def fake(monkeypatch):
    """Replace all checks by these; each is a function of the cohort."""

    def replace(**functions):
        steps = {f"fake/{name}": Step(f"fake/{name}", check, Severity.MAJOR) for name, check in functions.items()}
        monkeypatch.setattr(auditing, "checks", lambda: steps)

    return replace


def fine(cohort: Cohort):
    """A title."""
    yield passed("fine")


def broken(cohort: Cohort):
    """A title."""
    yield passed("so far so good")
    raise KeyError("x")


def wrong(cohort: Cohort, *, limit: float = 0.5):
    """A title."""
    yield failed("wrong", code="wrong")


def guessed(cohort: Cohort):
    """A title."""
    yield failed("guessed", code="guess", tier=Tier.HEURISTIC, severity=Severity.CRITICAL)


class TestPolicy:
    def test_select(self, make_study, tmp_path):
        report = make_study().audit(policy=policy(tmp_path, "select: ['leakage/*', 'cohort/case-ids-agree']"))
        names = [result.check for result in report.results]
        assert {name.partition("/")[0] for name in names} == {"leakage", "cohort"}
        assert names == sorted(names)

    def test_select_from_outside_replaces_the_policys(self, make_study, tmp_path):
        given = policy(tmp_path, "select: ['leakage/*']\nfail_on: note")
        report = make_study().audit(policy=given, select=["model/*"], fail_on="never")
        assert {result.family for result in report.results} == {"model"}
        assert report.verdict.fail_on == "never"

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("select: ['leakage/nothing*']", "'select' holds 'leakage/nothing*', which matches no check"),
            ("select: []", "'select' is empty, so no check would run"),
            ("waive: {leakage/nothing: because}", "'waive' names 'leakage/nothing', but there is no such check"),
            ("options: {leakage/nothing: {a: 1}}", "'options' names 'leakage/nothing'"),
            (
                "options: {leakage/duplicate-rows: {similarity: 1}}",
                "has no option 'similarity'; its options: closeness",
            ),
            ("options: {leakage/patient-overlap: {a: 1}}", "has no option 'a'; its options: none"),
            ("options: {leakage/duplicate-rows: {closeness: near}}", "is 'near'; give a value like 0.2"),
            ("options: {leakage/duplicate-rows: {closeness: true}}", "is True; give a value like 0.2"),
            ("options: {leakage/duplicate-rows: {closeness: .nan}}", "is nan; give a value like 0.2"),
            ("checklists: {rqs-2016: {minimum_supported: 3}}", "'checklists' names 'rqs-2016'; there are: "),
        ],
    )
    def test_names_and_values_that_mean_nothing(self, make_study, tmp_path, text, said):
        with pytest.raises(PolicyError) as caught:
            make_study().audit(policy=policy(tmp_path, text))
        assert said in str(caught.value)

    def test_all_mistakes_are_told_at_once(self):
        with pytest.raises(PolicyError) as caught:
            selected(Policy(select=["a/b"], waive={"c/d": "why"}, options={"e/f": {}}))
        assert len(caught.value.problems) == 3

    def test_options_reach_the_check_and_the_report(self, make_study, tmp_path):
        text = "select: [leakage/duplicate-rows]\noptions: {leakage/duplicate-rows: {closeness: 9999}}"
        [result] = make_study().audit(policy=policy(tmp_path, text)).results
        assert result.options == {"closeness": 9999}
        assert [finding.code for finding in result.findings] == ["similar-row"]

    def test_a_word_that_fail_on_does_not_know(self, make_study):
        with pytest.raises(PolicyError, match="'fail_on' is 'sometimes'"):
            make_study().audit(fail_on="sometimes")


class TestGate:
    def test_a_failure_fails_it(self, make_study, fake):
        fake(wrong=wrong, fine=fine)
        verdict = make_study().audit().verdict
        assert (verdict.level, verdict.exit_code, verdict.failures["major"]) == ("fails", 1, 1)

    def test_a_waived_failure_does_not_but_is_kept_with_its_reason(self, make_study, fake, tmp_path):
        fake(wrong=wrong, fine=fine)
        report = make_study().audit(policy=policy(tmp_path, "waive: {fake/wrong: 'seen, line 12', fake/fine: unused}"))
        assert (report.verdict.level, report.verdict.exit_code, report.verdict.counts["waived"]) == ("holds", 0, 1)
        results = {result.check: result for result in report.results}
        assert (results["fake/wrong"].outcome, results["fake/wrong"].waived) == ("fail", "seen, line 12")
        assert results["fake/fine"].waived == ""

    def test_a_heuristic_failure_warns_only(self, make_study, fake):
        fake(guessed=guessed)
        verdict = make_study().audit(fail_on="note").verdict
        assert (verdict.level, verdict.exit_code, verdict.failures["critical"]) == ("concerns", 0, 1)

    def test_a_severity_below_the_gate(self, make_study, fake):
        fake(wrong=wrong)
        made = make_study()
        assert made.audit(fail_on="critical").verdict.level == "concerns"
        assert made.audit(fail_on="never").verdict.exit_code == 0
        assert made.audit(fail_on="major").verdict.exit_code == 1


class TestBreaking:
    def test_a_check_that_raises_is_an_error_and_the_others_go_on(self, make_study, fake):
        fake(broken=broken, fine=fine)
        report = make_study().audit()
        [first, second] = report.results
        assert told(first.findings) == [("pass", ""), ("error", "check-broke")]
        assert (first.outcome, second.outcome) == (Outcome.ERROR, Outcome.PASS)
        assert first.findings[1].message == "KeyError: 'x'"
        assert "test_auditing.py" in first.findings[1].values["trace"]
        assert "/" not in first.findings[1].values["trace"]
        assert (report.verdict.level, report.verdict.exit_code) == ("incomplete", 3)

    def test_an_error_is_never_waived(self, make_study, fake, tmp_path):
        fake(broken=broken)
        assert make_study().audit(policy=policy(tmp_path, "waive: {fake/broken: because}")).verdict.exit_code == 3

    def test_a_check_that_says_nothing_is_an_error(self, make_study, fake):
        def silent(cohort: Cohort):
            yield from ()

        fake(silent=silent)
        report = make_study().audit()
        assert told(report.results[0].findings) == [("error", "silent")]
        assert report.verdict.exit_code == 3

    def test_evidence_that_breaks_is_an_error_in_each_check_that_needs_it(self, make_study, monkeypatch):
        def cohort(study):
            raise ZeroDivisionError("of radaudit itself")

        makers = auditing.evidence_makers()
        changed = makers | {"cohort": Step("cohort", cohort)}
        monkeypatch.setattr(auditing, "evidence_makers", lambda: changed)
        report = make_study().audit(select=["leakage/patient-overlap", "cohort/*", "features/parameters-complete"])
        outcomes = {result.check: result for result in report.results}
        assert outcomes["features/parameters-complete"].outcome == "pass"
        for name in ("leakage/patient-overlap", "cohort/case-ids-agree", "cohort/declared-numbers"):
            [finding] = outcomes[name].findings
            assert (finding.outcome, finding.code) == ("error", "evidence-broke")
            assert "'cohort' could not be made: ZeroDivisionError" in finding.message
        assert report.verdict.exit_code == 3

    def test_a_users_mistake_ends_the_audit(self, make_study, fake):
        def mistaken(cohort: Cohort):
            raise DataError("the table is no table")
            yield

        fake(mistaken=mistaken, fine=fine)
        with pytest.raises(UsageError, match="the table is no table"):
            make_study().audit()

    def test_missing_data_is_unknown_and_says_what_to_add(self, make_study, fake):
        def lacking(cohort: Cohort):
            yield passed("a part")
            raise Unavailable("No scans.", "Add some.")

        fake(lacking=lacking)
        [result] = make_study().audit().results
        assert result.outcome == "unknown"
        assert (result.findings[1].message, result.findings[1].values) == ("No scans.", {"add": "Add some."})


class TestSeverity:
    def test_of_the_worst_failing_finding(self, make_study, fake):
        def mixed(cohort: Cohort):
            yield failed("small", code="a", severity=Severity.NOTE)
            yield failed("greater", code="b", severity=Severity.MINOR)
            yield unknown("open", severity=Severity.CRITICAL)

        fake(mixed=mixed, fine=fine)
        mixed_result, fine_result = make_study().audit().results
        assert (mixed_result.severity, fine_result.severity) == (Severity.MINOR, Severity.MAJOR)


class TestChecklists:
    def claim(self, said):
        said["checklists"] = {"rqs-2017": {"answers": "rqs.yaml"}}

    def test_a_claimed_checklist_is_scored(self, make_study):
        made = make_study(manifest=self.claim)
        made.write("rqs.yaml", "checklist: rqs-2017\nanswers:\n  '6': {choose: 'yes', pointer: Discussion}\n")
        [score] = made.audit().scores
        assert score.checklist == "rqs-2017"

    def test_the_policy_says_how_ambiguous_items_are_read(self, make_study, tmp_path):
        made = make_study(manifest=self.claim)
        made.write("rqs.yaml", "checklist: rqs-2017\nanswers: {}\n")
        [score] = made.audit(policy=policy(tmp_path, "checklists: {rqs-2017: {reading: lenient}}")).scores
        assert score.title.endswith("(lenient reading)")

    def test_a_checklist_that_nobody_has(self, make_study):
        made = make_study(manifest=lambda said: said.update(checklists={"rqs-1": {"answers": "rqs.yaml"}}))
        made.write("rqs.yaml", "checklist: rqs-1\n")
        with pytest.raises(ManifestError, match=r"radaudit.yaml:\d+: there is no checklist 'rqs-1'"):
            made.audit()

    def test_less_than_the_policy_requires_fails_the_gate(self, make_study, fake, tmp_path):
        fake(fine=fine)
        text = "checklists: {rqs-2017: {minimum_supported: 3}}"
        verdict = make_study().audit(policy=policy(tmp_path, text)).verdict
        assert (verdict.level, verdict.exit_code) == ("fails", 1)
        assert verdict.sentence.endswith(
            "The policy requires 3 points of rqs-2017 to be supported; the study does not answer it."
        )
