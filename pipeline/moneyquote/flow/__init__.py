"""The money of a database as a picture and as a graph: funders to grantees, each line with its evidence."""

from moneyquote.flow.edges import Edge, Flow, Telling, read_flow
from moneyquote.flow.graphml import write_graphml
from moneyquote.flow.page import page

__all__ = ["Edge", "Flow", "Telling", "page", "read_flow", "write_graphml"]
