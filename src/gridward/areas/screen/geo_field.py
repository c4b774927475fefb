"""A field the map writes into."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class GeoField(forms.CharField):
    """GeoJSON as the map writes it; empty where nothing was drawn."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.widget.attrs |= {"rows": 2, "spellcheck": "false"}

    def clean(self, value: Any) -> Any:
        """The geometry, or None."""
        text = super().clean(value)
        if not text:
            return None
        try:
            said = json.loads(text)
        except ValueError as error:
            raise forms.ValidationError(_("This is not GeoJSON. Draw it on the map again.")) from error
        if not isinstance(said, dict):
            raise forms.ValidationError(_("This is not GeoJSON. Draw it on the map again."))
        return said.get("geometry") if said.get("type") == "Feature" else said
