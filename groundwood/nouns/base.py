"""What every noun shares."""

from pydantic import BaseModel, ConfigDict


class Noun(BaseModel):
    """A frozen value: made once, compared by content, safe to share between agents."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
