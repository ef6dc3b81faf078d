package dev.agentservice.llm.resilience;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.refusal.ProviderRefusal;
import dev.agentservice.llm.settings.LlmProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Stops calls of a provider that keeps refusing the service's key: then one call at a
 * time checks whether it still does. Known to one replica only, since another one may
 * have another key. Counts {@code agent.provider.keys.refused} (provider).
 */
public final class KeyRefusals {

	/** Some servers send 400. A 403 may concern one model alone. */
	private static final Set<Integer> STATUSES = Set.of(400, 401);

	private final Map<String, KeyDoor> doors = new TreeMap<>();

	private final LongSupplier nanoTime;

	/**
	 * Nothing was refused yet.
	 * @param nanoTime a monotonic clock, as {@link System#nanoTime()}
	 */
	public KeyRefusals(LlmProperties properties, MeterRegistry meters, LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		properties.providers()
			.keySet()
			.forEach((name) -> this.doors.put(name,
					new KeyDoor(properties.resilience(name).keyPause(),
							Counter.builder("agent.provider.keys.refused")
								.description("Calls that a provider refused because of our key")
								.tag("provider", name)
								.register(meters))));
	}

	/**
	 * Makes a call, unless the model's provider keeps refusing the key.
	 * @param <T> what it answers
	 * @throws SparedException of kind {@link Kind#UNAUTHORIZED} if it does
	 */
	public <T> T call(ModelId model, Supplier<T> call) {
		KeyDoor door = this.doors.get(model.provider());
		if (door == null) {
			return call.get();
		}
		boolean probe = door.enter(model, this.nanoTime.getAsLong());
		boolean refused = false;
		boolean answered = false;
		try {
			T reply = call.get();
			answered = true;
			return reply;
		}
		catch (ModelException ex) {
			refused = isRefused(ex);
			throw ex;
		}
		finally {
			door.left(probe, refused, answered, this.nanoTime.getAsLong());
		}
	}

	private static boolean isRefused(ModelException failure) {
		ProviderRefusal refusal = failure.refusal();
		return failure.kind() == Kind.UNAUTHORIZED && refusal != null && STATUSES.contains(refusal.status());
	}

}
