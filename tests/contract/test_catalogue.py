"""Every check is where its name says, tells what it asks, and is tested."""

import fnmatch
import inspect
import re
from pathlib import Path

import pytest
import yaml

from radaudit.auditing import checks
from radaudit.core.finding import Severity
from radaudit.resources import shipped

ROOT = Path(__file__).parents[2]
CHECKS = [pytest.param(step, id=name) for name, step in checks().items()]


def module_of(step):
    return step.function.__module__.removeprefix("radaudit.checks.")


@pytest.mark.parametrize("step", CHECKS)
class TestEveryCheck:
    def test_its_name_is_its_place(self, step):
        assert step.name == module_of(step).replace(".", "/").replace("_", "-")
        assert step.function.__name__ == module_of(step).rpartition(".")[2]
        assert re.fullmatch(r"[a-z]+/[a-z0-9-]+", step.name)

    def test_its_title_is_one_sentence(self, step):
        title = step.text.title
        assert title.endswith(".")
        assert title[0].isupper()
        assert ". " not in title
        assert len(title) <= 130

    def test_it_says_why_and_what_to_do(self, step):
        assert len(step.text.rationale) > 60
        assert step.text.rationale.endswith(".")
        assert step.text.remedy.endswith((".", ")"))
        assert inspect.getdoc(step.function).count("Remedy:") == 1

    def test_its_references_can_be_looked_up(self, step):
        for reference in step.references:
            assert re.fullmatch(r"(doi:10\.\d{4,9}/\S+|https://\S+)", reference)

    def test_its_severity_is_one(self, step):
        assert isinstance(step.severity, Severity)

    def test_its_options_have_plain_defaults_and_are_explained(self, step):
        for option, default in step.options.items():
            assert isinstance(default, str | int | float | bool)
            assert option in f"{step.text.rationale} {step.text.remedy}"

    def test_its_file_makes_one_check(self, step):
        source = inspect.getsource(inspect.getmodule(step.function))
        assert source.count("\n@check(") == 1

    def test_its_tests_exist(self, step):
        family, slug = module_of(step).split(".")
        tests = ROOT / f"tests/checks/{family}/test_{slug}.py"
        assert tests.is_file()
        assert step.function.__name__ in tests.read_text(encoding="utf-8")


def test_every_test_file_has_its_check():
    known = {module_of(step).replace(".", "/test_") for step in checks().values()}
    found = {
        path.relative_to(ROOT / "tests/checks").with_suffix("").as_posix() for path in ROOT.glob("tests/checks/*/*.py")
    }
    assert found <= known


def test_titles_are_told_apart():
    titles = [step.text.title for step in checks().values()]
    assert len(set(titles)) == len(titles)


def rules(node):
    """Every rule of an instrument that names a check, however deep: the check, and the codes it waits for."""
    if isinstance(node, dict):
        if isinstance(node.get("check"), str):
            codes = node.get("code", [])
            yield node["check"], [codes] if isinstance(codes, str) else codes
        node = list(node.values())
    for child in node if isinstance(node, list) else ():
        yield from rules(child)


@pytest.mark.parametrize("path", sorted(shipped("checklists").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_checklist_names_checks_and_codes_that_exist(path):
    found = list(rules(yaml.safe_load(path.read_text(encoding="utf-8"))))
    assert found
    for name, codes in found:
        assert name in checks()
        source = inspect.getsource(inspect.getmodule(checks()[name].function))
        words = re.findall(r'"([a-z-]+)["{]', source)  # or the beginning of a code that is put together
        for code in codes:
            assert fnmatch.filter(words, code), f"{name} never says {code}"
