"""The other glossary formats, one module each; `glossary.formats.table` lists them."""
