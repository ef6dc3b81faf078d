package dev.agentservice.run.admission;

import java.util.List;

import dev.agentservice.ratelimit.RateStatus;

import org.springframework.modulith.NamedInterface;

/**
 * What is known of a request before its body was read.
 *
 * @param drawn how its caller stands with the rate limits that were drawn on; empty for a
 * small body, whose draws are one wait with the rest of its admission
 */
@NamedInterface("admission")
public record Entry(List<RateStatus> drawn) {

	/** The name of the request's attribute. */
	public static final String ATTRIBUTE = "dev.agentservice.run.admission.Entry";

	/** Nothing was drawn on. */
	static final Entry OPEN = new Entry(List.of());

	public Entry {
		drawn = List.copyOf(drawn);
	}

}
