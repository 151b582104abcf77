"""Ports that are handed out can be bound, and no two are the same."""

import socket

from tests.rigs.ports import free_ports


def test_free_ports_are_different_and_can_all_be_bound_at_once() -> None:
    ports = free_ports(5)

    assert len(set(ports)) == 5
    listeners = [socket.create_server(("127.0.0.1", port)) for port in ports]
    for listener in listeners:
        listener.close()
