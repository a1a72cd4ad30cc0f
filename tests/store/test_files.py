"""Files that are written in one step: whole or not at all, and what cannot be written is told with the name of the file."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from mockclio.store import files


def left(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    files.write("text", tmp_path / "a" / "b" / "c.txt")
    assert (tmp_path / "a" / "b" / "c.txt").read_text() == "text"
    assert left(tmp_path / "a" / "b") == ["c.txt"]


def test_a_file_has_the_mode_of_the_one_before_and_a_private_one_has_its_own(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        files.write(b"1", tmp_path / "new")
        files.write(b"1", tmp_path / "private", private=True)
    finally:
        os.umask(before)
    (tmp_path / "old").write_text("0")
    (tmp_path / "old").chmod(0o604)
    files.write(b"1", tmp_path / "old")
    modes = {name: (tmp_path / name).stat().st_mode & 0o777 for name in left(tmp_path)}
    assert modes == {"new": 0o640, "old": 0o604, "private": 0o600}


def test_without_room_the_old_file_stays_and_no_draft_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "state.json"
    files.write(b"old", place)

    def full(self: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(files.NotWritten) as caught:
        files.write(b"new", place)
    assert str(caught.value) == f"{place} cannot be written: No space left on device"
    assert (place.read_bytes(), left(tmp_path)) == (b"old", ["state.json"])


def test_a_link_goes_on_to_point_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    files.write(b"new", tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    files.check(pipe)
    files.write(b"through", pipe)
    assert os.read(reading, 100) == b"through"
    os.close(reading)
    assert pipe.is_fifo()


@pytest.mark.parametrize("act", [files.check, lambda path: files.write(b"", path)])
def test_a_folder_that_is_a_file_is_told(tmp_path: Path, act: object) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(files.NotWritten, match=r"file/x/y cannot be written: Not a directory"):
        act(tmp_path / "file" / "x" / "y")  # type: ignore[operator]


def test_the_check_leaves_nothing(tmp_path: Path) -> None:
    files.check(tmp_path / "report.json")
    assert left(tmp_path) == []
