package dev.agentservice.knowledge.manifest;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import dev.agentservice.support.redis.KeyPage;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.StoreUnavailableException;

import org.springframework.stereotype.Component;

/**
 * Removes what is kept of a tenant's collections when their documents are deleted: sums,
 * logs, versions in the making, and their places in the lists of all collections. A copy
 * of another replica finds its log gone, and is made anew. All methods throw
 * {@link StoreUnavailableException} if Redis is unavailable.
 */
@Component
public class CollectionEnd {

	private static final LuaScript<Long> FORGET = LuaScript.number("knowledge/know-forget");

	private static final LuaScript<Long> UNLIST_PLACE = LuaScript.number("knowledge/know-unlist");

	private static final LuaScript<Long> UNLIST_BYTES = LuaScript.number("knowledge/know-unlist-bytes");

	private static final List<String> PLACES = List.of("as:know:places");

	private static final List<String> BYTES = List.of("as:know:bytes");

	private static final int PAGE = 500;

	private static final long PATIENCE_MILLIS = 5_000;

	private final RedisStore redis;

	CollectionEnd(RedisStore redis) {
		this.redis = redis;
	}

	/**
	 * Deletes some keys of a tenant's collections.
	 * @param cursor where the look before ended, or the empty text
	 * @return where the next begins; the empty text if this was the last
	 */
	public String forget(String tenantTag, String cursor) {
		KeyPage page = scan("as:{k:" + tenantTag + ":*", cursor);
		// Each collection has a slot of its own.
		page.keys().forEach((key) -> this.redis.run(FORGET, List.of(key), List.of()));
		return page.next();
	}

	/** Takes a collection off the lists of all collections. */
	public void unlist(CollectionPlace place) {
		this.redis.run(UNLIST_PLACE, PLACES, List.of(place.member()));
		this.redis.run(UNLIST_BYTES, BYTES, List.of(place.member()));
	}

	private KeyPage scan(String pattern, String cursor) {
		try {
			return this.redis.scan(pattern, cursor, PAGE).orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).join();
		}
		catch (CompletionException ex) {
			throw new StoreUnavailableException("scan", ex);
		}
	}

}
