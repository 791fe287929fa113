"""The platform's own audience groups, as the segments of age and tier that they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from calibration.importing.forms import Texts
from sim.base.errors import ScenarioError, nearest
from sim.base.forms import Form, Problems, checked
from sim.base.message import said
from sim.base.places import no_file
from sim.base.yamlfile import read
from sim.outcomes.outcome import AGES, TIERS

AGE, TIER = "age", "tier"
SEGMENTS: Mapping[str, tuple[str, ...]] = {AGE: AGES, TIER: TIERS}


@dataclass(frozen=True)
class GroupWords:
    """Word of a group -> (age, tier): places in AGES and TIERS counted from 1, 0 where it says nothing of it."""

    of: Mapping[str, tuple[int, int]]


class AgeForm(Form):
    """Groups that say how old somebody is."""

    gen_z: Texts | None = None
    new_middle: Texts | None = None
    silver: Texts | None = None


class TierForm(Form):
    """Groups that say in which city somebody lives."""

    upper: Texts | None = None
    lower: Texts | None = None


class GroupsForm(Form):
    """A file of groups."""

    age: AgeForm | None = None
    tier: TierForm | None = None
    ignored: Texts | None = None


def load_groups(path: Path) -> GroupWords:
    """The groups in a YAML file. Raises ScenarioError with file, line and field of everything that is wrong."""
    if not path.is_file():
        raise ScenarioError(no_file(path, said("there is no file of groups '{path}'", path=path)))
    root = read(path, path.name)
    form = checked(GroupsForm, root)
    problems = Problems(root)
    words: dict[str, tuple[int, int]] = {}
    for k, (head, segments) in enumerate(SEGMENTS.items()):
        for number, segment in enumerate(segments, 1):
            for word in getattr(getattr(form, head), segment, None) or ():
                says = list(words.get(word, (0, 0)))
                if says[k]:
                    problems.at((head, segment), said("group '{group}' is {first} already; nobody is in two of {head}",
                                                      group=word, first=segments[says[k] - 1], head=head))
                says[k] = number
                words[word] = (says[0], says[1])
    for word in form.ignored or ():
        if word in words:
            problems.at(("ignored",), said("group '{group}' is mapped to a segment too", group=word))
        words[word] = (0, 0)
    if not words:
        problems.at((), said("holds no group; write age: {{gen_z: [...]}} with the platform's names"))
    problems.stop()
    return GroupWords(words)


def near_group(word: str, groups: GroupWords) -> str | None:
    """The mapped group whose name is nearest."""
    return nearest(word, groups.of)
