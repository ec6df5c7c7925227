"""Hand-made results, small instruments, answers from text."""

import pytest
import yaml

from radaudit.checklists.answers import load_answers
from radaudit.checklists.instrument import Instrument, load_instrument
from radaudit.core.finding import Finding, Outcome, Severity, Tier, worst
from radaudit.core.report import Result
from radaudit.study.load import load_study


@pytest.fixture
def result():
    """Make a result: ``result("leakage/patient-overlap", ("fail", "shared-patient"), ...)``."""

    def make(check, *findings, tier=Tier.PROVED):
        made = tuple(
            Finding(Outcome(outcome), f"{check} says {code or outcome}.", code=code, tier=tier)
            for outcome, code in findings
        )
        outcome = worst(finding.outcome for finding in made)
        return Result(check, outcome, Severity.MAJOR, "A title.", "", "", (), made)

    return make


@pytest.fixture
def rqs():
    return load_instrument("rqs-2017")


@pytest.fixture
def answers_of(tmp_path):
    """Answers to an instrument: a mapping of item numbers to entries, or the file's whole text."""

    def read(instrument, given):
        text = given if isinstance(given, str) else yaml.safe_dump({"checklist": instrument.id, "answers": given})
        path = tmp_path / "answers.yaml"
        path.write_text(text, encoding="utf-8")
        return load_answers(path, "checklists/answers.yaml", instrument)

    return read


@pytest.fixture
def filled(answers_of):
    """Answers to an instrument, with the other keys of the file: conditions, level."""

    def read(instrument, answers, **more):
        given = {key: value for key, value in more.items() if value}
        return answers_of(instrument, yaml.safe_dump({"checklist": instrument.id, "answers": answers} | given))

    return read


@pytest.fixture
def tiny():
    """An instrument with items 1, 2, ... made of these parts."""

    def make(*items, bands=(), **scoring):
        parts = []
        for number, item in enumerate(items, start=1):
            parts.append(
                {"number": number, "key": f"item_{number}", "label": f"Item {number}", "domain": "one"}
                | {"evidence": "V", "selection": "single"}
                | item
            )
        ends = {"minimum": 0, "maximum": 1} | scoring
        return Instrument.model_validate(
            {"schema": "radaudit-checklist/1", "id": "tiny-1", "title": "Tiny", "version": "1"}
            | {"reference": "doi:10.1000/xyz", "licence": "none", "items": parts, "bands": list(bands)}
            | {"scoring": {"kind": "points", "percent": {"of": ends["maximum"]}, **ends}}
        )

    return make


@pytest.fixture
def made(tmp_path):
    """A study with a cohort of four cases; ``site``, ``split`` and the like go into the cohort, the rest beside it."""

    def make(entries):
        folder = tmp_path / "study"
        folder.mkdir(exist_ok=True)
        (folder / "cohort.csv").write_text("case,set,one,two,gaps\n1,a,X,X,X\n2,a,X,Y,\n3,b,X,X,X\n4,b,X,Y,X\n")
        inner = {key: entries[key] for key in ("site", "split", "scanner") if key in entries}
        outer = {key: value for key, value in entries.items() if key not in inner}
        manifest = {
            "schema": "radaudit/1",
            "study": {"title": "Made", "task": "binary"} | outer.pop("study", {}),
            "cohort": {"table": "cohort.csv", "case": "case"} | inner,
        }
        (folder / "radaudit.yaml").write_text(yaml.safe_dump(manifest | outer))
        return load_study(folder)

    return make
