package dev.agentservice.knowledge.index.pinecone;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Finds the addresses of a host, and refuses all of them if one is not the internet's:
 * connections are made to those that were judged, and to no others. Of private networks,
 * which private endpoints are in, it knows only if it is told so; link-local addresses,
 * among them the metadata of clouds, are always refused.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA's
 * special addresses</a>
 */
final class PublicAddresses implements DnsResolver {

	private final DnsResolver resolver;

	private final boolean privateNetwork;

	PublicAddresses(boolean privateNetwork) {
		this(SystemDefaultDnsResolver.INSTANCE, privateNetwork);
	}

	PublicAddresses(DnsResolver resolver, boolean privateNetwork) {
		this.resolver = resolver;
		this.privateNetwork = privateNetwork;
	}

	@Override
	public InetAddress[] resolve(String host) throws UnknownHostException {
		InetAddress[] all = this.resolver.resolve(host);
		for (InetAddress address : all) {
			if (!isAllowed(address)) {
				throw new UnknownHostException(
						"egress to " + address.getHostAddress() + ", an address of " + host + ", is not allowed");
			}
		}
		return all;
	}

	@Override
	public String resolveCanonicalHostname(String host) {
		return host;
	}

	private boolean isAllowed(InetAddress address) {
		if (address.isLinkLocalAddress() || address.isAnyLocalAddress() || address.isMulticastAddress()) {
			return false;
		}
		return this.privateNetwork || !isPrivate(address);
	}

	private static boolean isPrivate(InetAddress address) {
		byte[] bytes = address.getAddress();
		int first = Byte.toUnsignedInt(bytes[0]);
		int second = Byte.toUnsignedInt(bytes[1]);
		if (address.isLoopbackAddress() || address.isSiteLocalAddress()) {
			return true;
		}
		if (address instanceof Inet6Address) {
			// Unique local addresses, and IPv4 by other names: NAT64, 6to4, Teredo.
			return (first & 0xfe) == 0xfc || (first == 0 && second == 0x64) || (first == 0x20 && second == 2)
					|| (first == 0x20 && second == 1 && bytes[2] == 0 && bytes[3] == 0) || isCompatible(bytes);
		}
		return first == 0 || first >= 240 || (first == 100 && (second & 0xc0) == 64)
				|| (first == 198 && (second & 0xfe) == 18) || (first == 192 && second == 0);
	}

	/** Twelve bytes of nothing before an address of IPv4. */
	private static boolean isCompatible(byte[] bytes) {
		for (int i = 0; i < 12; i++) {
			if (bytes[i] != 0) {
				return false;
			}
		}
		return true;
	}

}
