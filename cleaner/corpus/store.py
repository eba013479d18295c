"""The place that a run writes to, on this machine or in an object store. What is written is whole or absent."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.corpus.kinds import RECORDS
from cleaner.corpus.opening import is_remote
from cleaner.writing import sweep, sync_folder, write_whole

if TYPE_CHECKING:
    from pyarrow.fs import FileSystem

#: Where files grow before they are put in their place.
GROWING = f"{RECORDS}/growing"


class Store:
    """Names are relative to `address`, with ``/`` between their pieces.

    Arrow writes to object stores, with the credentials that it finds in the environment. All methods raise OSError.
    """

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/") or "/"
        self.remote = is_remote(address)
        self._there: tuple[FileSystem, str] | None = None

    def __getstate__(self) -> str:
        return self.address

    def __setstate__(self, address: str) -> None:
        self.__init__(address)  # type: ignore[misc]

    def path(self, name: str) -> Path:
        """The path of `name`, in a folder of this machine."""
        return Path(self.address.removeprefix("file://")) / name

    def _remote(self, name: str) -> tuple[Any, str]:
        if self._there is None:
            from pyarrow import ArrowInvalid
            from pyarrow.fs import FileSystem

            try:
                self._there = FileSystem.from_uri(self.address)
            except ArrowInvalid as error:
                raise OSError(str(error)) from error
        files, base = self._there
        return files, f"{base}/{name}".rstrip("/")

    def write(self, name: str, data: bytes) -> None:
        """Writes a small file."""
        if self.remote:
            files, path = self._remote(name)
            with files.open_output_stream(path) as out:
                out.write(data)
            return
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        write_whole(self.path(name), data)

    @contextmanager
    def growing(self, name: str) -> Iterator[Path]:
        """A file of this machine to write; it becomes `name` once it is done, and is gone where that fails.

        Whoever removes it meanwhile wants no `name`.
        """
        folder = None if self.remote else self.path(GROWING)
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(prefix=f"{os.path.basename(name)}.", dir=folder)  # noqa: PTH119 - no path
        os.close(handle)
        grown = Path(made)
        try:
            yield grown
            if not grown.exists():
                return
            if self.remote:
                files, path = self._remote(name)
                with grown.open("rb") as source, files.open_output_stream(path) as out:
                    shutil.copyfileobj(source, out, 1 << 22)
                grown.unlink()
            else:
                self._place(grown, self.path(name))
        except BaseException:
            with suppress(OSError):
                grown.unlink()
            raise

    def _place(self, grown: Path, target: Path) -> None:
        with grown.open("rb+") as file:
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        grown.chmod(0o666 & ~mask)
        target.parent.mkdir(parents=True, exist_ok=True)
        grown.replace(target)
        sync_folder(target.parent)

    def read(self, name: str) -> bytes | None:
        """The bytes of `name`; None where it is not there."""
        try:
            if self.remote:
                files, path = self._remote(name)
                with files.open_input_stream(path) as file:
                    return bytes(file.read())
            return self.path(name).read_bytes()
        except FileNotFoundError:
            return None

    def names(self, folder: str) -> list[str]:
        """The names of what is right in `folder`, sorted; none where there is no such folder.

        A file that a killed run was still writing, ``.part-….json.….tmp``, is none of them.
        """
        try:
            if self.remote:
                from pyarrow.fs import FileSelector

                files, path = self._remote(folder)
                found = files.get_file_info(FileSelector(path, allow_not_found=True))
                return sorted(info.base_name for info in found)
            return sorted(entry.name for entry in os.scandir(self.path(folder)) if not _growing(entry.name))
        except FileNotFoundError:
            return []

    def remove(self, name: str) -> None:
        """Removes a file or a folder with all that is in it; nothing happens where it is not there."""
        if self.remote:
            from pyarrow.fs import FileType

            files, path = self._remote(name)
            found = files.get_file_info(path).type
            if found is FileType.Directory:
                files.delete_dir(path)
            elif found is FileType.File:
                files.delete_file(path)
            return
        here = self.path(name)
        if here.is_dir() and not here.is_symlink():
            shutil.rmtree(here)
        else:
            here.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Removes the temporary files that killed runs left beside others. Object stores have none."""
        if not self.remote:
            for at, _, _ in os.walk(self.path("")):
                sweep(Path(at))

    def copy_in(self, folder: Path, name: str) -> None:
        """Writes all files below `folder` as what is in `name`."""
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                self.write(f"{name}/{path.relative_to(folder).as_posix()}", path.read_bytes())


def _growing(name: str) -> bool:
    return name.startswith(".") and name.endswith(".tmp")
