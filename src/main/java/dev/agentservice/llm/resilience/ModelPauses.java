package dev.agentservice.llm.resilience;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.refusal.LoggableName;
import dev.agentservice.llm.settings.LlmProperties;
import dev.agentservice.llm.settings.ResilienceProperties;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Stops calls of a model for as long as its provider asks for ({@code Retry-After}), in
 * this replica's memory; {@link SharedPauses} informs the others. Pauses that a run waits
 * for itself are not remembered. A paused model is called only where every model of a
 * chain is paused or refuses the service's key, and then once a minute: a provider that
 * announced an hour may recover sooner, and its answer ends the pause.
 */
@Component
public final class ModelPauses {

	private static final Logger LOG = LoggerFactory.getLogger(ModelPauses.class);

	private static final Set<Kind> THAT_PASS = EnumSet.of(Kind.RATE_LIMITED, Kind.UNAVAILABLE);

	private final LlmProperties properties;

	private final LongSupplier nanoTime;

	/**
	 * Only models that were asked, or that the configuration lists. A new pause drops
	 * those that are over.
	 */
	private final Map<ModelId, Pause> pauses = new ConcurrentHashMap<>();

	private volatile BiConsumer<ModelId, Duration> listener = (_, _) -> {
	};

	@Autowired
	public ModelPauses(LlmProperties properties, MeterRegistry meters) {
		this(properties, meters, System::nanoTime);
	}

	/** With a test's monotonic clock. */
	public ModelPauses(LlmProperties properties, MeterRegistry meters, LongSupplier nanoTime) {
		this.properties = properties;
		this.nanoTime = nanoTime;
		meters.gauge("agent.models.paused", this, ModelPauses::count);
	}

	/**
	 * Makes a call, unless the model is paused.
	 * @param <T> what it answers
	 * @throws SparedException if it is
	 */
	public <T> T call(ModelId model, Supplier<T> call) {
		long now = this.nanoTime.getAsLong();
		Pause pause = current(model, now);
		if (pause != null && !(CallTerms.current().lastResort() && pause.tryProbe(now))) {
			throw SparedException.paused(model, pause.remaining(now), pause.mayProbe(now));
		}
		try {
			T reply = call.get();
			if (pause != null) {
				end(model);
			}
			return reply;
		}
		catch (ModelException ex) {
			note(ex);
			throw ex;
		}
	}

	/** Gets this replica's changes; a time of zero is the end of a pause. */
	void tell(BiConsumer<ModelId, Duration> others) {
		this.listener = others;
	}

	/** Redis has this replica's pause from now on. */
	void stored(ModelId model) {
		this.pauses.computeIfPresent(model, (_, pause) -> pause.knownSince(this.nanoTime.getAsLong()));
	}

	/**
	 * Takes over the pauses of all replicas.
	 * @param known the pauses in Redis
	 * @param asked when Redis was asked
	 */
	void learn(Map<ModelId, Duration> known, long asked) {
		known.forEach((model, remaining) -> {
			Pause told = Pause.of(remaining, asked).knownSince(asked);
			this.pauses.merge(model, told, (ours, theirs) -> ours.isShorterThan(theirs) ? theirs : ours);
		});
		this.pauses.entrySet()
			.removeIf((entry) -> !known.containsKey(entry.getKey()) && entry.getValue().wasKnown(asked));
	}

	long now() {
		return this.nanoTime.getAsLong();
	}

	private @Nullable Pause current(ModelId model, long now) {
		Pause pause = this.pauses.get(model);
		if (pause != null && pause.isOver(now)) {
			this.pauses.remove(model, pause);
			return null;
		}
		return pause;
	}

	private void note(ModelException failure) {
		ResilienceProperties limits = this.properties.resilience(failure.model().provider());
		Duration asked = (failure.refusal() != null) ? failure.retryAfter() : null;
		if (asked == null || !THAT_PASS.contains(failure.kind()) || asked.compareTo(limits.maxBackoff()) <= 0
				|| limits.maxPause().isZero()) {
			return;
		}
		Duration length = (asked.compareTo(limits.maxPause()) < 0) ? asked : limits.maxPause();
		long now = this.nanoTime.getAsLong();
		this.pauses.values().removeIf((before) -> before.isOver(now));
		Pause pause = Pause.of(length, now);
		Pause kept = this.pauses.merge(failure.model(), pause,
				(before, later) -> before.isShorterThan(later) ? later : before);
		if (kept.equals(pause)) {
			LOG.atWarn()
				.addKeyValue("model", LoggableName.of(failure.model().toString()))
				.addKeyValue("seconds", length.toSeconds())
				.log("A provider asks for a pause: its model is left alone");
			this.listener.accept(failure.model(), length);
		}
	}

	private void end(ModelId model) {
		this.pauses.remove(model);
		this.listener.accept(model, Duration.ZERO);
	}

	/** How many it keeps, those that are over included. */
	int size() {
		return this.pauses.size();
	}

	private double count() {
		long now = this.nanoTime.getAsLong();
		return (double) this.pauses.values().stream().filter((pause) -> !pause.isOver(now)).count();
	}

}
