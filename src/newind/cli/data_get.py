"""``newind data get`` and ``update``: external sources and current releases of official figures."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newind.cli.options import Json, examples
from newind.cli.output import counting, note, say, show_json, show_table, working
from newind.cli.program import FAILED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from newind.data.reference.now_updates import SourceUpdate
    from newind.data.sources import Source


EXAMPLE = examples(
    "newind data get icio2025",
    "newind data get icio2025 --year 2012",
    "newind data get adb --from ADB-MRIO-2022.xlsx",
)
MEGA = 1e6


def get(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A source; 'newind data list' shows them.")],
    year: Annotated[int | None, typer.Option(help="Year, where a source has several files.")] = None,
    given: Annotated[str | None, typer.Option("--from", metavar="FILE", help="A file that you already have.")] = None,
    out: Annotated[str | None, typer.Option(metavar="DIR", help="Folder to write to, instead of the cache.")] = None,
    as_json: Json = False,
) -> None:
    """Get the tables of a source that does not come with newind.

    A download goes on where it broke off, and gets its name only when it is whole. With --from, a file that you have is
    copied to the cache after it was read. The cache is a folder of the system, or the one named by NEWIND_CACHE.
    """
    from newind.data.sources import keep, source
    from newind.data.sources.fetch import fetch, hash_of

    entry = source(name)
    if given is not None:
        with working(f"Reading {given}"):
            path = keep(entry.id, given, out)
    else:
        with _progress(entry) as progress:
            path = fetch(entry, year, out, progress)
    came = {"bytes": size(path), "sha256": hash_of(path) if path.is_file() else None}
    if as_json:
        show_json("data get", **describe_source(entry), file=str(path), **came)
        return
    say(str(path))
    note(f"{entry.licence}: {entry.terms}")
    if came["sha256"]:
        note(f"{came['bytes']:,} bytes, SHA-256 {came['sha256']}")


def describe_source(entry: Source) -> dict[str, Any]:
    """Return what there is to say of a source, as JSON shows it."""
    from newind.data.sources import list_cached_files

    return {
        "name": entry.id,
        "title": entry.label,
        "publisher": entry.publisher,
        "years": entry.years,
        "holds": entry.holds,
        "licence": entry.licence,
        "use": entry.use,
        "terms": entry.terms,
        "page": entry.page,
        "url": entry.url or None,
        "by_hand": entry.by_hand,
        "format": entry.format or None,
        "cached": [{"path": str(p), "size": size(p)} for p in list_cached_files(entry.id)],
    }


def show_sources() -> None:
    """Print the external sources: what they hold, how one gets them, and which files are here."""
    from newind.data.sources import USES, folder, list_cached_files, sources

    say("\nMore sources (newind data get NAME)")
    entries = sources()
    rows = [[s.id, s.years, s.use, "fetched" if s.url else "by hand", s.holds] for s in entries]
    show_table(["name", "years", "use", "how", "holds"], rows)
    for use, meaning in USES.items():
        say(f"  {use}  {meaning}")
    here = [(path, size(path)) for s in entries for path in list_cached_files(s.id)]
    say(f"\nFiles here, in {folder()}" if here else f"\nNo files of them are here yet ({folder()}).")
    if here:
        show_table(["", ""], [[str(p.relative_to(folder())), f"{b / MEGA:,.1f} MB"] for p, b in here], "<>")


def size(path: Path) -> int:
    """Return the bytes of a file, or of all files in a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(p.stat().st_size for p in files if p.is_file())


@contextmanager
def _progress(entry: Source) -> Iterator[Callable[[int, int], None] | None]:
    """Show on a terminal how much of a file has come."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(f"Fetching {entry.id}", total=entry.size * MEGA or None)
        yield lambda done, total: shown.update(task, completed=done, total=total or None)


EXAMPLE_UPDATE = examples("newind data update", "newind data update weo wdi", "newind data update --shipped")


def update(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Sources to update; all that are offered.")
    ] = None,
    shipped: Annotated[bool, typer.Option("--shipped", help="Go back to the shipped figures.")] = False,
    as_json: Json = False,
) -> None:
    """Fetch current releases of official figures.

    Used by newind now and the brief in place of the shipped figures, with source and date. Offered are sources whose
    release has a fixed address and a layout that newind reads: weo, wdi, urban, ama, gcb, edgar, ember. What came is
    compared with the shipped figures; a source that moved or changed is one line, and the figures at hand stay. Exit 1
    when a source failed. Updates are kept in the folder now of the cache, earlier ones in its folder old.
    """
    from newind.data.reference.now_updates import releases, withdraw
    from newind.errors import tell, unknown

    if wrong := [n for n in names or () if n not in releases()]:
        raise unknown("source", wrong[0], releases(), tell("now.update_offered", known=", ".join(releases())))
    if shipped:
        gone = withdraw(names or ())
        show_json("data update", withdrawn=list(gone)) if as_json else say(", ".join(gone) or "none was in use")
        return
    done, failed = _all(names or [*releases()])
    if as_json:
        rows = [{**asdict(u), "path": str(u.path)} for u in done]
        show_json("data update", updated=rows, failed=failed)
    elif done:
        shown = [[u.source, u.edition or u.fetched, str(u.last), ", ".join(u.figures), _hash(u)] for u in done]
        show_table(["source", "edition", "to", "figures", "sha256"], shown, "<<><<")
    for line in failed:
        note(f"newind: {line}")
    if failed:
        raise typer.Exit(FAILED)


def show_updates() -> None:
    """Print which official figures were fetched anew, as part of ``data list``; nothing where none were."""
    from newind.data.reference.now import origins

    used = [(name, of) for name, of in origins().items() if "updated" in of]
    if used:
        say("\nOfficial figures fetched anew (newind data update)")
        show_table(["source", "edition", "fetched"], [[name, str(of["date"]), of["updated"]] for name, of in used])


def _all(names: list[str]) -> tuple[list[SourceUpdate], list[str]]:
    """Return the updates of sources, and in a line each what went wrong; one that fails takes no other with it."""
    from newind.data.reference.now_updates import update as fetched
    from newind.errors import DataError

    done, failed = [], []
    with counting("Fetching official figures") as progress:
        for k, name in enumerate(names):
            progress(k, len(names))
            try:
                done.append(fetched(name))
            except DataError as error:
                failed.append(str(error))
    return done, failed


def _hash(u: SourceUpdate) -> str:
    return ", ".join(f["sha256"][:8] for f in u.files)
