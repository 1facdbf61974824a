"""Build the cockpit from its source and compare it with the committed files: they are the same bytes.

Usage: ``python tools/frontend.py [--test]``. With ``--test`` the cockpit's unit tests run too. Needs node and npm.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "frontend"
BUILT = ROOT / "src/newind/web/static"
READ = (
    "src/newind/accounts/regions.csv",
    "src/newind/accounts/regions_numeric.yaml",
    "src/newind/analyses/circulation/tiles.yaml",
    "src/newind/messages/*/*.json",
    "src/newind/charts/widths.json",
)
"""Files from which the maps and the words are made, beside the source."""
SHOWN = 10


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the contents of all files below a folder, by relative name."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def differences(committed: dict[str, bytes], built: dict[str, bytes]) -> list[str]:
    """Return one line for each file that is missing, left over or different."""
    lines = []
    for name in sorted(committed.keys() | built.keys()):
        if name not in built:
            lines.append(f"{name}: committed, but no longer built")
        elif name not in committed:
            lines.append(f"{name}: built, but not committed")
        elif committed[name] != built[name]:
            lines.append(f"{name}: differs ({len(committed[name])} bytes committed, {len(built[name])} built)")
    return lines


def run(*command: str, **env: str) -> None:
    """Run a command in the scratch copy of the source; its output is shown."""
    subprocess.run(command, check=True, cwd=env.pop("cwd"), env={**os.environ, **env})


def build(scratch: Path, *, test: bool) -> Path:
    """Build a copy of the source in a scratch directory that keeps its place beside the package."""
    ignored = shutil.ignore_patterns("node_modules")
    shutil.copytree(SOURCE, scratch / "frontend", ignore=ignored)
    templates = Path("src/newind/documents/templates")
    shutil.copytree(ROOT / templates, scratch / templates)
    for path in (p for pattern in READ for p in ROOT.glob(pattern)):
        copy = scratch / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
    cwd = str(scratch / "frontend")
    run("npm", "ci", "--no-audit", "--no-fund", cwd=cwd)
    if test:
        run("npm", "test", cwd=cwd)
    run("npm", "run", "build", cwd=cwd, NEWIND_STATIC=str(scratch / "static"))
    return scratch / "static"


def main() -> int:
    """Compare, and say what to do where they differ."""
    with tempfile.TemporaryDirectory() as scratch:
        try:
            built = files_of(build(Path(scratch), test="--test" in sys.argv[1:]))
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"the cockpit was not built: {error}", file=sys.stderr)
            return 1
    lines = differences(files_of(BUILT), built)
    if not lines:
        print(f"the cockpit is built from its source: {len(built)} files, the same bytes")
        return 0
    where = BUILT.relative_to(ROOT).as_posix()
    print(f"{where} is not what frontend/ builds: {len(lines)} files, first", *lines[:SHOWN], sep="\n  ")
    print("Run npm ci and npm run build in frontend/, and commit what changes.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
