"""Accounts and what belongs to them."""

from jineng.platform.identity.models.attempts import SignInTally, TallyKind
from jineng.platform.identity.models.factors import Authenticator, RecoveryCode
from jineng.platform.identity.models.phone_codes import CodePurpose, PhoneCode
from jineng.platform.identity.models.sessions import AccountSession, SessionEnd
from jineng.platform.identity.models.single_sign_on import SingleSignOnLink
from jineng.platform.identity.models.stand_ins import Deputy, Handover
from jineng.platform.identity.models.user import User

__all__ = [
    "AccountSession",
    "Authenticator",
    "CodePurpose",
    "Deputy",
    "Handover",
    "PhoneCode",
    "RecoveryCode",
    "SessionEnd",
    "SignInTally",
    "SingleSignOnLink",
    "TallyKind",
    "User",
]
