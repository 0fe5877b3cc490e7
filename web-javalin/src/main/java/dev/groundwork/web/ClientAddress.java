package dev.groundwork.web;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.ipv6.IPv6Address;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a request really comes from: the connection's other end, or what a proxy we trust says stands behind it. */
final class ClientAddress {
    /** Any of these tells that a proxy stood in between. */
    private static final Set<String> FORWARDING =
            Set.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via");

    private static final int IPV6_CLIENT_PREFIX = 64;

    private final List<IPAddress> trusted;

    /** @throws IllegalArgumentException where a block is none, naming it */
    ClientAddress(List<String> trustedProxies) {
        trusted = trustedProxies.stream().map(ClientAddress::block).toList();
    }

    private static IPAddress block(String text) {
        try {
            return new IPAddressString(text).toAddress().toPrefixBlock();
        } catch (AddressStringException e) {
            throw new IllegalArgumentException("not an address or CIDR block of a trusted proxy: " + text, e);
        }
    }

    /**
     * The client's address in its usual notation. The forwarded list is read from its end, where the proxy next to us wrote, and
     * only as far as trusted proxies wrote it: what stands before is the client's own word.
     */
    String of(HttpServletRequest request) {
        String peer = request.getRemoteAddr();
        if (trusted.isEmpty()) {
            return usual(peer);
        }
        IPAddress client = parse(peer);
        List<String> hops = forwarded(request);
        for (int i = hops.size() - 1; client != null && isTrusted(client) && i >= 0; i--) {
            IPAddress before = parse(hops.get(i));
            if (before == null) {
                break;
            }
            client = before;
        }
        return client == null ? peer : client.toCanonicalString();
    }

    /** Whether it comes from this machine itself, and not by way of a proxy on it. */
    boolean isLocal(HttpServletRequest request) {
        IPAddress peer = parse(request.getRemoteAddr());
        return peer != null
                && peer.isLoopback()
                && FORWARDING.stream().noneMatch(header -> request.getHeader(header) != null);
    }

    /** Whether a request names this machine, and not a name that somebody else may let point to it. */
    static boolean isLoopback(String host) {
        IPAddress address = parse(host);
        return host.equalsIgnoreCase("localhost") || (address != null && address.isLoopback());
    }

    /** What counts as one client: an IPv4 address, or the /64 that an IPv6 client has to itself. */
    static String counted(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        IPAddress parsed = parse(address);
        return parsed == null
                ? address
                : parsed.toPrefixBlock(IPV6_CLIENT_PREFIX).toCanonicalString();
    }

    private static String usual(String peer) {
        if (peer.indexOf(':') < 0 && peer.indexOf('[') < 0) {
            return peer;
        }
        IPAddress parsed = parse(peer);
        return parsed == null ? peer : parsed.toCanonicalString();
    }

    private boolean isTrusted(IPAddress address) {
        return trusted.stream().anyMatch(block -> block.contains(address));
    }

    private static List<String> forwarded(HttpServletRequest request) {
        List<String> hops = new ArrayList<>();
        for (String line : Collections.list(request.getHeaders("X-Forwarded-For"))) {
            for (String hop : line.split(",", -1)) {
                hops.add(hop.strip());
            }
        }
        return hops;
    }

    /** Reads an address as proxies write it, with a port or without; an IPv4 address in IPv6's clothes is an IPv4 address. */
    private static @Nullable IPAddress parse(String text) {
        String bare = text;
        if (bare.startsWith("[") && bare.indexOf(']') > 0) {
            bare = bare.substring(1, bare.indexOf(']'));
        } else if (bare.indexOf('.') > 0 && bare.indexOf(':') == bare.lastIndexOf(':') && bare.indexOf(':') > 0) {
            bare = bare.substring(0, bare.indexOf(':'));
        }
        IPAddress address = bare.isEmpty() ? null : new IPAddressString(bare).getAddress();
        if (address == null || address.isMultiple()) {
            return null;
        }
        IPAddress whole = address.withoutPrefixLength();
        if (whole.isIPv6()) {
            IPv6Address v6 = whole.toIPv6().removeZone();
            return v6.isIPv4Mapped() ? v6.getEmbeddedIPv4Address() : v6;
        }
        return whole;
    }
}
