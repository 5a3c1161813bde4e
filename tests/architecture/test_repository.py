"""What stands beside the sources: locked requirements without addresses, links that resolve, commands that exist."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.sources import ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+\s+(.*)$", re.MULTILINE)
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
MAKE = re.compile(r"\bmake[ \t]+((?:[A-Z]+=\S+[ \t]+)*[a-z][a-z-]*)")
SOCAI = re.compile(r"(?:\bsocai|-m services)[ \t]+((?:[a-z]+)(?:[ \t]+(?:export|load|recover|undo|resend)\b)?)")


def documents() -> list[Path]:
    """Every page that is ours."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as a forge makes them."""
    found = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in found}


def commands(pattern: re.Pattern[str]) -> list[str]:
    """What the README's code names, each once."""
    code = "\n".join(CODE.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    return sorted(set(pattern.findall(code)))


def test_the_locked_requirements_hold_hashes_and_no_address() -> None:
    assert [path.name for path in LOCKS] == ["dev.txt", "runtime.txt"]
    for path in LOCKS:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"://|--(extra-)?index|--find-links|--trusted-host", text), path.name
        pinned = re.findall(r"^[a-z0-9][\w.\-\[\],]*==", text, re.MULTILINE)
        assert len(pinned) > 30
        assert len(re.findall(r"^[a-z0-9]", text, re.MULTILINE)) == len(pinned), f"{path.name}: something is not pinned"
        for entry in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]:
            assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_the_development_lock_contains_the_runtime_lock() -> None:
    runtime, dev = (
        set(re.findall(r"^([a-z0-9][^ \n]*==[^ \n]*)", (ROOT / "requirements" / name).read_text("utf-8"), re.MULTILINE))
        for name in ("runtime.txt", "dev.txt")
    )
    assert runtime <= dev


def test_maven_names_no_repository() -> None:
    assert "<repositor" not in (ROOT / "deploy" / "kafka" / "pom.xml").read_text(encoding="utf-8")


def test_every_link_between_pages_resolves() -> None:
    broken: list[str] = []
    for page in documents():
        for target in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            there = (page.parent / path).resolve() if path else page
            if not there.exists() or (anchor and there.suffix == ".md" and anchor not in anchors(there)):
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []


def test_every_make_command_that_the_readme_names_exists() -> None:
    named = commands(MAKE)
    assert {"demo", "test"} <= set(named)
    for words in named:
        asked = subprocess.run(["make", "-n", *words.split()], cwd=ROOT, capture_output=True, text=True, check=False)
        assert asked.returncode == 0, asked.stderr


def test_every_socai_command_that_the_readme_names_exists() -> None:
    named = commands(SOCAI)
    assert named
    for words in named:
        asked = subprocess.run(
            [sys.executable, "-m", "services", *words.split(), "--help"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert asked.returncode == 0, f"socai {words}: {asked.stderr}"


def test_make_alone_lists_every_command() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = next(line for line in makefile.splitlines() if line.startswith(".PHONY:")).split()[1:]
    assert [line.split()[1] for line in listed.splitlines() if line.startswith("make ")] == phony


def test_the_command_line_is_installed_under_its_name() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"socai": "services.cli.main:main"}
