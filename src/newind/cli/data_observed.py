"""``newind data build world-annual --icio``: the annual world from tables of the OECD, and the estimate beside it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newind.cli.output import note, say, show_json, show_table, working
from newind.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Icio = Annotated[
    list[str] | None,
    typer.Option(
        "--icio", metavar="FILE", help="OECD table or archive, or icio2025 for those fetched; may be given again."
    ),
]
Own = Annotated[
    str | None, typer.Option("--region", metavar="A,B", help="With --icio: economies that get a separate row.")
]


def build(
    names: Sequence[str],
    given: Sequence[str],
    own: str | None,
    out: Path,
    move: Callable[[Path, Path], list[Path]],
    *,
    as_json: bool,
) -> None:
    """Write the observed world beside the user, and say how far the estimate is from it.

    Raises
    ------
    DataError
        For another set, without files, or when a file is not what it should be.
    """
    from newind.data.reference import observed
    from newind.data.reference.building import write
    from newind.measures.headline import headline

    if list(names) != [observed.NAME] or not given:
        raise DataError(f"--icio and --region go together with {observed.NAME}: see newind data build --help.")
    rows = tuple(dict.fromkeys(code.strip().upper() for code in (own or "").split(",") if code.strip()))
    with tempfile.TemporaryDirectory(prefix="newind-") as temporary:
        with working("Reading the tables of the OECD"):
            built = observed.build(files_of(given), rows, headline)
        write("-".join([observed.NAME, *rows]), built, temporary)
        written = move(Path(temporary), out)
    compared = built.about["estimate_against_observed"]
    if as_json:
        show_json("data build", files=[str(p) for p in written], estimate_against_observed=compared)
        return
    say("\n".join(str(p) for p in written))
    _show(compared)
    folder, region = written[0].parent, rows[0] if rows else "CHN"
    note(f"Use it with: newind brief {region} --table {folder}")


def files_of(given: Sequence[str]) -> list[Path]:
    """Return files; the name of a source stands for those of it that are here.

    Raises
    ------
    DataError
        For a source of which no file is here, and a path without a file.
    """
    from newind.data.sources import list_cached_files, path, sources

    known, found = {s.id for s in sources()}, list[Path]()
    for name in given:
        if name in known and not Path(name).exists():
            path(name)  # says how to get it where it is not here
            found += list_cached_files(name)
        elif not Path(name).is_file():
            raise DataError(f"{name}: there is no such file. Get the tables with newind data get icio2025.")
        else:
            found.append(Path(name))
    return found


def _show(compared: Mapping[str, Mapping[str, Any]]) -> None:
    """Show the differences of the estimate from the tables: indicators, mean, largest and where, the stated band."""
    from newind.measures.registry import indicators

    if not compared:
        say("\nNo year of the estimate: nothing to compare.")
        return
    say("\nEstimate against observed, absolute differences of 19 economies in all common years")
    rows = []
    for id, of in compared.items():
        entry = indicators()[id]
        factor, unit = (100, "%") if of["relative"] else (100, "points") if entry.display == "1" else (1, entry.unit)
        figures = [f"{factor * of[k]:.2f}" if of[k] is not None else "" for k in ("mean", "largest", "band")]
        rows.append([id, unit, *figures[:2], f"{of['economy']} {of['year']}", figures[2]])
    show_table(["indicator", "unit", "mean", "largest", "where", "band"], rows, "<<>><>")
