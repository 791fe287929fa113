"""Makes the Chinese font beside this file: `python make_subset.py NotoSansCJK-Regular.ttc`.

Matplotlib reads only the first face of a .ttc collection, which is the Japanese one, and the whole
collection weighs 19 MB. So the Simplified Chinese face is taken out and cut down to GBK (21,003
characters, those of names and traditional ones too, and its symbols), Latin and the punctuation that
reports use. Its hints go as well: figures are drawn as outlines. The collection is Debian's package
fonts-noto-cjk; needs fontTools (`dev` extra).
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

FACE = "Noto Sans CJK SC"
TARGET = Path(__file__).with_name("NotoSansCJKsc-GBK.otf")
EXTRA = "…—–‘’“”·•×÷±≈≠≤≥−→←↑↓½¼¾€¥‰°²³μσλβ²₂✓✗○●▲▼■□"


def characters() -> set[int]:
    """The code points to keep: Latin-1, all of GBK, full-width forms, `EXTRA`."""
    pairs = (bytes((row, cell)) for row in range(0x81, 0xFF) for cell in range(0x40, 0xFF))
    chinese = "".join(pair.decode("gbk", "ignore") for pair in pairs)
    ranges = (range(0x20, 0x7F), range(0xA0, 0x100), range(0xFF01, 0xFF5F))
    return set(map(ord, chinese + EXTRA)).union(*ranges)


def simplified_face(collection: str) -> TTFont:
    """The Simplified Chinese face of a Noto CJK collection."""
    return next(font for font in TTCollection(collection).fonts if font["name"].getDebugName(1) == FACE)


def main(collection: str) -> None:
    """Write the subset to `TARGET`."""
    font = simplified_face(collection)
    options = Options(hinting=False, layout_features=["kern", "locl", "ccmp"], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    font.save(TARGET)
    print(f"{TARGET.name}: {TARGET.stat().st_size / 1e6:.2f} MB, {len(font.getBestCmap())} characters")


if __name__ == "__main__":
    main(sys.argv[1])
