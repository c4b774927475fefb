"""Words of the register that several pages use, in the language of whoever reads."""

from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gridward.accounts.field_groups import Group
from gridward.households.models import Category, Door, DoorState
from gridward.households.roster import FINDINGS

ID_KINDS: Final[dict[str, Promise]] = {
    "resident": _("ID card"),
    "residence_permit": _("Residence permit for Hong Kong, Macao and Taiwan residents"),
    "passport": _("Passport"),
    "hk_macao_permit": _("Mainland travel permit for Hong Kong and Macao residents"),
    "taiwan_permit": _("Mainland travel permit for Taiwan residents"),
    "foreigner_permit": _("Foreigner's permanent residence card"),
    "military": _("Military document"),
    "birth_certificate": _("Birth certificate"),
    "other": _("Other document"),
}
SEXES: Final[dict[str, Promise]] = {"男": _("male"), "女": _("female")}
GROUPS: Final[dict[str, Promise]] = {
    Group.IDENTITY: _("Name, sex, birth date"),
    Group.PHONE: _("Phone"),
    Group.ID: _("Document number"),
    Group.MORE: _("Registered address and remark"),
}
# Usual words for the relation, written in Chinese, with what an English reader sees; any other may be written.
RELATIONS: Final[dict[str, str]] = {
    "户主": "head",
    "配偶": "spouse",
    "子": "son",
    "女": "daughter",
    "父亲": "father",
    "母亲": "mother",
    "岳父": "wife's father",
    "岳母": "wife's mother",
    "公公": "husband's father",
    "婆婆": "husband's mother",
    "儿媳": "son's wife",
    "女婿": "daughter's husband",
    "孙子": "grandson",
    "孙女": "granddaughter",
    "外孙": "daughter's son",
    "外孙女": "daughter's daughter",
    "祖父": "grandfather",
    "祖母": "grandmother",
    "兄弟": "brother",
    "姐妹": "sister",
    "租户": "tenant",
    "保姆": "nanny",
    "其他": "other",
}


def is_chinese() -> bool:
    """Whether the reader's language is Chinese."""
    return (get_language() or "zh").startswith("zh")


def name_of(thing: DoorState | Category) -> str:
    """What the community calls a door state or category; English where there is a word for it."""
    return thing.name_zh if is_chinese() or not thing.name_en else thing.name_en


def finding_words(code: str) -> str:
    """What a finding says and what to do."""
    english, chinese = FINDINGS.get(code, (code, code))
    return chinese if is_chinese() else english


def mark_of(state: DoorState | None, door: Door) -> str:
    """Which of the five marks a door's state bears: done, open, late, exempt or conflict."""
    if door.recheck_on and door.recheck_on <= timezone.localdate():
        return "late"
    if door.state == "refused":
        return "conflict"
    if state is None or state.needs_recheck:
        return "open"
    return "done" if state.is_lived_in else "exempt"
