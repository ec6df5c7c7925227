"""The site is built without a warning, leads nowhere that is not there, and fetches nothing. With ``--group docs``."""

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

pytest.importorskip("sphinx", reason="the site is built with the group docs: .ci/run does")

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-d", f"{out}-trees", "docs", str(out)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    return out


class Page(HTMLParser):
    """What a page links to, what it loads, and which places it has."""

    def __init__(self, text):
        super().__init__()
        self.links, self.loads, self.places = [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.places |= {given[name] for name in ("id", "name") if given.get(name)}
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        elif tag in ("link", "script", "img", "iframe"):
            self.loads += [given[name] for name in ("href", "src") if given.get(name)]


@pytest.fixture(scope="module")
def read(site):
    return {path: Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}


def test_every_page_of_the_folder_is_there(read, site):
    pages = [*ROOT.glob("docs/*.md"), *ROOT.glob("docs/how_to/*.md")]
    assert {path.relative_to(ROOT / "docs").with_suffix("").as_posix() for path in pages} <= {
        path.relative_to(site).with_suffix("").as_posix() for path in read
    }


def test_links_lead_somewhere(read, site):
    broken = []
    for path, page in read.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            known = read[target].places if target in read else set()
            if not target.exists() or (parts.fragment and target in read and unquote(parts.fragment) not in known):
                broken.append(f"{path.relative_to(site)}: {link}")
    assert broken == []


def test_nothing_is_fetched_from_the_network(read, site):
    loads = [(path.relative_to(site), own) for path, page in read.items() for own in page.loads]
    assert [(path, own) for path, own in loads if urlsplit(own).netloc] == []
