"""The book of claim lines (申领台账): its sheets follow from the plan that it is settled by."""
