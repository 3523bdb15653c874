"""A test without root's right to read and write every file: of rights, root has the owner's alone then."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

_VERSION = 0x20080522  # the third, of two sets of 32 capabilities each
_OVERRIDING = 1 << 1 | 1 << 2  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


@contextmanager
def common_rights() -> Iterator[None]:
    """Lay down the rights that the system's administrator has over others' files, and take them up again."""
    if os.geteuid() != 0:
        yield
        return
    libc, header, sets = ctypes.CDLL(None, use_errno=True), _Header(_VERSION, 0), (_Sets * 2)()
    if not hasattr(libc, "capget") or libc.capget(ctypes.byref(header), sets) != 0:
        pytest.skip("root, who may read every file, and no capabilities here that could be laid down")
    before = sets[0].effective
    sets[0].effective = before & ~_OVERRIDING
    assert libc.capset(ctypes.byref(header), sets) == 0
    try:
        yield
    finally:
        sets[0].effective = before
        assert libc.capset(ctypes.byref(header), sets) == 0
