"""Where this room stands in the navigation."""

from django.utils.translation import gettext_noop

from gridward.shared.registries import NavItem

PEOPLE_AT_WORK = NavItem(
    words=gettext_noop("People at work"),
    url_name="people_at_work",
    icon="people",
    order=40,
    is_for=lambda actor: True,
)
SETTINGS = NavItem(
    words=gettext_noop("Settings"), url_name="settings", icon="settings", order=90, is_for=lambda actor: True
)
