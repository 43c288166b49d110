"""Which file system a path is on, and whether SQLite's locks work there."""

import os
from pathlib import Path

_MOUNTS = Path("/proc/self/mounts")

# Locks and the shared memory of the write-ahead log don't work between machines:
# https://www.sqlite.org/wal.html, "All processes using a database must be on the same host computer". 9p,
# virtiofs and vboxsf aren't here, because they bring a folder of the same machine into a container or a
# virtual machine, behind a single kernel. If something doesn't work there, switching on the log finds out.
_NETWORK = frozenset(
    {
        "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "gfs2", "glusterfs", "gpfs", "lustre", "ncpfs",
        "nfs", "nfs4", "ocfs2", "orangefs", "pvfs2", "smb3", "smbfs",
    }
)  # fmt: skip
_NETWORK_FUSE = frozenset(
    {
        "ceph",
        "curlftpfs",
        "davfs",
        "gcsfuse",
        "glusterfs",
        "goofys",
        "juicefs",
        "mfs",
        "rclone",
        "s3fs",
        "sshfs",
    }
)


def network_file_system(path: Path) -> str | None:
    """The network file system of `path`, such as `nfs4`. None if it's local or the system doesn't say."""
    kind = file_system_of(path)
    return kind if kind is not None and is_network(kind) else None


def file_system_of(path: Path) -> str | None:
    """The kind of file system of `path`, such as `ext4`. None if the system doesn't say. Only Linux does."""
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return None
    return file_system(Path(os.path.realpath(path)), mounts)


def is_network(kind: str) -> bool:
    """Whether `kind`, from the table of mounts, is shared between machines."""
    family, _, driver = kind.partition(".")
    return family in _NETWORK or (family == "fuse" and driver in _NETWORK_FUSE)


def file_system(path: Path, mounts: str) -> str:
    """The kind of file system of the absolute `path`, from the text of /proc/mounts."""
    found, longest = "", -1
    for line in mounts.splitlines():
        _, point, kind, *_ = line.split(" ")
        mounted = Path(_unescaped(point))
        # A later line covers an earlier one in the same place.
        if path.is_relative_to(mounted) and len(mounted.parts) >= longest:
            found, longest = kind, len(mounted.parts)
    return found


def _unescaped(point: str) -> str:
    """Spaces, tabs, line ends and backslashes are octal in /proc/mounts."""
    for octal, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(octal, character)
    return point
