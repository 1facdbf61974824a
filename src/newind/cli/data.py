"""``newind data``: the shipped figures — list, build again, check; more sources."""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import newind
from newind.cli import data_attach, data_get, data_observed, data_template
from newind.cli.options import Json, examples
from newind.cli.output import note, say, show_json, show_table, working
from newind.cli.program import FAILED
from newind.errors import DataError, tell, unknown

if TYPE_CHECKING:
    from types import ModuleType

    from newind.accounts.checks import AccountsAudit
    from newind.data.reference import DataSet
    from newind.index.tables import TableSet

app = typer.Typer(no_args_is_help=False, rich_markup_mode=None, add_completion=False)


@app.callback(invoke_without_command=True)
def data(context: typer.Context) -> None:
    """List, check or build the figures that come with newind."""
    if context.invoked_subcommand is None:
        say(context.get_help())


@app.command("list", epilog=examples("newind data list"))
def list_(as_json: Json = False) -> None:
    """List the shipped accounts and tables, and further sources."""
    from newind.data.reference import catalog, credits_due, growth, innovation, now, package, power
    from newind.data.sources import sources as external
    from newind.index import tables

    further = (
        innovation.describe_data_set(),
        power.describe_data_set(),
        growth.describe_data_set(),
        now.describe_data_set(),
    )
    named = [d.name for d in (*catalog(), *further)]
    packages = [*map(package, named), *(tables.package(t.name) for t in tables.tables())]
    sources = {source["title"]: source for found in packages for source in found["sources"]}
    if as_json:
        kinds: dict[str, tuple[DataSet | TableSet, ...]] = {
            "data": catalog(),
            "tables": tables.tables(),
            "further": further,
        }
        shipped = {kind: [asdict(d) for d in sets] for kind, sets in kinds.items()}
        more = [data_get.describe_source(entry) for entry in external()]
        show_json("data list", **shipped, sources=list(sources.values()), credits=credits_due(), external=more)
        return
    shown: list[DataSet | TableSet] = [*catalog(), *tables.tables(), *further]
    rows = [[d.name, _years(d), _state(d), _size(d.size), d.licence, d.title] for d in shown]
    show_table(["name", "years", "status", "size", "licence", ""], rows, "<<<>")
    say("\nSources")
    for title in sources:
        say(f"  {title}")
    say("\nCredit to be passed on")
    for line in credits_due():
        say(f"  {line}")
    data_get.show_sources()
    data_get.show_updates()


app.command("get", epilog=data_get.EXAMPLE)(data_get.get)
app.command("update", epilog=data_get.EXAMPLE_UPDATE)(data_get.update)
app.command("template", epilog=data_template.EXAMPLE)(data_template.template)
app.command("attach", epilog=data_attach.EXAMPLE)(data_attach.attach)
app.command("example", epilog=data_template.EXAMPLE_FILES)(data_template.example)


def _size(size: int) -> str:
    """Return bytes as MB, in kB where that would show nothing."""
    return f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{size / 1e3:.0f} kB"


def _years(d: DataSet | TableSet) -> str:
    """Return the years of a set: a span, or each where there are gaps."""
    first, last = d.years[0], d.years[-1]
    return str(first) if first == last else f"{first}-{last}"


def _state(d: DataSet | TableSet) -> str:
    """Return the status of a set, with its years where it changes."""
    return getattr(d, "state", d.status)


@app.command(
    "build",
    epilog=examples(
        "newind data build --from ~/sources --out newind-data",
        "newind data build world-annual --icio icio2025",
        "newind data build world-annual --icio 2016-2022_SML.zip --region VNM",
    ),
)
def build(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Sets to build; all of them.")] = None,
    source: Annotated[str, typer.Option("--from", metavar="DIR", help="Folder with the sources.")] = ".",
    out: Annotated[str, typer.Option(metavar="DIR", help="Folder to write to.")] = "newind-data",
    icio: data_observed.Icio = None,
    own: data_observed.Own = None,
    as_json: Json = False,
) -> None:
    """Build the shipped figures again from their sources.

    Accounts by year, the table of indicators at full detail, tables of indicators, and a datapackage.json for each set;
    all or none; in a checkout of newind's repository, where the builders are. With --icio, the annual world is made
    from tables of the OECD that you have, anywhere, observed instead of estimated, and the estimate is compared with
    it; the shipped figures stay as they are.
    """
    if icio or own:
        data_observed.build(names or [], icio or [], own, Path(out), _move, as_json=as_json)
        return
    builders = load_builders()
    if wrong := [name for name in names or [] if name not in builders.BUILDERS]:
        known = ", ".join(builders.BUILDERS)
        raise unknown("data set", wrong[0], builders.BUILDERS, f"Sets that can be built: {known}.")
    with tempfile.TemporaryDirectory(prefix="newind-") as temporary:
        for name in names or builders.BUILDERS:
            with working(f"Building {name}"):
                builders.build(name, source, temporary)
        written = _move(Path(temporary), Path(out))
    if as_json:
        show_json("data build", files=[str(p) for p in written])
    else:
        say("\n".join(str(p) for p in written))


def load_builders() -> ModuleType:
    """Return the builders of the shipped figures, which stand beside the package in its repository.

    Raises
    ------
    DataError
        Where newind runs from an installed package, which has none.
    """
    root = Path(newind.__file__).parents[2]
    if not (root / "builders" / "__init__.py").is_file():
        raise DataError(tell("data.builders"))
    sys.path.insert(0, str(root))
    return import_module("builders.catalogue")


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
    names = _names()
    if region is not None and (file is None or file in names):
        raise DataError("--region says whose table FILE is; the shipped figures say so themselves. Leave it out.")
    with working("Checking"):
        if file is None or file in names:
            wrong, audits, taken = *_check_shipped_sets(file), {}
        else:
            wrong, audits = [], [(Path(file).name, data_attach.table_of_region(file, region).check())]
            taken = _detect_format(file)
    if as_json:
        checks = [{"table": name, "year": a.year, **asdict(c)} for name, a in audits for c in a.checks]
        ok = not wrong and all(a for _, a in audits)
        sets = {d.name: d.state for d in _select_sets(file)}
        show_json("data check", file=file, ok=ok, wrong=wrong, checks=checks, sets=sets, **taken)
    else:
        _show(file, audits, taken, whole=not wrong)
        for d in _select_sets(file):
            if d.estimated_from:
                say(f"{d.name}: {d.state}")
    for line in wrong:
        note(f"newind: {line}")
    if wrong or not all(a for _, a in audits):
        raise typer.Exit(FAILED)


def _show(file: str | None, audits: list[tuple[str, AccountsAudit]], taken: dict[str, str], *, whole: bool) -> None:
    """Show what a file was taken for, and the checks of accounts; a table of indicators has none but its hash."""
    if taken:
        say(f"{file}: read as {taken['format']}, because {taken['reason']}")
        say("" if taken["checksum"] == "verified" else f"{tell('file.no_checksum', source=file)}\n")
    rows = [[name, str(a.year), c.level, c.name, c.found] for name, a in audits for c in a.checks]
    if rows:
        show_table(["table", "year", "level", "check", ""], rows)
    elif whole:
        say(f"{file}: the figures are those of its datapackage.json")


def _select_sets(name: str | None) -> list[DataSet]:
    """Return the shipped accounts of a name, all without one."""
    from newind.data.reference import catalog

    return [d for d in catalog() if name in (None, d.name)]


def _detect_format(file: str) -> dict[str, str]:
    """Return which format a file is taken for, why, and whether it has a checksum, which reading it verifies."""
    from newind.accounts.store import checksum_of
    from newind.data.readers import detect

    name, reason = detect(file)
    return {"format": name, "reason": reason, "checksum": "verified" if checksum_of(file) else "none"}


def _names() -> set[str]:
    """Return the names of all that is shipped: accounts, tables of indicators, and figures that are neither."""
    from newind.data.reference import catalog, growth, innovation, now, power
    from newind.index.tables import tables

    further = {innovation.NAME, power.NAME, growth.NAME, now.NAME}
    return {d.name for d in catalog()} | {t.name for t in tables()} | further


def _check_shipped_sets(name: str | None) -> tuple[list[str], list[tuple[str, AccountsAudit]]]:
    """Return what is wrong with the shipped sets, or with one, and audits: of the last year of each database."""
    from newind.data.reference import CONTINUED, identify, load, verify
    from newind.index import tables

    chosen = _select_sets(name)
    named = _names() if name is None else {name, CONTINUED.get(name, name)}
    wrong = [line for line in (*verify(), *tables.verify()) if line.partition(" ")[0] in named]
    last = {identify(p.last): p.last for d in chosen for p in load(d.name).databases}
    return wrong, [(name, w.check()) for name, w in last.items()]
