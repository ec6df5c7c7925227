"""Hand-made results, small instruments, answers from text."""

import pytest
import yaml

from radaudit.checklists.answers import load_answers
from radaudit.checklists.instrument import Instrument, load_instrument
from radaudit.core.finding import Finding, Outcome, Severity, Tier, worst
from radaudit.core.report import Result


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
