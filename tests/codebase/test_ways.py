"""Small scripts of one idea each: what must be found in them, and nothing else."""

import re
from pathlib import Path

import pytest

from radaudit.codebase.analysis import analyse
from radaudit.codebase.source import Source, parsed

FILES = sorted((Path(__file__).parent / "ways").glob("*.txt"))


def scripts(text):
    """Blocks that begin with ``### name | kinds | repeat``."""
    for block in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
        head, code = block.split("\n", 1)
        name, kinds, *repeat = (part.strip() for part in head.split("|"))
        yield name, sorted(kinds.split()), bool(repeat), code


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_way_is_understood(file):
    wrong = {}
    for name, wanted, repeat, code in scripts(file.read_text(encoding="utf-8")):
        found = sorted({own.kind for own in analyse([Source("a.py", code, parsed(code))], (), repeat).conflicts})
        if found != wanted:
            wrong[name] = (wanted, found)
    assert not wrong


def test_half_of_them_or_nearly_is_innocent():
    kinds = [wanted for file in FILES for _, wanted, _, _ in scripts(file.read_text(encoding="utf-8"))]
    assert len(kinds) >= 250
    assert sum(not wanted for wanted in kinds) >= 80
