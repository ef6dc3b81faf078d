package dev.agentservice.support.problem;

import java.time.Duration;
import java.util.Map;

import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * How problems are worded. A feature that speaks a foreign protocol registers one as a
 * bean for its paths; problem documents are for all others. The first thing that sees a
 * request puts its format into the request, so that whatever fails, wherever it fails, is
 * worded the same way.
 */
public interface ProblemFormat {

	/** The request attribute that holds the format, if it is not that of documents. */
	String ATTRIBUTE = ProblemFormat.class.getName();

	/** Problem documents. */
	ProblemFormat DOCUMENT = new ProblemDocumentFormat();

	/** Whether problems of this path are worded so. */
	boolean covers(String path);

	/** The media type of the body. */
	String mediaType();

	/** The type that describes the body in the OpenAPI document. */
	Class<?> type();

	/** The body, in UTF-8. */
	byte[] json(ProblemException problem);

	/** What the headers say of when to come back, by name. */
	Map<String, String> retryHeaders(ProblemException problem);

	/** A delay in whole seconds, rounded up, as {@code Retry-After} says it. */
	static @Nullable Long seconds(@Nullable Duration delay) {
		return (delay != null) ? Math.max(0, delay.plusNanos(999_999_999).toSeconds()) : null;
	}

	/** The format of this request. */
	static ProblemFormat of(ServletRequest request) {
		return (request.getAttribute(ATTRIBUTE) instanceof ProblemFormat format) ? format : DOCUMENT;
	}

}
