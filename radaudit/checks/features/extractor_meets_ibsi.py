from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, failed, passed
from radaudit.core.step import check
from radaudit.features.ibsi.comparison import Comparison, Selfcheck, Verdict
from radaudit.features.ibsi.deviations import DEVIATIONS, Deviation


@check(
    "features/extractor-meets-ibsi",
    severity=Severity.MAJOR,
    references=("doi:10.1148/radiol.2020191145", "https://arxiv.org/abs/1612.07003"),
    about="machine",
)
def extractor_meets_ibsi(selfcheck: Selfcheck) -> Iterator[Finding]:
    """The installed extractor gives the IBSI reference values.

    The audit's own numbers are worth what its extractor is worth. The Image Biomarker Standardisation Initiative
    (IBSI) published values of a small digital phantom that groups agreed on; here pyradiomics computes them on this
    machine, each way that directions and slices can be put together. Where pyradiomics is known to define a thing in
    another way, that is listed: it is a difference that a study has to name, no fault of this machine.

    Remedy: install the libraries anew in the versions that radaudit asks for; `radaudit selfcheck` shows every value.
    """
    failures, deviating = selfcheck.of(Verdict.FAILS), selfcheck.of(Verdict.DEVIATES)
    counts = {str(verdict): count for verdict, count in selfcheck.counts().items()}
    total = len(selfcheck.rows) - counts["not computed"]
    if failures and all(row.got is None for row in failures):
        yield failed(
            f"The extractor gives no value for {len(failures)} of {total} IBSI reference values: "
            + "; ".join(sorted({reason for row in failures for reason in row.reasons}))
            + ".",
            code="no-value",
            rows=[_row(row) for row in failures],
            **counts,
        )
    elif failures:
        yield failed(
            f"The extractor misses {len(failures)} of {total} IBSI reference values.",
            code="reference-missed",
            rows=[_row(row) for row in failures],
            **counts,
        )
    else:
        yield passed(
            f"The extractor gives {counts['meets']} of {total} IBSI reference values of the digital phantom; "
            f"{len(deviating)} differ as it is documented.",
            rows=[_deviation(own, deviating) for own in DEVIATIONS],
            **counts,
        )


def _row(row: Comparison) -> dict[str, object]:
    return {
        "feature": row.feature,
        "IBSI": row.id,
        "aggregation": row.aggregation,
        "expected": row.expected,
        "tolerance": row.tolerance,
        "got": row.got,
    }


def _deviation(own: Deviation, deviating: tuple[Comparison, ...]) -> dict[str, object]:
    seen = [f"{row.feature}: {row.got:.4g} instead of {row.expected:g}" for row in deviating if own.code in row.reasons]
    return {
        "documented deviation": own.code,
        "what differs": own.sentence,
        "on the phantom": "; ".join(seen),
        "source": own.source,
    }
