package dev.agentservice.support.redis;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

/**
 * Some keys of a look over all keys of all masters. A key that is there from the first
 * page to the last is on one of them, perhaps on several; a page may have none.
 *
 * @param keys the keys of this page that match
 * @param next where the next page begins; the empty text if this was the last
 */
public record KeyPage(List<String> keys, String next) {

	/** Where no master says which process it is, as a managed Redis may. */
	private static final String UNKNOWN = "unknown";

	public KeyPage {
		keys = List.copyOf(keys);
	}

	/**
	 * A cursor is {@code <processes>:<number of the master>:<cursor of the master>}. What
	 * a master has answered means nothing to another process, so when one has restarted
	 * or was replaced the look begins anew; the first page only notes which processes
	 * there are.
	 */
	static CompletableFuture<KeyPage> read(RedisClusterAsyncCommands<byte[], byte[]> commands, String pattern,
			String cursor, int count) {
		String[] parts = cursor.split(":", 3);
		if (parts.length < 3) {
			return processes(masters(commands)).thenApply(KeyPage::begin);
		}
		List<RedisClusterAsyncCommands<byte[], byte[]>> masters = masters(commands);
		int master = Math.min(Integer.parseInt(parts[1]), masters.size() - 1);
		ScanArgs args = new ScanArgs().match(pattern.getBytes(StandardCharsets.UTF_8)).limit(count);
		return masters.get(master)
			.scan(ScanCursor.of(parts[2]), args)
			.toCompletableFuture()
			.thenCompose((found) -> processes(masters).thenApply((now) -> now.equals(parts[0])
					? of(found, parts[0], master, master + 1 == masters.size()) : begin(now)));
	}

	private static KeyPage begin(String processes) {
		return new KeyPage(List.of(), processes + ":0:0");
	}

	/** In the same order each time. */
	private static List<RedisClusterAsyncCommands<byte[], byte[]>> masters(
			RedisClusterAsyncCommands<byte[], byte[]> commands) {
		if (!(commands instanceof RedisAdvancedClusterAsyncCommands<byte[], byte[]> cluster)) {
			return List.of(commands);
		}
		return cluster.upstream()
			.asMap()
			.entrySet()
			.stream()
			.sorted(Comparator.comparing((node) -> node.getKey().getNodeId()))
			.<RedisClusterAsyncCommands<byte[], byte[]>>map(Map.Entry::getValue)
			.toList();
	}

	private static CompletableFuture<String> processes(List<RedisClusterAsyncCommands<byte[], byte[]>> masters) {
		List<CompletableFuture<String>> ids = masters.stream().map(KeyPage::process).toList();
		return CompletableFuture.allOf(ids.toArray(CompletableFuture<?>[]::new))
			.thenApply((_) -> ids.stream().map(CompletableFuture::join).collect(Collectors.joining(" ")))
			.thenApply((all) -> UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString());
	}

	private static CompletableFuture<String> process(RedisClusterAsyncCommands<byte[], byte[]> master) {
		return master.info("server")
			.toCompletableFuture()
			.thenApply((info) -> info.lines().filter((line) -> line.startsWith("run_id:")).findFirst().orElse(UNKNOWN))
			.exceptionally((_) -> UNKNOWN);
	}

	private static KeyPage of(KeyScanCursor<byte[]> found, String processes, int master, boolean last) {
		List<String> keys = found.getKeys().stream().map((key) -> new String(key, StandardCharsets.UTF_8)).toList();
		if (!found.isFinished()) {
			return new KeyPage(keys, processes + ":" + master + ":" + found.getCursor());
		}
		return new KeyPage(keys, last ? "" : processes + ":" + (master + 1) + ":0");
	}

}
