"""One page a checklist: its items, who can settle each, and what speaks for or against every answer."""

from __future__ import annotations

from radaudit.checklists.clause import Clause
from radaudit.checklists.instrument import Instrument, instruments, load_instrument
from radaudit.checklists.item import Item, Option

from .markdown import check_link, code, fields, reference, shown, table

CLASSES = {
    "V": "files can settle it",
    "P": "files can settle a part, or speak against it",
    "H": "only people can answer",
}
INTRODUCTION = """\
What claimed, supported and not contradicted mean is told in [Checklists](../checklists.md). The words of the items are
radaudit's own and short; the publications hold the full text.
"""


def pages() -> dict[str, str]:
    known = [load_instrument(name) for name in instruments()]
    return {"checklists.md": _overview(known)} | {f"checklists/{own.id}.md": _page(own) for own in known}


def _overview(known: list[Instrument]) -> str:
    rows = [
        [f"[{shown(named(own))}](checklists/{own.id}.md)", code(own.id), str(len(own.items)), _source(own)]
        for own in known
    ]
    listed = table(["checklist", "id", "items", "source"], rows)
    parts = ["# Items of the checklists", INTRODUCTION, "```{toctree}\n:hidden:\n:glob:\n\nchecklists/*\n```", listed]
    return "\n\n".join(parts) + "\n"


def named(own: Instrument) -> str:
    """Title and version, where the title doesn't say the version already."""
    return own.title if own.version in own.title else f"{own.title} {own.version}"


def _source(own: Instrument) -> str:
    return reference(own.reference)


def _page(own: Instrument) -> str:
    parts = [
        f"# {shown(named(own))}",
        fields(
            [
                ("Source", _source(own)),
                ("Text", shown(own.licence)),
                ("Experimental", shown(own.experimental)),
                ("Evidence alone", "counts for nothing without a pointer into the manuscript" * own.asks_for_text),
            ]
        ),
    ]
    if own.conditions:
        rows = [[code(one.key), shown(one.label), code(one.only_if or "")] for one in own.conditions]
        parts += ["## Conditions", table(["condition", "asks", "only if"], rows)]
    domain = ""
    for item in own.items:
        if item.domain != domain:
            domain = item.domain
            parts.append(f"## {shown(domain)}")
        parts.append(_item(item))
    return "\n\n".join(parts) + "\n"


def _item(item: Item) -> str:
    facts = [
        ("Who can tell", CLASSES[item.evidence]),
        ("Applies under", ", ".join(map(code, item.needs))),
        ("Applies in any case if", _any(item.applies_if)),
        ("Against every answer but the least", _any(item.contradicted_by)),
        *(
            (f"{shown(option.label)}, worth {option.points:g}", _option(option))
            for option in item.options
            if option.judged
        ),
    ]
    told = [f"### {item.number}: {shown(item.label)}", shown(item.asks), fields(facts)]
    return "\n\n".join(filter(None, told))


def _option(option: Option) -> str:
    said = [
        f"supported by {_any(option.supported_by)}" if option.supported_by else "",
        f"contradicted by {_any(option.contradicted_by)}" if option.contradicted_by else "",
        "the authors' word, with a pointer" if option.human else "",
        "a pointer is needed" if option.needs_pointer else "",
        f"open: {shown(option.hand_in)}" if option.hand_in else "",
    ]
    return "; ".join(filter(None, said))


def _any(clauses: tuple[Clause, ...]) -> str:
    return ", or ".join(map(_clause, clauses))


def _clause(own: Clause) -> str:
    """A clause in words."""
    if own.check:
        codes = f" with {' or '.join(map(code, own.code))}" if own.code else ""
        said = f"{check_link(own.check)} {'passing' if own.outcome == 'pass' else 'failing'}{codes}"
    else:
        said = f"{code(own.declares)} {_entry(own)}"
    readings = [word for word in ("lenient", "strict") if getattr(own, word)]
    said += f" (in the {readings[0]} reading)" if readings else ""
    return " and ".join([said, *map(_clause, own.also)])


def _entry(own: Clause) -> str:
    if own.absent:
        return "not given"
    said = f"among {', '.join(map(code, own.among))}" if own.among else "given"
    bounds = [("at least", own.at_least), ("at most", own.at_most)]
    return ", ".join([said, *(f"{word} {bound} different" for word, bound in bounds if bound is not None)])
