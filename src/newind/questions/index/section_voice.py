"""The sentences of the section on the index, and how scores, ranks, names and years are written in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newind.language.phrases import economy
from newind.language.words import dash, decimal, in_brackets, join_list, years
from newind.messages import message, message_group, say
from newind.questions.index.standing import of_index
from newind.questions.wording import capital, name_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.language.words import Lang
    from newind.messages import Text
    from newind.questions.index.standing import ScoreRange, Standing
    from newind.questions.provenance import References


BOUNDARY: Text = message("index.section_words.boundary")
REMEDY: dict[str, Text] = message_group("index.section_words.remedy")
LACKING: Text = message("index.section_words.lacking")
WHOLE: Text = message("index.section_words.whole")
ONE_YEAR: Text = message("index.section_words.one_year")
REFUSED: Text = message("index.section_words.refused")
LEAD: Text = message("index.section_words.lead")
RANK: dict[str, Text] = message_group("index.section_words.rank")
"""A rank in a headline; only its interval where that overlaps with another."""
CHANGE: dict[str, Text] = message_group("index.section_words.change")
APART: Text = message("index.section_words.apart")
ALONE: Text = message("index.section_words.alone")
MISSING: Text = message("index.section_words.missing")
UNKNOWN: Text = message("index.section_words.unknown")
LOST: Text = message("index.section_words.lost")
LASTS: Text = message("index.section_words.lasts")
LAST: Text = message("index.section_words.last")
OWN: Text = message("index.section_words.own")
SHORT: dict[str, Text] = {
    "people.labour_share": message("index.section_words.short.labour_share"),
    "people.high_skill_share": message("index.section_words.short.high_skilled_hours"),
    "people.agriculture_gap": message("index.section_words.short.farm_productivity"),
    "quality.manufacturing_value_added_rate": message("index.section_words.short.value_added_rate"),
    "quality.distance_to_frontier": message("index.section_words.short.labour_productivity"),
    "s2.high_tech_share": message("index.section_words.short.high_and_medium_high"),
    "s2.export_sophistication": message("index.section_words.short.export_sophistication"),
    "s1.rd_intensity": message("index.section_words.short.r_d_intensity"),
    "s1.knowledge_input_domestic_share": message("index.section_words.short.home_made_knowledge"),
    "s3.carbon_per_gdp": message("index.section_words.short.co_per_real_gdp"),
    "s3.carbon_intensity": message("index.section_words.short.co_per_output"),
    "s2.digital_value_added": message("index.section_words.short.digital_value_added"),
    "s2.digital_input_direct": message("index.section_words.short.digital_inputs"),
    "s2.services_in_manufacturing": message("index.section_words.short.services_in_goods"),
    "s4.supplier_hhi": message("index.section_words.short.few_suppliers"),
    "s4.market_hhi": message("index.section_words.short.few_markets"),
}
"""Names of indicators that fit a chart, as they stand inside a sentence; others have that of the registry."""
CARDS: dict[str, Text] = message_group("index.section_words.cards")
GLYPHS: dict[str, str] = message_group("index.section_words.glyphs")
RANKED: dict[str, Text] = message_group("index.section_words.ranked")
OVERLAP: Text = message("index.section_words.overlap")
SEPARATE: Text = message("index.section_words.separate")
BEHIND: Text = message("index.section_words.behind")
AHEAD: Text = message("index.section_words.ahead")
PILLAR_NOTE: Text = message("index.section_words.pillar_note")
OTHERS: Text = message("index.section_words.others")
LARGEST: Text = message("index.section_words.largest")
OBSTACLE_NOTE: Text = message("index.section_words.obstacle_note")
PILLARS: Text = message("index.section_words.pillars")
HEAD: dict[str, list[str]] = message_group("index.section_words.head")
METHODS: dict[str, list[str]] = message_group("index.section_words.methods")
AUDIT: Text = message("index.section_words.audit")
ATTENTION: Text = message("index.section_words.attention")
NOBODY: Text = message("index.section_words.nobody")
IMPUTED: Text = message("index.section_words.imputed")
NONE: Text = message("index.section_words.none")
GAP: Text = message("index.section_words.gap")
COUNT: Text = message("index.section_words.count")
AGAIN: Text = message("index.section_words.again")
COMMAND = "newind index build --spec {spec}"
PYTHON = "ni.index.build(ni.measure(ni.load('{name}').select(years=range({first}, {end}))), '{spec}')"
LABELS: dict[str, Text] = message_group("index.section_words.labels")
OF: dict[str, Text] = message_group("index.section_words.of")
FORMULAS: dict[str, Text] = message_group("index.section_words.formulas")
METHOD: dict[str, Text] = message_group("index.section_words.method")
UNITS: dict[str, Text] = message_group("index.section_words.units")
STATUSES: Text = message("index.section_words.statuses")
SEED: Text = message("index.section_words.seed")


@dataclass(frozen=True)
class StandingWording:
    """Words and their language."""

    found: Standing
    refs: References

    @property
    def lang(self) -> Lang:
        """The language."""
        return self.refs.lang

    def points(self, x: float) -> str:
        """Return a score."""
        return decimal(x, 1, self.lang)

    def ends(self, r: ScoreRange, *, flip: bool = False) -> str:
        """Return the range of a score or of a change; of a fall, as sizes, where asked for."""
        low, high = (-r.high, -r.low) if flip else (r.low, r.high)
        signed = low < 0
        shown = [decimal(x, 1, self.lang, sign=signed) for x in (low, high)]
        return say(
            f"language.span.{'signed' if signed else 'plain'}", self.lang, low=shown[0], high=shown[1], percent=""
        )

    def places(self, r: ScoreRange) -> str:
        """Return an interval of ranks."""
        low, high = f"{r.low:.0f}", f"{r.high:.0f}"
        return say(f"index.places.{'single' if r.low == r.high else 'range'}", self.lang, low=low, high=high)

    @property
    def certainty(self) -> str:
        """Whether the rank is ``settled``, or ``open`` as its interval overlaps with another."""
        return "open" if self.found.overlapping else "settled"

    def format_score(self, r: ScoreRange) -> str:
        """Return a score with its range."""
        return in_brackets(self.points(r.value), self.ends(r), self.lang)

    def format_rank(self, r: ScoreRange) -> str:
        """Return a rank with its interval."""
        interval = dash(f"{r.low:.0f}", f"{r.high:.0f}", self.lang)
        return in_brackets(f"{r.value:.0f}", interval, self.lang)

    def name(self, code: str, *, first: bool = False) -> str:
        """Return the name of an economy inside a sentence, or as its first word."""
        said = economy(self.refs.ctx, code)[self.lang]
        return capital(said) if first else said

    def names(self, codes: Sequence[str]) -> str:
        """Return names as labels, one after the other."""
        return join_list((name_of(self.refs.ctx, c, self.lang) for c in codes), self.lang)

    def label(self, code: str, *, inside: bool = False) -> str:
        """Return the name of an indicator or a pillar; of an indicator ``inside`` a sentence or as a label."""
        said = SHORT[code][self.lang] if code in SHORT else of_index().label(code, self.lang)
        if not inside:
            return capital(said)
        return said if re.match(r"[A-Z]\S?[A-Z0-9]", said) or "." not in code else said[:1].lower() + said[1:]

    def years(self, of: Sequence[int]) -> str:
        """Return years as spans.

        Examples
        --------
        ``2000–2003, 2005`` and ``2000—2003年、2005年``.
        """
        spans: list[list[int]] = []
        for y in of:
            if spans and spans[-1][-1] == y - 1:
                spans[-1].append(y)
            else:
                spans.append([y])
        return join_list((years(s[0], s[-1], self.lang) for s in spans), self.lang)
