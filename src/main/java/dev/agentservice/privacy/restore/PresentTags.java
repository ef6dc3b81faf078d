package dev.agentservice.privacy.restore;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.support.redis.KeyPage;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.StoreUnavailableException;

import org.springframework.stereotype.Component;

/**
 * Of which users Redis holds anything at all. One look through all keys for all of them:
 * a Redis that was emptied, or is new, has nothing to erase, however long the ledger is.
 */
@Component
class PresentTags {

	private static final int PAGE = 1000;

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final RedisStore redis;

	PresentTags(RedisStore redis) {
		this.redis = redis;
	}

	/**
	 * The tags of those of these users who are named in a key.
	 * @param meanwhile what is done after each page
	 */
	Set<String> of(List<LedgerEntry> entries, Runnable meanwhile) {
		Set<String> wanted = entries.stream().map(LedgerEntry::user).collect(Collectors.toSet());
		Set<String> present = new HashSet<>();
		if (wanted.isEmpty()) {
			return present;
		}
		String cursor = "";
		do {
			KeyPage page = page(cursor);
			page.keys().forEach((key) -> collect(key, wanted, present));
			cursor = page.next();
			meanwhile.run();
		}
		while (!cursor.isEmpty());
		return present;
	}

	/** The records of erasures and the buckets of rate limits hold nothing of a user. */
	private static void collect(String key, Set<String> wanted, Set<String> present) {
		if (!key.startsWith("as:{e}:") && !key.startsWith("as:bucket:")) {
			Matcher tags = LedgerEntry.TAG.matcher(key);
			while (tags.find()) {
				if (wanted.contains(tags.group())) {
					present.add(tags.group());
				}
			}
		}
	}

	private KeyPage page(String cursor) {
		try {
			return this.redis.scan("as:*", cursor, PAGE).orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
		}
		catch (CompletionException ex) {
			throw new StoreUnavailableException("scan", (ex.getCause() instanceof TimeoutException cause) ? cause : ex);
		}
	}

}
