"""System 4 at home: what each region of a country is for, how it circulates, which industries could move."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from newind.accounts.classification import industry_name
from newind.analyses.circulation.own import MEASURES, SCOPE_NAMES
from newind.analyses.circulation.pairs import CRITERIA, NOTE, PROXY, transfer_pairs
from newind.analyses.circulation.provinces import regions_at_home
from newind.analyses.circulation.structure import PARTS, PER
from newind.errors import DataError, tell
from newind.language.words import mark, percent
from newind.messages import fill, in_each, list_languages, message
from newind.questions.circulation.words import WORDS, answer, note, of_year
from newind.questions.wording import sentence
from newind.questions.words import join_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.analyses.circulation.provinces import RegionsAtHome
    from newind.messages import Text
    from newind.questions.answers import Answer
    from newind.questions.circulation.declared import ProvincesOptions, TransferOptions

SEMICOLONS = message("circulation.answers_home.semicolons")
RANGE = ("scope", "share", "low", "high")
COUNTED = {"measure": "counted"}
"""Column names that differ: the unit of structures is another thing than the measure of circulation."""
SIDES = {"supply": "uses", "demand": "earns"}
"""Sides of circulation, as the overview names them."""


def provinces(panel: Panel, region: str, asked: ProvincesOptions) -> Answer:
    """Return structure, circulation and gaps of one region of a country, or of all where its code is empty."""
    w = panel.until(asked.year).last
    code = region or _country(w)
    found = regions_at_home(w, region or None)
    tables = _tables(found)
    shown = dict.fromkeys(tables, ()) | (_of_one() if region else _of_all())
    notes = [of_year(w), *_list_range_notes(w, tables), *_missing(found)]
    return answer(
        "provinces",
        code,
        (w.year,),
        unit=w.unit,
        tables=tables,
        notes=notes,
        shown=shown,
        values=_values(),
        status=w.status,
    )


def _list_range_notes(w: Accounts, tables: Mapping[str, pd.DataFrame]) -> list[Text]:
    """Return the note on ranges, where there are any."""
    own = tables["own"]
    flows = [note("estimated_flows")] if w.status == "estimated" else []
    return [*flows, *([note("unsettled")] if (own["share"].isna() & own["low"].notna()).any() else [])]


def _of_one() -> dict[str, tuple[str, ...]]:
    return {
        "circulation": ("side", *RANGE), "own": ("measure", *RANGE),
        "structure": ("industry", "share", "reference_share", "quotient"),
        "specialisation": ("krugman", "highest_names", "lowest_names"),
        "gaps": ("per", "part", "amount", "relative"), "disparities": ("per", "measure", "part", "group", "index"),
    }  # fmt: skip


def _of_all() -> dict[str, tuple[str, ...]]:
    overview = tuple(f"{side}_{scope}" for side in SIDES.values() for scope in ("own", "other_provinces", "abroad"))
    return {
        "overview": ("region", *overview), "specialisation": ("region", "krugman", "highest_names"),
        "gaps": ("region", "per", "part", "amount", "relative"),
        "disparities": ("per", "measure", "part", "group", "index"),
    }  # fmt: skip


def _country(w: Accounts) -> str:
    """Return the country whose regions accounts describe.

    Raises
    ------
    DataError
        Where they describe several.
    """
    found = list(dict.fromkeys(w.regions.country[k] for k, code in enumerate(w.regions) if code not in w.boundary))
    if len(found) > 1:
        raise DataError(tell("question.countries", year=w.year, count=len(found)))
    return found[0]


def _tables(found: RegionsAtHome) -> dict[str, pd.DataFrame]:
    chain, own, gaps = (
        found.circulation.drop(columns="measure", errors="ignore"),
        found.own.drop(columns="side"),
        found.gaps,
    )
    structure = found.quotients.rename(columns=COUNTED)
    if len(structure):
        structure = structure.sort_values(
            ["region", "counted", "quotient"], ascending=[True, True, False], kind="stable"
        )
    return {
        "overview": _overview(_in_all(chain)),
        "circulation": _in_all(chain),
        "own": _in_all(own),
        "specialisation": _with_names(found.specialisation.rename(columns=COUNTED)),
        "structure": structure.reset_index(drop=True),
        "gaps": _in_all(gaps).rename(columns={"value": "amount"}),
        "disparities": found.disparities.rename(columns={"value": "index"}),
        "circulation_industries": chain,
        "own_industries": own,
    }


def _overview(chain: pd.DataFrame) -> pd.DataFrame:
    """Return one row a region with the shares of both sides; empty for a table of one region."""
    if not len(chain) or chain["region"].nunique() < 2:
        return chain.head(0)
    named = chain.assign(column=chain["side"].map(SIDES) + "_" + chain["scope"])
    wide = named.pivot(index="region", columns="column", values="share").loc[list(dict.fromkeys(chain["region"]))]
    first = [c for side in SIDES.values() for c in dict.fromkeys(named["column"]) if c.startswith(side)]
    return wide[first].reset_index().rename_axis(None, axis=1)


def _in_all(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of all industries together; an empty table stays as it is."""
    if not len(frame):
        return frame
    return frame[frame["industry"] == ""].drop(columns="industry").reset_index(drop=True)


def _with_names(frame: pd.DataFrame) -> pd.DataFrame:
    """Return specialisation with the names of industries beside their codes."""
    named = {
        f"{column}_names_{lang}": frame[column].map(partial(_name_industries, lang=lang))
        for column in ("highest", "lowest")
        if column in frame
        for lang in list_languages()
    }
    return frame.assign(**named)


def _name_industries(codes: str, lang: str) -> str:
    return SEMICOLONS[lang].join(industry_name(code, lang) for code in codes.split())


def _values() -> dict[str, Mapping[str, Text]]:
    per = {name: dict(words) for name, words in PER.items()}
    own = WORDS.groups["values"]["provinces"]
    each = message("circulation.answers_home.values.each")
    parts = {k: fill(words, per=each) for k, words in PARTS.items()}
    return {
        "scope": SCOPE_NAMES,
        "measure": {**MEASURES, **own["measure"]},
        "per": per,
        "part": {**parts, **own["part"]},
    }


def _missing(found: RegionsAtHome) -> list[Text]:
    names = WORDS.groups["columns"]["provinces"]
    tables = {"quotients": "structure"}
    return [
        note("missing", table=names[tables.get(name, name)], reason=reason_of(why))
        for name, why in found.missing.items()
    ]


def reason_of(why: str) -> Text:
    """Return a reason in both languages; one that is not foreseen stands in English in both."""
    found: Text = WORDS.groups["reasons"].get(why, dict.fromkeys(list_languages(), why))
    return found


def transfer(panel: Panel, region: str, asked: TransferOptions) -> Answer:
    """Return pairs of regions between which industries could move, by criteria and weights; all where none is named."""
    w = panel.until(asked.year).last
    code = region or _country(w)
    found = transfer_pairs(w, region or None, asked.industries, asked.weights)
    where = ("destination", "cost", "linkage") if region else ("origin", "destination", "cost")
    shown = {"pairs": ("rank", "industry", *where, "capacity", "low", "high")}
    rows = found.table()
    proxy = [note("proxy")] if (rows["capacity_from"] == PROXY).any() else []
    notes = [
        of_year(w),
        sentence(NOTE),
        note("weights", weights=_weights(found.weights)),
        *proxy,
        *(sentence(_explain_missing_criterion(k, why))
          for k, why in found.missing.items()),
    ]  # fmt: skip
    title = "transfer" if region else "transfer_all"
    return answer(
        "transfer", code, (w.year,), unit=w.unit, tables={"pairs": rows}, notes=notes, shown=shown, title=title,
        status=w.status,
        weights=found.weights,
    )  # fmt: skip


def _explain_missing_criterion(name: str, why: str) -> Text:
    return in_each(lambda lang: f"{CRITERIA[name][lang]}: {reason_of(why)[lang]}")


def _weights(weights: Mapping[str, float]) -> Text:
    told = [
        message("circulation.answers_home.weight", name=CRITERIA[k], part=in_each(partial(percent, w, digits=0)))
        for k, w in weights.items()
        if w
    ]
    return join_texts(told, lambda parts, lang: mark("list", lang).join(parts))
