"""The printable forms, read back from the PDF."""

import re
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from factories.settlements import (
    ENTERPRISE,
    EVALUATOR,
    PLAN,
    RECEIPT,
    SCHOOL,
    facts,
    line,
    person,
    reached,
    result_of,
    roster,
    varied,
)
from jineng.kernel.money import MAX_FEN
from jineng.kernel.problems import UnusableError
from jineng.workbook.forms import Applicant, capitals, figures, roster_pdf, subsidy_application_pdf
from jineng.workbook.forms.claimed import breakable
from jineng.workbook.results import receipt_hash

DIGITS = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}


@pytest.mark.parametrize(
    ("amount_fen", "words"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角"),
        (50, "伍角"),
        (99, "玖角玖分"),
        (100, "壹元整"),
        (105, "壹元零伍分"),
        (150, "壹元伍角"),
        (1000, "壹拾元整"),
        (1050, "壹拾元零伍角"),
        (100_00, "壹佰元整"),
        (101_00, "壹佰零壹元整"),
        (110_00, "壹佰壹拾元整"),
        (1001_00, "壹仟零壹元整"),
        (1010_00, "壹仟零壹拾元整"),
        # The examples of 《正确填写票据和凭据的基本规定》.
        (1409_50, "壹仟肆佰零玖元伍角"),
        (6007_14, "陆仟零柒元壹角肆分"),
        (1680_32, "壹仟陆佰捌拾元零叁角贰分"),
        (107_000_53, "壹拾万柒仟元零伍角叁分"),
        (16_409_02, "壹万陆仟肆佰零玖元零贰分"),
        (325_04, "叁佰贰拾伍元零肆分"),
        (10_000_00, "壹万元整"),
        (10_001_00, "壹万零壹元整"),
        (100_500_00, "壹拾万零伍佰元整"),
        (10_000_000_00, "壹仟万元整"),
        (100_000_000_00, "壹亿元整"),
        (100_000_001_00, "壹亿零壹元整"),
        (100_010_000_00, "壹亿零壹万元整"),
        (1_010_000_000_00, "壹拾亿壹仟万元整"),
        (1_234_567_890_12, "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元零壹角贰分"),
        (1_000_000_000_000_00, "壹万亿元整"),
        (1_000_100_000_000_00, "壹万零壹亿元整"),
        (MAX_FEN, "壹拾万亿元整"),
    ],
)
def test_capitals(amount_fen, words):
    assert capitals(amount_fen) == words


def read_capitals(words: str) -> int:
    """Read an amount in capitals: an independent reading, by adding up what stands before each unit."""
    totals = {"亿": 0, "": 0}
    section = digit = fen = 0
    yuan = None
    for sign in words.removesuffix("整"):
        if sign in DIGITS:
            digit = DIGITS[sign]
        elif sign in "拾佰仟":
            section += digit * {"拾": 10, "佰": 100, "仟": 1000}[sign]
            digit = 0
        elif sign == "万":
            totals[""] += (section + digit) * 10_000
            section = digit = 0
        elif sign == "亿":
            totals["亿"] = (totals[""] + section + digit) * 100_000_000
            totals[""] = section = digit = 0
        elif sign == "元":
            yuan = totals["亿"] + totals[""] + section + digit
            digit = 0
        else:
            fen += digit * {"角": 10, "分": 1}[sign]
            digit = 0
    return (yuan or 0) * 100 + fen


@given(st.integers(0, MAX_FEN) | st.integers(0, 2_000_000).map(lambda tens: tens * 1_010_000))
def test_capitals_read_back_as_the_same_amount_and_never_repeat_a_zero(amount_fen):
    words = capitals(amount_fen)
    assert read_capitals(words) == amount_fen
    assert "零零" not in words


@pytest.mark.parametrize("amount_fen", [-1, MAX_FEN + 1])
def test_capitals_refuse_what_a_voucher_cannot_say(amount_fen):
    with pytest.raises(ValueError, match="expected from 0"):
        capitals(amount_fen)


def test_figures_always_have_two_decimals_and_separators():
    assert [figures(fen) for fen in (0, 5, 100, 1234567890)] == ["0.00", "0.05", "1.00", "12,345,678.90"]


def application(**options) -> bytes:
    result, _, classes = varied()
    return subsidy_application_pdf(result, options.pop("payee", SCHOOL), plan=PLAN, classes=classes, **options)


def pages_of(pdf: bytes) -> list[str]:
    """Return each page's text without the spaces that typesetting puts in."""
    return [re.sub(r"[\s\u200b]+", "", page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]


def test_the_application_says_who_what_for_and_how_much():
    applicant = Applicant(name="示例职业培训学校", bank="示例银行兰山支行", account="6200000000000000001")
    (text,) = pages_of(application(applicant=applicant))
    for expected in (
        "职业技能培训补贴申请表",
        "岚县2022年职业技能培训工作实施方案（岚技能办发〔2022〕2号）",
        f"申请单位示例职业培训学校统一社会信用代码{SCHOOL}",
        "开户银行示例银行兰山支行银行账号6200000000000000001",
        "1LX-1养老护理员订单式2022-07-02至2022-07-16403630阶梯标准1,234.56–1,500元/人21,734.56",
        "2LX-2—订单式2022-07-03至2022-07-17403630普惠标准1,500元/人11,200.00",
        "合计32,934.56",
        "人民币（大写）：贰仟玖佰叁拾肆元伍角陆分",
        "¥2,934.56",
        "应补合计4,234.56元，已拨付1,000.00元",
        "申请单位承诺",
        "法定代表人（签字）：",
        "初审意见",
        "复审意见",
        "领导审批意见",
        "财务拨付意见",
        f"凭据号：{receipt_hash(RECEIPT)}",
        "第1页共1页",
    ):
        assert expected in text


def test_an_application_holds_only_what_its_payee_can_be_paid_now():
    (text,) = pages_of(application(payee=EVALUATOR))
    assert "职业技能评价取证补贴申请表" in text
    assert f"申请单位{EVALUATOR}统一社会信用代码开户银行" in text
    assert "¥400.00" in text
    assert "肆佰元整" in text
    assert "1,234.56" not in text


def test_an_application_for_hires_names_the_item_where_there_is_no_class():
    hire = line(None, person(1), item="hire", payee_kind="enterprise", payee=ENTERPRISE, standard="none", days=None)
    pdf = subsidy_application_pdf(result_of([hire], []), ENTERPRISE, plan=PLAN, classes={})
    assert "1—招用补贴—————1,500元/人11,500.00" in pages_of(pdf)[0]


def test_items_narrow_a_form_down():
    result, _, classes = varied()
    result["lines"][5]["payee"] = SCHOOL
    both = subsidy_application_pdf(result, SCHOOL, plan=PLAN, classes=classes)
    one = subsidy_application_pdf(result, SCHOOL, plan=PLAN, classes=classes, items={"certificate"})
    assert "¥3,334.56" in pages_of(both)[0]
    assert "¥400.00" in pages_of(one)[0]


@pytest.mark.parametrize("payee", [ENTERPRISE, "92141127MA0000000X"])
def test_a_payee_with_nothing_to_be_paid_has_no_form(payee):
    with pytest.raises(UnusableError) as refused:
        application(payee=payee)
    assert [problem.code for problem in refused.value.problems] == ["nothing_to_claim"]


def test_many_classes_go_over_several_pages_with_their_heading():
    result, _, classes = roster(120, each=2)
    pages = pages_of(subsidy_application_pdf(result, SCHOOL, plan=PLAN, classes=classes))
    assert len(pages) > 2
    tables = [page for page in pages if re.search(r"LX2022-\d{3}", page)]
    assert all("序号班级编号职业工种" in page for page in tables)
    assert "60LX2022-060" in "".join(pages)


def test_a_person_who_is_paid_is_named_by_identity_number_hidden_in_public():
    own = line("LX-1", person(1), payee_kind="person", payee=person(1))
    result = result_of([own], [reached("LX-1")])
    classes = {"LX-1": facts()}
    (text,) = pages_of(subsidy_application_pdf(result, person(1), plan=PLAN, classes=classes))
    assert f"身份证号{person(1)}" in text
    (masked,) = pages_of(subsidy_application_pdf(result, person(1), plan=PLAN, classes=classes, masked=True))
    assert person(1) not in masked
    assert f"身份证号{person(1)[:6]}********{person(1)[14:]}" in masked
    listed = pages_of(roster_pdf(result, person(1), plan=PLAN, names={}, masked=True))
    assert person(1) not in "".join(listed)


def test_a_form_is_archival_with_all_fonts_embedded():
    pdf = PdfReader(BytesIO(application()))
    fonts = [font.get_object() for font in pdf.pages[0]["/Resources"]["/Font"].values()]
    descriptors = [
        descendant.get_object()["/FontDescriptor"] for font in fonts for descendant in font["/DescendantFonts"]
    ]
    assert descriptors
    assert all({"/FontFile2", "/FontFile3"} & set(descriptor) for descriptor in descriptors)
    assert any("NotoSansCJK" in descriptor["/FontName"] for descriptor in descriptors)
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf.trailer["/Root"]["/Metadata"].get_data()
    assert pdf.metadata.title == "职业技能培训补贴申请表"
    assert (round(pdf.pages[0].mediabox.width), round(pdf.pages[0].mediabox.height)) == (595, 842)


def test_the_same_form_is_the_same_bytes():
    result, names, _ = varied()
    assert application() == application()
    listed = [roster_pdf(result, SCHOOL, plan=PLAN, names=names) for _ in range(2)]
    assert listed[0] == listed[1]


@pytest.mark.parametrize("name", ["#panic()*x*", "$a$]", '"\\n"{sys}', "<label>@ref//c"])
def test_text_is_never_read_as_source(name):
    (text,) = pages_of(application(applicant=Applicant(name=name)))
    assert f"申请单位{name}统一" in text


def test_a_character_without_a_glyph_is_named_and_not_printed_as_a_box():
    with pytest.raises(UnusableError) as refused:
        application(applicant=Applicant(name="示例\ue000学校"))
    (problem,) = refused.value.problems
    assert problem.code == "unprintable_character"
    assert "e000" in problem.text.zh


def test_the_roster_repeats_its_heading_counts_pages_and_sums_each_class():
    result, names, _ = roster(90)
    numbers = {(line["class_id"], line["person_id"]): f"ZS{index:04d}" for index, line in enumerate(result["lines"])}
    pages = pages_of(roster_pdf(result, SCHOOL, plan=PLAN, names=names, certificates=numbers))
    assert len(pages) == 4
    assert all(
        "序号姓名身份证号班级编号培训天数证书编号补贴标准应补金额已拨金额本次应拨本人签字" in page for page in pages[:3]
    )
    assert [f"第{number}页共4页" in page for number, page in enumerate(pages, start=1)] == [True] * 4
    text = "".join(pages)
    assert f"1学员1{person(0)}LX2022-00110ZS0000阶梯标准1,500.000.001,500.00" in text
    assert f"90学员90{person(89)}LX2022-00310ZS0089" in text
    assert text.count("小计") == 3
    assert "小计LX2022-00140人次60,000.000.0060,000.00" in text
    assert "小计LX2022-00310人次15,000.000.0015,000.00" in text
    assert "合计90人次135,000.000.00135,000.00" in text
    assert "人民币壹拾叁万伍仟元整" in text
    assert round(PdfReader(BytesIO(roster_pdf(result, SCHOOL, plan=PLAN, names=names))).pages[0].mediabox.width) == 842


def test_the_public_roster_hides_identity_numbers_even_inside_certificate_numbers():
    result, names, _ = roster(3)
    licence = f"T{person(0)}"
    numbers = {("LX2022-001", person(0)): licence, ("LX2022-001", person(1)): "S000014110015225000123"}
    (text,) = pages_of(roster_pdf(result, SCHOOL, plan=PLAN, names=names, certificates=numbers, masked=True))
    assert not any(person(number) in text for number in range(3))
    assert f"T{person(0)[:6]}********{person(0)[14:]}" in text
    assert "S000014110015225000123" in text
    assert "花名册（公示）" in text
    assert "签字" not in text


def test_long_numbers_may_break_so_that_they_stay_in_their_cell():
    assert breakable("S" * 24) == "S" * 24
    assert breakable("S" * 30).split("\u200b") == ["S" * 12, "S" * 12, "S" * 6]


@pytest.mark.slow
def test_a_county_year_of_one_institution_fits_one_roster():
    result, names, _ = roster(5_000)
    pages = PdfReader(BytesIO(roster_pdf(result, SCHOOL, plan=PLAN, names=names))).pages
    assert len(pages) > 140
    assert f"第{len(pages)}页" in re.sub(r"\s", "", pages[-1].extract_text())
