package dev.agentservice.support.state;

import java.time.Duration;

import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

import org.springframework.stereotype.Component;

/**
 * Keeps users' data from being read while a restored Redis may hold what was erased.
 * Without a ledger to compare it with it is always open. Thread-safe.
 */
@Component
public class RestoreGate {

	private static final Duration AGAIN = Duration.ofSeconds(10);

	private volatile boolean open = true;

	private volatile Runnable check = () -> {
		// Nothing to compare with.
	};

	/**
	 * Has something looked at before anybody passes, such as a Redis that was not there
	 * for a moment.
	 * @param look throws if it cannot look; then nobody passes
	 */
	public void before(Runnable look) {
		this.check = look;
	}

	/** Opens it, or shuts it. */
	public void set(boolean opened) {
		this.open = opened;
	}

	/**
	 * Whether users' data may be read.
	 * @throws dev.agentservice.support.redis.StoreUnavailableException if that cannot be
	 * known
	 */
	public boolean isOpen() {
		this.check.run();
		return this.open;
	}

	/**
	 * Lets a request pass.
	 * @throws ProblemException {@code restoring} while nobody passes
	 */
	public void demandOpen() {
		if (!isOpen()) {
			throw problem();
		}
	}

	/** What clients are told meanwhile. */
	public static ProblemException problem() {
		return new ProblemException(ProblemCode.RESTORING,
				"The service's store was restored from a backup, and what was "
						+ "erased since is being erased again. Try again later.")
			.retryAfter(AGAIN);
	}

}
