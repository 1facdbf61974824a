"""Remarks beside a tag: what has lapsed, thresholds, a rebate against the tax, rules of other agreements."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from newind.datafiles import read_yaml
from newind.policy.triage.answers import agricultural, among_actors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newind.policy.actionfields import Tax
    from newind.policy.register import Action
    from newind.policy.triage import Tag

Note = dict[str, str]


def notes_of(action: Action, tags: Sequence[Tag]) -> tuple[Mapping[str, str], ...]:
    """Return the remarks that belong beside the possible tags of an action, in ``en`` and ``zh``."""
    said = tuple(remarks()[key] for key in _keys(action, tags))
    rates = () if action.tax is None else (_rates(action.tax),)
    other = (dict(action.means.other),) if action.means.other else ()
    return (*rates, *said, *other)


def export_tax(action: Action) -> float:
    """Return the tax on exports that a rebate below the tax borne amounts to, as a fraction of the tax base; else 0.

    Examples
    --------
    >>> from newind.policy.register import Action
    >>> cut = Action(id="r", label="R", clause="4.trade", family="trade", instrument="export-rebate",
    ...              tax={"borne": 0.13, "rebate": 0.09}, sources=[{"title": "Notice"}])
    >>> round(export_tax(cut), 12)
    0.04
    """
    return 0.0 if action.tax is None else max(0.0, action.tax.borne - action.tax.rebate)


@cache
def remarks() -> dict[str, Note]:
    """Return the remarks by key, in ``en`` and ``zh``."""
    found: dict[str, Note] = read_yaml("newind.policy.triage", "notes.yaml")
    return found


def _keys(action: Action, tags: Sequence[Tag]) -> Iterator[str]:
    who = among_actors(action)
    china = who.china
    if "prohibited-suspect" in tags:
        yield "prohibited"
        yield from [key for key, there in {"accession": china, "annex-vii": who.others}.items() if there]
    if "actionable" in tags:
        yield "de-minimis-china" if china else "de-minimis"
        yield from _list_lapsed_paragraphs(action)
    if {"prohibited-suspect", "actionable"} & set(tags):
        yield "notify-china" if china else "notify"
        if china and action.means.benefit == "unknown" and action.recipient != "consumer":
            yield "benchmark"
    if action.means.gives == "revenue" and action.level != "national":
        yield "tax-rates"
    if action.means.supports and agricultural(action):
        yield "agriculture-china" if china else "agriculture"
    if action.recipient == "consumer":
        yield "buyers"


def _list_lapsed_paragraphs(action: Action) -> Iterator[str]:
    """Yield which paragraphs of Art. 8.2 would once have been asked."""
    asked = {"rd": action.stage == "rd", "region": action.eligible == "region", "climate": action.motive == "climate"}
    yield from [key for key, holds in asked.items() if holds]


def _rates(tax: Tax) -> Note:
    """Say how a rebate stands to the tax borne."""
    borne, rebate = 100 * tax.borne, 100 * tax.rebate
    key = "above" if rebate > borne else "below" if rebate < borne else "equal"
    said = {"borne": f"{borne:.4g}", "rebate": f"{rebate:.4g}", "gap": f"{abs(rebate - borne):.4g}"}
    return {lang: text.format(**said) for lang, text in remarks()[f"rebate-{key}"].items()}
