"""The software that a result depends on, compared between processes."""

import importlib
import json
import subprocess
import sys

from radaudit.compute.job import Job, version
from radaudit.compute.software import CODE, LIBRARIES, PYTHON, differences, software
from tests.contract.test_layers import job_modules


def test_it_is_told_the_same_by_another_process():
    code = "import json; from radaudit.compute.software import software; print(json.dumps(software()))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == software()
    assert software()["numpy"] == version("numpy")


def test_every_library_that_a_job_names_is_compared():
    named = {library for library, _ in _named()}
    assert {"SimpleITK", "numpy", "scikit-learn"} <= named <= set(LIBRARIES)


def _named():
    for module in job_modules():
        for kind in vars(importlib.import_module(f"radaudit.{module}")).values():
            if isinstance(kind, type) and issubclass(kind, Job):
                yield from ((library, kind) for library in kind.libraries)


def test_differences_are_named():
    here = {PYTHON: "3.11", "numpy": "1.26.4", CODE: "abc"}
    assert differences(here, dict(here)) == ""
    assert differences(here, here | {"numpy": "2.1.0"}) == "numpy 2.1.0 instead of 1.26.4"
    assert differences(here, {PYTHON: "3.12", "numpy": "1.26.4"}) == (
        "Python 3.12 instead of 3.11, radaudit's own code unknown instead of abc"
    )
