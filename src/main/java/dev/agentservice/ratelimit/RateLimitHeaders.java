package dev.agentservice.ratelimit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.agentservice.ratelimit.bucket.RateLimit;
import dev.agentservice.ratelimit.bucket.RateStatus;
import dev.agentservice.ratelimit.bucket.RateStatus.Source;

/**
 * Tells a client how it stands, in structured fields, one item per limit:
 *
 * <pre>
 * RateLimit-Policy: "user-requests";q=60;w=60, "user-tokens";q=200000;w=60
 * RateLimit: "user-requests";r=42;t=18, "user-tokens";r=200000;t=0
 * </pre>
 *
 * {@code q} is what the window of {@code w} seconds allows and {@code r} what is left of
 * it. {@code t} is in seconds: until all of it is back, or, on a refusal, until the next
 * request may pass.
 *
 * @see <a href=
 * "https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">RateLimit
 * header fields for HTTP (IETF draft)</a>
 */
public final class RateLimitHeaders {

	private RateLimitHeaders() {
	}

	/**
	 * The header fields of an answer, allowed or refused; none if no limit could be
	 * checked. How many new users a credential may still name is told to who is refused
	 * for it only: it is nothing that most requests draw on.
	 */
	public static Map<String, String> of(RateDecision decision) {
		List<RateStatus> counted = counted(decision);
		Map<String, String> headers = new LinkedHashMap<>();
		if (!counted.isEmpty()) {
			headers.put("RateLimit-Policy", list(counted, RateLimitHeaders::policy));
			headers.put("RateLimit", list(counted, RateLimitHeaders::standing));
		}
		return headers;
	}

	private static List<RateStatus> counted(RateDecision decision) {
		return decision.limits()
			.stream()
			.filter((status) -> status.source() != Source.NOBODY)
			.filter((status) -> status.limit() != RateLimit.NEW_USERS || !status.allowed())
			.toList();
	}

	private static String list(List<RateStatus> limits, Function<RateStatus, String> item) {
		return limits.stream()
			.map((status) -> "\"" + status.limit().label() + "\"" + item.apply(status))
			.collect(Collectors.joining(", "));
	}

	private static String policy(RateStatus status) {
		return ";q=" + status.quota().capacity() + ";w=" + seconds(status.quota().period());
	}

	private static String standing(RateStatus status) {
		return ";r=" + status.remaining() + ";t=" + seconds(status.reset());
	}

	/** Rounded up: whoever waits that long has waited long enough. */
	private static long seconds(Duration duration) {
		return duration.plusNanos(999_999_999).toSeconds();
	}

}
