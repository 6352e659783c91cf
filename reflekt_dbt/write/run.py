"""Generated files onto disk: look, decide, then write all of it or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reflekt_dbt.write.adopt import adoptions
from reflekt_dbt.write.bases import NO_BASES, find_bases, read_beside
from reflekt_dbt.write.beside import base_changes
from reflekt_dbt.write.blob import unix
from reflekt_dbt.write.catalog import CATALOG
from reflekt_dbt.write.decide import decide, next_lock
from reflekt_dbt.write.decision import HELD_BACK, WRITES, Decision, Generated, Kind
from reflekt_dbt.write.disk import named_errors, read_text, read_texts
from reflekt_dbt.write.doubles import check_no_doubles
from reflekt_dbt.write.exclusive import exclusive
from reflekt_dbt.write.journal import Change
from reflekt_dbt.write.judge import judge
from reflekt_dbt.write.lock import LOCK, read_lock
from reflekt_dbt.write.paths import check_distinct
from reflekt_dbt.write.survey import Survey
from reflekt_dbt.write.transaction import commit, is_interrupted, recover

Mode = Literal["write", "check", "dry_run"]


@dataclass(frozen=True, slots=True)
class Job:
    """What a run brings.

    Attributes:
        generated: Every file it makes.
        scope: Sources that it planned in full, see `decide.scope_of`.
        catalog: Text that ``reflekt.catalog`` is to have; None leaves it as it is.
        mode: Whether to write, or only to say what would be written.
        force: Whether to replace files that were edited by hand.
        adopt: Paths of files that are to count as edits of what is generated in their place.
            If there are any, nothing else is written.
        merge: Whether those get at once what they have not.
    """

    generated: tuple[Generated, ...]
    scope: frozenset[str]
    catalog: str | None = None
    mode: Mode = "write"
    force: bool = False
    adopt: frozenset[str] = frozenset()
    merge: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job.

    Attributes:
        decisions: One for each file, by path. Carried out if *mode* is ``write``.
        mode: The job's.
        recovered: What an interrupted run had left to do, a sentence each.
        skipped: Files left alone because someone changed them while we wrote.
        on_record: Whether lock, catalogue file or bases differ, beside the generated files.
        interrupted: Whether an interrupted run is still to be finished, because this
            one was not to write.
    """

    decisions: tuple[Decision, ...]
    mode: Mode = "write"
    recovered: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    on_record: bool = False
    interrupted: bool = False

    def of(self, *kinds: Kind) -> tuple[Decision, ...]:
        """Return the decisions of these *kinds*."""
        return tuple(one for one in self.decisions if one.kind in kinds)

    @property
    def counts(self) -> dict[Kind, int]:
        """How many decisions there are of each kind that occurs."""
        return dict(Counter(one.kind for one in self.decisions))

    @property
    def held_back(self) -> tuple[Decision, ...]:
        """Files with something new to bring that are not ours to overwrite."""
        return self.of(*HELD_BACK)

    @property
    def would_change(self) -> bool:
        """Whether a generated file differs from what it is to be."""
        # An edited file is not counted: it is as its owner wants it.
        return self.interrupted or bool(self.of(*WRITES, *HELD_BACK))

    @property
    def exit_code(self) -> int:
        """0, or 1 where a person must look."""
        found = self.would_change if self.mode == "check" else self.held_back or self.skipped
        return int(bool(found))


def write_files(root: Path, job: Job, survey: Survey) -> Outcome:
    """Carry out *job* in the project in *root*, as one transaction.

    *survey* is of the project as it is now, so an interrupted run is finished before it.

    Raises:
        WriteError: Nothing could be written without risk; nothing was.
    """
    check_distinct(one.path for one in job.generated)
    with exclusive(root):
        recovered = recover(root) if job.mode == "write" else ()
        return _written(root, job, survey, recovered)


def _written(root: Path, job: Job, survey: Survey, recovered: tuple[str, ...]) -> Outcome:
    lock = read_lock(root)
    texts = read_texts(root, [*lock.entries, *(one.path for one in job.generated)])
    kept, bases = read_beside(root), NO_BASES
    if job.adopt:
        decisions = adoptions(job.generated, texts, job.adopt, merges=job.merge)
    else:
        judged = judge(job.generated, lock, texts, job.scope)
        bases = find_bases(root, judged.wanted(lock), kept, read_text(root / LOCK) or "")
        decisions = decide(judged, lock, texts, survey, bases, force=job.force)
        check_no_doubles(decisions, lock.entries, survey)
    after = next_lock(lock, decisions)
    records = {LOCK: after.render(), CATALOG: job.catalog}
    changed = (
        *base_changes(decisions, kept, after),
        *_changed_records(root, records),
    )
    skipped: tuple[str, ...] = ()
    if job.mode == "write":
        files = (
            Change(one.path, one.before, one.result) for one in decisions if one.kind in WRITES
        )
        skipped = commit(root, [*files, *changed])
    return Outcome(decisions, job.mode, recovered, skipped, bool(changed), is_interrupted(root))


def _changed_records(root: Path, records: dict[str, str | None]) -> Iterator[Change]:
    for name, after in records.items():
        with named_errors(name):
            before = read_text(root / name)
        if after is not None and after != unix(before or ""):
            yield Change(name, before, after)
