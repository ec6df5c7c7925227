from collections.abc import Iterator, Mapping, Sequence

from radaudit.codebase.kinds import ELSEWHERE, PATTERNS, SELECTION, STEPS
from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.matters import (
    ANY_FEATURES,
    ANY_OUTCOMES,
    AUTHORS,
    BOX,
    CODE,
    MODEL,
    NO,
    RECORD,
    RERUN,
    TABLE,
    VOICES,
    WITH_OUTCOME,
    YES,
    Matter,
    Voice,
)

SEVERITY = {step: Severity(own.severity) for step, own in STEPS.items()} | {
    WITH_OUTCOME: Severity.CRITICAL,
    "threshold": Severity.MAJOR,
    "tuning": Severity.MAJOR,
    "patients": Severity.CRITICAL,
    ANY_FEATURES: Severity.MAJOR,
    ANY_OUTCOMES: Severity.CRITICAL,
}
BENIGN = {
    AUTHORS: "the declaration is about another version of the analysis than the one that is given",
    CODE: ELSEWHERE,
    RECORD: "the command that was recorded is not the one that made the reported figures",
    TABLE: "the table was processed for publication only, and the model was fitted on other values",
    MODEL: "another fit than the one that made the table was saved",
    BOX: "a step was done before the command starts, where nothing can react to it",
    RERUN: "a figure of few decimals was met by chance, or missed for another seed or version",
}


@check("leakage/voices-agree", severity=Severity.CRITICAL, references=(PATTERNS, SELECTION))
def voices_agree(voices: tuple[Matter, ...]) -> Iterator[Finding]:
    """What is declared of each step is what code, table and runs show, as far as they can be asked.

    Whether a step saw rows that are evaluated later is asked of everybody who can tell: the authors, the code as it is
    read, a recorded run, the numbers in the table, the command as a black box, and the claims that come out again. They
    stand side by side, one row a step. Where some say yes and others no, one of them is not about the analysis that was
    published; which one is for people to find out. How much it matters follows the published cost of the step, and is
    little where the authors themselves say yes, or where a claim comes out without a step that only a heuristic speaks
    of. Who can't tell is shown as unknown.

    Remedy: correct the declaration, or give the code and the table that made the figures.
    """
    models = dict.fromkeys(matter.model for matter in voices)
    for model in models:
        own = [matter for matter in voices if matter.model == model]
        disputed = _disputed(own)
        rest = [matter for matter in own if matter not in disputed and matter.spoken]
        agreed = [matter for matter in rest if len(matter.told) > 1 and not matter.disputed]
        rows = [_row(matter) for matter in rest]
        for number, matter in enumerate(disputed):
            yield _disagreement(matter, () if agreed or number else rows)
        if agreed:
            yield passed(
                f"{model}: of {counted(len(agreed), 'step')} two or more tell the same (yes: it saw rows that are "
                "evaluated later).",
                tier=min((_surest(matter.told) for matter in agreed), key=lambda tier: tier.rank),
                rows=rows,
            )
        elif not disputed:
            yield unknown(
                f"{model}: of each step no more than one tells on which rows it was fitted.",
                rows=rows,
                add="Declare 'models[].fitted_on', give the code that trains and tests, or audit with --trust.",
            )


def _disputed(matters: Sequence[Matter]) -> list[Matter]:
    """Steps that are disputed; of any step only where the black box takes part and no single step explains it."""
    single = [matter for matter in matters if matter.disputed and matter.step not in (ANY_FEATURES, ANY_OUTCOMES)]
    if single:
        return single
    return [matter for matter in matters if matter.disputed and matter.of(BOX).says]


def _disagreement(matter: Matter, more: Sequence[Mapping[str, object]]) -> Finding:
    saw, kept = matter.saying(YES), matter.saying(NO)
    declared = matter.of(AUTHORS).says == YES
    return failed(
        f"{matter.model}, {matter.step}: it saw rows that are evaluated later according to {_named(saw)}, and did not "
        f"according to {_named(kept)}.",
        code="declared-but-not-seen" if declared else "voices-disagree",
        tier=min(_surest(saw), _surest(kept), key=lambda tier: tier.rank),
        severity=_severity(matter, declared),
        where=[place for voice in matter.told for place in voice.where],
        rows=[_row(matter), *more],
        benign=[BENIGN[voice.who] for voice in matter.told],
        told_in=", ".join(dict.fromkeys(voice.check for voice in matter.told if voice.check)),
    )


def _severity(matter: Matter, declared: bool) -> Severity:
    """By the cost of the step; little where it is declared anyway, or where the claims don't need it."""
    hinted = _surest(matter.saying(YES)) is Tier.HEURISTIC
    little = declared or (hinted and matter.of(RERUN).says == NO)
    usual = SEVERITY[matter.step]
    return min(usual, Severity.MINOR, key=lambda own: own.rank) if little else usual


def _surest(voices: Sequence[Voice]) -> Tier:
    return max((voice.tier for voice in voices), key=lambda tier: tier.rank)


def _named(voices: Sequence[Voice]) -> str:
    return " and ".join(f"the {voice.who} ({voice.rests})" for voice in voices)


def _row(matter: Matter) -> dict[str, object]:
    """One step, a column for each who can be asked."""
    said = {who: _cell(matter.of(who)) for who in VOICES}
    return {"model": matter.model, "step": matter.step, **said, "agree": _agree(matter)}


def _cell(voice: Voice) -> str:
    return f"{voice.says}: {voice.rests} ({voice.tier.value})" if voice.says else "unknown"


def _agree(matter: Matter) -> str:
    if len(matter.told) < 2:
        return "one voice"
    return "no" if matter.disputed else "yes"
