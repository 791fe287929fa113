"""An empty deck of 16:9, with the fonts and colours of its theme: what a planner adds looks the same."""

from __future__ import annotations

from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.util import Pt

from sim.reports.deck.fitting import HIGH, WIDE
from sim.reports.palette import ARMS

LATIN, CHINESE = "Calibri", "Microsoft YaHei"
"""Fonts that come with Office; a machine without them takes one of its own."""
MOST = 255
"""Letters that a property of a file may have."""
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def empty_deck(title: str) -> Any:
    """A presentation without slides."""
    deck = Presentation()
    share = Pt(WIDE) / deck.slide_width  # the template of python-pptx is 4:3
    deck.slide_width, deck.slide_height = Pt(WIDE), Pt(HIGH)
    for page in (deck.slide_master, *deck.slide_layouts):
        for shape in page.placeholders:
            left, wide = round(shape.left * share), round(shape.width * share)
            top, high = shape.top, shape.height
            shape.left, shape.top, shape.width, shape.height = left, top, wide, high
    _theme(deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME))
    _without_thumbnail(deck.part.package)
    about = deck.core_properties
    about.title, about.author, about.last_modified_by = title[:MOST], "livesim", "livesim"
    return deck


def _theme(part: Any) -> None:
    """Fonts for Latin and Chinese letters, and the colours of the arms."""
    theme = parse_xml(part.blob)
    for fonts in theme.iter(f"{DRAWING}majorFont", f"{DRAWING}minorFont"):
        fonts.find(f"{DRAWING}latin").set("typeface", LATIN)
        fonts.find(f"{DRAWING}ea").set("typeface", CHINESE)
    for place, colour in enumerate(ARMS, 1):
        theme.find(f".//{DRAWING}accent{place}")[0].set("val", colour[1:])
    part._blob = serialize_part_xml(theme)


def _without_thumbnail(package: Any) -> None:
    """A file manager would show the template's in place of the deck."""
    for name, relation in list(package._rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package._rels.pop(name)
