package dev.agentservice.redis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.lettuce.core.api.sync.RedisCommands;

import static org.awaitility.Awaitility.await;

/**
 * Three masters that share the 16384 slots. Made with commands that Redis 6.2 knows, and
 * without {@code redis-cli}.
 */
public final class RedisCluster implements TestRedis, AutoCloseable {

	private static final class Shared {

		private static final RedisCluster INSTANCE = start();

	}

	private static final int SLOTS = 16_384;

	private static final int NODES = 3;

	private final List<RedisServer> nodes;

	private RedisCluster(List<RedisServer> nodes) {
		this.nodes = nodes;
	}

	/** Starts a cluster for whoever means to harm it. */
	public static RedisCluster start() {
		RedisCluster cluster = new RedisCluster(
				Stream.generate(() -> RedisServer.start("--cluster-enabled", "yes", "--cluster-node-timeout", "2000"))
					.limit(NODES)
					.toList());
		cluster.assignSlots();
		cluster.meet();
		await("cluster").atMost(Duration.ofMinutes(2))
			.until(() -> cluster.nodes.stream().allMatch(RedisCluster::ready));
		return cluster;
	}

	/** The cluster that all tests of this JVM share. */
	public static RedisCluster shared() {
		return Shared.INSTANCE;
	}

	/** The nodes, each with a third of the slots. */
	public List<RedisServer> nodes() {
		return this.nodes;
	}

	@Override
	public Map<String, String> properties() {
		return Map.of("spring.data.redis.cluster.nodes",
				this.nodes.stream().map((node) -> "127.0.0.1:" + node.port()).collect(Collectors.joining(",")));
	}

	@Override
	public void flush() {
		this.nodes.forEach(RedisServer::flush);
	}

	@Override
	public void flushScripts() {
		this.nodes.forEach(RedisServer::flushScripts);
	}

	@Override
	public Map<String, Long> commandStats() {
		return this.nodes.stream()
			.flatMap((node) -> node.commandStats().entrySet().stream())
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum));
	}

	@Override
	public void close() {
		this.nodes.forEach(RedisServer::close);
	}

	private void assignSlots() {
		for (int i = 0; i < NODES; i++) {
			int[] slots = IntStream.range(SLOTS * i / NODES, SLOTS * (i + 1) / NODES).toArray();
			RedisAdmin.call(this.nodes.get(i).port(), (redis) -> redis.clusterAddSlots(slots));
		}
	}

	private void meet() {
		int first = this.nodes.getFirst().port();
		for (RedisServer node : this.nodes.subList(1, NODES)) {
			RedisAdmin.call(first, (redis) -> redis.clusterMeet("127.0.0.1", node.port()));
		}
	}

	private static boolean ready(RedisServer node) {
		String state = RedisAdmin.call(node.port(), RedisCommands::clusterInfo);
		return state.contains("cluster_state:ok") && state.contains("cluster_known_nodes:" + NODES)
				&& state.contains("cluster_slots_ok:" + SLOTS);
	}

}
