"""Text as terminals of a GBNF grammar, the notation that llama.cpp decodes within."""


def literal(text: str) -> str:
    """Return the GBNF literal that matches exactly the text.

    Quotation marks, backslashes and brackets are escaped, and so is whatever does not print, by
    its code point; other characters stand for themselves, as llama.cpp reads UTF-8.
    """
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(character: str) -> str:
    if character in '"\\[]':
        return f"\\{character}"
    if character.isprintable():
        return character
    code = ord(character)
    return (
        f"\\x{code:02X}"
        if code < 0x80
        else f"\\u{code:04X}"
        if code < 0x10000
        else f"\\U{code:08X}"
    )
