"""Reading trade by product: layouts, encodings, what is repaired and said, and each way in which files are wrong."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from newind.accounts.products import ProductTrade
from newind.data.readers import product_checks
from newind.data.readers.products import read_products
from newind.errors import DataError, UnknownNameError

BACI = """t,i,j,k,v,q
2019,392,156,850760,1500.5,10
2019,842,156,850760,500,NA
2020,392,156,850760,1600,11
2020,490,156,010121,7,1
2020,156,842,850760,30,1
"""
CUSTOMS = """year,flow,partner,hs6,value,quantity
2019,import,JPN,850760,1500500,10
2019,export,USA,850760,30000,
2019,import,ROW,010121,7000,
"""
EXPORTS = """year,exporter,hs6,value
2019,JPN,850760,9000000
2019,CHN,850760,1000000
2019,USA,280530,5000
"""


@pytest.fixture
def write(tmp_path: Path):
    """Return a function that writes a text and returns its path."""

    def written(text: str, name: str = "trade.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return written


def rows(t: ProductTrade) -> list[tuple[int, str, str, str, float]]:
    return [
        (int(y), t.economies[i], t.economies[j], t.products[k], round(float(v), 9))
        for y, i, j, k, v in zip(t.year, t.exporter, t.importer, t.product, t.value, strict=True)
    ]


WANTED = [
    (2019, "JPN", "CHN", "850760", 1.5005),
    (2019, "USA", "CHN", "850760", 0.5),
    (2020, "JPN", "CHN", "850760", 1.6),
    (2020, "TWN", "CHN", "010121", 0.007),
    (2020, "CHN", "USA", "850760", 0.03),
]


# ---- layouts


def test_baci_is_read_in_million_usd_with_numeric_codes(write) -> None:
    t = read_products(write(BACI))
    assert rows(t) == WANTED
    assert (t.years, t.reporter, t.revision, t.source) == ((2019, 2020), "", "", "trade.csv")
    assert t.notes == (
        '490 is read as TWN: UN code 490, "Other Asia, not elsewhere specified"',
        "842 is read as USA: United States with Puerto Rico and the Virgin Islands",
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_delimiters_and_encodings_make_no_difference(write, delimiter: str, encoding: str) -> None:
    named = BACI.replace("q\n", "商品名称\n").replace(",10\n", ",锂电池\n").replace(",", delimiter)
    t = read_products(write(named, encoding=encoding))
    assert rows(t) == WANTED
    assert t.names[t.products.index("850760")] == "锂电池"


def test_a_compressed_file_and_columns_by_their_full_names(write, tmp_path: Path) -> None:
    plain = BACI.replace("t,i,j,k,v,q", "Year,Exporter,Importer,HS6,Value,q")
    path = tmp_path / "trade.csv.gz"
    path.write_bytes(gzip.compress(plain.encode()))
    assert rows(read_products(path, unit="K.USD")) == WANTED
    assert rows(read_products(str(path)))[1][-1] == 0.0005


def test_text_further_down_may_be_in_an_old_encoding(write, tmp_path: Path) -> None:
    many = "".join(f"2019,392,{j},850760,1,\n" for j in (156, 410))
    filler = "".join(f"{1901 + y},392,156,{k:06d},1,battery\n" for y in range(40) for k in range(850000, 850099))
    path = tmp_path / "trade.csv"
    path.write_bytes((f"t,i,j,k,v,name\n{filler}{many}").encode() + "2019,842,156,850760,1,锂电池\n".encode("gb18030"))
    assert len(read_products(path)) == 40 * 99 + 3


def test_a_customs_file_is_what_an_economy_buys_and_sells(write) -> None:
    t = read_products(write(CUSTOMS), reporter="chn", revision="HS2017")
    assert rows(t) == [
        (2019, "JPN", "CHN", "850760", 1.5005),
        (2019, "CHN", "USA", "850760", 0.03),
        (2019, "ROW", "CHN", "010121", 0.007),
    ]
    assert (t.reporter, t.revision) == ("CHN", "HS17")
    assert t.named[t.economies.index("ROW")] == np.False_


def test_a_customs_file_may_be_written_in_chinese(write) -> None:
    text = CUSTOMS.replace("year,flow,partner,hs6,value,quantity", "年份,进出口,贸易伙伴,商品编码,金额,数量")
    text = text.replace("import", "进口").replace("export", "出口")
    assert rows(read_products(write(text, encoding="gb18030"), reporter="CHN")) == rows(
        read_products(write(CUSTOMS, "b.csv"), reporter="CHN")
    )


def test_exports_of_the_world_stand_beside_a_customs_file(write) -> None:
    t = read_products(write(CUSTOMS), reporter="CHN", exports=write(EXPORTS, "world.csv"))
    assert rows(t)[3:] == [
        (2019, "JPN", "WLD", "850760", 9.0),
        (2019, "CHN", "WLD", "850760", 1.0),
        (2019, "USA", "WLD", "280530", 0.005),
    ]
    assert t.products == ("010121", "280530", "850760")
    assert t.source == "trade.csv; world.csv"


def test_exports_of_the_world_are_of_the_same_revision(write) -> None:
    one, two = write(CUSTOMS + "2019,import,JPN,851712,1,\n"), write(EXPORTS + "2019,JPN,851713,1\n", "world.csv")
    with pytest.raises(DataError, match=r"trade\.csv; world\.csv: HS codes of mixed revisions: '851712'"):
        read_products(one, reporter="CHN", exports=two)


def test_several_files_are_years_of_one(write) -> None:
    head, *lines = BACI.splitlines()
    parts = [write("\n".join([head, *(x for x in lines if x.startswith(y))]), f"{y}.csv") for y in ("2019", "2020")]
    assert rows(read_products(parts)) == WANTED
    with pytest.raises(DataError, match=r"2019.csv: years that 2019.csv has as well: '2019'. Give each once"):
        read_products([parts[0], parts[0]])
    with pytest.raises(DataError, match="no file of trade by product was given"):
        read_products([])


@pytest.mark.parametrize(
    ("unit", "factor"), [("", 1.0), ("K.USD", 1.0), ("USD", 1e-3), ("10K.USD", 10.0), ("M.USD", 1e3)]
)
def test_values_may_be_of_another_scale(write, unit: str, factor: float) -> None:
    assert read_products(write(BACI), unit=unit).value[0] == pytest.approx(1.5005 * factor)


def test_of_a_file_of_the_world_a_reporter_keeps_its_flows_and_the_exports_of_all(write) -> None:
    t = read_products(write(BACI + "2020,392,842,850760,400,1\n2020,842,392,280530,50,1\n"), reporter="CHN")
    assert t.reporter == "CHN"
    assert rows(t)[:5] == WANTED
    assert sorted(rows(t)[5:]) == [
        (2019, "JPN", "WLD", "850760", 1.5005),
        (2019, "USA", "WLD", "850760", 0.5),
        (2020, "CHN", "WLD", "850760", 0.03),
        (2020, "JPN", "WLD", "850760", 2.0),
        (2020, "TWN", "WLD", "010121", 0.007),
        (2020, "USA", "WLD", "280530", 0.05),
    ]
    with pytest.raises(DataError, match="trade of the world has exports of all already"):
        read_products(write(BACI), reporter="CHN", exports=write(EXPORTS, "world.csv"))
    with pytest.raises(UnknownNameError, match=r"unknown economy 'DEU'.*There are CHN, JPN"):
        read_products(write(BACI), reporter="DEU")


# ---- what is repaired or left out is said


def test_leading_zeros_that_a_spreadsheet_lost_are_put_back(write) -> None:
    t = read_products(write(BACI.replace("010121", "10121")))
    assert rows(t) == WANTED
    assert "trade.csv: 1 row with HS codes of five digits: leading zeros put back" in t.notes


def test_national_chapters_own_goods_and_zeros_are_left_out(write) -> None:
    more = "2019,392,156,980100,500,\n2019,156,156,850760,1000,\n2019,410,156,850760,0,\n"
    t = read_products(write(BACI + more))
    assert rows(t) == WANTED
    assert t.notes[-2:] == (
        "trade.csv: 1 row of national use (chapters 98, 99) left out, 9.7% of the value",
        "trade.csv: 1 row of what an economy buys from itself (re-imports) left out, 19.5% of the value",
    )


def test_blank_lines_and_years_as_decimals_are_read(write) -> None:
    text = BACI.replace("\n2020,392", "\n\n,,,,,\n2020.0,392").replace("2019,", "2019.0,").replace("2020,", "2020.0,")
    assert rows(read_products(write(text))) == WANTED


def test_a_column_says_the_revision(write) -> None:
    head, *lines = BACI.splitlines()
    text = "\n".join([head + ",revision", *(f"{x},H5" for x in lines)])
    assert read_products(write(text)).revision == "HS17"
    with pytest.raises(DataError, match=r"the column revision says HS17, revision= says HS12\. State one"):
        read_products(write(text), revision="HS12")


def test_telling_codes_state_the_revision(write) -> None:
    assert read_products(write(BACI + "2020,392,156,851712,1,\n2020,392,156,870380,1,\n")).revision == "HS17"


# ---- what is wrong

WRONG = [
    ("2020,392,156,850760,1600,11", "2020,392,156,850760,n.a.,11",
     r"trade\.csv: column value: values that are no numbers in 1 row \(line 4: n\.a\.\)\. Write figures only"),
    ("2020,392,156,850760,1600,11", '2020,392,156,850760,"1,600",11', r"no numbers in 1 row \(line 4: 1,600\)"),
    ("2020,392,156,850760,1600,11", "2020,392,156,850760,,11", r"no numbers in 1 row \(line 4: \(empty\)\)"),
    ("2020,392,156,850760,1600,11", "2020,392,156,850760,inf,11", r"no numbers in 1 row \(line 4: inf\)"),
    ("2020,392,156,850760,1600,11", "2020,392,156,850760,-1600,11",
     r"column value: negative values in 1 row \(line 4: -1600\.0\)\. Values are amounts"),
    ("2020,392,156,850760,1600,11", "2020,392,156,85076000,1600,11",
     r"column product: HS codes without six digits in 1 row \(line 4: 85076000\)\. Sum national codes"),
    ("2020,392,156,850760,1600,11", "2020,392,156,8507,1600,11", r"without six digits in 1 row \(line 4: 8507\)"),
    ("2020,392,156,850760,1600,11", "2020,392,156,TOTAL,1600,11", r"without six digits in 1 row \(line 4: TOTAL"),
    ("2020,392,156,850760,1600,11", "2020,392,156,770760,1600,11",
     r"HS codes in no chapter in 1 row \(line 4: 770760\)\. Chapters are 01 to 97 without 77"),
    ("2020,392,156,850760,1600,11", "2020,0,156,850760,1600,11",
     r"column exporter: unknown economies in 1 row \(line 4: 0\)\. Use ISO 3166"),
    ("2020,392,156,850760,1600,11", "2020,392,XYZ,850760,1600,11", r"column importer: unknown economies in 1 row"),
    ("2020,392,156,850760,1600,11", "20x0,392,156,850760,1600,11",
     r"column year: years that are none in 1 row \(line 4: 20x0\)\. Write four digits"),
    ("2020,392,156,850760,1600,11", ",392,156,850760,1600,11", r"column year: nothing written in 1 row \(line 4"),
    ("2020,392,156,850760,1600,11", "2019,392,156,850760,1600,11",
     r"flows that stand twice: line 4: 2019 392 156 850760\. Each may stand once"),
    ("t,i,j,k,v,q", "t,i,j,k,val,q",
     r"missing columns: 'value'; the first line has .*For value: Did you mean 'val'\? A file of this kind"),
    ("2020,392,156,850760,1600,11", "2020,392,156,850760,1,600,11",
     r"lines that do not fit the first one \(.*Expected 6 fields in line 4, saw 7\)\. Write figures without thousands"),
    ("2020,392,156,850760,1600,11", "2020,392,156,850760,1,600,11,12", "fit the first one .*in line 4, saw 8"),
    ("2019,392,156,850760,1500.5,10", "2019,392,156,850760,1,500,10", "lines that do not fit the first one"),
    ("2020,392,156,850760,1600,11", "2020,392,156", r"no numbers in 1 row \(line 4: \(empty\)\)"),
    ("2020,490,156,010121,7,1", "2019,392,156,851712,1,\n2019,392,156,851713,1,",
     r"HS codes of mixed revisions: '851712' end with HS17, '851713' begin with HS22\. Convert all years"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "said"), WRONG)
def test_each_mistake_has_one_message_with_place_and_remedy(write, right: str, wrong: str, said: str) -> None:
    assert right in BACI
    with pytest.raises(DataError, match=said):
        read_products(write(BACI.replace(right, wrong)))


def test_many_offenders_are_counted_and_three_named(write) -> None:
    with pytest.raises(
        DataError, match=r"negative values in 5 rows \(line 2: -1.0; line 3: -1.0; line 4: -1.0 and 2 more\)"
    ):
        read_products(write("t,i,j,k,v\n" + "".join(f"20{y},392,156,850760,-1\n" for y in range(10, 15))))
    doubled = "t,i,j,k,v\n" + "2019,392,156,850760,1\n" * 6
    with pytest.raises(DataError, match=r"flows that stand twice: line 3: 2019 392 156 850760; line 4"):
        read_products(write(doubled))


def test_rows_of_several_revisions_are_counted(write) -> None:
    head, *lines = BACI.splitlines()
    text = "\n".join([head + ",revision", *(f"{x},{'HS17' if x.startswith('2019') else 'HS22'}" for x in lines)])
    with pytest.raises(DataError, match=r"HS codes of mixed revisions: HS17: 2 rows; HS22: 3 rows\. Convert"):
        read_products(write(text))


def test_years_of_different_revisions_in_different_files(write) -> None:
    one = write("t,i,j,k,v\n2021,392,156,851712,1\n", "one.csv")
    two = write("t,i,j,k,v\n2022,392,156,851713,1\n", "two.csv")
    with pytest.raises(DataError, match=r"one\.csv; two\.csv: HS codes of mixed revisions"):
        read_products([one, two])


def test_the_stated_revision_must_fit_the_codes(write) -> None:
    with pytest.raises(DataError, match=r"revision stated is HS12, which does not have '870380'"):
        read_products(write(BACI + "2020,392,156,870380,1,\n"), revision="HS12")
    with pytest.raises(UnknownNameError, match="unknown revision of the Harmonized System 'HS99'"):
        read_products(write(BACI), revision="HS99")


def test_a_customs_file_needs_its_reporter_and_known_directions(write) -> None:
    with pytest.raises(DataError, match=r"a customs file of one economy\. Say whose it is with reporter="):
        read_products(write(CUSTOMS))
    with pytest.raises(UnknownNameError, match=r"unknown economy 'CHM'\. Did you mean"):
        read_products(write(CUSTOMS), reporter="CHM")
    with pytest.raises(UnknownNameError, match="unknown economy 'ROW'"):
        read_products(write(CUSTOMS), reporter="ROW")
    with pytest.raises(DataError, match=r"column flow: directions that are not known in 1 row \(line 3: sold\)"):
        read_products(write(CUSTOMS.replace("export", "sold")), reporter="CHN")
    with pytest.raises(DataError, match=r"flows that stand twice: line 5: 2019 import JPN 850760"):
        read_products(write(CUSTOMS + "2019,import,JPN,850760,1,\n"), reporter="CHN")


def test_codes_repaired_are_compared_with_those_that_were_whole(write) -> None:
    with pytest.raises(DataError, match="flows that stand twice"):
        read_products(write(BACI + "2020,490,156,10121,8,1\n"))


def test_number_codes_of_one_economy_are_added_up_not_doubled(write) -> None:
    t = read_products(write(BACI + "2020,158,156,010121,3,1\n"))
    assert [v for *_, k, v in rows(t) if k == "010121"] == [0.007, 0.003]
    assert t.economies.count("TWN") == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", r"empty\. The first line names the columns: t, i, j, k, v"),
        (b"\n\n", "empty"),
        (b"t,i,j,k,v\n", "no rows below the names of the columns"),
        (b"a,b\n1,2\n", r"missing columns: 'year', 'exporter', 'importer' and 2 more; the first line has 'a', 'b'"),
        (b"PK\x03\x04\0\0", "not text in UTF-8 or GBK.*outside an archive"),
        ("t,i,j,k,v\n".encode("utf-16"), "not text in UTF-8 or GBK"),
        (b"t,i,j,k,\xff\xff\n1\n", "not text in UTF-8 or GBK"),
        (b"t,i,j,k,v\n2019,392,156,850760,1\n2019,392,156,850760,\xff\xff\n", "not text in UTF-8 or GBK"),
        (b't,i,j,k,v\n2019,392,156,"850760,1\n', "lines that do not fit the first one"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "trade.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=said):
        read_products(path)


def test_files_that_are_absent_or_damaged(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"there is no such file\. Give the path of a csv or csv\.gz"):
        read_products(tmp_path / "absent.csv")
    whole = gzip.compress(
        ("t,i,j,k,v\n" + "".join(f"2019,392,156,{k:06d},{k}\n" for k in range(10121, 60000))).encode()
    )
    for content in (b"no gzip", whole[: len(whole) // 2]):
        path = tmp_path / "trade.csv.gz"
        path.write_bytes(content)
        with pytest.raises(DataError, match=r"truncated or corrupt"):
            read_products(path)


@pytest.mark.parametrize("unit", ["EUR", "M.EUR", "kt", "X.USD"])
def test_a_unit_is_a_scale_of_usd(write, unit: str) -> None:
    with pytest.raises(DataError, match=f"unit '{unit}' is no scale of USD"):
        read_products(write(BACI), unit=unit)


def test_line_numbers_count_lines_that_are_blank(write) -> None:
    with pytest.raises(DataError, match=r"line 7: -30\.0"):
        read_products(write(BACI.replace("\n2020,156,842,850760,30", "\n\n2020,156,842,850760,-30")))


def test_flows_that_differ_in_one_label_are_no_doubles() -> None:
    frame = pd.DataFrame({"year": [1, 1]})
    product_checks.twice(Path("x"), frame, [np.array([0, 1]), np.array([1, 0])])
