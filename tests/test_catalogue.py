"""What radaudit says of itself: checks and what they rest on."""

from radaudit.auditing import evidence_makers
from radaudit.catalogue import print_evidence


def test_all_evidence_is_listed_with_what_it_is_for(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "220")
    print_evidence()
    said = capsys.readouterr().out
    assert all(name in said for name in evidence_makers())
    line = next(line for line in said.splitlines() if line.startswith("patients "))
    assert "cohort/" in line or "leakage/" in line
