"""Which releases of pyradiomics can have written a table, by its columns alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from radaudit.features.diagnostics import parse_note
from radaudit.features.names import parse_name
from radaudit.features.versions.features import Redefined, changed_since, ended, introduced
from radaudit.features.versions.release import Release, release_of, written

VERSION = ("diagnostics_Versions_PyRadiomics", "general_info_Version")
# Notes by the release that brought them, and by the first that no longer writes them [p: generalinfo.py].
NOTES_SINCE: Mapping[str, Release] = {
    "diagnostics_": (2, 1, 0),
    "diagnostics_Image-original_Dimensionality": (2, 2, 0),
    "general_info_": (1, 1, 0),
    "general_info_NumpyVersion": (2, 0, 0),
    "general_info_CenterOfMass": (2, 0, 1),
}
NOTES_UNTIL: Mapping[str, Release] = {"general_info_": (2, 1, 0)}


@dataclass(frozen=True)
class Clue:
    """A column that only some releases write.

    Attributes
    ----------
    column
        Its name in the table.
    since, until
        The first release that writes it; the first that no longer does. None for no bound.
    """

    column: str
    since: Release | None = None
    until: Release | None = None


@dataclass(frozen=True)
class Origin:
    """What the columns tell.

    Attributes
    ----------
    earliest, before
        Releases from `earliest` on, and before `before`, write all of these columns; None for no bound.
    since, until
        A column behind each bound.
    """

    earliest: Release | None = None
    before: Release | None = None
    since: str = ""
    until: str = ""

    @property
    def contradictory(self) -> bool:
        """Whether no release writes all of these columns."""
        return bool(self.earliest and self.before and self.earliest >= self.before)

    def allows(self, release: Release) -> bool:
        """Whether this release writes all of these columns."""
        late = self.earliest is None or release >= self.earliest
        return late and (self.before is None or release < self.before)

    @property
    def words(self) -> str:
        if self.earliest and self.before:
            return f"{written(self.earliest)} or later, but before {written(self.before)}"
        if self.earliest:
            return f"{written(self.earliest)} or later"
        return f"before {written(self.before)}" if self.before else "any release"


def clues(columns: Iterable[str]) -> list[Clue]:
    """The columns that only some releases write: features and notes, also with what a study puts around their names."""
    found = []
    for column in columns:
        name, note = parse_name(column), parse_note(column)
        if name and (introduced(name) or ended(name)):
            found.append(Clue(column, introduced(name), ended(name)))
        elif note:
            since = [release for start, release in NOTES_SINCE.items() if note.plain.startswith(start)]
            until = [release for start, release in NOTES_UNTIL.items() if note.plain.startswith(start)]
            found.append(Clue(column, max(since, default=None), min(until, default=None)))
    return found


def origin_of(columns: Iterable[str]) -> Origin:
    """What these columns tell of the release that wrote them."""
    told = clues(columns)
    first = max((own for own in told if own.since), key=lambda own: own.since, default=None)
    last = min((own for own in told if own.until), key=lambda own: own.until, default=None)
    return Origin(
        first.since if first else None,
        last.until if last else None,
        first.column if first else "",
        last.column if last else "",
    )


def newest_possible(versions: Sequence[str], columns: Iterable[str]) -> Release | None:
    """The newest release that any row can be of: the newest one noted, or the last before a column's end.

    Where notes and columns say otherwise, the older of the two.
    """
    noted = [own for text in versions if (own := release_of(text))]
    bounds = [max(noted)] if noted else []
    before = origin_of(columns).before
    if before is not None:
        bounds.append((before[0], before[1], before[2] - 1))  # below it, whatever it was called
    return min(bounds, default=None)


def incomparable(names: Iterable[str], newest: Release | None) -> dict[str, Redefined]:
    """Features that today's releases define otherwise than any release the table can be of."""
    found = {}
    for column in names:
        parts = parse_name(column)
        change = changed_since(parts, newest) if parts else None
        if change:
            found[column] = change
    return found
