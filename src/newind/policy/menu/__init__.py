"""Example policies for any region: one YAML file each, with places that the region and its accounts fill.

Sizes are round numbers, not proposals. ``HOME`` is the region that acts, ``OTHERS`` all others, ``DEPENDENT`` the
high-tech input of which most is imported, ``LOW_CARBON`` the manufacturing industries that emit less than manufacturing
as a whole.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.classification import industry_name
from newind.accounts.groups import resolve
from newind.datafiles import list_yaml
from newind.errors import (
    BilingualMessage,
    DataError,
    MessagePart,
    PolicyError,
    UnknownNameError,
    join_items,
    tell,
    unknown,
)
from newind.kernels.quotients import ratio
from newind.messages import message
from newind.policy.levers import FAMILIES, SELECTORS, levers
from newind.policy.schema import Package
from newind.policy.targets import resolve as targets

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.accounts.accounts import Accounts
    from newind.typing import Array, IntArray

SIZES = message("policy.menu.sizes")
"""Note that stands wherever the menu is shown."""
BEARABLE = 0.6
"""Share of a good's use that must be made at home before the loss of all imports is tried."""
SOME_INPUT = message("policy.menu.some_input")
"""Words in place of a good that the accounts do not list."""
Filled = tuple[str, ...]


def menu(region: str, accounts: Accounts) -> tuple[Package, ...]:
    """Return the example policies that a region can try on its accounts, by family.

    Parameters
    ----------
    region : str
        Code of the region that acts.
    accounts : Accounts
        Its accounts; policies that they do not allow are left out, and `left_out` says why.

    Raises
    ------
    UnknownNameError
        For a region that the accounts lack, with the nearest.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> made = menu("DEU", load("world", year=2011))
    >>> [p.name for p in made][:3], made[0].shocks[0].region
    (['procurement', 'subsidy', 'research'], 'DEU')
    """
    found = (build_policy(t, region, accounts) for t in templates())
    return tuple(p for p in found if isinstance(p, Package))


def left_out(region: str, accounts: Accounts) -> dict[str, str]:
    """Return why policies of the menu cannot be tried on accounts, by name.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> left_out("DEU", load("world", year=2011))["cut-off"].partition(". ")[0]
    'industries at home make 12% of the chemicals that they use'
    """
    found = {t.name: build_policy(t, region, accounts) for t in templates()}
    return {name: why for name, why in found.items() if isinstance(why, str)}


def labels(region: str, accounts: Accounts) -> dict[str, dict[str, str]]:
    """Return what each policy of the menu is called for a region, by name, whether or not it can be tried.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> labels("DEU", load("world", year=2011))["cut-off"]["en"]
    'Loss of all imports: Chemicals'
    """
    return {t.name: _label(t, region, accounts) for t in templates()}


def _label(template: Package, region: str, accounts: Accounts) -> dict[str, str]:
    """Return the name of a policy with its good, or with some input where the accounts cannot tell which."""
    try:
        label = fill_template(template, region, accounts).label
    except (UnknownNameError, DataError, PolicyError):
        return {str(lang): text.replace("{industry}", SOME_INPUT[lang]) for lang, text in template.label.items()}
    return {str(lang): words for lang, words in label.items()}


def entry(name: str, region: str, accounts: Accounts) -> Package:
    """Return one example policy for a region.

    Raises
    ------
    UnknownNameError
        For a name that is not on the menu, or a region that the accounts lack, with the nearest.
    DataError
        Where the accounts do not allow it.
    """
    known = {t.name: t for t in templates()}
    if name not in known:
        raise unknown("policy", name, tuple(known), tell("policy.menu", known=join_items(known)))
    found = build_policy(known[name], region, accounts)
    if isinstance(found, str):
        raise DataError(tell("policy.not_here", name=name, why=MessagePart(found)))
    return found


def build_policy(template: Package, region: str, accounts: Accounts) -> Package | str:
    """Return a policy for a region, or why the accounts do not allow it."""
    if region not in accounts.regions:
        raise unknown("region", region, accounts.regions.codes, tell("policy.not_in_accounts"))
    if need := lacking(template, accounts):
        return f"the accounts lack {need}. Attach it: newind data attach."
    try:
        found = fill_template(template, region, accounts)
        targets(found, accounts)
    except (UnknownNameError, DataError, PolicyError) as error:
        return str(error)
    return unbearable(found, accounts) or found


def unbearable(package: Package, accounts: Accounts) -> str:
    """Return why a region cannot lose all imports of a good, empty where it can or where none is lost."""
    for shock in package.shocks:
        if shock.lever == "cut_off" and shock.value == 1 and isinstance(shock.industry, str):
            code = str(shock.region)
            share = home_share(code, accounts)[accounts.industries.index(shock.industry)]
            if share < BEARABLE:
                en, zh = (industry_name(shock.industry, lang) for lang in ("en", "zh"))
                good = BilingualMessage(en[:1].lower() + en[1:], zh)
                return tell("policy.unbearable", share=share, good=good, least=BEARABLE)
    return ""


@cache
def templates() -> tuple[Package, ...]:
    """Return the policies of the menu as they are written, with places to fill, by family and name."""
    from newind.policy.yaml_file import parse_package, read_placed

    found = [parse_package(read_placed(__name__, f"{name}.yaml"), f"{name}.yaml", name) for name in list_yaml(__name__)]
    families = list(FAMILIES)
    return tuple(sorted(found, key=lambda p: (families.index(family(p)), p.name)))


def family(package: Package) -> str:
    """Return the family that a policy of the menu belongs to."""
    return package.shocks[0].family


def lacking(package: Package, accounts: Accounts) -> str:
    """Return what a policy needs that accounts lack, empty where it lacks nothing."""
    needs = {n.removeprefix("satellite:") for s in package.shocks for n in levers()[s.lever].needs}
    needs |= {"co2" for s in package.shocks if "LOW_CARBON" in _list_codes(s.industry)}
    return next((f"the satellite {n!r}" for n in sorted(needs) if n not in accounts.satellites), "")


def fill_template(package: Package, region: str, accounts: Accounts) -> Package:
    """Return a policy with its places filled by a region and its accounts."""
    said: dict[str, Any] = package.to_dict()
    goods: Any = ""
    for shock in said["shocks"]:
        for field in SELECTORS:
            if field in shock:
                shock[field] = _put(shock[field], region, accounts)
        goods = shock.get("industry", "")
    words = {k: _naming(said[k], goods) for k in ("label", "note")}
    return Package(**(said | words))


def _put(selected: Any, region: str, accounts: Accounts) -> Any:
    """Return a selection with what stands for its places."""
    filled = [PLACES[n](region, accounts) if n in PLACES else (n,) for n in _list_codes(selected)]
    found = [code for codes in filled for code in codes]
    return found[0] if len(found) == 1 else found


def _naming(words: dict[str, str], industry: Any) -> dict[str, str]:
    """Return texts in which the good is named."""
    named = {lang: industry_name(industry, lang) if isinstance(industry, str) else "" for lang in words}
    return {lang: text.replace("{industry}", named[lang]) for lang, text in words.items()}


def _list_codes(selected: Any) -> Filled:
    return (selected,) if isinstance(selected, str) else tuple(selected)


def _others(region: str, w: Accounts) -> Filled:
    return tuple(code for code in w.regions.codes if code != region)


def find_top_import(region: str, w: Accounts) -> Filled:
    """Return the high-tech industry whose goods industries of the region import most, in shares of all they use."""
    goods = _within("high-tech", w)
    share = np.nan_to_num(home_share(region, w)[goods], nan=np.inf)
    return (w.industries[int(goods[int(share.argmin())])],)


def home_share(region: str, w: Accounts) -> Array:
    """Return the share of each good used by industries of a region that is made there; (S,), NaN where none is used."""
    r = w.regions.index(region)
    used = w.Z4[:, :, r, :].sum(axis=2)
    return ratio(used[r], used.sum(axis=0))


def low_carbon(region: str, w: Accounts) -> Filled:
    """Return the manufacturing industries of a region that emit less CO2 per output than all of them do."""
    r, made = w.regions.index(region), _within("manufacturing", w)
    x, co2 = (np.asarray(v).reshape(w.R, w.S)[r, made] for v in (w.x, w.satellites["co2"].values))
    below = (x > 0) & (co2 * x.sum() < co2.sum() * x)
    chosen = made[below] if below.any() else made
    return tuple(w.industries[int(k)] for k in chosen)


def _within(group: str, w: Accounts) -> IntArray:
    return resolve(group, w.industries)


PLACES: dict[str, Callable[[str, Accounts], Filled]] = {
    "HOME": lambda region, _: (region,),
    "OTHERS": _others,
    "DEPENDENT": find_top_import,
    "LOW_CARBON": low_carbon,
}
"""Placeholder in the files → the function that finds its value for a region and its accounts."""
