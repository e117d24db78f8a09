"""Sealed columns as Django uses them: every way in seals, no way out but ``open`` shows the text."""

from __future__ import annotations

import copy
import json
import logging
import pickle
from typing import TYPE_CHECKING

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.template import engines

from factories.identities import identity_number
from jineng.platform.encryption.columns import IndexColumn, SealedColumn, index_columns, sealed_columns
from jineng.platform.encryption.errors import SealError
from jineng.platform.encryption.fields import BlindIndexField, SealedBytesField, SealedTextField
from jineng.platform.encryption.sealed_text import HIDDEN, SealedText, open_text, seal_text

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

CONTEXT = "tests.thing.number"


class Thing(models.Model):
    number = SealedTextField(context=CONTEXT, null=True)
    number_index = BlindIndexField(purpose=CONTEXT)
    chunk = SealedBytesField(context="tests.thing/{id}/{number_index}", null=True)

    class Meta:
        app_label = "tests"
        db_table = "tests_thing"

    def __str__(self) -> str:
        return f"thing {self.pk}"


@pytest.fixture
def table(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE tests_thing "
            "(id bigserial PRIMARY KEY, number bytea, number_index text NOT NULL DEFAULT '', chunk bytea) ON COMMIT DROP"
        )


def _stored(key: int) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM tests_thing WHERE id = %s", [key])
        return bytes(cursor.fetchone()[0])


def _opened(thing: Thing) -> str:
    found = Thing.objects.get(pk=thing.pk).number
    assert found is not None
    return found.open()


@pytest.mark.usefixtures("table")
def test_every_way_in_seals() -> None:
    numbers = [identity_number(n) for n in range(1, 6)]
    made = Thing.objects.create(number=numbers[0])
    bulk = Thing.objects.bulk_create([Thing(number=numbers[1]), Thing(number=SealedText.of(CONTEXT, numbers[2]))])
    assert [_opened(thing) for thing in (made, *bulk)] == numbers[:3]

    made.number = numbers[3]
    made.save()
    assert _opened(made) == numbers[3]
    made.number = numbers[4]
    Thing.objects.bulk_update([made], ["number"])
    assert _opened(made) == numbers[4]
    Thing.objects.filter(pk=made.pk).update(number=numbers[0])
    assert _opened(made) == numbers[0]
    for thing in (made, *bulk):
        assert _stored(thing.pk).startswith(b"JN2")
        assert not any(number.encode() in _stored(thing.pk) for number in numbers)


@pytest.mark.usefixtures("table")
def test_copied_rows_open() -> None:
    number = identity_number(1)
    with connection.cursor() as cursor, cursor.copy("COPY tests_thing (number) FROM STDIN") as rows:
        rows.write_row([seal_text(CONTEXT, number)])

    (thing,) = Thing.objects.all()
    assert _opened(thing) == number
    assert open_text(CONTEXT, _stored(thing.pk)) == number


@pytest.mark.usefixtures("table")
def test_nothing_is_opened_until_it_is_asked_for(settings: SettingsWrapper) -> None:
    """With a ring that opens nothing, rows are still read in every way, and written back unchanged."""
    from jineng.platform.encryption.ring import KeyRing

    thing = Thing.objects.create(number=identity_number(1))
    before = _stored(thing.pk)
    settings.KEY_RING = KeyRing({"other": bytes(32)}, "other", [bytes(32)])

    (found,) = Thing.objects.defer("number")
    found.save()
    Thing.objects.get(pk=thing.pk).save()
    (row,) = Thing.objects.values("number")
    (single,) = Thing.objects.values_list("number", flat=True)
    assert str(row["number"]) == str(single) == str(found.number) == HIDDEN
    assert _stored(thing.pk) == before
    with pytest.raises(SealError):
        single.open()


@pytest.mark.usefixtures("table")
def test_none_stays_none_and_an_empty_text_is_sealed() -> None:
    Thing.objects.create(number=None)
    empty = Thing.objects.create(number="")

    assert Thing.objects.filter(number__isnull=True).count() == 1
    assert _opened(empty) == ""


def test_no_way_out_shows_the_text() -> None:
    number = identity_number(1)
    thing = Thing(number=number)
    sealed = thing.number
    assert isinstance(sealed, SealedText)
    record = logging.LogRecord("x", logging.INFO, "x", 1, "%s %r", (sealed, sealed), None)

    shown = [
        str(sealed),
        repr(sealed),
        f"{sealed}",
        f"{sealed:>30}",
        f"{sealed!r} {vars(thing)} {[sealed]} {sealed.masked}",
        "%s" % (sealed,),  # noqa: UP031 -- one of the ways
        record.getMessage(),
        engines["django"]
        .from_string("{{ thing.number }} {{ thing.number|stringformat:'r' }}")
        .render({"thing": thing}),
        str(sealed.sealed),
    ]
    assert not any(number in text for text in shown)
    for write in (pickle.dumps, json.dumps, lambda value: json.dumps(value, cls=DjangoJSONEncoder)):
        with pytest.raises(TypeError) as refusal:
            write(sealed)
        assert number not in str(refusal.value)
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(thing)
    with pytest.raises(TypeError, match="not written as text"):
        serializers.serialize("json", [thing])
    assert copy.deepcopy(sealed) is copy.copy(sealed) is copy.copy(thing.__dict__)["number"]


@pytest.mark.parametrize("lookup", ["number", "number__in", "number__gt", "number__startswith", "number__contains"])
def test_searching_a_sealed_column_is_refused(lookup: str) -> None:
    number = identity_number(1)
    with pytest.raises(FieldError) as refusal:
        Thing.objects.filter(**{lookup: [number] if lookup.endswith("in") else number})
    assert number not in str(refusal.value)


@pytest.mark.parametrize("value", [b"bytes", 110105194912310021, ["a"], object()])
def test_other_values_are_refused_without_showing_them(value: object) -> None:
    with pytest.raises(TypeError, match=f"found {type(value).__name__}") as refusal:
        Thing(number=value)
    assert "1101" not in str(refusal.value)


def test_a_text_sealed_for_another_column_is_sealed_anew() -> None:
    number = identity_number(1)
    elsewhere = SealedText.of("tests.other", number)
    thing = Thing(number=elsewhere)

    assert thing.number is not None
    assert (thing.number.context, thing.number.open()) == (CONTEXT, number)
    with pytest.raises(SealError):
        open_text(CONTEXT, elsewhere.sealed)


def test_one_context_for_all_rows() -> None:
    with pytest.raises(ValueError, match="use SealedBytesField"):
        SealedTextField(context="tests.thing/{id}")


def test_fields_survive_a_migration() -> None:
    for field in (Thing._meta.get_field(name) for name in ("number", "number_index", "chunk")):
        _name, path, args, kwargs = field.deconstruct()
        assert path.startswith("jineng.platform.encryption.fields.")
        again = type(field)(*args, **kwargs)
        assert again.deconstruct()[1:] == field.deconstruct()[1:]


def test_columns_are_found() -> None:
    assert sealed_columns([Thing]) == [
        SealedColumn("tests_thing", "chunk", "id", "bigint", "tests.thing/{id}/{number_index}", ("id", "number_index")),
        SealedColumn("tests_thing", "number", "id", "bigint", CONTEXT, ()),
    ]
    assert index_columns([Thing]) == [IndexColumn("tests_thing", "number_index", "id", "bigint", CONTEXT)]
    assert "settlements_settlementline.sealed" in map(str, sealed_columns())
    assert "settlements_settlementline.person_index" in map(str, index_columns())


def test_every_column_of_bytes_says_what_seals_it() -> None:
    """A plain BinaryField in our tables would be left behind when keys change; the hashes of the audit's seals are no secret."""
    from django.apps import apps

    plain = [
        str(field)
        for model in apps.get_models()
        if model.__module__.startswith("jineng.")
        for field in model._meta.local_fields
        if type(field) is models.BinaryField
    ]

    assert plain == ["audit.AuditSeal.leaves"]


def test_contexts_of_columns_differ() -> None:
    contexts = [column.context for column in sealed_columns()]

    assert len(set(contexts)) == len(contexts)
