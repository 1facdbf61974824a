"""Write the one table of glyph widths, ``src/newind/charts/widths.json``, which Python and the page reckon with.

Advance widths of the wider of two faces, DejaVu Sans and Liberation Sans (the widths of Arial and Helvetica), as the
tables ``hmtx`` of their files give them; other usual system faces (Segoe UI, Roboto, San Francisco) are narrower.
Chinese is one em wide in every face. Run it again when a message uses a character that the table lacks: a test says so.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path("/usr/share/fonts/truetype")
FACES = {
    "regular": ("dejavu/DejaVuSans.ttf", "liberation/LiberationSans-Regular.ttf"),
    "bold": ("dejavu/DejaVuSans-Bold.ttf", "liberation/LiberationSans-Bold.ttf"),
}
CHARACTERS = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0°±²³·×‑–—‘’“”•…′€−∞≈≠≤≥←↑→↓↔▲▼■□●○◆◇◌◐⚑✓Δ₂₃₄ηθσ\u2009\u202f"
ABOUT = (
    "Widths in thousandths of an em, by width: the wider of DejaVu Sans and Liberation Sans (hmtx), rounded up to 20. "
    "Letters with marks are as wide as without; from U+2E80 on, and whatever is not here, 1000; "
    "between Chinese and Latin browsers put seam. "
    "Made by tools/glyphwidths.py."
)
STEP = 20
"""To what widths are rounded up, so that the table stays small: 2% of an em at most."""
TABLE = Path(__file__).parents[1] / "src/newind/charts/widths.json"


def measure(files: tuple[str, ...]) -> dict[str, str]:
    """Return characters by their width in thousandths of an em; those as wide as a Chinese one are left out."""
    found: dict[int, list[str]] = defaultdict(list)
    fonts = [TTFont(FONTS / f) for f in files]
    for c in CHARACTERS:
        each = [
            f["hmtx"][f.getBestCmap()[ord(c)]][0] / f["head"].unitsPerEm for f in fonts if ord(c) in f.getBestCmap()
        ]
        wide = STEP * -int(-1000 * max(each, default=1.0) / STEP // 1)
        if wide != 1000:
            found[wide].append(c)
    return {str(wide): "".join(found[wide]) for wide in sorted(found)}


def main() -> int:
    """Write the table, or with ``--check`` say whether it is the measured one."""
    table = {"about": ABOUT, "seam": 140} | {weight: measure(files) for weight, files in FACES.items()}
    said = json.dumps(table, ensure_ascii=False, indent=1) + "\n"
    if "--check" in sys.argv:
        return int(TABLE.read_text(encoding="utf-8") != said)
    TABLE.write_text(said, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
