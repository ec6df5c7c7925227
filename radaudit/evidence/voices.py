"""The testimony on each step, with what the black box reacts to and what running the analysis again gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Tier
from radaudit.core.step import evidence
from radaudit.evidence.matters import ANY_FEATURES, ANY_OUTCOMES, BOX, NO, ORDER, RERUN, YES, Matter, Voice
from radaudit.evidence.moved_predictions import Moved
from radaudit.evidence.permuted_outcomes import PermutedOutcomes
from radaudit.evidence.planted_features import LEVEL, PlantedFeatures
from radaudit.evidence.undeclared import Undeclared
from radaudit.study.manifest import ModelInfo

MATERIAL = 0.02  # as model/claims-need-no-undeclared-leak has it


@evidence
def voices(
    models: tuple[ModelInfo, ...],
    testimony: tuple[Matter, ...],
    influences: tuple[Moved, ...] | None,
    planted_features: tuple[PlantedFeatures, ...] | None,
    scrambled_outcomes: tuple[Moved, ...] | None,
    permuted_outcomes: tuple[PermutedOutcomes, ...] | None,
    undeclared: tuple[Undeclared, ...] | None,
) -> tuple[Matter, ...]:
    """Every step of every model of which somebody says on which rows it was fitted, with all who were asked."""
    found = []
    for model in models:
        box = {
            **_of_permuted(_own(permuted_outcomes, model.name)),
            **_of_scrambled(_own(scrambled_outcomes, model.name)),
            **_of_planted(_own(planted_features, model.name)),
            **(_of_influences(_own(influences, model.name)) if model.command else {}),
        }
        again = _of_reruns(model, [own for own in undeclared or () if own.figure.model == model.name])
        known = {matter.step: matter for matter in testimony if matter.model == model.name}
        for step in ORDER:
            more = [said[step] for said in (box, again) if step in said]
            if step in known or more:
                found.append(known.get(step, Matter(model.name, step, ())).joined(more))
    if not found:
        raise Unavailable(
            "Nobody says on which rows the steps of a model were fitted.",
            "Add 'models[].fitted_on' and 'code.include' to radaudit.yaml.",
        )
    return tuple(found)


def _own(found: Iterable | None, model: str) -> object | None:
    """What was found about one model, if something was."""
    return next((own for own in found or () if own.model == model), None)


def _of_permuted(own: PermutedOutcomes | None) -> dict[str, Voice]:
    if own is None or own.free.problem:
        return {}
    verdicts = {part.race.verdict for part in own.free.sets}
    if not verdicts <= {"above", "below"} or not verdicts:
        return {}
    says, rests = (
        (YES, "outcomes dealt out anew are predicted")
        if "above" in verdicts
        else (NO, "outcomes dealt out anew are not predicted")
    )
    return {ANY_OUTCOMES: _box(says, rests, Tier.TESTED, "permuted-outcomes-not-predicted")}


def _of_scrambled(own: Moved | None) -> dict[str, Voice]:
    if own is None or own.problem:
        return {}
    moved = "move" if own.moved else "stay"
    rests = f"predictions {moved} when only outcomes of test cases change"
    says = YES if own.moved else NO
    return {ANY_OUTCOMES: _box(says, rests, Tier.PROVED, "predictions-independent-of-test-outcomes")}


def _of_planted(own: PlantedFeatures | None) -> dict[str, Voice]:
    if own is None or own.problem:
        return {}
    picked = own.p < LEVEL
    rests = f"features that tell test cases only are {'' if picked else 'not '}picked"
    return {"selection": _box(YES if picked else NO, rests, Tier.TESTED, "planted-features-not-picked")}


def _of_influences(own: Moved | None) -> dict[str, Voice]:
    if own is None or own.problem:
        return {}
    check = "predictions-independent-of-other-cases"
    if own.moved:
        return {ANY_FEATURES: _box(YES, "predictions move with another held-out case", Tier.PROVED, check)}
    voice = _box(NO, "predictions stay when another held-out case is extreme", Tier.PROVED, check)
    return {ANY_FEATURES: voice, "scaling": voice}


def _box(says: str, rests: str, tier: Tier, slug: str) -> Voice:
    return Voice(BOX, says, rests, tier, f"leakage/{slug}")


def _of_reruns(model: ModelInfo, tried: Iterable[Undeclared]) -> Mapping[str, Voice]:
    """Which rows the steps must have been fitted on for the claims to come out as they are printed."""
    said: dict[str, dict[str, Voice]] = {}
    for own in tried:
        if own.problem:
            continue
        if own.declared.gives_the_claim:
            rests = f"claim {own.figure.id} comes out as declared"
            for step, rows in model.fitted_on.items():
                if step not in own.steps:  # what is not run tells nothing
                    continue
                says = YES if rows == "all" else NO
                said.setdefault(step, {}).setdefault(says, Voice(RERUN, says, rests))
            continue
        gauge, declared = own.figure.gauge, own.declared.value
        for trial in own.matching[:1]:
            if gauge.quality(trial.value) - gauge.quality(declared) > MATERIAL * gauge.step:
                rests = f"claim {own.figure.id} comes out only so"
                check = "model/claims-need-no-undeclared-leak"
                for step in trial.kinds:
                    said.setdefault(step, {}).setdefault(YES, Voice(RERUN, YES, rests, Tier.HEURISTIC, check))
    told = {step: own for step, own in said.items() if own}
    return {step: next(iter(own.values())) if len(own) == 1 else Voice(RERUN) for step, own in told.items()}
