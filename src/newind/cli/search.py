"""``newind search``: the best use of a budget."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from newind.cli.answers import split_names
from newind.cli.frame import CommandOptions, add_frame_options
from newind.cli.options import examples
from newind.cli.output import counting, note
from newind.cli.pathway import past_of
from newind.cli.projections import Ahead, with_file
from newind.cli.register import register_of
from newind.cli.runs import Many, Runs, Scheduler
from newind.errors import DataError
from newind.policy.named import package_of
from newind.questions.abroad import assumption

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newind.pathways.compute import RunProgress
    from newind.pathways.scenarios import Scenario

EXAMPLE = examples(
    "newind search CHN --goal real_income --budget 0.5%GDP",
    "newind search CHN --goal real_income,cumulative_co2 --budget 0.3%GDP/year --peak 2030 --plot front.svg",
    "newind search CHN --actions tariff-cuts,data-sharing --scenarios trade-war,slow-world",
    "newind search CHN --actions shipped --tags 'out of scope,not specific' --evaluations 5000 --method evolved",
)
NONE = "none"
INCOME, BOTH = "real_income", "real_income,co2"
"""Goals that nobody chose, without and with emissions in the accounts."""
FILES = (".yaml", ".yml", ".xlsx")


def _picture(name: str | None) -> str | None:
    """Refuse a kind of picture that is not drawn, before anything is computed."""
    if name is not None and Path(name).suffix.lower() != ".svg":
        raise DataError(f"{Path(name).name}: the front is drawn as .svg. Give such a name.")
    return name


@add_frame_options(rows=12)
def search(
    frame: CommandOptions,
    region: Annotated[str | None, typer.Argument(metavar="REGION", help="Whose goals and budget are meant.")] = None,
    goal: Annotated[
        str | None,
        typer.Option(
            metavar="A,B",
            help="real_income, gdp, consumption, welfare, co2, cumulative_co2, `bill` …; default real_income,co2.",
        ),
    ] = None,
    budget: Annotated[
        str,
        typer.Option(metavar="1%GDP", help="Fiscal cost limit: present value; 1%GDP/year in every year; or 'none'."),
    ] = "0.5%GDP",
    actions: Annotated[
        str | None,
        typer.Option(
            metavar="A,B", help="Packages; parts of one; a register; actions; 'shipped'. Six families if left out."
        ),
    ] = None,
    tags: Annotated[str | None, typer.Option(metavar="A,B", help="Preliminary WTO classes that may be taken.")] = None,
    peak: Annotated[int | None, typer.Option(metavar="Y", help="CO2 must be highest by then.")] = None,
    gap: Annotated[
        float | None, typer.Option(metavar="X", help="Inequality between regions may change by at most X.")
    ] = None,
    limit: Annotated[
        list[str] | None, typer.Option("--limit", metavar="NAME=X", help="A further constraint on a goal; repeatable.")
    ] = None,
    until: Annotated[int, typer.Option(metavar="Y", help="Last year.")] = 2035,
    projections: Ahead = None,
    starts: Annotated[
        str | None, typer.Option(metavar="Y,Z", help="Years from which actions can begin; searched, too.")
    ] = None,
    most: Annotated[float, typer.Option(metavar="X", help="Largest size of an action, 1 being what it says.")] = 1.0,
    method: Annotated[Literal["auto", "grid", "held", "evolved"], typer.Option(help="How to search.")] = "auto",
    evaluations: Annotated[int, typer.Option(metavar="N", help="Paths that the search may take.")] = 100,
    cases: Annotated[
        int, typer.Option(metavar="N", help="Monte Carlo draws of all parameters in which packages are tried, too.")
    ] = 0,
    scenarios: Annotated[
        str | None,
        typer.Option(
            metavar="A,B",
            help="Scenarios in which packages are tried, too; 'none', or all of newind scenarios possible there.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(metavar="K", help="Of the random numbers.")] = 0,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="Keep the run; one of the name goes on.")] = None,
    workers: Many = None,
    scheduler: Scheduler = None,
    folder: Runs = None,
    save: Annotated[str | None, typer.Option(metavar="FILE.yaml", help="Write the package that was found.")] = None,
    plot: Annotated[str | None, typer.Option(metavar="FILE.svg", callback=_picture, help="Draw the front.")] = None,
) -> None:
    """Search for the best use of a budget among actions.

    The answer has the package, what each action adds, which constraints bind and what they cost, the next best, and
    whether the package is robust under other parameters. Every package is a path; with --name or --runs all are kept,
    and an interrupted search goes on.
    """
    from newind.pathways.compute import Workers
    from newind.pathways.robust import build_draw_cases
    from newind.pathways.sampling import hypercube, ranges_of
    from newind.pathways.search import search as searched
    from newind.questions.paths.searches import search_of

    if region is not None:
        frame = replace(frame, named=region)
    w, limits, given = frame.accounts, _limits(limit), with_file(frame.parameters, projections)
    limits |= {k: float(v) for k, v in (("peak", peak), ("gap", gap)) if v is not None}
    goals = goal or (BOTH if "co2" in w.satellites else INCOME)
    ranges = ranges_of(horizon=frame.horizon, given=given)
    drawn = hypercube(ranges, cases, seed) if cases > 0 else []
    worlds = [*_worlds(scenarios, w), *build_draw_cases(drawn)]
    with _show_progress("Following packages year by year") as watch:
        found = searched(
            w, frame.region, goals, _actions(actions, tags, w), limits=limits,
            budget=None if budget == NONE else budget, tags=split_names(tags, "--tags"),
            until=until, horizon=frame.horizon, parameters=given,
            starts=_years(starts), most=most, method=method, evaluations=evaluations, cases=worlds, seed=seed,
            workers=Workers("auto") if workers is None and scheduler is None
            else Workers.from_options(workers, scheduler),
            watch=watch, runs=folder, name=name,
        )  # fmt: skip
    told = search_of(found, past_of(frame, None, given))
    if save is not None:
        note(f"newind: wrote {found.package().save(save)}")
    if plot is not None:
        from newind.documents.searchpicture import write_front

        drawing = replace(told, notes=(*assumption(w), *told.notes))
        note(f"newind: wrote {write_front(found, drawing, plot, frame.lang)}")
    typed = {
        "--goal": goals, "--budget": budget, "--actions": actions, "--tags": tags, "--peak": peak, "--gap": gap,
        "--limit": limit, "--until": until, "--projections": projections,
        "--starts": starts, "--most": most, "--method": method,
        "--evaluations": evaluations, "--cases": cases, "--scenarios": scenarios, "--seed": seed,
    }  # fmt: skip
    frame.give(frame.add_command(told, "newind search", None, typed))


def _worlds(text: str | None, w: Any) -> tuple[Scenario, ...]:
    """Return the scenarios that were named, or all that can happen on the accounts where none was named."""
    from newind.pathways.scenarios import scenario, scenarios

    if text is None:
        return scenarios(w)
    return () if text == NONE else tuple(scenario(n) for n in split_names(text, "--scenarios") or ())


def _actions(text: str | None, tags: str | None, w: Any) -> Any:
    """Return what can be chosen from: parts of a package, packages, or a register."""
    from newind.pathways.choices import find_actions

    if text is None:
        return register_of(None) if tags is not None else None
    names = split_names(text, "--actions") or ()
    if (known := find_actions(names)) is not None:
        return known
    if len(names) == 1 and Path(names[0]).suffix.lower() in FILES and _holds_register(names[0]):
        return register_of(names[0])
    found = [package_of(name, w) for name in names]
    return found[0] if len(found) == 1 else found


def _holds_register(name: str) -> bool:
    from newind.policy.registerfile import holds_register

    return Path(name).suffix.lower() == ".xlsx" or holds_register(Path(name))


def _limits(typed: list[str] | None) -> dict[str, float]:
    found = {}
    for text in typed or []:
        name, sign, value = text.partition("=")
        try:
            found[name.strip()] = float(value)
        except ValueError:
            raise DataError(f"--limit {text!r} is no NAME=NUMBER, as co2=-0.05.") from None
        if not sign:
            raise DataError(f"--limit {text!r} is no NAME=NUMBER, as co2=-0.05.")
    return found


def _years(text: str | None) -> tuple[int, ...]:
    from newind.accounts.validate import whole

    names = split_names(text, "--starts") or ()
    years = tuple(year for name in names if (year := whole(name)) is not None)
    if len(years) < len(names):
        raise DataError(f"--starts {text!r} are no years. Give some, as 2025,2028.")
    return years


@contextmanager
def _show_progress(what: str) -> Iterator[Callable[[RunProgress], None]]:
    """Show on a terminal how far a search is."""
    with counting(what) as tell:
        yield lambda p: tell(p.done, p.total)
