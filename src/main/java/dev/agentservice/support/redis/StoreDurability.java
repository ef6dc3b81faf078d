package dev.agentservice.support.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

/**
 * Whether Redis keeps what it has acknowledged, as far as it says so itself. Budgets hold
 * for what Redis kept.
 */
final class StoreDurability {

	private StoreDurability() {
	}

	/**
	 * Asks all masters.
	 * @param commands of the connection
	 * @return what is wrong, each once; fails if Redis does not say
	 */
	static CompletableFuture<Set<String>> flaws(RedisClusterAsyncCommands<byte[], byte[]> commands) {
		CompletableFuture<Set<String>> ofInfo = ofAll(commands, RedisClusterAsyncCommands::info,
				(cluster) -> cluster.upstream().commands().info(), StoreDurability::ofInfo);
		// A managed Redis often forbids CONFIG, and nothing else says this.
		CompletableFuture<Set<String>> ofConfig = ofAll(commands, (node) -> node.configGet("appendfsync"),
				(cluster) -> cluster.upstream().commands().configGet("appendfsync"), StoreDurability::ofConfig)
			.exceptionally((_) -> Set.of());
		return ofInfo.thenCombine(ofConfig, StoreDurability::both);
	}

	/**
	 * What each master says of itself; if Redis allows that, with a line
	 * {@code config_save} that tells when it makes snapshots.
	 */
	static CompletableFuture<List<String>> info(RedisClusterAsyncCommands<byte[], byte[]> commands) {
		Collection<? extends RedisClusterAsyncCommands<byte[], byte[]>> masters = (commands instanceof RedisAdvancedClusterAsyncCommands<byte[], byte[]> cluster)
				? cluster.upstream().asMap().values() : List.of(commands);
		List<CompletableFuture<String>> answers = masters.stream().map(StoreDurability::infoOf).toList();
		return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
			.thenApply((_) -> answers.stream().map(CompletableFuture::join).toList());
	}

	private static CompletableFuture<String> infoOf(RedisClusterAsyncCommands<byte[], byte[]> master) {
		CompletableFuture<String> save = master.configGet("save")
			.toCompletableFuture()
			.thenApply((config) -> "\nconfig_save:" + config.getOrDefault("save", "?") + "\n")
			.exceptionally((_) -> "");
		return master.info().toCompletableFuture().thenCombine(save, String::concat);
	}

	private static Set<String> both(Set<String> first, Set<String> second) {
		Set<String> flaws = new LinkedHashSet<>(first);
		flaws.addAll(second);
		return flaws;
	}

	private static <T> CompletableFuture<Set<String>> ofAll(RedisClusterAsyncCommands<byte[], byte[]> commands,
			Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> ofNode,
			Function<RedisAdvancedClusterAsyncCommands<byte[], byte[]>, CompletionStage<List<T>>> ofMasters,
			Function<T, List<String>> flaws) {
		CompletionStage<List<T>> answers = (commands instanceof RedisAdvancedClusterAsyncCommands<byte[], byte[]> cluster)
				? ofMasters.apply(cluster) : ofNode.apply(commands).thenApply(List::of);
		return answers.toCompletableFuture()
			.thenApply((all) -> all.stream()
				.map(flaws)
				.flatMap(Collection::stream)
				.collect(LinkedHashSet::new, Set::add, Set::addAll));
	}

	/** What {@code INFO} gives away. */
	private static List<String> ofInfo(String info) {
		List<String> lines = info.lines().map(String::strip).toList();
		List<String> flaws = new ArrayList<>();
		lines.stream()
			.filter((line) -> line.startsWith("maxmemory_policy:") && !line.endsWith(":noeviction"))
			.map((line) -> "maxmemory-policy is " + line.substring(line.indexOf(':') + 1)
					+ ": when memory is short, Redis throws away budgets and runs. Set it to noeviction.")
			.forEach(flaws::add);
		if (lines.contains("aof_enabled:0")) {
			flaws.add("appendonly is no: when Redis restarts, it has forgotten what was spent. Set it to yes, and"
					+ " appendfsync to always.");
		}
		return flaws;
	}

	private static List<String> ofConfig(Map<String, String> config) {
		String mode = config.getOrDefault("appendfsync", "always");
		return mode.equals("always") ? List.of() : List
			.of("appendfsync is " + mode + ": when Redis dies, it has forgotten the latest second. Set it to always.");
	}

}
