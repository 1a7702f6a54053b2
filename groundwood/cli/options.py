"""The options of ``groundwood write``, each with its help."""

from pathlib import Path
from typing import Annotated, Literal

import typer

Format = Literal["text", "markdown", "html", "json"]
Covers = Literal["auto", "sentence", "run", "paragraph"]

Tags = Annotated[str | None, typer.Option(help="Only articles that bear all of these tags: a,b.")]
Query = Annotated[str, typer.Option(help="What the story is to be about, in words.")]
Since = Annotated[str | None, typer.Option(help="Only articles from this date or time on.")]
Until = Annotated[str | None, typer.Option(help="Only articles before this date or time.")]
Files = Annotated[
    list[str] | None,
    typer.Option(help="Read these files or folders (- is standard input), not the store."),
]
Store = Annotated[str | None, typer.Option(help="The article store; default GROUNDWOOD_STORE.")]
ModelName = Annotated[
    str | None,
    typer.Option(
        help="none, local, local:/path.gguf, openai:NAME or http://host:port/v1#NAME; "
        "default GROUNDWOOD_MODEL, else local."
    ),
]
JudgeName = Annotated[
    str | None,
    typer.Option(help="The judge: auto, builtin, cascade, http, lexical or llm."),
]
JudgeUrl = Annotated[str | None, typer.Option(help="Where --judge http asks for scores.")]
Votes = Annotated[
    int | None,
    typer.Option(help="How often a model that judges is asked about each sentence; default 1."),
]
FormatName = Annotated[Format, typer.Option("--format", help="The format on standard output.")]
Out = Annotated[
    Path | None, typer.Option(help="Also write the story into this folder, in all formats.")
]
Slug = Annotated[
    str, typer.Option(help="The name of the story with --keep, and of the files in --out.")
]
Keep = Annotated[
    bool,
    typer.Option("--keep", help="Keep the story in the store, as v0.01 of what --slug names."),
]
Explain = Annotated[
    bool, typer.Option("--explain", help="Show each sentence's finding and what was removed.")
]
Probe = Annotated[
    bool | None,
    typer.Option(
        "--probe", help="Check known-false variants of the story as well, and tell how many passed."
    ),
]
ProbeLimit = Annotated[
    float | None,
    typer.Option(help="The share of misses above which a probed story says so; default 0.2."),
]
RunId = Annotated[
    str | None, typer.Option(help="A name under which a killed run goes on where it was.")
]
NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Ask the model again, also where an answer is known.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")]
ResultsOnly = Annotated[
    bool, typer.Option("--quiet", "-q", help="Only what was asked for and errors.")
]
CoversOption = Annotated[
    Covers,
    typer.Option(help="What a marker covers: its sentence, the run it ends, or its paragraph."),
]
JsonEvents = Annotated[
    bool, typer.Option("--json", help="Progress as JSON lines on standard error.")
]
