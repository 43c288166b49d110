"""CI runs what the README tells people to run."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import bot
from tests.project.checkout import ROOT, modules, text, tracked

WORKFLOWS = [path for path in tracked() if path.startswith(".github/workflows/")]


def test_ci_runs_the_readmes_commands() -> None:
    """.ci/run runs `make test`, then `make check`, and stops at the first failure."""
    lines = [line for line in text(".ci/run").splitlines() if line and not line.startswith("#")]
    assert lines[0] == "set -euo pipefail"
    assert [line for line in lines if line.startswith("make ")] == ["make test", "make check"]
    assert "make test" in text("README.md")
    assert (ROOT / ".ci/run").stat().st_mode & 0o111


def test_checks_are_lint_format_types_and_contracts() -> None:
    """`make check` runs all four, and pre-commit runs the same tools from the same environment."""
    [_, check] = re.split(r"^check: \$\(STAMP\)$", text("Makefile"), flags=re.MULTILINE)
    tools = ["ruff check", "ruff format", "mypy", "lint-imports"]
    for tool in tools:
        assert f"$(BIN)/{tool}" in check.split("\n\n")[0]
        assert f"entry: .venv/bin/{tool}" in text(".pre-commit-config.yaml")


def test_github_runs_the_same_files() -> None:
    """Everything that runs there can run anywhere: tests, checks, audit, coverage, and the image's test."""
    workflow = text(".github/workflows/checks.yml")
    for command in ("bash .ci/run", "bash .ci/audit", "make coverage", "tests/end_to_end/test_image.py"):
        assert f"- run: {command}" in workflow or f'{command}"' in workflow
    assert 'python: ["3.11", "3.12", "3.13", "3.14"]' in workflow


@pytest.mark.parametrize("path", WORKFLOWS)
def test_workflows_have_the_least_rights(path: str) -> None:
    """Each only has read access, except for jobs that publish, and pins actions to a commit."""
    workflow = text(path)
    assert "\npermissions:\n  contents: read\n" in workflow
    written = set(re.findall(r"^ +([a-z-]+): write$", workflow, re.MULTILINE))
    publishing = {"release.yml": {"contents", "packages"}, "locks.yml": {"contents", "pull-requests"}}
    assert written == publishing.get(Path(path).name, set())
    for line in re.findall(r"uses: (.+)", workflow):
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line
    for checkout in workflow.split("uses: actions/checkout")[1:]:
        assert checkout.splitlines()[1:3] == ["        with:", "          persist-credentials: false"]


def test_a_release_needs_a_version_and_its_changes() -> None:
    """The tag must equal the code's version, and the changelog must have a section for it."""

    def notes(tag: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, ".ci/release_notes.py", tag]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)

    assert "isn't the version" in notes("v99.0.0").stderr
    known = notes(f"v{bot.__version__}")
    changes = re.search(rf"^## \[?{re.escape(bot.__version__)}", text("CHANGELOG.md"), re.MULTILINE)
    assert (known.returncode == 0) == (changes is not None), known.stderr


def test_the_page_is_driven_in_a_browser() -> None:
    """Some tests are marked `browser`, so that CI can make sure they aren't skipped."""
    assert [
        path for path, _ in modules("tests") if "pytest.mark.browser" in text(path) and "project" not in path
    ]


@pytest.mark.parametrize(("ci", "ending"), [("true", "1 skipped, 1 error"), ("", "2 skipped")])
def test_green_means_that_the_page_was_seen_to_work(tmp_path: Path, ci: str, ending: str) -> None:
    """In CI, a skipped browser test fails. Other skipped tests, and other machines, aren't affected."""
    (tmp_path / "conftest.py").write_text(text("tests/conftest.py"), encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = browser\n", encoding="utf-8")
    (tmp_path / "test_page.py").write_text(
        "import pytest\n"
        "@pytest.fixture\n"
        "def page(): pytest.skip('no browser')\n"
        "@pytest.mark.browser\n"
        "def test_page(page): pass\n"
        "def test_other(): pytest.skip('no reference')\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(tmp_path)]
    environment = {**os.environ, "CI": ci, "PYTEST_ADDOPTS": ""}
    run = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert ending in run.stdout
    assert (run.returncode == 0) == (not ci)
