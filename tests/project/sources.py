"""What the tests about the project itself read: tracked files, modules, imports, the table of layers."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def tracked_files() -> list[Path]:
    """Every file that belongs to the project: known to git, or new and not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in listing.split("\0") if name and (path := ROOT / name).is_file()]


def modules(*packages: str) -> Iterator[tuple[str, Path]]:
    """(dotted name, path) of every Python module below the packages."""
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


@cache
def tree(path: Path) -> ast.Module:
    """The parsed source of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(path: Path) -> set[str]:
    """Dotted names that a module imports, for type checkers too: `from a import b` gives `a.b`.

    A relative import breaks the test, nobody needs one.
    """
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import"
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def layers() -> dict[str, frozenset[str]]:
    """Room of `sim` -> the rooms it may import: its row of the table in docs/architecture.md and those above."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = re.findall(r"^\| `sim/(\w+)` \|", text, re.M)
    return {room: frozenset(rooms[: n + 1]) for n, room in enumerate(rooms)}
