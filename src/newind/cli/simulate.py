"""``newind simulate``: a package on an economy, who gains, why, and what it costs."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
import typer

from newind.cli.options import Json, Lang, examples, split
from newind.cli.output import note, show_json, working
from newind.cli.simulate_show import show

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.policy.ranges import Range
    from newind.policy.schema import Package
    from newind.policy.simulate import Simulation
    from newind.typing import Array, BoolArray

EXAMPLE = examples(
    "newind simulate green-turn",
    "newind simulate my-package.yaml --horizon long --regions CHN,USA",
    "newind simulate all-families --set trade_elasticity=4 --set scale=0.1 --json",
)
def simulate(
    package: Annotated[str, typer.Argument(metavar="PACKAGE", help="Name (newind levers) or a YAML file.")],
    on: Annotated[
        str, typer.Option("--on", "--table", metavar="NAME|FILE", help="Shipped accounts or a file; must be closed.")
    ] = "world",
    year: Annotated[int | None, typer.Option(metavar="Y", help="Year; the last one if left out.")] = None,
    horizon: Annotated[
        Literal["short", "medium", "long"], typer.Option(help="How far the economy has adjusted.")
    ] = "medium",
    regions: Annotated[
        str | None, typer.Option(metavar="A,B", help="Regions to explain; those that act if left out.")
    ] = None,
    given: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A parameter in place of the shipped one; repeatable."),
    ] = None,
    out: Annotated[str | None, typer.Option(metavar="FILE", help="Save the new economy (.npz).")] = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Try a package of policies on an economy.

    Who gains and by how much, with the range; where it comes from; what governments pay; the six characteristics.
    """
    from newind.policy.simulate import simulate as simulated

    w = accounts_of(on, year)
    chosen = package_of(package)
    with working("Simulating"):
        s = simulated(w, chosen, horizon, parameters_of(given or []))
        found = s.range()
        other = s.otherwise_financed
    if out is not None:
        s.accounts.save(out)
        note(f"newind: wrote {out}")
    explained = _explained(s, w, split(regions))
    if as_json:
        show_json("simulate", **_plain(s, found, other))
    else:
        show(s, found, other, explained, lang)


def accounts_of(on: str, year: int | None) -> Accounts:
    """Return accounts of a shipped set or a file, of a year or the last."""
    from newind.cli.inputs import panel_of

    panel = panel_of(on)
    if year is None:
        return panel.last
    return panel[year]


def package_of(name: str) -> Package:
    """Return a package of a file, or a shipped one."""
    from newind.policy.packages import package
    from newind.policy.schema import Package as Kind

    path = Path(name)
    return Kind.from_yaml(path) if path.suffix in (".yaml", ".yml") or path.is_file() else package(name)


def parameters_of(given: list[str]) -> dict[str, Any]:
    """Return parameters given as ``name=value``.

    Examples
    --------
    >>> parameters_of(["scale=0.1", "shares=common"])
    {'scale': 0.1, 'shares': 'common'}
    """
    found: dict[str, Any] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign:
            raise typer.BadParameter(f"{text!r} is not of the form NAME=VALUE", param_hint="--set")
        found[name.strip()] = _value(value.strip())
    return found


def _value(text: str) -> Any:
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    try:
        return float(text)
    except ValueError:
        return text


def _explained(s: Simulation, w: Accounts, asked: tuple[str, ...] | None) -> list[int]:
    """Return the regions to explain: those asked for, or those that act."""
    from newind.policy.targets import resolve

    if asked is not None:
        return [w.regions.index(code) for code in asked]
    acting = sorted({int(r) for t in resolve(s.package, w) for r in t.regions})
    return acting if len(acting) <= 3 else acting[:3]


def _plain(s: Simulation, found: Range, other: Simulation) -> dict[str, Any]:
    from newind.systems.changes import changes

    by = partial(_by_region, s.baseline.regions.codes)
    return {
        **s.to_dict(),
        "range": {"low": by(found.low), "high": by(found.high), "sign_sure": by(found.sure), "failed": found.failed},
        "headline": by(np.where(found.sure, s.welfare, np.nan)),
        "otherwise_financed": {"financing": other.package.financing, "welfare": by(other.welfare)},
        "decomposition": {k: by(v) for k, v in s.decomposition.components.items()},
        "contributions": {k: by(v) for k, v in s.contributions.items()},
        "characteristics": [
            {"topic": c.topic, "indicator": c.id, "unit": c.unit, "before": by(c.before), "after": by(c.after)}
            for c in changes(s.baseline, s.accounts)
        ],
    }


def _by_region(codes: tuple[str, ...], values: Array | BoolArray) -> dict[str, Any]:
    return dict(zip(codes, values.tolist(), strict=True))
