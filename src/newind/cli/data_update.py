"""``newind data update``: current releases of official figures, used in place of the shipped ones."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from newind.cli.options import Json, examples
from newind.cli.output import counting, note, say, show_json, show_table
from newind.cli.program import FAILED

if TYPE_CHECKING:
    from newind.data.reference.now_updates import SourceUpdate

EXAMPLE = examples("newind data update", "newind data update weo wdi", "newind data update --shipped")


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
