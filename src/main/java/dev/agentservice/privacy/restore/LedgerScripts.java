package dev.agentservice.privacy.restore;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.privacy.ledger.LedgerKind;
import dev.agentservice.support.Ulid;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The ledger as Redis has it. What is asked and what is answered stands at the head of
 * each script.
 */
@Component
class LedgerScripts {

	/** How long a replica that has died is waited for. */
	private static final Duration LEASE = Duration.ofSeconds(30);

	private static final Clock CLOCK = Clock.systemUTC();

	private static final List<String> LEAD_KEYS = List.of(LedgerKind.USERS.key());

	private static final String FRAGMENT = "privacy/erasure-keys";

	private static final int AT_ONCE = 500;

	private static final int HEAD = 4;

	private static final LuaScript<List<@Nullable Object>> COMPARE = LuaScript.list(FRAGMENT, "privacy/ledger-compare");

	private static final LuaScript<Long> NOTE = LuaScript.number(FRAGMENT, "privacy/ledger-note");

	private static final LuaScript<List<@Nullable Object>> PAGE = LuaScript.list(FRAGMENT, "privacy/ledger-page");

	private static final LuaScript<Long> LEAD = LuaScript.number(FRAGMENT, "privacy/ledger-lead");

	private final RedisStore redis;

	private final String replica = Ulid.next(CLOCK);

	LedgerScripts(RedisStore redis) {
		this.redis = redis;
	}

	/** Looks which of these entries of one kind Redis does not have. */
	LedgerView compare(LedgerKind kind, List<LedgerEntry> entries) {
		List<LedgerEntry> missing = new ArrayList<>();
		List<@Nullable Object> row = List.of();
		for (int from = 0; from == 0 || from < entries.size(); from += AT_ONCE) {
			List<LedgerEntry> some = entries.subList(from, Math.min(from + AT_ONCE, entries.size()));
			List<Object> args = new ArrayList<>(List.of(Ulid.next(CLOCK)));
			for (LedgerEntry entry : some) {
				args.add(entry.at().toEpochMilli());
				args.add(entry.member());
			}
			row = this.redis.run(COMPARE, List.of(kind.key()), args);
			row.stream().skip(HEAD).forEach((index) -> missing.add(some.get(number(index) - 1)));
		}
		return new LedgerView((String) Objects.requireNonNull(row.getFirst()),
				(Long) Objects.requireNonNull(row.get(1)), (Long) Objects.requireNonNull(row.get(2)),
				(Long) Objects.requireNonNull(row.get(3)), missing);
	}

	/** Notes entries that are done again, and the highest number of their ledger. */
	void note(LedgerKind kind, List<LedgerEntry> done, long highest) {
		for (int from = 0; from == 0 || from < done.size(); from += AT_ONCE) {
			List<Object> args = new ArrayList<>(List.of(highest));
			for (LedgerEntry entry : done.subList(from, Math.min(from + AT_ONCE, done.size()))) {
				args.add(entry.at().toEpochMilli());
				args.add(entry.member());
			}
			this.redis.run(NOTE, List.of(kind.key()), args);
		}
	}

	/** Some of the entries that Redis has, up to a time, the oldest first. */
	List<LedgerEntry> page(LedgerKind kind, int skip, Instant until) {
		List<@Nullable Object> row = this.redis.run(PAGE, List.of(kind.key()),
				List.of(skip, AT_ONCE, until.toEpochMilli()));
		List<LedgerEntry> entries = new ArrayList<>();
		for (int i = 0; i < row.size(); i += 2) {
			entries.add(LedgerEntry.of((String) Objects.requireNonNull(row.get(i)),
					Instant.ofEpochMilli(Math.round(Double.parseDouble(String.valueOf(row.get(i + 1)))))));
		}
		return entries;
	}

	/** Whether this replica is the one that does erasures again. */
	boolean leads() {
		return this.redis.run(LEAD, LEAD_KEYS, List.of(this.replica, LEASE.toMillis())) == 1;
	}

	private static int number(@Nullable Object index) {
		return Math.toIntExact((Long) Objects.requireNonNull(index));
	}

	/**
	 * What Redis says of its ledger.
	 *
	 * @param boot a random id: another one, if Redis was emptied
	 * @param seq its highest number
	 * @param noted the highest number that was noted as done again
	 * @param proofAt when it was last proved that erasures leave nothing, in ms; 0 if
	 * never
	 * @param missing what it was asked for and does not have
	 */
	record LedgerView(String boot, long seq, long noted, long proofAt, List<LedgerEntry> missing) {

	}

}
