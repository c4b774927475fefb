"""Forms about households and the people in them."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridward.accounts.field_groups import Group, Level
from gridward.accounts.forms.people import WithId
from gridward.facts.said import EMPTY
from gridward.households.documents import BY_CHECK_DIGIT, document_of
from gridward.households.entries import (
    GuardianFact,
    PersonFact,
    WhereaboutsFact,
)
from gridward.households.forms.fields import (
    NO_NUMBERS,
    DayField,
    PhonesField,
    PlainText,
    Sent,
    written_phones,
)
from gridward.households.models import IdState, Whereabouts
from gridward.households.purpose import Purpose
from gridward.households.sight import PersonView
from gridward.households.words import ID_KINDS, SEXES, finding_words
from gridward.shared.templatetags.dates import zhdate

# Which fields of a person's form belong to which field group.
FIELDS_OF: Final[dict[str, tuple[str, ...]]] = {
    Group.IDENTITY: ("name", "sex", "birth_date"),
    Group.PHONE: ("phones",),
    Group.ID: ("id_kind", "id_number"),
    Group.MORE: ("registered_address", "remark"),
}
NOT_IN_ORDER = _("%(finding)s If the document really says this, tick “Keep as written”; it is then flagged.")
OTHER_BIRTHDAY = _("The document number says %(day)s. Correct one of the two, or leave this empty.")


class PersonForm(WithId):
    """A person; what the writer may not see stays as it is while its field is left empty."""

    name = forms.CharField(
        label=pgettext_lazy("person", "Name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    relation = PlainText(
        label=_("Relation to the head"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"list": "relations", "autocomplete": "off"}),
    )
    is_head = forms.BooleanField(label=_("Head of the household"), required=False)
    is_tenant = forms.BooleanField(label=_("Tenant"), required=False)
    sex = forms.ChoiceField(
        label=_("Sex"),
        required=False,
        choices=[("", _("not recorded")), *SEXES.items()],
        widget=forms.RadioSelect,
    )
    birth_date = DayField(label=_("Birth date"), required=False)
    id_kind = forms.ChoiceField(
        label=_("Document"), required=False, choices=[("", _("none")), *ID_KINDS.items()]
    )
    id_number = forms.CharField(
        label=_("Document number"),
        max_length=40,
        required=False,
        help_text=_("18 signs, the last may be X. The check digit is looked at, never the region."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    keep_written = forms.BooleanField(
        label=_("Keep as written, to be checked"), required=False, widget=forms.HiddenInput
    )
    phones = PhonesField(
        label=_("Phones"), help_text=_("One a line; a word may stand behind it: 16300000000 儿子.")
    )
    registered_address = PlainText(
        label=_("Registered address"),
        max_length=120,
        required=False,
        help_text=_("Where the household registration is, if it is not here."),
    )
    remark = PlainText(label=_("Remark"), max_length=200, required=False, help_text=NO_NUMBERS)
    is_correction = forms.TypedChoiceField(
        label=_("Why this changes"),
        coerce=lambda said: said == "yes",
        choices=[("no", _("It is different now")), ("yes", _("It was recorded wrongly"))],
        initial="no",
        widget=forms.RadioSelect,
        help_text=_("What was wrong is put right in the past too; what has changed stays in the history."),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, view: PersonView | None = None, opened: Collection[str] = (), **kwargs: Any
    ) -> None:
        """`view`: the person as it stands; `opened`: field groups shown whole because a sight was logged."""
        if view is not None:
            kwargs["initial"] = values_of(view, opened)
        super().__init__(*args, **kwargs)
        self.view = view
        if view is None:
            del self.fields["is_correction"], self.fields["opened"]
            return
        for group, names in FIELDS_OF.items():
            if group not in self.seen_groups:
                self._leave(names, view)
        if view.id_as_written:
            self._offer_as_written()

    @property
    def seen_groups(self) -> set[str]:
        """Groups whose fields were shown filled: an emptied one means that it stands empty now."""
        if self.view is None:
            return set(FIELDS_OF)
        said = str(self.data.get("opened", "") if self.is_bound else self.initial.get("opened", ""))
        clear = {group for group, held in self.view.levels.items() if held is Level.CLEAR}
        return clear | ({*said.split(",")} & set(self.view.can_reveal))

    def _leave(self, names: Iterable[str], view: PersonView) -> None:
        for name in names:
            self.fields[name].required = False
            if isinstance(field := self.fields[name], forms.ChoiceField):
                listed: Any = field.choices
                field.choices = [("", _("as on record")), *list(listed)[1:]]
            held = masked_words(view, name)
            self.fields[name].help_text = (
                _("On record: %(held)s. Left empty it stays so.") % {"held": held}
                if held
                else _("Empty leaves what stands.")
            )

    def _offer_as_written(self) -> None:
        self.fields["keep_written"].widget = forms.CheckboxInput()

    def clean(self) -> dict[str, Any]:
        """Check digit and date, and that birth date and number agree."""
        said = super().clean() or self.cleaned_data
        number, kind = said.get("id_number", ""), said.get("id_kind", "")
        document = document_of(kind, number) if number else None
        if document and kind in BY_CHECK_DIGIT and document.state == IdState.FLAGGED:
            self._offer_as_written()
            if not said.get("keep_written"):
                self.add_error("id_number", NOT_IN_ORDER % {"finding": finding_words(document.codes[0])})
        elif document and document.birth_date and said.get("birth_date"):
            born = date.fromisoformat(document.birth_date)
            if born != said["birth_date"]:
                self.add_error("birth_date", OTHER_BIRTHDAY % {"day": zhdate(born)})
        return said

    def fact(self, household_id: UUID | None = None, person_id: UUID | None = None) -> PersonFact:
        """What the form says; None for what the writer neither saw nor wrote."""
        said = self.cleaned_data
        plain = {name: said[name] for name in ("relation", "is_head", "is_tenant")}
        told = {name: self._told(name) for names in FIELDS_OF.values() for name in names}
        return PersonFact(id=person_id or said["id"], household_id=household_id, **plain, **told)

    def _told(self, name: str) -> Any:
        value = self.cleaned_data[name]
        if value:
            return value
        is_seen = any(name in FIELDS_OF.get(group, ()) for group in self.seen_groups)
        return value if is_seen and name != "birth_date" else None


def values_of(view: PersonView, opened: Collection[str]) -> dict[str, Any]:
    """What stands, as far as the writer sees it whole."""
    values: dict[str, Any] = {
        "name": view.name,
        "sex": view.sex,
        "birth_date": view.birth_date,
        "phones": written_phones(view.phones),
        "id_kind": view.id_kind,
        "id_number": view.id_number or view.id_as_written,
        "keep_written": bool(view.id_as_written and not view.id_number),
        "registered_address": view.registered_address,
        "remark": view.remark,
    }
    for group, names in FIELDS_OF.items():
        if view.levels.get(group) is not Level.CLEAR:
            values.update(dict.fromkeys(names, ""))
    if view.levels.get(Group.ID) is not Level.CLEAR:
        values["keep_written"] = False
    plain = {name: getattr(view, name) for name in ("id", "relation", "is_head", "is_tenant")}
    return {**values, **plain, "opened": ",".join(sorted(opened)), "is_correction": "no"}


def masked_words(view: PersonView, name: str) -> str:
    """What a masked field holds, as far as it may be shown."""
    if name == "phones":
        return " ".join(phone.number for phone in view.phones)
    if name == "id_number":
        return view.id_number or view.id_as_written
    if name == "id_kind":
        return str(ID_KINDS.get(view.id_kind, ""))
    return str(getattr(view, name) or "")


class WhereaboutsForm(forms.Form):
    """Where somebody is, since when and until when."""

    whereabouts = forms.ChoiceField(
        label=_("Where now"), choices=Whereabouts.choices, widget=forms.RadioSelect
    )
    since = DayField(label=_("Since"), required=False)
    until = DayField(label=_("Until"), required=False, help_text=_("If it is known when they come back."))
    moved_to = PlainText(
        label=_("Moved to"), max_length=120, required=False, help_text=_("Only for those who moved away.")
    )

    def clean(self) -> dict[str, Any]:
        """An end comes after its beginning, and nothing begins in the future."""
        said = super().clean() or self.cleaned_data
        since, until = said.get("since"), said.get("until")
        if since and since > timezone.localdate():
            self.add_error("since", _("This day has not come yet. Write since when it is so."))
        if since and until and until < since:
            self.add_error("until", _("This is before the beginning. Put one of the two days right."))
        return said

    def fact(self, person_id: UUID) -> WhereaboutsFact:
        """What the form says."""
        said = self.cleaned_data
        return WhereaboutsFact(
            person_id, said["whereabouts"], said["since"], said["until"], said["moved_to"] or None
        )


class GuardianForm(Sent):
    """Who answers for somebody under 14."""

    guardian = forms.ChoiceField(label=_("Guardian"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: Iterable[PersonView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(view.id), f"{view.name} {view.relation}".strip()) for view in people]
        self.fields["guardian"].choices = [*named, ("", _("nobody yet"))]  # type: ignore[attr-defined]

    def fact(self, person_id: UUID) -> GuardianFact:
        """What was chosen."""
        chosen = self.cleaned_data["guardian"]
        return GuardianFact(person_id, UUID(chosen) if chosen else EMPTY)


class RevealForm(forms.Form):
    """Why somebody needs to see which field group whole."""

    purpose = forms.ChoiceField(
        label=_("What for"),
        choices=[("", _("Choose what for")), *Purpose.choices],
        error_messages={"required": _("First choose what you need it for.")},
    )
    groups = forms.MultipleChoiceField(
        choices=[(group.value, group.value) for group in Group],
        error_messages={"required": _("Choose what you need to see.")},
    )


class DecisionForm(forms.Form):
    """Whether two are one, and whose entry is kept."""

    decision = forms.ChoiceField(choices=[("same", "same"), ("different", "different")])
    keep = forms.UUIDField(required=False)
