package dev.agentservice.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.support.LuaScript;
import dev.agentservice.support.ReplicaContext;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/**
 * A replica of the service as far as conversations go, with a view behind its back.
 */
public final class Replica implements AutoCloseable {

	private static final LuaScript<List<@Nullable Object>> CALL = LuaScript.list("test-call");

	private final ReplicaContext context;

	public Replica(TestRedis redis, Map<String, String> settings) {
		this.context = new ReplicaContext(redis, settings, Wiring.class);
	}

	public Replica(TestRedis redis) {
		this(redis, Map.of());
	}

	public Sessions sessions() {
		return this.context.get(Sessions.class);
	}

	/** Somebody who never was here before. */
	public static Caller somebody() {
		return caller("acme", "jane", UUID.randomUUID().toString().replace("-", ""));
	}

	static Caller caller(String tenant, String user, String tag) {
		return new Caller(tenant, user, new UserTag(tag), "key", Set.of());
	}

	/** A turn of a run. */
	public static Turn turn(String run) {
		return new Turn(run, Instant.parse("2026-11-23T09:30:00Z"),
				List.of(new Message.User("task of " + run), new Message.Assistant("answer of " + run, List.of())));
	}

	/** Opens a session without waiting. */
	public OpenSession open(Caller caller, String session, String run) {
		return sessions().open(caller, session, "assistant", run, Duration.ZERO);
	}

	/** Takes a whole turn. */
	public void converse(Caller caller, String session, String run) {
		try (OpenSession open = open(caller, session, run)) {
			sessions().append(open, turn(run));
		}
	}

	/** Calls a command on a key of a user. */
	@Nullable Object call(Caller caller, String command, String suffix, Object... args) {
		String key = caller.tag().key(suffix);
		List<Object> words = new ArrayList<>(List.of(command, key));
		words.addAll(List.of(args));
		return this.context.store().run(CALL, List.of(key), words).getFirst();
	}

	/** Whether a user has a key. */
	boolean exists(Caller caller, String suffix) {
		return Long.valueOf(1).equals(call(caller, "EXISTS", suffix));
	}

	/** Reads a key that belongs to nobody. */
	@Nullable Object get(String key) {
		return this.context.store().run(CALL, List.of(key), List.of("GET", key)).getFirst();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** No component, so that nobody finds it by scanning. */
	@EnableConfigurationProperties({ SessionSettings.class, StateSettings.class })
	@Import({ SessionStore.class, SessionJson.class, LeaseHeartbeat.class, Turns.class, Sessions.class })
	static class Wiring {

	}

}
