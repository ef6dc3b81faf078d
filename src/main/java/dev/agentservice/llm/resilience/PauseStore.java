package dev.agentservice.llm.resilience;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.llm.model.ModelId;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Pauses of models as Redis keeps them. A failure is a
 * {@link dev.agentservice.support.redis.StoreUnavailableException}.
 */
@Component
final class PauseStore {

	/** On which every change is told. */
	static final String CHANGES = "as:models:paused:changed";

	private static final List<String> KEY = List.of("as:models:paused");

	private static final LuaScript<Long> NOTE = LuaScript.number("fragment/clock", "llm/model-pause-note");

	private static final LuaScript<List<@Nullable Object>> READ = LuaScript.list("fragment/clock", "llm/model-pauses");

	private final RedisStore redis;

	PauseStore(RedisStore redis) {
		this.redis = redis;
	}

	/** Stores a pause, or deletes it if it has no length; does not wait for Redis. */
	CompletableFuture<Long> note(ModelId model, Duration length) {
		return this.redis.runAsync(NOTE, KEY, List.of(model.toString(), length.toMillis(), CHANGES));
	}

	/** The remaining time of the pauses, by the ids of the models. */
	Map<String, Duration> read() {
		List<@Nullable Object> reply = this.redis.run(READ, KEY, List.of());
		Map<String, Duration> pauses = new HashMap<>();
		for (int i = 0; i + 1 < reply.size(); i += 2) {
			if (reply.get(i + 1) instanceof Long millis) {
				pauses.put(String.valueOf(reply.get(i)), Duration.ofMillis(millis));
			}
		}
		return pauses;
	}

}
