"""The server that answers agents by the Model Context Protocol."""
