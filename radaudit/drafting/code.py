"""Code, requirements and answers to checklists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from radaudit.core.errors import UsageError
from radaudit.core.words import counted
from radaudit.drafting.guess import Guess
from radaudit.drafting.seen import Seen
from radaudit.environment.statement import reader_of
from radaudit.study.yaml_file import read_yaml

_NOT_THE_STUDY = frozenset({"tests", "test", "docs", "archive", "legacy", "old"})
_LEAST_TELLING = ("setup.py", "setup.cfg", "pyproject.toml")


def find(seen: Seen) -> Iterator[Guess]:
    """Globs over the code's folders, and the file that states its requirements."""
    files = [name for name in seen.folder.ending_in(".py", ".ipynb") if name != "setup.py"]
    own = [name for name in files if not set(PurePosixPath(name).parts[:-1]) & _NOT_THE_STUDY]
    globs = sorted({_glob(name) for name in own})
    if globs:
        left = len(files) - len(own)
        reason = counted(len(own), "file of code", "files of code") + (
            f"; {left} in tests, docs or archives left out" if left else ""
        )
        yield Guess(("code", "include"), globs, 0.9, reason)
    stated = sorted(
        (name for name in seen.folder.files if reader_of(name) and len(PurePosixPath(name).parts) <= 3),
        key=lambda name: (len(PurePosixPath(name).parts), name.rpartition("/")[2] in _LEAST_TELLING, name),
    )
    if stated:
        others = f"; others: {', '.join(stated[1:4])}" if stated[1:] else ""
        yield Guess(("code", "requirements"), stated[0], 0.9 if not others else 0.8, f"by its name{others}")
    yield from _answers(seen)


def _glob(name: str) -> str:
    """The glob of a file's kind in its top folder."""
    parts = PurePosixPath(name).parts
    ending = PurePosixPath(name).suffix
    return f"{parts[0]}/**/*{ending}" if len(parts) > 1 else f"*{ending}"


def _answers(seen: Seen) -> Iterator[Guess]:
    """Answers files say which checklist they answer."""
    for name in seen.folder.ending_in(".yaml", ".yml")[:200]:
        if "answers" not in seen.folder.text(name):
            continue
        try:
            data = read_yaml(seen.folder.root / name, name).data
        except UsageError:
            continue
        if isinstance(data, dict) and isinstance(data.get("checklist"), str) and "answers" in data:
            reason = f"{name} answers the checklist {data['checklist']}"
            yield Guess(("checklists", data["checklist"], "answers"), name, 0.95, reason)
