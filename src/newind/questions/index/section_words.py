"""The sentences of the section on the New Industrialization Index, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.messages import message, message_group

if TYPE_CHECKING:
    from newind.messages import Text

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
