package dev.agentservice.privacy.tenant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import dev.agentservice.privacy.PrivacyProperties;
import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.privacy.progress.ErasureRecords;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The records of erasures of tenants, which have met users.
 */
@Component
class TenantScripts extends ErasureRecords<StoredTenantErasure, TenantErasure> {

	private static final LuaScript<List<@Nullable Object>> KNOWN = script("privacy/tenant-known");

	private static final LuaScript<List<@Nullable Object>> ROUNDS = script("privacy/tenant-rounds");

	TenantScripts(RedisStore redis, PrivacyProperties properties) {
		super(redis, "as:{e}:tenants:erasures", properties.ledgerRetention(), TenantErasure.class,
				StoredTenantErasure::new);
	}

	/** Opens an erasure; answers with its id, or that of the one that is open. */
	String open(String id, TenantErasure erasure) {
		return open(id, erasure.request().tenant(), erasure.request().tenant(), erasure);
	}

	/** Opens an erasure again, as far as it is known. */
	String again(String id, LedgerEntry entry, TenantErasure erasure) {
		return reopen(id, entry, erasure);
	}

	/** How often the erasure has found more that has done so most often. */
	long rounds() {
		return (Long) Objects.requireNonNull(list(ROUNDS, List.of()).getFirst());
	}

	/** Those of some users whom an erasure has met. */
	Set<String> known(String id, Collection<String> users) {
		if (users.isEmpty()) {
			return Set.of();
		}
		List<Object> args = new ArrayList<>(List.of(id));
		args.addAll(users);
		return list(KNOWN, args).stream().map(String::valueOf).collect(Collectors.toSet());
	}

}
