package dev.agentservice.privacy.erasure;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

import dev.agentservice.privacy.progress.ErasureRecords.Ages;
import dev.agentservice.privacy.receipt.ErasureStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.springframework.stereotype.Component;

/**
 * Counts {@code agent.erasures} (timer; status), from the request to the receipt, and
 * shows {@code agent.erasures.oldest}, for how many seconds the oldest user's fence
 * stands, and {@code agent.erasures.overdue}, for how many a step of any has been due,
 * also after the fence has fallen.
 */
@Component
class ErasureMetrics {

	private final Map<ErasureStatus, Timer> ended = new EnumMap<>(ErasureStatus.class);

	private final AtomicLong oldest = new AtomicLong();

	private final AtomicLong overdue = new AtomicLong();

	ErasureMetrics(MeterRegistry meters) {
		for (ErasureStatus status : List.of(ErasureStatus.COMPLETED, ErasureStatus.HELD)) {
			this.ended.put(status,
					Timer.builder("agent.erasures")
						.description("Erasures of users' data, from the request to the receipt")
						.tag("status", status.label())
						.register(meters));
		}
		Gauge.builder("agent.erasures.oldest", this.oldest, AtomicLong::get)
			.description("For how many seconds the oldest erasure is at work in the service's stores")
			.baseUnit("seconds")
			.register(meters);
		Gauge.builder("agent.erasures.overdue", this.overdue, AtomicLong::get)
			.description("For how many seconds a step of an erasure is due that no replica has taken, or that fails")
			.baseUnit("seconds")
			.register(meters);
	}

	/** Nothing is left of a user, perhaps but for the copy of a legal hold. */
	void ended(ErasureStatus status, Instant requested, Instant now) {
		Objects.requireNonNull(this.ended.get(status)).record(Duration.between(requested, now));
	}

	void ages(Ages ages) {
		this.oldest.set(ages.open().toSeconds());
		this.overdue.set(ages.overdue().toSeconds());
	}

}
