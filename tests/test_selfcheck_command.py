"""`radaudit selfcheck`: what it prints, and its exit status."""

import io
import json

import pytest
from rich.console import Console
from typer.testing import CliRunner

from radaudit.cli import app
from radaudit.core.errors import DataError, UsageError
from radaudit.features.ibsi.selfcheck import selfcheck
from radaudit.selfcheck import parsed_settings, print_selfcheck


def run(*arguments):
    return CliRunner().invoke(app, ["selfcheck", *arguments])


def printed(found, everything=False, width=100):
    console = Console(width=width, record=True, file=io.StringIO())
    print_selfcheck(found, console, everything)
    return console.export_text()


@pytest.fixture(scope="module")
def found():
    return selfcheck()


class TestExitStatus:
    def test_it_passes(self):
        done = run()
        assert done.exit_code == 0
        assert "The extractor passes: 254 of 257 reference values met, 3 missed for documented" in done.output

    def test_a_broken_setting_makes_it_fail(self):
        done = run("--setting", "binWidth=2")
        assert done.exit_code == 1
        assert "THE EXTRACTOR FAILS" in done.output
        assert "! glcm_Contrast" in done.output

    def test_a_folder_without_the_data(self, tmp_path):
        assert isinstance(run("--data", str(tmp_path)).exception, DataError)


class TestPrinted:
    def test_a_summary_by_class_and_every_reason(self, found):
        text = printed(found)
        assert [line.split() for line in text.splitlines() if line.startswith("  glcm")] == [
            ["glcm", "108", "92", "16"]
        ]
        assert "~ firstorder_Kurtosis" in text
        assert "kurtosis-not-excess: 1 value." in text
        assert "no-longer-given: 20 values." in text
        assert "= glcm_Contrast" not in text

    def test_everything(self, found):
        text = printed(found, everything=True)
        lines = [line for line in text.splitlines() if line[:2] in ("= ", "~ ", "! ", "- ")]
        assert len(lines) == 277
        assert any(line.split() == ["=", "glcm_Contrast", "ACUI", "ITBB", "5.32", "5.324"] for line in lines)

    def test_it_fits_a_narrow_terminal(self, found):
        lines = [line for line in printed(found, everything=True, width=80).splitlines() if line[:2] == "= "]
        assert len(lines) == 254, "no row is broken in two"

    def test_an_extractor_that_refuses_says_why_once(self):
        text = printed(selfcheck({"binWidht": 1}))
        assert text.count("binWidht") == 1
        assert "257 values: pyradiomics refuses it" in text


class TestJson:
    def test_everything(self):
        said = json.loads(run("--json").output)
        assert (said["schema"], said["ok"]) == ("radaudit-selfcheck/1", True)
        assert said["counts"]["digital phantom"]["meets"] == 254
        assert len(said["rows"]) == 277
        kurtosis = next(row for row in said["rows"] if row["id"] == "IPH6")
        assert kurtosis["verdict"] == "documented deviation"
        assert kurtosis["reasons"] == ["kurtosis-not-excess"]
        assert said["deviations"]["kurtosis-not-excess"]["source"].startswith("https://")

    def test_a_failure(self):
        done = run("--json", "--setting", "voxelArrayShift=1")
        assert done.exit_code == 1
        assert json.loads(done.output)["ok"] is False


class TestSettings:
    def test_values_as_yaml_reads_them(self):
        assert parsed_settings(["binWidth=2", "force2D=true", "distances=[1, 2]"]) == {
            "binWidth": 2,
            "force2D": True,
            "distances": [1, 2],
        }

    @pytest.mark.parametrize("text", ["binWidth", "=2", "a=[1", ""])
    def test_another_form(self, text):
        with pytest.raises(UsageError, match="should be NAME=VALUE"):
            parsed_settings([text])
