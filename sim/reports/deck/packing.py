"""A file of Office whose bytes follow from what is in it: the same slides are the same file."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The first day that a ZIP file can name."""
WHEN = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
"""When a package was made, as it says itself."""
INSIDE = ".xlsx"
"""A workbook behind a chart: a package in the package."""


def same_bytes(package: bytes) -> bytes:
    """The package without the times at which it, its files and the workbooks in it were made."""
    body = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(body, "w") as new:
        for name in old.namelist():
            content = WHEN.sub(b"", old.read(name))
            content = same_bytes(content) if name.endswith(INSIDE) else content
            new.writestr(ZipInfo(name, LONG_AGO), content, ZIP_DEFLATED)
    return body.getvalue()
