package dev.agentservice.simulator.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A request as it was read from the wire.
 *
 * @param method the method, upper case
 * @param path the path without its query
 * @param query the query without its question mark; empty if there is none
 * @param headers the headers by lower-case name
 * @param body the whole body
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, read once
public record HttpRequest(String method, String path, String query, Map<String, String> headers, byte[] body) {

	/** The header's value, whatever the case of its name. */
	public @Nullable String header(String name) {
		return this.headers.get(name.toLowerCase(Locale.ROOT));
	}

	boolean closesConnection() {
		return hasToken("connection", "close");
	}

	boolean expectsContinue() {
		return hasToken("expect", "100-continue");
	}

	private boolean hasToken(String name, String token) {
		String value = this.headers.getOrDefault(name, "");
		return List.of(value.toLowerCase(Locale.ROOT).split("\\s*,\\s*", -1)).contains(token);
	}

}
