"""Tables of the explanation are as computed today; who is left out of the family is who misses policies of the past."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from newind.equilibrium.structure import LEFT_OUT
from sources import load_script

ROOT = Path(__file__).resolve().parent.parent
NUMBER = re.compile(r"[+−]\d+\.\d+")


@pytest.fixture(scope="module")
def past():
    return load_script("benchmarks", "backcasts")


@pytest.fixture(scope="module")
def tool():
    return load_script("tools", "explanationtables")


@pytest.fixture(scope="module")
def decisive(past):
    return past.run(past.DECISIVE)


def figures(row: str) -> list[float]:
    return [float(n.replace("−", "-")) for n in NUMBER.findall(row)]


def assert_held(row: tuple[str, ...], held: list[str], told: str) -> None:
    """The last digit may differ from machine to machine."""
    (was,) = [line for line in held if line.startswith("| " + told)]
    now = "| " + " | ".join(row) + " |"
    assert NUMBER.sub("0", now) == NUMBER.sub("0", was)
    assert figures(now) == pytest.approx(figures(was), abs=0.0101)


def test_left_out_is_who_misses_two_of_the_decisive_policies_of_the_past(past, decisive):
    """All members are tried, those that are left out and those without deficits, too."""
    missed = [member for member, events in decisive[1] if len(events) > 1]
    assert missed == list(LEFT_OUT)
    assert max(len(events) for _, events in decisive[1]) == len(past.DECISIVE)


def test_the_page_on_policies_of_the_past_holds_what_is_computed(tool, past, decisive):
    """Run tools/explanationtables.py where this fails."""
    held = tool.held("backcasts").splitlines()
    assert len(held) == 2 + sum(len(event["measures"]) for event in past.events())
    for row in decisive[0]:
        assert_held(row, held, " | ".join(row[:2]))


def test_the_page_on_the_model_holds_what_is_computed(tool):
    """Run tools/explanationtables.py where this fails."""
    policy = "own tariffs to zero"
    held = tool.held("policies").splitlines()
    assert len(held) == 2 + len(tool.ECONOMIES) * (len(tool.own("CHN")) + len(tool.COMMON))
    assert_held(tool.row("DEU", policy), held, f"Germany: {policy}")


def test_every_measure_has_a_band_and_says_where_it_is_from(past):
    for event in past.events():
        assert event["note"]
        for said in event["measures"]:
            assert said["measure"] in past.CHANGES | past.OTHERS
            low, high = said["published"]
            assert low < high
            assert said["source"]


def test_a_member_misses_an_event_in_most_measures_or_without_equilibrium(past):
    event = {"measures": [{"published": [0, 1]}, {"published": [0, 1]}]}
    assert [past.misses(event, found) for found in (np.array([0.5, 2.0]), np.array([2.0, 2.0]), None)] == [
        False,
        True,
        True,
    ]
