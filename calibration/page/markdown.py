"""The page as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from sim.reports.blocks import (
    Block,
    Card,
    Cell,
    Columns,
    Facts,
    Folded,
    Gallery,
    Grid,
    Heading,
    Listing,
    Picture,
    Row,
    Section,
    Verdict,
    Words,
)
from sim.reports.format import markdown_table


def markdown(title: str, sections: Sequence[Section], prefix: str) -> str:
    """The whole page; figures are the files `prefix`<name>.svg."""
    parts = [f"# {title}"]
    for section in sections:
        parts += [f"## {section.title}", *(written(block, prefix) for block in section.blocks)]
    return "\n\n".join(parts) + "\n"


def written(block: Block, prefix: str) -> str:
    """One block; what is folded in HTML stands open, and a figure is a link to its file."""
    match block:
        case Words(text, look):
            return f"```\n{text}\n```" if look == "code" else text
        case Heading(text):
            return f"### {text}"
        case Listing(items):
            return "\n".join(f"- {item}" for item in items)
        case Facts(pairs):
            return "\n".join(f"- **{name}** {words}" for name, words in pairs)
        case Verdict():
            return f"**{block.word}** **{block.change}** {block.text}"
        case Grid():
            return markdown_table(block.heads, [cells(row, len(block.heads)) for row in block.rows], block.numbers)
        case Gallery():
            return "\n\n".join(figure(picture, prefix) for picture in block.pictures)
        case Folded() | Columns() | Card():
            title = [f"### {block.title}"] if isinstance(block, Card) and block.title else []
            return "\n\n".join([*title, *(written(inner, prefix) for inner in block.blocks)])


def figure(picture: Picture, prefix: str) -> str:
    """A figure as a link to its file, with how to read it."""
    alt = picture.alt.replace("]", ")").replace("[", "(")
    lines = [f"![{alt}]({prefix}{picture.name}.svg)", *([f"*{picture.caption}*"] if picture.caption else [])]
    return "\n\n".join([*lines, *(["\n".join(f"- {note}" for note in picture.notes)] if picture.notes else [])])


def cells(row: Row, width: int) -> Sequence[str]:
    """The cells of a row, as many as the table is wide; a heading inside it is one bold cell."""
    words = [cell if isinstance(cell, str) else plain(cell) for cell in row.cells]
    if not row.across:
        return words
    return [f"**{words[0]}**" if "head" in row.looks else words[0], *[""] * (width - 1)]


def plain(cell: Cell) -> str:
    """A cell without its colour and bar."""
    return " ".join(filter(None, [cell.text, f"`{cell.code}`" if cell.code else "", *cell.small]))
