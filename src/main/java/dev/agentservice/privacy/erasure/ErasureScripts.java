package dev.agentservice.privacy.erasure;

import java.util.List;

import dev.agentservice.privacy.PrivacyProperties;
import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.privacy.progress.ErasureRecords;
import dev.agentservice.support.personal.RunIds;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The records of erasures of users.
 */
@Component
class ErasureScripts extends ErasureRecords<StoredErasure, Erasure> {

	private static final int RUNS_AT_ONCE = 200;

	private static final LuaScript<List<@Nullable Object>> RUNS = script("privacy/erasure-runs");

	ErasureScripts(RedisStore redis, PrivacyProperties properties) {
		super(redis, "as:{e}:erasures", properties.ledgerRetention(), Erasure.class, StoredErasure::new);
	}

	/** Opens an erasure; answers with its id, or that of the one that is open. */
	String open(String id, Erasure erasure) {
		return open(id, erasure.request().user(), erasure.request().tenant(), erasure);
	}

	/** The runs that were noted. */
	RunIds runs(String id) {
		return (cursor) -> {
			List<@Nullable Object> row = list(RUNS, List.of(id, cursor.isEmpty() ? "0" : cursor, RUNS_AT_ONCE));
			String next = text(row, 0);
			return new RunIds.Page(row.stream().skip(1).map(String::valueOf).toList(), next.equals("0") ? "" : next);
		};
	}

	/** Opens an erasure again, as far as it is known. */
	String again(String id, LedgerEntry entry, Erasure erasure) {
		return reopen(id, entry, erasure);
	}

}
