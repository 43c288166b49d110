"""A database on a network file system is refused, because two machines could corrupt it."""

from pathlib import Path

import pytest

from bot.errors import StorageUnavailable
from bot.storage import open_store
from bot.storage.sqlite import filesystem
from bot.storage.sqlite.filesystem import file_system, is_network, network_file_system

MOUNTS = r"""overlay / overlay rw,relatime 0 0
proc /proc proc rw 0 0
/dev/sda1 /data ext4 rw 0 0
server:/export /data/shared nfs4 rw,vers=4.2 0 0
//nas/pictures /mnt/two\040words cifs rw 0 0
me@there:/home /home/hazel/there fuse.sshfs rw 0 0
share /tank virtiofs rw 0 0
server:/old /srv nfs rw 0 0
/dev/sdb1 /srv xfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "overlay"),
        ("/data", "ext4"),
        ("/data/easel", "ext4"),
        ("/data/shared", "nfs4"),
        ("/data/shared/easel/deep", "nfs4"),
        ("/data/sharedwithnobody", "ext4"),
        ("/mnt/two words/easel", "cifs"),
        ("/home/hazel/there", "fuse.sshfs"),
        ("/tank/easel", "virtiofs"),
        ("/srv/easel", "xfs"),
    ],
)
def test_the_innermost_mount_decides(path: str, kind: str) -> None:
    """The longest mount point above a path counts, and of two in one place the later one."""
    assert file_system(Path(path), MOUNTS) == kind


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "ceph", "fuse.sshfs", "fuse.s3fs", "lustre"])
def test_what_is_shared_between_machines_is_refused(kind: str) -> None:
    """Locks and shared memory don't work over a network."""
    assert is_network(kind)


@pytest.mark.parametrize(
    "kind", ["ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "fuseblk", "9p", "virtiofs", ""]
)
def test_what_one_machine_has_to_itself_is_taken(kind: str) -> None:
    """This includes folders that a host only shares with its own guest."""
    assert not is_network(kind)


async def test_a_database_on_a_network_is_not_even_created(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The start fails with the kind of file system as the cause, and creates no file there."""
    table = tmp_path / "mounts"
    table.write_text(f"server:/export {tmp_path}/shared nfs4 rw 0 0\n")
    monkeypatch.setattr(filesystem, "_MOUNTS", table)
    with pytest.raises(StorageUnavailable, match=r"network file system \(nfs4\)"):
        async with open_store(f"sqlite:///{tmp_path}/shared/easel.sqlite3"):
            pass
    assert list((tmp_path / "shared").iterdir()) == []


def test_a_link_does_not_hide_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The link's target counts."""
    table = tmp_path / "mounts"
    table.write_text(f"server:/export {tmp_path}/shared nfs4 rw 0 0\n")
    monkeypatch.setattr(filesystem, "_MOUNTS", table)
    (tmp_path / "shared").mkdir()
    (tmp_path / "data").symlink_to(tmp_path / "shared")
    assert network_file_system(tmp_path / "data") == "nfs4"


def test_a_system_without_a_table_of_mounts_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other systems than Linux don't reveal it this way."""
    monkeypatch.setattr(filesystem, "_MOUNTS", tmp_path / "nothing")
    assert network_file_system(tmp_path) is None
