"""What the desk answers: a few big words, what to do next, and what is said aloud (a place, never a name)."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gridward.accounts.actors import Actor
from gridward.accounts.naming import worker_names
from gridward.shared.problems import PROBLEM_CODES, Problem
from gridward.shared.templatetags.dates import zhdate
from gridward.testing import judging
from gridward.testing.models import Phase, Sample, Tube
from gridward.testing.samples import SampleFact, tube_id

# What may be done after a refusal, beside going on with the next person.
NEW_TUBE, NEW_SINGLE = "tube", "single"
OFFERS: Final = {
    judging.TUBE_FULL.code: NEW_TUBE,
    judging.TUBE_NOT_OPEN.code: NEW_TUBE,
    judging.OTHER_HOUSEHOLD.code: NEW_TUBE,
    judging.TUBE_ELSEWHERE.code: NEW_TUBE,
    judging.TUBE_OF_ANOTHER_DAY.code: NEW_TUBE,
    judging.MUST_BE_SINGLE.code: NEW_SINGLE,
}
TITLES: Final[dict[str, tuple[Promise, Promise]]] = {
    judging.TUBE_FULL.code: (
        gettext_lazy("The tube is full"),
        gettext_lazy("Scan a new tube: this one is sealed and the person goes into the new one."),
    ),
    judging.TUBE_NOT_OPEN.code: (
        gettext_lazy("The tube is sealed"),
        gettext_lazy("Scan a new tube; the person goes into it."),
    ),
    judging.MUST_BE_SINGLE.code: (
        gettext_lazy("A tube for one alone"),
        gettext_lazy("Scan an empty tube for this person alone; afterwards the tube in hand goes on."),
    ),
    judging.OTHER_HOUSEHOLD.code: (
        gettext_lazy("Another household"),
        gettext_lazy("The tube is for one household. Scan a new tube for this one."),
    ),
    judging.TUBE_ELSEWHERE.code: (
        gettext_lazy("Another station uses this tube"),
        gettext_lazy("Take a tube that nobody has used yet, and scan it."),
    ),
    judging.TUBE_OF_ANOTHER_DAY.code: (
        gettext_lazy("The tube is of another day or phase"),
        gettext_lazy("Take a tube that nobody has used yet, and scan it."),
    ),
    judging.NOT_YOUR_PERSON.code: (
        gettext_lazy("Not yours to sample"),
        gettext_lazy("Please send the person to the central site, or ask the responsible worker."),
    ),
}


@dataclass(frozen=True)
class Said:
    """An answer: `tone` is good, bad or ask; `aloud` is spoken, and names nobody."""

    tone: str
    title: str
    text: str = ""
    aloud: str = ""
    offer: str = ""


def good(place: int, who: str, text: str = "") -> Said:
    """Somebody is in the tube."""
    title = _("Place %(place)s: %(who)s") % {"place": place, "who": who}
    return Said("good", title, text, _("Place %(place)s") % {"place": place})


def bad(title: str, text: str = "", offer: str = "") -> Said:
    """Nothing was kept; what to do instead."""
    return Said("bad", title, text, title, offer)


def asks(title: str, text: str = "", offer: str = "") -> Said:
    """Something is to be decided first."""
    return Said("ask", title, text, title, offer)


def refusal(actor: Actor, fact: SampleFact, code: str) -> Said:
    """Why a sample was refused, in words with what to do next."""
    if code == judging.SAMPLED_BEFORE.code:
        return _sampled_before(actor, fact)
    if code not in TITLES:
        return bad(_("Not kept"), Problem(PROBLEM_CODES[code]).message)
    title, text = TITLES[code]
    return bad(str(title), str(text), OFFERS.get(code, ""))


def _sampled_before(actor: Actor, fact: SampleFact) -> Said:
    """The same person twice in a round: in which tube, when and by whom."""
    earlier = Sample.objects.of(actor.community_id).filter(
        day_id=fact.day_id, subject_id=fact.subject_id, is_void=False
    )
    again = earlier.filter(phase=Phase.RESAMPLE)
    earlier = again if fact.phase == Phase.RESAMPLE else earlier.exclude(phase=Phase.RESAMPLE)
    sample: Any = earlier.select_related("tube").order_by("corrected_at", "id").first()
    title = _("Sampled already")
    if sample is None:
        return bad(title)
    words = _("In tube %(tube)s, place %(place)s, %(when)s, by %(who)s. Nothing more is to be done.") % {
        "tube": sample.tube.code,
        "place": sample.place,
        "when": zhdate(sample.corrected_at, "short"),
        "who": worker_names([sample.by_id]).get(sample.by_id, ""),
    }
    return bad(title, words)


def standing_tube(actor: Actor, code: str) -> Tube | None:
    """The tube with a code, if there is one."""
    tubes = Tube.objects.with_ids(actor.community_id, [tube_id(actor.community_id, code)])
    found: Tube | None = tubes.select_related("station", "day").first()
    return found
