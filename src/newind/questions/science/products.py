"""Products whose sources are few, as an answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from newind.analyses.science.products import product_screen
from newind.data.opening import open_accounts
from newind.data.readers.products import read_products
from newind.errors import in_language
from newind.language.words import join_list, mark
from newind.messages import fill, in_each, lower_first, message, message_group
from newind.questions.answers import LANGS, Answer
from newind.questions.science.declared import NONE
from newind.questions.table import make_tables
from newind.questions.words import NOTES, TITLES, format_title

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.accounts.panel import Panel
    from newind.analyses.science.products import ProductScreen
    from newind.messages import Text
    from newind.questions.science.declared import ProductOptions


SHEETS: dict[str, Text] = message_group("science.products.sheets")
CRITERIA: dict[str, Text] = message_group("science.products.criteria")
COLUMNS: dict[str, Text] = message_group("science.products.columns")
GUIDE: dict[str, dict[str, Text]] = message_group("science.products.guide")
WORDS: dict[str, Text] = message_group("science.products.words")


GLANCE = (
    "hs6",
    "name",
    "chapter_name",
    "import_hhi",
    "export_hhi",
    "import_ratio",
    "imports",
    "supplier",
    "supplier_share",
)
SPOKEN = ("chapter_name", "industry_name", "loss_note")
"""Columns of texts."""
OBSERVED, SIMULATED = "observed", "simulated"
MONEY = frozenset({"imports", "exports"})
NUMBERS = frozenset(
    {"import_hhi", "export_hhi", "import_ratio", "threshold", "gap", "import_hhi_low", "import_hhi_high"}
)
MONEY_IN = message("science.products.money_in")
SHORT: dict[str, Text] = message_group("science.products.short")
GROUPED = ("industry", "hits", "imports", "share", "loss_supplier", "loss_low", "loss_middle", "loss_high")
HEADS: dict[str, Text] = message_group("science.products.heads")


def screen_products(panel: Panel | None, region: str, asked: ProductOptions) -> Answer:  # noqa: ARG001 - files
    """Return the products of files whose sources are few; with accounts, what losing their suppliers costs."""
    read = read_products(list(asked.files), revision=asked.revision or "", reporter=region, exports=asked.exports)
    above = asked.export_hhi.strip()
    found = product_screen(
        read, region, asked.import_hhi, None if above.casefold() == NONE else float(above), asked.ratio, asked.years,
        asked.hold,
    )  # fmt: skip
    return products(found if asked.losses is None else found.with_losses(open_accounts(asked.losses).last))


def products(screen: ProductScreen) -> Answer:
    """Return the tables of a product screen."""
    every = _name_rows(screen.table)
    hits = every[every["hit"]].reset_index(drop=True)
    tables = {
        "hits": hits,
        "near_misses": _name_rows(screen.near_misses),
        "by_industry": _name_rows(screen.by_industry),
        "sensitivity": screen.sensitivity(),
    }
    notes = (_count(screen, len(hits), len(every)), NOTES["products"], *_read(screen))
    return Answer(
        title=format_title(TITLES["products"], screen.region, screen.years[-1:]),
        tables=make_tables(tables),
        labels=_labels(screen.years[-1]),
        short=SHORT,
        notes=(*notes, *((_of_losses(screen),) if screen.losses else ())),
        money=MONEY,
        numbers=NUMBERS,
        shown={"hits": GLANCE, "near_misses": (), "by_industry": GROUPED, "sensitivity": ()},
        heads=HEADS,
        about={
            "region": screen.region,
            "years": list(screen.years),
            "hits": len(hits),
            "status": SIMULATED if screen.losses else OBSERVED,
        },
        result=screen,
    )


def _name_rows(make: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """Return a table with the names in it in both languages."""
    made = in_each(make)
    columns = {
        new: made[lang][c]
        for c in made["en"]
        for lang, new in ([(k, f"{c}_{k}") for k in LANGS] if c in SPOKEN else [("en", c)])
    }
    return pd.DataFrame(columns)


def _count(screen: ProductScreen, hits: int, products: int) -> Text:
    """Return how many products are hits, by which thresholds."""
    asked = {c: f"{getattr(screen.thresholds, c):g}" for c in screen.thresholds.active_criteria}
    over = [message("science.products.over", name=lower_first(CRITERIA[c]), value=v) for c, v in asked.items()]
    hold, years = screen.thresholds.hold, screen.thresholds.years
    return message(
        "science.products.count.hits",
        hits=hits,
        products=products,
        hold=hold,
        years=years,
        criteria=in_each(lambda lang: join_list([o[lang] for o in over], lang)),
    )


def _read(screen: ProductScreen) -> list[Text]:
    """Return what reading the file repaired or left out."""
    return [
        {k: said + mark("stop", k) for k, said in in_each(partial(in_language, note)).items()} for note in screen.notes
    ]


def _of_losses(screen: ProductScreen) -> Text:
    """Return what losses are, and of which accounts."""
    year = screen.losses[0].year
    return message("science.products.of_losses.whole_industry", year=year, losses=NOTES['losses'])  # fmt: skip


def _labels(year: int) -> dict[str, Text]:
    """Return the names of the columns, those of the last year with it."""
    return {name: fill(words, year=year, money=MONEY_IN) for name, words in COLUMNS.items()}
