"""Planes, roles and technologies from classes, colours and labels."""

import pytest
from atlas_core.diagram.planes import plane_of
from atlas_core.diagram.roles import read_role
from atlas_core.diagram.vocabulary import Plane, Role, Shape


@pytest.mark.parametrize(
    ("classes", "fill", "title", "plane"),
    [
        (("edgeStyle",), None, (), Plane.EDGE),
        (("service",), None, (), Plane.SERVICE),
        (("state-plane",), None, (), Plane.STATE),
        (("bold", "controlClass"), None, (), Plane.CONTROL),
        (("legacyStyle",), "#3B82F6", (), Plane.EDGE),
        ((), "#10b981", (), Plane.SERVICE),
        ((), None, ("State Plane - $3M/month",), Plane.STATE),
        ((), None, ("Control plane",), Plane.CONTROL),
        ((), "#123456", (), None),
        (("knowledge",), None, (), None),
        ((), None, ("Cutting edge services",), None),
    ],
)
def test_a_plane_is_read_from_class_then_colour_then_title(
    classes: tuple[str, ...], fill: str | None, title: tuple[str, ...], plane: Plane | None
) -> None:
    assert plane_of(classes=classes, fill=fill, title=title) is plane


@pytest.mark.parametrize(
    ("lines", "role", "technology"),
    [
        (("Redis Cluster", "p99: 1ms"), Role.CACHE, "Redis"),
        (("Session Cache", "Redis 7"), Role.CACHE, "Redis"),
        (("Order Service", "PostgreSQL client"), Role.SERVICE, "PostgreSQL"),
        (("User data", "DynamoDB"), Role.DATABASE, "DynamoDB"),
        (("PostgreSQL 14 Primary",), Role.DATABASE, "PostgreSQL"),
        (("API Gateway", "Kong"), Role.GATEWAY, "Kong"),
        (("Load Balancer", "AWS ALB"), Role.LOAD_BALANCER, "AWS ALB"),
        (("CloudFront CDN",), Role.CDN, "CloudFront"),
        (("Kafka", "10M msgs/sec"), Role.STREAM, "Kafka"),
        (("Payment Queue", "SQS"), Role.QUEUE, "Amazon SQS"),
        (("S3 Data Lake",), Role.OBJECT_STORE, "Amazon S3"),
        (("Elasticsearch",), Role.SEARCH, "Elasticsearch"),
        (("Prometheus",), Role.MONITOR, "Prometheus"),
        (("etcd",), Role.COORDINATOR, "etcd"),
        (("Mobile App",), Role.CLIENT, None),
        (("Route 53",), Role.DNS, "Route 53"),
        (("Email Worker",), Role.WORKER, None),
        (("Stripe",), Role.EXTERNAL, "Stripe"),
        (("Something else",), None, None),
    ],
)
def test_a_label_names_role_and_technology(
    lines: tuple[str, ...], role: Role | None, technology: str | None
) -> None:
    reading = read_role(lines)
    assert (reading.role, reading.technology) == (role, technology)


def test_a_cylinder_without_a_telling_name_is_a_database() -> None:
    assert read_role(("Things",), shape=Shape.CYLINDER).role is Role.DATABASE
