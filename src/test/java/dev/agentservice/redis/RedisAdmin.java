package dev.agentservice.redis;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;

/**
 * Talks to one server beside the service under test, on a connection of its own.
 */
final class RedisAdmin {

	private static final RedisClient CLIENT = RedisClient.create();

	private static final Pattern STATISTIC = Pattern.compile("cmdstat_([^:]+):calls=(\\d+)");

	private static final Pattern PROCESS = Pattern.compile("process_id:(\\d+)");

	/** A busy machine is no outage. */
	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private RedisAdmin() {
	}

	static <T> T call(int port, Function<RedisCommands<String, String>, T> action) {
		RedisURI uri = RedisURI.builder().withHost("127.0.0.1").withPort(port).withTimeout(PATIENCE).build();
		try (StatefulRedisConnection<String, String> connection = CLIENT.connect(uri)) {
			return action.apply(connection.sync());
		}
	}

	/**
	 * Whether this process serves what it is asked, and is not still loading. One that
	 * may not be asked who it is is taken for the right one.
	 */
	static boolean isServedBy(int port, long process) {
		try {
			return processId(port) == process;
		}
		catch (RedisCommandExecutionException ex) {
			if (String.valueOf(ex.getMessage()).startsWith("NOPERM")) {
				return true;
			}
			throw ex;
		}
	}

	private static long processId(int port) {
		return PROCESS.matcher(call(port, (redis) -> redis.ping() + redis.info("server")))
			.results()
			.mapToLong((line) -> Long.parseLong(line.group(1)))
			.findFirst()
			.orElseThrow();
	}

	static Map<String, Long> commandStats(int port) {
		return STATISTIC.matcher(call(port, (redis) -> redis.info("commandstats")))
			.results()
			.collect(Collectors.toMap((line) -> line.group(1), (line) -> Long.valueOf(line.group(2))));
	}

}
