package dev.agentservice.lambda;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;

/**
 * Status and headers of an answer.
 *
 * @param statusCode the status
 * @param headers by name; the values of a repeated one are joined, as HTTP allows
 * @param cookies the values of {@code Set-Cookie}, which cannot be joined
 */
record AnswerHead(int statusCode, Map<String, String> headers, List<String> cookies) {

	/** Concern one connection only (RFC 9110, section 7.6.1), or its framing. */
	private static final Set<String> HOP_BY_HOP = Set.of("connection", "keep-alive", "proxy-authenticate",
			"proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade", "content-length");

	static AnswerHead of(ClassicHttpResponse response) {
		Map<String, String> headers = new LinkedHashMap<>();
		List<String> cookies = new ArrayList<>();
		for (Header header : response.getHeaders()) {
			String name = header.getName();
			if (name.equalsIgnoreCase("Set-Cookie")) {
				cookies.add(header.getValue());
			}
			else if (!isHopByHop(name)) {
				headers.merge(name, header.getValue(), (one, other) -> one + ", " + other);
			}
		}
		return new AnswerHead(response.getCode(), headers, cookies);
	}

	static boolean isHopByHop(String name) {
		return HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT));
	}

	/** Whether the body is text, which need not be encoded. */
	boolean isText() {
		String type = this.headers.entrySet()
			.stream()
			.filter((header) -> header.getKey().equalsIgnoreCase("Content-Type"))
			.map((header) -> header.getValue().toLowerCase(Locale.ROOT))
			.findFirst()
			.orElse("");
		return type.isEmpty() || type.startsWith("text/") || type.contains("json") || type.contains("yaml");
	}

}
