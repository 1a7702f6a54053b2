"""Where SciPy is loaded: on first use, since it is slow to load and an extra."""

from importlib import import_module
from types import ModuleType

from groundwood.errors import SettingsError


def scipy_stats() -> ModuleType:
    """Return `scipy.stats`.

    Raises:
        SettingsError: SciPy is not installed; the text says how to get it.
    """
    try:
        return import_module("scipy.stats")
    except ImportError as exc:
        raise SettingsError("this statistic needs SciPy: pip install 'groundwood[eval]'") from exc
