"""What the readers of published classifications share: tables, identifiers, names, and the report of an import."""
