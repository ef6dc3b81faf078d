package dev.agentservice.session;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.identity.Caller;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisProperties;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Stores who a user's tag stands for, once per epoch: workers that execute a run know its
 * user by the tag alone. Nothing else sends a name to Redis.
 */
@Component
public class UserNames {

	private static final Logger logger = LoggerFactory.getLogger(UserNames.class);

	private static final LuaScript<Long> NAME = LuaScript.number("fragment/epoch", "session/user-name");

	/**
	 * Of an argument that is longer, Redis's slow log and its report of a crash show only
	 * the beginning.
	 */
	private static final String SHOWN = " ".repeat(128);

	private final RedisStore redis;

	private final SessionJson json;

	private final long ttl;

	UserNames(RedisStore redis, SessionJson json, RedisProperties properties) {
		this.redis = redis;
		this.json = json;
		this.ttl = properties.epochTtl().toMillis();
	}

	/**
	 * Stores the caller's name, unless the caller's data were erased since.
	 * @param epoch the epoch that the caller was admitted with
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	public void store(Caller caller, String epoch) {
		this.redis.run(NAME, keys(caller), args(caller, epoch));
	}

	/**
	 * The same without waiting. What is not stored now is stored with the user's next
	 * run.
	 */
	public void storeSoon(Caller caller, String epoch) {
		CompletableFuture<Long> stored = this.redis.runAsync(NAME, keys(caller), args(caller, epoch));
		var _ = stored.exceptionally((failure) -> {
			logger.atWarn().setCause(failure).log("Who a user is will be stored with the user's next run");
			return 0L;
		});
	}

	private static List<String> keys(Caller caller) {
		SessionKeys keys = new SessionKeys(caller.tag());
		return List.of(keys.epoch(), keys.who());
	}

	private List<Object> args(Caller caller, String epoch) {
		return List.of(epoch, SHOWN + this.json.who(caller.tenant(), caller.user()), this.ttl);
	}

}
