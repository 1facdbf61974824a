"""Write the tested version of every dependency into pyproject.toml, or check that each one is pinned.

``python tools/pins.py`` resolves afresh for all supported versions of Python and rewrites the list
``constraint-dependencies``; with ``--check`` it exits 1 if the resolution under the present pins holds anything that is
not pinned. The list names packages and versions only, never where they came from, so it works with any mirror.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = ROOT / "pyproject.toml"
BLOCK = re.compile(r"^constraint-dependencies = \[\n(?:.*\n)*?\]\n", re.MULTILINE)
PLAIN = ("--no-hashes", "--no-emit-project", "--no-header", "--no-annotate")
EXPORT = ("uv", "export", "--quiet", "--all-groups", "--all-extras", *PLAIN)


def resolve(pyproject: str) -> list[str]:
    """Return the pins that uv finds for a pyproject file: ``name==version`` with a marker where one is needed."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pyproject.toml").write_text(pyproject, encoding="utf-8")
        out = subprocess.run([*EXPORT, "--project", folder], check=True, capture_output=True, text=True).stdout
    return [_tidy(line) for line in out.splitlines() if line and not line.startswith("#")]


def _tidy(line: str) -> str:
    """Drop markers other than those of the Python version: a pin that a platform does not need is harmless."""
    pin, _, marker = line.partition(" ; ")
    return f"{pin} ; {marker}" if marker.startswith("python_full_version") else pin


def render(pins: list[str]) -> str:
    """Return the block of pyproject.toml that holds the pins."""
    return "constraint-dependencies = [\n" + "".join(f'  "{pin}",\n' for pin in pins) + "]\n"


def main(arguments: list[str]) -> int:
    """Rewrite or check the pins; return the exit code."""
    text = PYPROJECT.read_text(encoding="utf-8")
    held = BLOCK.search(text)
    if held is None:
        sys.exit("pyproject.toml: [tool.uv] has no list constraint-dependencies to write into.")
    if arguments == ["--check"]:
        loose = [pin for pin in resolve(text) if f'"{pin}"' not in held[0]]
        if loose:
            print(f"pyproject.toml: {len(loose)} dependencies are not pinned, first {loose[:3]}. Run: make pins")
        return 1 if loose else 0
    PYPROJECT.write_text(BLOCK.sub(lambda _: render(resolve(BLOCK.sub("", text))), text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
