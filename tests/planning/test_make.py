"""The plan of a study beside what the audit then does."""

import json

import pytest

import radaudit
from radaudit.compute.engine import Compute
from radaudit.compute.store import Store
from radaudit.core.errors import UsageError
from radaudit.core.finding import Outcome
from radaudit.planning.foresee import Answer
from radaudit.planning.make import keys_in, plan
from radaudit.samples import make_sample
from radaudit.session import Session, opened, planned
from tests.made_study import write_study

IMAGES = ["features/all-cases-extracted", "features/extraction-reproduces-table", "features/mask-and-image-agree"]


def planned_for(made, store, timing=False, **options):
    return planned(Session(made.root, store=store, jobs=1, **options), timing=timing)


def jobs(found):
    return {own.kind: (own.needed, own.found, own.to_do) for own in found.kinds}


@pytest.fixture(scope="module")
def made(tmp_path_factory, pictures):
    return write_study(tmp_path_factory.mktemp("plan") / "study", pictures, images=True)


class TestImages:
    def test_before_timed_and_after_the_audit(self, made, tmp_path):
        store = tmp_path / "store"
        before = planned_for(made, store, select=IMAGES)
        assert jobs(before) == {"Inspect": (12, 0, 12), "Extract": (12, 0, 12)}
        assert (before.estimate, before.bytes) == (None, None)
        assert not store.exists()
        assert set(before.of(Answer.AFTER)) == set(IMAGES)

        timed = planned_for(made, store, timing=True, select=IMAGES)
        assert jobs(timed) == {"Inspect": (12, 2, 10), "Extract": (12, 2, 10)}
        assert 0 < timed.estimate.low < timed.estimate.expected < timed.estimate.high < 60
        assert {own.kind: own.timed for own in timed.kinds} == {"Inspect": 2, "Extract": 2}

        report = opened(Session(made.root, store=store, jobs=1, select=IMAGES))
        assert report.provenance.run["jobs done"] == {own.kind: own.to_do for own in timed.kinds}
        assert report.provenance.run["jobs found done"] == {own.kind: own.found for own in timed.kinds}

        after = planned_for(made, store, timing=True, select=IMAGES)
        assert jobs(after) == {"Inspect": (12, 12, 0), "Extract": (12, 12, 0)}
        assert (after.to_do, after.bytes, after.open) == (0, 0, ())
        assert after.estimate.expected == 0
        sizes = [path.stat().st_size for path in store.rglob("*.json")]
        assert timed.bytes == pytest.approx(sum(sizes) * 10 / 12, rel=0.05)
        assert set(after.of(Answer.NOW)) == set(IMAGES)

    def test_one_kind_that_can_not_be_foreseen_is_told(self, made, tmp_path):
        select = ["features/declared-settings-made-the-table"]
        (own,) = [one for one in planned_for(made, tmp_path, select=select).open if one.evidence == "recovery"]
        assert own.what.startswith("The settings that give the reported table")
        assert own.jobs.startswith("at most 60 extractions")

    def test_it_can_be_read_by_a_program(self, made, tmp_path):
        found = planned_for(made, tmp_path, select=IMAGES)
        read = json.loads(found.to_json())
        assert read["schema"] == "radaudit-plan/1"
        assert read["total"] == {"to_do": 24, "estimate": None, "bytes": None}
        assert [own["kind"] for own in read["kinds"]] == ["Inspect", "Extract"]
        assert {own["check"]: own["answer"] for own in read["checks"]} == {
            own.check: own.answer for own in found.checks
        }
        assert str(tmp_path) not in found.to_json()


def test_a_broken_image_is_a_case_less_to_extract(make_study, tmp_path):
    made = make_study(images=True)
    for path in sorted(made.root.glob("images/*")):
        path.write_bytes(b"NRRD0004\n")
    found = planned_for(made, tmp_path / "store", timing=True, select=IMAGES)
    assert jobs(found)["Inspect"] == (12, 3, 9)
    assert jobs(found)["Extract"][0] == 9  # three are known to fail already


class TestTrust:
    SELECT = ("model/discrimination-reported", "model/features-reduced")

    def test_without_it_no_code_of_the_study_runs_and_the_option_is_named(self, make_study, tmp_path):
        made = make_study(code="raise SystemExit('this must not run')\n")
        found = planned_for(made, tmp_path / "store", timing=True, select=list(self.SELECT))
        assert found.kinds == ()
        (missing,) = [own for own in found.missing if "--trust" in own.keys]
        assert missing.reason == "The study's code was not run."
        assert "model/features-reduced" in missing.unlocks

    def test_with_it_the_fit_is_timed_and_what_builds_on_it_is_known(self, make_study, tmp_path):
        found = planned_for(make_study(), tmp_path / "store", timing=True, trust=True, select=list(self.SELECT[1:]))
        assert jobs(found) == {"Refit": (1, 1, 0)}
        assert found.of(Answer.NOW) == ("model/features-reduced",)

    def test_nothing_runs_without_timing_even_so(self, make_study, tmp_path):
        found = planned_for(make_study(), tmp_path / "store", trust=True, select=list(self.SELECT[1:]))
        assert jobs(found) == {"Refit": (1, 0, 1)}
        assert found.of(Answer.AFTER) == ("model/features-reduced",)
        assert not (tmp_path / "store").exists()


def test_everything_that_a_check_lacks_is_named_and_not_only_the_first(make_study, tmp_path):
    def without(said):
        said["features"].pop("settings")
        said["cohort"].pop("split")

    found = planned_for(make_study(manifest=without), tmp_path, select=["features/*", "leakage/*"])
    unlocks = {own.keys: own.unlocks for own in found.missing}
    both = ("images.image", "images.mask")
    assert unlocks[both]["features/extraction-reproduces-table"] is False
    assert unlocks[both]["features/mask-and-image-agree"] is True
    assert unlocks[("features.settings",)]["features/extraction-reproduces-table"] is False
    assert unlocks[("cohort.split",)]["leakage/patient-overlap"] is True
    lacking = {own.check for own in found.checks if own.answer is Answer.UNKNOWN}
    assert {check for own in found.missing for check in own.unlocks} == lacking


def test_nothing_is_said_to_be_unknown_that_the_audit_answers(made):
    options = {"trust": True, "select": ["cohort/*", "features/[admnpv]*", "leakage/*"]}
    found = planned_for(made, made.store, **options)
    report = made.audit(**options)
    outcomes = {result.check: result.outcome for result in report.results}
    for own in found.checks:
        if own.answer is Answer.UNKNOWN:
            assert outcomes[own.check] is Outcome.UNKNOWN, own.check
        if own.answer is Answer.NOW:
            assert outcomes[own.check] in (Outcome.PASS, Outcome.FAIL), own.check
        if own.answer is Answer.NOT_APPLICABLE:
            assert outcomes[own.check] is Outcome.NOT_APPLICABLE, own.check
    assert Answer.ERROR not in {own.answer for own in found.checks}


def test_files_that_end_an_audit_end_a_plan(make_study, tmp_path):
    made = make_study(parameters={"setting": {"binWidth": "wide"}})
    with pytest.raises(UsageError, match=r"params.yaml:2: .*must be a number"):
        planned_for(made, tmp_path, select=["features/parameters-complete"])


def test_keys_and_options_in_a_sentence():
    assert keys_in("Add 'images.image' and 'images.mask' to radaudit.yaml.") == ("images.image", "images.mask")
    assert keys_in("Add 'models[].estimator: module.py:function'.") == ("models[].estimator",)
    assert keys_in("Read it, then audit with --trust: it runs.") == ("--trust",)
    assert keys_in("See 'radaudit list'; 'nothing' is known.") == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "select"),
    [("wdbc", ["cohort/*", "model/features-reduced"]), ("phantoms_sound", ["features/*", "leakage/*"])],
)
def test_the_sample_studies(name, select, tmp_path):
    session = Session(make_sample(name), store=tmp_path, jobs=2, trust=True, select=select, quick=True)
    found = planned(session)
    run = opened(session).provenance.run
    done = {kind: count for kind, count in run["jobs done"].items() if kind != "Match"}  # made of other jobs' results
    assert done == {own.kind: own.to_do for own in found.kinds if own.to_do}
    assert run["jobs found done"] == {own.kind: own.found for own in found.kinds}
    assert planned(session).to_do == 0


def test_from_python(make_study, tmp_path):
    root = make_study().root
    policy = tmp_path / "policy.yaml"
    policy.write_text("schema: radaudit-policy/1\nselect: ['leakage/patient-overlap']\n")
    found = radaudit.plan(root, policy, timing=False, jobs=3, store=tmp_path / "store")
    assert found.of(Answer.NOW) == ("leakage/patient-overlap",)
    assert (found.folder, found.workers, found.kinds) == (root.name, 3, ())
    one = radaudit.plan(root, select="leakage/patient-overlap", timing=False, store=tmp_path / "store")
    assert one.checks == found.checks


def test_a_plan_by_hand(make_study, tmp_path):
    """Without `compute` nothing is done; the plan is the same for any number of workers but for its times."""
    from radaudit.auditing import Request
    from radaudit.evidence.auditor import Auditor
    from radaudit.study.policy import Policy

    request = Request(make_study().study, Policy(select=["cohort/*"]), Auditor())
    one, many = (plan(request, Store(tmp_path), workers) for workers in (1, 8))
    assert (one.checks, one.missing, one.kinds) == (many.checks, many.missing, many.kinds)
    assert plan(request, Store(tmp_path), 1, Compute(Store(tmp_path))).kinds == ()
