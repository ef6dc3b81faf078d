package dev.agentservice.lambda;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.ProblemDocument;
import dev.agentservice.support.problem.ProblemException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that a trigger has changed on their way so that they could be taken
 * for others: another user's, or for another resource.
 */
final class Refusals {

	/** RFC 3986, section 3.3. */
	private static final Pattern PATH = Pattern
		.compile("/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*+(?:\\?.*)?");

	/** Stands for what a decoder could not read. */
	private static final char REPLACED = '\uFFFD';

	/** What names somebody or something is one value. */
	private static final Set<String> SINGLE = Set.of("x-user-id", "x-agent-key", "idempotency-key");

	private Refusals() {
	}

	/** The answer to a request that the service is not asked; null if it is. */
	static @Nullable ClassicHttpResponse of(HttpEvent event) {
		try {
			check(event);
			return null;
		}
		catch (ProblemException ex) {
			BasicClassicHttpResponse response = new BasicClassicHttpResponse(ex.code().status().value());
			response.setHeader("Content-Type", ProblemDocument.MEDIA_TYPE);
			response.setEntity(new ByteArrayEntity(ProblemDocument.of(ex).json(), null));
			return response;
		}
	}

	private static void check(HttpEvent event) {
		if (!PATH.matcher(event.target()).matches()) {
			throw new InvalidRequestException("path", "must be percent-encoded");
		}
		for (Map.Entry<String, String> header : event.headers()) {
			String name = header.getKey().toLowerCase(Locale.ROOT);
			if (!isText(header.getValue())) {
				throw new InvalidRequestException(name, "must be UTF-8");
			}
			if (event.joinsHeaders() && isSingle(name, header.getValue()) && header.getValue().indexOf(',') >= 0) {
				throw new InvalidRequestException(name,
						"must be sent exactly once, without a comma: here values of repeated headers arrive joined");
			}
		}
	}

	/** A signature of the platform has commas. */
	private static boolean isSingle(String name, String value) {
		return SINGLE.contains(name)
				|| (name.equals("authorization") && value.toLowerCase(Locale.ROOT).startsWith("bearer"));
	}

	/** Halves of a pair of surrogates are no text. */
	private static boolean isText(String value) {
		return value.indexOf(REPLACED) < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(value);
	}

}
