"""What plug-ins are called: the folder's `texts.yaml`, else the name itself and the docstring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sim.base.errors import unknown
from sim.base.forms import Problems
from sim.base.message import said
from sim.base.yamlfile import Keys, Node, read
from sim.plugins.folder import TEXTS, PlugIns
from sim.plugins.loading import Declared
from sim.texts import LANGUAGES, declare

AREAS = {"lever": "levers", "metric": "metrics", "pattern": "patterns", "parameter": "params"}
"""Kind of a registry -> area of the catalogue."""
PARTS: Mapping[str, tuple[str, ...]] = {
    "levers": ("name", "line", "why", "cost", "limits", "options"), "metrics": ("name", "definition"),
    "patterns": ("name", "definition"), "params": ()}  # fmt: skip
"""What is said of each; of a parameter a sentence alone."""

Texts = dict[str, dict[str, str]]


def put_words(plugins: PlugIns, declared: Sequence[Declared]) -> None:
    """Know the words of a folder's plug-ins. Raises ScenarioError for a wrong `texts.yaml`."""
    path = Path(plugins.folder) / TEXTS
    own = _own_words(read(path, f"{plugins.label}/{TEXTS}"), declared) if path.is_file() else {}
    for lang in LANGUAGES:
        words = dict(pair for one in declared for pair in _plain_words(one)) | own.get(lang, {})
        for key, text in words.items():
            declare(key, _marked(key, text, declared), lang)


def _plain_words(one: Declared) -> Iterator[tuple[str, str]]:
    """What stands for a plug-in where nobody wrote words: its docstring, and the name of a lever."""
    key = f"{AREAS[one.registry.kind]}.{one.name}"
    if one.registry.kind == "parameter":
        yield key, one.entry.text
        return
    function = one.entry.apply if one.registry.kind == "lever" else one.entry.measure
    paragraph = " ".join((function.__doc__ or "").strip().partition("\n\n")[0].split())
    if one.registry.kind == "lever":
        yield f"{key}.name", one.name.replace("_", " ")
        yield f"{key}.line", paragraph
    else:
        yield f"{key}.definition", paragraph


def _marked(key: str, text: str, declared: Sequence[Declared]) -> str:
    """The sentence of a plug-in, with the file it comes from before it."""
    area, name, *part = key.split(".")
    if part not in (["line"], ["definition"]):
        return text
    label = next(one.file.label for one in declared if (AREAS[one.registry.kind], one.name) == (area, name))
    return f"[{label}] {text}"


def _own_words(root: Node, declared: Sequence[Declared]) -> Texts:
    """Language -> key -> text of a `texts.yaml` about what is `declared`."""
    problems = Problems(root)
    texts: Texts = {}
    for lang, by_area in _fields(root, (), "language", LANGUAGES, problems):
        texts[lang] = {}
        for area, by_name in _fields(by_area, (lang,), "field", tuple(PARTS), problems):
            names = tuple(one.name for one in declared if AREAS[one.registry.kind] == area)
            for name, words in _fields(by_name, (lang, area), f"name under {area}", names, problems):
                texts[lang] |= dict(_leaves(words, (lang, area, name), PARTS[area], problems))
    problems.stop()
    return texts


def _leaves(node: Node, keys: Keys, parts: tuple[str, ...], problems: Problems) -> Iterator[tuple[str, str]]:
    """(key of the catalogue, text) of everything below a node."""
    if not parts:
        if isinstance(node.value, str):
            yield ".".join(map(str, keys[1:])), node.value
        else:
            problems.at(keys, said("text is needed"))
        return
    for part, inner in _fields(node, keys, "field", parts, problems):
        if part != "options":
            yield from _leaves(inner, (*keys, part), (), problems)
        elif isinstance(inner.value, dict):
            for option, words in inner.value.items():
                yield from _leaves(words, (*keys, part, option), (), problems)


def _fields(node: Node, keys: Keys, kind: str, allowed: Sequence[str],
            problems: Problems) -> Iterator[tuple[str, Node]]:
    """The entries of a mapping; a name that is not `allowed` is noted."""
    if not isinstance(node.value, dict):
        problems.at(keys, said("a mapping is needed"))
        return
    for name, inner in node.value.items():
        if name in allowed:
            yield name, inner
        else:
            problems.at((*keys, name), unknown(kind, name, allowed), at_key=True)
