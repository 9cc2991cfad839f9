"""make campaign: the long runs, one after the other; an hour and more. Each can be run by itself as well.

kill     the process killed at every step between fetch and send; on PostgreSQL too; with real mail servers
faults   a full or failing disk at every write, a failing fsync, doubts on top of doubts
imap     the line to the mailbox cut at every place of a session
moves    the same for a letter moved on the server
smtp     the way out against a server that fails at every stage in every manner
pages    every page in every state, chapters 2 to 4 of the guide, and the way of money, by a browser on real servers
reader   a million letters broken at random
numbers  100,000 numbers by fifty clients: rollbacks, kills, clocks that jump and stand, the end of a year
money    10,000 random days of a cash office beside a model that only adds; one that is killed at any instant
issue    a desk that issues licences, killed at any instant, on both databases
evidence 11,000 alterations of what a seal covers, each to be noticed by an auditor
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time

CAMPAIGNS = {
    "kill": ["tests.kill.campaign", "--points", "500"],
    "kill-postgresql": ["tests.kill.campaign", "--points", "500", "--database", "postgresql"],
    "kill-real": ["tests.kill.campaign", "--points", "200", "--mail", "real"],
    "faults": [
        "tests.kill.campaign",
        "--points",
        "150",
        "--scenes",
        "fail",
        "sync",
        "doubts",
        "takeover",
        "bench",
    ],
    "imap": ["tests.campaign.imap_cuts"],
    "moves": ["tests.campaign.imap_move_cuts"],
    "smtp": ["tests.campaign.smtp_grid"],
    "pages": [
        "pytest",
        "tests/journeys/test_every_page.py",
        "tests/journeys/test_chapter_two.py",
        "tests/journeys/test_chapter_three.py",
        "tests/journeys/test_chapter_four.py",
        "tests/journeys/test_money.py",
    ],
    "numbers": ["tests.campaign.numbers", "--numbers", "100000"],
    "numbers-postgresql": ["tests.campaign.numbers", "--numbers", "100000", "--database", "postgresql"],
    "money": ["tests.campaign.money", "--days", "10000"],
    "money-kills": ["tests.campaign.money_kills", "--kills", "200"],
    "issue-kills": ["tests.campaign.issue_kills", "--kills", "100"],
    "issue-kills-postgresql": ["tests.campaign.issue_kills", "--kills", "40", "--database", "postgresql"],
    "evidence": ["tests.campaign.evidence_alterations"],
    "reader": ["tests.campaign.reader_mutations", "--count", "1000000", "--processes", "2"],
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="make campaign", description=__doc__)
    parser.add_argument("what", nargs="*", default=list(CAMPAIGNS))
    failed = []
    for name in parser.parse_args().what:
        started = time.monotonic()
        print(f"== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", *CAMPAIGNS[name]], check=False).returncode:
            failed.append(name)
        print(f"== {name}: {time.monotonic() - started:.0f} s", flush=True)
    print(f"campaigns failed: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
