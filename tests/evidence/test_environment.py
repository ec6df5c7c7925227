"""What a study states, from its files to the comparison and the answer of an index."""

from dataclasses import replace

import pytest

from radaudit.core.errors import ManifestError, Unavailable
from radaudit.environment.resolve import Resolution
from radaudit.evidence import environment as module
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.environment import environment, installable, versions_here
from radaudit.session import Session


@pytest.fixture
def stating(make_study):
    """A study with this requirements.txt; other names as ``stating(environment_yml=...)``; ``None`` for none."""

    def make(text=None, declared=None, manifest=None, code="import numpy\ndef build():\n    pass\n", **files):
        made = make_study(
            manifest=manifest or (lambda said: declared and said.update(code={"requirements": declared})), code=code
        )
        for name, content in ({"requirements.txt": text} | files).items():
            if content is not None:
                made.write(name.replace("_yml", ".yml"), content)
        return made

    return make


def test_imports_of_the_models_code_beside_what_is_stated(stating):
    own = environment(stating("numpy==1.19\n").study)
    assert own.givers == {"numpy": "numpy"}
    assert (own.statement.path, own.imports.files) == ("requirements.txt", ("code/model.py",))


def test_the_declared_file_wins_and_must_be_there(stating):
    own = environment(
        stating("numpy==1.19\n", declared="environment.yml", environment_yml="dependencies: [scipy]").study
    )
    assert own.statement.path == "environment.yml"
    assert own.givers == {"numpy": "numpy"}  # stated in the other file
    with pytest.raises(ManifestError, match="no file 'gone"):
        stating(declared="gone.txt").study  # noqa: B018


def test_a_study_without_code_and_requirements(stating):
    made = stating(manifest=lambda said: said.pop("models"))
    (made.root / "code/model.py").unlink()
    with pytest.raises(Unavailable, match="no code"):
        environment(made.study)


def test_a_package_of_another_file_has_no_version_here(stating):
    made = stating("scipy==1.0\n", environment_yml="dependencies: [numpy=1.19]")
    assert [row.name for row in versions_here(environment(made.study)).unsaid] == ["numpy"]
    with pytest.raises(Unavailable, match="states no requirements"):
        versions_here(environment(stating().study))


def test_contradictions_need_no_index(stating):
    own = installable(environment(stating("numpy==1.19\nnumpy==1.20\n").study), Auditor(online=True))
    assert [one.package for one in own.contradictions] == ["numpy"]
    assert own.answer is None


@pytest.mark.parametrize(
    ("text", "here"),
    [
        ("numpy>=1.26,<2\nscikit-learn>=1.8", True),
        ("numpy", True),
        ("numpy==0.1", False),
        ("nobody-has-this", False),
        ("numpy @ file:///home/me/numpy", False),
        ("numpy\npython<3", False),
    ],
)
def test_an_installation_that_meets_them_all_is_found_offline(stating, text, here):
    own = installable(environment(stating(text).study), Auditor())
    assert own.here is here
    assert own.answer is None


def test_the_index_is_asked_with_leave_only(stating, monkeypatch):
    asked = []
    answer = Resolution("resolved", "3.11.14", {"numpy": "1.26.4"})
    monkeypatch.setattr(module, "resolve", lambda *given: asked.append(given) or answer)
    own = environment(stating("numpy==1.26.4\nown @ git+https://me:secret@host/own.git\n").study)
    offline = installable(own, Auditor())
    assert (asked, offline.offline, offline.answer) == ([], True, None)
    online = installable(own, Auditor(online=True))
    assert (online.answer, online.asked, online.unasked) == (answer, 1, ("own",))
    assert "secret" not in str(asked)
    assert len(online.day) == len("2024-05-06")


def test_what_conda_installs_is_not_asked_of_an_index(stating, monkeypatch):
    monkeypatch.setattr(module, "resolve", None)
    own = installable(environment(stating(environment_yml="dependencies: [numpy=1.19]").study), Auditor(online=True))
    assert (own.offline, own.unasked) == (False, ("numpy",))


def test_the_command_of_the_report_says_online(tmp_path):
    session = Session(tmp_path)
    assert replace(session, online=True).command == f"{session.command} --online"
