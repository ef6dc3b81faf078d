package dev.agentservice.llm.remote.hook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

import dev.agentservice.llm.remote.RemoteRuntime;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;

import org.springframework.stereotype.Component;

/**
 * Which hooks have come, in Redis, so that each wakes a run once, whichever replica gets
 * it again.
 */
@Component
class SeenHooks {

	/** What {@code hook-seen} answers. */
	enum Seen {

		/** It has not come before, and every replica was told. */
		NEWS,
		/** It has. */
		REPEATED

	}

	/** The channel on which replicas hear what hooks are about. */
	static final String CHANNEL = "as:remote:hooks";

	/** Longer than a signature is valid, whatever the clocks say. */
	private static final Duration REMEMBERED = ProviderHooks.VALID.multipliedBy(2).plusMinutes(1);

	private static final LuaScript<Seen> SEEN = LuaScript.outcome(Seen.class, "llm/hook-seen");

	private final RedisStore redis;

	SeenHooks(RedisStore redis) {
		this.redis = redis;
	}

	/**
	 * Notes a hook, and tells all replicas if it is news.
	 * @param id of the message, of any length
	 * @param name what it is about; empty tells nobody
	 */
	Seen note(RemoteRuntime runtime, String id, String name) {
		return this.redis.run(SEEN, List.of("as:remote:hook:" + runtime.provider() + ":" + digest(id)),
				List.of(REMEMBERED.toMillis(), CHANNEL, name));
	}

	private static String digest(String id) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest, 0, 16);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
