"""`python -m gridward.cli` does what `gridward` does."""

import sys

from gridward.cli import main

sys.exit(main())
