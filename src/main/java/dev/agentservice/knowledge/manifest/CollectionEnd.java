package dev.agentservice.knowledge.manifest;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import dev.agentservice.knowledge.store.KnowledgeStores;
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

	private final KnowledgeStores stores;

	CollectionEnd(KnowledgeStores stores) {
		this.stores = stores;
	}

	/**
	 * Ends some of the writers that are at work on a tenant's collections: after the last
	 * look none of them lists anything for an index any more.
	 * @param cursor where the look before ended, or the empty text
	 * @return where the next begins; the empty text if this was the last
	 */
	public String endWriters(String tenantTag, String cursor) {
		KeyPage page = scan("as:{k:" + tenantTag + ":*}:stage:*", cursor);
		page.keys().forEach((key) -> redis().run(FORGET, List.of(key), List.of("")));
		return page.next();
	}

	/**
	 * Deletes some keys of a tenant's collections. What an index still has to delete
	 * stays listed.
	 * @param index the index that is configured, or the empty text: of others it is
	 * forgotten what they hold
	 * @param cursor where the look before ended, or the empty text
	 * @return where the next begins; the empty text if this was the last
	 */
	public String forget(String tenantTag, String index, String cursor) {
		KeyPage page = scan("as:{k:" + tenantTag + ":*", cursor);
		// Each collection has a slot of its own.
		page.keys().forEach((key) -> redis().run(FORGET, List.of(key), List.of(index)));
		return page.next();
	}

	/** Takes a collection off the lists of all collections. */
	public void unlist(CollectionPlace place) {
		redis().run(UNLIST_PLACE, PLACES, List.of(place.member()));
		redis().run(UNLIST_BYTES, BYTES, List.of(place.member()));
	}

	private RedisStore redis() {
		return this.stores.shared();
	}

	private KeyPage scan(String pattern, String cursor) {
		try {
			return redis().scan(pattern, cursor, PAGE).orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).join();
		}
		catch (CompletionException ex) {
			throw new StoreUnavailableException("scan", ex);
		}
	}

}
