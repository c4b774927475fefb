"""The WSGI entry that the web workers serve."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridward.settings")
pages = get_wsgi_application()

from gridward.sync.doorway import with_doorway  # noqa: E402 - only once Django stands

application = with_doorway(pages)

# What stands now stays for good: looking through it for rubbish, again and again, is time taken from calls.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
