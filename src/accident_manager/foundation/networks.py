"""Network addresses in one form, so that the same customer is counted and found as the same."""

import ipaddress


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
