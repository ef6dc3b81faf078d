package dev.agentservice.support.problem;

import java.util.Map;

import org.springframework.http.HttpHeaders;

/**
 * Documents, as the form of problems wherever there is no other.
 */
final class ProblemDocumentFormat implements ProblemFormat {

	@Override
	public boolean covers(String path) {
		return true;
	}

	@Override
	public String mediaType() {
		return ProblemDocument.MEDIA_TYPE;
	}

	@Override
	public Class<?> type() {
		return ProblemDocument.class;
	}

	@Override
	public byte[] json(ProblemException problem) {
		return ProblemDocument.of(problem).json();
	}

	@Override
	public Map<String, String> retryHeaders(ProblemException problem) {
		Long seconds = ProblemFormat.seconds(problem.retryAfter());
		return (seconds != null) ? Map.of(HttpHeaders.RETRY_AFTER, Long.toString(seconds)) : Map.of();
	}

}
