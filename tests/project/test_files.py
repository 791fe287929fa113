"""No tracked file knows the machine it was written on, and the versions agree."""

from __future__ import annotations

import re
import tomllib

from tests.project.sources import ROOT, tracked_files

# Written with [] in them, so that this file does not find itself.
PLACES = re.compile(r"(?<![\w.*)}-])/(?:[w]ork|[r]oot|[t]mp|[h]ome/\w+|[U]sers/\w+)/")
REGISTRIES = re.compile(r"[p]ypi\.org|[p]ythonhosted|[d]ebian\.org|[n]pmjs\.")
BINARY = {".png", ".otf", ".ttf", ".npz", ".parquet", ".pdf", ".ico"}


def offences(pattern):
    """file:line of every match in the tracked texts."""
    found = []
    for path in tracked_files():
        if path.suffix in BINARY:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    return found


def test_no_path_of_a_machine():
    assert offences(PLACES) == []


def test_no_host_of_a_registry():
    assert offences(REGISTRIES) == []


def test_pinned_versions_hold_no_address():
    pins = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert [pin for pin in pins if not re.fullmatch(r"#.*|[a-z0-9-]+==[\w.]+( ; .*)?", pin)] == []


def project():
    """The [project] table of pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_changelog_names_the_version_and_whom_it_hits():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+).*?(?=^## |\Z)", changelog, re.M | re.S)
    assert newest is not None
    assert newest[1] == project()["version"]
    for hit in ("Results", "Scenario files", "API"):
        assert re.search(rf"^- \*\*{hit}\*\*: \S", newest[0], re.M), f"the entry does not say: {hit}"


def test_every_dependency_is_pinned():
    pins = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    extras = [name for group in project()["optional-dependencies"].values() for name in group]
    for requirement in project()["dependencies"] + extras:
        name = re.split(r"[<>=\[]", requirement)[0].lower().replace(".", "-")
        assert name == "livesim" or f"\n{name}==" in pins, f"{name} is not in requirements.lock"
