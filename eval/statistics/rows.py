"""Rows of numbers, and the groups of rows that are not independent of one another."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundwood.errors import InputError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def floats(values: ArrayLike, name: str) -> Floats:
    """Return the values as one row of finite numbers.

    Raises:
        InputError: they are not one row, or one is not finite; ``name`` says which values.
    """
    found = np.asarray(values, dtype=float)
    if found.ndim != 1:
        raise InputError(f"{name}: expected one row of numbers, not {found.ndim} dimensions")
    if not np.isfinite(found).all():
        place = int(np.flatnonzero(~np.isfinite(found))[0])
        raise InputError(f"{name}: number {place + 1} is {found[place]}, not a finite number")
    return found


def shares(values: ArrayLike, name: str) -> Floats:
    """Return the values as one row of numbers in [0, 1].

    Raises:
        InputError: one of them lies outside; ``name`` says which values.
    """
    found = floats(values, name)
    outside = np.flatnonzero((found < 0) | (found > 1))
    if len(outside):
        place = int(outside[0])
        raise InputError(f"{name}: number {place + 1} is {found[place]:g}, outside 0 to 1")
    return found


def require_equal_lengths(**rows: Sequence[object] | Floats | Bools) -> None:
    """Raise `InputError`, naming the lengths, where the rows are not of one length."""
    if len({len(row) for row in rows.values()}) > 1:
        told = ", ".join(f"{len(row)} of {name}" for name, row in rows.items())
        raise InputError(f"rows must match one to one: {told}")


@dataclass(frozen=True)
class Groups:
    """The group of each row, as a number from 0, and how many groups there are."""

    member: Ints
    count: int

    def sums(self, columns: Floats) -> Floats:
        """Return the sum of each group: rows × columns in, groups × columns out."""
        totals = np.zeros((self.count, *columns.shape[1:]))
        np.add.at(totals, self.member, columns)
        return totals

    def places(self) -> list[Ints]:
        """Return the rows of each group."""
        order = np.argsort(self.member, kind="stable")
        return np.split(order, np.cumsum(np.bincount(self.member, minlength=self.count))[:-1])


def grouped(rows: int, groups: Sequence[str] | None) -> Groups:
    """Return the groups of so many rows, in the order of their names; of none each row is its own.

    Raises:
        InputError: there is not one group a row.
    """
    if groups is None:
        return Groups(np.arange(rows), rows)
    if len(groups) != rows:
        raise InputError(f"groups: {len(groups)} for {rows} rows")
    names, member = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    return Groups(member, len(names))
