"""``newind data``: the shipped figures — list, build again, check; more sources."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newind.cli import data_attach, data_get, data_template
from newind.cli.options import Json, examples
from newind.cli.output import note, say, show_json, show_table, working
from newind.cli.program import FAILED
from newind.errors import DataError

if TYPE_CHECKING:
    from newind.accounts.checks import Audit
    from newind.accounts.reference import DataSet

app = typer.Typer(no_args_is_help=False, rich_markup_mode=None, add_completion=False)


@app.callback(invoke_without_command=True)
def data(context: typer.Context) -> None:
    """List, check or build the figures that come with newind."""
    if context.invoked_subcommand is None:
        say(context.get_help())


@app.command("list", epilog=examples("newind data list"))
def list_(as_json: Json = False) -> None:
    """List the shipped accounts, their sources, and further sources."""
    from newind.accounts.reference import catalog, package
    from newind.accounts.sources import sources as external

    sources = {source["title"]: source for d in catalog() for source in package(d.name)["sources"]}
    if as_json:
        more = [data_get.described(entry) for entry in external()]
        show_json("data list", data=[asdict(d) for d in catalog()], sources=list(sources.values()), external=more)
        return
    rows = [[d.name, _years(d), d.status, f"{d.size / 1e6:.1f} MB", d.licence, d.title] for d in catalog()]
    show_table(["name", "years", "status", "size", "licence", ""], rows, "<<<>")
    say("\nSources")
    for title in sources:
        say(f"  {title}")
    data_get.show_sources()


app.command("get", epilog=data_get.EXAMPLE)(data_get.get)
app.command("template", epilog=data_template.EXAMPLE)(data_template.template)
app.command("attach", epilog=data_attach.EXAMPLE)(data_attach.attach)


def _years(d: DataSet) -> str:
    """Return the years of a set: a span, or each where there are gaps."""
    first, last = d.years[0], d.years[-1]
    return str(first) if first == last else f"{first}-{last}"


@app.command(
    "build", epilog=examples("newind data build --from ~/sources --out newind-data", "newind data build china")
)
def build(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Sets to build; all of them.")] = None,
    source: Annotated[str, typer.Option("--from", metavar="DIR", help="Folder with the sources.")] = ".",
    out: Annotated[str, typer.Option(metavar="DIR", help="Folder to write to.")] = "newind-data",
    as_json: Json = False,
) -> None:
    """Build the shipped figures again from their sources.

    Accounts by year, the table of indicators at full detail, and a datapackage.json for each set; all or none.
    """
    from newind.accounts.reference.build import BUILDERS
    from newind.accounts.reference.build import build as build_sets
    from newind.systems.detail_build import build_detail
    from newind.systems.headline import headline

    target, chosen = Path(out), names or list(BUILDERS)
    with tempfile.TemporaryDirectory(prefix="newind-") as temporary:
        for name in chosen:
            with working(f"Building {name}"):
                build_sets(source, temporary, [name], headline)
        if "world" in chosen:
            with working("Measuring at full detail"):
                build_detail(source, Path(temporary) / "world")
        written = _move(Path(temporary), target)
    if as_json:
        show_json("data build", files=[str(p) for p in written])
    else:
        say("\n".join(str(p) for p in written))


def _move(built: Path, target: Path) -> list[Path]:
    """Put finished files in their place; until here nothing was written there."""
    files = sorted(p.relative_to(built) for p in built.rglob("*") if p.is_file())
    for name in files:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.move(built / name, target / name)
    return [target / name for name in files]


@app.command(
    "check",
    epilog=examples(
        "newind data check", "newind data check my-table.npz", "newind data check table.xlsx --region CN-GD"
    ),
)
def check(
    file: Annotated[
        str | None, typer.Argument(metavar="FILE", help="A table; the shipped figures if left out.")
    ] = None,
    region: data_attach.Whose = None,
    as_json: Json = False,
) -> None:
    """Audit a table, or the shipped figures.

    Looks at orientation, balance, units, stability, negatives, idle industries and coverage, and repairs nothing.
    Exit 1 when a check warns. Without FILE, the shipped figures are compared with their hashes and audited.
    """
    from newind.accounts.reference import catalog

    if region is not None and (file is None or file in {d.name for d in catalog()}):
        raise DataError("--region says whose table FILE is; the shipped figures say so themselves. Leave it out.")
    with working("Checking"):
        if file is None or file in {d.name for d in catalog()}:
            wrong, audits, taken = *_shipped(file), {}
        else:
            taken = _taken(file)
            wrong, audits = [], [(Path(file).name, data_attach.table_of_region(file, region).check())]
    if as_json:
        checks = [{"table": name, "year": a.year, **asdict(c)} for name, a in audits for c in a.checks]
        ok = not wrong and all(a for _, a in audits)
        show_json("data check", file=file, ok=ok, wrong=wrong, checks=checks, **taken)
    else:
        if taken:
            say(f"{file}: read as {taken['format']}, because {taken['reason']}\n")
        rows = [[name, str(a.year), c.level, c.name, c.found] for name, a in audits for c in a.checks]
        show_table(["table", "year", "level", "check", ""], rows)
    for line in wrong:
        note(f"newind: {line}")
    if wrong or not all(a for _, a in audits):
        raise typer.Exit(FAILED)


def _taken(file: str) -> dict[str, str]:
    """Return which format a file is taken for, and why."""
    from newind.accounts.readers import detect

    name, reason = detect(file)
    return {"format": name, "reason": reason}


def _shipped(name: str | None) -> tuple[list[str], list[tuple[str, Audit]]]:
    """Return what is wrong with the shipped sets, or with one, and the audit of the last year of each."""
    from newind.accounts.reference import catalog, load, verify

    chosen = [d for d in catalog() if name in (None, d.name)]
    wrong = [line for line in verify() if any(line.startswith(f"{d.name} ") for d in chosen)]
    return wrong, [(d.name, load(d.name, d.years[-1]).check()) for d in chosen]
