package dev.agentservice.llm.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The provider answered, and the answer is an error: a status that is not 2xx, or an
 * error event inside a stream that had begun with success. The body may quote the prompt,
 * so it is no part of the message.
 */
public final class RefusedException extends RuntimeException {

	private final int status;

	private final transient Map<String, List<String>> headers;

	private final String body;

	RefusedException(int status, Map<String, List<String>> headers, String body) {
		super("the provider refused with status " + status);
		this.status = status;
		this.headers = headers;
		this.body = body;
	}

	/** An error in the body of an answer that had begun with success. */
	public static RefusedException insideAnswer(String body) {
		return new RefusedException(200, Map.of(), body);
	}

	/** The status line's code; 2xx if the error came inside a stream. */
	public int status() {
		return this.status;
	}

	/** The error document, as far as it was read. */
	public String body() {
		return this.body;
	}

	/** The first value of a header, whatever its case. */
	public @Nullable String header(String name) {
		List<String> values = this.headers.get(name.toLowerCase(Locale.ROOT));
		return (values == null || values.isEmpty()) ? null : values.getFirst();
	}

}
