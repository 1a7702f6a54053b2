"""The prompts: one versioned Markdown file each, and the loader that fills them in."""

from groundwood.prompts.loader import PromptTemplate, load_prompt, prompt_names, render_prompt

__all__ = ["PromptTemplate", "load_prompt", "prompt_names", "render_prompt"]
