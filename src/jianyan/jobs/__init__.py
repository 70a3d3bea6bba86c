"""Long work that somebody asked for: it survives a restart, is done once, and its file is taken away once.

    ask ──▶ waiting ── take ──▶ running ── finish ──▶ done ── collect ──▶ (the file is gone)
              │  ▲                │  │
              │  └── let_go, or nobody renewed the lease (three attempts)
              └── cancel ──▶ cancelled     └── fail ──▶ failed

A worker holds a job by a lease that it renews while it works. Whoever finishes, fails or advances one says by
which hold: a worker that lost its lease, or whose job was cancelled, is told so and changes nothing.

What is done for which kind stands above the slices, in jianyan.work. Writes: Job.
"""

from jianyan.jobs.collecting import (
    AnotherSession,
    CollectedAlready,
    KeptTooLong,
    NotReady,
    collect,
    give_back,
)
from jianyan.jobs.holding import (
    ATTEMPTS_MOST,
    LEASE,
    TakenAway,
    advance,
    fail,
    finish,
    let_go,
    take,
)
from jianyan.jobs.queries import NoSuchJob, is_standing, own_job, own_jobs
from jianyan.jobs.schemas import KEPT, HeldJob, JobDetail, NewJob
from jianyan.jobs.service import OPEN_MOST, TooLateToCancel, TooManyJobs, ask, cancel
from jianyan.jobs.states import JobKind, JobState
from jianyan.jobs.sweeping import FOLDER, sweep

__all__ = [
    "ATTEMPTS_MOST",
    "FOLDER",
    "KEPT",
    "LEASE",
    "OPEN_MOST",
    "AnotherSession",
    "CollectedAlready",
    "HeldJob",
    "JobDetail",
    "JobKind",
    "JobState",
    "KeptTooLong",
    "NewJob",
    "NoSuchJob",
    "NotReady",
    "TakenAway",
    "TooLateToCancel",
    "TooManyJobs",
    "advance",
    "ask",
    "cancel",
    "collect",
    "fail",
    "finish",
    "give_back",
    "is_standing",
    "let_go",
    "own_job",
    "own_jobs",
    "sweep",
    "take",
]
