"""The sentences of the section "What policies would do", in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.messages import message, message_group

if TYPE_CHECKING:
    from newind.messages import Text

TITLE: Text = message("policies.section_words.title")
BOUNDARY: Text = message("policies.section_words.boundary")
RESTS: Text = message("policies.section_words.rests")
AGAIN: Text = message("policies.section_words.again")
REFUSED: Text = message("policies.section_words.refused")
LEAD: Text = message("policies.section_words.lead")
OPEN: dict[str, Text] = message_group("policies.section_words.open")
"""Words on policies whose effect on real income is ambiguous or none, by the class of the range."""
ZERO: Text = message("policies.section_words.zero")
HORIZONS: dict[str, Text] = message_group("policies.section_words.horizons")
OUTCOMES: dict[str, tuple[Text, str, str]] = {
    "real_income": (message("policies.section_words.outcomes.real_income"), "1", "higher"),
    "co2": (message("policies.section_words.outcomes.co_emissions"), "1", "lower"),
    "manufacturing": (message("policies.section_words.outcomes.manufacturing_share"), "points", "none"),
    "quality": (message("policies.section_words.outcomes.value_added_rate_manufacturing"), "points", "higher"),
    "open": (message("policies.section_words.outcomes.value_chain_share"), "points", "none"),
    "bill": (message("policies.section_words.outcomes.fiscal_cost"), "money", "none"),
}
"""Outcome → its name, unit, and whether higher is better."""
OTHERWISE: Text = message("policies.section_words.otherwise")
UNITS: dict[str, Text] = message_group("policies.section_words.units")
FORMULAS: dict[str, Text] = message_group("policies.section_words.formulas")
METHOD: Text = message("policies.section_words.method")
NOTED: Text = message("policies.section_words.noted")
HEAD: dict[str, tuple[str, ...]] = message_group("policies.section_words.head")  # fmt: skip
AT: Text = message("policies.section_words.at")
INCOME: Text = message("policies.section_words.income")
ELSE: Text = message("policies.section_words.else")
PACKAGES: Text = message("policies.section_words.packages")
MOVED: dict[str, tuple[str, ...]] = message_group("policies.section_words.moved")
TAX: Text = message("policies.section_words.tax")
NOBODY: Text = message("policies.section_words.nobody")
CARDS: dict[str, Text] = message_group("policies.section_words.cards")
GLYPHS: dict[str, str] = message_group("policies.section_words.glyphs")
TOPICS = {"cut_off": "s1", "scale": "s2", "carbon": "s3"}
LOST: dict[str, Text] = message_group("policies.section_words.lost")
LOST_LONG: Text = message("policies.section_words.lost_long")
LOST_NOTE: Text = message("policies.section_words.lost_note")
FAILED: Text = message("policies.section_words.failed")
SOME: Text = message("policies.section_words.some")
REPLACED: Text = message("policies.section_words.replaced")
SUPPORT: dict[str, Text] = message_group("policies.section_words.support")
DOES: dict[str, Text] = message_group("policies.section_words.does")
SCALES: dict[str, Text] = message_group("policies.section_words.scales")
SUPPORT_NOTE: Text = message("policies.section_words.support_note")
PRICED: Text = message("policies.section_words.priced")
PRICED_PLAIN: Text = message("policies.section_words.priced_plain")
COST: dict[str, Text] = message_group("policies.section_words.cost")
"""Cost of a carbon price, over every use of its revenue."""
REVENUE: dict[str, Text] = message_group("policies.section_words.revenue")
REVENUE_NOTE: Text = message("policies.section_words.revenue_note")
METHODS: dict[str, tuple[str, ...]] = message_group("policies.section_words.methods")
LEFT: dict[str, Text] = message_group("policies.section_words.left")
SIMULATED = "simulated"
UNSURE: Text = message("policies.section_words.unsure")
