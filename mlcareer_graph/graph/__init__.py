"""The graph: concepts by id, names that find them, checks that hold them together."""

from mlcareer_graph.graph.career_graph import CareerGraph

__all__ = ["CareerGraph"]
