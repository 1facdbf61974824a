"""The Harmonized System: names of chapters, industries of products, and codes that tell revisions apart."""

from __future__ import annotations

import pandas as pd
import pytest

from each import check_each
from newind.accounts.classification import hs, load
from newind.errors import DataError, UnknownNameError


def test_every_chapter_has_names_and_an_industry() -> None:
    chapters = hs.chapters()
    assert list(chapters) == [f"{c:02d}" for c in range(1, 98) if c != 77]
    for code, names in chapters.items():
        assert set(names) == {"en", "zh"}
        assert all(names.values())
        assert hs.industry_of(f"{code}9999") in load("wiod35")
    assert len({n["zh"] for n in chapters.values()}) == len(chapters)


def test_rules_are_two_four_or_six_digits_of_a_chapter_and_name_industries() -> None:
    for code, industry in hs.industry_rules().items():
        assert len(code) in (2, 4, 6)
        assert code[:2] in hs.chapters()
        assert industry in load("wiod35")


@check_each(
    ("code", "industry"),
    [
        ("010121", "c1"), ("020130", "c3"), ("030211", "c1"), ("030617", "c3"), ("090121", "c3"), ("090111", "c1"),
        ("120190", "c1"), ("180100", "c1"), ("220421", "c3"), ("240110", "c1"), ("250100", "c2"), ("252329", "c11"),
        ("260300", "c2"), ("270112", "c2"), ("270400", "c8"), ("270900", "c2"), ("271019", "c8"), ("271111", "c2"),
        ("271600", "c17"), ("280461", "c9"), ("284420", "c8"), ("300490", "c9"), ("340600", "c16"), ("390110", "c9"),
        ("392690", "c10"), ("400110", "c1"), ("401110", "c10"), ("410411", "c5"), ("420310", "c4"), ("640399", "c5"),
        ("440320", "c1"), ("440710", "c6"), ("470321", "c7"), ("520100", "c1"), ("540233", "c9"), ("610910", "c4"),
        ("710812", "c12"), ("711319", "c16"), ("720839", "c12"), ("840110", "c12"), ("840130", "c8"),
        ("840734", "c15"), ("840910", "c15"), ("840991", "c13"), ("841111", "c15"), ("841510", "c13"),
        ("844332", "c14"), ("844313", "c13"),
        ("847130", "c14"), ("848620", "c13"), ("850811", "c13"), ("850760", "c14"), ("851610", "c13"),
        ("854231", "c14"), ("854610", "c11"), ("860900", "c15"), ("870190", "c13"), ("870120", "c15"),
        ("870323", "c15"), ("871500", "c16"), ("880240", "c15"), ("901890", "c14"), ("930190", "c13"),
        ("940360", "c16"), ("940210", "c14"), ("940540", "c14"), ("940610", "c6"), ("961900", "c7"),
        ("970110", "c34"),
    ],
)  # fmt: skip
def test_products_go_to_the_industry_that_makes_them(code: str, industry: str) -> None:
    assert hs.industry_of(code) == industry


@pytest.mark.parametrize("code", ["770100", "990000", "12345", "1234567", "ABCDEF", ""])
def test_what_is_no_product_is_refused(code: str) -> None:
    with pytest.raises(UnknownNameError, match=r"unknown product .*six digits, chapters 01 to 97 without 77"):
        hs.industry_of(code)


def test_names_of_chapters_are_in_two_languages() -> None:
    assert hs.chapter_name("280530", "zh") == "无机化学品与稀土"
    with pytest.raises(UnknownNameError, match="unknown language 'fr'"):
        hs.chapter_name("280530", "fr")


def test_a_rule_that_stands_twice_or_a_chapter_without_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    hs.industry_rules.cache_clear()
    hs.chapters()
    monkeypatch.setattr(hs, "read_yaml", lambda *_: {"c1": "01 02", "c3": "0101 02"})
    with pytest.raises(DataError, match="02 stands under c1 and c3"):
        hs.industry_rules()
    monkeypatch.setattr(hs, "read_yaml", lambda *_: {"c1": "01-94 96 97"})
    with pytest.raises(DataError, match=r"chapters without a rule: '95'"):
        hs.industry_rules()
    monkeypatch.undo()
    assert hs.industry_rules()["85"] == "c14"


@pytest.mark.parametrize("given", ["HS17", "HS2017", "hs 2017", "17", "2017", "H5", "HS-17"])
def test_a_revision_may_be_written_in_several_ways(given: str) -> None:
    assert hs.revision(given) == "HS17"


def test_revisions_of_the_last_century_and_none() -> None:
    assert (hs.revision("HS1992"), hs.revision("H0"), hs.revision("HS96"), hs.revision(" ")) == (
        "HS92",
        "HS92",
        "HS96",
        "",
    )
    with pytest.raises(UnknownNameError, match=r"unknown revision of the Harmonized System 'HS18'.*There are HS92"):
        hs.revision("HS18")


def test_codes_that_no_revision_has_together_are_refused() -> None:
    with pytest.raises(
        DataError,
        match=r"here: HS codes of mixed revisions: '851712' end with HS17, '851713' begin with HS22\. Convert",
    ):
        hs.check_revision("here", ["851713", "010121", "851712"])


def test_codes_that_the_stated_revision_lacks_are_refused() -> None:
    with pytest.raises(DataError, match=r"stated is HS12, which does not have '870380'.* fit HS17 to HS22"):
        hs.check_revision("here", ["870380", "010121"], "HS12")
    assert hs.check_revision("here", ["870380"], "HS22") == ("HS17", "HS22")
    assert hs.check_revision("here", ["010121"]) == ("HS92", "HS22")


def test_telling_codes_agree_with_tariff_schedules_of_2018(shared) -> None:
    """Two schedules in the revision of 2017 have every telling code of that revision, and no other."""
    for file in ("china_tariffs_on_us_hs6", "us_tariffs_on_china_hs6"):
        codes = set(pd.read_parquet(shared / "china" / "tariffs" / f"{file}.parquet")["hs6"])
        place = hs.revisions().index("HS17")
        expected = {c for c, (a, b) in hs.telling_codes().items() if a <= place <= b}
        assert codes & set(hs.telling_codes()) == expected
        assert hs.check_revision(file, codes) == ("HS17", "HS17")
        assert {hs.industry_of(c) for c in codes} <= set(load("wiod35"))


def test_critical_raw_materials_are_mined_or_made_by_chemistry_and_metallurgy(shared) -> None:
    listed = pd.read_csv(shared / "china" / "policy" / "critical_raw_materials_hs6.csv", dtype=str)["hs6"].str.zfill(6)
    assert {hs.industry_of(c) for c in listed} == {"c2", "c9", "c12"}
