"""A plan on the terminal, and the command that prints it."""

import io
import json

import pytest
from rich.console import Console
from typer.main import get_command
from typer.testing import CliRunner

from radaudit.cli import app
from radaudit.core.errors import ManifestError
from radaudit.plan_view import in_bytes, in_seconds, print_plan
from radaudit.planning.cost import Estimate
from radaudit.planning.foresee import Answer, Open, Prospect
from radaudit.planning.plan import Kind, Missing, Plan

CHECKS = (
    Prospect("leakage/patient-overlap", Answer.NOW),
    Prospect("features/all-cases-extracted", Answer.AFTER),
    Prospect("model/claims-reproduced", Answer.UNKNOWN),
    Prospect("cohort/declared-numbers", Answer.NOT_APPLICABLE),
    Prospect("features/broken", Answer.ERROR, reason="ZeroDivisionError: by zero"),
)
MISSING = (
    Missing("No readers.", "Add 'images.readers'.", ("images.readers",), {"model/claims-reproduced": False}),
    Missing("Too few cases.", "", (), {"model/claims-reproduced": True}, ("leakage/patient-overlap",)),
)
KINDS = (
    Kind("Extract", 5_000, 12, 4_988, 2, Estimate(6_000, 2_400, 15_000), 62_000_000, "Features of a case."),
    Kind("Inspect", 7, 7, 0, what="What a file holds."),
)


def shown(plan, width=80):
    stream = io.StringIO()
    print_plan(plan, Console(file=stream, width=width))
    lines = stream.getvalue().splitlines()
    assert max(len(line.rstrip()) for line in lines) <= width
    return "\n".join(" ".join(line.split()) for line in lines)


def planned(kinds=KINDS, title="A study", open=()):
    return Plan(title, "study", 2, 3.2, tuple(kinds), tuple(open), CHECKS, MISSING)


def test_everything_is_there_in_eighty_columns():
    text = shown(planned(open=[Open("recovery", "The settings that give the table.", "at most 60.")]))
    assert "Extract 5,000 12 4,988 40 min to 4.2 h 62 MB" in text
    assert "Extract: Features of a case." in text
    assert "Inspect: " not in text  # nothing is left of it
    assert "4,988 jobs to do with 2 processes: about 1.7 h, likely 40 min to 4.2 h; 62 MB" in text
    assert "Done just now to be timed, and kept: 2 Extract." in text
    assert "recovery: The settings that give the table. At most 60." in text
    assert "UNKNOWN 1\nmodel/claims-reproduced" in text
    assert "features/broken: ZeroDivisionError: by zero" in text
    assert "images.readers: No readers. Add 'images.readers'.\nwould unlock: model/claims-reproduced*" in text
    assert "leaves open: model/claims-reproduced\n" in text
    assert "would be used by: leakage/patient-overlap" in text
    assert "* needs more than this" in text


def test_what_is_not_known_is_said_to_be_so():
    text = shown(planned([Kind("Extract", 5, 0, 5)]))
    assert "Extract 5 0 5 not timed not known" in text
    assert "5 jobs to do with 2 processes. Reading" in text
    assert "Every job is done: the audit takes some 3 s." in shown(planned(KINDS[1:]))
    assert "The audit needs no job." in shown(planned([]))


def test_a_title_that_plays_tricks_is_only_text():
    assert "[red]\\x1b[31mA" in shown(planned(title="[red]\x1b[31mA"))


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "1 s"), (89, "89 s"), (600, "10 min"), (5400, "1.5 h"), (36_000, "10 h")]
)
def test_durations(seconds, text):
    assert in_seconds(seconds) == text


@pytest.mark.parametrize(
    ("number", "text"), [(0, "1 kB"), (45_000, "45 kB"), (2e6, "2 MB"), (3e9, "3 GB"), (2e12, "2.0 TB")]
)
def test_sizes(number, text):
    assert in_bytes(number) == text


class TestCommand:
    def run(self, made, *words):
        return CliRunner().invoke(app, ["plan", str(made.root), "--store", str(made.root / "store"), *words])

    def test_as_json_and_as_text(self, make_study):
        made = make_study()
        read = json.loads(self.run(made, "--select", "leakage/*", "--json").stdout)
        assert read["schema"] == "radaudit-plan/1"
        assert read["kinds"] == []
        assert {own["check"].partition("/")[0] for own in read["checks"]} == {"leakage"}
        assert "images.image" in {key for own in read["missing"] for key in own["keys"]}
        ended = self.run(made, "--select", "leakage/*", "--no-timing")
        assert ended.exit_code == 0
        assert "would unlock: leakage/identical-images" in ended.stdout

    def test_it_takes_every_option_of_an_audit_that_changes_the_work(self):
        """Nobody should have to plan another audit than the one that is run."""
        taken = {name: {own.name for own in command.params} for name, command in get_command(app).commands.items()}
        only_told = {
            "out",
            "format",
            "fail_on",
            "show_ids",
            "thumbnails",
            "baseline",
            "paths_from",
            "pdf",
            "quiet",
            "verbose",
        }
        assert taken["audit"] - taken["plan"] == only_told

    def test_a_broken_manifest(self, make_study):
        made = make_study()
        made.write("radaudit.yaml", "schema: radaudit/1\nstudy: [unclosed\n")
        assert isinstance(self.run(made).exception, ManifestError)  # `main` ends with it as status 2
