"""Forms for other tools, each by the word of that tool's own schema or reader."""

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
import yaml
from attacks import HOSTILE, hostile_report
from junitparser import Error, Failure, JUnitXml, Skipped
from reference import reference_report

from radaudit.arguments import FORMATS
from radaudit.core.finding import Location, Outcome, Severity, Tier, failed
from radaudit.core.registry import discover
from radaudit.core.report import Report
from radaudit.output import ENDINGS
from radaudit.render.annotations import MOST, render_annotations
from radaudit.render.badge import render_badge
from radaudit.render.code_quality import render_code_quality
from radaudit.render.codecheck import OPEN, render_codecheck
from radaudit.render.in_toto import render_in_toto
from radaudit.render.junit import render_junit
from radaudit.render.markdown import LARGEST, plain, render_markdown
from radaudit.render.ro_crate import render_ro_crate
from radaudit.render.sarif import render_sarif

SARIF = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_text())
REPORTS = {"reference": reference_report, "hostile": hostile_report}


@pytest.fixture(params=REPORTS, ids=str)
def report(request) -> Report:
    return REPORTS[request.param]()


def failures(report):
    return [
        (result, finding) for result in report.results for finding in result.findings if finding.outcome is Outcome.FAIL
    ]


def test_the_command_line_names_every_format():
    assert FORMATS.split(", ") == list(discover("radaudit.render", "renderer"))


def test_every_ending_is_one_of_a_format():
    assert set(ENDINGS) <= set(discover("radaudit.render", "renderer"))


class TestSarif:
    def test_it_is_valid(self, report):
        jsonschema.Draft7Validator(SARIF).validate(json.loads(render_sarif(report)))

    def test_every_check_is_a_rule_and_every_failure_a_result(self, report):
        [run] = json.loads(render_sarif(report))["runs"]
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        assert rules == [result.check for result in report.results]
        assert len(run["results"]) == len(failures(report))
        assert all(rules[own["ruleIndex"]] == own["ruleId"] for own in run["results"])

    def test_waived_failures_are_suppressed_with_the_reason(self, report):
        [run] = json.loads(render_sarif(report))["runs"]
        waived = {result.check for result in report.results if result.waived}
        assert waived
        assert {own["ruleId"] for own in run["results"] if "suppressions" in own} == waived

    def test_a_heuristic_is_never_an_error(self):
        [run] = json.loads(render_sarif(hostile_report()))["runs"]  # its critical failure is a heuristic
        assert {own["level"] for own in run["results"]} == {"warning"}

    def test_places_are_uris(self, report):
        [run] = json.loads(render_sarif(report))["runs"]
        places = [place["physicalLocation"] for own in run["results"] for place in own["locations"]]
        uris = [place["artifactLocation"]["uri"] for place in places]
        assert uris
        assert all(re.fullmatch(r"[A-Za-z0-9._~%/-]+", uri) for uri in uris)

    def test_the_fingerprint_takes_no_notice_of_lines_and_figures(self):
        before = reference_report()
        result, finding = failures(before)[0]
        rows = [row | {"in test": 9} for row in finding.rows]
        moved = failed("Other words.", finding.code, rows=rows, where=[Location("data/clinical.csv", 99)])
        after = with_findings(before, result, moved)
        assert prints(before)[0] == prints(after)[0]

    def test_the_fingerprint_takes_notice_of_new_rows(self):
        before = reference_report()
        result, finding = failures(before)[0]
        more = failed(finding.message, finding.code, rows=[*finding.rows, {"patient": "P999"}])
        assert prints(before)[0] != prints(with_findings(before, result, more))[0]


def prints(report):
    return [own["partialFingerprints"]["radaudit/v1"] for own in json.loads(render_sarif(report))["runs"][0]["results"]]


def with_findings(report, changed, *findings):
    results = [replace(own, findings=findings) if own.check == changed.check else own for own in report.results]
    return replace(report, results=tuple(results))


class TestJunit:
    def test_a_reader_counts_what_the_report_counts(self, report):
        suites = JUnitXml.fromstring(render_junit(report).encode())
        cases = [case for suite in suites for case in suite]
        assert [case.name for case in cases] == [
            result.check for family in sorted({own.family for own in report.results}, key=first(report)) for result in
            report.results if result.family == family
        ]  # fmt: skip
        kinds = [type(own) for case in cases for own in case.result]
        counts = [suites.failures, suites.errors, suites.skipped]
        assert counts == [kinds.count(Failure), kinds.count(Error), kinds.count(Skipped)]
        assert suites.tests == len(report.results)

    def test_what_is_unknown_is_skipped_with_the_reason(self):
        suites = JUnitXml.fromstring(render_junit(reference_report()).encode())
        skipped = [own.message for suite in suites for case in suite for own in case.result if isinstance(own, Skipped)]
        assert skipped
        assert all(skipped)

    def test_no_letter_is_forbidden_in_xml(self):
        ElementTree.fromstring(render_junit(hostile_report()))


def first(report):
    order = [own.family for own in report.results]
    return order.index


class TestMarkdown:
    def test_it_fits_into_a_comment(self, report):
        assert len(render_markdown(report).encode()) <= LARGEST

    def test_what_does_not_fit_is_counted(self):
        result, _ = failures(reference_report())[0]
        long = failed("A long story. " * 40, "long", rows=[{"case": "x" * 60, "why": "y" * 60}] * 5)
        many = tuple(replace(result, check=f"leakage/n{n}", findings=(long,)) for n in range(200))
        text = render_markdown(replace(reference_report(), results=many))
        assert len(text.encode()) <= LARGEST
        shown = text.count("<details><summary><b>leakage")
        assert f"_{200 - shown} more in the full report._" in text

    @pytest.mark.parametrize("text", [*HOSTILE, "@someone", "#12", "a|b", "$x$", "http://evil.example", "- item"])
    def test_text_of_the_study_is_text(self, text):
        shown = plain(text)
        assert not re.search(
            r"[@#](?!\u2060|$)|(?<!\\)[`*_\[\]|$]|<[a-z/]|\x1b|\u202e|[a-z]://", shown.replace("&lt;", "")
        )

    def test_verdict_failures_and_scores_are_there(self):
        text = render_markdown(reference_report())
        assert "AUC of 0.91 comes out as 0.83" in text.replace("\\", "")
        assert all(f"<b>{result.check}</b>" in text for result, _ in failures(reference_report()) if not result.waived)
        assert text.count("| checklist | claimed | supported |") == 1


class TestAnnotations:
    def test_the_gravest_first_and_never_more_than_are_shown(self):
        result, finding = failures(reference_report())[0]
        many = tuple(replace(result, check=f"leakage/n{n}", findings=(finding,)) for n in range(30))
        lines = render_annotations(replace(reference_report(), results=many)).splitlines()
        assert len(lines) == MOST + 1
        assert lines[-1].endswith(f"{30 - MOST} more in the report")

    def test_file_and_line(self):
        line = render_annotations(reference_report()).splitlines()[0]
        assert line.startswith("::error file=data/clinical.csv,line=18,title=leakage/patient-overlap::17 patients")

    def test_nothing_of_the_study_starts_a_command(self):
        hostile = failed("x\n::error::y %0A", "c", where=[Location("a,line=3::b\n.csv", 2)], tier=Tier.PROVED)
        result, _ = failures(reference_report())[0]
        [line] = [
            own for own in render_annotations(with_findings(reference_report(), result, hostile)).splitlines()
            if result.check in own
        ]  # fmt: skip
        assert line == "::error file=a%2Cline=3%3A%3Ab .csv,line=2,title=leakage/patient-overlap::x ::error::y %250A"


CODE_QUALITY = {
    "type": "array",
    "items": {
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "required": ["path", "lines"],
                "properties": {"lines": {"required": ["begin"], "properties": {"begin": {"type": "integer"}}}},
            },
        },
    },
}


class TestCodeQuality:
    def test_it_has_the_keys_and_words_that_are_asked_for(self, report):
        made = json.loads(render_code_quality(report))
        jsonschema.validate(made, CODE_QUALITY)
        prints = [own["fingerprint"] for own in made]
        assert made
        assert len(set(prints)) == len(prints)

    def test_waived_failures_are_left_out(self):
        made = json.loads(render_code_quality(reference_report()))
        waived = {own.check for own in reference_report().results if own.waived}
        assert not waived & {own["check_name"] for own in made}


def test_a_badge_says_how_much_was_answered():
    made = json.loads(render_badge(reference_report()))
    assert made["schemaVersion"] == 1
    assert made["message"] == "1 critical, 1 major · 10/14 answered"
    assert Severity.CRITICAL in made["message"]


class TestRoCrate:
    @staticmethod
    def entities(report):
        made = json.loads(render_ro_crate(report))
        assert made["@context"] == "https://w3id.org/ro/crate/1.1/context"
        found = {own["@id"]: own for own in made["@graph"]}
        assert len(found) == len(made["@graph"])
        return found

    def test_what_the_profile_demands_is_there(self, report):
        found = self.entities(report)
        assert found["ro-crate-metadata.json"]["about"] == {"@id": "./"}
        root = found["./"]
        assert all(root[key] for key in ("name", "description", "datePublished", "license", "hasPart"))
        assert root["conformsTo"]["@id"] in found
        action = found[root["mentions"]["@id"]]
        assert action["@type"] == "CreateAction"
        assert found[action["instrument"]["@id"]]["@type"] == "SoftwareApplication"

    def test_everything_that_is_named_is_described(self, report):
        found = self.entities(report)
        action = found["#audit"]
        named = [own["@id"] for own in (*action["object"], *action["result"], *found["./"]["hasPart"])]
        assert set(named) <= set(found)
        assert len(action["object"]) == len(set(report.provenance.files.values()))

    def test_inputs_are_named_by_their_digest(self):
        report = replace(reference_report(), provenance=replace(
            reference_report().provenance, files={"b": "sha256:" + "00" * 32, "a": "sha256:" + "00" * 32}
        ))  # fmt: skip
        [one] = [own for name, own in self.entities(report).items() if name.startswith("ni:")]
        assert one["@id"] == "ni:///sha-256;" + "A" * 43
        assert {one["name"], one["alternateName"]} == {"a", "b"}


class TestInToto:
    def test_it_is_a_statement_of_a_test_result(self, report):
        made = json.loads(render_in_toto(report))
        assert made["_type"] == "https://in-toto.io/Statement/v1"
        assert made["predicate"]["result"] in {"PASSED", "WARNED", "FAILED"}
        assert all(own["digest"]["sha256"] for own in made["subject"])

    def test_every_check_that_applies_is_in_one_list(self, report):
        made = json.loads(render_in_toto(report))["predicate"]
        named = [*made["passedTests"], *made["warnedTests"], *made["failedTests"]]
        applying = [own.check for own in report.results if own.outcome is not Outcome.NOT_APPLICABLE]
        assert sorted(named) == sorted(applying)


class TestCodecheck:
    """The rules CC-CFG that an audit can meet; those about people are met by whoever fills in the draft."""

    def test_every_node_is_there_in_its_form(self, report):
        text = render_codecheck(report)
        assert text.startswith("---\n")
        said = yaml.safe_load(text)
        assert list(said) == ["version", "manifest", "paper", "codechecker", "report", "summary", "certificate"]
        assert said["version"].endswith("/spec/config/2.0/")
        assert isinstance(said["manifest"], list)
        assert all(own["name"] and own["ORCID"] for own in [*said["paper"]["authors"], *said["codechecker"]])
        assert said["summary"].startswith(report.verdict.sentence[:20])

    def test_what_the_study_made_is_listed_and_what_people_know_is_left_open(self):
        report = reference_report()
        made = replace(
            report,
            study={**report.study, "doi": "10.1000/xyz", "authors": ["J. Doe"]},
            provenance=replace(report.provenance, products={"data/features.csv": "feature table"}),
        )
        said = yaml.safe_load(render_codecheck(made))
        assert said["manifest"] == [{"file": "data/features.csv", "comment": "feature table"}]
        assert said["paper"]["authors"] == [{"name": "J. Doe", "ORCID": OPEN}]
        assert said["paper"]["reference"] == "https://doi.org/10.1000/xyz"
        assert said["certificate"] == said["report"] == OPEN
