"""Books written by hand, so that every threshold is met at, just below and just above it whatever the random ones draw."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from engine.books import FULL_DAY_MILLI, Maker
from engine.reference import months_later
from engine.strategies import KINDS, TYPES

if TYPE_CHECKING:
    from engine.reference import Book

SIDES = (-1, 0, 1)
EDGE = date(2022, 11, 30)
LAN_DAY, LAN_AFTER = date(2022, 8, 15), date(2022, 12, 15)
CHANGZHI_DAY, CHANGZHI_FEBRUARY = date(2018, 8, 31), date(2019, 2, 28)
JUNE = date(2022, 6, 30)


def days(count: int) -> timedelta:
    return timedelta(days=count)


class _Book(Maker):
    """A maker with the usual trainee: present all days, certified at the end, employed at once."""

    def trainee(
        self,
        class_id: str,
        who: str,
        end: date,
        milli: int = 10 * FULL_DAY_MILLI,
        *,
        issued: date | None = None,
        job: date | None = None,
        certified: bool = True,
    ) -> None:
        self.enrol(class_id, who)
        self.attend(class_id, who, end, milli)
        if certified:
            self.certify(class_id, who, issued or end)
        if job is not None:
            self.employ(class_id, who, job)

    def group(self, class_id: str, end: date, roster: int, certified: int, employed: int) -> None:
        for number in range(roster):
            job = end if number < employed else None
            self.trainee(class_id, f"{class_id}-{number}", end, certified=number < certified, job=job)

    def klass(self, class_id: str, kind: str, end: date, planned_days: int = 10, **values: str | None) -> str:
        return self.open_class(class_id, kind, end, planned_days * FULL_DAY_MILLI, **values)


def _one_of_each_kind(make: _Book, end: date) -> None:
    for kind in KINDS:
        make.klass(kind, kind, end, order_id="单-种类" if kind == "order" else None)
        make.trainee(kind, f"人-{kind}", end, job=end)
        make.enrol(kind, "人-处处")


def _hours(make: _Book, kind: str, end: date) -> None:
    for whole in (1, 6, 7, 9, 10, 11, 14, 15, 16, 34, 35, 36, 40):
        class_id = make.klass(f"课时{whole}", kind, end, whole)
        for milli in SIDES:
            make.trainee(class_id, f"时{whole}{milli:+d}", end, whole * FULL_DAY_MILLI + milli, job=end)
    make.klass("课时", kind, end, 1)
    for milli in SIDES:
        make.enrol("课时", f"日{milli:+d}")
        make.certify("课时", f"日{milli:+d}", end)
        for part in (4000, 4000 + milli):
            make.add("attendance", class_id="课时", person_id=f"日{milli:+d}", date=end, hours_milli=part)


def _set_aside(make: _Book, end: date) -> None:
    make.klass("另列", "universal", end)
    make.trainee("另列", "重名", end)
    make.enrol("另列", "重名")
    make.attend("另列", "外人", end, FULL_DAY_MILLI)
    make.certify("另列", "外人", end)


def _paid_wrongly(make: _Book, end: date) -> None:
    make.klass("错付", "universal", end)
    make.trainee("错付", "错付人", end, certified=False)
    make.pay("错付人", "training", end, 20_000, class_id="错付")
    make.hire("错付招", end - days(400))
    make.pay("错付招", "hire_certificate", end, 30_000)


def _around_the_day(make: _Book, as_of: date) -> None:
    for side in SIDES:
        end = as_of + days(side)
        make.klass(f"止{side:+d}", "project", end)
        make.trainee(f"止{side:+d}", f"止人{side:+d}", end, job=as_of + days(side), issued=as_of - days(3))
        make.pay(f"止人{side:+d}", "training", as_of + days(side), 20_000, class_id=f"止{side:+d}")


def lan_rates() -> tuple[Book, date]:
    make = _Book()
    for side in SIDES:
        make.klass(f"项{side:+d}", "project", JUNE)
        make.group(f"项{side:+d}", JUNE, 6, 5, 4 + side)
        for part, employed in (("甲", 4), ("乙", 4 + side)):
            class_id = f"订{side:+d}{part}"
            make.klass(class_id, "order", JUNE, order_id=f"单{side:+d}")
            make.group(class_id, JUNE, 5, 5, employed)
    for number, end in enumerate((LAN_DAY, LAN_DAY + days(1))):
        make.klass(f"未完{number}", "order", end, order_id="单-未完")
        make.trainee(f"未完{number}", f"未完人{number}", end)
    _one_of_each_kind(make, JUNE)
    _set_aside(make, JUNE)
    _paid_wrongly(make, JUNE)
    _around_the_day(make, LAN_DAY)
    return make.book, LAN_DAY


def _levels_in_history(make: _Book) -> None:
    """Paid and taken back; paid for two certificates; paid for another number; the level left out."""
    for name, rows in {
        "退回": [("", "5", 40_000), ("", "5", -40_000)],
        "无额": [("", "5", 0)],
        "两付": [("甲", "5", 40_000), ("乙", "5", 40_000)],
        "他证": [("丙", "5", 40_000)],
        "缺级": [("甲", None, 40_000)],
    }.items():
        numbers = {suffix: f"{name}{suffix}" for suffix in ("甲", "乙")}
        for suffix, number in numbers.items():
            make.certify(None, f"史{name}", JUNE + days(suffix == "甲"), number=number)
        for age, (suffix, level, amount_fen) in enumerate(rows):
            number = f"{name}{suffix}" if suffix else None
            make.pay(f"史{name}", "certificate", JUNE + days(age), amount_fen, number=number, level_key=level)


def lan_certificates() -> tuple[Book, date]:
    make = _Book()
    _hours(make, "project", JUNE)
    for side in SIDES:
        end = EDGE + days(side)
        make.klass(f"年{side:+d}", "universal", end)
        make.trainee(f"年{side:+d}", f"年人{side:+d}", end)
        make.trainee(f"年{side:+d}", f"年人{side:+d}迟", end, issued=LAN_AFTER)
        make.certify(None, f"证人{side:+d}", EDGE + days(side))
        row = make.certify(None, f"补证人{side:+d}", JUNE, level=5)
        make.pay(f"补证人{side:+d}", "certificate", JUNE, 40_000 + side, number=row["number"], level_key="5")
        make.klass(f"已付{side:+d}", "universal", JUNE)
        make.trainee(f"已付{side:+d}", f"已付人{side:+d}", JUNE)
        make.pay(f"已付人{side:+d}", "training", JUNE, 100_000 + side, class_id=f"已付{side:+d}")
    for type_ in TYPES:
        for level in (1, 2, 3, 4, 5) if type_ in {"skill_level", "qualification"} else (None,):
            make.certify(None, "全证", JUNE, type_, level)
            make.certify(None, f"单证{type_}{level}", JUNE, type_, level)
    make.pay("单证special_ability", "certificate", JUNE, 20_000, level_key="special_ability")
    _levels_in_history(make)
    make.certify(None, "同日", JUNE, number="B2")
    make.certify(None, "同日", JUNE, "qualification", number="B1")
    make.certify(None, "同日", JUNE, "qualification", number="乙1")
    return make.book, LAN_AFTER


def _changzhi_classes(make: _Book, end: date) -> None:
    for heads in (49, 50, 51):
        class_id = make.klass(f"额{heads}", "universal", end, 1)
        for number in range(heads):
            make.trainee(class_id, f"额人{number}", end, FULL_DAY_MILLI, certified=number < 2)
    for side in SIDES:
        class_id = make.klass(f"到课{side:+d}", "project", end)
        make.trainee(class_id, f"到课人{side:+d}", end, 80_000)
        make.trainee(class_id, f"到课人{side:+d}乙", end, 56_000 + side)


def _changzhi_employment(make: _Book, as_of: date) -> None:
    end = as_of - days(200)
    make.klass("三月", "universal", end)
    for issued in (date(as_of.year, 1, 31), end + days(3)):
        until = months_later(issued, 3)
        for side in SIDES:
            make.trainee("三月", f"始{issued}{side:+d}", end, issued=issued, job=issued + days(side))
            make.trainee("三月", f"终{issued}{side:+d}", end, issued=issued, job=until + days(side))
            make.certify("三月", f"终{issued}{side:+d}", issued + days(5), "training")
    for issued in (as_of - days(back) for back in range(88, 95)):
        make.trainee("三月", f"待{issued}", end, issued=issued)
        make.trainee("三月", f"待八{issued}", end, issued=issued)
        make.pay(f"待八{issued}", "training", as_of, 120_000, class_id="三月")
        for side in SIDES:
            make.trainee("三月", f"待{issued}{side:+d}", end, issued=issued)
            make.pay(f"待{issued}{side:+d}", "training", as_of, 150_000 + side, class_id="三月")


def _changzhi_institutions(make: _Book, end: date) -> None:
    for side in SIDES:
        make.klass(f"合格{side:+d}", "universal", end, institution=f"合格校{side:+d}")
        make.group(f"合格{side:+d}", end, 5, 4 + side, 4 + side)
        make.klass(f"就业{side:+d}", "universal", end, institution=f"就业校{side:+d}")
        make.group(f"就业{side:+d}", end, 10, 10, 3 + side)


def _changzhi_hires(make: _Book, as_of: date) -> None:
    for size in ("micro", "small", "medium", "large"):
        for months in (5, 6, 7):
            make.hire(f"招{size}{months}", as_of - days(20), size, months)
    for side in SIDES:
        start = date(2016, 2, 29)
        make.hire(f"年内{side:+d}", start)
        make.certify(None, f"年内{side:+d}", date(2017, 2, 28) + days(side))
        make.hire(f"招后{side:+d}", start)
        make.certify(None, f"招后{side:+d}", start + days(side), "qualification")
        make.hire(f"招付{side:+d}", as_of + days(side))
        make.pay(f"招付{side:+d}", "hire", as_of, 30_000 + side)
    make.hire("招大", start, "large")
    make.certify(None, "招大", start)
    for size, months in (("large", 6), ("small", 6), ("micro", 6), ("small", 3)):
        make.hire("招两次", start, size, months, enterprise=f"企业{size}")


def changzhi(as_of: date) -> tuple[Book, date]:
    make = _Book()
    end = as_of - days(60)
    _hours(make, "outbound", end)
    _changzhi_classes(make, end)
    _changzhi_employment(make, as_of)
    _changzhi_institutions(make, end)
    _changzhi_hires(make, as_of)
    _one_of_each_kind(make, end)
    _set_aside(make, end)
    _paid_wrongly(make, end)
    _around_the_day(make, as_of)
    for type_ in TYPES:
        for level in (1, 2, 3, 4, 5) if type_ in {"skill_level", "qualification"} else (None,):
            make.certify("universal", "人-universal", end, type_, level)
    return make.book, as_of


def directed_books(policy: str) -> list[tuple[Book, date]]:
    """The books of a shipped plan, with their days."""
    if policy == "lanxian-2022":
        return [lan_rates(), lan_certificates()]
    return [changzhi(CHANGZHI_DAY), changzhi(CHANGZHI_FEBRUARY)]
