"""The graph as files of other tools, one format a module."""
