"""``newind simulate``: a package on an economy, who gains, why, and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from newind.cli.options import Abroad, Given, Json, Lang, examples, split
from newind.cli.output import note, show_json, working
from newind.policy.named import package_of

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts

EXAMPLE = examples(
    "newind simulate green-turn",
    "newind simulate subsidy:DEU --horizon long",
    "newind simulate regional-investment --on china-2017 --abroad shipped",
    "newind simulate my-package.yaml --horizon long --regions CHN,USA",
    "newind simulate all-families --set trade_elasticity=4 --set scale=0.1 --json",
)
MOST = 3
"""Regions explained when none is named."""


def simulate(
    package: Annotated[str, typer.Argument(metavar="PACKAGE", help="Name (newind levers), POLICY:REGION, or a file.")],
    on: Annotated[
        str,
        typer.Option("--on", "--table", metavar="NAME|FILE", help="Shipped accounts or a file; closed, or --abroad."),
    ] = "world",
    year: Annotated[int | None, typer.Option(metavar="Y", help="Year; the last one if left out.")] = None,
    horizon: Annotated[
        Literal["short", "medium", "long"], typer.Option(help="How far the economy has adjusted.")
    ] = "medium",
    regions: Annotated[
        str | None, typer.Option(metavar="A,B", help="Regions to explain; those that act if left out.")
    ] = None,
    given: Given = None,
    abroad: Abroad = None,
    out: Annotated[str | None, typer.Option(metavar="FILE", help="Save the new economy (.npz).")] = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Try a package of policies on an economy.

    Who gains and by how much, with the range; where it comes from; what governments pay; the six characteristics.
    """
    from newind.cli.simulate_outcome import outcome, plain
    from newind.cli.simulate_show import show
    from newind.policy.posing import list_acting_regions
    from newind.policy.simulate import simulate as simulated
    from newind.questions.abroad import with_economy

    w, parameters = with_economy(accounts_of(on, year), abroad), parameters_of(given or [])
    chosen = package_of(package, w)
    named = positions_of(w, split(regions))
    if not chosen.select_shocks(w).shocks:
        note(f"newind: {package} has no shocks{' for this table' if chosen.shocks else ''}: nothing changes")
    with working("Simulating"):
        s = simulated(w, chosen, horizon, parameters)
        found = outcome(s, list_acting_regions(chosen, w)[:MOST] if named is None else named)
    if out is not None:
        s.accounts.save(out)
        note(f"newind: wrote {out}")
    if as_json:
        show_json("simulate", **plain(found))
    else:
        show(found, lang)


def accounts_of(on: str, year: int | None) -> Accounts:
    """Return accounts of a shipped set or a file, of a year or the last."""
    from newind.cli.inputs import panel_of

    panel = panel_of(on)
    if year is None:
        return panel.last
    return panel[year]


def parameters_of(given: list[str]) -> dict[str, Any]:
    """Return parameters given as ``name=value``.

    Examples
    --------
    >>> parameters_of(["scale=0.1", "shares=common"])
    {'scale': 0.1, 'shares': 'common'}
    """
    from newind.equilibrium.assumptions import read_value

    found: dict[str, Any] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign:
            raise typer.BadParameter(f"{text!r} is not of the form NAME=VALUE", param_hint="--set")
        found[name.strip()] = read_value(name.strip(), value.strip())
    return found


def positions_of(w: Accounts, asked: tuple[str, ...] | None) -> tuple[int, ...] | None:
    """Return where the regions stand that were asked for, in whichever case they were typed; None where none was.

    Raises
    ------
    UnknownNameError
        For what is neither a region nor a group, with the nearest.
    """
    from newind.accounts.groups import resolve

    if asked is None:
        return None
    folded = {code.casefold(): code for code in w.regions.codes}
    named = [folded.get(name.casefold(), name) for name in asked]
    return tuple(int(i) for i in resolve(named, w.regions.codes))
