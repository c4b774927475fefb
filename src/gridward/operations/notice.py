"""The notice to residents: what every person whose data is collected must be told, in plain words.

Source: Personal Information Protection Law of the People's Republic of China, articles 17, 30, 44–48 and 50.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gridward.operations.models import Operation, OperationKind
from gridward.shared.templatetags.dates import zhdate


@dataclass(frozen=True)
class Paragraph:
    """A question residents ask, and its answer in one or more lines."""

    question: str
    answers: list[str]


@dataclass(frozen=True)
class NoticeSheet:
    """The whole notice, in one language."""

    title: str
    subtitle: str
    greeting: str
    paragraphs: list[Paragraph]
    closing: str
    signature: str
    day: str


def notice_of(community_name: str, operation: Operation) -> NoticeSheet:
    """The notice of an operation in the language in use."""
    return NoticeSheet(
        title=_("Notice to residents"),
        subtitle=_("How your data is used: %(name)s") % {"name": operation.name},
        greeting=_("Dear residents of %(community)s,") % {"community": community_name},
        paragraphs=[
            *why_and_who(operation),
            what_is_kept(operation),
            how_long(operation),
            your_rights(),
            Paragraph(_("Whom can I ask?"), [operation.contact]),
        ],
        closing=closing_of(operation),
        signature=community_name,
        day=zhdate(operation.starts_on),
    )


def closing_of(operation: Operation) -> str:
    """An exercise says that it is one."""
    if operation.kind == OperationKind.EXERCISE:
        return _(
            "This is an exercise. Taking part is up to you, and you may withdraw at any time. Thank you."
        )
    return _("Workers show their badge at the door. Thank you for helping your neighbours and yourself.")


def why_and_who(operation: Operation) -> list[Paragraph]:
    """Purpose, ground and who decided."""
    return [
        Paragraph(_("What is it for?"), [operation.purpose]),
        Paragraph(_("On what ground?"), [operation.legal_basis]),
        Paragraph(
            _("Who decided, and who handles the data?"),
            [
                _("Decided by: %(body)s.") % {"body": operation.deciding_body},
                _("Handled by the workers of your community, each for the doors they answer for."),
            ],
        ),
    ]


def what_is_kept(operation: Operation) -> Paragraph:
    """What is written down, how it is guarded, and what is never asked."""
    return Paragraph(
        _("What is written down?"),
        [
            _(
                "Your address, who really lives there, names, ID numbers, telephone numbers, and the help you need."
            ),
            _(
                "ID numbers are sensitive: they tell people of one name apart and are needed for nothing else."
            ),
            _("Nobody asks about religion, ethnic group, political views or opinions."),
            _(
                "Names and numbers are kept sealed and shown masked. "
                "Whoever opens them says why, and that is written into a log."
            ),
            _("For children under 14, their guardian is asked, never the child alone."),
        ],
    )


def how_long(operation: Operation) -> Paragraph:
    """From when, looked at again when, gone when."""
    days = operation.retention_days
    return Paragraph(
        _("How long?"),
        [
            _("From %(day)s. On %(review)s it is looked at again whether this is still needed.")
            % {"day": zhdate(operation.starts_on), "review": zhdate(operation.review_on)},
            ngettext(
                "%(days)d day after the operation has ended, personal data is due to go; only counts stay.",
                "%(days)d days after the operation has ended, personal data is due to go; only counts stay.",
                days,
            )
            % {"days": days},
        ],
    )


def your_rights() -> Paragraph:
    """Rights of articles 44 to 48 and 50, said plainly."""
    return Paragraph(
        _("What are my rights?"),
        [
            _("To know and decide how your data is used, and to be told the rules of its use."),
            _("To see your data and have a copy of it."),
            _("To have it corrected or completed when it is wrong."),
            _("To have it deleted when the purpose is over, or when you take back a consent you gave."),
            _("To object, and to complain to the authorities or go to court when you are refused."),
        ],
    )
