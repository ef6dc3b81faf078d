package dev.agentservice.endtoend;

import java.util.Objects;

import dev.agentservice.redis.RedisServer;
import dev.agentservice.simulator.Simulator;
import dev.agentservice.simulator.embedding.SimulatedEmbeddings;
import dev.agentservice.simulator.script.LatencyProfile;
import dev.agentservice.simulator.script.SimulatedProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/**
 * A Redis and simulated providers for the tests of one class. The providers forget after
 * each test; whatever else is started here ends with the class, the youngest first.
 *
 * <pre>
 * &#64;RegisterExtension
 * static final Surroundings surroundings = new Surroundings();
 * </pre>
 */
public class Surroundings implements BeforeAllCallback, AfterEachCallback {

	private static final Namespace HERE = Namespace.create(Surroundings.class);

	private final LatencyProfile latency;

	private boolean shared;

	private @Nullable Started started;

	public Surroundings() {
		this(LatencyProfile.NONE);
	}

	/** With models that take their time. */
	public Surroundings(LatencyProfile latency) {
		this.latency = latency;
	}

	public final RedisServer redis() {
		return started().redis();
	}

	public final Simulator simulator() {
		return started().simulator();
	}

	public final SimulatedProvider anthropic() {
		return simulator().anthropic();
	}

	public final SimulatedProvider openai() {
		return simulator().openai();
	}

	public final SimulatedEmbeddings embeddings() {
		return simulator().embeddings();
	}

	/** What a service needs to run here. */
	public final ReplicaSettings settings() {
		return new ReplicaSettings(redis(), simulator());
	}

	/** Starts a replica here, which is a process of its own. */
	public final Replica replica(String... options) {
		return closing(Replica.start(settings(), options));
	}

	/** Has something closed before what it stands on. */
	public final <T extends AutoCloseable> T closing(T resource) {
		started().store().put(resource, resource);
		return resource;
	}

	@Override
	public final void beforeAll(ExtensionContext context) {
		Store store = (this.shared ? context.getRoot() : context).getStore(HERE);
		if (store.get(this) == null) {
			RedisServer redis = RedisServer.start();
			store.put(redis, redis);
			Simulator simulator = Simulator.start(0, this.latency);
			store.put(simulator, simulator);
			this.started = new Started(store, redis, simulator);
			start();
			store.put(this, "started");
		}
		else {
			// Another class was here before.
			redis().flush();
		}
	}

	@Override
	public final void afterEach(ExtensionContext context) {
		clear();
	}

	/** Has the providers forget what they were told and asked. */
	public void clear() {
		simulator().clear();
	}

	/**
	 * Has everything last until all tests are over: it is the extension of several
	 * classes.
	 */
	protected final void share() {
		this.shared = true;
	}

	/** Starts what runs here from the beginning. */
	void start() {
	}

	private Started started() {
		return Objects.requireNonNull(this.started, "a static @RegisterExtension is started before all tests");
	}

	/** JUnit closes what is in the store, the last first. */
	private record Started(Store store, RedisServer redis, Simulator simulator) {

	}

}
