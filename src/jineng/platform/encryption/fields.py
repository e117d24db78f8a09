"""Sealed columns and blind indexes as Django fields. ``rotation`` finds them by these types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from jineng.platform.encryption.sealed_text import SealedText

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


_Set_contra = TypeVar("_Set_contra", contravariant=True)
_Get_co = TypeVar("_Get_co", covariant=True)

if TYPE_CHECKING:
    _Bytes = models.BinaryField
    _Chars = models.CharField
else:

    class _Typed:
        """Takes the types of what is assigned and read, which Django's own fields take only while types are checked."""

        def __class_getitem__(cls, _types: object) -> type:
            return cls

    class _Bytes(_Typed, models.BinaryField):
        pass

    class _Chars(_Typed, models.CharField):
        pass


class SealedField(_Bytes[_Set_contra, _Get_co]):
    """A sealed column (bytea). ``context`` names the place and is authenticated with the content; it never changes.

    ``{column}`` in the context stands for another column of the row: such a message opens in its row only.
    """

    _pyi_private_get_type: Any

    def __init__(self, *args: Any, context: str, **kwargs: Any) -> None:
        self.context = context
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Keep the context in migrations."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "context": self.context}

    def get_lookup(self, lookup_name: str) -> Any:
        """Allow asking whether there is a value, nothing else: two messages of one text differ."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def value_to_string(self, obj: models.Model) -> str:  # noqa: ARG002 -- Django's signature
        """Refuse to be written into a dump."""
        raise TypeError(f"{self.context} is sealed and not written as text")


class SealedBytesField(SealedField[_Set_contra, _Get_co]):
    """Messages that the model's own code seals and opens, with the field's context: contents other than one text."""

    _pyi_private_get_type: bytes | memoryview


class _SealingAttribute(DeferredAttribute):
    """Seals a text the moment it is assigned: no instance holds it in the clear."""

    field: SealedTextField[Any, Any]

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = self.field.to_python(value)


class SealedTextField(SealedField[_Set_contra, _Get_co]):
    """A text that is kept sealed; its Python value is a ``SealedText`` (or None), and a str assigned is sealed at once."""

    _pyi_private_set_type: str | SealedText
    _pyi_private_get_type: SealedText

    descriptor_class = _SealingAttribute

    def __init__(self, *args: Any, context: str, **kwargs: Any) -> None:
        if "{" in context:
            raise ValueError(f"{context}: a SealedTextField has one context for all rows; use SealedBytesField")
        super().__init__(*args, context=context, **kwargs)

    def to_python(self, value: Any) -> SealedText | None:
        """Return the value sealed.

        Raises:
            TypeError: it is no text. The message shows its type only.
        """
        if value is None:
            return None
        if isinstance(value, SealedText):
            if value.context != self.context:
                return SealedText.of(self.context, value.open())
            return value
        if isinstance(value, str):
            return SealedText.of(self.context, value)
        raise TypeError(f"{self.context}: expected a str, a SealedText or None, found {type(value).__name__}")

    def from_db_value(self, value: Any, _expression: object, _connection: object) -> SealedText | None:
        """Wrap what is stored; nothing is decrypted."""
        return None if value is None else SealedText(self.context, bytes(value))

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 -- Django's signature
        """Return the sealed message."""
        sealed = self.to_python(value)
        return super().get_db_prep_value(None if sealed is None else sealed.sealed, connection, prepared)


class BlindIndexField(_Chars[_Set_contra, _Get_co]):
    """The blind index of a value (64 hex digits), filled by operations with ``blind_index(ring, purpose, value)``."""

    def __init__(self, *args: Any, purpose: str, **kwargs: Any) -> None:
        self.purpose = purpose
        kwargs["max_length"] = 64
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Keep the purpose in migrations."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("max_length")
        return name, path, args, {**kwargs, "purpose": self.purpose}
