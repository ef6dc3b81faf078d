package dev.agentservice.llm.resilience;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.settings.LastResortProperties;

/**
 * Limits calls of models whose circuit is open: per second, and of one model at once,
 * since one that hangs must not block the calls of others. Thread-safe.
 */
public final class LastResorts {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final LastResortProperties limits;

	private final LongSupplier nanoTime;

	private final Deque<Long> begun = new ArrayDeque<>();

	private final Map<ModelId, Integer> underWay = new HashMap<>();

	/**
	 * None yet.
	 * @param nanoTime a monotonic clock, as {@link System#nanoTime()}
	 */
	public LastResorts(LastResortProperties limits, LongSupplier nanoTime) {
		this.limits = limits;
		this.nanoTime = nanoTime;
	}

	/** Requests one call; if it is granted, {@link #ended} has to follow. */
	public synchronized boolean tryBegin(ModelId model) {
		long now = this.nanoTime.getAsLong();
		forgetBefore(now - SECOND);
		if (this.begun.size() >= this.limits.perSecond()
				|| this.underWay.getOrDefault(model, 0) >= this.limits.atOnce()) {
			return false;
		}
		this.begun.addLast(now);
		this.underWay.merge(model, 1, Integer::sum);
		return true;
	}

	private void forgetBefore(long nanos) {
		while (!this.begun.isEmpty() && nanos - this.begun.getFirst() >= 0) {
			this.begun.removeFirst();
		}
	}

	public synchronized void ended(ModelId model) {
		this.underWay.computeIfPresent(model, (_, calls) -> (calls > 1) ? calls - 1 : null);
	}

}
