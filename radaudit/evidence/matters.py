"""What is said of one step of one model, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from radaudit.codebase.kinds import STEPS, TESTS
from radaudit.core.finding import Location, Tier

YES, NO, SILENT = "yes", "no", ""  # whether a step saw rows that are evaluated later
AUTHORS, CODE, RECORD, TABLE, BOX, RERUN = "authors", "code", "recorded run", "table", "black box", "re-run"
MODEL = "saved model"
VOICES = (AUTHORS, CODE, RECORD, TABLE, MODEL, BOX, RERUN)
WITH_OUTCOME, ANY_FEATURES, ANY_OUTCOMES = "outcome in harmonisation", "any use of features", "any use of outcomes"

# What each kind of conflict in code or a recorded run is about; kinds that are about no row of the table are left out.
STEP_OF: Mapping[str, str] = {
    **{kind: kind for kind in STEPS if kind not in ("refit-on-test", "harmonisation-with-outcome")},
    **dict.fromkeys(TESTS, "tuning"),
    "harmonisation-with-outcome": WITH_OUTCOME,
    "threshold-on-test": "threshold",
    "patients-split": "patients",
}
ORDER = tuple(dict.fromkeys([*STEP_OF.values(), ANY_FEATURES, ANY_OUTCOMES]))
USES_OUTCOMES = ("selection", "oversampling", "encoding", WITH_OUTCOME)
LEARNS = (*USES_OUTCOMES, "scaling", "imputation", "filtering", "decomposition", "harmonisation")


@dataclass(frozen=True)
class Voice:
    """What one source says of one step.

    Attributes
    ----------
    who
        One of `VOICES`.
    says
        Whether the step saw rows that are evaluated later: `YES`, `NO`, or `SILENT` where the source can't tell.
    rests
        On what, as half a sentence; of a silent one why it is, where that is known.
    tier
        How sure it is.
    check
        That tells more of it; empty for the authors' own word.
    where
        Places in the study.
    implied
        Whether it only follows from what is said, or not said, of other steps.
    """

    who: str
    says: str = SILENT
    rests: str = ""
    tier: Tier = Tier.HEURISTIC
    check: str = ""
    where: tuple[Location, ...] = ()
    implied: bool = False


@dataclass(frozen=True)
class Matter:
    """One step of one model, and what is said of it.

    Attributes
    ----------
    model, step
        Which; the step is one of `ORDER`.
    voices
        Of those that were heard, in the order of `VOICES`; some of them silent.
    """

    model: str
    step: str
    voices: tuple[Voice, ...]

    def saying(self, says: str) -> tuple[Voice, ...]:
        """The voices that say so."""
        return tuple(voice for voice in self.voices if voice.says == says)

    def of(self, who: str) -> Voice:
        """One voice; a silent one where it was not heard."""
        return next((voice for voice in self.voices if voice.who == who), Voice(who))

    @property
    def told(self) -> tuple[Voice, ...]:
        """The voices that are not silent."""
        return tuple(voice for voice in self.voices if voice.says != SILENT)

    @property
    def spoken(self) -> bool:
        """Whether somebody says something of this very step."""
        return any(not voice.implied for voice in self.told)

    @property
    def disputed(self) -> bool:
        """Whether some say yes and others no."""
        return len({voice.says for voice in self.told}) > 1

    def joined(self, more: Iterable[Voice]) -> Matter:
        """The same with more voices."""
        voices = sorted([*self.voices, *more], key=lambda voice: VOICES.index(voice.who))
        return replace(self, voices=tuple(voices))
