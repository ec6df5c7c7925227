"""Whoever follows the tutorial and the how-to guides gets what they show."""

import re
from pathlib import Path

import pytest
import yaml

from radaudit.study.manifest import Manifest
from radaudit.study.policy import Policy
from tests.docs.examples import Reader, Step, steps

ROOT = Path(__file__).parents[2]
ALL = sorted([ROOT / "README.md", *ROOT.glob("docs/*.md"), *ROOT.glob("docs/how_to/*.md")])
FOLLOWED = [page for page in ALL if any(step.kind == "command" for step in steps(page.read_text(encoding="utf-8")))]
MODELS = {"radaudit/1": Manifest, "radaudit-policy/1": Policy}


@pytest.mark.slow
@pytest.mark.parametrize("page", FOLLOWED, ids=lambda path: path.stem)
def test_the_examples_of_a_page_do_what_it_says(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    Reader().follow(page.read_text(encoding="utf-8"))


def test_the_guides_are_followed():
    guides = {"gate", "multicentre_study", "my_repository", "reviewing_a_paper", "systematic_review", "tutorial"}
    assert guides <= {page.stem for page in FOLLOWED}


@pytest.mark.parametrize("page", ALL, ids=lambda path: path.stem)
def test_whole_manifests_and_policies_are_valid(page):
    for block in re.findall(r"^```yaml\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE):
        if "schema: radaudit" in block:
            read = yaml.safe_load(block)
            MODELS[read["schema"]].model_validate(read)


def test_a_page_is_taken_apart():
    page = "<!-- before: ls -->\ntext\n```console\n$ a b\nout\n...\n$ c\n```\n```python\nx = 1\n```\n```sh\nnot\n```\n"
    assert steps(page) == [
        Step(1, "command", "ls"),
        Step(4, "command", "a b", "out\n...\n"),
        Step(7, "command", "c", ""),
        Step(9, "python", "x = 1\n"),
    ]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("```console\n$ echo one\ntwo\n```\n", "line 2: echo one printed"),
        ("```console\n$ false\n```\n", "line 2: false ended with 1"),
        ("```console\n$ false\n$ echo $?\n2\n```\n", "printed\n1\n"),
        ("```python\nassert False, 'said'\n```\n", "said"),
    ],
)
def test_what_goes_otherwise_is_told(page, said):
    with pytest.raises(AssertionError, match=re.escape(said)):
        Reader().follow(page)


def test_what_goes_as_written_is_fine(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Reader().follow(
        "```yaml\n# a/b.yaml\nx: 1\n```\n```console\n$ cat a/b.yaml\n...\nx: 1\n$ false\n$ echo $?\n1\n```\n"
    )
