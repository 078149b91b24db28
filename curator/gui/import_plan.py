"""What is about to be imported: the files, what is known of each, and what a person chose."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from curator.model.base import Noun
from curator.model.importing import Calls, FilePreview, Mapping, Repair
from curator.operations.importing import FileChoice, How

LISTED = 60
"""Files looked at one after another for the list; of more, each when it is chosen."""


class Sample(Noun):
    """How much of each file is taken."""

    size: int | None = None
    stratify: str = ""
    seed: int | None = None


@dataclass
class ImportPlan:
    """The files that were dropped or chosen; `place` is the one in front."""

    given: list[Path]
    files: list[Path]
    place: int = 0
    choices: dict[Path, FileChoice] = field(default_factory=dict[Path, FileChoice])
    previews: dict[Path, FilePreview] = field(default_factory=dict[Path, FilePreview])
    left_out: set[Path] = field(default_factory=set[Path])
    """Files that a person, or nothing but their place in a folder, keeps from the import."""
    unreadable: dict[Path, str] = field(default_factory=dict[Path, str])
    repairs: dict[Path, tuple[Repair, ...]] = field(default_factory=dict[Path, tuple[Repair, ...]])
    sample: Sample = field(default_factory=Sample)

    @property
    def path(self) -> Path:
        """The file in front."""
        return self.files[self.place]

    @property
    def preview(self) -> FilePreview | None:
        """What is known of it."""
        return self.previews.get(self.path)

    @property
    def title(self) -> str:
        """ "log.jsonl", "3 files", "June (12 files)"."""
        if len(self.files) == 1:
            return self.files[0].name
        if len(self.given) == 1:
            return f"{self.given[0].name} ({len(self.files):,} files)"
        return f"{len(self.files):,} files"

    @property
    def size(self) -> int:
        """Bytes of the files that were looked at."""
        return sum(preview.size for preview in self.previews.values())

    def choice(self, path: Path | None = None) -> FileChoice:
        """How a file is to be read, by default the one in front."""
        return self.choices.get(path or self.path, FileChoice())

    def choose(self, change: FileChoice) -> None:
        """Read the file in front in another way."""
        self.choices[self.path] = change

    def with_how(self, **changed: str | bool | Calls | None) -> FileChoice:
        """The choice for the file in front with another encoding, repair or calls."""
        choice = self.choice()
        return choice.model_copy(update={"how": choice.how.model_copy(update=changed)})

    def with_mapping(self, mapping: Mapping | None) -> FileChoice:
        """The choice for the file in front with another mapping."""
        return self.choice().model_copy(update={"mapping": mapping})

    def seen(self, path: Path, preview: FilePreview) -> None:
        """A file was looked at."""
        self.previews[path] = preview
        self.unreadable.pop(path, None)
        if path in self.choices:
            self.left_out.discard(path)
        elif preview.trouble and not preview.completes and path not in self.given:
            self.left_out.add(path)  # a licence or a note that lay in the folder
        if preview.repairs and not self.choice(path).how.repair_mojibake:
            self.repairs[path] = preview.repairs

    def know(self, path: Path, what: FilePreview | str) -> None:
        """A file was looked at, or could not be."""
        if isinstance(what, str):
            self.unreadable[path] = what
        else:
            self.seen(path, what)

    def attention(self, path: Path) -> str:
        """What a person should look at before a file is imported, in few words; "" for nothing."""
        preview = self.previews.get(path)
        if path in self.unreadable:
            return "cannot be read"
        if preview is None:
            return ""
        if self.trouble(path):
            return "choose its fields"
        if preview.encoding_guess:
            return "confirm its encoding"
        if preview.mojibake and not self.choice(path).how.repair_mojibake:
            return "holds text decoded wrongly"
        return "has rejected rows" if preview.rejected else ""

    def unconfirmed(self) -> list[Path]:
        """Files to be taken whose encoding is only guessed."""
        seen = ((path, self.previews.get(path)) for path in self.taken)
        return [path for path, preview in seen if preview is not None and preview.encoding_guess]

    def trouble_words(self, path: Path) -> str:
        """`trouble` as a person at the window can mend it."""
        trouble, preview = self.trouble(path), self.previews.get(path)
        if not trouble or preview is None or not preview.mappable:
            return trouble
        fields = preview.mapping.fields
        missing = [name for name in ("input", "output") if not fields.get(name)]
        if not missing:
            return trouble
        which = "which columns they are" if len(missing) == 2 else "which column it is"
        what = " and the ".join(missing)
        return f"The {what} could not be told. Choose below, under Fields, {which}."

    def trouble(self, path: Path) -> str:
        """Why a file cannot be imported as things are, "" where it can or is not known yet."""
        if path in self.unreadable:
            return self.unreadable[path]
        preview = self.previews.get(path)
        if preview is None or (preview.completes and self._is_completed(preview)):
            return ""
        return preview.trouble

    def _is_completed(self, part: FilePreview) -> bool:
        return any(other.format == part.completes for other in self.previews.values())

    @property
    def is_ready(self) -> bool:
        """Whether there is something to import and nothing left to choose."""
        return bool(self.taken) and not any(map(self.trouble, self.taken)) and bool(self.previews)

    @property
    def taken(self) -> list[Path]:
        """The files that are to be imported."""
        return [
            path for path in self.files if path not in self.unreadable and path not in self.left_out
        ]

    def take(self, place: int, taken: bool) -> None:
        """Take a file in, or leave it out."""
        path = self.files[place]
        if taken:
            self.left_out.discard(path)
        else:
            self.left_out.add(path)

    @property
    def paths(self) -> list[Path]:
        """What is imported: what was given, or the files of it that are taken."""
        return self.given if len(self.taken) == len(self.files) else self.taken

    def whole_choices(self) -> dict[Path, FileChoice]:
        """How each file is imported, the sample included."""
        sample: dict[str, object] = {
            "sample": self.sample.size,
            "stratify": self.sample.stratify if self.sample.size else "",
            "seed": self.sample.seed,
        }
        found: dict[Path, FileChoice] = {}
        for path in self.files:
            choice = self.choice(path)
            how: How = choice.how.model_copy(update=sample)
            found[path] = choice.model_copy(update={"how": how})
        return found
