"""A finished report without the study's ids: patients and cases are numbered in the order of the cohort table.

Numbers, not digests: a hospital number has so few values that its digest can be looked up by trying them all, and a
secret key would make the report of every machine another one. Whoever holds the cohort table can go back from
``P012`` to the twelfth patient in it; nobody else can.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace

from radaudit.core.report import Report
from radaudit.study.personal import ORDINARY

# Columns of evidence tables whose cells are ids, whatever they look like.
ID_COLUMNS = frozenset(
    {"case", "cases", "patient", "patients", "other case", "other patient", "id in the cohort"}
    | {"id in the feature table", "training case", "test case", "record", "id"}
)
# Columns that hold ids in some tables and numbers in others: what is a known id there is one.
MIXED_COLUMNS = frozenset({"train", "validation", "test", "external"})
BETWEEN = re.compile(r"([^A-Za-z0-9]+)")
BY_COMMA = re.compile(r"(, | = | / )")
QUOTED = re.compile(r"'([^'\n]{1,80})'")
ENDINGS = frozenset({"nii", "gz", "nrrd", "mha", "mhd", "dcm", "csv", "npy", "png"})
LETTERS = 5  # of an id without digits that is taken for one where it stands alone
SHORTEST = 3  # characters of a piece of a path that can say anything of somebody


@dataclass(frozen=True)
class Pseudonyms:
    """What each id is called.

    Attributes
    ----------
    names
        Pseudonym of each id.
    paths
        Those of images and masks. Ids of any form are replaced in them, and every other piece becomes ``x``, unless it
        is an ordinary word or stands in the manifest's pattern: it may be a name, a number or a day.
    plain
        Words that stand in the manifest's patterns of paths, and so name nobody.
    files
        What files inside the folders of images are called in messages.
    """

    names: Mapping[str, str]
    paths: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    files: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_cohort(
        cls,
        cases: Sequence[str],
        patients: Sequence[str | None],
        others: Iterable[str] = (),
        paths: Iterable[str] = (),
        plain: Iterable[str] = (),
        files: Mapping[str, str] | None = None,
    ) -> Pseudonyms:
        """Number the patients in the order of their first case, and their cases from 1.

        Parameters
        ----------
        cases, patients
            One entry a case; a case whose patient is not named stands for itself (``C``).
        others
            Ids that only other tables know (``X``).
        paths, plain, files
            As in the class; of ``plain`` whole patterns may be given.
        """
        known = dict.fromkeys(patient for patient in patients if patient is not None)
        width = max(2, len(str(len(cases))))
        of_patient = {patient: f"P{number:0{width}}" for number, patient in enumerate(known, start=1)}
        lone = [case for case, patient in zip(cases, patients, strict=True) if patient is None]
        names = {case: f"C{number:0{width}}" for number, case in enumerate(lone, start=1)}
        several = {patient for patient in known if patients.count(patient) > 1}
        seen: dict[str, int] = {}
        for case, patient in zip(cases, patients, strict=True):
            if patient is not None:
                seen[patient] = seen.get(patient, 0) + 1
                names[case] = of_patient[patient] + (f".{seen[patient]}" if patient in several else "")
        names |= {patient: name for patient, name in of_patient.items() if patient not in names or patient in several}
        strangers = [other for other in dict.fromkeys(others) if other not in names]
        names |= {other: f"X{number:02}" for number, other in enumerate(strangers, start=1)}
        words = (piece for text in plain for piece in BETWEEN.split(re.sub(r"\{[^{}]*\}", "/", text)))
        return cls(names, frozenset(paths), frozenset(words), dict(files or {}))

    def hide(self, report: Report) -> Report:
        """The same report with every id replaced."""
        hidden = _Hidden(self)
        study = {**hidden.anywhere(report.study), "names": "numbers in the order of the cohort table"}
        return replace(
            report,
            study=study,
            results=hidden.anywhere(report.results),
            scores=hidden.anywhere(report.scores),
            pictures=tuple(replace(own, case=hidden.cell("case", own.case)) for own in report.pictures),
            provenance=replace(
                report.provenance,
                files={hidden.text(path): digest for path, digest in report.provenance.files.items()},
                products={hidden.text(path): words for path, words in report.provenance.products.items()},
            ),
        )


class _Hidden:
    """Walks through plain values and replaces ids; strangers in columns of ids get numbers as they come."""

    def __init__(self, pseudonyms: Pseudonyms) -> None:
        self.names = dict(pseudonyms.names)
        self.telling = {name: own for name, own in self.names.items() if is_telling(name)}
        self.longest = max((len(BETWEEN.split(name)) for name in self.names), default=1)
        self.files = pseudonyms.files
        self.paths = self._paths(pseudonyms)
        self.near = _by_rarest_piece(self.paths)
        self.known: dict[str, str] = {}

    def anywhere(self, value):
        """The value with the ids in all its texts replaced."""
        if isinstance(value, str):
            return self.text(value) if type(value) is str else value  # words of an enumeration stay
        if isinstance(value, Mapping):
            return {self.text(key): self.cell(key, own) for key, own in value.items()}
        if isinstance(value, tuple | list):
            return type(value)(self.anywhere(own) for own in value)
        if is_dataclass(value):
            changes = {own.name: self.anywhere(getattr(value, own.name)) for own in fields(value)}
            return replace(value, **changes)
        return value

    def cell(self, column: str, value):
        """One cell of an evidence table, or one of the figures that decided."""
        if not isinstance(value, str) or column not in ID_COLUMNS | MIXED_COLUMNS:
            return self.anywhere(value)
        parts = BY_COMMA.split(value)
        known = column in ID_COLUMNS or all(part in self.names for part in parts[::2])
        return "".join(part if n % 2 or not known else self.one(part) for n, part in enumerate(parts))

    def one(self, name: str) -> str:
        """The pseudonym of what is an id for certain."""
        if name not in self.names:
            changed = self.text(name)
            strangers = sum(own.startswith("X") for own in self.names.values())
            self.names[name] = changed if changed != name or not name.strip() else f"X{strangers + 1:02}"
        return self.names[name]

    def text(self, value: str) -> str:
        """A sentence or a path: ids in it that can't be anything else."""
        if value not in self.known:
            self.known[value] = self._replaced(value)
        return self.known[value]

    def _replaced(self, value: str) -> str:
        if value in self.names and (is_telling(value) or sum(map(str.isalpha, value)) >= LETTERS):
            return self.names[value]
        if value in self.paths:
            return self.paths[value]
        for name, own in self.files.items():
            value = value.replace(name, own) if name in value else value
        near = {path for piece in set(BETWEEN.split(value)) & self.near.keys() for path in self.near[piece]}
        for path in sorted(near, key=lambda path: (-len(path), path)):
            value = value.replace(path, self.paths[path])
        value = QUOTED.sub(lambda found: f"'{self.names.get(found[1], found[1])}'", value)
        return self._pieces(value, self.telling)

    def _paths(self, given: Pseudonyms) -> dict[str, str]:
        """What each path, and each name of a file at its end, is called."""
        made = {path: self._pieces(path, self.names) for path in given.paths}
        ours = set(given.names.values()) | {piece for name in given.names.values() for piece in BETWEEN.split(name)}
        kept = given.plain | ours | ENDINGS

        def plain(text: str) -> str:
            pieces = BETWEEN.split(text)
            return "".join(own if n % 2 or own in kept or says_little(own) else "x" for n, own in enumerate(pieces))

        paths = {path: plain(own) for path, own in made.items()}
        ends = {path.rpartition("/")[2]: own.rpartition("/")[2] for path, own in paths.items()}
        return {**{end: own for end, own in ends.items() if end != own and len(end) >= LETTERS}, **paths}

    def _pieces(self, value: str, names: Mapping[str, str]) -> str:
        """The longest runs of pieces between separators that are an id."""
        parts = BETWEEN.split(value)
        made, at = [], 0
        while at < len(parts):
            for length in range(min(self.longest, len(parts) - at), 0, -1):
                run = "".join(parts[at : at + length])
                if run in names:
                    made.append(names[run])
                    at += length
                    break
            else:
                made.append(parts[at])
                at += 1
        return "".join(made)


def _by_rarest_piece(paths: Iterable[str]) -> dict[str, list[str]]:
    """Each path under the piece that fewest others have: a text without that piece does not hold the path."""
    pieces = {path: {piece for piece in BETWEEN.split(path)[::2] if piece} for path in paths}
    counts = Counter(piece for own in pieces.values() for piece in own)
    found: dict[str, list[str]] = {}
    for path, own in pieces.items():
        if own:
            found.setdefault(min(own, key=lambda piece: (counts[piece], -len(piece), piece)), []).append(path)
    return found


def says_little(piece: str) -> bool:
    """Whether a piece of a path names nobody: one or two characters, or an ordinary word such as ``mask``."""
    return len(piece) < SHORTEST or ORDINARY.fullmatch(piece.casefold()) is not None


def is_telling(name: str) -> bool:
    """Whether an id can be told from an ordinary word or number in a sentence: letters and digits, or many digits."""
    letters, digits = sum(map(str.isalpha, name)), sum(map(str.isdigit, name))
    return digits >= 6 or (bool(letters and digits) and letters + digits >= 4)
