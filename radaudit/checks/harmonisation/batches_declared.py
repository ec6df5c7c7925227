from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.protocols import Protocols
from radaudit.evidence.undeclared_batches import UndeclaredBatch
from radaudit.study.load import Study


@check(
    "harmonisation/batches-declared",
    severity=Severity.MINOR,
    references=("doi:10.2967/jnumed.121.262464", "doi:10.1593/tlo.13865", "doi:10.1111/j.1442-9993.2001.01070.pp.x"),
)
def batches_declared(
    study: Study,
    protocols: Protocols,
    undeclared_batches: tuple[UndeclaredBatch, ...] | None,
    *,
    alpha: float = 0.005,
    share: float = 0.02,
) -> Iterator[Finding]:
    """Inside each declared site or batch, features do not go with the scanner or the protocol.

    A site with two scanners, or two reconstruction kernels, is two batches: harmonising it as one leaves the difference
    in the features, and moves its mean by the mixture. Cases are grouped by what headers and the cohort table tell of
    scanner and protocol, and features (without what outcome, covariates and site explain) are tested against these
    groups by permutation within each site, adjusted by Holm's method (option alpha); groups that explain less than
    share of the variance beyond chance are no matter.

    Remedy: name the scanner or protocol as batch beside the site where it has patients enough, else stratify by it and
    report how the model does in each group.
    """
    if protocols.told == 0:
        yield unknown(
            "Of how cases were imaged nothing is known but the voxel size.",
            code="only-voxel-sizes",
            add="Give the images as DICOM, or add a column with each case's scanner as 'cohort.scanner'.",
        )
        return
    where = f"group of {protocols.column!r}" if protocols.column else "study that names no sites"
    if undeclared_batches is None:
        yield unknown(f"No feature table can be set beside the protocols of each {where}.", cases_told=protocols.told)
        return
    if not undeclared_batches:
        yield passed(
            f"No {where} holds two scanners or protocols with five patients each, as far as is known of "
            f"{protocols.told} of {len(protocols.batches)} cases.",
            cases_told=protocols.told,
        )
        return
    guilty = [own for own in undeclared_batches if own.p <= alpha and own.share >= share]
    yield from _failures(study, protocols, guilty, [_row(own) for own in undeclared_batches])
    if not guilty:
        least = min(own.p for own in undeclared_batches)
        yield passed(
            f"Features go with none of {counted(len(undeclared_batches), 'grouping')} by scanner or protocol inside a "
            f"{where} (smallest p, adjusted, {least:.2g}).",
            tier=Tier.TESTED,
            rows=[_row(own) for own in undeclared_batches],
        )


def _failures(study: Study, protocols: Protocols, guilty: list[UndeclaredBatch], rows: list[dict]) -> Iterator[Finding]:
    for number, own in enumerate(guilty):
        yield failed(
            _sentence(own, protocols),
            code="batch-inside-site" if protocols.column else "batch-without-site",
            tier=Tier.TESTED,
            where=[study.declared("harmonisation" if study.manifest.harmonisation else "cohort")],
            rows=rows if number == 0 else [],
            benign=[
                "patients who are imaged in another way because of what they have: real biology, beyond outcome and "
                "covariates",
            ],
            share=own.share,
            p=own.p,
        )


def _sentence(own: UndeclaredBatch, protocols: Protocols) -> str:
    where = "; ".join(f"{place} ({groups})" for place, groups in list(own.places.items())[:4])
    inside = f"inside a group of {protocols.column!r}" if protocols.column else "in the study"
    said = (
        f"Features of the {own.table} table go with {' and '.join(own.protocol.properties)} {inside}: {where}. It "
        f"explains {100 * own.share:.0f} % of their variance there (p = {own.p:.2g})."
    )
    if own.with_groups is not None and own.as_declared is not None:
        said += (
            f" ComBat by the declared batches leaves {100 * max(0, own.as_declared):.0f} % of it, with these groups "
            f"declared {100 * max(0, own.with_groups):.0f} %."
        )
    return said


def _row(own: UndeclaredBatch) -> dict[str, object]:
    def rounded(value: float | None) -> float | None:
        return None if value is None else round(value, 3)

    return {
        "by": " and ".join(own.protocol.properties),
        "where": "; ".join(f"{place} ({groups})" for place, groups in own.places.items()),
        "patients": own.patients,
        "share of the variance": rounded(own.share),
        "p, adjusted": round(own.p, 5),
        "strongest": own.strongest,
        "measured": rounded(own.before),
        "after ComBat as declared": rounded(own.as_declared),
        "after ComBat with these groups": rounded(own.with_groups),
    }
