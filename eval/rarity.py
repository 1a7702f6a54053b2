"""``python -m groundwood.eval.rarity FILE...``: count in how many articles of news words stand.

Writes the table that the event finder weighs words by: for each of its buckets the share of
articles that hold one of the bucket's words. Of each file at most `MOST` articles count, spread
over it.
"""

import argparse
import sys

import numpy as np

from groundwood.agents.discovery import rarity
from groundwood.agents.discovery.vectors import LONGEST, told_buckets
from groundwood.ingest import read_articles

MOST = 5_000
SCALE = 60_000
"""What a share of 1 is written as; a word of a single article of ten thousand still counts."""
FEWEST = 3
"""A bucket that fewer articles hold counts as empty: what is that rare names what was news then."""


def main() -> None:
    """Count, and write the table beside its reader."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "files", nargs="+", help="files of articles, as `groundwood ingest` reads them"
    )
    holding, articles = np.zeros(rarity.BUCKETS), 0
    for file in parser.parse_args().files:
        found = read_articles([str(file)]).articles
        for article in found[:: len(found) // MOST + 1]:
            text = f"{article.title}\n{article.text[:LONGEST]}"
            holding[sorted(set(told_buckets(text)))] += 1
            articles += 1
    shares = np.where(holding < FEWEST, 0, np.rint(holding / articles * SCALE))
    np.savez_compressed(rarity.TABLE, shares=shares.astype(np.uint16), scale=SCALE)
    print(f"{articles} articles, {np.count_nonzero(shares)} buckets", file=sys.stderr)


if __name__ == "__main__":
    main()
