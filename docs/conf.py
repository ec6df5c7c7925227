"""The site: ``uv run --group docs sphinx-build -W --keep-going docs docs/site``.

Pages are Markdown (MyST). Those of the reference are made from the code whenever the site is built; a page that lies in
this folder, or in ``how_to/``, is on the site without being named anywhere. No page fetches anything from the network.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from reference_pages import write_pages  # noqa: E402

from radaudit import __version__  # noqa: E402

project = "radaudit"
author = "the radaudit contributors"
release = version = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["site"]

html_theme = "furo"
html_title = "radaudit"
html_copy_source = html_show_sourcelink = html_show_copyright = False
html_static_path, html_css_files = ["style"], ["site.css"]
smartquotes = False  # what stands in quotes is often to be written as it is
html_theme_options = {"navigation_with_keys": True}
pygments_style, pygments_dark_style = "friendly", "monokai"

# A link to a page or a heading that does not exist is a warning, and with -W an error.
myst_heading_anchors = 4
myst_enable_extensions = ["fieldlist"]

default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
napoleon_google_docstring = False
napoleon_use_ivar = True

REMAINING = "% every page that is named nowhere else"


def remaining_pages(index: str) -> list[str]:
    """Pages of this folder that the index doesn't name: a page written later joins them by itself."""
    named = set(re.findall(r"^[a-z_]+$", index, re.MULTILINE)) | {"index"}
    return sorted({path.stem for path in HERE.glob("*.md")} - named)


def _list_remaining(app, docname: str, source: list[str]) -> None:
    if docname == "index":
        source[0] = source[0].replace(REMAINING, "\n".join(remaining_pages(source[0])))


def setup(app) -> None:
    write_pages(HERE / "reference")
    app.connect("source-read", _list_remaining)
