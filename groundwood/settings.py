"""Settings: options of the command line over ``GROUNDWOOD_*`` variables over defaults."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from groundwood.errors import SettingsError


def user_cache() -> Path:
    """Return the user's cache folder for Groundwood (XDG base directory specification)."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "groundwood"


class Settings(BaseSettings):
    """Everything that can be configured. Keys come from the environment only and never print."""

    model_config = SettingsConfigDict(env_prefix="GROUNDWOOD_", frozen=True, extra="forbid")

    model: str = "local"
    judge: str = "auto"
    judge_url: str | None = None
    judge_api_key: SecretStr | None = None
    votes: int = Field(default=1, ge=1, le=25, description="answers to each question to a judge")
    cascade_low: float = Field(default=0.2, ge=0, lt=1)
    cascade_high: float = Field(default=0.8, gt=0, le=1)
    store: str = "sqlite:///groundwood.db"
    cache_dir: Path = Field(default_factory=user_cache)
    response_cache: bool = True
    api_key: SecretStr | None = None
    context_tokens: int | None = Field(default=None, ge=512)
    concurrency: int | None = Field(default=None, ge=1, description="most calls under way at once")
    requests_per_minute: int | None = Field(default=None, ge=1)
    tokens_per_minute: int | None = Field(default=None, ge=1)
    timeout: float = Field(default=60.0, gt=0, description="seconds for one request")
    deadline: float = Field(default=300.0, gt=0, description="seconds for one call, with retries")
    patience: float = Field(default=0.0, ge=0, description="seconds that an outage is waited out")
    price_in: float | None = Field(default=None, ge=0, description="cost of a million tokens in")
    price_out: float | None = Field(default=None, ge=0, description="cost of a million tokens out")
    evidence_tokens: int = Field(default=6000, ge=200)
    revisions: int = Field(default=2, ge=0, le=5)
    probe: bool = Field(default=False, description="put the checker to the test on the story")
    probe_limit: float = Field(
        default=0.2, ge=0, le=1, description="share of misses above which the story says so"
    )


def load_settings(**options: Any) -> Settings:
    """Return the settings; options that are none do not count.

    Raises:
        SettingsError: an option or variable has no usable value; the text names it.
    """
    given = {name: value for name, value in options.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as exc:
        raise SettingsError("; ".join(_explain(error, given) for error in exc.errors())) from exc


def _explain(error: Mapping[str, Any], given: Mapping[str, Any]) -> str:
    field = str(error["loc"][0]).removeprefix("groundwood_")
    place = f"--{field.replace('_', '-')}" if field in given else f"GROUNDWOOD_{field.upper()}"
    return f"{place}: {error['msg'].lower()}"
