"""How well the static analysis does on labelled studies: precision and recall by kind, for each half apart.

    python benchmarks/static_analysis.py [FOLDER ...]

A folder holds studies and an ``expected.yaml`` (tests/codebase/README.md says what stands in it). Without one, the
parts in tests/codebase are measured, each apart: ``corpus``, written together with the rules; ``opened_first``,
``opened_second`` and ``opened_third``, by people who hadn't read them, opened since; ``unopened``, if there is one, by
such a person too, of which only the totals are printed, so that nobody who works on the rules learns what is in it.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from radaudit.codebase.analysis import analyse
from radaudit.codebase.judge import Conflict
from radaudit.codebase.source import Source, read_source

TESTS = Path(__file__).parents[1] / "tests/codebase"
BY_FILE = frozenset(["no-seed", "absolute-path", "unsafe-load", "out-of-order"])  # counted once a study

# Words of a reader who doesn't know the rules, for the kinds that the rules tell apart.
ALSO_CALLED = {
    "filtering": ("selection",),
    "decomposition": ("projection",),
    "harmonisation-with-outcome": ("harmonisation",),
    "refit-on-test": ("scaling", "imputation", "harmonisation", "projection"),
    "threshold-on-test": ("threshold",),
    "early-stopping-on-test": ("early-stopping",),
    "tuning-on-test": ("tuning", "repeated-testing"),
    "search-score-reported": ("tuning", "repeated-testing"),
    "seed-picking": ("seed", "repeated-testing"),
}


@dataclass
class Score:
    """Counts by kind.

    Attributes
    ----------
    right, wrong
        Findings that stand in the expectations, and those that don't.
    seen, missed
        Expectations that were met, and those that weren't.
    mistakes
        One line each.
    """

    right: Counter = field(default_factory=Counter)
    wrong: Counter = field(default_factory=Counter)
    seen: Counter = field(default_factory=Counter)
    missed: Counter = field(default_factory=Counter)
    mistakes: list[str] = field(default_factory=list)
    studies: int = 0
    clean: int = 0
    clean_accused: int = 0

    @property
    def precision(self) -> float:
        return _share(self.right.total(), self.wrong.total())

    @property
    def recall(self) -> float:
        return _share(self.seen.total(), self.missed.total())


@dataclass(frozen=True)
class Wanted:
    """An expected finding.

    Attributes
    ----------
    kind
        As the expectations name it.
    lines
        Where a finding may point: file (empty for the only one), cell (from 1; None for scripts), first and last line.
        Empty: anywhere.
    """

    kind: str
    lines: tuple[tuple[str, int | None, int, int], ...] = ()


@dataclass(frozen=True)
class Labelled:
    """A study with what a careful reader finds in it."""

    name: str
    findings: tuple[Wanted, ...]
    repeats: bool = False
    written: str = ""
    remarks: bool = True


def labelled(folder: Path) -> list[Labelled]:
    """The expectations of a folder, in either of the two formats that tests/codebase/README.md describes."""
    read = yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8"))
    if isinstance(read, dict):
        return [_own_format(study) for study in read["studies"]]
    listed = {key for study in read for own in study.get("findings") or [] for key in own}
    return [_reader_format(folder, study, listed) for study in read]


def _own_format(study: Mapping) -> Labelled:
    findings = []
    for own in study["findings"]:
        lines = ((own.get("file", ""), own.get("cell"), *own["lines"]),) if "lines" in own else ()
        findings.append(Wanted(own["kind"], lines))
    return Labelled(study["study"], tuple(findings), study.get("patients") == "repeat", study.get("written", ""))


def _reader_format(folder: Path, study: Mapping, listed: set[str]) -> Labelled:
    """Lists that give the kind in our own words (`exact`) also say whether patients repeat."""
    findings = []
    for own in study.get("findings") or []:
        file, cell = own.get("fit_file", ""), own.get("fit_cell")
        places = [{"line": own["fit_line"]}, *own.get("also_fit", [])]
        lines = []
        for place in places:
            at = place.get("cell", cell)
            lines.append((place.get("file", file), None if at is None else at + 1, place["line"], place["line"]))
        findings.append(Wanted(own["kind"], tuple(lines)))
    name = study["file"].rstrip("/")
    repeats = study.get("patients") == "repeat" or ("exact" not in listed and _names_groups(folder / name))
    return Labelled(name, tuple(findings), repeats, remarks=False)


def _names_groups(path: Path) -> bool:
    """Whether the code speaks of patients with several rows; an audit knows it from the cohort table."""
    files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return any(re.search(r"lesion|slice|nodule|visit|[Gg]roup[A-Z]|groups=", file.read_text()) for file in files)


def measured(folder: Path, written: str | None = None) -> Score:
    """Compare findings with expectations.

    Parameters
    ----------
    folder
        With studies and their ``expected.yaml``.
    written
        "before" or "after": only studies that were written before or after the rules.
    """
    score = Score()
    for study in labelled(folder):
        if written is None or study.written == written:
            _study(folder, study, score)
    return score


def _study(folder: Path, study: Labelled, score: Score) -> None:
    path = folder / study.name
    files = sorted(own for own in path.rglob("*") if own.suffix in (".py", ".ipynb")) if path.is_dir() else [path]
    base = path if path.is_dir() else folder
    sources = [read_source(file, file.relative_to(base).as_posix()) for file in files]
    by_path = {source.path: source for source in sources}
    found = analyse(sources, patients_repeat=study.repeats)
    expected = [own for own in study.findings if own.kind not in BY_FILE]
    met = set()
    for own in found.conflicts:
        hits = [
            n for n, want in enumerate(expected) if _same_kind(own.kind, want.kind) and _points_at(own, want, by_path)
        ]
        met.update(hits)
        (score.right if hits else score.wrong)[expected[hits[0]].kind if hits else own.kind] += 1
        if not hits:
            where = by_path[own.place.path].named(own.place.line)
            score.mistakes.append(f"{study.name}: not expected: {own.kind}, {where}")
    for number, want in enumerate(expected):
        (score.seen if number in met else score.missed)[want.kind] += 1
        if number not in met:
            score.mistakes.append(f"{study.name}: missed: {want.kind}, {want.lines}")
    remarks = {remark.kind for remark in found.remarks} if study.remarks else set()
    _by_file(study.name, remarks, {own.kind for own in study.findings} & BY_FILE, score)
    score.studies += 1
    score.clean += not study.findings
    score.clean_accused += not study.findings and bool(found.conflicts or remarks)


def _same_kind(found: str, wanted: str) -> bool:
    return found == wanted or wanted in ALSO_CALLED.get(found, ())


def _points_at(own: Conflict, want: Wanted, sources: Mapping[str, Source]) -> bool:
    """Whether one of the lines that a finding names is among those expected, give or take one line."""
    if not want.lines:
        return True
    for place in (place for place in (own.place, own.against, own.scored) if place):
        source = sources[place.path]
        cell, line = source.cells[place.line - 1] if source.cells else (None, place.line)
        for file, wanted_cell, first, last in want.lines:
            if (not file or place.path.endswith(file)) and cell == wanted_cell and first - 1 <= line <= last + 1:
                return True
    return False


def _by_file(name: str, found: set[str], wanted: set[str], score: Score) -> None:
    for kind in found | wanted:
        score.right[kind] += kind in found and kind in wanted
        score.wrong[kind] += kind not in wanted
        score.seen[kind] += kind in found and kind in wanted
        score.missed[kind] += kind not in found
    score.mistakes += [f"{name}: not expected: {kind}" for kind in sorted(found - wanted)]
    score.mistakes += [f"{name}: missed: {kind}" for kind in sorted(wanted - found)]


def _share(yes: int, no: int) -> float:
    return yes / (yes + no) if yes + no else float("nan")


def printed(name: str, score: Score) -> str:
    """A table of the counts."""
    lines = [
        f"{name}: {score.studies} studies, {score.clean} of them clean, {score.clean_accused} of these with a finding",
        f"{'kind':28}{'right':>7}{'wrong':>7}{'missed':>8}{'precision':>11}{'recall':>8}",
    ]
    kinds = sorted({*score.right, *score.wrong, *score.missed})
    for kind in kinds:
        precision, recall = _share(score.right[kind], score.wrong[kind]), _share(score.seen[kind], score.missed[kind])
        counts = f"{score.right[kind]:7}{score.wrong[kind]:7}{score.missed[kind]:8}"
        lines.append(f"{kind:28}{counts}{precision:11.2f}{recall:8.2f}")
    counts = f"{score.right.total():7}{score.wrong.total():7}{score.missed.total():8}"
    lines.append(f"{'all':28}{counts}{score.precision:11.3f}{score.recall:8.3f}")
    return "\n".join([*lines, *(f"  {mistake}" for mistake in score.mistakes), ""])


def totals(name: str, score: Score) -> str:
    """One line, which doesn't tell what was missed where."""
    return (
        f"{name}: {score.studies} studies, {score.clean} of them clean, {score.clean_accused} of these with a finding; "
        f"precision {score.precision:.3f} ({score.right.total()} of {score.right.total() + score.wrong.total()}), "
        f"recall {score.recall:.3f} ({score.seen.total()} of {score.seen.total() + score.missed.total()})"
    )


def main() -> None:
    """Print a table for each part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    folders = parser.parse_args().folders
    if folders:
        for folder in folders:
            print(printed(folder.name, measured(folder)))
        return
    for written in ("before", "after"):
        print(printed(f"corpus, written {written} the rules", measured(TESTS / "corpus", written)))
    for name in ("opened_first", "opened_second", "opened_third"):
        print(printed(name, measured(TESTS / name)))
    if (TESTS / "unopened").is_dir():
        print(totals("unopened", measured(TESTS / "unopened")))


if __name__ == "__main__":
    main()
