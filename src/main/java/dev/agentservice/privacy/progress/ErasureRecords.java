package dev.agentservice.privacy.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The records of erasures in Redis: each method is one script. What is asked and what is
 * answered stands at the head of each.
 *
 * @param <S> the record of one
 * @param <D> the document that says how far it is
 */
public abstract class ErasureRecords<S extends ErasureRecord<S, D>, D> {

	/** How long a replica that has died is waited for. */
	public static final Duration LEASE = Duration.ofSeconds(15);

	/** From which the scripts derive all other keys. */
	private static final String FRAGMENT = "privacy/erasure-keys";

	private static final String CLOCK = "fragment/clock";

	private static final LuaScript<List<@Nullable Object>> OPEN = LuaScript.list(CLOCK, FRAGMENT,
			"privacy/erasure-open");

	private static final LuaScript<List<@Nullable Object>> TAKE = LuaScript.list(CLOCK, FRAGMENT,
			"privacy/erasure-take");

	private static final LuaScript<Long> SAVE = LuaScript.number(CLOCK, FRAGMENT, "privacy/erasure-save");

	private static final LuaScript<List<@Nullable Object>> FIND = LuaScript.list(FRAGMENT, "privacy/erasure-find");

	private static final LuaScript<Long> MET = LuaScript.number(FRAGMENT, "privacy/erasure-met");

	private static final LuaScript<List<@Nullable Object>> OLDEST = LuaScript.list(CLOCK, FRAGMENT,
			"privacy/erasure-oldest");

	private static final LuaScript<String> REOPEN = LuaScript.text(CLOCK, FRAGMENT, "privacy/erasure-reopen");

	private static final LuaScript<Long> FENCED = LuaScript.number(FRAGMENT, "privacy/erasure-fenced");

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private final RedisStore redis;

	private final List<String> keys;

	private final long retention;

	private final Class<D> type;

	private final ErasureRecord.Maker<S, D> maker;

	/**
	 * Those of one kind.
	 * @param key the sorted set of when each is due
	 * @param retention how long a record is kept
	 */
	protected ErasureRecords(RedisStore redis, String key, Duration retention, Class<D> type,
			ErasureRecord.Maker<S, D> maker) {
		this.redis = redis;
		this.keys = List.of(key);
		this.retention = retention.toMillis();
		this.type = type;
		this.maker = maker;
	}

	/** Opens an erasure; answers with its id, or that of the one that is open. */
	protected final String open(String id, String subject, String tenant, D erasure) {
		List<@Nullable Object> reply = this.redis.run(OPEN, this.keys,
				List.of(id, subject, tenant, document(erasure), this.retention));
		return "open".equals(reply.getFirst()) ? text(reply, 1) : id;
	}

	/**
	 * Opens an erasure again that Redis has forgotten; answers with its id, or that of
	 * the one that is open.
	 */
	protected final String reopen(String id, LedgerEntry entry, D erasure) {
		return this.redis.run(REOPEN, this.keys,
				List.of(id, entry.user(), this.retention, document(erasure), entry.seq(), entry.at().toEpochMilli()));
	}

	/** How many fences stand, for whatever reason. */
	public final long fenced() {
		return this.redis.run(FENCED, this.keys, List.of());
	}

	/**
	 * The id that an erasure has when it is done again. The one in a line may be that of
	 * an erasure of somebody else: it is not believed.
	 * @param isOf whether a known erasure is the one of the entry
	 */
	public final String idOf(LedgerEntry entry, Predicate<S> isOf) {
		return find(entry.id()).filter(isOf.negate()).isEmpty() ? entry.id() : entry.derivedId();
	}

	/** Takes an erasure that is due, as its next attempt. */
	public final Optional<S> take() {
		return take("");
	}

	/** Takes this erasure, unless another attempt works at it. */
	public final Optional<S> take(String id) {
		List<@Nullable Object> row = this.redis.run(TAKE, this.keys, List.of(LEASE.toMillis(), id));
		return row.isEmpty() ? Optional.empty()
				: Optional.of(record(text(row, 0), number(row, 1), row.subList(2, row.size())));
	}

	/**
	 * Saves a step and keeps the erasure.
	 * @return whether it still is this attempt's
	 */
	public final boolean hold(S erasure) {
		return save(erasure, "held", LEASE);
	}

	/** Saves a step; somebody goes on after this time. */
	public final boolean later(S erasure, Duration pause) {
		return save(erasure, "later", pause);
	}

	/** Saves the last step. */
	public final boolean over(S erasure) {
		return save(erasure, "over", Duration.ZERO);
	}

	/** An erasure as it is stored, for a reader. */
	public final Optional<S> find(String id) {
		List<@Nullable Object> row = this.redis.run(FIND, this.keys, List.of(id));
		return row.isEmpty() ? Optional.empty() : Optional.of(record(id, 0, row));
	}

	/** Notes what an erasure has met, before it is gone. */
	public final void met(String id, Collection<String> members) {
		if (!members.isEmpty()) {
			List<Object> args = new ArrayList<>(List.of(id, this.retention));
			args.addAll(members);
			this.redis.run(MET, this.keys, args);
		}
	}

	/** How long there is something to do. */
	public final Ages ages() {
		List<@Nullable Object> row = this.redis.run(OLDEST, this.keys, List.of());
		return new Ages(Duration.ofMillis(number(row, 0)), Duration.ofMillis(number(row, 1)));
	}

	/** Runs a script that one kind has for itself. */
	protected final List<@Nullable Object> list(LuaScript<List<@Nullable Object>> script, List<?> args) {
		return this.redis.run(script, this.keys, args);
	}

	/** A script that one kind has for itself. */
	protected static LuaScript<List<@Nullable Object>> script(String name) {
		return LuaScript.list(FRAGMENT, name);
	}

	/** The document as it is stored. */
	protected static String document(Object erasure) {
		return MAPPER.writeValueAsString(erasure);
	}

	private boolean save(S erasure, String next, Duration time) {
		return this.redis.run(SAVE, this.keys, List.of(erasure.id(), erasure.attempt(), document(erasure.erasure()),
				this.retention, erasure.fenced() ? "" : "1", next, time.toMillis())) == 1;
	}

	private S record(String id, long attempt, List<@Nullable Object> row) {
		return this.maker.make(id, attempt, number(row, 0), Instant.ofEpochMilli(number(row, 1)),
				MAPPER.readValue(text(row, 2), this.type));
	}

	/** A text of a reply. */
	protected static String text(List<@Nullable Object> row, int index) {
		return (String) Objects.requireNonNull(row.get(index));
	}

	private static long number(List<@Nullable Object> row, int index) {
		return (Long) Objects.requireNonNull(row.get(index));
	}

	/**
	 * How long there is something to do.
	 *
	 * @param open how long the oldest erasure is open
	 * @param overdue how long a step of any is due that was not taken, or failed
	 */
	public record Ages(Duration open, Duration overdue) {
	}

}
