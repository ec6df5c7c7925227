"""Ten repositories, organised in ten ways: what is found, and that the draft is audited as it stands."""

import pytest

from radaudit import audit
from radaudit.core.errors import UsageError
from radaudit.drafting.make import draft
from radaudit.study.load import load_study
from tests.made_repositories import REPOSITORIES, make, measured, set_keys, table, write

RUNS = ["cohort/case-ids-agree", "leakage/patient-overlap"]


@pytest.fixture(scope="module")
def drafts(tmp_path_factory):
    """Each repository with its draft and the keys that it should have."""
    found = {}
    for name in REPOSITORIES:
        root, expected = make(name, tmp_path_factory.mktemp("repositories"))
        found[name] = draft(root), expected
        (root / "radaudit.yaml").write_text(found[name][0].text, encoding="utf-8")
    return found


def test_most_keys_are_right(drafts):
    right = asked = 0
    for made, expected in drafts.values():
        values = set_keys(made.values)
        keys = {*expected, *values}
        right += sum(values.get(key) == expected.get(key) for key in keys)
        asked += len(keys)
    assert len(drafts) == 10
    assert asked > 150
    assert right / asked >= 0.95


def test_drafts_are_audited_without_editing(drafts, tmp_path):
    ran = 0
    for made, _ in drafts.values():
        try:
            report = audit(made.root, select=RUNS, jobs=1, store=tmp_path / "store")
        except UsageError:
            continue
        ran += {result.outcome.value for result in report.results} <= {"pass", "fail", "unknown", "not applicable"}
    assert ran >= 7


def test_every_key_has_a_reason(drafts):
    for made, _ in drafts.values():
        assert all(own.reason and 0 <= own.sureness <= 1 for own in made.guesses)
        for own in (own for own in made.guesses if own.live):
            assert f"#: {own.word}: {' '.join(own.reason.split())}"[:60] in made.text


def test_a_second_draft_is_the_same(tmp_path):
    root, _ = make("development_and_external", tmp_path)
    first = draft(root)
    with pytest.raises(UsageError, match=r"radaudit-\w+\.csv exists already; --force"):
        draft(root)
    assert draft(root, overwrite=True).text == first.text


def test_what_is_no_study_is_refused(tmp_path):
    write(tmp_path, "code/a.py", "x = 1\n")
    with pytest.raises(UsageError, match="looks like a study: no table with an id for each row"):
        draft(tmp_path)
    with pytest.raises(UsageError, match="is no folder"):
        draft(tmp_path / "nowhere")


def test_a_hostile_folder_harms_nothing(tmp_path):
    """Names that would end comments or values, links out, pickles, files that no parser survives."""
    name = "a: b # c\n- {x}"
    rows = [{"Patient": f"p{n}", "outcome": n % 2, "site": ['A\u202e"', "B'\n- x"][n % 2], name: n} for n in range(8)]
    table(tmp_path, "clinical.csv", rows)
    table(tmp_path, f"features {name}.csv", measured("Patient", [f"p{n}" for n in range(8)]))
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "out.csv").symlink_to("/etc/passwd")
    (tmp_path / b"\xff\xfe.csv".decode("utf-8", "surrogateescape")).write_text("ID,y\n1,0\n")
    for path, text in {
        "README.md": "# title: \"x' \x1b[31m\n",
        "final_model.pkl": "cos\nsystem\n(S'touch harmed'\ntR.",
        "ragged.csv": "a,b\n1\n2,3,4\n",
        "splits.json": "[" * 100_000,
        "model.py": "(" * 5000,
        "params.yaml": "a: &a [*a]\n",
    }.items():
        write(tmp_path, path, text)
    made = draft(tmp_path)
    (tmp_path / "radaudit.yaml").write_text(made.text, encoding="utf-8")
    study = load_study(tmp_path)
    assert study.manifest.cohort.patient == "Patient"
    assert study.manifest.features.table == f"features {name}.csv"
    assert "\x1b" not in made.text
    assert "\u202e" not in made.text
    assert any("2 links" in remark for remark in made.remarks)
    assert any("ragged.csv was not read" in remark for remark in made.remarks)
    assert not (tmp_path / "harmed").exists()
