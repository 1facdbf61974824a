"""Limits of a table: the indicators that it does not allow, put together by the reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newind.language.words import mark
from newind.measures.measure import unknowable
from newind.measures.registry import indicators
from newind.messages import message, message_group
from newind.questions.model import TableSection
from newind.questions.provenance import write_note
from newind.questions.regional import IDS, transfers
from newind.questions.wording import name_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.language.words import Lang
    from newind.measures.context import Context
    from newind.messages import Text
    from newind.questions.provenance import References

TITLE: Text = message("common.unknown.title")
LEAD: Text = message("common.unknown.lead")
HEAD: dict[str, list[str]] = message_group("common.unknown.head")


def regional_tables(refs: References) -> tuple[TableSection, ...]:
    """Return the tables that the brief of a region with a boundary ends with; none for the world's accounts."""
    if refs.ctx.w.closed:
        return ()
    candidates = transfers(refs)
    return (*candidates, unknown(refs.ctx, refs.lang, besides=IDS if candidates else ()))


def unknown(ctx: Context, lang: Lang, besides: Sequence[str] = ()) -> TableSection:
    """Return the indicators that the table cannot give the region, but for those given by a second table.

    They stand by reason, that of most indicators first.
    """
    reasons: dict[str, list[str]] = {}
    for id, why in unknowable(ctx.w, ctx.region):
        if id not in besides and not ctx.series(id):
            reasons.setdefault(why, []).append(indicators()[id].label[lang])
    rows = tuple(
        (mark("semicolon", lang).join(labels), _name_regions(ctx, write_note(why, lang), lang))
        for why, labels in sorted(reasons.items(), key=lambda r: -len(r[1]))
    )
    return TableSection("unknown", TITLE[lang], LEAD[lang], tuple(HEAD[lang]), rows)


def _name_regions(ctx: Context, why: str, lang: Lang) -> str:
    """Return a reason with the names of the regions that only close the table, in place of their codes."""
    for code in ctx.w.boundary:
        why = re.sub(rf"\b{re.escape(code)}\b", name_of(ctx, code, lang), why)
    return why
