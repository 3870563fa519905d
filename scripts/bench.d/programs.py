"""The release programs that are measured, and how they are set up for it."""

import subprocess
import sys

from deployment import REPOSITORY
from sla_storm import say

# The limits on how fast a caller may ask are not what is measured.
UNLIMITED = {f"SWITCHYARD_RATE_{subject}": "1000000" for subject in ("CREDENTIAL", "TENANT", "ADDRESS")}


def build(folder, products):
    """Those that are missing."""
    for product in products:
        if not (folder / product).exists():
            say(f"building {product} in release form")
            subprocess.run(
                ["swift", "build", "-c", "release", "--product", product], cwd=REPOSITORY, check=True, stdout=sys.stderr
            )
