"""Check that a brief was written whole: page, Word file and tables, none empty, the page complete in itself."""

from __future__ import annotations

import re
import sys
import zipfile
from pathlib import Path

FETCHED = r"""(?:src|href)\s*=\s*["']?(?:https?:)?//[^"'>\s]+\.(?:js|css|png|svg|woff2?)"""
NETWORK = re.compile(FETCHED + r"""|@import|url\(\s*["']?(?:https?:)?//""")
KINDS = (".html", ".docx", ".xlsx", ".csv")


def complaints(folder: Path, region: str) -> list[str]:
    """Return what is wrong with the files of a brief; an empty list if nothing is."""
    files = [f for f in folder.rglob("*") if f.is_file()]
    found = [f"no {kind} file" for kind in KINDS if kind not in {f.suffix for f in files}]
    found += [f"{f.name} is empty" for f in files if not f.stat().st_size]
    found += [f"{f.name} is damaged" for f in files if f.suffix in {".docx", ".xlsx"} and not zipfile.is_zipfile(f)]
    for page in (f for f in files if f.suffix == ".html"):
        text = page.read_text(encoding="utf-8")
        found += [f"{page.name} fetches {match[0]!r}" for match in NETWORK.finditer(text)]
        found += [f"{page.name} is cut off"] if not text.rstrip().endswith("</html>") else []
        found += [f"{page.name} draws no chart"] if "<svg" not in text else []
    if not any(region in f.name for f in files):
        found.append(f"no file is named after {region}")
    return found


def main(folder: str, region: str) -> int:
    """Print the verdict and return the exit code."""
    found = complaints(Path(folder), region)
    for line in found:
        print(f"{folder}: {line}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
