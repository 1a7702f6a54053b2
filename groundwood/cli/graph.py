"""``groundwood graph``: the story graph as Mermaid text."""

from typing import Annotated

import typer

_Update = Annotated[bool, typer.Option("--update", help="The graph that updates a story.")]


def graph(update: _Update = False) -> None:
    """Print the story graph as Mermaid text (nothing is sent anywhere)."""
    if update:
        from groundwood.pipelines.living.graph import update_mermaid  # loads LangGraph

        typer.echo(update_mermaid(), nl=False)
        return
    from groundwood.pipelines.graph import mermaid  # loads LangGraph

    typer.echo(mermaid(), nl=False)
