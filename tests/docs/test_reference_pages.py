"""The reference says all of what the code says, and shows it letter for letter."""

import ast
import inspect
from dataclasses import fields as fields_of

import pytest
import yaml

from docs.reference_pages import keys, pages, write_pages
from docs.reference_pages.failures import failures
from docs.reference_pages.markdown import fields, shown, table
from radaudit.auditing import checks
from radaudit.checklists.instrument import instruments, load_instrument
from radaudit.core.finding import Tier
from radaudit.core.registry import discover
from radaudit.resources import shipped
from radaudit.samples import sample_names
from radaudit.study.input_steps import KINDS
from radaudit.study.manifest import Manifest
from radaudit.study.policy import Policy


@pytest.fixture(scope="module")
def made():
    return pages()


def test_every_check_is_told_in_full(made):
    for name, step in checks().items():
        page = made[f"checks/{step.family}.md"]
        [own] = [part for part in page.split("\n## ") if part.startswith(f"{name}\n")]
        for text in (step.text.title, step.text.remedy, *step.text.rationale.split("\n\n")):
            assert shown(text) in own, name
        for option, default in step.options.items():
            assert f"`{option}` = `{default}`" in own
        for reference in step.references:
            assert reference in own.replace("\\", "")
        assert ":How sure a failure is:" in own
        assert f"]({'#check-' + name.replace('/', '-')})" in made["checks.md"]


def test_every_item_of_every_checklist_is_told(made):
    for own in map(load_instrument, instruments()):
        page = made[f"checklists/{own.id}.md"]
        assert [f"### {item.number}: {shown(item.label)}" in page for item in own.items] == [True] * len(own.items)
        assert own.reference in page.replace("\\", "")


@pytest.mark.parametrize(("name", "model"), [("manifest.md", Manifest), ("policy.md", Policy)])
def test_every_key_has_a_meaning(name, model, made):
    schema = model.model_json_schema()
    for path, own in keys.objects("", schema, schema["$defs"]):
        _, meanings = keys.described(own.get("description", ""))
        assert sorted(own["properties"]) == sorted(meanings), path
        assert f"## {path}\n" in made[name] or not path


def test_every_step_of_a_networks_input_is_told_with_its_defaults(made):
    for name, kind in KINDS.items():
        [own] = [part for part in made["input_steps.md"].split("\n## ") if part.startswith(f"{name}\n")]
        assert [f"| `{field.name}` |" in own for field in fields_of(kind)] == [True] * len(fields_of(kind))
    assert "| `low` | float | *required* |" in made["input_steps.md"]


def test_commands_and_formats_are_those_of_the_program(made):
    for command in ("audit", "plan", "init", "sample", "render", "checklist", "survey", "baseline", "diff"):
        assert f"## radaudit {command}\n" in made["commands.md"]
    assert "`--fail-on` | Least severity that fails the gate. | major |" in made["commands.md"]
    assert "`STUDY` | A folder with a radaudit.yaml, or the file itself. |" in made["commands.md"]
    for name in discover("radaudit.render", "renderer"):
        assert f"| `{name}` |" in made["formats.md"]


def test_what_samples_show_of_a_check_is_among_what_it_may_find():
    """Codes that stand in a call are read as the audit says them; the tiers of all checks are known."""
    for name, step in checks().items():
        found = failures(step)
        assert found.tiers, name
        assert set(found.tiers) <= set(Tier)
    wanted = {"leakage/patient-overlap": {"shared-patient", "no-patient-id"}, "code/seeds-set": {"no-seed"}}
    for name, codes in wanted.items():
        assert set(failures(checks()[name]).codes) == codes


@pytest.mark.parametrize(
    ("name", "tiers"),
    [
        ("leakage/patient-overlap", [Tier.PROVED]),
        ("leakage/duplicate-rows", [Tier.PROVED, Tier.HEURISTIC]),
        ("leakage/site-independent-of-outcome", [Tier.TESTED]),  # handed over with other details
        ("code/seeds-set", [Tier.HEURISTIC]),
        ("code/steps-fitted-inside-training", [Tier.HEURISTIC]),  # made by a function of the evidence
        ("leakage/recorded-steps-stay-in-training", [Tier.PROVED, Tier.HEURISTIC]),  # one or the other
    ],
)
def test_how_sure_a_failure_is(name, tiers):
    assert list(failures(checks()[name]).tiers) == tiers


def test_innocent_explanations_are_read_from_lists_and_names():
    told = failures(checks()["leakage/patient-overlap"]).benign
    assert told == ("ids that restart in every centre: the same id is then not the same patient",)
    everything = ast.unparse(ast.parse(inspect.getsource(inspect.getmodule(checks()["code/seeds-set"].function))))
    assert all(text in everything for text in failures(checks()["code/seeds-set"]).benign)


def test_a_check_is_shown_at_work(made):
    own = made["checks/leakage.md"].partition("## leakage/patient-overlap\n")[2].partition("\n## ")[0]
    fails, passes = own.partition("fails in ")[2].partition("\n")[0].split("; passes in ")
    for name in sample_names():
        expected = yaml.safe_load((shipped("sample_studies") / name / "expected.yaml").read_text())
        outcome = expected["checks"]["leakage/patient-overlap"]["outcome"]
        assert (f"`{name}`" in fails, f"`{name}`" in passes) == (outcome == "fail", outcome == "pass")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a*b* <x> [y](z) | {w}", r"a\*b\* \<x\> \[y\](z) \| \{w\}"),
        ("two\n  lines", "two lines"),
        ("code `a*b` and ``c|d``", r"code `a*b` and `c\|d`"),
        ("as doi:10.1000/x.y says.", "as [doi:10.1000/x.y](<https://doi.org/10.1000/x.y>) says."),
    ],
)
def test_text_is_shown_as_it_is(text, wanted):
    assert shown(text) == wanted


def test_facts_without_text_are_left_out_and_cells_are_never_empty():
    assert fields([("a", "b"), ("c", "")]) == ":a: b"
    assert table(["x", "y"], [["1", ""]]) == "| x | y |\n| --- | --- |\n| 1 |   |"


def test_pages_are_written_once_and_old_ones_go(made, tmp_path, monkeypatch):
    monkeypatch.setattr("docs.reference_pages.pages", lambda: {"a/b.md": "text"})
    (tmp_path / "old.md").write_text("")
    write_pages(tmp_path)
    before = (tmp_path / "a/b.md").stat().st_mtime_ns
    write_pages(tmp_path)
    assert [path.name for path in tmp_path.rglob("*.md")] == ["b.md"]
    assert (tmp_path / "a/b.md").stat().st_mtime_ns == before
