package dev.agentservice.support.platform;

import java.time.Duration;

import dev.agentservice.support.Deadline;
import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * By when the work of a request has to be over, so that its answer comes from this
 * service and not from the platform that ends it.
 */
public final class RequestDeadline {

	/** The time that an answer needs after its run has ended. */
	static final Duration MARGIN = Duration.ofSeconds(2);

	private static final String ATTRIBUTE = RequestDeadline.class.getName();

	private RequestDeadline() {
	}

	/** The deadline of this request; null where the platform ends none. */
	public static @Nullable Deadline of(ServletRequest request) {
		return (request.getAttribute(ATTRIBUTE) instanceof Deadline deadline) ? deadline : null;
	}

	/** Notes that the platform ends a request after this time. */
	static void set(ServletRequest request, Duration left) {
		request.setAttribute(ATTRIBUTE, Deadline.after(left.minus(MARGIN)));
	}

}
