"""Which steps saw rows that are evaluated later: what authors, code, a recorded run and the table say of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from radaudit.codebase.kinds import STEPS
from radaudit.core.finding import Location, Tier
from radaudit.core.step import evidence
from radaudit.evidence.chosen_features import LEARNT
from radaudit.evidence.code import Code
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.equal_sites import EqualSites
from radaudit.evidence.forensics import ALL, TRAINED, Examined
from radaudit.evidence.matters import (
    ANY_FEATURES,
    ANY_OUTCOMES,
    AUTHORS,
    CODE,
    LEARNS,
    MODEL,
    NO,
    ORDER,
    RECORD,
    STEP_OF,
    TABLE,
    USES_OUTCOMES,
    WITH_OUTCOME,
    YES,
    Matter,
    Voice,
)
from radaudit.evidence.overlaps import Overlaps
from radaudit.evidence.recomputed_harmonisation import RecomputedHarmonisation
from radaudit.evidence.recordings import Recording
from radaudit.evidence.saved_harmoniser import SavedHarmoniser
from radaudit.forensics.history import History
from radaudit.forensics.selection import Chosen
from radaudit.study.load import Study
from radaudit.study.manifest import ModelInfo

ALPHA = 0.001  # of sites made equal, as leakage/harmonisation-fitted-on-training-rows has it
METHODS = {
    "zscore": "standardised",
    "robust": "scaled by median and quartiles",
    "minmax": "scaled to a range",
    "rank": "ranked",
    "pca": "turned to principal components",
}


@evidence
def testimony(
    models: tuple[ModelInfo, ...],
    study: Study,
    cohort: Cohort,
    split: Split | None,
    overlaps: Overlaps | None,
    code: Code | None,
    recordings: tuple[Recording, ...] | None,
    examined: tuple[Examined, ...] | None,
    histories: tuple[History, ...] | None,
    equal_sites: tuple[EqualSites, ...] | None,
    chosen_features: Mapping[str, Chosen | None] | None,
    recomputed_harmonisation: RecomputedHarmonisation | None,
    saved_harmoniser: SavedHarmoniser | None,
) -> tuple[Matter, ...]:
    """Every step of every model of which somebody says on which rows it was fitted."""
    seen = _from_code(code) if code else {}
    patients = _of_patients(cohort, overlaps)
    recorded = {own.model: own for own in recordings or ()}
    matters = []
    for model in models:
        said = [_summed(own) for own in (_of_authors(study, model), seen, _from_record(recorded.get(model.name)))]
        shown = _from_table(model, split, examined or (), histories or (), equal_sites or ())
        if model.features == "harmonised":
            shown |= from_harmonising(recomputed_harmonisation)
        shown |= patients | _from_list((chosen_features or {}).get(model.name))
        kept = from_saved(saved_harmoniser) if is_harmonised(model) else {}
        matters += joined(model.name, [*said, shown, kept])
    return tuple(matters)


def joined(model: str, said: Sequence[Mapping[str, Voice]]) -> Iterator[Matter]:
    """What several sources say of a model, step by step; steps of which nobody says anything are left out."""
    for step in ORDER:
        voices = tuple(own[step] for own in said if step in own)
        if any(voice.says for voice in voices):
            yield Matter(model, step, voices)


def _of_authors(study: Study, model: ModelInfo) -> dict[str, Voice]:
    """What the manifest declares."""
    info = study.manifest.harmonisation
    index = [own.name for own in study.manifest.models].index(model.name)
    told = {step: (rows, ("models", index, "fitted_on", step)) for step, rows in model.fitted_on.items()}
    if info is not None and model.features == "harmonised" and info.fitted_on:
        told.setdefault("harmonisation", (info.fitted_on, ("harmonisation", "fitted_on")))
    voices = {step: _declared(study, YES if rows == "all" else NO, *pointer) for step, (rows, pointer) in told.items()}
    if voices.get("selection", Voice(AUTHORS)).says == NO:  # a filter is a selection; not every selection is a filter
        voices |= dict.fromkeys(("filtering", "decomposition"), replace(voices["selection"], implied=True))
    if info is not None:
        outcome = study.manifest.cohort.outcome
        names = {outcome} if isinstance(outcome, str) else {outcome.time, outcome.event} if outcome else set()
        says = YES if names & {*info.covariates, info.batch} else NO
        voices[WITH_OUTCOME] = _declared(study, says, "harmonisation")
    return voices


def _declared(study: Study, says: str, *pointer: str | int) -> Voice:
    place = study.declared(*pointer)
    return Voice(AUTHORS, says, f"declared in '{pointed(pointer)}'", Tier.PROVED, "", (place,))


def pointed(pointer: Sequence[str | int]) -> str:
    """A place in the manifest, for sentences: ``models[].fitted_on.scaling``."""
    return ".".join(str(key) for key in pointer if not isinstance(key, int)).replace("models.", "models[].", 1)


def _from_code(code: Code) -> dict[str, Voice]:
    """What reading the code showed. That it shows nothing counts only where it was read and evaluates something."""
    voices: dict[str, Voice] = {}
    for kind, conflicts in code.conflicts(STEP_OF).items():
        place = conflicts[0].place
        voices.setdefault(
            STEP_OF[kind],
            Voice(CODE, YES, code.named(place), Tier.HEURISTIC, check_of(kind), (code.location(place),)),
        )
    whole = code.analysis.evaluations and not code.unread and not code.analysis.unfollowed
    return _completed(voices, CODE, "nothing else is seen in it") if whole else voices


def check_of(kind: str) -> str:
    """The check that tells of a kind of conflict in the code."""
    if kind == "patients-split":
        return "code/patients-kept-whole"
    return "code/steps-fitted-inside-training" if kind in STEPS else "code/test-set-kept-for-testing"


def _completed(voices: dict[str, Voice], who: str, rests: str, check: str = "") -> dict[str, Voice]:
    """With a no for every step that nothing was found about."""
    quiet = [step for step in ORDER if step not in (*voices, ANY_FEATURES, ANY_OUTCOMES, "patients")]
    return voices | dict.fromkeys(quiet, Voice(who, NO, rests, Tier.HEURISTIC, check, implied=True))


def _summed(voices: dict[str, Voice]) -> dict[str, Voice]:
    """With what follows for any step that uses features, and for any that uses outcomes: one yes is a yes."""
    for sum_of, steps in ((ANY_FEATURES, LEARNS), (ANY_OUTCOMES, USES_OUTCOMES)):
        told = [voices[step] for step in steps if step in voices]
        told.sort(key=lambda voice: (voice.says != YES, -voice.tier.rank))
        voices = voices | ({sum_of: replace(told[0], implied=True)} if told else {})
    return voices


def _from_record(own: Recording | None) -> dict[str, Voice]:
    check = "leakage/recorded-steps-stay-in-training"
    if own is None or own.problem:
        return {}
    voices: dict[str, Voice] = {}
    for conflict in sorted(own.conflicts, key=lambda each: not each.sure):
        if conflict.kind in STEP_OF:
            tier, place = Tier.PROVED if conflict.sure else Tier.HEURISTIC, conflict.place
            voices.setdefault(
                STEP_OF[conflict.kind],
                Voice(RECORD, YES, own.named(place), tier, check, (own.location(place),)),
            )
    whole = own.complete and own.evaluations and not own.unplaced
    return _completed(voices, RECORD, "nothing else was recorded", check) if whole else voices


def given_table(model: ModelInfo, tables: Sequence[Examined]) -> int | None:
    """Position of the table that a model is given; None where it is on extracted features."""
    which = {"extracted": None, "harmonised": "harmonised", "deep": "deep"}.get(str(model.features), "reported")
    return next((place for place, own in enumerate(tables) if own.which == which), None)


def _from_table(
    model: ModelInfo,
    split: Split | None,
    examined: Sequence[Examined],
    histories: Sequence[History],
    equal_sites: Sequence[EqualSites],
) -> dict[str, Voice]:
    """What the numbers of the model's table show of what was done to it before it was saved."""
    place = given_table(model, examined)
    if place is None:
        return {}
    own = examined[place]
    voices = _of_numbers(own, split)
    if place < len(equal_sites) and equal_sites[place].tests:
        found, check = equal_sites[place], "leakage/harmonisation-fitted-on-training-rows"
        seen = found.pooled(ALPHA) or found.held(ALPHA)
        if seen or found.equal(ALPHA):
            said, rows = (YES, "all rows or those of a test set") if seen else (NO, "the training rows only")
            voices["harmonisation"] = _shown(own, said, f"sites are too alike on {rows}", check, Tier.TESTED)
    if place < len(histories) and histories[place].kind in ("raw", "scaled", "grouped", "preserved"):
        history = histories[place]
        used = own.outcome and own.outcome in (*history.covariates, history.batch, *history.same)
        if not (used and history.rivals):
            tier = Tier.PROVED if history.tier == "proved" else Tier.TESTED
            rests = f"equations hold given {own.outcome!r}" if used else "equations hold without the outcome"
            voices[WITH_OUTCOME] = _shown(own, YES if used else NO, rests, "leakage/outcome-not-in-harmonisation", tier)
    return voices


def from_harmonising(again: RecomputedHarmonisation | None) -> dict[str, Voice]:
    """What harmonising the raw table again proves of the harmonised one; it goes before what the numbers hint at."""
    if again is None:
        return {}
    voices = {}
    for step, slug, (seen, tier) in (
        ("harmonisation", "harmonisation-fitted-on-training-rows", (again.saw_held_out, again.tier)),
        (WITH_OUTCOME, "outcome-not-in-harmonisation", again.used_outcome),
    ):
        if seen is not None:
            how = again.standing[0].recipe.in_words() if again.standing else "each column compared with the raw one"
            voices[step] = Voice(TABLE, YES if seen else NO, how, tier, f"leakage/{slug}", (Location(again.path),))
    return voices


def is_harmonised(model: ModelInfo) -> bool:
    """Whether a model is on harmonised features, or says on which rows these were harmonised."""
    return model.features == "harmonised" or "harmonisation" in model.fitted_on


def from_saved(saved: SavedHarmoniser | None) -> dict[str, Voice]:
    """What the saved harmoniser says of its rows and covariates."""
    if saved is None:
        return {}
    check, (seen, tier) = "harmonisation/saved-model-agrees", saved.saw_held_out
    told = {
        "harmonisation": (seen, tier, f"it counts {saved.said.rows} rows"),
        WITH_OUTCOME: (
            saved.used_outcome,
            Tier.PROVED,
            f"it preserves {', '.join(saved.said.covariates or ()) or 'nothing'}",
        ),
    }
    return {
        step: Voice(MODEL, YES if says else NO, rests, tier, check, (Location(saved.path),))
        for step, (says, tier, rests) in told.items()
        if says is not None
    }


def _of_numbers(own: Examined, split: Split | None) -> dict[str, Voice]:
    voices: dict[str, Voice] = {}
    if (scaled := own.scaled) is not None:
        step, how = "decomposition" if scaled.method == "pca" else "scaling", METHODS.get(scaled.method, "adjusted")
        voices[step] = _fitted_on(own, scaled.rows, scaled.each, f"{how} on", "scaling")
    if (filled := own.filled) is not None and filled.statistic:
        voices["imputation"] = _fitted_on(own, filled.rows, filled.each, f"cells hold the {filled.statistic} of", "")
    if own.between and any(abs(found.part - 0.5) > 1e-6 for found in own.between):
        places = {row for found in own.between for row in (found.row, *found.parents)}
        inside = split is not None and all(split.sets[own.cases[row]] in LEARNT for row in places)
        rests = f"{len(own.between)} rows lie between two others"
        voices["oversampling"] = _shown(own, NO if inside else YES, rests, "leakage/rows-are-measured")
    return voices


def _fitted_on(own: Examined, rows: str, each: bool, how: str, step: str) -> Voice:
    said = NO if rows in TRAINED and not each else YES
    words = f"{how} {'each group of ' if each else ''}{rows if rows == ALL else repr(rows)}"
    return _shown(own, said, words, f"leakage/{step or 'imputation'}-fitted-on-training-rows")


def _shown(own: Examined, says: str, rests: str, check: str, tier: Tier = Tier.PROVED) -> Voice:
    return Voice(TABLE, says, rests, tier, check, (Location(own.path),))


def _from_list(chosen: Chosen | None) -> dict[str, Voice]:
    if chosen is None or not (chosen.pooled or chosen.from_train):
        return {}
    says, rows = (YES, "all rows") if chosen.pooled else (NO, "the training rows")
    rests = f"the listed features are the best of {rows}"
    return {"selection": Voice(TABLE, says, rests, Tier.TESTED, "leakage/selection-fitted-on-training-rows")}


def _of_patients(cohort: Cohort, overlaps: Overlaps | None) -> dict[str, Voice]:
    if overlaps is None or not any(cohort.patients):
        return {}
    says, shared = (YES, len(overlaps.patients)) if overlaps.patients else (NO, 0)
    rests = f"{shared or 'no'} patient{'' if shared == 1 else 's'} in more than one declared set"
    return {"patients": Voice(TABLE, says, rests, Tier.PROVED, "leakage/patient-overlap")}
