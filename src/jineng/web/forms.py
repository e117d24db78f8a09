"""How form fields are drawn: label above, help below, the fault beside the field it belongs to."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class PlainFormRenderer(TemplatesSetting):
    """Draw fields with the project's own templates."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
