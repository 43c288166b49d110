"""Turns errors of SQLite and the system into what the owner has to fix.

A cause is a phrase for after a colon, without a period.
"""

import errno
import sqlite3

from bot.errors import StorageUnavailable

# SQLite's primary result codes: https://www.sqlite.org/rescode.html
_SQLITE_CAUSES = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_BUSY: "the database is locked by another program",
    sqlite3.SQLITE_LOCKED: "the database is locked by another program",
    sqlite3.SQLITE_READONLY: "the database is read-only",
    sqlite3.SQLITE_PERM: "there is no permission to write the database",
    sqlite3.SQLITE_CANTOPEN: "the database file is missing or can't be opened",
    sqlite3.SQLITE_NOTADB: "the file is not a database",
    sqlite3.SQLITE_CORRUPT: "the database is damaged",
    sqlite3.SQLITE_IOERR: "the disk reports an I/O error",
    sqlite3.SQLITE_NOMEM: "there is no memory left",
    sqlite3.SQLITE_PROTOCOL: "the database's locks do not work on this file system",
    sqlite3.SQLITE_NOLFS: "the file system can't hold a file this large",
}

_SYSTEM_CAUSES = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file may not grow any further",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "there is no permission to write there",
    errno.EPERM: "there is no permission to write there",
    errno.ENOENT: "the file or its folder is missing",
    errno.ENOTDIR: "a part of the path is not a folder",
    errno.EISDIR: "the path is a folder",
    errno.EEXIST: "there is a file in the place of a folder",
    errno.EIO: "the disk reports an I/O error",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
}


def of_sqlite(error: sqlite3.Error) -> StorageUnavailable | None:
    """The cause as one of Easel's errors, or None if the error is a bug, such as a violated constraint."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    cause = _SQLITE_CAUSES.get(code & 0xFF)
    return StorageUnavailable(cause) if cause else None


def of_system(error: OSError) -> StorageUnavailable:
    known = _SYSTEM_CAUSES.get(error.errno or 0)
    return StorageUnavailable(known or error.strerror or type(error).__name__)
