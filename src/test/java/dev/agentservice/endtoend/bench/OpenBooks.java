package dev.agentservice.endtoend.bench;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import dev.agentservice.identity.PepperedTags;
import dev.agentservice.identity.UserTags;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.redis.LuaScript;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;

/**
 * Gives more and more users books for today, as if each had spent something.
 */
final class OpenBooks implements AutoCloseable {

	private static final LuaScript<Long> OPEN = LuaScript.number("test-budget-open");

	private static final int AT_ONCE = 5_000;

	private final RedisClient client;

	private final RedisCommands<String, String> redis;

	private final UserTags tags = PepperedTags.of(ServiceSettings.PEPPER);

	private int users;

	OpenBooks(RedisServer server) {
		this.client = RedisClient.create("redis://127.0.0.1:" + server.port());
		this.redis = this.client.connect().sync();
	}

	/** From now on so many users have books. */
	void grow(int size) {
		while (this.users < size) {
			int end = Math.min(size, this.users + AT_ONCE);
			open(this.users, end);
			this.users = end;
		}
	}

	private void open(int first, int end) {
		List<String> arguments = new ArrayList<>();
		arguments.add(LocalDate.now(ZoneOffset.UTC).toString());
		for (int user = first; user < end; user++) {
			// The name that wrk sends.
			arguments.add(this.tags.of(ServiceSettings.TENANT, "user-" + user).value());
		}
		String[] keys = { "as:{" + this.tags.ofTenant(ServiceSettings.TENANT) + "}:reservations" };
		this.redis.eval(OPEN.source(), ScriptOutputType.INTEGER, keys, arguments.toArray(String[]::new));
	}

	@Override
	public void close() {
		this.client.shutdown();
	}

}
