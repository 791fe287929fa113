"""The page as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from calibration.page.blocks import Block, Gallery, Grid, Listing, Row, Section, Words
from sim.reports.format import markdown_table


def markdown(title: str, sections: Sequence[Section], prefix: str) -> str:
    """The whole page; figures are the files `prefix`<name>.svg."""
    parts = [f"# {title}"]
    for section in sections:
        parts += [f"## {section.title}", *(written(block, prefix) for block in section.blocks)]
    return "\n\n".join(parts) + "\n"


def written(block: Block, prefix: str) -> str:
    """One block."""
    if isinstance(block, Words):
        return block.text
    if isinstance(block, Listing):
        return "\n".join(f"- {item}" for item in block.items)
    if isinstance(block, Gallery):
        return "\n\n".join(f"![{picture.alt.replace(']', ')').replace('[', '(')}]({prefix}{picture.name}.svg)\n\n"
                           f"*{picture.caption}*" for picture in block.pictures)  # fmt: skip
    return grid(block)


def grid(block: Grid) -> str:
    """A table; a heading inside it is a row with one bold cell."""
    return markdown_table(block.heads, [cells(row, len(block.heads)) for row in block.rows], block.numbers)


def cells(row: Row, width: int) -> Sequence[str]:
    """The cells of a row, as many as the table is wide."""
    return [f"**{row.cells[0]}**", *[""] * (width - 1)] if row.mark == "head" else row.cells
