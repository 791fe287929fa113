"""Answers put in order: told in a few words, set beside each other, asked anew, deleted."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.base.errors import StoreError
from sim.base.files import writing
from sim.base.message import said
from sim.desk import drafts, jobs
from sim.desk.answers import PLAN, AnswerFolder
from sim.desk.drafts import Draft
from sim.desk.workspace import ANSWERS, PLANS, Workspace
from sim.paired.arms import WORLD
from sim.paired.comparison import Comparison
from sim.reports.page_one import option_name, page_one, reached, verdict_word
from sim.reports.rows import rows_of
from sim.reports.sheet import Sheet
from sim.running.question import differences, unmarked
from sim.texts import text

COMPARED = (2, 6)
"""Fewest and most answers beside each other."""
COLUMNS = ("answer", "option", "outcome", "group", "effect", "error", "likely", "reaches", "verdict")
"""Of the table across answers."""


@dataclass(frozen=True)
class AnswerWords:
    """What a list says of an answer: its questions, its recommendation, and how large it is."""

    questions: tuple[str, ...]
    first: str
    users: int
    replicates: int
    days: int


def told(answer: AnswerFolder, lang: str) -> AnswerWords | None:
    """An answer in a few words, those of page one; None before there is one."""
    comparison = answer.comparison()
    if comparison is None:
        return None
    one, manifest = page_one(comparison, lang, brief=True), comparison.manifest
    return AnswerWords(one.questions, one.recommendation.first,
                       *(manifest[name] for name in ("users", "replicates", "days")))


def beside(comparisons: Mapping[str, Comparison], lang: str) -> Sheet:
    """The primary outcomes of several answers in one table: the numbers of their page one, with their ranges."""
    lines = [(name, option_name(row.data["scenario"], comparison, lang), row.metric, row.segment, row.difference,
              row.error, row.likely, reached(row, lang), verdict_word(row.data, lang))
             for name, comparison in comparisons.items() for row in rows_of(comparison, lang)
             if row.data["primary"]]  # fmt: skip
    heads = tuple(text(f"desk.library.column.{column}", lang) for column in COLUMNS)
    notes = tuple(text(f"report.answer.two_errors.{kind}", lang) for kind in ("error", "likely"))
    return Sheet(text("desk.library.across_title", lang), heads, lines, notes, words=(0, 1, 2, 3, 8))


def apart(comparisons: Mapping[str, Comparison]) -> dict[str, list[str]]:
    """Name of an answer -> in what its world differs from that of the first one, a message each; only those that do."""
    (_, first), *others = comparisons.items()
    found = {name: differences(_world(first.manifest), _world(other.manifest)) for name, other in others}
    return {name: lines for name, lines in found.items() if lines}


def differing(first: AnswerFolder, other: AnswerFolder, lang: str) -> dict[str, tuple[list[str], list[str]]]:
    """Option of both plans -> the lines that only the first says, and those that only the other says, with their heads.

    The baseline comes first; what differs there is not said again of the options that stand in it.
    """
    if not first.files or not other.files:
        return {}
    one, two = (Draft(answer.folder / PLAN) for answer in (first, other))
    found: dict[str, tuple[list[str], list[str]]] = {}
    known: set[tuple[str, ...]] = set()
    for option in (drafts.BASELINE, *(name for name in one.options if name in two.options)):
        here, there = (_placed(draft.words(option, lang)) for draft in (one, two))
        only_here, only_there = ([line for line in lines if line not in {*others, *known}]
                                 for lines, others in ((here, there), (there, here)))  # fmt: skip
        if only_here or only_there:
            found[option] = _with_heads(only_here), _with_heads(only_there)
        if option == drafts.BASELINE:
            known.update(only_here, only_there)
    return found


def _placed(lines: Iterable[str]) -> list[tuple[str, ...]]:
    """Each line behind the head that it stands under: an indented one belongs to the last that is not."""
    placed: list[tuple[str, ...]] = []
    head = ""
    for line in lines:
        indented = line.startswith(" ")
        head = head if indented else line
        placed.append((head, line.strip()) if indented else (line,))
    return placed


def _with_heads(placed: Iterable[tuple[str, ...]]) -> list[str]:
    """Lines with each head once, before what stands under it."""
    return list(dict.fromkeys(line for one in placed for line in one))


def _world(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What the arms of a comparison share, and how many replicates there are."""
    baseline = manifest["scenarios"][0]
    world = {name: unmarked(baseline.get(name)) for name in WORLD}
    return {**world, "fixed": manifest["options"]["fixed"], "luck": manifest["options"]["luck"]}


def draft_of(workspace: Workspace, answer: AnswerFolder, name: str) -> Draft:
    """A new draft with the files that an answer was asked with. Raises StoreError for a name that is taken or none."""
    if not answer.files:
        raise StoreError(said("'{name}' was not asked on the desk; it has no plan to copy", name=answer.name))
    return drafts.duplicate(workspace, Draft(answer.folder / PLAN), name)


def free_name(workspace: Workspace, answer: AnswerFolder) -> str:
    """A name that no draft has yet, after the one that the answer was asked with."""
    begin = str(answer.job.get("draft") or answer.name)
    taken = {path.name for path in workspace.listed(PLANS)}
    return drafts.numbered(begin, taken)


def delete(workspace: Workspace, answer: AnswerFolder) -> None:
    """Delete the folder of an answer and nothing else.

    Raises StoreError for one whose job waits or runs, and for a link: what it leads to is not ours.
    """
    folder = workspace.place(ANSWERS, answer.name)
    if folder.is_symlink():
        raise StoreError(said("'{name}' is a link to another folder; nothing was deleted", name=answer.name))
    if not answer.by_hand and not jobs.status(folder).ended:
        raise StoreError(said("'{name}' is still worked on; stop it first", name=answer.name))
    with writing(folder):
        shutil.rmtree(folder)


def loaded(answers: Sequence[AnswerFolder]) -> dict[str, Comparison]:
    """Name -> comparison of those that have one."""
    found = {answer.name: answer.comparison() for answer in answers}
    return {name: comparison for name, comparison in found.items() if comparison is not None}
