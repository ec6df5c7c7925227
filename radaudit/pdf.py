"""A page as PDF, printed by the Chromium or Chrome of this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from radaudit.core.errors import UsageError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PATIENCE = 120  # seconds


def browser() -> str:
    """The browser that prints.

    Raises
    ------
    UsageError
        If there is none on the path.
    """
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        message = "a PDF is printed by Chromium or Chrome, and neither is on the path; "
        raise UsageError(f"{message}install one, or print the HTML yourself")
    return found


def printed(page: str) -> bytes:
    """The page as a PDF.

    Parameters
    ----------
    page
        HTML of ours, which loads nothing and runs no script.

    Raises
    ------
    UsageError
        If there is no browser, or it prints nothing.
    """
    program = browser()
    name = Path(program).name
    with tempfile.TemporaryDirectory(prefix="radaudit-pdf-", ignore_cleanup_errors=True) as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        command = [
            program,
            "--headless",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={folder}/profile",
        ]
        command += ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []  # it refuses to start for root
        command += [f"--print-to-pdf={target}", source.as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired) as fault:
            said = f"{name} did not print the page ({type(fault).__name__}); print the HTML yourself"
            raise UsageError(said) from None
        if not target.is_file():
            raise UsageError(f"{name} printed nothing (exit status {done.returncode}); print the HTML yourself")
        return target.read_bytes()
