"""The flaws of a model's figures, whoever found them, and how its runs are made without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from radaudit.core.finding import Tier
from radaudit.evidence.flaws import MADE_UP, Flaw, flaws_in_rows, shared_with
from radaudit.evidence.forensics import Examined
from radaudit.evidence.images import ImageIndex
from radaudit.evidence.matters import AUTHORS, CODE, MODEL, NO, RECORD, TABLE, WITH_OUTCOME, YES, Matter, Voice
from radaudit.evidence.near_duplicates import NearDuplicates
from radaudit.evidence.preserved_outcome import outcome_preserved, without_outcome_apart
from radaudit.evidence.setups import ModelSetup
from radaudit.evidence.testimony import given_table
from radaudit.forensics.scope import METHODS
from radaudit.models.redone import SCALES
from radaudit.models.request import STEP_KINDS, Run

EXACT = 5  # flaws up to which every combination is run: 32 of them
Kept = tuple[Flaw, ...]
FOUND = {RECORD: "recorded", TABLE: "in the table", MODEL: "in the saved model", CODE: "suspected"}


@dataclass(frozen=True)
class FoundFlaws:
    """What speaks against a figure.

    Attributes
    ----------
    known
        Flaws that authors declare or that were proved or tested.
    suspected
        Flaws of steps that only a heuristic found.
    shared
        As `flaws.shared_with`, with the rows that nobody was measured for.
    left
        What is in the table already and can't be undone, by the kind of step; sentences without a full stop.
    aside
        Suspicions that something speaks against; sentences without a full stop.
    """

    known: tuple[Flaw, ...]
    suspected: tuple[Flaw, ...]
    shared: Mapping[str, np.ndarray]
    left: Mapping[str, str] = field(default_factory=dict)
    aside: tuple[str, ...] = ()

    @property
    def made_up(self) -> np.ndarray:
        """Rows that nobody was measured for; bool, shape (rows,)."""
        return self.shared[MADE_UP].any(axis=1)

    @property
    def settings(self) -> list[Kept]:
        """Known flaws that are there, setting by setting: none first, all of them last."""
        return [tuple(self.known[i] for i in subset) for subset in subsets(len(self.known))]

    @property
    def suspicions(self) -> list[Kept]:
        """The same with suspicions on top of all that is known, so that they change nothing of what is known."""
        return [(*self.known, *(self.suspected[i] for i in subset)) for subset in subsets(len(self.suspected))[1:]]


def subsets(flaws: int) -> list[tuple[int, ...]]:
    """Which flaws stay: all combinations, or one more at a time where these are too many; all of them last."""
    if flaws > EXACT:
        return [tuple(range(first, flaws)) for first in range(flaws, -1, -1)]
    return [tuple(i for i in range(flaws) if subset >> i & 1) for subset in range(2**flaws)]


@dataclass(frozen=True)
class Ground:
    """What flaws of all models are looked for in; each part None where the study doesn't give it."""

    images: ImageIndex | None = None
    near: NearDuplicates | None = None
    matters: tuple[Matter, ...] | None = None
    examined: tuple[Examined, ...] | None = None

    def flaws(self, own: ModelSetup, runs: Sequence[Run]) -> FoundFlaws:
        """The flaws of a model on the rows that these runs score."""
        matters = {each.step: each for each in self.matters or () if each.model == own.name}
        place = given_table(own.info, self.examined or ())
        table = self.examined[place] if place is not None else None
        made_up = _made_up(own, table)
        shared = {**shared_with(own, self.images, self.near), MADE_UP: np.repeat(made_up[:, None], len(made_up), 1)}
        rows = flaws_in_rows(runs, shared)
        if any(made_up[run.fit].any() or made_up[run.predict].any() for run in runs):
            check = "leakage/rows-are-measured"
            rows += (Flaw(MADE_UP, "synthetic rows", f"found: {check}", early=False, checks=(check,)),)
        steps, left, aside = _of_steps(own, matters, table)
        known = [flaw for flaw in steps if not flaw.suspected]
        suspected = [flaw for flaw in steps if flaw.suspected]
        return FoundFlaws((*rows, *known), tuple(suspected), shared, left, aside)


def _of_steps(
    own: ModelSetup, matters: Mapping[str, Matter], table: Examined | None
) -> tuple[list[Flaw], dict[str, str], tuple[str, ...]]:
    flaws, left, aside = [], {}, []
    for kind in STEP_KINDS:
        matter = matters.get(kind, Matter(own.name, kind, ()))
        if kind == "oversampling":  # rows that the table holds already are left out one by one
            matter = Matter(own.name, kind, tuple(voice for voice in matter.voices if voice.who != TABLE))
        apart = None
        if kind == "harmonisation" and WITH_OUTCOME in matters:
            apart = outcome_preserved(own, matter, matters[WITH_OUTCOME])
            flaws += [apart] if apart else []
            matter = matter if apart else _with_outcome(matter, matters[WITH_OUTCOME])
        voices = _against(own, matter)
        if not voices:
            continue
        against = [voice.who for voice in matter.saying(NO) if voice.who == RECORD]
        flaw = _flaw(kind, own, voices, table)
        flaw = without_outcome_apart(own, flaw) if apart else flaw
        if flaw.suspected and against:
            aside.append(f"{flaw.label}: the recorded run shows it on training rows alone")
        elif flaw.suspected and kind == "selection" and isinstance(own.info.features, list):
            aside.append(f"{flaw.label}: the features are a list, and how it was chosen is not run on a suspicion")
        else:
            flaws += [flaw] if flaw.early or flaw.mend else []
            left |= _stays(flaw, voices, own)
    return flaws, left, tuple(aside)


def _with_outcome(matter: Matter, other: Matter) -> Matter:
    """Harmonisation that preserved the outcome is harmonisation that saw rows which are evaluated."""
    said = {(voice.who, voice.check) for voice in matter.saying(YES)}
    return matter.joined(voice for voice in other.saying(YES) if (voice.who, voice.check) not in said)


def _against(own: ModelSetup, matter: Matter) -> list[Voice]:
    """Those who say that the step saw rows which are evaluated, the surest first; the authors before all."""
    voices = [voice for voice in matter.saying(YES) if voice.who in FOUND]
    voices.sort(key=lambda voice: -voice.tier.rank)
    declared = [Voice(AUTHORS, YES, "", Tier.PROVED)] if matter.step in own.early else []
    return declared + voices


def _flaw(kind: str, own: ModelSetup, voices: Sequence[Voice], table: Examined | None) -> Flaw:
    first = voices[0]
    checks = tuple(dict.fromkeys(voice.check for voice in voices if voice.check))
    early = any(voice.who != TABLE for voice in voices) or (kind == "selection" and isinstance(own.info.features, list))
    in_table = any(voice.who == TABLE for voice in voices) or kind == "harmonisation"
    mend = _mend(kind, own, table) if in_table else {}
    if first.who == AUTHORS:
        return Flaw(kind, f"{kind} on all rows", "declared: models[].fitted_on", Tier.PROVED, early, mend, checks)
    place = first.rests if first.who != TABLE else ""
    word = "suspected" if first.tier is Tier.HEURISTIC else FOUND[first.who]
    label = f"{kind} on all rows ({': '.join(part for part in (word, place) if part)})"
    return Flaw(kind, label, f"found: {first.check}, {first.rests}", first.tier, early, mend, checks)


def _stays(flaw: Flaw, voices: Sequence[Voice], own: ModelSetup) -> dict[str, str]:
    """What is said where a table holds a step's work that can't be undone."""
    shown = next((voice for voice in voices if voice.who == TABLE), None)
    listed = flaw.name == "selection" and isinstance(own.info.features, list)
    if shown is None or flaw.mend or listed:
        return {}
    missing = "the values before it ('features.table') and the step in the estimator would show what it is worth"
    said = f"{flaw.name} is in the table already ({shown.rests}), and can't be undone from there; {missing}"
    return {flaw.name: said}


def _mend(kind: str, own: ModelSetup, table: Examined | None) -> dict[str, object]:
    """How a run undoes what was done to the table: harmonised, cells filled in, scaled anew, on training rows."""
    if kind == "harmonisation":
        return {"harmonise": own.harmonise} if own.harmonise else {}
    if table is None:
        return {}
    places = {case: row for row, case in enumerate(own.cases)}
    columns = {name: column for column, name in enumerate(own.setup.columns)}
    if kind == "imputation" and table.filled is not None:
        cells = [
            (places[table.cases[row]], columns[table.names[column]])
            for row, column in table.filled.cells
            if table.cases[row] in places and table.names[column] in columns
        ]
        return {"refill": np.array(cells, dtype=np.int64).reshape(-1, 2), "fill": table.filled.statistic}
    scaled = table.scaled
    if kind == "scaling" and scaled is not None and scaled.method in SCALES and not scaled.each:
        rows = table.subsets[scaled.rows]
        exact = METHODS[scaled.method](table.values[rows], table.half[rows])
        chosen = [
            columns[name] for name, own_exact in zip(table.names, exact, strict=True) if own_exact and name in columns
        ]
        return {"rescale": np.array(chosen, dtype=np.int64), "scale": scaled.method}
    return {}


def _made_up(own: ModelSetup, table: Examined | None) -> np.ndarray:
    """Rows on the line between two others, which oversampling made."""
    found = np.zeros(len(own.cases), dtype=bool)
    places = {case: row for row, case in enumerate(own.cases)}
    for one in table.between if table is not None else ():
        if abs(one.part - 0.5) > 1e-6 and table.cases[one.row] in places:
            found[places[table.cases[one.row]]] = True
    return found
