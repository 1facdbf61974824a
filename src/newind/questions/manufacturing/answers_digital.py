"""System 2 in depth: what is digital and what are services in the products of manufacturing, and why it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.analyses.manufacturing import digital_effects, digital_links
from newind.analyses.manufacturing.digital import digital_content
from newind.analyses.manufacturing.servicing import service_content
from newind.language.scales import mark
from newind.messages import in_each
from newind.questions.answers import quote
from newind.questions.manufacturing.words import (
    WHOLE,
    WORDS,
    answer,
    between,
    format_points,
    industries,
    industry,
    line,
    number,
    plain,
    share,
    sort_named_first,
)
from newind.questions.panels import codes_of
from newind.questions.wording import sentence
from newind.questions.words import join_texts, place, status

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from newind.accounts.panel import Panel
    from newind.analyses.manufacturing.digital import DigitalContent
    from newind.analyses.manufacturing.digital_effects import DigitalChange
    from newind.analyses.manufacturing.digital_links import DigitalLinkages
    from newind.analyses.manufacturing.servicing import ServiceContent
    from newind.messages import Text
    from newind.questions.answers import Answer
    from newind.questions.manufacturing.declared import (
        DigitalChangeOptions,
        DigitalOptions,
        LinkageOptions,
        ServiceOptions,
    )

FIRST = 3
"""Partners that are named before the tables."""


def _resolve_products(names: Sequence[str] | None) -> tuple[str | tuple[str, ...], Text]:
    """Return products as an analysis takes them, and their names."""
    if names is None:
        return "manufacturing", WORDS.groups["manufactures"]
    return tuple(names), join_texts([industry(name) for name in names])


def _abroad(origins: pd.DataFrame, region: str) -> Text | None:
    """Return the named economies abroad that earn most, with their parts of what is earned abroad."""
    rows = origins[(origins["partner"] != region) & origins["named"] & origins["value"].notna()].head(FIRST)
    pairs = zip(rows["partner"], rows["share_of_foreign"], strict=True)
    found = [_with(place(str(code)), share(float(part))) for code, part in pairs]
    return join_texts(found) if found else None


def _with(name: Text, figure: Text) -> Text:
    return in_each(lambda lang: name[lang] + mark("gap", lang) + figure[lang])


# ---- digital


def digital(panel: Panel, region: str, asked: DigitalOptions) -> Answer:
    """Return digital value added in what a region makes: by year, product and origin, and what really is digital."""
    products, names = _resolve_products(asked.products)
    found = digital_content(panel.until(asked.year), region, products)
    every, last = plain(found.table()), found.years[-1]
    years = every[every["industry"] == WHOLE].drop(columns="industry").reset_index(drop=True)
    now = every[(every["year"] == last) & every["industry"].isin(found.bundle)].drop(columns="year")
    from_whom = plain(found.by_origin())
    origins = from_whom[(from_whom["year"] == last) & (from_whom["industry"] == WHOLE)]
    parts = plain(found.classification(), "source")
    tables = {
        "years": years,
        "products": now.sort_values("value", ascending=False).reset_index(drop=True),
        "parts": parts[parts["year"] == last].drop(columns="year").reset_index(drop=True),
        "origins": sort_named_first(origins.drop(columns=["year", "industry"]), "value"),
        "parts_years": parts,
    }
    figures = ("value", "low", "high", "domestic", "foreign")
    shown = {
        "years": ("year", *figures),
        "products": ("industry", *figures),
        "origins": (),
        "parts_years": (),
        "parts": ("industry", "counted", "share_of_gdp", "digital_part") if parts["digital_part"].notna().any() else (),
    }
    ranged = [line("digital_range")] if knows_abroad(found) else []
    return answer(
        "digital", region, found.years, tables, notes=[*ranged, sentence(found.remarks)],
        lead=_digital(found, names, tables["origins"]), shown=shown, unit=found.unit, words={"of": names},
        products=list(found.bundle), status=found.status[-1], chart=found.chart(), result=found,
        sources=quote("s2.digital_content", years=found.years, status=found.status[-1]),
    )  # fmt: skip


def knows_abroad(found: DigitalContent | ServiceContent) -> bool:
    """Return whether there is something abroad that is known."""
    return found.whole and len(found.partners) > 1


def _digital(found: DigitalContent, names: Text, origins: pd.DataFrame) -> list[Text]:
    every = found.table()
    rows = every[every["industry"].isna()]
    now, then = rows.iloc[-1], rows.iloc[0]
    known = np.isfinite(now["low"])
    ends = (now["low"] if known else now["value"], now["high"])
    words = {"year": found.years[-1], "of": names, "value": share(now["value"]), "range": between(*ends),
             "status": status(now["status"])}  # fmt: skip
    kind = "own" if not knows_abroad(found) else "lead" if np.isfinite(now["high"]) else "only"
    lead = [line(f"digital_{kind}", **words)]
    if knows_abroad(found):
        split = {"home": share(now["domestic"]), "abroad": share(now["foreign"])}
        partners = _abroad(origins, found.region)
        lead.append(line("digital_split", **split, partners=partners) if partners else line("digital_home", **split))
    if len(found.years) > 1:
        change = format_points(now["value"] - then["value"], sign=True)
        lead.append(line("since", first=found.years[0], before=share(then["value"]), change=change))
    parts = found.classification()
    own = parts[(parts["year"] == found.years[-1]) & parts["digital_part"].notna()]
    if len(own):
        pairs = zip(own["industry"], own["digital_part"], strict=True)
        told = [_with(industry(str(code)), share(float(part))) for code, part in pairs]
        lead.append(line("digital_parts", parts=join_texts(told)))
    return lead


def digital_change(panel: Panel, region: str, asked: DigitalChangeOptions) -> Answer:
    """Return why digital value added in what a region makes changed between two years."""
    products, names = _resolve_products(asked.products)
    found = digital_effects.digital_change(
        panel, region, asked.first, asked.last, industries=products, group=asked.group
    )
    tables = {"effects": _effects(found), "products": _by_product(found)}
    shown: dict[str, tuple[str, ...]] = {"effects": ("effect", "kind", "home", "abroad", "value"), "products": ()}
    effects = {**digital_effects.EFFECTS, WHOLE: WORDS.groups["change"]}
    known = [
        line("digital_counted", group=WORDS.groups["counted"][asked.group]),
        line("change_method"),
        sentence(found.remarks),
    ]
    return answer(
        "digital-change", region, sorted((found.first, found.last)), tables, notes=known,
        lead=_describe_change(found, names), shown=shown, values={"effect": effects}, first=found.first,
        last=found.last,
        products=list(found.bundle), group=asked.group, status=found.status, chart=found.chart(), result=found,
        sources=quote("s2.digital_change", "s2.digital_cause", years=(found.first, found.last)),
    )  # fmt: skip


def _effects(found: DigitalChange) -> pd.DataFrame:
    """Return one row an effect, their sum last."""
    import pandas as pd

    rows = plain(found.table(), "first", "last", "industry")
    sums = rows[["home", "abroad", "value"]].sum(min_count=1)
    whole = pd.DataFrame([{"effect": WHOLE, "kind": "", **sums, "status": found.status}])
    return pd.concat([rows, whole], ignore_index=True)


def _by_product(found: DigitalChange) -> pd.DataFrame:
    """Return one row a product, with an effect in each column."""
    rows = found.by_product()
    wide = rows.pivot(index="industry", columns="effect", values="value")
    order = [effect for effect in digital_effects.EFFECTS if effect in wide]
    made = wide.loc[list(found.bundle), order].assign(total=wide[order].sum(axis=1, min_count=1))
    return made.rename_axis(None, axis=1).rename(columns={"abroad": "structure_abroad"}).reset_index()


def _describe_change(found: DigitalChange, names: Text) -> list[Text]:
    before, after = map(float, np.nansum(found.total, axis=1))
    values = dict(zip(digital_effects.EFFECTS, map(float, np.nansum(found.bundled, axis=1)), strict=True))
    inside = sum(values[e] for e in digital_effects.INTENSITY)
    structure = sum(v for e, v in values.items() if e not in (*digital_effects.INTENSITY, "mix"))
    figures = {"change": after - before, "intensity": inside, "structure": structure, "mix": values["mix"]}
    words = {
        "first": found.first, "last": found.last, "of": names, "before": share(before), "after": share(after),
        **{name: format_points(v, 1, sign=True) for name, v in figures.items()}, "status": status(found.status),
    }  # fmt: skip
    return [line("change_lead", **words), line("change_parts", **words)]


def linkages(panel: Panel, region: str, asked: LinkageOptions) -> Answer:
    """Return how digital industries pull and push the others, who uses what they make, and what industries buy."""
    panel = panel.until(asked.year)
    found = digital_links.digital_linkages(panel.last, region, asked.peers and codes_of(panel, asked.peers))
    every = plain(found.table(), "year")
    linked = every["measure"].isin(("backward", "forward"))
    users = plain(found.users(), "year", "status")
    tables = {
        "linkages": every[linked]
        .rename(columns={"value": "linkage", "median": "linkage_median"})
        .reset_index(drop=True),
        "users": _sort_users(users[users["industry"] == WHOLE].drop(columns="industry")),
        "inputs": _build_inputs_table(every[~linked]),
        "users_by_industry": users,
    }
    glance = ("measure", "industry", "linkage", "linkage_median", "rank")
    shown = {"linkages": glance, "users": ("user", "value", "share"), "users_by_industry": (),
             "inputs": ("industry", "digital_input", "median", "rank", "home_share")}  # fmt: skip
    names = industries(found.industries, WORDS.groups["together"])
    values = {"industry": names, "user": {**names, **digital_links.USERS}, "measure": WORDS.groups["linked"]}
    notes = [line("linkages_read"), sentence(found.remarks)]
    return answer(
        "linkages", region, (found.year,), tables, notes=notes, lead=_describe_linkages(found, tables["users"]),
        shown=shown,
        unit=found.unit, values=values, peers=list(found.peers), status=found.status, chart=found.chart(),
    )  # fmt: skip


def _sort_users(users: pd.DataFrame) -> pd.DataFrame:
    return users.sort_values("value", ascending=False).reset_index(drop=True)


def _build_inputs_table(every: pd.DataFrame) -> pd.DataFrame:
    """Return one row a using industry: digital inputs, those of peers, and the part bought at home."""
    rows = every.set_index("industry")
    bought, home = (rows[rows["measure"] == m] for m in ("digital_input", "home_share"))
    made = bought[["value", "median", "rank", "peers", "status"]].rename(columns={"value": "digital_input"})
    home = home[["value", "median"]].rename(columns={"value": "home_share", "median": "home_median"})
    return made.join(home).sort_values("digital_input", ascending=False).rename_axis("industry").reset_index()


def _describe_linkages(found: DigitalLinkages, users: pd.DataFrame) -> list[Text]:
    peers = len(found.peers)
    words = {
        "year": found.year, "backward": number(float(found.backward[0, -1])), "peers": peers,
        "forward": number(float(found.forward[0, -1])), "status": status(found.status),
    }  # fmt: skip
    medians = {
        "backward_median": number(float(np.nanmedian(found.backward[1:, -1]))) if peers else "",
        "forward_median": number(float(np.nanmedian(found.forward[1:, -1]))) if peers else "",
    }
    parts = {user: share(float(users.loc[users["user"] == user, "share"].iloc[0])) for user in digital_links.USERS}
    bought = {"inputs": share(float(found.inputs[0, -1])), "home": share(float(found.home[0, -1]))}
    return [
        line("linkages_lead" if peers else "linkages_alone", **words, **medians),
        line("linkages_users", **parts, **bought),
    ]


# ---- services


def services(panel: Panel, region: str, asked: ServiceOptions) -> Answer:
    """Return services in what manufacturing sells, by type and origin, and over the years."""
    found = service_content(panel.until(asked.year), region, asked.of)
    every, last = plain(found.table(), "of", "industry"), found.years[-1]
    origins = plain(found.by_origin(), "of")
    products = plain(found.by_product(), "of")
    now = origins[origins["year"] == last].drop(columns="year")
    tables = {
        "types": _types(every, found),
        "years": every[every["type"] == WHOLE].drop(columns="type").reset_index(drop=True),
        "origins": sort_named_first(now[now["type"] == WHOLE].drop(columns="type"), "value"),
        "origins_by_type": sort_named_first(now[now["type"] != WHOLE], "value"),
        "products": products[(products["year"] == last)].drop(columns="year").reset_index(drop=True),
        "types_years": every,
    }
    shown = {"types": ("type", "value", "domestic", "foreign", "from_abroad", "change"),
             "years": ("year", "value", "domestic", "foreign", "from_abroad"),
             **dict.fromkeys(("origins", "origins_by_type", "products", "types_years"), ())}  # fmt: skip
    tables["years"]["from_abroad"] = tables["years"]["foreign"] / tables["years"]["value"]
    kinds = {kind.id: kind.label for kind in found.types} | WORDS.groups["kinds"] | {WHOLE: WORDS.groups["services"]}
    return answer(
        "services", region, found.years, tables, notes=[sentence(found.remarks)],
        lead=_describe_services(found, tables["origins"]), shown=shown,
        values={"type": kinds}, words={"of": WORDS.groups["sold"][asked.of], "first": found.years[0]}, of=asked.of,
        status=found.status[-1], chart=found.chart(), result=found,
        sources=quote("s2.service_types", years=found.years[-1:], status=found.status[-1]),
    )  # fmt: skip


def _types(every: pd.DataFrame, found: ServiceContent) -> pd.DataFrame:
    """Return one row a type in the last year, the largest first and all together last, with the change since the first.

    The change is left out where there is one year only.
    """
    import pandas as pd

    now, then = (every[every["year"] == y].drop(columns="year") for y in (found.years[-1], found.years[0]))
    made = now.assign(from_abroad=now["foreign"] / now["value"])
    if len(found.years) > 1:
        made["change"] = now["value"].to_numpy() - then["value"].to_numpy()
    single, whole = made[made["type"] != WHOLE], made[made["type"] == WHOLE]
    return pd.concat([single.sort_values("value", ascending=False), whole], ignore_index=True)


def _describe_services(found: ServiceContent, origins: pd.DataFrame) -> list[Text]:
    total, own = float(found.total[-1]), float(found.domestic[-1].sum())
    words = {"year": found.years[-1], "of": WORDS.groups["sold"][found.of], "value": share(total),
             "status": status(found.status[-1])}  # fmt: skip
    lead = [line("services_lead" if knows_abroad(found) else "services_own", **words)]
    if knows_abroad(found):
        top = int(np.argmax(found.foreign[-1]))
        kind, part = found.types[top], share(float(found.foreign[-1, top]) / (total - own))
        most = WORDS.groups["kinds"].get(kind.id, kind.label)
        split = {"home": share(own), "abroad": share(total - own), "top": most, "part": part}
        lead.append(line("services_split", **split, partners=_abroad(origins, found.region)))
    if len(found.years) > 1:
        before = float(found.total[0])
        known = {"first": found.years[0], "before": share(before), "change": format_points(total - before, sign=True)}
        lead.append(line("since", **known))
    return lead
