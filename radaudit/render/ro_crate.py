"""The audit as a Process Run Crate: which software made which report of which inputs, when; for archives.

Put beside ``report.html`` and ``report.json`` as ``ro-crate-metadata.json``. Inputs stay where they are: the crate
names them by their digest (RFC 6920), since a study's images seldom travel with a report.

References
----------
https://w3id.org/ro/wfrun/process/0.5 · doi:10.1371/journal.pone.0309210
"""

from __future__ import annotations

import datetime
import json
from base64 import urlsafe_b64encode

from radaudit.core.registry import plugin
from radaudit.core.report import Report
from radaudit.render.text import visible

PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_REPORTS = {"report.html": "text/html", "report.json": "application/json"}


@plugin("renderer", "ro-crate")
def render_ro_crate(report: Report) -> str:
    """Metadata of a crate that holds the two reports."""
    graph = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
            "about": {"@id": "./"},
        },
        _crate(report),
        {"@id": PROFILE, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"},
        _software(report),
        _action(report),
        *_outputs(),
        *_inputs(report),
    ]
    context = "https://w3id.org/ro/crate/1.1/context"
    return json.dumps({"@context": context, "@graph": graph}, indent=1, ensure_ascii=False) + "\n"


def _crate(report: Report) -> dict:
    title = visible(str(report.study.get("title", "Untitled study")))
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": f"Audit of: {title}",
        "description": visible(report.verdict.sentence),
        "datePublished": _ended(report),
        "license": "Not stated: the report belongs to whoever made it.",
        "conformsTo": {"@id": PROFILE},
        "hasPart": [{"@id": name} for name in _REPORTS],
        "mentions": {"@id": "#audit"},
    }


def _software(report: Report) -> dict:
    made = report.provenance
    libraries = ", ".join(f"{name} {version}" for name, version in made.libraries.items())
    return {
        "@id": "#radaudit",
        "@type": "SoftwareApplication",
        "name": "radaudit",
        "version": made.radaudit,
        "softwareRequirements": libraries,
    }


def _action(report: Report) -> dict:
    broke = bool(report.verdict.counts.get("error"))
    status = "Failed" if broke else "Completed"
    return {
        "@id": "#audit",
        "@type": "CreateAction",
        "name": "Audit",
        "description": visible(report.provenance.command) or "radaudit audit",
        "instrument": {"@id": "#radaudit"},
        "object": [{"@id": own["@id"]} for own in _inputs(report)],
        "result": [{"@id": name} for name in _REPORTS],
        "startTime": _moment(report),
        "endTime": _ended(report),
        "actionStatus": {"@id": f"http://schema.org/{status}ActionStatus"},
        **({"error": visible(report.verdict.sentence)} if broke else {}),
    }


def _moment(report: Report, later: float = 0.0) -> str:
    """When the audit began, or so many seconds later; the report's own words where these are no time."""
    told = str(report.provenance.run.get("started", ""))
    try:
        moment = datetime.datetime.fromisoformat(told) + datetime.timedelta(seconds=later)
    except ValueError:
        return visible(told) or "1970-01-01T00:00:00+00:00"
    return f"{moment:%Y-%m-%dT%H:%M:%S}+00:00"


def _ended(report: Report) -> str:
    seconds = report.provenance.run.get("seconds", 0)
    return _moment(report, float(seconds) if isinstance(seconds, int | float) else 0.0)


def _outputs() -> list[dict]:
    return [
        {"@id": name, "@type": "File", "name": f"Audit report ({kind})", "encodingFormat": kind}
        for name, kind in _REPORTS.items()
    ]


def _inputs(report: Report) -> list[dict]:
    """Each file once, by content; files of the same content have several names."""
    names: dict[str, list[str]] = {}
    for path, digest in report.provenance.files.items():
        names.setdefault(digest.removeprefix("sha256:"), []).append(visible(path))
    return [
        {"@id": _by_digest(digest), "@type": "CreativeWork", "name": paths[0], "sha256": digest, **_other_names(paths)}
        for digest, paths in names.items()
    ]


def _other_names(paths: list[str]) -> dict:
    """Where one content has several names; one more is no list, says the format."""
    others = paths[1:]
    return {"alternateName": others[0] if len(others) == 1 else others} if others else {}


def _by_digest(sha256: str) -> str:
    try:
        return "ni:///sha-256;" + urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
    except ValueError:  # a report that was made by hand
        return f"#{sha256[:64]}"
