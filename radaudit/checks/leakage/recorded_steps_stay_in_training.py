from collections import defaultdict
from collections.abc import Iterator

from radaudit.codebase.kinds import KINDS, NEST, OVERSAMPLING, PATTERNS, SELECTION, STEPS
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.recordings import Recording
from radaudit.models.ledger.judge import Conflict

SHOWN = 12
FOLLOWED = "the step is made again on training rows in a way that the record doesn't see, and only that is used"


@check(
    "leakage/recorded-steps-stay-in-training",
    severity=Severity.CRITICAL,
    references=(PATTERNS, SELECTION, OVERSAMPLING, NEST),
)
def recorded_steps_stay_in_training(recordings: tuple[Recording, ...]) -> Iterator[Finding]:
    """Nothing that was fitted, tested or chosen while the script ran had seen rows that it evaluates later.

    The study's script runs twice, once with every fit, split, test, reduction and score in its own lines written down
    together with the rows that each saw. A conflict is named only if what a step made reaches an evaluation of rows
    that the step had seen and the model was not trained on; this is observed, not inferred from the text. A recorded
    run that writes other predictions than the plain one says nothing.

    Remedy: fit every step on the training rows of each split or fold, for instance in a Pipeline.
    """
    told = [own for own in recordings if not own.problem]
    for own in told:
        found: dict[str, list[Conflict]] = defaultdict(list)
        for conflict in own.conflicts:
            found[conflict.kind].append(conflict)
        for kind, conflicts in found.items():
            yield _finding(own, kind, conflicts)
    for own in recordings:
        if own.problem:
            yield unknown(f"{own.model}: {own.problem}.", code="not-recorded")
        elif own.unplaced or not own.complete:
            reason = f"{counted(own.unplaced, 'evaluation')} of rows that could not be followed"
            said = reason if own.unplaced else "the record grew too long and was cut"
            yield unknown(f"{own.model}: {said}.", code="not-followed", unplaced=own.unplaced)
    if not recordings:
        raise Unavailable("No script was recorded.")
    if told and not any(own.conflicts for own in told):
        evaluations = sum(own.evaluations for own in told)
        yield passed(
            f"{counted(evaluations, 'evaluation')} of held-out rows recorded; no step had seen these rows.",
            tier=Tier.HEURISTIC,
            evaluations=evaluations,
        )


def _finding(own: Recording, kind: str, conflicts: list[Conflict]) -> Finding:
    words, first = KINDS[kind], max(conflicts, key=lambda each: len(each.rows))
    what = "seen by" if kind in STEPS else "used by"
    sure = all(each.sure for each in conflicts)
    return failed(
        f"{own.model}: {words.words[:1].lower()}{words.words[1:]}. {len(first.rows)} of "
        f"{counted(first.evaluated, 'row')} evaluated in {own.named(first.scored)} were {what} {first.what} in "
        f"{own.named(first.place)}. {words.cost}".strip(),
        code=kind,
        tier=Tier.PROVED if sure else Tier.HEURISTIC,
        severity=Severity(words.severity),
        where=[own.location(each.place) for each in conflicts][:20],
        rows=[_row(own, each) for each in conflicts],
        benign=[*words.benign, FOLLOWED],
    )


def _row(own: Recording, conflict: Conflict) -> dict[str, object]:
    """The line of the step beside that of the evaluation, and the cases between them."""
    names = own.names(conflict)
    more = [f"and {len(names) - SHOWN} more"] if len(names) > SHOWN else []
    return {
        "kind": conflict.kind,
        "line": own.named(conflict.place),
        "code": own.shown(conflict.place),
        "called from": own.named(conflict.through),
        "recorded": conflict.what,
        "rows set apart": own.named(conflict.against),
        "evaluated": own.named(conflict.scored),
        "evaluated rows": conflict.evaluated,
        "seen before": len(conflict.rows),
        "cases": ", ".join([*names[:SHOWN], *more]),
        "followed": "without a guess" if conflict.sure else "with a guess",
    }
