"""The JSON form is the report and nothing else."""

import json

import jsonschema
import pytest
from attacks import hostile_report
from reference import reference_report

from radaudit.core.registry import discover
from radaudit.core.report import Report
from radaudit.render.json import render_json


def test_it_reads_back_as_the_same_report():
    for report in (reference_report(), hostile_report()):
        assert Report.from_json(render_json(report)) == report


def test_it_is_found_and_keeps_the_keys_a_gate_relies_on():
    assert discover("radaudit.render", "renderer")["json"] is render_json
    plain = json.loads(render_json(reference_report()))
    assert plain["schema"] == "radaudit-report/1"
    first = plain["results"][0]
    assert first["outcome"] == "fail"
    assert first["findings"][0]["where"][0] == {"path": "data/clinical.csv", "line": 18, "pointer": ""}
    assert plain["verdict"]["exit_code"] == 3


def test_it_meets_the_schema_that_radaudit_prints():
    schema = Report.json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for report in (reference_report(), hostile_report()):
        validator.validate(json.loads(render_json(report)))
    other = json.loads(render_json(reference_report())) | {"schema": "radaudit-report/2"}
    with pytest.raises(jsonschema.ValidationError, match="radaudit-report/1"):
        validator.validate(other)
