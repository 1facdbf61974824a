"""The division of a target as a page whose criteria can be moved: one file, no network, both languages."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from newind import __version__
from newind.accounts.store import write_whole
from newind.analyses.green import sharing_criteria as criteria
from newind.analyses.green.sharing import Division
from newind.documents.html import environment
from newind.errors import DataError, unknown
from newind.messages import in_each, list_languages, message, message_group
from newind.plain import plain
from newind.questions.green.answers_division import title, whole_path
from newind.questions.table import make_tables

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike
    from pathlib import Path

    from newind.messages import Text
    from newind.questions.answers import Answer
    from newind.typing import Array

MOST = 60
"""Parts that a page has; more are summed to regions or industries."""
SCHEMA_VERSION = 1
"""Of the layout of its values as JSON."""
DIGITS = 8
"""Significant digits of emissions in the page."""
WORDS: dict[str, Text] = message_group("documents.divisionpage.words")
NOSCRIPT = message("documents.divisionpage.noscript")
SUMMED = message("documents.divisionpage.summed")


def write_division(found: Division, path: str | PathLike[str], lang: str = "en", *, command: str = "") -> Path:
    """Write a division as a page whose weights and order can be moved, whole or not at all.

    Parameters
    ----------
    found : Division
    path : path
        ``.html``.
    lang : {"en", "zh"}
        In which the page opens.
    command : str
        That writes it again.

    Raises
    ------
    DataError
        Where the folder cannot be written.
    UnknownNameError
        For another language.
    """
    if lang not in list_languages():
        raise unknown("language", lang, list_languages(), "Pages are in en and zh.")
    html = environment().get_template("division.html").render(
        lang=lang, title=title(found)[lang], noscript=NOSCRIPT[lang], command=command, version=__version__,
        data=Markup(_script(page_data(found, lang))),
    )  # fmt: skip
    return write_whole(path, lambda to: to.write_text(html, encoding="utf-8"))


def write_division_page(answer: Answer, path: str, lang: str) -> Path:
    """Write the page of a division from its answer."""
    return write_division(_division_of(answer), path, lang, command=answer.command)


def write_division_values(answer: Answer, path: str, lang: str) -> Path:  # noqa: ARG001 - values have no language
    """Write the tables of a division as JSON, with paths and peaks by part and year."""
    found = _division_of(answer)
    tables = answer.tables | make_tables({"trajectories": found.table(), "peaks": found.peaks()})
    body = {"schema_version": SCHEMA_VERSION, "command": answer.command, **answer.about,
            "tables": {k: t.records() for k, t in tables.items()}}  # fmt: skip
    said = json.dumps(plain(body), ensure_ascii=False, indent=1, allow_nan=False)
    return write_whole(path, lambda to: to.write_text(said, encoding="utf-8"))


def _division_of(answer: Answer) -> Division:
    assert isinstance(answer.result, Division)
    return answer.result


def page_data(found: Division, lang: str = "en", orders: Mapping[str, Division] | None = None) -> dict[str, Any]:
    """Return what the page computes with: the division by each criterion alone under each order, and its words.

    Parameters
    ----------
    found : Division
    lang : {"en", "zh"}
    orders : mapping of str to Division, optional
        As of :func:`divide_in_orders`, from which they are where left out.
    """
    orders = divide_in_orders(found) if orders is None else orders
    first = next(iter(orders.values()))
    notes = [whole_path(found), *found.notes, *([SUMMED] if len(first.parts) < len(found.parts) else [])]
    return {
        "lang": lang,
        "title": title(found),
        "years": list(found.years),
        "unit": found.parts.unit,
        "total": _round_values(found.path.total),
        "parts": [in_each(partial(first.parts.name, p)) for p in range(len(first.parts))],
        "criteria": [{"name": criteria.CRITERIA[c], "said": criteria.SAID[c]} for c in found.criteria],
        "weights": [float(w) for w in found.weights],
        "order": list(orders).index(found.order),
        "orders": [
            {"name": criteria.ORDERS[o], "alone": [[_round_values(p) for p in c] for c in d.alone]}
            for o, d in orders.items()
        ],
        "words": WORDS,
        "notes": notes,
    }


def divide_in_orders(found: Division, by: str = "") -> dict[str, Division]:
    """Return the division under every order that the figures allow, summed to ``region`` or ``industry`` where asked.

    Where there are more parts than :data:`MOST`, they are summed to regions.
    """
    made = {}
    for order in criteria.ORDERS:
        try:
            made[order] = found.apply_order(order).totals(by) if by else _few(found.apply_order(order))
        except DataError:
            continue
    return made


def _few(found: Division) -> Division:
    if len(found.parts) <= MOST or not (found.parts.by_region and found.parts.by_industry):
        return found
    return found.totals("region")


def _round_values(values: Array) -> list[float]:
    return [float(f"{v:.{DIGITS}g}") for v in values]


def _script(data: dict[str, Any]) -> str:
    """Return JSON that cannot end the script it stands in."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
