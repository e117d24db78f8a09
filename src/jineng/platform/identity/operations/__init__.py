"""The only doors for writing accounts and what belongs to them."""

from jineng.platform.identity.operations.accounts import open_account, open_learner_account, set_password
from jineng.platform.identity.operations.signing_in import note_sign_in, note_sign_out

__all__ = ["note_sign_in", "note_sign_out", "open_account", "open_learner_account", "set_password"]
