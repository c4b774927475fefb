"""A tube for a box, a hand-over, a receipt: as somebody types or scans them."""

import re
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridward.accounts.actors import Actor
from gridward.accounts.queries.people import workers_with_places
from gridward.testing.codes import read_code
from gridward.testing.samples import tube_code
from gridward.testing.transport.facts import (
    BOX_CODE,
    LONGEST_NAME,
    MOST_TUBES,
    BoxFact,
    HandOverFact,
    ReceiptFact,
)

SCANNED = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}


def tube_of(community_id: UUID, text: str) -> str:
    """A tube's code as scanned; raises ValidationError where a sign of an own code is wrong."""
    read = read_code(community_id, text)
    if read.problem and (read.problem.code == "testing.tube_code_mistyped" or not read.tube_code):
        raise forms.ValidationError(_(read.problem.message))
    if not read.tube_code:
        raise forms.ValidationError(_("This is the code of a person or door, not of a tube."))
    return read.tube_code


class BoxForm(forms.Form):
    """One tube into a box; the box stays for the next."""

    box = forms.CharField(label=_("Box"), max_length=20, widget=forms.TextInput(SCANNED))
    tube = forms.CharField(label=_("Tube"), max_length=64, widget=forms.TextInput(SCANNED))
    fact = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        # The scanner goes on with the tube once there is a box.
        next_field = "tube" if self.is_bound or self.initial.get("box") else "box"
        self.fields[next_field].widget.attrs["data-look-here"] = ""

    def clean_box(self) -> str:
        """The box as it is kept."""
        code = tube_code(self.cleaned_data["box"])
        if not BOX_CODE.fullmatch(code):
            raise forms.ValidationError(_("A box has letters, digits or Chinese signs, at most 20."))
        return code

    def clean_tube(self) -> str:
        """The tube as it is kept."""
        return tube_of(self.actor.community_id, self.cleaned_data["tube"])

    def said(self) -> BoxFact:
        """The fact."""
        said = self.cleaned_data
        return BoxFact(id=said["fact"], box=said["box"], tube=said["tube"])


class HandOverForm(forms.Form):
    """Which boxes go, with whom, and how many tubes were counted."""

    boxes = forms.MultipleChoiceField(
        label=_("Boxes"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the boxes that go.")},
    )
    worker = forms.ChoiceField(label=_("Carrier, if a worker here"), required=False)
    carrier = forms.CharField(label=_("Else the carrier’s name"), max_length=LONGEST_NAME, required=False)
    phone = forms.CharField(label=_("Carrier’s phone"), max_length=30, required=False)
    counted = forms.IntegerField(label=_("Tubes counted together"), min_value=1, max_value=MOST_TUBES)
    fact = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, boxes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workers = workers_with_places(actor).filter(left_at=None)
        choices = [("", pgettext_lazy("carrier", "Somebody else")), *((str(w.id), w.name) for w in workers)]
        self.fields["worker"].choices = choices  # type: ignore[attr-defined]
        self.fields["boxes"].choices = boxes  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Somebody carries them."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not said.get("worker") and not said.get("carrier", "").strip():
            self.add_error("carrier", _("Say who carries the tubes."))
        return said

    def said(self, day_id: UUID) -> HandOverFact:
        """The fact."""
        said = self.cleaned_data
        return HandOverFact(
            id=said["fact"],
            day_id=day_id,
            boxes=tuple(said["boxes"]),
            carrier_id=UUID(said["worker"]) if said["worker"] else None,
            carrier="" if said["worker"] else said["carrier"],
            phone="" if said["worker"] else said["phone"],
            counted=said["counted"],
        )


class ReceiptForm(forms.Form):
    """What arrived: everything, or the codes that were scanned."""

    is_all = forms.BooleanField(label=_("All tubes of the list are here, and no other"), required=False)
    codes = forms.CharField(
        label=_("Or scan every tube that is here"),
        required=False,
        max_length=70_000,
        widget=forms.Textarea({"rows": 6, "spellcheck": "false"}),
    )
    receiver = forms.CharField(label=_("Receiver, if it is not you"), max_length=LONGEST_NAME, required=False)
    fact = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean(self) -> dict[str, Any]:
        """All, or some by code; a wrong code is named."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        texts = [text for text in re.split(r"[\n,，;；]+", said.get("codes", "")) if text.strip()]
        codes = []
        for text in texts:
            try:
                codes.append(tube_of(self.actor.community_id, text))
            except forms.ValidationError as error:
                self.add_error("codes", f"{text.strip()[:40]}{_(': ')}{error.messages[0]}")
        if not said.get("is_all") and not texts:
            self.add_error("codes", _("Tick that all are here, or scan those that are."))
        said["tubes"] = None if said.get("is_all") and not codes else tuple(codes)
        return said

    def said(self, hand_over_id: UUID) -> ReceiptFact:
        """The fact."""
        said = self.cleaned_data
        return ReceiptFact(
            id=said["fact"], hand_over_id=hand_over_id, tubes=said["tubes"], receiver=said["receiver"]
        )
