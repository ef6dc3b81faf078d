package dev.agentservice.rollout.control.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The addresses that are told of a rollout: of the policy, of a file, of the environment.
 * To know one is to be allowed to write there, so none is printed; and what is sent
 * leaves this machine, so where it goes is checked.
 */
final class NotifyTargets {

	static final String VARIABLE = "ROLLOUT_NOTIFY_URL";

	private static final int MOST = 10;

	private static final int LONGEST_FILE = 16 * 1024;

	private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

	private NotifyTargets() {
	}

	/**
	 * Reads them.
	 * @param policy those of the policy
	 * @param file a file with one address in each line, if there is one
	 * @param variable the value of {@value #VARIABLE}, if it has one
	 * @throws IllegalArgumentException if one cannot be used; the message does not show
	 * it
	 */
	static List<URI> read(List<String> policy, @Nullable Path file, @Nullable String variable) {
		Set<URI> targets = new LinkedHashSet<>();
		policy.forEach((text) -> targets.add(checked(text, "an address of notify in the policy")));
		if (variable != null && !variable.isBlank()) {
			targets.add(checked(variable.strip(), "the address in " + VARIABLE));
		}
		if (file != null) {
			lines(file, "--notify-file")
				.forEach((text) -> targets.add(checked(text, "an address in the file of --notify-file")));
		}
		if (targets.size() > MOST) {
			throw new IllegalArgumentException("more than " + MOST + " addresses are to be told of the rollout");
		}
		return List.copyOf(targets);
	}

	/**
	 * The lines of a file; those that begin with # are comments.
	 * @param option what the file was named by
	 */
	static List<String> lines(Path file, String option) {
		try {
			if (!Files.isRegularFile(file)) {
				throw new IllegalArgumentException("the file of %s is none".formatted(option));
			}
			if (Files.size(file) > LONGEST_FILE) {
				throw new IllegalArgumentException("the file of %s has more than 16 KiB".formatted(option));
			}
			return Files.readString(file)
				.lines()
				.map(String::strip)
				.filter((line) -> !line.isEmpty() && !line.startsWith("#"))
				.toList();
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(
					"the file of %s cannot be read: %s".formatted(option, ex.getClass().getSimpleName()));
		}
	}

	private static URI checked(String text, String which) {
		URI uri;
		try {
			uri = new URI(text);
		}
		catch (URISyntaxException _) {
			throw new IllegalArgumentException(which + " is no URL");
		}
		String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
		boolean safe = scheme.equals("https") || (scheme.equals("http") && isLoopback(uri));
		if (uri.getHost() == null || !safe) {
			throw new IllegalArgumentException(which + " has to be https://…, or http://… on this machine");
		}
		if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
			throw new IllegalArgumentException(which + " has no user, password or fragment");
		}
		return uri;
	}

	private static boolean isLoopback(URI uri) {
		return LOOPBACK.contains(String.valueOf(uri.getHost()));
	}

	/**
	 * Whether a message may go there now: not to addresses that only machines of a cloud
	 * know, such as that of its credentials, whatever a name resolves to.
	 * @throws UnknownHostException if the name has no address
	 */
	static boolean isAllowed(URI uri) throws UnknownHostException {
		if (isLoopback(uri)) {
			return true;
		}
		for (InetAddress address : InetAddress.getAllByName(uri.getHost())) {
			if (address.isLinkLocalAddress() || address.isLoopbackAddress() || address.isAnyLocalAddress()
					|| address.isMulticastAddress()) {
				return false;
			}
		}
		return true;
	}

}
