"""Makes termbases/united-nations-documents.tbx from documents of the United Nations: names, sources and symbols.

    python scripts/make_seed_termbase.py FOLDER

Sentences are left out. The documents are not part of the project; the file says in its header how it was made.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from glossary.build import built
from glossary.corpus import context, document_mentions
from glossary.model import Document, Termbase
from glossary.read import documents
from glossary.tbx.write import write_termbase
from glossary.termbase import Options

OUT = Path(__file__).resolve().parents[1] / "termbases" / "united-nations-documents.tbx"
TITLE = "Names and terms of five documents of the United Nations, 2020 to 2022"
HOW = (
    "Harvested by glossary (scripts/make_seed_termbase.py) from two letters of Armenia, two of Azerbaijan and a verbatim "
    "record of the Security Council, in Chinese. Nothing was corrected by hand; English marked as suggested is stated by no document."
)


def seed_termbase(folder: Path) -> Termbase:
    """The termbase of the documents in `folder`."""
    found = [d for d in documents([str(folder)]) if isinstance(d, Document)]
    mentions = [m for document in found for m in document_mentions(document)]
    base = built(mentions, {d.id: d.digest for d in found}, context(), Options()).termbase
    return replace(base, title=TITLE, description=HOW)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the documents")
    args = parser.parse_args()
    write_termbase(seed_termbase(args.folder), OUT, contexts=False)


if __name__ == "__main__":
    main()
