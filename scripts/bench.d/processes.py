"""CPU time and memory of processes, from /proc."""

import os
import pathlib

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
UTIME, STIME, CHILD_UTIME, CHILD_STIME, PARENT = 11, 12, 13, 14, 1


def fields(pid):
    """Fields of /proc/PID/stat behind the program's name, from the state on; None for a process that is gone."""
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    return text.rpartition(")")[2].split()


def tree(root):
    """A process and everything below it."""
    children = {}
    for name in os.listdir("/proc"):
        if name.isdigit() and (found := fields(name)):
            children.setdefault(int(found[PARENT]), []).append(int(name))
    members = [root]
    for pid in members:
        members += children.get(pid, [])
    return members


def cpu_seconds(root):
    """User and system time of a tree, those that ended and were waited for included."""
    total = 0
    for pid in tree(root):
        if found := fields(pid):
            total += sum(int(found[index]) for index in (UTIME, STIME, CHILD_UTIME, CHILD_STIME))
    return total / TICKS_A_SECOND


def resident_mib(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def postmaster(data_folder):
    return int((pathlib.Path(data_folder) / "postmaster.pid").read_text().split()[0])


def busy_seconds():
    """What all processors together have worked, whoever for."""
    first = pathlib.Path("/proc/stat").read_text().split("\n", 1)[0]
    user, nice, system, _, _, interrupts, soft_interrupts, *_ = map(int, first.split()[1:])
    return (user + nice + system + interrupts + soft_interrupts) / TICKS_A_SECOND
