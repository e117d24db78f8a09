"""Pages of the audit record: the auditor's log, and the roots of its seals for everybody."""
