package dev.agentservice.support.redis;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.async.RedisAsyncCommands;
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

	private static final String FIRST = "0";

	public KeyPage {
		keys = List.copyOf(keys);
	}

	/** A cursor is {@code <number of the master>:<cursor of the master>}. */
	static CompletableFuture<KeyPage> read(RedisClusterAsyncCommands<byte[], byte[]> commands, String pattern,
			String cursor, int count) {
		int colon = cursor.indexOf(':');
		int master = (colon < 0) ? 0 : Integer.parseInt(cursor, 0, colon, 10);
		ScanCursor from = ScanCursor.of((colon < 0) ? FIRST : cursor.substring(colon + 1));
		ScanArgs args = new ScanArgs().match(pattern.getBytes(StandardCharsets.UTF_8)).limit(count);
		if (!(commands instanceof RedisAdvancedClusterAsyncCommands<byte[], byte[]> cluster)) {
			return commands.scan(from, args).toCompletableFuture().thenApply((found) -> of(found, master, true));
		}
		List<RedisAsyncCommands<byte[], byte[]>> masters = masters(cluster);
		if (master >= masters.size()) {
			return CompletableFuture.completedFuture(new KeyPage(List.of(), ""));
		}
		return masters.get(master)
			.scan(from, args)
			.toCompletableFuture()
			.thenApply((found) -> of(found, master, master + 1 == masters.size()));
	}

	/** In the same order each time. */
	private static List<RedisAsyncCommands<byte[], byte[]>> masters(
			RedisAdvancedClusterAsyncCommands<byte[], byte[]> cluster) {
		return cluster.upstream()
			.asMap()
			.entrySet()
			.stream()
			.sorted(Comparator.comparing((node) -> node.getKey().getNodeId()))
			.map(Map.Entry::getValue)
			.toList();
	}

	private static KeyPage of(KeyScanCursor<byte[]> found, int master, boolean last) {
		List<String> keys = found.getKeys().stream().map((key) -> new String(key, StandardCharsets.UTF_8)).toList();
		if (!found.isFinished()) {
			return new KeyPage(keys, master + ":" + found.getCursor());
		}
		return new KeyPage(keys, last ? "" : (master + 1) + ":" + FIRST);
	}

}
