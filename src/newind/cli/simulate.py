"""``newind simulate``: a package on an economy, who gains, why, and what it costs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
import typer

from newind.cli.options import Json, Lang, examples, split
from newind.cli.output import note, say, show_json, show_table, working

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.policy.ranges import Range
    from newind.policy.schema import Package
    from newind.policy.simulate import Simulation

EXAMPLE = examples(
    "newind simulate green-turn",
    "newind simulate my-package.yaml --horizon long --regions CHN,USA",
    "newind simulate all-families --set trade_elasticity=4 --set scale=0.1 --json",
)
WORDS = {
    "title": {"en": "{name} · {year} · {horizon} horizon", "zh": "{name}·{year}年·{horizon}"},
    "short": {"en": "short", "zh": "短期"},
    "medium": {"en": "medium", "zh": "中期"},
    "long": {"en": "long", "zh": "长期"},
    "gains": {"en": "Real income, %", "zh": "实际收入，%"},
    "region": {"en": "region", "zh": "地区"},
    "change": {"en": "change", "zh": "变化"},
    "range": {"en": "range", "zh": "区间"},
    "unsure": {"en": "sign not sure", "zh": "方向不确定"},
    "why": {"en": "Where it comes from, %", "zh": "来源，%"},
    "parts": {"en": "What each part adds, %", "zh": "各部分的贡献，%"},
    "government": {"en": "Government, change in {unit}", "zh": "政府收支变化，{unit}"},
    "net": {"en": "net", "zh": "净额"},
    "six": {"en": "The six characteristics", "zh": "六项特征"},
    "before": {"en": "before", "zh": "之前"},
    "after": {"en": "after", "zh": "之后"},
    "financing": {
        "en": "Real income if paid for by a tax on output instead, %",
        "zh": "改由产出税筹资时的实际收入，%",
    },
    "transfers": {"en": "Real income if paid for by transfers instead, %", "zh": "改由转移支付筹资时的实际收入，%"},
    "limits": {
        "en": "Static comparison: no adjustment cost, no new trade links, industry averages. Real income is the equivalent variation.",
        "zh": "静态比较：不计调整成本，不产生新的贸易联系，按行业平均；实际收入为等价变化。",
    },
    "seen": {"en": "Range: every corner of the plausible elasticities.", "zh": "区间：弹性取合理范围各端点的结果。"},
}


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
        _show(s, found, other, explained, lang)


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

    codes = s.baseline.regions.codes
    by = lambda values: dict(zip(codes, values.tolist(), strict=True))  # noqa: E731
    return {
        **s.to_dict(),
        "range": {"low": by(found.low), "high": by(found.high), "sign_sure": by(found.sure), "failed": list(found.failed)},
        "headline": {c: float(v) if ok else None for c, v, ok in zip(codes, s.welfare, found.sure, strict=True)},
        "otherwise_financed": {"financing": other.package.financing, "welfare": by(other.welfare)},
        "decomposition": {k: by(v) for k, v in s.decomposition.components.items()},
        "contributions": {k: by(v) for k, v in s.contributions.items()},
        "characteristics": [
            {"topic": c.topic, "indicator": c.id, "unit": c.unit, "before": by(c.before), "after": by(c.after)}
            for c in changes(s.baseline, s.accounts)
        ],
    }


def _show(s: Simulation, found: Range, other: Simulation, explained: list[int], lang: str) -> None:
    word = {k: v[lang] for k, v in WORDS.items()}
    name = s.package.label.get(lang) or s.package.name or "scenario"
    say(word["title"].format(name=name, year=s.baseline.year, horizon=word[s.horizon]))
    say(f"\n{word['gains']}")
    _gains(s, found, word)
    codes = [s.baseline.regions.codes[i] for i in explained]
    if explained:
        _why(s, explained, codes, word)
        _government(s, explained, codes, word)
        _six(s, explained, codes, word, lang)
    say(f"\n{word['financing' if other.package.financing == 'output_tax' else 'transfers']}")
    shown = [[c, _percent(other.welfare[s.baseline.regions.index(c)])] for c in codes or s.baseline.regions.codes]
    show_table(["", word["change"]], shown, "<>")
    say(f"\n{word['limits']} {word['seen']}")
    for line in s.log:
        say(f"  · {line}")


def _gains(s: Simulation, found: Range, word: dict[str, str]) -> None:
    rows = []
    for i in np.argsort(-s.welfare):
        span = f"{_percent(found.low[i])} … {_percent(found.high[i])}"
        central = _percent(s.welfare[i]) if found.sure[i] else "–"
        rows.append([s.baseline.regions.codes[i], central, span, "" if found.sure[i] else word["unsure"]])
    show_table([word["region"], word["change"], word["range"], ""], rows, "<>>")


def _why(s: Simulation, explained: list[int], codes: list[str], word: dict[str, str]) -> None:
    say(f"\n{word['why']}")
    parts = {k: v for k, v in s.decomposition.components.items() if np.abs(v[explained]).max() > 5e-7}
    show_table(["", *codes], [[k, *(_percent(v[i]) for i in explained)] for k, v in parts.items()], "<" + ">" * len(codes))
    if len(s.contributions) > 1:
        say(f"\n{word['parts']}")
        rows = [[k, *(_percent(v[i]) for i in explained)] for k, v in s.contributions.items()]
        show_table(["", *codes], rows, "<" + ">" * len(codes))


def _government(s: Simulation, explained: list[int], codes: list[str], word: dict[str, str]) -> None:
    say("\n" + word["government"].format(unit=s.baseline.unit))
    before = s.again(type(s.package)()).government
    moved = {k: v - before[k] for k, v in s.government.items()}
    unit = 1.0 if max(np.abs(v[explained]).max() for v in moved.values()) < 1e12 else 1e-6
    rows = [[k, *(f"{unit * v[i]:+,.0f}" for i in explained)] for k, v in moved.items() if np.abs(v[explained]).max() > 0.5]
    rows.append([word["net"], *(f"{-unit * s.bill[i]:+,.0f}" for i in explained)])
    show_table(["", *codes], rows, "<" + ">" * len(codes))


def _six(s: Simulation, explained: list[int], codes: list[str], word: dict[str, str], lang: str) -> None:
    from newind.systems.changes import changes
    from newind.systems.registry import indicators

    say(f"\n{word['six']}")
    found, known = changes(s.baseline, s.accounts), indicators()
    for i, code in zip(explained, codes, strict=True):
        rows = [[c.topic, _figure(c.before[i]), _figure(c.after[i]), _percent(c.relative[i], 2), c.unit, known[c.id].label[lang]]
                for c in found]  # fmt: skip
        show_table([code, word["before"], word["after"], word["change"] + ", %", "", ""], rows, "<>>>")


def _percent(value: float, digits: int = 3) -> str:
    return "–" if value != value else f"{100 * value:+.{digits}f}"


def _figure(value: float) -> str:
    return "–" if value != value else f"{value:.4g}"
