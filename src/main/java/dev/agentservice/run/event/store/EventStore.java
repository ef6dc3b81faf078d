package dev.agentservice.run.event.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.identity.UserTag;
import dev.agentservice.run.record.RunKeys;
import dev.agentservice.run.record.WriteOutcome;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The event log in Redis.
 */
@Component
public class EventStore {

	private static final LuaScript<WriteOutcome> APPEND = LuaScript.outcome(WriteOutcome.class, "fragment/clock",
			"fragment/hash", "fragment/stored", "fragment/epoch", "run/run-states", "run/run-owned", "run/run-events",
			"run/run-append");

	private static final LuaScript<List<@Nullable Object>> READ = LuaScript.list("fragment/clock", "fragment/hash",
			"run/run-states", "run/run-read");

	private static final LuaScript<Long> SEEN = LuaScript.number("fragment/clock", "run/run-seen");

	private final RedisStore redis;

	EventStore(RedisStore redis) {
		this.redis = redis;
	}

	/**
	 * Appends a block.
	 * @param writer the writer of the log
	 * @param block the events
	 * @return whether it is stored, or a {@link StoreUnavailableException}
	 */
	public CompletableFuture<WriteOutcome> append(LogOwner writer, EventBlock block) {
		RunKeys keys = new RunKeys(writer.user());
		List<Object> arguments = new ArrayList<>(List.of(writer.epoch(), writer.attempt()));
		arguments.addAll(block.arguments());
		return this.redis.runAsync(APPEND, List.of(keys.epoch(), keys.run(writer.runId())), arguments);
	}

	/**
	 * Reads the events after a cursor.
	 * @param user whose run
	 * @param runId the run
	 * @param after the last event the reader has; negative to begin with the attempt's
	 * first
	 * @param count how many events at most
	 * @param elsewhere whether another replica is the run's owner
	 * @return the events, or null if there is no such run
	 * @throws StoreUnavailableException if Redis does not answer
	 */
	public @Nullable EventBatch read(UserTag user, String runId, long after, int count, boolean elsewhere) {
		return EventBatch.of(this.redis.run(READ, List.of(new RunKeys(user).run(runId)),
				List.of((after >= 0) ? after : "", count, elsewhere ? "1" : "")));
	}

	/**
	 * How long ago, in milliseconds, a reader on another replica than the owner's last
	 * checked a run; negative if none ever did.
	 * @throws StoreUnavailableException if Redis does not answer
	 */
	public long seenBefore(UserTag user, String runId) {
		return this.redis.run(SEEN, List.of(new RunKeys(user).run(runId)), List.of());
	}

}
