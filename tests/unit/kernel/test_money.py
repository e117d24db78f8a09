import pytest
from hypothesis import given
from hypothesis import strategies as st

from jineng.kernel.money import MAX_FEN, format_yuan, parse_yuan, say_yuan

FEN = st.integers(-MAX_FEN + 1, MAX_FEN - 1)


@given(FEN)
def test_what_is_written_reads_back(amount_fen):
    assert parse_yuan(format_yuan(amount_fen)) == amount_fen
    assert parse_yuan(say_yuan(amount_fen).replace(",", "")) == amount_fen


@given(FEN)
def test_interchange_has_two_decimals_and_no_separators(amount_fen):
    yuan, fen = format_yuan(amount_fen).lstrip("-").split(".")
    assert len(fen) == 2
    assert yuan.isdigit()


@pytest.mark.parametrize(
    ("text", "amount_fen"),
    [("0", 0), ("-0.05", -5), ("-0", 0), ("0.5", 50), ("007", 700), ("9999999999999.99", 999_999_999_999_999)],
)
def test_reads(text, amount_fen):
    assert parse_yuan(text) == amount_fen


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1",
        "1 ",
        "1,050",
        "1.",
        ".5",
        "1.005",
        "1e3",
        "+1",
        "--1",
        "１５０",
        "150元",
        "nan",
        "10000000000000",
        "1\n",
    ],
)
def test_refuses_with_what_was_expected_and_found(text):
    with pytest.raises(ValueError, match="expected yuan with at most two decimals") as caught:
        parse_yuan(text)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize(
    ("amount_fen", "said"), [(100, "1"), (-123_456, "-1,234.56"), (5, "0.05"), (100_000_000, "1,000,000")]
)
def test_people_read_separators_and_only_the_decimals_there_are(amount_fen, said):
    assert say_yuan(amount_fen) == said
