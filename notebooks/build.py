"""Write notebooks/en and notebooks/zh from notebooks/source: the same code with two sets of words.

`python notebooks/build.py` writes them anew, `--check` names what is not fresh and ends with code 1.

A source is a percent file. Its cells are `# %% [markdown] en` and `# %% [markdown] zh`, one after the other, and
`# %%` for code that both have. An exercise has three more: `# %% exercise` is what a participant begins with,
`# %% solution` and `# %% check` are folded away together. The check fails for what one begins with.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "source"
LANGUAGES = ("en", "zh")
KINDS = ("[markdown] en", "[markdown] zh", "", "exercise", "solution", "check")
FOLD = {"en": "A solution (click)", "zh": "参考解法（点击展开）"}
METADATA = {
    "jupytext": {"formats": "ipynb,py:percent"},
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
}
HEADER = """# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---
"""


class Cell(NamedTuple):
    """A cell of a source: one of KINDS, and its text."""

    kind: str
    text: str


def cells_of(path: Path) -> list[Cell]:
    """The cells of a source, in order. Raises ValueError for one that is of no kind."""
    parts = re.split(r"^# %%[ \t]*(.*)\n", path.read_text(encoding="utf-8"), flags=re.M)[1:]
    cells = [Cell(kind.strip(), text.strip("\n")) for kind, text in zip(parts[::2], parts[1::2], strict=True)]
    if wrong := [cell.kind for cell in cells if cell.kind not in KINDS]:
        raise ValueError(f"{path.name}: '{wrong[0]}' is no kind of cell; allowed: {', '.join(KINDS)}")
    return cells


def prose(text: str) -> str:
    """Markdown of a cell whose lines begin with `# `."""
    return re.sub(r"^# ?", "", text, flags=re.M)


def folded(solution: str, check: str, lang: str) -> str:
    """A solution with its check, folded away."""
    code = f"```python\n{solution}\n\n{check}\n```"
    return f"<details>\n<summary>{FOLD[lang]}</summary>\n\n{code}\n\n</details>"


def shown(cells: list[Cell], lang: str) -> Iterator[tuple[str, str]]:
    """("markdown" or "code", text) of the cells that a participant sees."""
    solution = ""
    for kind, text in cells:
        if kind == f"[markdown] {lang}":
            yield "markdown", prose(text)
        elif kind in ("", "exercise"):
            yield "code", text
        elif kind == "solution":
            solution = text
        elif kind == "check":
            yield "markdown", folded(solution, text, lang)


def solved(cells: list[Cell]) -> Iterator[tuple[str, str]]:
    """All code cells with every solution in its place: the check fails before it and holds after it."""
    code = [cell for cell in cells if not cell.kind.startswith("[markdown]")]
    for place, (kind, text) in enumerate(code):
        if kind == "solution":
            check = code[place + 1].text
            failing = "".join(f"    {line}\n" for line in check.splitlines())
            yield "code", (f"try:\n{failing}except AssertionError:\n    pass\nelse:\n"
                           "    raise RuntimeError('the check holds without a solution')")  # fmt: skip
        yield "code", text


def notebook(cells: Iterator[tuple[str, str]]) -> str:
    """An .ipynb without outputs; ids count, so that the same source gives the same file."""
    more = {"markdown": {}, "code": {"execution_count": None, "outputs": []}}
    body = [{"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": text.splitlines(keepends=True)}
            | more[kind] for number, (kind, text) in enumerate(cells, 1)]  # fmt: skip
    whole = {"cells": body, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def percent(cells: Iterator[tuple[str, str]]) -> str:
    """The same as a percent file, which an editor opens and git compares."""
    parts = [HEADER]
    for kind, text in cells:
        lines = text if kind == "code" else "\n".join(f"# {line}".rstrip() for line in text.splitlines())
        parts.append(f"# %%{' [markdown]' if kind == 'markdown' else ''}\n{lines}\n")
    return "\n".join(parts)


def sources() -> list[Path]:
    """The seven notebooks, in order."""
    return sorted(SOURCE.glob("[0-9]_*.py"))


def words() -> dict[str, str]:
    """English words of figures and tables -> Chinese ones."""
    return json.loads((SOURCE / "words_zh.json").read_text(encoding="utf-8"))


def built() -> dict[Path, bytes]:
    """Every file of both folders that is written from the sources -> what it holds."""
    files: dict[Path, str] = {}
    for lang in LANGUAGES:
        for path in sources():
            cells = cells_of(path)
            files[HERE / lang / path.name] = percent(shown(cells, lang))
            files[HERE / lang / f"{path.stem}.ipynb"] = notebook(shown(cells, lang))
        files[HERE / lang / "classroom.py"] = (SOURCE / "classroom.py").read_text(encoding="utf-8")
        told = {"lang": lang, "words": words() if lang == "zh" else {}}
        files[HERE / lang / "words.json"] = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    whole = {path: text.encode() for path, text in files.items()}
    for data in sorted((SOURCE / "data").glob("*.csv")):
        whole |= {HERE / lang / "data" / data.name: data.read_bytes() for lang in LANGUAGES}
    return whole


def main() -> int:
    """Write all files, or with --check name those that are not fresh."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--check", action="store_true", help="write nothing; code 1 where a file is not fresh")
    check, stale = asked.parse_args().check, []
    for path, body in built().items():
        if path.is_file() and path.read_bytes() == body:
            continue
        stale.append(path.relative_to(HERE).as_posix())
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
    if check and stale:
        print("not fresh, run `python notebooks/build.py`:", *stale, sep="\n  ")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
