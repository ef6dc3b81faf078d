package dev.agentservice.run.admission;

import java.util.List;

import dev.agentservice.ratelimit.bucket.RateStatus;

import org.springframework.modulith.NamedInterface;

/**
 * What is known of a request before its body is read.
 *
 * @param drawn the state of the rate limits that were drawn on; empty for a small body,
 * whose limits are checked in one wait with the rest of its admission
 */
@NamedInterface("admission")
public record Entry(List<RateStatus> drawn) {

	/** The name of the request's attribute. */
	public static final String ATTRIBUTE = "dev.agentservice.run.admission.Entry";

	/** No rate limit was drawn on. */
	static final Entry OPEN = new Entry(List.of());

	public Entry {
		drawn = List.copyOf(drawn);
	}

}
