"""The WSGI entry that the web workers serve."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridward.settings")
pages = get_wsgi_application()

from gridward.sync.doorway import with_doorway  # noqa: E402 - only once Django stands

application = with_doorway(pages)
