"""Figures of a user joined to accounts: by industry as satellites, by region as facts; all of them or none."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from newind.accounts.classification import OTHER, demand_name, demand_roles, find_role, industry_name
from newind.accounts.given import as_facts, as_satellites
from newind.accounts.regions import spellings
from newind.accounts.satellite import STATUSES
from newind.data.attach_rows import (
    FINAL,
    AttachmentRow,
    AttachmentValues,
    Bridge,
    bridge,
    by_name,
    final_twice,
    final_users,
    incomplete,
    read_figures,
    spread,
)
from newind.data.template import words
from newind.datafiles import read_json, read_yaml
from newind.errors import DataError, NewindError, join_items, noun, offenders, sentences, suggest, tell, within

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from os import PathLike

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.typing import Array


Kind = Literal["satellites", "facts"]
ESTIMATED = STATUSES[1]
PER_LINE = 3
"""Regions that a line of the report names one by one."""


@dataclass(frozen=True)
class AttachmentResult:
    """Accounts with figures attached, and what was done in words: a line or more a figure."""

    accounts: Accounts
    report: tuple[str, ...]


def attach(
    w: Accounts,
    figures: str | PathLike[str] | pd.DataFrame,
    concordance: str | PathLike[str] | Mapping[str, str] | None = None,
    kind: Kind | None = None,
) -> Accounts:
    """Return accounts with a user's figures; see :func:`join`, which also says what was done.

    Examples
    --------
    >>> import newind as ni, pandas as pd
    >>> w = ni.Accounts(Z=[[1, 2], [3, 4]], Y=[[9], [9]], regions="CHN", industries=["a", "b"], demand="f", year=2008)
    >>> attach(w, pd.DataFrame({"industry": ["a", "b"], "co2 (kt)": [5.0, 7.0]})).satellites["co2"].total
    12.0
    """
    return join(w, figures, concordance, kind).accounts


def join(
    w: Accounts,
    figures: str | PathLike[str] | pd.DataFrame,
    concordance: str | PathLike[str] | Mapping[str, str] | None = None,
    kind: Kind | None = None,
) -> AttachmentResult:
    """Join figures to accounts: by region and industry as satellites, by region as facts.

    Figures stand one a row (columns region, industry, name, value, unit and, if known, status, source, follows,
    combine), or in a column each (region, industry, ``co2 (kt)`` …; rows called unit, status … describe them). The
    column region may be left out when one region is no boundary. Labels are codes or names. The industry of what
    final users cause is ``final`` or a demand category. What is not given is unknown (NaN), not zero.

    Parameters
    ----------
    w : Accounts
    figures : path or DataFrame
        csv or xlsx (first sheet).
    concordance : path, name or mapping, optional
        From the codes of the figures to the industries: csv with source, target and, where a source is shared out,
        share. Without shares it is shared by output, which makes the figures estimated. A target may be ``final`` or a
        demand category; a source without a target is left out. A shipped concordance is found by itself.
    kind : {"satellites", "facts"}, optional
        Satellites where there is a column industry, else facts.

    Returns
    -------
    AttachmentResult
        Sums are kept: the total of a satellite is that of the figures.

    Raises
    ------
    DataError
        With every problem found: labels that match nothing, with the nearest; figures that are no numbers or stand
        twice; industries of which a part is missing.
    """
    found = read_figures(figures)
    if kind is not None and (kind == "satellites") != found.by_industry:
        raise DataError(tell("attach.kind", where=found.where, kind=kind))
    renamed = standard(found, w.unit) if found.by_industry else []
    regions = _regions(w, found)
    return _satellites(w, found, regions, concordance, renamed) if found.by_industry else _facts(w, found, regions)


# ---- labels


def _regions(w: Accounts, found: AttachmentValues) -> dict[str, str]:
    """Return the code of every region that the figures name; those that match nothing are problems."""
    called = spellings(w.regions.rows)
    known = by_name(w.regions.codes, *zip(*called.values(), strict=True))
    own = [r for r in w.regions if r not in w.boundary]
    if len(own) == 1:
        known[""] = own[0]
    _note_unmatched_labels(
        found,
        "region",
        [r for r in found.rows if r.region.casefold() not in known],
        [*w.regions, *dict.fromkeys(name for names in called.values() for name in names)],
    )
    return {r.region: known[r.region.casefold()] for r in found.rows if r.region.casefold() in known}


def _note_unmatched_labels(found: AttachmentValues, what: str, rows: list[AttachmentRow], labels: list[str]) -> None:
    if not rows:
        return
    first = {getattr(r, what): r for r in reversed(rows)}
    shown = offenders(
        [
            tell("attach.at", label=label or tell("part.blank"), where=first[label].at)
            for label in dict.fromkeys(getattr(r, what) for r in rows)
        ]
    )
    near = suggest(getattr(rows[0], what), labels)
    other = tell("attach.concordance") if what == "industry" else ""
    other = tell("attach.leave_totals") if all(is_total(label) for label in first) else other
    on = len({r.at for r in rows})
    n = tell("part.row" if on == 1 else "part.rows", n=on)
    found.problems.append(tell("attach.unmatched", what=noun(what), which=shown, rows=n, near=near, other=other))


def _industries(w: Accounts, found: AttachmentValues, to: Bridge | None) -> dict[str, str]:
    """Return what the labels stand for: a source of the concordance, an industry, or final users."""
    codes = list(dict.fromkeys([*(to.targets if to else ()), *w.industries]))
    names = [[industry_name(c, lang) for c in codes] for lang in ("en", "zh")]
    users = ([demand_name(c, lang) for c in w.demand] for lang in ("en", "zh"))
    named = {label.casefold(): code for label, code in _users(w, found).items()}
    known = named | by_name(w.demand, *users) | by_name(codes, *names) | {FINAL: FINAL}
    labels = {r.industry for r in found.rows}
    _note_unmatched_labels(
        found, "industry", [r for r in found.rows if r.industry.casefold() not in known], [*codes, *names[0], *names[1]]
    )
    return {label: known[label.casefold()] for label in labels if label.casefold() in known}


def _users(w: Accounts, found: AttachmentValues) -> dict[str, str]:
    """Return the labels that are another name of a demand category, where one alone has its role."""
    roles = {role: codes[0] for role, codes in demand_roles(w.demand).items() if len(codes) == 1 and role != OTHER}
    labels = {r.industry: find_role(r.industry) for r in found.rows}
    return {label: roles[role] for label, role in labels.items() if role in roles}


def _twice(found: AttachmentValues, rows: Sequence[tuple[AttachmentRow, tuple[str, ...]]]) -> None:
    seen: dict[tuple[str, ...], str] = {}
    twice = [
        tell("axes.two", label=" ".join(key), first=first, second=row.at)
        for row, key in rows
        if (first := seen.setdefault(key, row.at)) != row.at
    ]
    if twice:
        found.problems.append(tell("attach.twice", which=offenders(twice)))


def _stop(found: AttachmentValues) -> None:
    if found.problems:
        raise DataError(within(found.where, sentences([*found.problems, tell("attach.stopped")])))


# ---- satellites


def _satellites(
    w: Accounts, found: AttachmentValues, regions: Mapping[str, str], concordance: Any, renamed: Sequence[str]
) -> AttachmentResult:
    ends = {FINAL, *w.demand, *(demand_name(d, lang).casefold() for d in w.demand for lang in ("en", "zh"))}
    ends |= {label for label in _users(w, found) if label not in w.industries}
    codes = list(dict.fromkeys(r.industry for r in found.rows if r.industry not in ends))
    to = bridge(w, codes, concordance)
    industries = _industries(w, found, to)
    rows = [
        (r, (regions[r.region], industries[r.industry], r.name))
        for r in found.rows
        if r.region in regions and r.industry in industries
    ]
    _twice(found, rows)
    told: dict[str, dict[tuple[str, str], float]] = {name: {} for name in found.names}
    for r, (region, industry, name) in rows:
        if not math.isnan(r.value):
            told[name][region, industry] = r.value
    found.problems += [p for name, known in told.items() for p in totals(name, known, to, (FINAL, *w.demand))]
    given = {name: _by_user(w, known, to) for name, known in told.items()}
    parts = {name: spread(w, values, to) for name, values in given.items()}
    for known in given.values():
        found.problems += [p for p in [*incomplete(w, known, to), *final_twice(w, known)] if p not in found.problems]
    _stop(found)
    made, report = {}, []
    for name, (values, shared) in parts.items():
        said = _defaults("satellites", name) | found.said[name] | ({"status": ESTIMATED} if shared else {})
        made[name] = _fields(said, "combine") | {"values": values, "final": final_users(w, given[name])}
        report += _describe_attachment(w, name, said, values, made[name]["final"])
        report += [tell("attached.replaces", name=name)] if name in w.satellites else []
        report += [tell("attached.bridge", name=to.name)] if to else []
        report += [tell("attached.shared", which=offenders(shared))] if shared else []
    left = [s for s, targets in to.targets.items() if not targets] if to else []
    report += [*renamed, *([tell("attached.left", which=offenders(left))] if left else [])]
    try:
        return AttachmentResult(w._replace(satellites={**w.satellites, **as_satellites(made)}), tuple(report))
    except NewindError as error:
        raise DataError(within(found.where, error)) from None


def _by_user(w: Accounts, known: Mapping[tuple[str, str], float], to: Bridge | None) -> dict[tuple[str, str], float]:
    """Return figures in which what a concordance leads to final users stands under them, added up."""
    given: dict[tuple[str, str], float] = {}
    for (region, code), value in known.items():
        users = [t for t in to.targets.get(code, ()) if t in (FINAL, *w.demand)] if to else []
        key = (region, users[0] if users else code)
        given[key] = given.get(key, 0.0) + value
    return given


def _defaults(kind: Kind, name: str) -> dict[str, str]:
    """Return what is known of a figure of that name, its unit aside."""
    known: dict[str, str] = next((e for e in words()["examples"][kind] if e["name"] == name), {})
    return {k: v for k, v in (find_attributes(name) | known).items() if k not in ("name", "unit")}


def _fields(said: Mapping[str, str], leave: str = "") -> dict[str, Any]:
    return {k: v for k, v in said.items() if k != leave}


def _describe_attachment(
    w: Accounts, name: str, said: Mapping[str, str], values: Array, final: Array | None
) -> list[str]:
    """Return what was attached, in words."""
    known = ~np.isnan(values.reshape(w.R, w.S))
    full = [k for k in range(w.R) if known[k].any()]
    where = join_items(tell("attached.industries", n=int(known[k].sum()), all=w.S, region=w.regions[k]) for k in full)
    if len(full) > PER_LINE:
        n = int(known[full].sum())
        where = tell("attached.regions", n=n, all=len(full) * w.S, regions=len(full))
    users = 0 if final is None else int((~np.isnan(final.reshape(w.R, -1)).all(axis=1)).sum())
    if users:
        of = tell("attached.users" if users == 1 else "attached.users_many", n=users)
        where = tell("attached.and", one=where, other=of) if where else of
    total = np.nansum(values) + (0.0 if final is None else np.nansum(final))
    lines = [_attached(name, said, tell("attached.total", where=where or tell("attached.nothing"), total=total))]
    missing = [f"{w.regions[r]} {w.industries[k]}" for r in full for k in np.flatnonzero(~known[r]).tolist()]
    lines += [tell("attached.unknown", which=offenders(missing))] if missing else []
    rest = [r for k, r in enumerate(w.regions) if k not in full]
    return lines + ([tell("attached.unknown_all", which=join_items(rest))] if rest else [])


def _attached(name: str, said: Mapping[str, str], where: str) -> str:
    return tell("attached.figure", name=name, unit=said.get("unit") or tell("attached.no_unit"), where=where)


# ---- facts


def _facts(w: Accounts, found: AttachmentValues, regions: Mapping[str, str]) -> AttachmentResult:
    rows = [(r, (regions[r.region], r.name)) for r in found.rows if r.region in regions]
    _twice(found, rows)
    _stop(found)
    made, report = {}, []
    for name in found.names:
        figures = {region: r.value for r, (region, of) in rows if of == name}
        said = _defaults("facts", name) | found.said[name]
        made[name] = _fields(said) | {"values": figures}
        known = [r for r, value in figures.items() if not math.isnan(value)]
        where = join_items(known) if len(known) <= PER_LINE else tell("attached.some", n=len(known), all=w.R)
        report.append(_attached(name, said, where or tell("attached.nothing")))
        missing = [r for r in w.regions if r not in known]
        report += [tell("attached.unknown", which=offenders(missing))] if missing else []
    try:
        return AttachmentResult(w._replace(facts=w.facts | as_facts(made, w.regions.codes)), tuple(report))
    except NewindError as error:
        raise DataError(within(found.where, error)) from None


def name_of(text: str) -> str:
    """Return what indicators call a figure; a name that they do not look for stays as it is.

    Examples
    --------
    >>> name_of("CO₂ emissions"), name_of("从业人员"), name_of("labour-compensation"), name_of("water")
    ('co2', 'employment', 'labour_compensation', 'water')
    """
    return _names().get(_plain(text), text)


def find_attributes(name: str) -> dict[str, str]:
    """Return the unit that a figure is usually in, if there is one, and what it follows; empty for other names."""
    return {k: v for k, v in _read_names()["names"].get(name, {}).items() if k != "names"}


def standard(found: AttachmentValues, money: str) -> list[str]:
    """Give figures the names and units of indicators, in place; return in words what was renamed.

    Parameters
    ----------
    found : AttachmentValues
        By industry. A figure that indicators look for and that has no unit, or stands under two names, is a problem.
    money : str
        Unit of the accounts, for the remedy.
    """
    renamed = {given: name_of(given) for given in found.names}
    for name in dict.fromkeys(renamed.values()):
        under = [given for given, to in renamed.items() if to == name]
        if len(under) > 1:
            found.problems.append(tell("attach.under", name=name, which=offenders(under)))
    factors: dict[str, int] = {}
    told: list[str] = []
    for given, name in renamed.items():
        said = found.said[given]
        unit, factors[given] = _unit(name, said.get("unit", ""))
        if name in _read_names()["names"] and not unit:
            usual = find_attributes(name).get("unit", money or "M.CNY")
            found.problems.append(tell("attach.no_unit", given=given, name=name, unit=usual))
        told += [tell("attached.is", name=name, given=given)] if name != given else []
        many = f"{factors[given]} " if factors[given] > 1 else ""
        told += (
            [tell("attached.read", name=name, given=said["unit"], unit=f"{many}{unit}")]
            if unit != said.get("unit", "")
            else []
        )
        if unit:
            said["unit"] = unit
    found.said = {name: found.said[given] for given, name in renamed.items()}
    found.rows = [replace(r, name=renamed[r.name], value=r.value * factors[r.name]) for r in found.rows]
    return told


def _unit(name: str, unit: str) -> tuple[str, int]:
    """Return a unit as indicators write it and how many of it the given one is."""
    if name not in _read_names()["names"]:
        return unit, 1
    to, factor = _read_names()["units"].get(unit, (unit, 1))
    return str(to), int(factor)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


@cache
def _names() -> dict[str, str]:
    known = _read_names()["names"]
    return {_plain(other): name for name in known for other in (name, *known[name]["names"])}


@cache
def _read_names() -> dict[str, Any]:
    return dict(read_yaml("newind.data", "attach_names.yaml"))


SAME = 1e-6
"""By how much a row may differ from the sum of others, relative to it, to be taken for their total."""
PARTS = 5
"""Rows other than zero that make a sum; of a few figures one may well be the sum of the others by chance."""
WORDS = "|".join(read_json("newind.data", "attach_words.json")["totals"])
_TOTAL = re.compile(rf"\b(sub|grand )?total\b|{WORDS}", re.IGNORECASE)


def is_total(label: str) -> bool:
    """Tell whether a label says that its row is a total.

    Examples
    --------
    >>> is_total("Total Consumption"), is_total("合计"), is_total("Others")
    (True, True, False)
    """
    return bool(_TOTAL.search(label))


def totals(name: str, figures: Mapping[tuple[str, str], float], to: Bridge | None, users: Collection[str]) -> list[str]:
    """Return a complaint about totals that would be made beside their parts.

    Parameters
    ----------
    name : str
        What the figures are.
    figures : mapping of (region, code) to float
        As given, with final users and what the concordance leaves out.
    to : Bridge, optional
        Only what goes through it is looked at: codes of the accounts are no totals.
    users : collection of str
        Targets that are final users.
    """
    if to is None:
        return []
    made = {key for key in figures if set(to.targets.get(key[1], ())) - set(users)}
    wrong = [
        f"{region} {code}"
        for region, code in figures
        if to.targets.get(code) and (is_total(code) or _is_sum(figures, made, region, code))
    ]
    if not wrong:
        return []
    return [tell("attach.totals", name=name, which=offenders(wrong))]


def _is_sum(
    figures: Mapping[tuple[str, str], float], made: Collection[tuple[str, str]], region: str, code: str
) -> bool:
    """Tell whether a figure is the sum of all others of its region, or of those that go to industries."""
    value = figures[region, code]
    others = {key: v for key, v in figures.items() if key[0] == region and key[1] != code and v}
    inside = [v for key, v in others.items() if key in made]
    sums = [sum(part) for part in (list(others.values()), inside) if len(part) >= PARTS]
    return any(abs(value - s) <= SAME * abs(value) for s in sums) and value != 0
