"""The tables of the registry. The rules that keep records whole and two people apart stand in constraints and triggers."""

from jineng.domain.registry.models.equipment import Qualification, Room, Teacher, Venue
from jineng.domain.registry.models.holds import Hold
from jineng.domain.registry.models.leading_group import GroupMember, GroupTask, LeadingGroup
from jineng.domain.registry.models.organisations import Contact, FactsRequest, Organisation, SizeRecord
from jineng.domain.registry.models.payout import PayoutAccount
from jineng.domain.registry.models.people import Affiliation, Guardian, PastResidence, Person
from jineng.domain.registry.models.requests import PersonMerge, PersonRequest
from jineng.domain.registry.models.standing import AssistedEntry, DeclarationText, GivenDeclaration, TargetGroupTag

__all__ = [
    "Affiliation",
    "AssistedEntry",
    "Contact",
    "DeclarationText",
    "FactsRequest",
    "GivenDeclaration",
    "GroupMember",
    "GroupTask",
    "Guardian",
    "Hold",
    "LeadingGroup",
    "Organisation",
    "PastResidence",
    "PayoutAccount",
    "Person",
    "PersonMerge",
    "PersonRequest",
    "Qualification",
    "Room",
    "SizeRecord",
    "TargetGroupTag",
    "Teacher",
    "Venue",
]
