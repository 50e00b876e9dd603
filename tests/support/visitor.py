"""A visitor of the test portal that takes what it is given: one request, one connection."""

from __future__ import annotations

import http.client


def fetch(server, target, host=None):
    connection = http.client.HTTPConnection(host or server.host, server.port, timeout=5)
    try:
        connection.request("GET", target)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()
