import pytest
from hypothesis import given
from hypothesis import strategies as st

from jineng.kernel.hours import MAX_MILLI, parse_hours, say_hours


@given(st.integers(0, MAX_MILLI))
def test_what_is_written_reads_back(hours_milli):
    assert parse_hours(say_hours(hours_milli).replace(",", "")) == hours_milli


@pytest.mark.parametrize(
    ("text", "hours_milli"), [("0", 0), ("7.999", 7999), ("8.001", 8001), ("0.1", 100), ("08", 8000)]
)
def test_reads_thousandths_exactly(text, hours_milli):
    assert parse_hours(text) == hours_milli


@pytest.mark.parametrize("text", ["", "-1", "7.9999", "8h", " 8", "1,000", "1e2", "８", "12345678", "8\n"])
def test_refuses_what_is_no_number_of_hours(text):
    with pytest.raises(ValueError, match=r"expected class hours such as 8 or 7\.5, found"):
        parse_hours(text)


def test_people_read_separators():
    assert (say_hours(1_234_500), say_hours(1)) == ("1,234.5", "0.001")
