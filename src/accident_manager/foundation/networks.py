"""Network addresses in one form, so that the same customer is counted and found as the same."""

import ipaddress


def without_port(address: str) -> str:
    """The address of "192.0.2.7:4711" or "[2001:db8::1]:443", as some proxies write it; any other as it is."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


def network_of(ip: str) -> str:
    """The address that attempts are counted by: IPv4 as it is, of IPv6 the /64 that one customer holds."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address)
