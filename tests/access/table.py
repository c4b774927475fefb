"""Every URL × every role: the one table of who gets what answer. A new URL needs a line here, or the test is red.

A line: the URL's name, then what GET and POST answer for each of COLUMNS; None: the method is not allowed (405).
The form posted says nothing unless `form` says otherwise, so whoever may go on is told what is missing (422).
Ids in addresses are filled from ids.py by the name of the argument; add one there for a new kind of thing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.access.ids import a_due
from tests.cast import Cast, cast_id

# Max coordinates the community next door and is its data officer: what stops him is that nothing here is his.
COLUMNS = ("anonymous", "stranger", "reader", "worker", "area_leader", "coordinator", "data_officer")
WHO = {
    "stranger": "max",
    "reader": "rosa",
    "worker": "omar",
    "area_leader": "lin",
    "coordinator": "chen",
    "data_officer": "dora",
}
Answers = tuple[int, int, int, int, int, int, int]


@dataclass(frozen=True)
class Line:
    """One URL and its answers."""

    name: str
    get: Answers | None = None
    post: Answers | None = None
    form: Callable[[Cast], dict[str, Any]] = lambda cast: {"csrfmiddlewaretoken": ""}
    is_for_strangers: bool = False


def everybody(status: int = 200, stranger: int | None = None) -> Answers:
    """All who are signed in; `stranger` 404 where the address names one thing."""
    return (302, stranger or status, status, status, status, status, status)


def only(*roles: str, status: int = 200, stranger: int | None = None) -> Answers:
    """The roles named; 403 for the others; `stranger` 404 where the address names one thing."""
    answers = [302, stranger or status]
    for role in COLUMNS[2:]:
        answers.append(status if role in roles else 403)
    return tuple(answers)  # type: ignore[return-value]


def form_line(name: str, *roles: str) -> Line:
    """A form about one thing of ours, for these roles; saying nothing is 422."""
    return Line(name, get=only(*roles, stranger=404), post=only(*roles, status=422, stranger=404))


KEEPERS = ("coordinator", "data_officer")
OFFICER = ("data_officer",)
FIGURE_READERS = ("reader", "area_leader", *KEEPERS)
COORDINATOR = ("coordinator",)

SHARED = [
    Line("set_language", get=(302,) * 7, post=(302,) * 7, is_for_strangers=True),
]
ACCOUNTS = [
    Line("sign_in", get=(200,) * 7, post=(200,) * 7, is_for_strangers=True),
    Line("sign_out", post=(302,) * 7, is_for_strangers=True),
    Line("password", get=everybody(), post=everybody(422), is_for_strangers=True),
    Line("community_choice", get=everybody(), post=everybody(422)),
    Line("notices", get=everybody()),
    Line("notices_read", post=everybody(302)),
    # One's own: that of the cast was sent to Omar.
    Line("notice_open", post=(302, 404, 404, 302, 404, 404, 404)),
    Line("notices_count", get=(204, 200, 200, 200, 200, 200, 200), is_for_strangers=True),
    Line("people_at_work", get=everybody()),
    Line("worker_new", get=only(*KEEPERS), post=only(*KEEPERS, status=422)),
    Line("worker", get=everybody(stranger=404)),
    Line("worker_edit", get=only(*KEEPERS, stranger=404), post=only(*KEEPERS, status=422, stranger=404)),
    Line("worker_leave", post=only(*KEEPERS, status=302, stranger=404)),
    Line("units", get=everybody()),
    Line("unit_new", get=only(*KEEPERS), post=only(*KEEPERS, status=422)),
    Line("unit_edit", get=only(*KEEPERS, stranger=404), post=only(*KEEPERS, status=422, stranger=404)),
    Line("teams", get=everybody()),
    Line("team_new", get=only(*KEEPERS), post=only(*KEEPERS, status=422)),
    Line("team_edit", get=only(*KEEPERS, stranger=404), post=only(*KEEPERS, status=422, stranger=404)),
    Line("accounts", get=only(*KEEPERS)),
    Line("account_new", get=only(*OFFICER), post=only(*OFFICER, status=422)),
    Line("account", get=only(*KEEPERS, stranger=404)),
    Line("account_reset", post=only(*OFFICER, stranger=404)),
    Line("account_unlock", post=only(*OFFICER, status=302, stranger=404)),
    Line("account_open", post=only(*OFFICER, status=302, stranger=404), form=lambda cast: {"is_open": "yes"}),
    Line("grant_new", post=only(*KEEPERS, status=422, stranger=404)),
    Line("grant_end", post=only(*KEEPERS, status=302, stranger=404)),
    Line("log", get=only(*OFFICER)),
    Line("devices", get=everybody()),
    Line("device_code", post=everybody(422)),
    # The device is Omar's.
    Line("device_revoke", post=(302, 404, 404, 302, 404, 302, 302)),
]
CONSOLE = [
    Line("today", get=everybody()),
    Line("board", get=everybody()),
]
DECIDERS = ("area_leader", "coordinator")
AREAS = [
    Line("map", get=everybody()),
    Line("map_features", get=everybody()),
    Line("map_print", get=everybody()),
    Line("map_tile", get=everybody(404)),
    Line("map_picture", get=everybody(404)),
    Line("building_place", get=only(*KEEPERS, stranger=404), post=only(*KEEPERS, status=302, stranger=404)),
    Line("buildings_unplaced", get=only(*KEEPERS), post=only(*KEEPERS, status=302)),
    Line("map_imports", get=only(*KEEPERS), post=only(*KEEPERS, status=422)),
    Line("map_import", get=only(*KEEPERS, stranger=404)),
    Line("map_import_features", get=only(*KEEPERS, stranger=404)),
    Line("map_import_progress", get=only(*KEEPERS, stranger=404)),
    # The map still waits to be read: nothing can be confirmed yet.
    Line("map_import_confirm", post=only(*KEEPERS, status=409, stranger=404)),
    Line("map_import_cancel", post=only(*KEEPERS, status=302, stranger=404)),
    Line("map_import_again", post=only(*KEEPERS, status=422, stranger=404)),
    Line("map_import_decide", post=only(*KEEPERS, status=422, stranger=404)),
    Line("areas", get=everybody()),
    Line("area_new", get=only(*KEEPERS), post=only(*KEEPERS, status=422)),
    Line("area", get=(302, 404, 200, 404, 200, 200, 200)),
    form_line("area_edit", *KEEPERS),
    form_line("area_split", *KEEPERS),
    form_line("area_border", *KEEPERS),
    Line("areas_merge", get=only(*KEEPERS), post=only(*KEEPERS, status=422)),
    Line("areas_by_outline", get=only(*KEEPERS), post=only(*KEEPERS, status=302)),
    Line("area_close", post=only(*KEEPERS, status=302, stranger=404)),
    Line("buildings_move", post=only(*KEEPERS, status=302)),
    Line("sites", get=everybody()),
    Line("site_new", get=only(*KEEPERS), post=only(*KEEPERS, status=422)),
    Line("site", get=(302, 404, 200, 404, 200, 200, 200)),
    form_line("site_edit", *KEEPERS),
    form_line("building_new", *KEEPERS),
    form_line("building_edit", *KEEPERS),
]
# A proposal about area 3, which Lin leads; Max has none.
PLANNERS = DECIDERS
ALLOCATION = [
    Line("allocation:home", get=only(*PLANNERS)),
    Line("allocation:new_workers", get=only(*PLANNERS), post=only(*PLANNERS, status=422)),
    Line("allocation:new_areas", get=only(*COORDINATOR), post=only(*COORDINATOR, status=422)),
    Line("allocation:away", get=only(*PLANNERS), post=only(*PLANNERS, status=422)),
    Line("allocation:by_hand", get=only(*PLANNERS), post=only(*PLANNERS, status=302)),
    Line("allocation:by_hand_map", get=only(*PLANNERS)),
    Line("allocation:workers", get=only(*PLANNERS)),
    Line("allocation:my_walk", get=everybody()),
    Line("allocation:worker", get=only(*PLANNERS, stranger=404)),
    form_line("allocation:limits", *COORDINATOR),
    Line("allocation:back", post=only(*PLANNERS, status=302, stranger=404)),
    Line("allocation:walk", post=only(*PLANNERS, status=302, stranger=404)),
    Line("allocation:walk_map", get=only(*PLANNERS, stranger=404)),
    Line("allocation:weights", get=only(*COORDINATOR), post=only(*COORDINATOR, status=422)),
    Line("allocation:pins", get=only(*PLANNERS), post=only(*PLANNERS, status=302)),
    Line("allocation:proposal", get=only(*PLANNERS, stranger=404)),
    Line("allocation:progress", get=only(*PLANNERS, stranger=404)),
    Line("allocation:proposal_map", get=only(*PLANNERS, stranger=404)),
    Line("allocation:change", post=only(*PLANNERS, status=302, stranger=404)),
    Line("allocation:accept", post=only(*PLANNERS, status=302, stranger=404)),
    Line("allocation:cancel", post=only(*PLANNERS, status=302, stranger=404)),
    Line("allocation:again", post=only(*PLANNERS, status=302, stranger=404)),
]
# Max reads the pages of his own community, in which no operation is open.
OPERATIONS = [
    Line("settings", get=everybody()),
    Line("operation", get=everybody()),
    Line("operation_edit", get=only(*KEEPERS), post=only(*KEEPERS, status=422)),
    Line("operation_end", get=only(*KEEPERS, stranger=404), post=only(*KEEPERS, status=422, stranger=404)),
    Line("operation_pattern", get=only(*KEEPERS), post=only(*KEEPERS, status=422)),
    Line("plans", get=everybody()),
    Line("plan_new", get=only(*KEEPERS), post=only(*KEEPERS, status=422)),
    Line("plan", get=everybody(stranger=404)),
    form_line("plan_write", *KEEPERS),
    Line("plan_compare", get=everybody(stranger=404)),
    Line(
        "plan_decide",
        post=only(*KEEPERS, status=302, stranger=404),
        form=lambda cast: {"deed": "withdraw", "remark": "重写"},
    ),
    Line("plan_file", get=everybody(stranger=404)),
    Line("plan_kind_new", get=only(*KEEPERS), post=only(*KEEPERS, status=422)),
    form_line("plan_kind", *KEEPERS),
    Line("zones", get=everybody()),
    Line("zone_new", get=only(*KEEPERS), post=only(*KEEPERS, status=422)),
    Line("zone", get=everybody(stranger=404)),
    Line("zone_map", get=everybody(stranger=404)),
    form_line("zone_edit", *KEEPERS),
    form_line("zone_close", *KEEPERS),
    Line("zone_words", get=only(*KEEPERS)),
    Line("zone_level_new", get=only(*KEEPERS), post=only(*KEEPERS, status=422)),
    form_line("zone_level", *KEEPERS),
    Line("zone_measure_new", get=only(*KEEPERS), post=only(*KEEPERS, status=422)),
    form_line("zone_measure", *KEEPERS),
    Line("notice", get=everybody()),
    Line("jobs", get=only(*KEEPERS)),
]
RECORDERS = ("worker", "area_leader", "coordinator")
ROUNDS = [
    Line("mine", get=everybody()),
    Line("due", get=everybody(stranger=404)),
    Line(
        "due_record",
        post=only(*RECORDERS, status=302, stranger=404),
        form=lambda cast: {"fact": cast_id("fact"), "tap": "done"},
    ),
    Line(
        "due_exemption", post=only(*RECORDERS, status=302, stranger=404), form=lambda cast: {"reason": "away"}
    ),
    Line("round_new", get=only(*DECIDERS), post=only(*DECIDERS, status=422)),
    Line("round_kinds", get=only(*KEEPERS)),
    Line("round_kind_new", get=only(*KEEPERS), post=only(*KEEPERS, status=422)),
    Line("round_kind_edit", get=only(*KEEPERS), post=only(*KEEPERS, status=422)),
    Line("schedules", get=only(*DECIDERS)),
    Line(
        "schedule_switch", post=only(*DECIDERS, status=302, stranger=404), form=lambda cast: {"is_on": "no"}
    ),
    Line("flags", get=only(*DECIDERS), post=only(*DECIDERS, status=302)),
    Line(
        "round_decide",
        post=only(*DECIDERS, status=302, stranger=404),
        form=lambda cast: {"deed": "sign_off", "due": a_due(cast), "reason": "window_over"},
    ),
    Line("round_close", post=only(*DECIDERS, status=302, stranger=404)),
    Line("round_refresh", post=only(*DECIDERS, status=302, stranger=404)),
]
COVERAGE = [
    Line("gaps", get=everybody()),
    Line("gaps_map", get=everybody()),
    Line(
        "gaps_mend",
        get=only("area_leader", "coordinator"),
        post=only("area_leader", "coordinator", status=422),
    ),
    Line("above", get=only(stranger=403)),
    Line("above_unit", get=only(stranger=403)),
    Line("above_features_of", get=only(stranger=403)),
    Line("above_testing", get=only(stranger=403)),
    Line("above_testing_of", get=only(stranger=403)),
    Line("above_testing_features_of", get=only(stranger=403)),
    Line("testing", get=everybody()),
    *(
        Line(name, get=everybody(stranger=404))
        for name in ("testing_board", "testing_people", "testing_tubes", "testing_poster")
    ),
    Line("testing_days", get=everybody()),
    Line("testing_setup", get=only(*COORDINATOR), post=only(*COORDINATOR, status=422)),
    Line("testing_day", get=everybody(stranger=404)),
    Line("testing_day_open", post=only(*COORDINATOR, status=302, stranger=404)),
    Line("testing_day_copy", post=only(*COORDINATOR, status=302, stranger=404)),
    Line("testing_day_close", post=only(*COORDINATOR, status=409, stranger=404)),
    Line("testing_slots", get=everybody(stranger=404), post=only(*COORDINATOR, status=302, stranger=404)),
    Line("testing_stations", get=everybody(), post=only(*COORDINATOR, status=422)),
    form_line("testing_station", *COORDINATOR),
    Line(
        "testing_exemptions",
        get=everybody(),
        post=only("worker", "area_leader", "coordinator", status=422),
    ),
    Line("testing_exemptions_decide", post=only("area_leader", "coordinator", status=302)),
    Line("testing_workers_here", get=only(*COORDINATOR), post=only(*COORDINATOR, status=404)),
    Line("testing_norms", get=only(*COORDINATOR), post=only(*COORDINATOR, status=422)),
    Line("testing_flags", get=everybody(), post=everybody(302)),
    Line("rounds", get=everybody()),
    Line("round", get=everybody(stranger=404)),
    Line("round_poster", get=everybody(stranger=404)),
    Line("round_changes", get=everybody(stranger=404)),
]
BRIEFINGS = [
    Line("figures", get=only(*FIGURE_READERS)),
    Line("briefing", get=only(*FIGURE_READERS)),
    Line("figure", get=only(*FIGURE_READERS)),
    Line("check", get=only(*KEEPERS)),
]
# The door is one of Omar's, in Lin's area.
WRITERS = (*RECORDERS, "data_officer")
HOUSEHOLDS = [
    Line("search", get=everybody()),
    Line("doors", get=everybody()),
    Line("door_new", get=only(*KEEPERS), post=only(*KEEPERS, status=422)),
    Line("doors_assign", post=only(*DECIDERS, status=302)),
    Line("doors_area", post=only(*COORDINATOR, status=302)),
    Line("to_check", get=everybody()),
    form_line("look_alike", *WRITERS),
    Line("door", get=everybody(stranger=404)),
    form_line("door_state", *WRITERS),
    form_line("door_assign", *DECIDERS),
    form_line("door_plate", *DECIDERS),
    form_line("door_edit", *DECIDERS),
    Line("door_plate_state", post=only(*WRITERS, status=302, stranger=404)),
    Line("plates", get=only(*FIGURE_READERS)),
    Line("plates_lines", get=only(*FIGURE_READERS)),
    Line("plates_scheme", get=only(*COORDINATOR), post=only(*COORDINATOR, status=422)),
    Line("plates_preview", get=only(*COORDINATOR)),
    # There is no scheme yet: back to the page that says so.
    Line("plates_give", get=only(*DECIDERS, status=302), post=only(*DECIDERS, status=302)),
    Line("plates_mark", post=only(*DECIDERS, status=302)),
    form_line("household_new", *WRITERS),
    form_line("household_edit", *WRITERS),
    form_line("household_marks", *WRITERS),
    form_line("household_move", *WRITERS),
    form_line("household_leave", *WRITERS),
    form_line("person_new", *WRITERS),
    form_line("person_edit", *WRITERS),
    form_line("person_whereabouts", *WRITERS),
    form_line("person_marks", *WRITERS),
    form_line("person_guardian", *WRITERS),
    form_line("person_move", *WRITERS),
    Line(
        "reveal",
        post=only(*WRITERS, stranger=404),
        form=lambda cast: {"purpose": "visit", "groups": ["id"]},
    ),
    Line("categories", get=only(*KEEPERS)),
    Line("category_new", get=only(*KEEPERS), post=only(*KEEPERS, status=422)),
    form_line("category_edit", *KEEPERS),
    Line("door_state_new", get=only(*KEEPERS), post=only(*KEEPERS, status=422)),
    Line("door_state_edit", get=only(*KEEPERS), post=only(*KEEPERS, status=422)),
    Line("roster_imports", get=only(*OFFICER), post=only(*OFFICER, status=422)),
    Line("roster_import", get=only(*OFFICER, stranger=404)),
    Line("roster_progress", get=only(*OFFICER, stranger=404)),
    # The roster still waits to be read: nothing can be confirmed or asked for again yet.
    Line("roster_confirm", post=only(*OFFICER, status=409, stranger=404)),
    Line("roster_cancel", post=only(*OFFICER, status=302, stranger=404)),
    Line("roster_hidden", post=only(*OFFICER, status=409, stranger=404)),
]
AT_DOORS = ("worker", "area_leader", "coordinator")
# The tube was opened by the worker.
HANDLERS = ("worker", "coordinator")
SAMPLING = [
    Line("testing_door", get=only(*AT_DOORS)),
    Line("testing_door_take", post=only(*AT_DOORS, status=422, stranger=404)),
    Line(
        "testing_paper",
        get=only(*AT_DOORS, stranger=200),
        post=only(*AT_DOORS, status=422, stranger=422),
    ),
    # The row of an empty form means nobody yet.
    Line("testing_paper_row", post=only(*AT_DOORS, stranger=404)),
    Line("testing_visitors", get=only(*AT_DOORS, "data_officer")),
    form_line("testing_visitor", "coordinator", "data_officer"),
    Line("testing_tube", get=everybody(stranger=404)),
    Line("testing_tube_seal", post=only(*HANDLERS, status=302, stranger=404)),
    Line("testing_tube_move", post=only(*HANDLERS, status=422, stranger=404)),
    Line("testing_tube_void", post=only(*HANDLERS, status=422, stranger=404)),
    Line(
        "testing_desk",
        get=only(*COORDINATOR, stranger=200),
        post=only(*COORDINATOR, status=422, stranger=422),
    ),
    Line(
        "testing_seat",
        get=only(*COORDINATOR, stranger=200),
        post=only(*COORDINATOR, status=422, stranger=422),
    ),
]
PRINTERS = ("worker", "area_leader", *KEEPERS)
# A day stands; next door there is none, so who may print there is sent back to where that is said.
SHEETS = [
    Line("testing_sheets", get=only(*PRINTERS, stranger=200)),
    Line(
        "testing_sheet_list",
        get=only(*PRINTERS, stranger=302),
        post=only(*PRINTERS, status=422, stranger=302),
    ),
    *(
        Line(name, get=only(*PRINTERS, stranger=302), post=only(*PRINTERS, stranger=302))
        for name in ("testing_sheet_form", "testing_sheet_cards")
    ),
    Line("testing_codes_new", post=only(*COORDINATOR, status=422, stranger=422)),
    Line("testing_sheet_codes", get=only(*COORDINATOR, stranger=404)),
]
# A device shows its token; no cookie counts.
SYNC = [
    Line("sync_facts", get=(401,) * 7, post=(401,) * 7, is_for_strangers=True),
    Line("sync_slice", get=(401,) * 7, is_for_strangers=True),
    Line("sync_enrol", post=(422,) * 7, is_for_strangers=True),
]
WAITED_FOR = ("worker", "area_leader", "coordinator")
# Who enters results names no person; who waits is seen by those whose door it is, and a case by those who decide.
RESULTS = [
    Line("testing_results", get=only(*COORDINATOR, stranger=200)),
    Line("testing_result_enter", post=only(*COORDINATOR, status=422, stranger=422)),
    Line(
        "testing_result_compare",
        get=only(*COORDINATOR, stranger=200),
        post=only(*COORDINATOR, status=422, stranger=422),
    ),
    Line(
        "testing_result_norms",
        get=only(*COORDINATOR, stranger=200),
        post=only(*COORDINATOR, status=422, stranger=422),
    ),
    Line("testing_results_mine", get=only("worker", stranger=403)),
    Line("testing_result_upload", post=only(*COORDINATOR, status=422, stranger=422)),
    Line("testing_result_import", get=only(*COORDINATOR, stranger=404)),
    Line("testing_result_columns", post=only(*COORDINATOR, status=422, stranger=404)),
    Line("testing_result_row", post=only(*COORDINATOR, status=422, stranger=404)),
    Line("testing_result_apply", post=only(*COORDINATOR, status=302, stranger=404)),
    Line("testing_result_cancel", post=only(*COORDINATOR, status=302, stranger=404)),
    Line("testing_result", get=only(*COORDINATOR, stranger=404)),
    Line("testing_result_withdraw", post=only(*COORDINATOR, status=422, stranger=404)),
    Line("testing_waits", get=only(*WAITED_FOR, stranger=200)),
    Line("testing_wait", get=only(*WAITED_FOR, stranger=404)),
    Line("testing_wait_release", post=only(*COORDINATOR, status=422, stranger=404)),
    Line("testing_wait_notice", get=only(*WAITED_FOR, stranger=404)),
    Line("testing_stays", get=only(*COORDINATOR, stranger=200)),
    Line("testing_cases", get=only(*COORDINATOR, stranger=200)),
    # The household hears of it from the health contact alone.
    Line("testing_case_told", post=only(stranger=403)),
    Line("testing_case_reported", post=only(*COORDINATOR, status=302, stranger=404)),
]
GIVERS = ("worker", "area_leader", "coordinator")
TRANSPORT = [
    Line("testing_handovers", get=everybody()),
    *(
        Line(name, post=only(*GIVERS, status=422, stranger=422))
        for name in ("testing_box_fill", "testing_hand_over_new")
    ),
    *(Line(name, get=everybody(stranger=404)) for name in ("testing_box", "testing_hand_over")),
    Line("testing_receive", post=only(*COORDINATOR, status=422, stranger=404)),
    Line("testing_tube_way", get=everybody(stranger=404)),
]
LINES: list[Line] = [
    *SHARED,
    *ACCOUNTS,
    *CONSOLE,
    *AREAS,
    *ALLOCATION,
    *OPERATIONS,
    *ROUNDS,
    *COVERAGE,
    *BRIEFINGS,
    *HOUSEHOLDS,
    *SAMPLING,
    *SHEETS,
    *SYNC,
    *RESULTS,
    *TRANSPORT,
]
TABLE = {line.name: line for line in LINES}
