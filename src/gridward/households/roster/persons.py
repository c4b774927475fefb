"""Many mentions become one person: the best of each field, and what the mentions disagree on."""

from collections import Counter
from collections.abc import Sequence

from ..addresses import DoorAddress
from ..identity import Phone
from .lines import AreaLine
from .matching import Record
from .mentions import Mention
from .readings import Finding, PersonReading

_TENDER = ("户主", "本人", "本人或户主", "户主本人", "承租人", "head", "Head", "HEAD", "self")


def record_of(mention: Mention) -> Record:
    """Give matching what it looks at."""
    return Record(
        mention.ref,
        mention.raw.name,
        mention.sex,
        mention.birth,
        mention.id.kind,
        mention.id.number,
        "" if mention.id.number else mention.id.hint,
        tuple(phone.number for phone in mention.phones),
        mention.door,
        mention.building,
        mention.raw.household,
        mention.flat,
        mention.id_tail,
        mention.raw.area,
    )


def _first(texts: Sequence[str]) -> str:
    return next((text for text in texts if text), "")


def _name(mentions: Sequence[Mention], findings: list[Finding]) -> str:
    if len(mentions) == 1:
        return mentions[0].raw.name
    counted = Counter(mention.raw.name for mention in mentions)
    if len(counted) > 1:
        findings.append(Finding("name.differs", "name", "、".join(counted)))
    best = max(counted.values())
    return next(mention.raw.name for mention in mentions if counted[mention.raw.name] == best)


def _number(mentions: Sequence[Mention], findings: list[Finding]) -> Mention | None:
    valid = next((mention for mention in mentions if mention.id.number), None)
    if valid and any(mention.id.hint and not mention.id.number for mention in mentions):
        findings.append(Finding("id.differs", "id", valid.id.as_written))
    return valid


def _birth(mentions: Sequence[Mention], valid: Mention | None, findings: list[Finding]) -> Mention | None:
    if valid and valid.birth:
        return valid
    told = [mention for mention in mentions if mention.birth]
    sure = [mention for mention in told if mention.birth_is_sure]
    if len({mention.birth for mention in sure or told}) > 1:
        findings.append(Finding("birth.differs", "birth"))
        return None
    return next(iter(sure or told), None)


def _address(mentions: Sequence[Mention], findings: list[Finding]) -> DoorAddress:
    certain = [mention.address for mention in mentions if mention.address.is_certain]
    if len({address.key for address in certain}) > 1:
        findings.append(
            Finding(
                "address.differs", "address", "；".join(dict.fromkeys(str(address) for address in certain))
            )
        )
    partly = [mention.address for mention in mentions if "missing" not in mention.address.flags]
    return (certain or partly or [mentions[0].address])[0]


def _phones(mentions: Sequence[Mention]) -> tuple[Phone, ...]:
    found: dict[str, Phone] = {}
    for mention in mentions:
        for phone in mention.phones:
            if phone.number not in found or (phone.note and not found[phone.number].note):
                found[phone.number] = phone
    return tuple(found.values())


def _settled(findings: list[Finding], person_has_id: bool, certain: bool) -> tuple[Finding, ...]:
    """Leave out what another mention made good."""
    kept = [
        finding
        for finding in dict.fromkeys(findings)
        if not (
            person_has_id
            and finding.code in ("id.absent", "birth.month_only", "birth.two_digit_year", "birth.century")
        )
        and not (
            certain and finding.code in ("address.missing", "address.unit_unknown", "address.room_unknown")
        )
    ]
    return tuple(kept)


def person_of(mentions: Sequence[Mention], areas: dict[str, AreaLine]) -> PersonReading:
    """Join the mentions of one person, the first one leading."""
    lead = mentions[0]
    findings = [finding for mention in mentions for finding in mention.findings]
    name = _name(mentions, findings)
    valid = _number(mentions, findings)
    born = _birth(mentions, valid, findings)
    address = _address(mentions, findings)
    raws = [mention.raw for mention in mentions]
    area = areas.get(_first([raw.area for raw in raws]), AreaLine(_first([raw.area for raw in raws])))
    written = valid or next((mention for mention in mentions if mention.id.as_written), lead)
    relation = _first([raw.relation for raw in raws])
    return PersonReading(
        ref=lead.ref,
        name=name,
        sex=valid.sex if valid and valid.id.sex else _first([mention.sex for mention in mentions]),
        birth_date=born.birth if born else None,
        id_kind=valid.id.kind if valid else "",
        id_number=valid.id.number if valid else "",
        id_as_written=written.id.as_written,
        phones=_phones(mentions),
        registered_address=_first([raw.registered for raw in raws]),
        address=None if "missing" in address.flags else address,
        address_as_written=address.as_written,
        area_name=area.name,
        area_worker_name=area.worker,
        area_worker_phone=area.phone,
        relation=relation,
        is_head=relation in _TENDER,
        is_tenant=any(raw.is_tenant for raw in raws),
        status=next((mention.status for mention in mentions if mention.status != "present"), "present"),
        categories=tuple(dict.fromkeys(category for raw in raws for category in raw.categories)),
        employer=_first([raw.employer for raw in raws]),
        remark="；".join(dict.fromkeys(text for raw in raws for text in (raw.remark, raw.name_note) if text)),
        household_ref=lead.raw.household,
        guardian_name=_first([raw.guardian for raw in raws]),
        findings=_settled(findings, valid is not None, address.is_certain),
        mentions=tuple(dict.fromkeys((raw.sheet, raw.row) for raw in raws)),
    )
