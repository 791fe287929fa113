"""A platform's own data: a folder of NUMBERS from an export to a fit, and the commands on the way, each a job.

A data set `may` lies in `numbers/may`; the job of its step `fit` in `numbers/may-fit`, from where the command is typed.
"""

from __future__ import annotations

import secrets
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sim.base.chinese import plain
from sim.base.errors import ScenarioError, StoreError
from sim.base.files import write_whole, writing
from sim.base.message import said
from sim.base.yamlfile import read
from sim.desk import jobs
from sim.desk.workspace import NUMBERS, Workspace, named_well

MADE_UP = "made_up"
STEPS = ("import", "patterns", "targets", "fit", "check", "holdout")
"""From an export to what is known of a platform; MADE_UP gives logs of one that does not exist instead."""
ENDINGS = ("csv", "tsv", "txt", "json", "jsonl", "gz", "parquet", "xlsx")
"""Files that the import reads."""
UNTOLD = "???"
"""What a guessed mapping leaves to be told."""
PATIENCE = 120.0
"""Time for a look at an export, of which only the beginning is read [s]."""


class StepFacts(NamedTuple):
    """A step: what has to be there and what it makes, both in the data set's folder; its page if it writes one."""

    needs: str
    makes: str
    page: str = ""


FACTS = {
    MADE_UP: StepFacts("", "logs"),
    "import": StepFacts("mapping.yaml", "logs"),
    "patterns": StepFacts("logs", ""),
    "targets": StepFacts("logs", "targets.yaml"),
    "fit": StepFacts("targets.yaml", "fit.yaml"),
    "check": StepFacts("fit.yaml", "", "page/validation.html"),
    "holdout": StepFacts("logs", "", "out/holdout.html"),
}


@dataclass(frozen=True)
class OwnData:
    """One data set of a workspace."""

    workspace: Workspace
    name: str

    def path(self, *names: str) -> Path:
        """A place in the data set's folder. Raises StoreError for one that leads out of the workspace."""
        return self.workspace.place(NUMBERS, self.name, *names)

    def job(self, step: str) -> Path:
        """The folder of a step's job."""
        return self.workspace.place(NUMBERS, f"{self.name}-{step}")

    def files(self) -> list[Path]:
        """The files of the export, by name; a link that leads elsewhere is none."""
        folder = self.path("export")
        found = folder.iterdir() if folder.is_dir() else ()
        return sorted(file for file in found if file.is_file() and file.resolve().is_relative_to(self.workspace.root))

    def there(self, step: str) -> bool:
        """Whether a step has left what it makes."""
        facts = FACTS[step]
        if facts.makes:
            return self.path(facts.makes).exists()
        return jobs.status(self.job(step)).state == jobs.DONE

    def outdated(self, step: str) -> bool:
        """Whether what a step rests on was made anew since."""
        below = next((other for other in FACTS if FACTS[other].makes and FACTS[other].makes == FACTS[step].needs
                      and (self.job(other) / jobs.ENDED).is_file()), None)
        mine = self.job(step) / jobs.ENDED
        if below is None or not mine.is_file():
            return False
        return mine.stat().st_mtime < (self.job(below) / jobs.ENDED).stat().st_mtime

    def ready(self, step: str) -> bool:
        """Whether all that a step needs is there, and a mapping leaves nothing untold."""
        needs = self.path(FACTS[step].needs) if FACTS[step].needs else self.workspace.root
        return needs.exists() and (step != "import" or not self.untold())

    def untold(self) -> int:
        """How often the mapping leaves something to be told, outside of its remarks."""
        lines = (line.partition("#")[0] for line in self.words("mapping.yaml").splitlines())
        return sum(line.count(UNTOLD) for line in lines)

    def words(self, file: str) -> str:
        """The text of a file of the data set, blank where there is none."""
        try:
            return self.path(file).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def page(self, step: str) -> Path | None:
        """The page that a step wrote, None before there is one."""
        page = self.job(step) / FACTS[step].page
        inside = page.resolve().is_relative_to(self.workspace.root)
        return page if FACTS[step].page and page.is_file() and inside else None


def data_sets(workspace: Workspace) -> list[OwnData]:
    """All data sets, the last changed first; folders of jobs are none."""
    found = list(workspace.listed(NUMBERS))
    own = [path.name for path in found if not (path / jobs.JOB).is_file()]
    made = [name for path in found if (name := path.name.removesuffix(f"-{MADE_UP}")) != path.name and name not in own]
    return [OwnData(workspace, name) for name in (*made, *own)]


def lying(workspace: Workspace) -> list[Path]:
    """Files that somebody laid into NUMBERS itself, which a new data set can begin with."""
    found = (workspace.root / NUMBERS).iterdir()
    return sorted(path for path in found
                  if path.is_file() and not path.is_symlink() and path.suffix.lstrip(".").lower() in ENDINGS)


def new(workspace: Workspace, name: str, *, made_up: bool = False) -> OwnData:
    """A new data set with a salt of its own; one that is made up begins with nothing.

    Raises StoreError for a name that is taken or none.
    """
    data = OwnData(workspace, named_well(name))
    if data.path().exists() or "-" in name:
        raise StoreError(said("'{name}' is taken, or holds a '-'; choose another name", name=name))
    if made_up:
        return data
    with writing(data.path()):
        data.path("export").mkdir(parents=True)
        write_whole(data.path("salt.txt"), secrets.token_hex(32).encode())
        data.path("salt.txt").chmod(0o600)
    return data


def file_name(written: str) -> str:
    """The name under which an upload is kept: letters, digits and signs that no folder can be reached with.

    Raises StoreError for a kind of file that the import does not read.
    """
    bare = unicodedata.normalize("NFKC", written).replace("\\", "/").rpartition("/")[2]
    stem, _, ending = bare.rpartition(".")
    if ending.lower() not in ENDINGS:
        raise StoreError(said("'{name}' cannot be imported; allowed: {kinds}", name=bare, kinds=", ".join(ENDINGS)))
    kept = "".join(sign if sign.isalnum() or sign in "_-." else "_" for sign in stem).strip("._-") or "export"
    return named_well(f"{kept[-60:].lstrip('._-')}.{ending.lower()}".replace("..", "."))


def keep(data: OwnData, written: str, body: bytes) -> None:
    """Put an uploaded file into the export. Raises StoreError for a name that is taken or cannot be."""
    path = data.path("export", file_name(written))
    if path.exists():
        raise StoreError(said("'{name}' is there already; give the file another name", name=path.name))
    write_whole(path, body)


def take(data: OwnData, file: Path) -> None:
    """Move a file that lies in NUMBERS into the export."""
    with writing(data.path("export")):
        shutil.move(data.workspace.place(NUMBERS, file.name), data.path("export", file_name(file.name)))


def arguments(data: OwnData, step: str, lang: str, *, train: str = "", fit: str = "",
              drop_odd: bool = False) -> list[str]:
    """The command line of a step, as it is typed in the folder of its job.

    `train`: how much of the logs a hold-out may see. `fit`: from which fit it predicts; blank makes one of that part.
    `drop_odd`: whether lines that cannot be are left out.
    """
    at = {name: f"../{data.name}/{name}" for name in ("export", "mapping.yaml", "salt.txt", "logs", "targets.yaml",
                                                      "fit.yaml")}  # fmt: skip
    odd = ["--drop-odd"] if drop_odd else []
    command = {
        MADE_UP: ["made-up", "--out", f"../{data.name}", "--users", "3000"],
        "import": ["import", at["export"], "--map", at["mapping.yaml"], "--out", at["logs"],
                   "--salt-file", at["salt.txt"], *odd],
        "patterns": ["patterns", at["logs"], *odd],
        "targets": ["targets", at["logs"], "--out", at["targets.yaml"], *odd],
        "fit": ["calibrate", "--targets", at["targets.yaml"], "--out", at["fit.yaml"]],
        "check": ["validate", "--targets", at["targets.yaml"], "--fit", at["fit.yaml"], "--page", "page"],
        "holdout": ["holdout", at["logs"], "--train", train, "--out", "out", *odd,
                    *(["--fit", fit] if fit else [])],
    }[step]  # fmt: skip
    return [*command, "--lang", lang]


def begin(data: OwnData, step: str, command: Sequence[str]) -> None:
    """Put a step into the queue, in place of what it left earlier. Raises StoreError while its job is not over."""
    folder, facts = data.job(step), FACTS[step]
    if step == "import":
        _check_mapping(data)
    if not jobs.status(folder).ended:
        raise StoreError(said("'{name}' is still worked on; stop it first", name=folder.name))
    with writing(folder):
        if data.there(step):
            for path in (folder, *([data.path(facts.makes)] if facts.makes else [])):
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        folder.mkdir(exist_ok=True)
    jobs.ask(folder, command, set=data.name, step=step)


def _check_mapping(data: OwnData) -> None:
    """Raises StoreError for a mapping that names a file outside of the data set; all else the import says itself."""
    try:
        mapping = read(data.path("mapping.yaml"), "mapping.yaml").plain()  # in signs of any width, as the import does
    except ScenarioError:
        return
    if groups := mapping.get("groups"):
        data.path(*plain(str(groups)).replace("\\", "/").split("/"))


def look(data: OwnData, lang: str) -> str:
    """Have the import guess a mapping; what it says where it cannot, blank where it could."""
    command = [sys.executable, "-m", "sim.cli", "import", "export", "--guess", "--map", "mapping.yaml", "--lang", lang]
    try:
        done = subprocess.run(command, cwd=data.path(), env=jobs.environment(), capture_output=True, timeout=PATIENCE,
                              check=False)
    except subprocess.TimeoutExpired:
        raise StoreError(said("looking at the files takes too long; import fewer or smaller ones first")) from None
    return done.stderr.decode("utf-8", "replace").strip() if done.returncode else ""


def delete(data: OwnData) -> None:
    """Delete a data set with the jobs of its steps. Raises StoreError while one of them is not over, and for a link."""
    folders = [folder for step in FACTS if (folder := data.job(step)).is_dir()]
    if data.path().is_symlink():
        raise StoreError(said("'{name}' is a link to another folder; nothing was deleted", name=data.name))
    if waiting := [folder.name for folder in folders if not jobs.status(folder).ended]:
        raise StoreError(said("'{name}' is still worked on; stop it first", name=waiting[0]))
    with writing(data.path()):
        for folder in (*folders, data.path()):
            if folder.is_dir():
                shutil.rmtree(folder)
