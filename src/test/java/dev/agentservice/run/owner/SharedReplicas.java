package dev.agentservice.run.owner;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.redis.RedisTopology;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The replicas that all tests of a class use, for each shape of Redis: to wire one takes
 * longer than most tests.
 */
final class SharedReplicas implements AfterAllCallback {

	/** By the class, the shape, and what its tests call it. */
	private static final Map<Key, RunReplica> REPLICAS = new ConcurrentHashMap<>();

	/** The replica of that name; its runs have leases of that length. */
	static RunReplica of(Class<?> tests, RedisTopology topology, String name, String lease) {
		return of(tests, topology, name, Map.of("agent-service.run.lease", lease));
	}

	/** The replica of that name, with these settings. */
	static RunReplica of(Class<?> tests, RedisTopology topology, String name, Map<String, String> settings) {
		return REPLICAS.computeIfAbsent(new Key(tests, topology, name),
				(_) -> new RunReplica(topology.own(tests), settings));
	}

	@Override
	public void afterAll(ExtensionContext context) {
		Class<?> tests = context.getRequiredTestClass();
		REPLICAS.keySet().stream().filter((key) -> key.tests() == tests).toList().forEach((key) -> {
			RunReplica replica = REPLICAS.remove(key);
			if (replica != null) {
				replica.close();
			}
		});
	}

	private record Key(Class<?> tests, RedisTopology topology, String name) {

	}

}
