package dev.agentservice.support.redis;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

/**
 * How full Redis is, as it says itself.
 */
final class StoreMemory {

	private static final String SECTION = "memory";

	private static final Pattern USED = Pattern.compile("^used_memory:(\\d{1,18})\\s*$", Pattern.MULTILINE);

	private static final Pattern LIMIT = Pattern.compile("^maxmemory:(\\d{1,18})\\s*$", Pattern.MULTILINE);

	private StoreMemory() {
	}

	/** The fullest master, in percent of its limit; 0 where none has one. */
	static CompletableFuture<Integer> percent(RedisClusterAsyncCommands<byte[], byte[]> commands) {
		CompletionStage<? extends Collection<String>> answers = (commands instanceof RedisAdvancedClusterAsyncCommands<byte[], byte[]> cluster)
				? cluster.upstream().commands().info(SECTION) : commands.info(SECTION).thenApply(List::of);
		return answers.toCompletableFuture()
			.thenApply((all) -> all.stream().mapToInt(StoreMemory::percent).max().orElse(0));
	}

	static int percent(String info) {
		long limit = number(LIMIT, info);
		return (limit == 0) ? 0 : (int) (100 * number(USED, info) / limit);
	}

	private static long number(Pattern line, String info) {
		Matcher matcher = line.matcher(info);
		return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
	}

}
