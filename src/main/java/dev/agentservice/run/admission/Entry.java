package dev.agentservice.run.admission;

import java.time.Duration;
import java.util.List;

import dev.agentservice.ratelimit.bucket.RateStatus;
import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;

import org.springframework.modulith.NamedInterface;

/**
 * What is known of a request before its body is read.
 *
 * @param drawn the state of the rate limits that were drawn on; empty for a small body,
 * whose limits are checked in one wait with the rest of its admission
 * @param latest by when its run has to be over, whatever the agent's time limit says;
 * null where the platform sets none
 */
@NamedInterface("admission")
public record Entry(List<RateStatus> drawn, @Nullable Deadline latest) {

	/** The name of the request's attribute. */
	public static final String ATTRIBUTE = "dev.agentservice.run.admission.Entry";

	/** No rate limit was drawn on. */
	static final Entry OPEN = new Entry(List.of(), null);

	public Entry {
		drawn = List.copyOf(drawn);
	}

	/** The same with a deadline, or without. */
	public Entry until(@Nullable Deadline latest) {
		return (latest != null) ? new Entry(this.drawn, latest) : this;
	}

	/** The deadline of a run that begins now. */
	Deadline deadline(Duration limit) {
		return (this.latest != null) ? this.latest.within(limit) : Deadline.after(limit);
	}

}
