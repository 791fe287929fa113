"""What stands in a YAML file: text in UTF-8 that is YAML 1.2, of a size and a depth that somebody can have written.

`no` is text, `1e-3` a number, a key that stands twice an error. What is no such file is told in one sentence, at once:
ten lines of aliases can stand for more values than a machine holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.composer import MaxDepthExceededError
from ruamel.yaml.constructor import ConstructorError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.scanner import RoundTripScanner, ScannerError

from sim.base.message import Message, foreign, recognised, said, system_says
from sim.base.slips import first_slip

MOST_BYTES = 200_000
"""Length of a file; those that come with livesim have some thousand."""
MOST_VALUES = 20_000
"""Values in a file, those under an alias (`*name`) counted wherever it is repeated."""
MOST_DEPTH = 40
"""Lists and mappings in each other."""


PARSER = foreign(
    "expected a single document in the stream, but found another document",
    "expected the node content, but found {token}",
    "expected alphabetic or numeric character, but found {token}",
    "expected a comment or a line break, but found {token}",
    "expected {wanted}, but got {token}",
    "expected {wanted}, but found {token}",
    "could not find expected {token}",
    "found character {character} that cannot start any token",
    "found unexpected end of stream",
    "found unexpected {token}",
    "found duplicate key {key} with value {value} (original value: {original})",
    "found duplicate key {key}",
    "found duplicate anchor {name}",
    "found undefined alias {name}",
    "found unknown escape character {character}",
    "mapping values are not allowed here",
    "mapping values are not allowed in this context",
    "sequence entries are not allowed here",
    "block sequence entries are not allowed in this context",
    "special characters are not allowed",
    "a number of too many digits",
    "a mapping or list of mappings for merging",
    "a list or mapping as the name of a field",
    "another version than YAML 1.2",
    "scalar",
    "{one} or {other}",
    "not understood",
)
"""What the YAML parser says."""


class NotYaml(Exception):
    """Where a file stops being YAML (line and column count from 1, None for the whole file), and why."""

    def __init__(self, message: Message, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


class _Scanner(RoundTripScanner):
    """Stops at lists that lie too deep before it looks for their ends, which takes the square of their number.

    So it does at files that say they are of another YAML, where `no` means false.
    """

    def scan_yaml_directive_value(self, start_mark: Any) -> Any:
        """The version of YAML that a file says it is of."""
        version = super().scan_yaml_directive_value(start_mark)
        if version != (1, 2):
            raise ScannerError(None, None, "another version than YAML 1.2", start_mark)
        return version

    def fetch_flow_collection_start(self, TokenClass: Any, to_push: str) -> None:
        """Notes that a list or mapping begins."""
        if len(self.flow_context) >= MOST_DEPTH:
            raise MaxDepthExceededError(None, None, None, self.reader.get_mark())
        super().fetch_flow_collection_start(TokenClass, to_push)


class _Constructor(RoundTripConstructor):
    """Leaves dates as text: a date that is not in the calendar is ours to refuse."""

    def construct_mapping(self, node: Any, maptyp: Any, deep: bool = False) -> Any:  # type: ignore[override]
        """A mapping; its names are no lists and mappings, for which there may be no hash."""
        for name, _ in node.value if isinstance(node, MappingNode) else ():
            if not isinstance(name, ScalarNode):
                raise ConstructorError(None, None, "a list or mapping as the name of a field", name.start_mark)
        return super().construct_mapping(node, maptyp, deep)

    def construct_yaml_int(self, node: Any) -> Any:
        """A whole number; Python reads none of more than some thousand digits."""
        try:
            return super().construct_yaml_int(node)
        except ValueError:
            raise ConstructorError(None, None, "a number of too many digits", node.start_mark) from None


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", RoundTripConstructor.construct_yaml_str)
_Constructor.add_constructor("tag:yaml.org,2002:int", _Constructor.construct_yaml_int)


def text_of(path: Path) -> str:
    """What stands in a file. Raises NotYaml when it cannot be read, or is no text in UTF-8."""
    try:
        if path.is_file() and path.stat().st_size > MOST_BYTES:
            raise NotYaml(said("is too long ({size:,} bytes; at most {most:,} are read); is it the right file?",
                               size=path.stat().st_size, most=MOST_BYTES))
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise NotYaml(said("cannot be read: {why}", why=system_says(error))) from None
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:  # UTF-16 without a mark, or no text at all
        raise NotYaml(said("is not text in UTF-8; save the file as UTF-8"))
    return text


def tree_of(text: str) -> Any:
    """What ruamel makes of a text. Raises NotYaml when it is not YAML, or more of it than anybody writes."""
    yaml = YAML(typ="rt", pure=True)
    yaml.Constructor, yaml.Scanner, yaml.max_depth = _Constructor, _Scanner, MOST_DEPTH
    yaml.composer.warn_double_anchors = False  # the later one counts, as YAML says
    try:
        tree = yaml.load(text)
    except MaxDepthExceededError as error:
        mark = error.problem_mark
        raise NotYaml(said("lists and mappings lie in each other more than {most} deep; is a bracket missing?",
                           most=MOST_DEPTH), mark.line + 1, mark.column + 1) from None
    except MarkedYAMLError as error:
        raise _problem(error, text) from None
    except ReaderError as error:
        line, column = _spot(text, error.position)
        raise NotYaml(said("holds a sign that no text has ({sign})", sign=f"U+{error.character:04X}"),
                      line, column) from None
    except (YAMLError, ValueError) as error:
        raise NotYaml(said("is not YAML: {why}", why=recognised(str(error).splitlines()[0], PARSER))) from None
    if _values([tree], {}) > MOST_VALUES:
        raise NotYaml(said("holds more than {most:,} values; an alias (*name) stands for all that lies under its &name",
                           most=MOST_VALUES))
    return tree


def _values(items: Iterable[Any], known: dict[int, int]) -> int:
    """How many values lie in `items`; `known` holds those under what was counted before, by its id."""
    total = 0
    for item in items:
        if isinstance(item, (CommentedMap, CommentedSeq)):
            if id(item) not in known:
                known[id(item)] = 0  # (what holds itself is told of where it stands)
                known[id(item)] = _values(item.values() if isinstance(item, CommentedMap) else item, known)
            total += known[id(item)]
        total += 1
    return total


def _spot(text: str, position: int) -> tuple[int, int]:
    """Line and column of a place in a text, from 1."""
    before = text[:position].splitlines(keepends=True) or [""]
    return len(before), len(before[-1]) + 1


INDENTED = ("expected <block end>, but found", "mapping values are not allowed")
"""What the parser says of lines that do not begin in the column of those that they belong to, among others."""


def _problem(error: MarkedYAMLError, text: str) -> NotYaml:
    """Where the text stops being YAML, and why."""
    mark = error.problem_mark or error.context_mark
    if (slip := first_slip(text)) and (mark is None or slip.line <= mark.line + 1):
        return NotYaml(slip.message, slip.line, slip.column)
    place = (mark.line + 1, mark.column + 1) if mark else (None, None)
    problem = (error.problem or error.context or "not understood").splitlines()[0]
    if problem.startswith("but "):
        problem = f"{error.context}, {problem}"
    if problem.startswith(INDENTED):
        return NotYaml(said("is not YAML: fields of one thing begin in the same column, those below it further to the "
                            "right; put a text with ': ' in it into quotation marks"), *place)
    return NotYaml(said("is not YAML: {why}", why=recognised(problem, PARSER)), *place)
