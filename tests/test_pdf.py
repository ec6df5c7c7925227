"""A page is printed where there is a browser, and a missing one is said."""

import stat

import pytest

from radaudit import pdf
from radaudit.core.errors import UsageError


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine whose only browser is this script; None: it has no browser."""

    def make(script):
        if script is not None:
            path = tmp_path / "chromium"
            path.write_text(f"#!/bin/sh\n{script}\n")
            path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin" if script is not None else str(tmp_path))

    return make


PRINTS = 'for word; do case "$word" in --print-to-pdf=*) printf "%s" "%PDF" > "${word#*=}";; esac; done'


def test_what_the_browser_prints_is_given_back(machine):
    machine(PRINTS)
    assert pdf.printed("<p>form</p>") == b"%PDF"


def test_without_a_browser_the_other_way_is_named(machine):
    machine(None)
    with pytest.raises(UsageError, match=r"printed by Chromium or Chrome, and neither is on the path.*print the HTML"):
        pdf.printed("<p>form</p>")


def test_a_browser_that_prints_nothing_is_no_success(machine):
    machine("exit 3")
    with pytest.raises(UsageError, match=r"chromium printed nothing \(exit status 3\)"):
        pdf.printed("<p>form</p>")


def test_a_browser_that_never_ends_is_not_waited_for(machine, monkeypatch):
    machine("exec sleep 30")
    monkeypatch.setattr(pdf, "PATIENCE", 0.2)
    with pytest.raises(UsageError, match=r"chromium did not print the page \(TimeoutExpired\)"):
        pdf.printed("<p>form</p>")
