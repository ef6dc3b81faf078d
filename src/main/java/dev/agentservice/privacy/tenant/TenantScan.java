package dev.agentservice.privacy.tenant;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.agentservice.identity.UserTags;
import dev.agentservice.privacy.progress.ScanTurns;
import dev.agentservice.support.redis.KeyPage;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Looks through all keys of all masters for remains of a tenant and of its users: once
 * for all of them, not once for each.
 */
@Component
class TenantScan {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/** A key with a user's hash tag, or a tenant's: the tag, and what follows it. */
	private static final Pattern TAGGED = Pattern.compile("as:([a-z]+:)?\\{([0-9a-f]{32})}:(.*)", Pattern.DOTALL);

	private static final Pattern TAG = Pattern.compile("[0-9a-f]{32}");

	private static final String QUEUE = "as:{q}:";

	/** Where it stands whose a user's keys are. */
	private static final Set<String> SPEAKING = Set.of("who", "stored");

	/** What stands until a user's own erasure is verified, or the user stays blocked. */
	private static final Set<String> FENCES = Set.of("erasing", "erased");

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private static final LuaScript<List<@Nullable Object>> WHOSE = LuaScript.list("privacy/tenant-of");

	private final RedisStore redis;

	private final TenantStores stores;

	private final TenantScripts scripts;

	private final ScanTurns turns;

	private final UserTags tags;

	TenantScan(RedisStore redis, TenantStores stores, TenantScripts scripts, ScanTurns turns, UserTags tags) {
		this.redis = redis;
		this.stores = stores;
		this.scripts = scripts;
		this.turns = turns;
		this.tags = tags;
	}

	/**
	 * Looks through some keys.
	 * @param cursor where the look before ended, or the empty text
	 */
	Found look(StoredTenantErasure stored, String cursor) {
		TenantErasure.Request request = stored.erasure().request();
		KeyPage page = this.turns.page("as:*", cursor);
		Seen seen = new Seen(request.tenant(), this.stores);
		page.keys().forEach(seen::add);
		Set<String> users = new TreeSet<>(this.scripts.known(stored.id(), seen.users));
		users.addAll(ofTenant(request, seen.speaking));
		return new Found(users, seen.tenant, page.next(), page.next().isEmpty() ? Duration.ZERO : this.turns.next());
	}

	/** In what time some keys may be looked through. */
	Duration turn() {
		return this.turns.next();
	}

	/** The users whose keys say that they are the tenant's. */
	private Set<String> ofTenant(TenantErasure.Request request, List<String> speaking) {
		List<CompletableFuture<List<@Nullable Object>>> replies = speaking.stream()
			.map((key) -> this.redis.runAsync(WHOSE, List.of(key), List.of()))
			.toList();
		Set<String> users = new HashSet<>();
		for (int i = 0; i < replies.size(); i++) {
			if (says(answer(replies.get(i)), request)) {
				Matcher tagged = TAGGED.matcher(speaking.get(i));
				if (tagged.matches()) {
					users.add(String.valueOf(tagged.group(2)));
				}
			}
		}
		return users;
	}

	/** The tenant's name is not known to one that is done again. */
	private boolean says(List<@Nullable Object> reply, TenantErasure.Request request) {
		if (reply.getFirst() instanceof String who) {
			String tenant = MAPPER.readTree(who).path("tenant").asString("");
			return !tenant.isEmpty() && this.tags.ofTenant(tenant).equals(request.tenant());
		}
		return request.tenant().equals(reply.get(1));
	}

	private static List<@Nullable Object> answer(CompletableFuture<List<@Nullable Object>> reply) {
		try {
			return reply.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
		}
		catch (CompletionException ex) {
			throw new StoreUnavailableException("tenant-of", Objects.requireNonNullElse(ex.getCause(), ex));
		}
	}

	/** What the keys of a page speak of. */
	private static final class Seen {

		private final String tag;

		private final TenantStores stores;

		private final Set<String> users = new HashSet<>();

		private final List<String> speaking = new ArrayList<>();

		private long tenant;

		Seen(String tag, TenantStores stores) {
			this.tag = tag;
			this.stores = stores;
		}

		void add(String key) {
			Matcher tagged = TAGGED.matcher(key);
			if (tagged.matches()) {
				add(key, Objects.requireNonNullElse(tagged.group(1), ""), String.valueOf(tagged.group(2)),
						String.valueOf(tagged.group(3)));
			}
			else if (key.startsWith("as:{k:" + this.tag + ":")) {
				this.tenant++;
			}
			else if (key.startsWith(QUEUE)) {
				addTags(key);
			}
		}

		/** Buckets of rate limits expire by themselves, but for that a user is known. */
		private void add(String key, String kind, String owner, String suffix) {
			if (kind.equals("bucket:") && !suffix.equals("known")) {
				return;
			}
			if (owner.equals(this.tag)) {
				this.tenant += (TenantKeys.OWN.contains(suffix) || this.stores.keep(this.tag, key)) ? 0 : 1;
			}
			else if (!FENCES.contains(suffix)) {
				this.users.add(owner);
				if (SPEAKING.contains(suffix)) {
					this.speaking.add(key);
				}
			}
		}

		/** Lists of the queue that are the tenant's, or one of its users'. */
		private void addTags(String key) {
			for (String part : key.substring(QUEUE.length()).split(":", -1)) {
				if (part.equals(this.tag)) {
					this.tenant++;
				}
				else if (TAG.matcher(part).matches()) {
					this.users.add(part);
				}
			}
		}

	}

	/**
	 * What was found.
	 *
	 * @param users tags of users of whom something is left, or who have come since
	 * @param tenant how many keys are the tenant's
	 * @param next where the next look begins; the empty text after the last
	 * @param pause when it is due
	 */
	record Found(Set<String> users, long tenant, String next, Duration pause) {
	}

}
