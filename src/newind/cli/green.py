"""``newind green``: system 3 in depth, one command a question."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newind.cli.answers import ROWS, Top, give
from newind.cli.options import Json, Lang, On, examples, split
from newind.cli.output import note, say, working
from newind.cli.questions import add_questions
from newind.errors import DataError

if TYPE_CHECKING:
    from newind.analyses.green.sharing import Division
    from newind.analyses.green.sharing_parts import TargetParts
    from newind.analyses.green.sharing_target import Target

app = typer.Typer(no_args_is_help=False, rich_markup_mode=None, add_completion=False)
KINDS = (".xlsx", ".csv", ".json", ".html")
TABLES = (".csv", ".xlsx", ".xlsm")


def _file(name: str | None) -> str | None:
    """Refuse a kind of file that is not written, before anything is computed."""
    if name is not None and Path(name).suffix.lower() not in KINDS:
        raise DataError(f"{Path(name).name}: a division is written as {', '.join(KINDS)}. Give such a name.")
    return name


@app.callback(invoke_without_command=True)
def green(context: typer.Context) -> None:
    """Green and low-carbon: one command a question."""
    if context.invoked_subcommand is None:
        say(context.get_help())


add_questions(app, "green")


@app.command(
    "divide",
    epilog=examples(
        "newind green divide CHN --peak 2030 --level 2035=-10%,2060=-90%",
        "newind green divide parts.csv --template",
        "newind green divide parts.csv --year 2023 --peak 2030 --growth 0.01 --level 2060=-90% --out division.xlsx",
        "newind green divide CHN --peak 2030 --level 2060=-90% --weights potential=0.6,capacity=0.4 --out fan.html",
    ),
)
def divide(
    parts: Annotated[str, typer.Argument(metavar="REGION|FILE", help="Economy (its industries), or csv of parts.")],
    peak: Annotated[int | None, typer.Option(metavar="Y", help="Year in which the nation peaks.")] = None,
    level: Annotated[
        str | None, typer.Option(metavar="Y=V,…", help="Later levels: emissions, or from the peak as in -10%.")
    ] = None,
    weights: Annotated[
        str | None, typer.Option(metavar="NAME=W,…", help="Weights of criteria, sum 1; equal if left out.")
    ] = None,
    order: Annotated[str, typer.Option(metavar="heavy-first|reverse|together", help="Who goes first.")] = "heavy-first",
    growth: Annotated[
        float | None, typer.Option(metavar="G", help="Growth a year at first, as in 0.02; of the baseline if left out.")
    ] = None,
    top: Annotated[float | None, typer.Option(metavar="V", help="Level of the peak; computed if left out.")] = None,
    budget: Annotated[float | None, typer.Option(metavar="V", help="Emissions of all years after the first.")] = None,
    base: Annotated[str | None, typer.Option(metavar="Y=V", help="A later first year and its emissions.")] = None,
    on: On = None,
    year: Annotated[int | None, typer.Option(metavar="Y", help="Year of the accounts, or of a csv.")] = None,
    unit: Annotated[str, typer.Option(help="Unit of emissions in the csv.")] = "Mt",
    template: Annotated[bool, typer.Option("--template", help="Write an empty csv of parts to FILE instead.")] = False,
    rows: Top = ROWS + 15,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="FILE", callback=_file, help="Write FILE.xlsx, .csv, .json or .html (to move)."),
    ] = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Divide a peak and what follows among regions and industries.

    By responsibility, capacity, potential, equality and importance in chains, with weights. Parts add up to the nation
    every year; the nation's peak level and the years in which parts peak are computed. An economy starts from the
    baseline of its pathway, unless --growth or --base is given.
    """
    if template:
        from newind.analyses.green.sharing_parts import write_parts_template

        note(f"newind: wrote {write_parts_template(parts)}")
        return
    target = _target(peak, level, growth, top, budget, base)
    with working("Dividing the target"):
        found = _divide_target(_parts(parts, on, year, unit, target), target, _weights(weights), order)
    given = {"peak": peak, "level": level, "weights": weights, "order": order, "growth": growth, "top": top,
             "budget": budget, "base": base, "on": on, "year": year}  # fmt: skip
    options = [w for k, v in given.items() if v is not None for w in (f"--{k}", str(v))]
    _give(found, shlex.join(["newind", "green", "divide", parts, *options]), lang, as_json=as_json, out=out, rows=rows)


def _parts(given: str, on: str | None, year: int | None, unit: str, target: Target) -> TargetParts:
    """Return the parts of a file, or the industries of an economy, ahead of them its baseline where it is used."""
    from newind.analyses.green.sharing_accounts import parts_of_accounts
    from newind.analyses.green.sharing_parts import read_parts
    from newind.cli.inputs import one_code, panel_of
    from newind.pathways.carbon_baseline import parts_ahead

    if Path(given).suffix.lower() in TABLES:
        if year is None:
            raise DataError(f"{given} does not say of which year its emissions are. Give --year.")
        return read_parts(given, year, unit=unit)
    panel = panel_of(on, given.upper() if on is None else given)
    own = target.growth is not None or target.base is not None
    return (parts_of_accounts if own else parts_ahead)(panel, one_code(panel, given), year)


def _divide_target(parts: TargetParts, target: Target, weights: dict[str, float] | None, order: str) -> Division:
    from newind.analyses.green.sharing import divide_target

    return divide_target(parts, target, weights, order=order)


def _target(
    peak: int | None, level: str | None, growth: float | None, top: float | None, budget: float | None, base: str | None
) -> Target:  # fmt: skip
    from newind.analyses.green.sharing_target import Target

    if peak is None:
        raise DataError("no peak. Give its year, as in --peak 2030.")
    levels = {_year(k, "--level"): v for k, v in _pairs(level, "--level").items()}
    start = [(_year(k, "--base"), _number(v, "--base")) for k, v in _pairs(base, "--base").items()]
    if len(start) > 1:
        raise DataError(f"--base {base!r}: one first year is needed, {len(start)} are given. Keep one.")
    return Target(peak, levels, growth, top, budget, start[0] if start else None)


def _weights(text: str | None) -> dict[str, float] | None:
    if text is None:
        return None
    return {k: _number(v, "--weights") for k, v in _pairs(text, "--weights").items()}


def _pairs(text: str | None, option: str) -> dict[str, str]:
    """Return the two sides of each equals sign.

    Examples
    --------
    >>> _pairs("2035=-10%, 2060=500", "--level")
    {'2035': '-10%', '2060': '500'}
    """
    found: dict[str, str] = {}
    for part in split(text) or ():
        name, sign, value = (p.strip() for p in part.partition("="))
        if not (name and sign and value) or name in found:
            raise DataError(
                f"{option} {text!r}: {part!r} is not a new NAME=VALUE. Write it as in the example of --help."
            )
        found[name] = value
    return found


def _year(text: str, option: str) -> int:
    from newind.accounts.validate import whole

    year = whole(text)
    if year is None:
        raise DataError(f"{option}: {text!r} is no year. Write it as in 2035=-10%.")
    return year


def _number(text: str, option: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise DataError(f"{option}: {text!r} is no number.") from None


def _give(found: Division, command: str, lang: str, *, as_json: bool, out: str | None, rows: int) -> None:
    """Show the division, or write it to a file of one of the kinds."""
    from newind.questions.green.answers_division import division

    answer, kind = division(found, command), Path(out).suffix.lower() if out else ""
    if kind == ".html":
        from newind.documents.divisionpage import write_division

        note(f"newind: wrote {write_division(found, out or '', lang, command=command)}")
    if kind == ".json":
        _json(found, command, out or "")
    table = out if kind in (".csv", ".xlsx") else None
    if as_json or out is None or table is not None:
        give(answer, lang, as_json=as_json, out=table, rows=rows)


def _json(found: Division, command: str, out: str) -> None:
    import json

    from newind.accounts.store import write_whole
    from newind.cli.output import SCHEMA_VERSION, plain
    from newind.questions.green.answers_division import division

    answer = division(found, command)
    tables = {**answer.tables, "trajectories": found.table(), "peaks": found.peaks()}
    body = {"schema_version": SCHEMA_VERSION, "command": command, **answer.about,
            "tables": {k: t.to_dict("records") for k, t in tables.items()}}  # fmt: skip
    said = json.dumps(plain(body), ensure_ascii=False, indent=1, allow_nan=False)
    note(f"newind: wrote {write_whole(out, lambda to: to.write_text(said, encoding='utf-8'))}")
