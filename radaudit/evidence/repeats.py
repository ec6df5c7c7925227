"""Features that were measured more than once: people imaged again, or ROIs drawn by several readers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Location
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.cohort import Cohort
from radaudit.evidence.images import ImageIndex
from radaudit.evidence.repeated_images import reader_values, retest_values
from radaudit.evidence.repeated_tables import MANIFEST, Measured, read_repeats
from radaudit.evidence.reported import FeatureTable
from radaudit.evidence.settings import Settings
from radaudit.statistics.repeated import Repeated, fullest_block, repeated
from radaudit.study.load import Study

Kind = Literal["retest", "readers"]
KEYS: Mapping[Kind, tuple[str, str]] = {
    "retest": ("stability.test_retest", "images.retest"),
    "readers": ("stability.readers", "images.readers"),
}


@dataclass(frozen=True)
class Repeats:
    """The repeated measurements that are complete: every case has every session.

    Attributes
    ----------
    kind
        "retest": sessions are scans; "readers": they are who drew the ROI.
    source
        "table": as the study reports it; "images": extracted again with the declared parameters.
    cases, sessions, names
        Of the axes of `values`; cases need not be of the cohort, because test-retest data often are other people's.
    values
        float64, shape (cases, sessions, features); nan where a cell is empty.
    left_out
        Cases and sessions that were left out because the others are incomplete without them, in words; see
        `statistics.repeated.fullest_block`.
    failures
        Why a case could not be extracted.
    where
        The table, or the entry of the manifest.
    places
        Where a case's first row stands, for tables.
    """

    kind: Kind
    source: Literal["table", "images"]
    cases: tuple[str, ...]
    sessions: tuple[str, ...]
    names: tuple[str, ...]
    values: np.ndarray = field(repr=False)
    left_out: tuple[str, ...] = ()
    failures: Mapping[str, str] = field(default_factory=dict)
    where: Location = MANIFEST
    places: Mapping[str, Location] = field(default_factory=dict, repr=False)

    @cached_property
    def agreement(self) -> Repeated:
        """Of each feature, with 95 % intervals."""
        return repeated(self.values)

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """Position of each feature."""
        return {name: column for column, name in enumerate(self.names)}


@evidence
def retests(
    study: Study,
    cohort: Cohort,
    reported: FeatureTable | None,
    images: ImageIndex | None,
    settings: Settings | None,
    auditor: Auditor,
    compute: Compute,
) -> Repeats:
    """Features of people who were imaged again."""
    info = study.manifest.stability
    if info and info.test_retest:
        return _of_table("retest", read_repeats(study, cohort, reported, "test_retest"))
    if study.manifest.images and study.manifest.images.retest:
        found = retest_values(study, cohort, _given(images), _set(settings), auditor, compute)
        return _of_images("retest", study, found)
    raise _missing(study, "retest")


@evidence
def readings(
    study: Study,
    cohort: Cohort,
    reported: FeatureTable | None,
    images: ImageIndex | None,
    settings: Settings | None,
    auditor: Auditor,
    compute: Compute,
) -> Repeats:
    """Features of ROIs that several readers drew."""
    info = study.manifest.stability
    if info and info.readers:
        return _of_table("readers", read_repeats(study, cohort, reported, "readers"))
    if study.manifest.images and study.manifest.images.readers:
        found = reader_values(study, cohort, _given(images), _set(settings), auditor, compute)
        return _of_images("readers", study, found)
    raise _missing(study, "readers")


def _given(images: ImageIndex | None) -> ImageIndex:
    if images is None or not images.masked:
        raise Unavailable("The study gives no masks to compare with.", "Add 'images.mask' to radaudit.yaml.")
    return images


def _set(settings: Settings | None) -> Settings:
    if settings is None:
        raise Unavailable("No parameters are declared to extract with.", "Add 'features.settings' to radaudit.yaml.")
    return settings


def _missing(study: Study, kind: Kind) -> Exception:
    if study.manifest.study.task == "segmentation":
        return NotApplicable("A segmentation study has no features to measure again.")
    what = {"retest": "no second scans", "readers": "no other reader's ROIs"}[kind]
    table, pictures = KEYS[kind]
    return Unavailable(f"The study gives {what}.", f"Add '{table}' (a table of features) or '{pictures}'.")


def _of_table(kind: Kind, found: Measured) -> Repeats:
    return _complete(Repeats(kind, "table", *_parts(found), (), found.failures, found.where, found.places))


def _of_images(kind: Kind, study: Study, found: Measured) -> Repeats:
    where = study.declared(*KEYS[kind][1].split("."))
    return _complete(Repeats(kind, "images", *_parts(found), (), found.failures, where))


def _parts(found: Measured) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], np.ndarray]:
    return found.cases, found.sessions, found.names, found.values


def _complete(raw: Repeats) -> Repeats:
    """Without the cases or sessions that lack most, so that the others can be compared."""
    present = np.isfinite(raw.values).any(axis=2)
    rows, columns = fullest_block(present)
    if len(rows) < 2 or len(columns) < 2:
        reason = f" ({next(iter(raw.failures.values()))})" if raw.failures else ""
        raise Unavailable(
            f"Fewer than two cases have two complete {'sessions' if raw.kind == 'retest' else 'readers'}{reason}.",
            "Give every case's measurements of all sessions or readers.",
        )
    gone = [_listed("case", [name for place, name in enumerate(raw.cases) if place not in set(rows.tolist())])]
    word = "session" if raw.kind == "retest" else "reader"
    gone.append(_listed(word, [name for place, name in enumerate(raw.sessions) if place not in set(columns.tolist())]))
    return Repeats(
        raw.kind,
        raw.source,
        tuple(raw.cases[row] for row in rows),
        tuple(raw.sessions[column] for column in columns),
        raw.names,
        raw.values[np.ix_(rows, columns)],
        tuple(filter(None, gone)),
        raw.failures,
        raw.where,
        raw.places,
    )


def _listed(word: str, names: Sequence[str]) -> str:
    """Numbers only of cases, whose names the report may have to hide."""
    if not names:
        return ""
    return f"{len(names)} {word}{'s' if len(names) > 1 else ''}" + (f" ({', '.join(names)})" if word != "case" else "")
