"""Where the local cloud keeps its files: all of them below `.local/` and `.build/`, none in the repository."""

import os
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
MINISTACK = ROOT / "infra" / "local" / "ministack_patches.py"
ASSEMBLY = ROOT / ".build" / "assembly"


@dataclass(frozen=True)
class LocalPaths:
    """One local cloud's folder; `LOCAL_CLOUD_FOLDER` names another than .local/."""

    folder: Path = field(default_factory=lambda: Path(os.environ.get("LOCAL_CLOUD_FOLDER", ROOT / ".local")))

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def previous(self) -> Path:
        """The state as it was saved the time before: for a state that is damaged."""
        return self.folder / "state.previous"

    @property
    def saving(self) -> Path:
        """The next state while it is written."""
        return self.folder / "state.saving"

    @property
    def workshop(self) -> Path:
        """Where functions are unpacked; empty again when the cloud has stopped."""
        return self.folder / "tmp"

    @property
    def closed_workshop(self) -> Path:
        """What the workshop is moved to, so that no function can begin any more."""
        return self.folder / "tmp.closed"

    @property
    def log(self) -> Path:
        return self.folder / "cloud.log"

    @property
    def running(self) -> Path:
        """Which process is the cloud, on which port, and who asked for it."""
        return self.folder / "cloud.json"

    @property
    def outputs(self) -> Path:
        return self.folder / "outputs.json"

    @property
    def unread(self) -> Path:
        """What the streams showed right before the last stop, as releases before 0.2.0 kept it."""
        return self.folder / "unread.json"

    @property
    def lock(self) -> Path:
        """Held by whoever starts, serves or stops; it says who that is."""
        return self.folder / "lock"
