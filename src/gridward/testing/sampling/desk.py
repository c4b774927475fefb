"""One step at the desk: what was scanned or tapped, and what the desk answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gridward.accounts.actors import Actor
from gridward.shared.problems import Problem
from gridward.testing.codes import Kind, Reading, read_code
from gridward.testing.finding import Found, find
from gridward.testing.finding.looking import how_of
from gridward.testing.models import Found as How
from gridward.testing.models import Tube
from gridward.testing.sampling import taking, tubes
from gridward.testing.sampling.forms import DeskForm, VisitorForm
from gridward.testing.sampling.pictures import TubePicture, picture_of
from gridward.testing.sampling.saying import NEW_SINGLE, NEW_TUBE, Said, asks, bad, standing_tube
from gridward.testing.sampling.sitting import Sitting, with_tube


@dataclass(frozen=True)
class Shown:
    """What the desk shows after a step: the words, who was found, and who still waits for a tube."""

    sitting: Sitting
    said: Said | None = None
    found: Found | None = None
    waiting: Sequence[UUID] = ()
    how: str = ""
    visitor: VisitorForm | None = None

    @property
    def offers_tube(self) -> bool:
        """Whether those who wait may go into a new tube."""
        return bool(self.waiting and self.said and self.said.offer)

    @property
    def is_single(self) -> bool:
        """Whether the new tube is for one alone."""
        return bool(self.said and self.said.offer == NEW_SINGLE)

    @property
    def may_go_in(self) -> bool:
        """Whether those who wait may also go into the tube in hand."""
        return bool(self.offers_tube and self.said and self.said.tone == "ask")


def step(actor: Actor, sitting: Sitting, form: DeskForm, sent: Any) -> Shown:
    """Do what one form says."""
    said = form.cleaned_data
    deed, fact_id, text = said["do"], said["fact"], said["text"].strip()
    if deed == "seal":
        return _sealed(actor, sitting, fact_id)
    if deed == "leave":
        return Shown(with_tube(sitting, None))
    if deed in ("tube", "single"):
        return _into_new(actor, sitting, form, is_single=deed == "single")
    if deed == "enter":
        return _entered(actor, sitting, text, fact_id)
    if sitting.tube is None:
        return Shown(sitting, bad(_("Scan a tube first"), _("Then scan the person again.")))
    if deed == "visitor":
        return _visitor(actor, sitting, VisitorForm(sent), fact_id)
    return _put_in(actor, sitting, said["subject"], said["how"] or How.LIST, fact_id, deed == "anyway")


def _entered(actor: Actor, sitting: Sitting, text: str, fact_id: UUID) -> Shown:
    """The one box: a tube where one is needed or known by its code, else a person."""
    if not text:
        return Shown(sitting, asks(_("Scan or type something first")))
    picture = picture_of(actor, sitting.tube) if sitting.tube else None
    reading = read_code(actor.community_id, text)
    is_tube = bool(reading.tube_code and standing_tube(actor, reading.tube_code))
    if picture is None or picture.is_full:
        is_tube = is_tube or reading.kind not in (Kind.PERSON, Kind.DOOR, Kind.ID)
        if not is_tube:
            return Shown(
                sitting,
                bad(_("Scan a tube first"), _("This is a person. Scan a tube, then the person again.")),
            )
    if is_tube:
        return _in_hand(actor, sitting, reading, fact_id, picture)
    return _looked_for(actor, sitting, text, fact_id)


def _looked_for(actor: Actor, sitting: Sitting, text: str, fact_id: UUID) -> Shown:
    """Whoever is certain goes into the tube at once; else it is asked who is meant."""
    found = find(by=actor, day=sitting.day, text=text)
    if found.is_certain:
        return _put_in(actor, sitting, [found.hits[0].id], found.how, fact_id, is_anyway=False)
    if found.hits:
        return Shown(sitting, found=found, how=found.how)
    if found.trouble:
        return Shown(sitting, bad(_("Please scan again"), found.trouble))
    if found.asks_for_more:
        return Shown(sitting, asks(_("Too many fit"), _("Type more of the name, or the whole number.")))
    unknown = asks(_("Not on the register"), _("Take the person all the same, as a visitor."))
    return Shown(sitting, unknown, found, visitor=_empty(text))


def _empty(text: str) -> VisitorForm:
    """The visitor's form with what was typed already in its place."""
    known, wanted = ("id_number", "name") if how_of(text) == How.ID else ("name", "id_number")
    form = VisitorForm(initial={known: text})
    form.fields[wanted].widget.attrs["data-look-here"] = True
    return form


def _in_hand(
    actor: Actor, sitting: Sitting, reading: Reading, fact_id: UUID, picture: TubePicture | None
) -> Shown:
    """Another tube in hand; a full one that was there is sealed first."""
    if reading.problem:
        return Shown(sitting, bad(_("Please scan again"), Problem(reading.problem).message))
    handled = tubes.take_in_hand(actor, sitting, reading.tube_code, fact_id)
    if handled.tube is None:
        return Shown(sitting, handled.said)
    if picture and picture.is_full and picture.tube.id != handled.tube.id:
        tubes.seal(actor, picture.tube, fact_id)
    return Shown(with_tube(sitting, handled.tube), _tube_said(actor, handled.tube))


def _tube_said(actor: Actor, tube: Tube) -> Said:
    picture = picture_of(actor, tube)
    title = _("Tube %(code)s") % {"code": tube.code}
    return Said("good", title, picture.holds, _("Tube in hand"))


def _into_new(actor: Actor, sitting: Sitting, form: DeskForm, is_single: bool) -> Shown:
    """A new tube for those who wait; the one in hand is set aside for a single, sealed when full."""
    said = form.cleaned_data
    handled = tubes.take_in_hand(actor, sitting, said["text"], said["fact"], 1 if is_single else None)
    if handled.tube is None:
        shown = handled.said and replace(handled.said, offer=NEW_SINGLE if is_single else NEW_TUBE)
        return Shown(sitting, shown, waiting=said["subject"], how=said["how"])
    before = sitting.tube
    if before and before.id != handled.tube.id and not is_single and picture_of(actor, before).is_full:
        tubes.seal(actor, before, said["fact"])
    aside = before.id if before and is_single and before.id != handled.tube.id else None
    now = with_tube(sitting, handled.tube, aside)
    if not said["subject"]:
        return Shown(now, _tube_said(actor, handled.tube))
    return _put_in(actor, now, said["subject"], said["how"] or How.LIST, said["fact"], is_anyway=True)


def _put_in(
    actor: Actor, sitting: Sitting, subject_ids: Sequence[UUID], how: str, fact_id: UUID, is_anyway: bool
) -> Shown:
    if not subject_ids or sitting.tube is None:
        return Shown(sitting, asks(_("Tick who is here")))
    picture = picture_of(actor, sitting.tube)
    need = 0 if is_anyway else taking.would_split(actor, sitting.day, picture, subject_ids)
    if need:
        words = ngettext(
            "%(need)s of this household is still due, and this tube has %(free)s left.",
            "%(need)s of this household are still due, and this tube has %(free)s left.",
            need,
        ) % {"need": need, "free": picture.free}
        title = _("Better a new tube for this household")
        return Shown(sitting, asks(title, words, NEW_TUBE), waiting=subject_ids, how=how)
    taken = taking.take(actor, sitting, subject_ids, how, fact_id)
    return Shown(sitting, taken.said, waiting=taken.left, how=how)


def _visitor(actor: Actor, sitting: Sitting, form: VisitorForm, fact_id: UUID) -> Shown:
    if not form.is_valid():
        return Shown(sitting, bad(_("Please look at the marked fields")), visitor=form)
    taken = taking.take_visitor(actor, sitting, form.words(), fact_id)
    return Shown(sitting, taken.said, visitor=form if taken.said.offer else None)


def _sealed(actor: Actor, sitting: Sitting, fact_id: UUID) -> Shown:
    """Seal the tube in hand; one that was set aside comes back."""
    if sitting.tube is None:
        return Shown(sitting, asks(_("Scan a tube first")))
    refused = tubes.seal(actor, sitting.tube, fact_id)
    if refused:
        return Shown(sitting, refused)
    title = _("Tube %(code)s is sealed") % {"code": sitting.tube.code}
    back = tubes.set_aside(actor, sitting)
    text = _("Tube %(code)s goes on.") % {"code": back.code} if back else _("Scan the next tube.")
    return Shown(with_tube(sitting, back), Said("good", title, text, _("Sealed")))
