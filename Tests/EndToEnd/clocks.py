"""A machine whose clock is wrong, for one process alone (libfaketime). What measures time, and does not tell it, goes on as it
is: a machine that sets its clock does not measure otherwise."""

import pathlib

(FAKETIME,) = pathlib.Path("/usr/lib").glob("*/faketime/libfaketime.so.1")


class MachineClock:
    """The clock that a tier sees from its next start on."""

    def __init__(self, tier):
        self.setting = tier.log.with_name(f"{tier.log.stem}.clock")
        self.set(0)
        tier.environment = dict(
            tier.environment,
            LD_PRELOAD=str(FAKETIME),
            FAKETIME_TIMESTAMP_FILE=str(self.setting),
            # Read at every call, so that it jumps when it is set.
            FAKETIME_NO_CACHE="1",
            FAKETIME_DONT_FAKE_MONOTONIC="1",
        )

    def set(self, seconds):
        """So far ahead of the truth; less than 0 is behind."""
        new = self.setting.with_suffix(".new")
        new.write_text(f"{seconds:+d}s\n")
        new.replace(self.setting)
