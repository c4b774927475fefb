"""Settings → log: who saw or did what, when and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_GET

from gridward.accounts import queries
from gridward.accounts.forms.rights import LogFilter
from gridward.accounts.guards import must_be, signed_in
from gridward.accounts.middleware import ActorRequest
from gridward.accounts.models import Role
from gridward.audit import queries as audit_queries
from gridward.audit.deeds import DEEDS, PURPOSES, deed_words, purpose_words
from gridward.audit.models import Entry
from gridward.shared.registries import Named

LINES_A_PAGE = 50


@dataclass(frozen=True)
class LogLine:
    """One entry in words."""

    entry: Entry
    who: str
    deed: str
    about: Named | None
    purpose: str


@require_GET
@signed_in
def log(request: ActorRequest) -> HttpResponse:
    """The log, narrowed to a person, deed, purpose, day or one thing."""
    must_be(request.actor, Role.DATA_OFFICER)
    community_id = request.actor.community_id
    form = LogFilter(
        request.GET or None,
        people=queries.log_people(community_id),
        deeds=by_words(DEEDS),
        purposes=by_words(PURPOSES),
    )
    entries = audit_queries.entries(community_id, form.choice())
    page = Paginator(entries, LINES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": in_words(community_id, list(page.object_list)),
        "is_filtered": any(request.GET.get(name) for name in ("by", "deed", "purpose", "day", "subject")),
    }
    return render(request, "accounts/log.html", context)


def by_words(table: Mapping[str, Promise]) -> list[tuple[str, str]]:
    """Choices in the order of their words."""
    return sorted(((code, str(words)) for code, words in table.items()), key=lambda choice: choice[1])


def in_words(community_id: UUID, entries: list[Entry]) -> list[LogLine]:
    """Entries with the names of who acted and of what it was about; no resident's name."""
    ids = {entry.by_id for entry in entries} | {entry.subject_id for entry in entries if entry.subject_id}
    names = queries.names_of_things(community_id, ids)
    system = Named("Gridward")
    return [
        LogLine(
            entry=entry,
            who=names.get(entry.by_id, system).words,
            deed=deed_words(entry.deed),
            about=names.get(entry.subject_id) if entry.subject_id else None,
            purpose=purpose_words(entry.purpose) if entry.purpose else "",
        )
        for entry in entries
    ]
