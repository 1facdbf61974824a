"""Messages name the offenders and the remedy; errors can be caught by those who know nothing of newind."""

from __future__ import annotations

from contextvars import copy_context

import pytest

from newind.errors import (
    ConvergenceError,
    DataError,
    NewindError,
    PolicyError,
    UnknownNameError,
    catalogue,
    find_duplicates,
    offenders,
    remedies_of_page,
    suggest,
    tell,
    unknown,
)


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        (DataError, ValueError),
        (PolicyError, ValueError),
        (UnknownNameError, KeyError),
        (ConvergenceError, RuntimeError),
    ],
)
def test_each_error_is_newinds_and_also_the_built_in_one(error, builtin):
    with pytest.raises(builtin) as caught:
        raise error("what, how many, remedy")
    assert isinstance(caught.value, NewindError)
    assert str(caught.value) == "what, how many, remedy"


def test_offenders_count_all_and_show_three():
    assert offenders([1, 2, 3]) == "'1', '2', '3'"
    assert offenders(range(1000)) == "'0', '1', '2' and 997 more"


def test_suggestions_ignore_case_and_stop_at_what_is_far_off():
    assert suggest("chn", ["CHN", "USA"]) == " Did you mean 'CHN'?"
    assert suggest("quality", ["CHN", "USA"]) == ""
    assert suggest("x", []) == ""


def test_an_unknown_name_comes_with_the_nearest_and_the_remedy():
    error = unknown("economy", "zzz", ["CHN"], "newind data list shows them.")
    assert str(error) == "unknown economy 'zzz'. newind data list shows them."
    assert str(unknown("economy", "CHM", ["CHN"], "")) == "unknown economy 'CHM'. Did you mean 'CHN'?"


def test_what_stands_twice_is_named_once_in_order():
    assert find_duplicates((3, 1, 3, 1, 3, 2)) == [3, 1]
    assert find_duplicates([]) == []


def test_the_page_has_remedies_of_its_own_that_name_no_command():
    def said() -> str:
        return tell("template.no_sheet", path="a.xlsx", which=offenders(["flows"]))

    def on_the_page() -> str:
        remedies_of_page()
        return said()

    assert "newind data template" in said()
    assert "newind" not in copy_context().run(on_the_page)
    assert "newind data template" in said()
    pages = {id: m for id, m in catalogue().items() if id.endswith(".page")}
    assert all(id.removesuffix(".page") in catalogue() and "newind " not in m["en"] for id, m in pages.items())
