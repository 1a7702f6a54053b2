"""What a judge said against what people said, counted."""

from collections.abc import Sequence
from math import sqrt
from typing import Self

import numpy as np
from pydantic import Field

from groundwood.eval.statistics.rows import require_equal_lengths
from groundwood.eval.values import Value, none, share
from groundwood.nouns import Noun

_NO_POSITIVE = "no row is positive"
_NO_NEGATIVE = "no row is negative"


class Confusion(Noun):
    """How many rows are true positives, false positives, false negatives and true negatives.

    The caller says what is positive: support, say, or in a test by mutation the altered rows that
    the judge is to detect. Every measure is in [0, 1] but kappa, Matthews' coefficient and Youden's
    J, which are in [-1, 1]; where it is 0 / 0 it is none.
    """

    tp: int = Field(ge=0)
    fp: int = Field(ge=0)
    fn: int = Field(ge=0)
    tn: int = Field(ge=0)

    @classmethod
    def of(cls, truth: Sequence[bool], said: Sequence[bool]) -> Self:
        """Count the rows.

        Raises:
            InputError: the rows do not match one to one.
        """
        require_equal_lengths(truth=truth, said=said)
        labels, guesses = np.asarray(truth, dtype=bool), np.asarray(said, dtype=bool)
        return cls(
            tp=int((labels & guesses).sum()),
            fp=int((~labels & guesses).sum()),
            fn=int((labels & ~guesses).sum()),
            tn=int((~labels & ~guesses).sum()),
        )

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self.tp + self.fp + self.fn + self.tn

    @property
    def swapped(self) -> Self:
        """The same rows with the other class as the positive one."""
        return type(self)(tp=self.tn, fp=self.fn, fn=self.fp, tn=self.tp)

    @property
    def accuracy(self) -> Value:
        """The share of rows that the judge gets right."""
        return share(self.tp + self.tn, self.rows, "no rows")

    @property
    def sensitivity(self) -> Value:
        """The share of positive rows that the judge finds: its recall, or detection rate."""
        return share(self.tp, self.tp + self.fn, _NO_POSITIVE)

    @property
    def specificity(self) -> Value:
        """The share of negative rows that the judge leaves alone."""
        return share(self.tn, self.tn + self.fp, _NO_NEGATIVE)

    @property
    def false_alarm_rate(self) -> Value:
        """The share of negative rows that the judge takes for positive: 1 - specificity."""
        return share(self.fp, self.tn + self.fp, _NO_NEGATIVE)

    @property
    def balanced_accuracy(self) -> Value:
        """The mean of sensitivity and specificity: a judge that always says yes is at 0.5."""
        if not self.tp + self.fn:
            return none(_NO_POSITIVE)
        if not self.tn + self.fp:
            return none(_NO_NEGATIVE)
        return Value(number=(self.tp / (self.tp + self.fn) + self.tn / (self.tn + self.fp)) / 2)

    @property
    def youden_j(self) -> Value:
        """Sensitivity + specificity - 1 (Youden 1950): the detection rate less the false alarms."""
        balanced = self.balanced_accuracy
        if balanced.number is None:
            return balanced
        return Value(number=2 * balanced.number - 1)

    @property
    def f1(self) -> Value:
        """The harmonic mean of precision and recall; that of the other class is `swapped`'s."""
        return share(2 * self.tp, 2 * self.tp + self.fp + self.fn, "no row is or is said positive")

    @property
    def kappa(self) -> Value:
        """Agreement beyond that of two who say each class as often (Cohen 1960)."""
        chance = (self.tp + self.fp) * (self.tp + self.fn) + (self.fn + self.tn) * (
            self.fp + self.tn
        )
        agreed = self.rows * (self.tp + self.tn)
        return share(agreed - chance, self.rows**2 - chance, "no rows, or all of one class in both")

    @property
    def mcc(self) -> Value:
        """Matthews' correlation coefficient (1975)."""
        columns = (self.tp + self.fp) * (self.fn + self.tn)
        rows = (self.tp + self.fn) * (self.fp + self.tn)
        covariance = self.tp * self.tn - self.fp * self.fn
        return share(covariance, sqrt(columns * rows), "all rows are, or are said to be, one class")
