"""RabbitMQ and MongoDB on one machine without containers: ``make run`` and the tests start them by the same code."""

from deploy.mongod_node import MongodNode
from deploy.node import Node
from deploy.ports import check_port_free, free_port
from deploy.rabbitmq_node import RabbitNode
from deploy.startup import StartupProblem

__all__ = ["MongodNode", "Node", "RabbitNode", "StartupProblem", "check_port_free", "free_port"]
