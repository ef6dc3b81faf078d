package dev.agentservice.llm;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.agentservice.llm.ModelException.Kind;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Keeps one slow provider from holding every run: as many calls at once as it has
 * connections, and a short wait for the rest. Money is put aside only behind it.
 */
final class Bulkheads {

	/** How soon it may make sense to come back: calls end all the time. */
	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final Map<String, Bulkhead> byProvider = new TreeMap<>();

	Bulkheads(LlmProperties properties, MeterRegistry meters) {
		BulkheadRegistry registry = BulkheadRegistry.ofDefaults();
		properties.providers().forEach((name, provider) -> {
			BulkheadConfig config = BulkheadConfig.custom()
				.maxConcurrentCalls(provider.pool().maxConnections())
				.maxWaitDuration(properties.resilience(name).maxWait())
				.build();
			this.byProvider.put(name, registry.bulkhead(name, config));
		});
		TaggedBulkheadMetrics.ofBulkheadRegistry(registry).bindTo(meters);
	}

	/**
	 * Makes a call once there is a place for it.
	 * @throws ModelException of kind {@link Kind#BUSY} if there was none in time
	 * @throws java.util.concurrent.CancellationException if the calling thread was
	 * interrupted while it waited
	 */
	ModelReply call(ModelId model, Supplier<ModelReply> call) {
		Bulkhead bulkhead = this.byProvider.get(model.provider());
		if (bulkhead == null) {
			return call.get();
		}
		if (!bulkhead.tryAcquirePermission()) {
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

}
