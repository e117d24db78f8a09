"""What is left open and not yet decided, for a draft's forms of decisions (授权确定): offered, so that no term has to be typed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from jineng.domain.drafts.queries import find_superior
from jineng.kernel.problems import UnusableError
from jineng.kernel.text import Text
from jineng.policy.delegation import open_terms
from jineng.policy.document import Document
from jineng.policy.forms.labels import LABELS
from jineng.policy.kinds.terms import LEVEL_NAMES, say_quantity
from jineng.policy.loader import DOCUMENT_NAME
from jineng.policy.parsing import validate
from jineng.web.desk.entries import list_entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jineng.domain.drafts.contents import Contents
    from jineng.policy.delegation import OpenTerm


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term that nobody has decided yet: what it is called, by whom it is decided and within which bounds, and its form's address."""

    name: Text
    bounds: Text
    query: str


def undecided_terms(contents: Contents) -> list[TermRow]:
    """Return the open terms of the superior's text and of the draft's own, as far as that stands, without those decided."""
    decided = {
        tuple(str(entry.table.get(field)) for field in ("of", "rule", "term"))
        for entry in list_entries(contents, "fill")
    }
    return [
        TermRow(_named(term, document), _bounds(term), urlencode(_asked(term, document)))
        for document in _texts(contents)
        for term in open_terms(document)
        if (document.head.id, term.rule, term.term) not in decided
    ]


def _texts(contents: Contents) -> Iterator[Document]:
    superior = find_superior(contents)
    if superior is not None:
        yield superior
    with suppress(UnusableError):
        yield validate(Document, contents.content, DOCUMENT_NAME)


def _asked(term: OpenTerm, document: Document) -> dict[str, str]:
    return {"of": document.head.id, "rule": term.rule, "term": term.term, "by": term.by}


def _named(term: OpenTerm, document: Document) -> Text:
    rule = next(rule for rule in document.rule if rule.id == term.rule)
    field, _, cell = term.term.partition(".")
    label = LABELS[field].label if field in LABELS else Text(term.term, term.term)
    inside = f" {cell}" if cell else ""
    return Text(f"{rule.title.zh} · {label.zh}{inside}", f"{rule.title.en} · {label.en}{inside}")


def _bounds(term: OpenTerm) -> Text:
    by = LEVEL_NAMES[term.by]
    zh, en = [f"由{by.zh}确定"], [f"set by {by.en}"]
    if term.min is not None:
        zh.append(f"不低于 {say_quantity(term.min).zh}")
        en.append(f"at least {say_quantity(term.min).en}")
    if term.max is not None:
        zh.append(f"不超过 {say_quantity(term.max).zh}")
        en.append(f"at most {say_quantity(term.max).en}")
    return Text("，".join(zh), ", ".join(en))
