"""The one tree of errors. Whatever stops Groundwood is a `GroundwoodError`.

                          GroundwoodError
       ┌──────────┬───────────┼──────────┬────────────┬───────────┐
  InputError  SettingsError StoreError PromptError ModelError  BudgetSpent
                   │            │                ┌─────┴──────┬─────────────┬────────────┐
                OtherRun    StoreBusy   ModelUnavailable ModelRefused AnswerCut   AnswerInvalid

What the pipeline is meant to find out (a verdict, an outcome) is a value, never an error.
Foreign errors are translated where the foreign library lives, ``from exc``.
"""


class GroundwoodError(Exception):
    """The root of the tree. Its text is one clear line for the user."""


class InputError(GroundwoodError):
    """An input cannot be used; the text names the file, line or field."""


class SettingsError(GroundwoodError):
    """An option or environment variable has no usable value; the text names it."""


class OtherRun(SettingsError):
    """A run id is that of a run on something else: another topic, model or set of articles."""


class StoreError(GroundwoodError):
    """The article store cannot be opened, read or written."""


class StoreBusy(StoreError):
    """Somebody else works on the same thing right now; the text names it."""


class PromptError(GroundwoodError):
    """A prompt file is malformed, or its variables do not match what was given."""


class BudgetSpent(GroundwoodError):
    """What may be spent is spent. What was done so far is kept, and can be gone on with."""


class ModelError(GroundwoodError):
    """A model call failed for good. The text names the model, the prompt with version, the cause."""


class ModelUnavailable(ModelError):
    """The model could not be reached, or did not answer in time, after all retries."""


class ModelRefused(ModelError):
    """The server refused the call in a way that asking again cannot change (400, 401, 404, …)."""


class AnswerCut(ModelError):
    """The answer was cut by its length limit; a cut answer is never used."""


class AnswerInvalid(ModelError):
    """The answer did not have the asked-for shape, also after one repair turn."""
