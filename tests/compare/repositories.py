"""Scratch git repositories with schema files in them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Repo:
    """A repository whose branch is ``main`` until a test makes another."""

    root: Path

    @classmethod
    def new(cls, root: Path) -> Repo:
        root.mkdir(parents=True)
        repo = cls(root)
        repo.git("init", "--quiet", "--initial-branch=main")
        return repo

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=self.root, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def write(self, path: str, content) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else json.dumps(content, indent=2) + "\n"
        file.write_text(text, encoding="utf-8", newline="\n")
        return file

    def remove(self, path: str) -> None:
        target = self.root / path
        shutil.rmtree(target) if target.is_dir() else target.unlink()

    def commit(self, message: str = "change", date: str = "2026-03-01T12:00:00Z") -> str:
        self.git("add", "--all")
        subprocess.run(
            [
                "git",
                "commit",
                "--quiet",
                "--allow-empty",
                f"--message={message}",
                f"--date={date}",
            ],
            cwd=self.root,
            env={**os.environ, "GIT_COMMITTER_DATE": date},
            check=True,
        )
        return self.git("rev-parse", "HEAD")

    def branch(self, name: str) -> None:
        self.git("checkout", "--quiet", "-b", name)
