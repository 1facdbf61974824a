"""Describe what an index lacks that was reduced to the indicators that are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.language.words import listing
from newind.messages import message, message_group

if TYPE_CHECKING:
    from newind.index.specification import Spec
    from newind.messages import Text

WITHOUT: Text = message("index.reduced.without")
LOST: dict[str, Text] = message_group("index.reduced.lost")
APART: Text = message("index.reduced.apart")


def lacks(spec: Spec) -> tuple[Text, ...]:
    """Return what a reduced index is scored without, and what it does not compare with; nothing for a whole one.

    Examples
    --------
    >>> from newind.index.specification import spec
    >>> whole = spec("new-industrialization")
    >>> len(lacks(whole)), [text["en"].split(".")[0] for text in lacks(whole.smaller())][0]
    (0, '12 of 16 indicators are scored')
    """
    if spec.full is None:
        return ()
    return {lang: _without(spec, spec.full, lang) for lang in WITHOUT}, APART


def _without(spec: Spec, full: Spec, lang: str) -> str:
    gone = ("; " if lang != "zh" else "、").join(spec.label(c, lang) for c in spec.lacking)
    said = WITHOUT[lang].format(m=len(spec.tree.indicators), n=len(full.tree.indicators), gone=gone)
    if not spec.omitted_pillars:
        return said
    lost = listing([spec.label(p, lang) for p in spec.omitted_pillars], lang)
    return said + LOST["one" if len(spec.omitted_pillars) == 1 else "more"][lang].format(lost=lost)
