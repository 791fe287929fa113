"""No tracked file knows the machine it was written on, and the versions agree."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

from tests.project.sources import ROOT, tracked_files, tree

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


BY_PLACE = {"read_text": 0, "write_text": 1, "open": 3}
"""Calls that read or write text in the encoding of the machine unless one is named, as word or at this place."""
CODE = ("sim", "calibration", "scenarios", "sweeps", "docs", "benchmarks")


def unnamed_encodings(tree):
    """Lines of the calls that take whatever encoding the machine has."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        holder = getattr(getattr(call.func, "value", None), "id", "")
        words = {keyword.arg for keyword in call.keywords}
        stated = [str(arg.value) for arg in call.args if isinstance(arg, ast.Constant)]
        binary = any(re.fullmatch("[rwxa+]*b[+]?", mode) for mode in stated)
        own = name == "read_text" and isinstance(call.func, ast.Name)  # a function of ours, not of a path
        opens = name in BY_PLACE and holder != "os" and not own and not binary and len(call.args) <= BY_PLACE[name]
        if (opens or (holder == "subprocess" and "text" in words)) and "encoding" not in words:
            yield call.lineno


def test_text_has_a_named_encoding_wherever_it_is_read_or_written():
    found = [f"{path.relative_to(ROOT)}:{line}" for path in tracked_files()
             if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in CODE
             for line in unnamed_encodings(tree(path))]  # fmt: skip
    assert found == []


@pytest.mark.parametrize(("written", "wrong"), [
    ("open(path)", 1), ("open(path, 'w')", 1), ("path.open()", 1), ("path.read_text()", 1), ("path.write_text(x)", 1),
    ("os.open(path, os.O_WRONLY)", 0), ("read_text(value)", 0),
    ("subprocess.run(x, text=True)", 1), ("open(path, 'rb')", 0), ("path.open('wb')", 0),
    ("path.read_text('utf-8')", 0), ("path.write_text(x, encoding='utf-8')", 0),
    ("subprocess.run(x, text=True, encoding='utf-8')", 0),
])  # fmt: skip
def test_an_encoding_left_to_the_machine_is_seen(written, wrong):
    assert len(list(unnamed_encodings(ast.parse(written)))) == wrong


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
