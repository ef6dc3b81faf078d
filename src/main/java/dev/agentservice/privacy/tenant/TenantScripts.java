package dev.agentservice.privacy.tenant;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.agentservice.privacy.PrivacyProperties;
import dev.agentservice.privacy.receipt.ErasureStatus;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * The records of erasures of tenants: the scripts are those of users' erasures, on keys
 * of their own.
 */
@Component
class TenantScripts {

	/** How long a replica that has died is waited for. */
	static final Duration LEASE = Duration.ofSeconds(15);

	private static final List<String> KEYS = List.of("as:{e}:tenants:erasures");

	private static final String FRAGMENT = "privacy/erasure-keys";

	private static final String CLOCK = "fragment/clock";

	private static final LuaScript<List<@Nullable Object>> OPEN = LuaScript.list(CLOCK, FRAGMENT,
			"privacy/erasure-open");

	private static final LuaScript<List<@Nullable Object>> TAKE = LuaScript.list(CLOCK, FRAGMENT,
			"privacy/erasure-take");

	private static final LuaScript<Long> SAVE = LuaScript.number(CLOCK, FRAGMENT, "privacy/erasure-save");

	private static final LuaScript<List<@Nullable Object>> FIND = LuaScript.list(FRAGMENT, "privacy/erasure-find");

	private static final LuaScript<Long> MET = LuaScript.number(FRAGMENT, "privacy/erasure-met");

	private static final LuaScript<List<@Nullable Object>> KNOWN = LuaScript.list(FRAGMENT, "privacy/tenant-known");

	private static final LuaScript<List<@Nullable Object>> OLDEST = LuaScript.list(CLOCK, FRAGMENT,
			"privacy/erasure-oldest");

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private final RedisStore redis;

	private final long retention;

	TenantScripts(RedisStore redis, PrivacyProperties properties) {
		this.redis = redis;
		this.retention = properties.ledgerRetention().toMillis();
	}

	/** Opens an erasure; answers with its id, or that of the one that is open. */
	String open(String id, TenantErasure erasure) {
		String tenant = erasure.request().tenant();
		List<@Nullable Object> reply = this.redis.run(OPEN, KEYS,
				List.of(id, tenant, tenant, MAPPER.writeValueAsString(erasure), this.retention));
		return "open".equals(reply.getFirst()) ? text(reply, 1) : id;
	}

	/** Takes an erasure that is due, as its next attempt. */
	Optional<StoredTenantErasure> take() {
		return take("");
	}

	/** Takes this erasure, unless another attempt works at it. */
	Optional<StoredTenantErasure> take(String id) {
		List<@Nullable Object> row = this.redis.run(TAKE, KEYS, List.of(LEASE.toMillis(), id));
		return row.isEmpty() ? Optional.empty() : Optional.of(new StoredTenantErasure(text(row, 0), number(row, 1),
				number(row, 2), Instant.ofEpochMilli(number(row, 3)), read(text(row, 4))));
	}

	/**
	 * Saves a step and keeps the erasure.
	 * @return whether it still is this attempt's
	 */
	boolean hold(StoredTenantErasure erasure) {
		return save(erasure, "held", LEASE);
	}

	/** Saves a step; somebody goes on after this time. */
	boolean later(StoredTenantErasure erasure, Duration pause) {
		return save(erasure, "later", pause);
	}

	/** Saves the last step. */
	boolean over(StoredTenantErasure erasure) {
		return save(erasure, "over", Duration.ZERO);
	}

	Optional<StoredTenantErasure> find(String id) {
		List<@Nullable Object> row = this.redis.run(FIND, KEYS, List.of(id));
		return row.isEmpty() ? Optional.empty() : Optional.of(new StoredTenantErasure(id, 0, number(row, 0),
				Instant.ofEpochMilli(number(row, 1)), read(text(row, 2))));
	}

	/** Notes a user before the user's data go. */
	void met(String id, String user) {
		this.redis.run(MET, KEYS, List.of(id, this.retention, user));
	}

	/** Those of some users whom an erasure has met. */
	Set<String> known(String id, Collection<String> users) {
		if (users.isEmpty()) {
			return Set.of();
		}
		List<Object> args = new ArrayList<>(List.of(id));
		args.addAll(users);
		return this.redis.run(KNOWN, KEYS, args).stream().map(String::valueOf).collect(Collectors.toSet());
	}

	/** How long the oldest is open, and for how long a step is due, in ms. */
	List<Long> ages() {
		List<@Nullable Object> row = this.redis.run(OLDEST, KEYS, List.of());
		return List.of(number(row, 0), number(row, 1));
	}

	private boolean save(StoredTenantErasure erasure, String next, Duration time) {
		TenantErasure document = erasure.erasure();
		boolean fenced = document.status().compareTo(ErasureStatus.SETTLING) < 0;
		return this.redis.run(SAVE, KEYS, List.of(erasure.id(), erasure.attempt(), MAPPER.writeValueAsString(document),
				this.retention, fenced ? "" : "1", next, time.toMillis())) == 1;
	}

	private static TenantErasure read(String document) {
		return MAPPER.readValue(document, TenantErasure.class);
	}

	private static String text(List<@Nullable Object> row, int index) {
		return (String) Objects.requireNonNull(row.get(index));
	}

	private static long number(List<@Nullable Object> row, int index) {
		return (Long) Objects.requireNonNull(row.get(index));
	}

}
