"""Every diagram of the pages is one: a real browser draws it, and what it names stands in the drawing."""

import fcntl
import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from governance_core.logbook.model import Standing
from governance_core.proposals.model import OPEN_STAGES, Stage
from tests.docs.pages import NAMES, PAGES, sorts

PACKAGE = Path(__file__).parent / "mermaid"
LIBRARY = PACKAGE / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DIAGRAMS = {
    f"{name}-{number}": "\n".join(block.lines)
    for name, page in zip(NAMES, PAGES, strict=True)
    for number, block in enumerate(sorts(page, "mermaid"), 1)
}
PAGE = """<!doctype html><meta charset="utf-8"><script src="{library}"></script><body><script>
mermaid.initialize({{startOnLoad: false}});
const texts = {texts};
(async () => {{
  for (const [number, text] of texts.entries()) {{
    const drawn = document.createElement("pre");
    try {{
      drawn.textContent = (await mermaid.render("d" + number, text)).svg;
    }} catch (error) {{
      drawn.textContent = "wrong: " + error.message;
    }}
    drawn.className = "drawn";
    document.body.append(drawn);
  }}
}})();
</script>"""
WRONG = "stateDiagram-v2\n    CONSENT --> --> ADOPTED"
_DRAWN = re.compile(r'<pre class="drawn">(.*?)</pre>', re.DOTALL)
_STATES = re.compile(r"\b[A-Z_]{4,}\b")


def library() -> Path:
    """The library, fetched once; skips where it cannot be."""
    if shutil.which("npm") is None:
        pytest.skip("there is no npm to fetch what draws the diagrams")
    with (PACKAGE / "package.json").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # tests run in several processes
        if not LIBRARY.is_file():
            done = subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=PACKAGE, check=False)
            if done.returncode:
                pytest.skip("what draws the diagrams cannot be fetched")
    return LIBRARY


def drawn(folder: Path, texts: list[str]) -> list[str]:
    """The drawing of each, or what is wrong with it."""
    if BROWSER is None:
        pytest.skip("there is no browser to draw the diagrams")
    page = folder / "diagrams.html"
    page.write_text(PAGE.format(library=library().as_uri(), texts=json.dumps(texts)), "utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile", "--dump-dom"]
    done = subprocess.run(
        [BROWSER, *options, "--virtual-time-budget=20000", page.as_uri()],
        capture_output=True,
        text=True,
        timeout=50,
        check=True,
    )
    return [html.unescape(found) for found in _DRAWN.findall(done.stdout)]


def ways(diagram: str) -> set[tuple[str, str]]:
    """From where to where the arrows of a diagram lead."""
    return set(re.findall(r"^\s*(\S+) --> (\S+?):?(?: |$)", diagram, re.MULTILINE))


def test_the_way_of_a_proposal_has_every_stage_and_out_of_each_there_is_a_way() -> None:
    way = ways(DIAGRAMS["docs/process.md-1"])
    open_stages = {stage.upper() for stage in OPEN_STAGES}
    assert {stage.upper() for stage in Stage if stage is not Stage.NOTHING} <= {to for _, to in way}
    assert open_stages <= {start for start, _ in way}
    assert not {start for start, _ in way} & {stage.upper() for stage in Stage if stage not in OPEN_STAGES}


def test_the_way_of_an_agreement_has_every_way_it_stands() -> None:
    reached = {to for _, to in ways(DIAGRAMS["docs/process.md-2"])}
    assert {one.name for one in Standing} | {"IN_REVIEW", "OVERDUE"} <= reached


def test_a_browser_draws_every_diagram_with_all_its_states(tmp_path: Path) -> None:
    *found, wrong = drawn(tmp_path, [*DIAGRAMS.values(), WRONG])
    assert wrong.startswith("wrong: ")
    assert len(found) == len(DIAGRAMS)
    for (name, text), svg in zip(DIAGRAMS.items(), found, strict=True):
        assert svg.startswith("<svg"), f"{name}: {svg}"
        assert set(_STATES.findall(text)) <= set(_STATES.findall(re.sub("<[^>]+>", " ", svg))), name
