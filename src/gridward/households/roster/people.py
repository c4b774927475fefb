"""The persons of one row, and the household they belong to."""

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..addresses import parse_address
from ..identity import read_phones
from .cells import has_identity, is_ditto, is_nothing, lines_in, parted, text_of
from .lines import area_named
from .names import (
    RELATIONS,
    VACANT,
    Insider,
    clean_name,
    insiders,
    invited,
    is_name,
    several_names,
    state_of_door,
)
from .raw import Line, RawDoor, RawPerson, WrittenAddress
from .readings import Finding
from .rows import PARTS, Row

if TYPE_CHECKING:
    from .walk import Walk

_HEAD = re.compile(
    r"^(?:户主|本人|本人或户主|户主本人|承租人|head|self|household(?:er| head))$", re.IGNORECASE
)
_YES = re.compile(
    r"^(?:是|有|√|✓|y|yes|true|1|租.*|.*承租.*|.*租住.*|.*租户.*|出租|tenant|rent.*)$", re.IGNORECASE
)
_TENANT_WORD = re.compile(r"租户|租客|租住|承租|流动人[口员]|tenant", re.IGNORECASE)


@dataclass(slots=True)
class Household:
    """The household in force while going down a sheet."""

    ref: str = ""
    number: str = ""
    head_name: str = ""
    address: WrittenAddress = field(default_factory=WrittenAddress)
    under: WrittenAddress | None = None
    area: str = ""
    registered: str = ""
    is_tenant: bool | None = None
    told: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    opened_by: Line | None = None


def line_of(walk: "Walk", row: Row, findings: list[Finding]) -> Line:
    """Read a row under a heading: persons, a door, something that waits, or nothing."""
    name = row.text("name") or row.said("head_name")
    if not row.fields or not _says_anything(row):
        return Line(row.number, "note" if any(cell != "" for cell in row.cells[1:]) else "blank")
    own = row.address()
    if _is_a_door(row, name, own):
        return _door(walk, row, name, own)
    _settle_household(walk, row, own, name)
    people = [person for group in row.groups() for person in _people_of(walk, row, group)]
    people += _listed(walk, row, people[0] if people else None)
    for person in people:
        _complete_head(walk.household, person)
    if people and walk.household.opened_by:
        walk.household.opened_by.kind, walk.household.opened_by.door = "household", None
        walk.household.opened_by = None
    walk.household.names.update(person.name for person in people)
    if people:
        people[0].findings += findings
        return Line(row.number, "person", people)
    reason = "name.unreadable" if name and not is_nothing(name) else "name.missing"
    if not (row.text("id") or row.text("phone") or name):
        return _door(walk, row, name, own) if not own.is_empty() else Line(row.number, "note")
    return Line(row.number, "nameless", reason=reason, findings=findings)


def _says_anything(row: Row) -> bool:
    return any(text and not is_nothing(text) for found in row.fields.values() for _, text, _ in found)


def _is_a_door(row: Row, name: str, own: WrittenAddress) -> bool:
    if own.is_empty() or is_ditto(own.whole):
        return False
    others = [
        row.said(kind)
        for kind in ("id", "birth", "phone", "relation", "sex", "members", "fellow", "registered")
    ]
    if VACANT.match(name.strip()):
        return True
    if name and not is_nothing(name):
        return bool(state_of_door(name)) and not is_name(clean_name(name).name)
    return not any(others) and len(row.groups()) == 1


def _door(walk: "Walk", row: Row, name: str, own: WrittenAddress) -> Line:
    _settle_household(walk, row, own, "", is_door=True)
    told = " ".join(row.text(kind) for kind in ("door_state", "status", "remark", "tenant", "category"))
    state = state_of_door(name) or state_of_door(told) or ("vacant" if name and is_nothing(name) else "")
    area = _area(walk, row)
    door = RawDoor(walk.grid.name, row.number, walk.household.address, state, area, walk.household.ref)
    findings = [] if state else [Finding("door.nobody_named")]
    line = Line(row.number, "door", door=door, findings=findings)
    walk.household.opened_by = None if state else line
    return line


def _area(walk: "Walk", row: Row) -> str:
    told = row.said("area")
    if told:
        return area_named(told, row.heading("area"))
    return walk.household.area or walk.area


def _is_head(row: Row, name: str) -> bool:
    relation = "".join(row.text("relation").split())
    if relation:
        return bool(_HEAD.match(relation))
    head = clean_name(row.said("head_name")).name
    return bool(head) and head == clean_name(name).name


def _settle_household(
    walk: "Walk", row: Row, own: WrittenAddress, name: str, *, is_door: bool = False
) -> None:
    """Begin a new household where the row does, and give the row's household its address."""
    number, at_present = row.said("household_no"), walk.household
    is_head = not is_door and _is_head(row, name)
    where = _inherited(own, at_present)
    differs = not own.is_empty() and not is_ditto(own.whole) and _differs(where, at_present.address)
    same_number = bool(number) and number == at_present.number
    is_new = (
        is_door
        or (number and not same_number)
        or (is_head and bool(at_present.names))
        or (differs and not same_number)
    )
    if at_present.opened_by and own.is_empty() and not is_door:
        is_new = False
    if is_new and not (at_present.told and not differs and not number and not at_present.names):
        lent = at_present.under if not differs and at_present.under else None
        tells_itself = (("relation", 0) in row.fields and is_head) or bool(number and at_present.number)
        if own.is_empty() and not is_ditto(own.whole) and tells_itself:
            where = lent.copy() if lent else WrittenAddress()
        walk.households += 1
        under, told_area = at_present.under, at_present.area if at_present.told or at_present.under else ""
        walk.household = Household(f"{walk.grid.name}!{walk.households}", number, under=under, area=told_area)
    household = walk.household
    household.number = number or household.number
    household.address = where
    household.head_name = row.said("head_name") or household.head_name
    household.registered = row.said("registered") or household.registered


def _differs(new: WrittenAddress, old: WrittenAddress) -> bool:
    if new == old:
        return False
    if new.whole and old.whole:
        a, b = (
            parse_address(new.whole, place=new.place or "·"),
            parse_address(old.whole, place=old.place or "·"),
        )
        missing = {a.place, b.place} & {"·"}
        if a.key == b.key or (
            missing and a.key.split("|")[1:] == b.key.split("|")[1:] and a.kind == b.kind != "unread"
        ):
            return False
    return True


def _inherited(own: WrittenAddress, household: Household) -> WrittenAddress:
    """Fill from the line above what is blank, ditto or a stroke: all of it, or the parts before the first given."""
    above = _under(household)
    if own.whole and not is_ditto(own.whole) and not is_nothing(own.whole):
        filled = own.copy()
        filled.place = own.place or (above.place if not own.group else "")
        if household.under and not parse_address(own.whole).building:
            filled.building = household.under.building
        return filled
    if own.is_empty() or is_ditto(own.whole) or (is_nothing(own.whole) and not own.building and not own.room):
        return above
    filled = own.copy()
    filled.whole = ""
    for part in PARTS:
        if getattr(filled, part):
            break
        setattr(filled, part, getattr(above, part))
    filled.group = own.group or above.group
    return filled


def _under(household: Household) -> WrittenAddress:
    """Give the address of the line above, with the site and building the title or section names."""
    above, under = household.address.copy(), household.under
    if under:
        above.place = above.place or under.place
        if not above.whole and not above.building:
            above.building, above.unit = under.building, above.unit or under.unit
    return above


def _people_of(walk: "Walk", row: Row, group: int) -> list[RawPerson]:
    name_cell = row.text("name", group)
    if not name_cell or is_ditto(name_cell):
        head = row.text("head_name", group)
        is_there = clean_name(head).name in walk.household.names
        name_cell = "" if is_ditto(head) or is_there else head
    pieces = several_names(name_cell)
    people = []
    if len(pieces) == 1 and has_identity([name_cell]):
        inside, _ = insiders(name_cell)
        return [_beside(walk, row, group, insider) for insider in inside]
    for nth, piece in enumerate(pieces):
        name = clean_name(piece)
        if is_name(name.name):
            people.append(_person(walk, row, group, name.name, name.note, nth, len(pieces)))
    return people


def _beside(walk: "Walk", row: Row, group: int, told: Insider) -> RawPerson:
    """Make a person of a name that shares its cell with the number or telephone."""
    person = _person(walk, row, group, told.name, "", 0, 1)
    person.id = told.id_text or person.id
    person.relation = person.relation or told.relation
    if told.phone_text:
        person.phones.append((told.phone_text, ""))
    return person


def _nth(text: str, nth: int, count: int) -> str:
    """Take the n-th line of a cell that has as many lines as the name's; the first person has the cell otherwise."""
    if count == 1:
        return text
    lines = lines_in(text, count)
    return lines[nth] if any(lines) else text if nth == 0 and not re.search(r"[\n、;；,，/|]", text) else ""


def _person(walk: "Walk", row: Row, group: int, name: str, note: str, nth: int, count: int) -> RawPerson:
    household = walk.household
    person = RawPerson(walk.grid.name, row.number, name)
    person.relation = _relation(row, group, nth, count, name)
    if note.lower() in RELATIONS and not person.relation:
        person.relation, note = note, ""
    person.name_note = note
    single = count == 1
    person.sex = _nth(row.text("sex", group), nth, count)
    person.birth = row.cell("birth", group) if single else _nth(row.text("birth", group), nth, count)
    person.id = row.cell("id", group) if single else _nth(row.text("id", group), nth, count)
    _part_phone_from_id(person)
    person.id_kind = row.said("id_kind", group)
    person.id_tail = row.said("id_tail", group)
    person.contact = row.said("contact") if group == 0 else ""
    person.phones += [
        (cell if single else _nth(text, nth, count), _phone_note(person, column.heading))
        for cell, text, column in row.all("phone", group)
    ]
    person.address = _own_address(row, group) or household.address
    person.registered = (
        row.said("registered", group) or row.said("registered") or household.told.get("registered", "")
    )
    person.area, person.household = _area(walk, row), household.ref
    person.head_name = household.head_name or household.told.get("head_name", "")
    person.guardian, person.employer = row.said("guardian", group), row.said("employer", group)
    person.remark = (
        "；".join(text for _, text, _ in row.all("remark") if not is_nothing(text)) if group <= 0 else ""
    )
    person.status_text = " ".join(row.said(kind, group) for kind in ("status",))
    person.categories = [
        text for _, text, _ in row.all("category", group) if not is_nothing(text) and not is_ditto(text)
    ]
    person.is_tenant = _is_tenant(walk, row, group, person)
    if note:
        person.findings.append(Finding("name.note", row.heading("name", group), row.text("name", group)))
    if nth:
        person.is_inside = not (person.id or person.birth)
    return person


def _complete_head(household: Household, person: RawPerson) -> None:
    """Give the head what the household's line above says of him and his own row leaves blank."""
    told = household.told
    if not told or person.name != clean_name(told.get("head_name") or told.get("name", "")).name:
        return
    if told.get("phone") and not any(read_phones(text_of(cell)).phones for cell, _ in person.phones):
        person.phones.append((told["phone"], ""))
    person.id = told.get("id", "") if is_nothing(text_of(person.id)) else person.id


def _part_phone_from_id(person: RawPerson) -> None:
    """Set apart the telephone that shares a cell with the number of identity."""
    if not isinstance(person.id, str) or len(person.id) < 13:
        return
    person.id, phone = parted(person.id)
    if phone:
        person.phones.append((phone, ""))


def _phone_note(person: RawPerson, heading: str) -> str:
    return person.contact if person.contact and person.contact != person.name and "联系" in heading else ""


def _own_address(row: Row, group: int) -> WrittenAddress | None:
    if group <= 0:
        return None
    own = row.address(group)
    return None if own.is_empty() or is_ditto(own.whole) else own


def _relation(row: Row, group: int, nth: int, count: int, name: str) -> str:
    told = "".join(_nth(row.text("relation", group), nth, count).split())
    if told and not is_nothing(told) and not is_ditto(told):
        return told.removeprefix("之") if told.removeprefix("之") in RELATIONS else told
    column = next(
        (
            column
            for (field, of), found in row.fields.items()
            if of == group
            for _, _, column in found
            if column.relation
        ),
        None,
    )
    if column:
        return column.relation
    is_head = group == -1 or (
        group == 0 and nth == 0 and (("name", 0) not in row.fields or _is_head(row, name))
    )
    return "户主" if is_head and ("head_name", group) in row.fields else ""


def _is_tenant(walk: "Walk", row: Row, group: int, person: RawPerson) -> bool:
    told = row.said("tenant")
    if told:
        return bool(_YES.match("".join(told.split())))
    if any(_TENANT_WORD.search(text) for text in (*person.categories, person.remark, person.relation)):
        return True
    if person.registered in ("本地", "本社区", "本小区", "本村"):
        return False
    by_column = any(
        column.is_tenant
        for (_, of), found in row.fields.items()
        if of == group
        for _, text, column in found
        if text
    )
    return walk.is_of_tenants or by_column


def _listed(walk: "Walk", row: Row, host: RawPerson | None) -> list[RawPerson]:
    """Make persons of those who stand inside a cell of this row."""
    found: list[Insider] = []
    for kind in ("fellow", "members"):
        for _, text, _ in row.all(kind):
            people, left = insiders(text)
            found += _with_columns(row, people) if kind == "members" else people
            if left and host and not is_nothing(text):
                host.findings.append(Finding("remark.names_person", row.heading(kind), text))
    people, left = invited(row.text("remark"))
    found += people
    if left and host:
        host.findings.append(Finding("remark.names_person", row.heading("remark"), row.text("remark")))
    names = {host.name} if host else set()
    made = []
    for insider in found:
        if insider.name not in names:
            names.add(insider.name)
            made.append(_inside(walk, row, insider, host))
    return made


def _with_columns(row: Row, people: list[Insider]) -> list[Insider]:
    """Give the members of one cell what other cells list of them, line by line, where the counts agree."""
    ids, phones, relations = (
        lines_in(row.text(f"members_{kind}"), len(people)) for kind in ("id", "phone", "relation")
    )
    return [
        replace(
            person,
            id_text=person.id_text or number,
            phone_text=person.phone_text or phone,
            relation=person.relation or relation,
        )
        for person, number, phone, relation in zip(people, ids, phones, relations, strict=True)
    ]


def _inside(walk: "Walk", row: Row, insider: Insider, host: RawPerson | None) -> RawPerson:
    person = RawPerson(
        walk.grid.name, row.number, insider.name, relation=insider.relation, id=insider.id_text
    )
    if insider.phone_text and read_phones(insider.phone_text).phones:
        person.phones = [(insider.phone_text, "")]
    person.address, person.household = walk.household.address, walk.household.ref
    person.area = _area(walk, row)
    person.is_inside = not insider.id_text
    person.is_tenant = host.is_tenant if host else walk.is_of_tenants
    person.head_name = host.head_name or host.name if host else ""
    return person
