"""``groundwood graph``: the story graph as Mermaid text."""

import typer


def graph() -> None:
    """Print the story graph as Mermaid text (nothing is sent anywhere)."""
    from groundwood.pipelines.graph import mermaid  # loads LangGraph

    typer.echo(mermaid(), nl=False)
