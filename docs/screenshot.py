"""Make docs/report.png, the picture in the README: the demo's report in headless Chromium.

uv run python docs/screenshot.py
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

WIDTH, HEIGHT = 1280, 1060


def main() -> None:
    browser = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    if browser is None:
        raise SystemExit("no Chromium was found on the PATH")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "radaudit", "demo", "--out", folder], check=True)
        subprocess.run(
            [
                browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-sync",
                "--disable-background-networking", "--disable-component-update", "--no-first-run",
                f"--user-data-dir={folder}/profile", f"--window-size={WIDTH},{HEIGHT}",
                f"--screenshot={Path(__file__).with_name('report.png')}", f"file://{folder}/report.html",
            ],
            check=True,
        )  # fmt: skip


if __name__ == "__main__":
    main()
