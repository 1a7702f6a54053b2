"""``groundwood model``: the embedded model and other model files."""

import json
import sys
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Install and list model files for --model local.")


@app.command()
def install(
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="[hf:OWNER/REPO/FILE.gguf]",
            help="A GGUF file of the Hugging Face hub; left out, the small model of --model local.",
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing unless it fails.")] = False,
) -> None:
    """Download a model file into the cache folder, check it, and print where it is.

    What is there already is not downloaded again. Exit codes: 0 it is there, 1 it is not.
    """
    from groundwood.gateway.hub import install_from_hub
    from groundwood.gateway.install import install_default
    from groundwood.settings import load_settings

    def say(text: str) -> None:
        if not quiet:
            print(text, file=sys.stderr)

    folder = load_settings().cache_dir
    path = install_from_hub(source, folder, say) if source else install_default(folder, say)
    if not quiet:
        typer.echo(path)


@app.command("list")
def list_(
    json_: Annotated[bool, typer.Option("--json", help="One JSON array.")] = False,
) -> None:
    """Show the installed model files, and what --model takes for each."""
    from groundwood.gateway.install import installed_models
    from groundwood.settings import load_settings

    models = installed_models(load_settings().cache_dir)
    if json_:
        rows = [{"model": each.spec, "path": str(each.path), "bytes": each.size} for each in models]
        typer.echo(json.dumps(rows))
        return
    for each in models:
        typer.echo(f"{each.spec:<40} {each.size / 1e6:>8.0f} MB  {each.path}")
    if not models:
        print("no model is installed; run: groundwood model install", file=sys.stderr)
