package dev.agentservice.privacy.erasure;

import java.util.List;
import java.util.Optional;

import dev.agentservice.privacy.PrivacyProperties;
import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;

import org.springframework.stereotype.Component;

/**
 * Does erasures again that Redis has forgotten, because it was restored from an older
 * backup. Each has its old id, and is done once, however often it is asked for.
 * <p>
 * Every operation throws {@link dev.agentservice.support.redis.StoreUnavailableException}
 * when Redis is unavailable.
 */
@Component
public class Replays {

	private static final List<String> KEYS = List.of("as:{e}:erasures");

	private static final String FRAGMENT = "privacy/erasure-keys";

	private static final LuaScript<String> REOPEN = LuaScript.text("fragment/clock", FRAGMENT,
			"privacy/erasure-reopen");

	private static final LuaScript<Long> FENCED = LuaScript.number(FRAGMENT, "privacy/erasure-fenced");

	private final RedisStore redis;

	private final ErasureScripts scripts;

	private final ErasureWorker worker;

	private final long retention;

	Replays(RedisStore redis, ErasureScripts scripts, ErasureWorker worker, PrivacyProperties properties) {
		this.redis = redis;
		this.scripts = scripts;
		this.worker = worker;
		this.retention = properties.ledgerRetention().toMillis();
	}

	/**
	 * Begins or goes on with the erasure.
	 * @return whether nothing is left of the user any more
	 */
	public boolean again(LedgerEntry entry) {
		String id = id(entry);
		Optional<StoredErasure> known = this.scripts.find(id);
		if (known.isEmpty()) {
			this.worker.begin(reopen(id, entry));
			return false;
		}
		if (known.get().erasure().status().fenced()) {
			this.worker.goOn(id);
			return false;
		}
		return true;
	}

	/** Whether the erasure is known, done or not. */
	public boolean isBegun(LedgerEntry entry) {
		return this.scripts.find(id(entry)).isPresent();
	}

	/**
	 * The id of a line may be that of an erasure of somebody else: it is not believed.
	 */
	private String id(LedgerEntry entry) {
		Optional<StoredErasure> known = this.scripts.find(entry.id());
		return known.isEmpty() || isOf(known.get(), entry) ? entry.id() : entry.derivedId();
	}

	private static boolean isOf(StoredErasure erasure, LedgerEntry entry) {
		Erasure.Request request = erasure.erasure().request();
		return erasure.seq() == entry.seq() && request.user().equals(entry.user())
				&& request.tenant().equals(entry.tenant());
	}

	/** How many users' fences stand, for whatever reason. */
	public long fenced() {
		return this.redis.run(FENCED, KEYS, List.of());
	}

	/** Another erasure of the user may be open: this one comes after it. */
	private String reopen(String id, LedgerEntry entry) {
		Erasure erasure = Erasure.of(Erasure.Request.replayed(entry.user(), entry.tenant(), entry.block()));
		return this.redis.run(REOPEN, KEYS,
				List.of(id, entry.user(), this.retention,
						ErasureScripts.document(erasure.with(erasure.place().withRecorded())), entry.seq(),
						entry.at().toEpochMilli()));
	}

}
