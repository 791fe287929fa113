"""Finds scenario files, reads them with what they extend, checks them, and returns them as plans."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.chinese import plain
from sim.base.errors import ScenarioError, UnknownNameError, unknown
from sim.base.forms import Problems, checked
from sim.base.message import message_of, said
from sim.base.numeric import whole
from sim.base.places import no_file, no_name
from sim.base.yamlfile import Keys, Node, read
from sim.cast.segments import Segment, in_folder, introduce
from sim.plugins import PlugIns, beside, joined, named, use
from sim.scenario.build import build
from sim.scenario.builtin import builtin_folder
from sim.scenario.dump import as_data
from sim.scenario.examples import inherited, replaced
from sim.scenario.form import ScenarioForm
from sim.scenario.names import resolve
from sim.scenario.plan import Scenario

OVERRIDES = {
    "users": ("population", "users"),
    "represents": ("population", "represents"),
    "hosts": ("population", "hosts"),
    "oversample": ("population", "oversample"),
    "days": ("horizon", "days"),
    "start": ("horizon", "start"),
    "seed": ("seed",),
    "name": ("name",),
    "author": ("author",),
    "outcomes": ("outcomes",),
}
"""What a call may state in place of the file: the argument's name -> the field."""
COUNTED = ("users", "days", "seed")
"""Of them, those that are whole numbers."""
NOT_INHERITED = ("name", "question", "author", "extends")
NOT_MEANT = ("question", "author", "origins", "digest")


Named = str | Path | Mapping[str, Any] | Scenario
"""A scenario: its name, its file, the fields of a file as a dict, or itself."""


def load_scenario(
    source: Named, set_: Mapping[str, str | float] | None = None, *,
    plugins: str | os.PathLike[str] | None = None, judged: bool = True, **overrides: object,
) -> Scenario:
    """The checked scenario of a built-in name, a file's path, a file's fields as a dict, or of one that is changed.

    `set_` sets parameters in all arms; `plugins` is a folder beside those that the files have (that of
    LIVESIM_PLUGINS unless stated); `overrides` (users, days, seed...) state fields in place of the
    file, None leaves them. Where nothing is `judged`, days may be too few for the primary outcomes.
    Raises ScenarioError with one line for each thing that is wrong, ParameterError for a number that is none.
    """
    if isinstance(source, Scenario):
        use(*source.plugins)
        made = Node.made(as_data(source), f"scenario '{source.name}'")
        document = Document(made, source.segments, source.plugins).joined(named(plugins) if plugins else ())
    else:
        read_as = _of_fields(source) if isinstance(source, Mapping) else read_document(str(source))
        document = read_as.joined(named(plugins))
    root = document.root
    for name, value in overrides.items():
        if name not in OVERRIDES:
            raise ScenarioError(unknown("setting", name, OVERRIDES))
        if value is not None:
            value = whole(name, value) if name in COUNTED else value
            root = root.under(_override(OVERRIDES[name], value, f"{name}={value}"))
    for name, value in (set_ or {}).items():
        root = root.under(_override(("parameters", name), value, f"--set {name}={value}"))
    document = dataclasses.replace(document, root=root)
    return document.checked(origins=source.origins if isinstance(source, Scenario) else {}, judged=judged)


@dataclass(frozen=True)
class Document:
    """A scenario as its files state it, with what they extend and the planner's own beside them."""

    root: Node
    segments: tuple[Segment, ...] = ()
    plugins: tuple[PlugIns, ...] = ()

    def joined(self, plugins: tuple[PlugIns, ...]) -> Document:
        """The document with these plug-ins besides, and their segments."""
        theirs = tuple(segment for one in plugins for segment in one.segments)
        return dataclasses.replace(self, segments=_together(self.segments, theirs),
                                   plugins=joined(self.plugins, plugins))

    def checked(self, placed: Iterable[tuple[Keys, Node]] = (), origins: Mapping[str, str] | None = None,
                judged: bool = True) -> Scenario:
        """The scenario with the nodes of `placed` at their keys; its plug-ins are in force then.

        `origins` says of parameters where they came from, `judged` whether its outcomes have to be answered. Raises
        ScenarioError with everything wrong.
        """
        use(*self.plugins)
        root = self.root
        for keys, node in placed:
            root = replaced(root, keys).placed(keys, node)
        return _checked(dataclasses.replace(self, root=root), origins or {}, judged)


def is_path(source: object) -> bool:
    """True for what ends in .yaml or has a folder in it: a file's path, and no name of a scenario."""
    return isinstance(source, (str, Path)) and (Path(source).suffix in (".yaml", ".yml") or len(Path(source).parts) > 1)


def file_of(name: str) -> Path:
    """Where the scenario of a built-in name or a path lies. Raises ScenarioError for none."""
    return _find(name, None)[0]


def read_document(name: str, child: Path | None = None) -> Document:
    """The document of a built-in name or a path, seen from the file `child`. Raises ScenarioError for none."""
    return _chain(*_read(*_find(name, child, str(child or ""))), ())


def _of_fields(fields: Mapping[str, Any]) -> Document:
    """The document of fields that stand in no file; what they name is looked up from the working folder."""
    label = f"scenario '{fields['name']}'" if isinstance(fields.get("name"), str) else "scenario"
    return _chain(Node.made(fields, label), Path.cwd() / "scenario", "", ())


def _read(path: Path, label: str) -> tuple[Node, Path, str]:
    """The fields of a file, named after it where they name nothing."""
    root = read(path, label)
    if "name" not in root.value:
        root = Node.made({"name": path.stem}, label).under(root)
    return root, path, label


def digest_of(scenario: Scenario) -> str:
    """sha256 of what a scenario means: equal for equal scenarios, whatever their comments and spelling."""
    data = {key: value for key, value in dataclasses.asdict(scenario).items() if key not in NOT_MEANT}
    data["fit"] = scenario.fit.digest  # wherever the file lies
    data.pop("plugins")
    if scenario.experiment is None:  # equal to what it was before there were any
        data.pop("experiment")
    for strategy in data["strategies"]:
        if strategy["only"] is None:  # as above
            strategy.pop("only")
    if scenario.plugins:  # wherever they lie
        data["plugins"] = [dict(one.files) for one in scenario.plugins]
    return hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()


def _checked(document: Document, origins: Mapping[str, str], judged: bool) -> Scenario:
    """The scenario of a whole document, or ScenarioError with everything that is wrong in it."""
    root, own = document.root, document.segments
    problems = Problems(root)
    scenario = build(checked(ScenarioForm, root, {"segments": own}), problems, own, judged)
    problems.stop()
    introduce({segment.name: segment.names for segment in own})
    from_call = {name: "--set" for name in scenario.parameters
                 if root.find(("parameters", name))[0].source.startswith("--set ")}
    all_origins = dict.fromkeys(scenario.parameters, "scenario") | dict(origins) | from_call
    scenario = dataclasses.replace(scenario, origins=all_origins, plugins=document.plugins)
    return dataclasses.replace(scenario, digest=digest_of(scenario))


def _together(one: tuple[Segment, ...], other: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """Segments of two folders, the same ones once. Raises ScenarioError where they give one name to two."""
    names = {segment.name: segment for segment in one}
    for segment in other:
        if names.get(segment.name, segment) != segment:
            raise ScenarioError(said("two folders hold a segment '{name}' each, and not the same one; rename one",
                                     name=segment.name))
    return (*one, *(segment for segment in other if segment.name not in names))


def _chain(root: Node, path: Path, label: str, above: tuple[Path, ...]) -> Document:
    """The document of a file's fields laid over what it extends, with segments and plug-ins beside all these files."""
    named = root.value.get("fit")
    if named is not None and isinstance(named.value, str):  # seen from the file that says so
        root.value["fit"] = dataclasses.replace(named, value=str((path.parent / named.value).resolve()))
    own = in_folder(path.parent / "segments", f"{Path(label).parent}/segments")
    document = Document(root, own).joined(beside(path.parent))
    parent = root.value.get("extends")
    if parent is None or not isinstance(parent.value, str):
        return document
    try:
        parent_path, its_label = _find(plain(parent.value), path, label)
    except ScenarioError as error:
        raise ScenarioError(root.say(("extends",), message_of(error))) from None
    if parent_path in (*above, path):
        steps = " -> ".join(step.stem for step in (*above, path, parent_path))
        raise ScenarioError(root.say(("extends",), said("the chain comes back to itself: {steps}", steps=steps)))
    below = _chain(*_read(parent_path, its_label), (*above, path))
    kept = {key: node for key, node in below.root.value.items() if key not in NOT_INHERITED}
    merged = inherited(dataclasses.replace(below.root, value=kept), root).under(root, appended=("strategies",))
    return Document(merged, _together(below.segments, document.segments), joined(below.plugins, document.plugins))


def _find(name: str, child: Path | None, label: str = "") -> tuple[Path, str]:
    """Where a scenario's file lies, and what messages call it.

    A name is looked up beside `child`, the file that extends it, then among the built-in scenarios;
    whatever ends in .yaml or has a folder in it is a path, seen from `child`.
    """
    folder = child.parent if child else Path()
    label_folder = Path(label).parent
    if is_path(name):
        path = folder / name
        if not path.is_file():
            raise ScenarioError(no_file(path, said("there is no scenario file '{name}'", name=name)))
        return path.resolve(), str(label_folder / name) if child else name
    beside = folder / f"{name}.yaml"
    if child and beside != child and beside.is_file():
        return beside.resolve(), str(label_folder / beside.name)
    try:
        own = resolve("scenario", name)
    except UnknownNameError as error:
        raise ScenarioError(no_name(folder / name, message_of(error))) from None
    return builtin_folder() / f"{own}.yaml", f"scenarios/{own}.yaml"


def _override(keys: tuple[str, ...], value: object, source: str) -> Node:
    """A document that states one field; messages name the call's own words as its place."""
    data: object = value
    for key in reversed(keys):
        data = {key: data}
    return Node.made(data, source)
