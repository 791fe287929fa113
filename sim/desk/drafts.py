"""Drafts: what somebody is about to ask. A folder of scenario files, a baseline and up to six options beside it.

The files are all there is: the page writes them with every change and reads them again, so that closing a tab loses
nothing, and what is asked is what the files say, on the command line too.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from sim.base.chinese import plain
from sim.base.errors import LivesimError, ScenarioError, StoreError
from sim.base.files import write_whole, writing
from sim.base.message import message_of, said
from sim.base.yamlfile import read
from sim.desk.workspace import PLANS, Workspace, named_well
from sim.desk.yamledit import Keys, edited
from sim.paired.arms import WORLD
from sim.paired.headline import ASKED
from sim.scenario.dump import as_data
from sim.scenario.load import is_path, load_scenario
from sim.scenario.plan import Scenario
from sim.scenario.show import summary
from sim.texts.messages import translated

BASELINE = "baseline"
"""The file without options: the world of all of them, and what happens in every one (a crisis, say)."""
MOST = 6
"""Options of a draft: more cannot be read beside each other."""
IN_WORLD = (*WORLD, "name")
"""Fields of a story that become the baseline's; the others are the option's."""


@dataclass(frozen=True)
class Draft:
    """One folder of PLANS."""

    folder: Path

    @property
    def name(self) -> str:
        """Its name, which the address of a page may hold."""
        return self.folder.name

    @property
    def options(self) -> list[str]:
        """The names of the options, sorted."""
        return sorted(path.stem for path in self.folder.glob("*.yaml") if path.stem != BASELINE)

    def path(self, option: str) -> Path:
        """The file of an option, or of BASELINE. Raises StoreError for what is no name."""
        return self.folder / f"{named_well(option)}.yaml"

    def text(self, option: str) -> str:
        """What the file says, blank where it is gone."""
        try:
            return self.path(option).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def write(self, option: str, text: str) -> None:
        """Keep the text of an option, right or wrong."""
        write_whole(self.path(option), text.encode())

    def put(self, option: str, keys: Keys, value: Any) -> None:
        """State one field of an option; None takes it away. A text that is no YAML stays as it is."""
        self.write(option, edited(self.text(option), keys, value))

    def add(self, option: str, fields: Mapping[str, Any] | None = None, spare: int = 0) -> None:
        """A new option with these fields; `spare` are about to go.

        Raises StoreError for a name that is taken or none, or one too many.
        """
        if self.path(option).exists() or option == BASELINE:
            raise StoreError(said("'{name}' is taken; choose another name", name=option))
        if len(self.options) - spare >= MOST:
            raise StoreError(said("there are {most} options already; more cannot be read beside each other", most=MOST))
        self.write(option, written({"extends": BASELINE, **(fields or {})}))

    def duplicate(self, option: str, name: str) -> None:
        """A copy of an option under another name."""
        self.add(name)
        self.write(name, edited(self.text(option), ("name",), None))

    def rename(self, option: str, name: str) -> None:
        """Call an option by another name. Raises StoreError for one that is taken or none."""
        if name != option:
            self.add(name, spare=1)
            self.write(name, edited(self.text(option), ("name",), None))
            self.remove(option)

    def remove(self, option: str) -> None:
        """Take an option away; the baseline stays."""
        if option != BASELINE:
            self.path(option).unlink(missing_ok=True)

    def wrong(self, option: str, lang: str) -> list[str]:
        """What is wrong with a file, a line each, in `lang`; empty when it can be asked."""
        try:
            self.scenario(option)
        except LivesimError as error:
            return local(error, self.folder, lang)
        return []

    def words(self, option: str, lang: str) -> list[str]:
        """An option in plain words, a line each, or what is wrong with it."""
        try:
            return summary(self.scenario(option), lang)
        except LivesimError as error:
            return local(error, self.folder, lang)

    def scenario(self, option: str) -> Scenario:
        """The checked scenario of an option. Raises ScenarioError with everything that is wrong, or leads elsewhere."""
        texts = tuple((name, self.text(name)) for name in (BASELINE, *self.options))  # any of them may be extended
        return _loaded(self, option, texts)


@lru_cache(maxsize=256)
def _loaded(draft: Draft, option: str, texts: tuple[tuple[str, str], ...]) -> Scenario:
    """The scenario of an option; a page asks for each several times. What is wrong is looked at anew each time."""
    for name, _ in texts:
        _stay_inside(draft.path(name))
    return load_scenario(str(draft.path(option)), judged=option != BASELINE)


def _stay_inside(path: Path) -> None:
    """Raise ScenarioError where a file could have another one read that is not in the workspace."""
    try:
        fields = read(path, path.name).plain()  # as a scenario's names are read, in signs of any width
    except ScenarioError:
        return  # nobody can extend it, and it says itself what is wrong
    parent, fit = (plain(str(fields.get(name) or "")) for name in ("extends", "fit"))
    if is_path(parent):
        raise ScenarioError(said("{file}: extends: '{name}' is a path; on the desk write the name of an option or of a "
                                 "built-in scenario", file=path.name, name=parent))
    root = next(folder for folder in path.parents if (folder / PLANS).is_dir())
    if fit and not (path.parent / fit).resolve().is_relative_to(root):
        raise ScenarioError(said("{file}: fit: '{name}' leads out of the folder of the desk", file=path.name, name=fit))


def local(error: LivesimError, folder: Path, lang: str) -> list[str]:
    """The lines of an error in `lang`, files of `folder` by their bare names."""
    return translated(message_of(error), lang).replace(f"{folder}/", "").replace(f"{folder}\\", "").splitlines()


def drafts(workspace: Workspace) -> list[Draft]:
    """All drafts of a workspace, the last changed first."""
    return [Draft(folder) for folder in workspace.listed(PLANS) if (folder / f"{BASELINE}.yaml").is_file()]


def new(workspace: Workspace, name: str, stories: Iterable[str] = ()) -> Draft:
    """A new draft, with an option from each story; the world is that of the longest one, or of the baseline.

    Raises StoreError for a name that is taken or none.
    """
    told = {story: as_data(load_scenario(story)) for story in stories}
    longest = max(told.values(), key=lambda data: data.get("horizon", {}).get("days", 0), default={})
    draft = Draft(_begun(workspace, name))
    draft.write(BASELINE, written({"extends": BASELINE, **_world(longest)}))
    for story, data in told.items():
        draft.add(story, option_fields(data))
    return draft


def _begun(workspace: Workspace, name: str) -> Path:
    """The empty folder of a new draft. Raises StoreError for a name that is taken or none."""
    folder = workspace.place(PLANS, name)
    if folder.exists():
        raise StoreError(said("'{name}' is taken; choose another name", name=name))
    with writing(folder):
        folder.mkdir(parents=True)
    return folder


def start(draft: Draft, name: str, source: str = "") -> None:
    """A new option of a draft: empty, a copy of another option, or from a story.

    Raises StoreError for a name that is taken or none.
    """
    if source in draft.options:
        draft.duplicate(source, name)
    elif source:
        draft.add(name, option_fields(as_data(load_scenario(source))))
    else:
        draft.add(name, {"outcomes": [{"metric": metric, "worth": "1pp"} for metric in ASKED]})


def free_name(draft: Draft, stem: str) -> str:
    """The stem with the first number that no option of the draft has."""
    return numbered(stem, draft.options)


def numbered(stem: str, taken: Collection[str]) -> str:
    """The stem with the first number that is not taken."""
    return next(name for n in range(2, 1000) if (name := f"{stem}_{n}") not in taken)


def option_fields(data: Mapping[str, Any]) -> dict[str, Any]:
    """What an option states of a story's fields; a strategy is named where its lever does not name it."""
    fields = {key: value for key, value in data.items() if key not in IN_WORLD}
    for strategy in fields.get("strategies", ()):
        if strategy.get("name") == strategy["lever"]:
            strategy.pop("name")
    return fields


def duplicate(workspace: Workspace, draft: Draft, name: str) -> Draft:
    """A copy of a draft under another name. Raises StoreError for a name that is taken or none."""
    folder = _begun(workspace, name)
    with writing(folder):
        for path in draft.folder.glob("*.yaml"):
            if path.is_file() and not path.is_symlink():
                shutil.copy(path, folder / path.name)
    return Draft(folder)


def delete(workspace: Workspace, draft: Draft) -> None:
    """Remove a draft; answers to it stay, they have copies of its files."""
    shutil.rmtree(workspace.place(PLANS, draft.name))


def written(fields: Mapping[str, Any]) -> str:
    """A scenario file with these fields."""
    out = StringIO()
    writer = YAML()
    writer.width, writer.allow_unicode = 100, True
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.dump(dict(fields), out)
    return out.getvalue()


def _world(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _readable(value) for key, value in data.items() if key in IN_WORLD and key != "name"}


def _readable(value: Any) -> Any:
    """A number of people without a decimal point."""
    if isinstance(value, Mapping):
        return {key: _readable(inner) for key, inner in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value
