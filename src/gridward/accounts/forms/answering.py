"""Choosing who answers for doors: each worker with what they answer for already."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gridward.accounts.actors import Actor
from gridward.accounts.models import Worker
from gridward.accounts.queries import loads_of, worker_choices
from gridward.shared.registries import Load

if TYPE_CHECKING:
    Field = forms.ModelChoiceField[Worker]
else:
    Field = forms.ModelChoiceField


class AnsweringField(Field):
    """A worker of the community; whoever shows the field says for whom by `of`."""

    loads: Mapping[UUID, Load] = {}

    def __init__(
        self, *, label: object = _("Responsible worker"), empty_label: object, required: bool
    ) -> None:
        super().__init__(queryset=None, label=label, empty_label=empty_label, required=required)  # type: ignore[arg-type]

    def of(self, actor: Actor) -> None:
        """Offer the workers of the actor's community with their loads; two statements and one a room that counts."""
        self.loads = loads_of(actor.community_id)
        self.queryset = worker_choices(actor)

    def label_from_instance(self, worker: Worker) -> str:
        """Name and doors."""
        number = self.loads.get(worker.id, Load()).doors
        return (
            f"{worker.name} · {ngettext('%(number)d door', '%(number)d doors', number) % {'number': number}}"
        )
