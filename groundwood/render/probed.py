"""What the probe of a story came to, in words, the same in every format."""

from groundwood.nouns import Probe


def probe_line(probe: Probe) -> str:
    """Return one line on how many false variants were detected, or why none was tried."""
    if probe.rate is None or probe.low is None or probe.high is None:
        return f"Not probed: {probe.reason}."
    weak = f", more misses than the limit of {probe.limit:.0%}" if probe.is_weak else ""
    passed = "none was" if not probe.refused else f"{probe.refused} were"
    return (
        f"Probed with {probe.tried} known-false variants of its sentences: {probe.detected} "
        f"detected ({probe.rate:.0%}, 95% interval {probe.low:.0%} to {probe.high:.0%}){weak}; of "
        f"the {probe.unaltered} unaltered sentences {passed} refused."
    )


def kinds_line(probe: Probe) -> str:
    """Return the detected of the tried variants, kind by kind; empty where none was tried."""
    return ", ".join(f"{kind.kind} {kind.detected}/{kind.tried}" for kind in probe.kinds)
