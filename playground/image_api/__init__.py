"""A local copy of AI/ML API's flux-2-pro: its contract, money, pictures and failures."""

from playground.image_api.account import LogRow
from playground.image_api.api import ImageApi
from playground.image_api.behaviour import Behaviour
from playground.image_api.calls import ReceivedRequest
from playground.image_api.fault_plan import Endpoint, FaultPlan
from playground.image_api.faults import Fault, Group

__all__ = ["Behaviour", "Endpoint", "Fault", "FaultPlan", "Group", "ImageApi", "LogRow", "ReceivedRequest"]
