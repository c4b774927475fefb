"""The form that offers a code for a device."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.accounts.models import Worker


class DeviceCodeForm(forms.Form):
    """For whom the device is."""

    worker = forms.ChoiceField(label=_("For whom"))

    def __init__(self, *args: Any, workers: list[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(worker.id), worker.name) for worker in workers]
        self.fields["worker"].choices = choices  # type: ignore[attr-defined]

    def worker_id(self) -> UUID:
        """The worker chosen."""
        return UUID(self.cleaned_data["worker"])
