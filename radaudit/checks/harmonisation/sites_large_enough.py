from collections.abc import Iterator

from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Finding, Severity, failed, passed
from radaudit.core.step import check
from radaudit.evidence.site_sizes import SiteSize, SiteSizes
from radaudit.study.load import Study

LEAST = 3  # patients from which a shift and a scale can be learnt at all


@check(
    "harmonisation/sites-large-enough",
    severity=Severity.MINOR,
    references=(
        "doi:10.2967/jnumed.121.262464",
        "doi:10.1093/biostatistics/kxj037",
        "https://github.com/rpomponio/neuroHarmonize/issues/34",
    ),
)
def sites_large_enough(
    study: Study, site_sizes: SiteSizes, *, fewest: int = 20, each_class: int = 3
) -> Iterator[Finding]:
    """Each site that was harmonised has enough patients, of each class, to learn its shift and scale from.

    A site's shift is known to within the SD over the square root of its patients: to 0.22 SD with 20, to 0.45 with 5,
    and what is mistaken there is added to each of its patients. Guides ask for 20 to 30 patients of each site (option
    fewest); from one or two patients no scale can be learnt, and some programs turn the whole table into missing
    values. Where a site has patients of one class only, its shift can't be told from the outcome (option each_class: as
    many of each as show a spread).

    Remedy: join small sites by scanner and protocol, leave them out, or keep them as an external set and harmonise
    nothing; report patients of each site and class.
    """
    if len(site_sizes.sites) < 2:
        raise NotApplicable(f"The column {site_sizes.column!r} names one site only.")
    rows = [_row(own) for own in site_sizes.sites]
    learnt = [own for own in site_sizes.sites if own.patients or not own.others]
    found = list(_found(site_sizes, learnt, fewest, each_class))
    for number, (sites, sentence, code, severity) in enumerate(found):
        yield failed(
            sentence,
            code=code,
            severity=severity,
            where=[study.declared("harmonisation")] if study.manifest.harmonisation else [],
            rows=rows if number == 0 else [],
            benign=_benign(code),
            sites=len(sites),
        )
    if not found:
        smallest = min(own.patients for own in learnt)
        yield passed(
            f"The smallest of {len(learnt)} sites has {smallest} patients in {_where(site_sizes)}.",
            rows=rows,
            smallest=smallest,
        )


def _found(sizes: SiteSizes, learnt: list[SiteSize], fewest: int, each_class: int) -> Iterator[tuple]:
    where = _where(sizes)
    tiny = [own for own in learnt if own.patients < LEAST]
    small = [own for own in learnt if LEAST <= own.patients < fewest]
    poor = [own for own in learnt if own.classes and min(own.classes.values()) < each_class and own.patients >= LEAST]
    if tiny:
        yield tiny, f"Too few to learn a scale from, in {where}: {_named(tiny)}.", "sites-of-one-or-two", Severity.MAJOR
    if small:
        yield small, f"Fewer than {fewest} patients in {where}: {_named(small)}.", "small-sites", None
    if poor:
        classes = "; ".join(
            f"{own.site}: " + ", ".join(f"{count} of {name!r}" for name, count in own.classes.items()) for own in poor
        )
        alone = any(min(own.classes.values()) == 0 for own in poor)
        yield (
            poor,
            f"Fewer than {each_class} patients of a class in {where}: {classes}.",
            "one-class-sites" if alone else "few-of-a-class",
            None,
        )


def _named(sites: list[SiteSize]) -> str:
    return ", ".join(f"{own.site} ({own.patients})" for own in sites)


def _where(sizes: SiteSizes) -> str:
    return "the training rows" if sizes.rows == "training" else "all rows"


def _benign(code: str) -> list[str]:
    if code == "small-sites":
        return ["few features that hardly vary between sites, or priors that shrink what small sites show"]
    if code == "sites-of-one-or-two":
        return ["sites that were left as they are, by a step that is not declared"]
    return ["a site that treats patients of one kind, whose rows no model is judged on"]


def _row(own: SiteSize) -> dict[str, object]:
    classes = {f"of {name!r}": count for name, count in own.classes.items()}
    return {"site": own.site, "patients": own.patients} | classes | {"not learnt from": own.others}
