package dev.agentservice.run.web;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.run.order.RunMode;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;

/**
 * How a client wants its answer, by the headers of its request.
 */
final class AnswerPreferences {

	static final String RESPOND_ASYNC = "respond-async";

	private AnswerPreferences() {
	}

	/** Whether a preference (RFC 7240) says so; all others are ignored. */
	static boolean isAsync(@Nullable List<String> prefer) {
		return prefer != null && prefer.stream()
			.flatMap((header) -> Stream.of(header.split(",", -1)))
			.map((preference) -> preference.split(";", -1)[0].strip())
			.anyMatch(RESPOND_ASYNC::equalsIgnoreCase);
	}

	/**
	 * Picks the first media type with the highest quality; a wildcard means JSON.
	 */
	static RunMode mode(@Nullable String accept) {
		MediaType best = MediaType.parseMediaTypes(accept)
			.stream()
			.max(Comparator.comparingDouble(MediaType::getQualityValue))
			.orElse(MediaType.ALL);
		return MediaType.TEXT_EVENT_STREAM.equalsTypeAndSubtype(best) ? RunMode.STREAM : RunMode.SYNC;
	}

}
