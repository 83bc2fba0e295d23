"""The faults of the register: slips that lose, double or hide a quote on a day when something else goes wrong."""

from __future__ import annotations

from tests.faults.plant import Fault

CUTS = "tests/register/test_powercuts.py::test_after_a_power_cut_all_is_there_that_was_answered"
SOME = "tests/abuse/test_register_abuse.py::test_a_part_of_it_finds_nothing_wrong"

REGISTER = (
    Fault(
        "a file has its name before its content is safe",
        "            os.fsync(stream.fileno())\n",
        "",
        "writing.py",
        (f"{CUTS}[day]",),
    ),
    Fault(
        "the name of a new file is not made safe",
        "    _sync_folder(target.parent)\n",
        "",
        "writing.py",
        (f"{CUTS}[day]",),
    ),
    Fault(
        "a new folder is not made safe",
        "                _sync_folder(each.parent)\n",
        "                pass\n",
        "writing.py",
        (f"{CUTS}[first]", f"{CUTS}[day]"),
    ),
    Fault(
        "a commit is not synced",
        'made.execute("PRAGMA synchronous=FULL")',
        'made.execute("PRAGMA synchronous=NORMAL")',
        "register/sqlite.py",
        (f"{CUTS}[day]",),
    ),
    Fault(
        "writers look before they hold the lock",
        'connection.execute("BEGIN IMMEDIATE")',
        'connection.execute("BEGIN DEFERRED")',
        "register/sqlite.py",
        ("tests/register/test_writers.py::test_eight_writers_get_numbers_without_gaps_and_no_errors[sqlite]",),
    ),
    Fault(
        "a key is good for any content",
        "        if stored.inputs != draft.inputs:",
        "        if False:",
        "register/register.py",
        (f"{SOME}[keys]",),
    ),
    Fault(
        "the last day ends in London",
        '    if zone == "UTC":',
        "    if True:",
        "register/chain.py",
        (f"{SOME}[clocks]",),
    ),
    Fault(
        "a quote on record is priced as of today",
        'today=date.fromisoformat(record["today"])',
        "today=date.today()",
        "desk/kept.py",
        (f"{SOME}[recomputed]",),
    ),
)
"""By `python -m tests.faults`; the text of each occurs once in its file."""
