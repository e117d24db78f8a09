"""Printable forms of a settlement as archival PDF: the application (补贴申请表) and its roster (补贴花名册)."""

from __future__ import annotations

from jineng.workbook.forms.amounts import capitals, figures
from jineng.workbook.forms.application import Applicant, subsidy_application_pdf
from jineng.workbook.forms.roster import roster_pdf

__all__ = ["Applicant", "capitals", "figures", "roster_pdf", "subsidy_application_pdf"]
