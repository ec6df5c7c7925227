from collections.abc import Iterator

from radaudit.core.finding import Finding, Location, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.code import Code
from radaudit.evidence.harmonisation_order import HarmonisationOrder
from radaudit.study.load import Study

BENIGN = ["a selection that never looked at the outcome, such as for stability on a phantom"]


@check(
    "harmonisation/harmonised-before-selection",
    severity=Severity.MINOR,
    references=("doi:10.2967/jnumed.121.262464", "doi:10.1093/biostatistics/kxj037"),
)
def harmonised_before_selection(
    study: Study, harmonisation_order: HarmonisationOrder, code: Code | None, *, most_columns: float = 0.5
) -> Iterator[Finding]:
    """Features are harmonised before some of them are selected for the model.

    A selection on features that still carry the site prefers those that tell the site, where outcome and site go
    together, and passes over those whose signal the site hides. ComBat's priors are learnt from all features of a
    site, and a handful gives none. The order is read from the manifest, from the code, and from the tables: a
    harmonised table with fewer than most_columns of the measured features came after a selection.

    Remedy: harmonise all features first, within each training fold, and select among the harmonised ones; say so by
    'harmonisation.order'.
    """
    order = harmonisation_order
    facts = {"declared": order.declared or None, "measured": order.measured, "harmonised": order.harmonised}
    found = [*_from_code(order, code), *_from_authors(study, order), *_from_tables(study, order, most_columns)]
    yield from found
    if found:
        return
    says = []
    if order.harmonised_first:
        says.append(f"the code selects among harmonised features ({code.named(order.harmonised_first[0].place)})")
    if order.declared:
        says.append("the manifest says so")
    if order.measured is not None and order.harmonised >= order.measured:
        says.append(f"the harmonised table has all {order.measured} features")
    if says:
        tier = Tier.HEURISTIC if order.harmonised_first else Tier.PROVED
        yield passed(f"Harmonised first: {', and '.join(says)}.", tier=tier, **facts)
        return
    yield unknown(
        "Neither the manifest nor code or tables tell whether features were harmonised before some were selected.",
        code="order-not-told",
        add="Add 'harmonisation.order' (before selection, or after selection) to radaudit.yaml.",
        **facts,
    )


def _from_code(order: HarmonisationOrder, code: Code | None) -> Iterator[Finding]:
    if not order.selected_first:
        return
    first = order.selected_first[0]
    yield failed(
        f"In the code, features selected in {code.named(first.made)} are harmonised in {code.named(first.place)}.",
        code="selected-first",
        tier=Tier.HEURISTIC,
        where=list(
            dict.fromkeys(code.location(place) for own in order.selected_first for place in (own.made, own.place))
        ),
        rows=[
            {
                "selected": code.named(own.made),
                "its code": code.shown(own.made),
                "harmonised": code.named(own.place),
                "code": code.shown(own.place),
            }
            for own in order.selected_first
        ],
        benign=BENIGN,
    )


def _from_authors(study: Study, order: HarmonisationOrder) -> Iterator[Finding]:
    if order.declared == "after selection":
        yield failed(
            "The manifest says that features were harmonised after a selection among them.",
            code="declared-after-selection",
            tier=Tier.PROVED,
            where=[study.declared("harmonisation", "order")],
            benign=BENIGN,
        )


def _from_tables(study: Study, order: HarmonisationOrder, most_columns: float) -> Iterator[Finding]:
    if order.measured is None or order.harmonised >= most_columns * order.measured:
        return
    yield failed(
        f"The harmonised table has {order.harmonised} of the {order.measured} measured features: consistent with a "
        "selection before the harmonisation.",
        code="few-harmonised",
        tier=Tier.HEURISTIC,
        where=[Location(study.manifest.harmonisation.table)],
        benign=["all features harmonised, and only those of the model written to the table", *BENIGN],
        measured=order.measured,
        harmonised=order.harmonised,
    )
