package dev.agentservice.llm.resilience;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelFailures;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.settings.LlmProperties;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Keeps one slow provider from holding the slots of all runs: there are as many calls at
 * once as it has connections, fewer than a replica has slots. A call beyond them goes to
 * the next model at once; only the last model of a chain is waited for, briefly, and by
 * few at a time. Money is reserved only after it.
 */
public final class Bulkheads {

	/** How soon a retry is useful: calls end all the time. */
	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	/** The calls that may wait, as a part of the permitted ones. */
	private static final int LINE_SHARE = 10;

	/** For a provider with few connections, which are free again soon. */
	private static final int SHORTEST_LINE = 10;

	private final Map<String, Bulkhead> byProvider = new TreeMap<>();

	/** Each waiting call holds its run's slot. */
	private final Map<String, Semaphore> lines = new TreeMap<>();

	public Bulkheads(LlmProperties properties, MeterRegistry meters) {
		BulkheadRegistry registry = BulkheadRegistry.ofDefaults();
		properties.providers().forEach((name, provider) -> {
			BulkheadConfig config = BulkheadConfig.custom()
				.maxConcurrentCalls(provider.pool().maxConnections())
				.maxWaitDuration(properties.resilience(name).maxWait())
				.build();
			this.byProvider.put(name, registry.bulkhead(name, config));
			this.lines.put(name, new Semaphore(Math.max(SHORTEST_LINE, provider.pool().maxConnections() / LINE_SHARE)));
		});
		TaggedBulkheadMetrics.ofBulkheadRegistry(registry).bindTo(meters);
	}

	/**
	 * Makes a call once it is permitted, and waits for that if
	 * {@link CallTerms#mayWait()} says so.
	 * @param <T> what it answers
	 * @throws ModelException of kind {@link Kind#BUSY} if it was not permitted in time
	 * @throws java.util.concurrent.CancellationException if the calling thread was
	 * interrupted while it waited
	 */
	public <T> T call(ModelId model, Supplier<T> call) {
		Bulkhead bulkhead = this.byProvider.get(model.provider());
		if (bulkhead == null) {
			return call.get();
		}
		if (!acquire(model.provider(), bulkhead)) {
			ModelException busy = new ModelException(model, Kind.BUSY, RETRY_AFTER, null);
			throw Thread.currentThread().isInterrupted() ? ModelFailures.cancelled(busy) : busy;
		}
		try {
			return call.get();
		}
		finally {
			bulkhead.onComplete();
		}
	}

	private boolean acquire(String provider, Bulkhead bulkhead) {
		if (bulkhead.getMetrics().getAvailableConcurrentCalls() > 0) {
			return bulkhead.tryAcquirePermission();
		}
		Semaphore line = Objects.requireNonNull(this.lines.get(provider));
		if (!CallTerms.current().mayWait() || !line.tryAcquire()) {
			return false;
		}
		try {
			return bulkhead.tryAcquirePermission();
		}
		finally {
			line.release();
		}
	}

}
