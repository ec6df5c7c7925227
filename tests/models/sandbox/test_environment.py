import os
from pathlib import Path

from radaudit.models.sandbox.environment import PACKAGE, environment


def test_nothing_of_the_auditors_environment_is_passed_on(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_TOKEN", "hush")
    monkeypatch.setenv("PYTHONSTARTUP", "x.py")
    own = environment(tmp_path)
    assert not {"SECRET_TOKEN", "PYTHONSTARTUP"} & set(own)
    assert own["HOME"] == own["TMPDIR"] == str(tmp_path)
    assert own["PATH"] == os.environ["PATH"]


def test_the_package_is_found():
    assert (Path(PACKAGE) / "radaudit/models/sandbox/launch.py").is_file()
