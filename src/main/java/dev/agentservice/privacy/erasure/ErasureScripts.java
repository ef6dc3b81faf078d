package dev.agentservice.privacy.erasure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import dev.agentservice.privacy.PrivacyProperties;
import dev.agentservice.support.personal.RunIds;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * The records of erasures in Redis: each method is one script. What is asked and what is
 * answered stands at the head of each.
 */
@Component
class ErasureScripts {

	/** How long a replica that has died is waited for. */
	static final Duration LEASE = Duration.ofSeconds(15);

	private static final List<String> KEYS = List.of("as:{e}:erasures");

	private static final String FRAGMENT = "privacy/erasure-keys";

	private static final String CLOCK = "fragment/clock";

	private static final int RUNS_AT_ONCE = 200;

	private static final LuaScript<List<@Nullable Object>> OPEN = LuaScript.list(CLOCK, FRAGMENT,
			"privacy/erasure-open");

	private static final LuaScript<List<@Nullable Object>> TAKE = LuaScript.list(CLOCK, FRAGMENT,
			"privacy/erasure-take");

	private static final LuaScript<Long> SAVE = LuaScript.number(CLOCK, FRAGMENT, "privacy/erasure-save");

	private static final LuaScript<List<@Nullable Object>> FIND = LuaScript.list(FRAGMENT, "privacy/erasure-find");

	private static final LuaScript<Long> MET = LuaScript.number(FRAGMENT, "privacy/erasure-met");

	private static final LuaScript<List<@Nullable Object>> RUNS = LuaScript.list(FRAGMENT, "privacy/erasure-runs");

	private static final LuaScript<List<@Nullable Object>> OLDEST = LuaScript.list(CLOCK, FRAGMENT,
			"privacy/erasure-oldest");

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private final RedisStore redis;

	private final long retention;

	ErasureScripts(RedisStore redis, PrivacyProperties properties) {
		this.redis = redis;
		this.retention = properties.ledgerRetention().toMillis();
	}

	/** Opens an erasure; answers with its id, or that of the one that is open. */
	String open(String id, Erasure erasure) {
		List<@Nullable Object> reply = this.redis.run(OPEN, KEYS, List.of(id, erasure.request().user(),
				erasure.request().tenant(), MAPPER.writeValueAsString(erasure), this.retention));
		return "open".equals(reply.getFirst()) ? text(reply, 1) : id;
	}

	/** Takes an erasure that is due, as its next attempt. */
	Optional<StoredErasure> take() {
		return take("");
	}

	/** Takes this erasure, unless another attempt works at it. */
	Optional<StoredErasure> take(String id) {
		List<@Nullable Object> row = this.redis.run(TAKE, KEYS, List.of(LEASE.toMillis(), id));
		return row.isEmpty() ? Optional.empty() : Optional.of(new StoredErasure(text(row, 0), number(row, 1),
				number(row, 2), Instant.ofEpochMilli(number(row, 3)), read(text(row, 4))));
	}

	/**
	 * Saves a step and keeps the erasure.
	 * @return whether it still is this attempt's
	 */
	boolean hold(StoredErasure erasure) {
		return save(erasure, "held", LEASE);
	}

	/** Saves a step; somebody goes on after this time. */
	boolean later(StoredErasure erasure, Duration pause) {
		return save(erasure, "later", pause);
	}

	/** Saves the last step. */
	boolean over(StoredErasure erasure) {
		return save(erasure, "over", Duration.ZERO);
	}

	Optional<StoredErasure> find(String id) {
		List<@Nullable Object> row = this.redis.run(FIND, KEYS, List.of(id));
		return row.isEmpty() ? Optional.empty() : Optional
			.of(new StoredErasure(id, 0, number(row, 0), Instant.ofEpochMilli(number(row, 1)), read(text(row, 2))));
	}

	/** Notes runs, before their records are gone. */
	void met(String id, List<String> runs) {
		if (!runs.isEmpty()) {
			List<Object> args = new ArrayList<>(List.of(id, this.retention));
			args.addAll(runs);
			this.redis.run(MET, KEYS, args);
		}
	}

	/** The runs that were noted. */
	RunIds runs(String id) {
		return (cursor) -> {
			List<@Nullable Object> row = this.redis.run(RUNS, KEYS,
					List.of(id, cursor.isEmpty() ? "0" : cursor, RUNS_AT_ONCE));
			String next = text(row, 0);
			return new RunIds.Page(row.stream().skip(1).map(String::valueOf).toList(), next.equals("0") ? "" : next);
		};
	}

	/** How long there is something to do. */
	Ages ages() {
		List<@Nullable Object> row = this.redis.run(OLDEST, KEYS, List.of());
		return new Ages(Duration.ofMillis(number(row, 0)), Duration.ofMillis(number(row, 1)));
	}

	/**
	 * How long there is something to do.
	 *
	 * @param open how long the oldest erasure is open
	 * @param overdue how long a step of any is due that was not taken, or failed
	 */
	record Ages(Duration open, Duration overdue) {
	}

	private boolean save(StoredErasure erasure, String next, Duration time) {
		Erasure document = erasure.erasure();
		return this.redis.run(SAVE, KEYS, List.of(erasure.id(), erasure.attempt(), MAPPER.writeValueAsString(document),
				this.retention, document.status().fenced() ? "" : "1", next, time.toMillis())) == 1;
	}

	/** The document as it is stored. */
	static String document(Erasure erasure) {
		return MAPPER.writeValueAsString(erasure);
	}

	private static Erasure read(String document) {
		return MAPPER.readValue(document, Erasure.class);
	}

	private static String text(List<@Nullable Object> row, int index) {
		return (String) Objects.requireNonNull(row.get(index));
	}

	private static long number(List<@Nullable Object> row, int index) {
		return (Long) Objects.requireNonNull(row.get(index));
	}

}
