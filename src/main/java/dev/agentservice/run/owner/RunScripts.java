package dev.agentservice.run.owner;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.run.order.RunOrder;
import dev.agentservice.run.order.StoredOrder;
import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.record.RunEventProperties;
import dev.agentservice.run.record.RunKeys;
import dev.agentservice.session.SessionOpening;
import dev.agentservice.session.SessionStep;
import dev.agentservice.storage.Storage;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisProperties;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The transitions of runs: each is one script, so one round trip. What is asked and what
 * is answered stands at the head of each script.
 */
@Component
class RunScripts {

	private static final LuaScript<List<@Nullable Object>> ADMIT = LuaScript.list("clock", "hash", "stored",
			"stored-sum", "epoch", "index", "session-load", "session-open", "run-steps", "run-states", "run-begin",
			"run-admit");

	private static final LuaScript<List<@Nullable Object>> ORDER = LuaScript.list("run-order");

	private static final LuaScript<List<@Nullable Object>> CLAIM = LuaScript.list("clock", "hash", "stored", "epoch",
			"index", "session-load", "session-open", "run-steps", "run-states", "run-begin", "run-claim");

	private static final LuaScript<Long> TURN = LuaScript.number("hash", "run-states", "run-turn");

	private static final LuaScript<Long> WITHDRAW = LuaScript.number("clock", "hash", "stored", "session-turn",
			"run-states", "run-withdraw");

	private static final LuaScript<String> RENEW = LuaScript.text("clock", "session-turn", "hash", "run-states",
			"run-renew");

	private static final LuaScript<String> STEP = LuaScript.text("clock", "hash", "stored", "epoch", "run-owned",
			"run-step");

	private static final LuaScript<String> FINISH = LuaScript.text("clock", "hash", "stored", "epoch", "index",
			"session-turn", "session-append", "run-states", "run-owned", "run-events", "run-steps", "run-end",
			"run-finish");

	private static final LuaScript<String> REAP = LuaScript.text("clock", "hash", "stored", "session-turn",
			"run-states", "run-steps", "run-end", "run-reap");

	private static final LuaScript<String> CANCEL = LuaScript.text("clock", "hash", "run-states", "run-cancel");

	private final RedisStore redis;

	private final RunSettings settings;

	private final RunEventProperties events;

	private final long indexTtl;

	private final Storage storage;

	RunScripts(RedisStore redis, RunSettings settings, RunEventProperties events, RedisProperties redisProperties,
			Storage storage) {
		if (settings.retention().compareTo(redisProperties.epochTtl()) >= 0) {
			throw new IllegalArgumentException(
					"agent-service.run.retention must be shorter than agent-service.redis.epoch-ttl");
		}
		this.redis = redis;
		this.settings = settings;
		this.events = events;
		this.storage = storage;
		this.indexTtl = redisProperties.epochTtl().toMillis();
	}

	List<@Nullable Object> admit(RunTicket ticket, SessionOpening session, long notAfter) {
		RunKeys keys = ticket.keys();
		RunOrder order = ticket.order();
		String idempotency = ticket.idempotencyKey();
		List<String> allKeys = keys(session.step().keys(), keys.run(ticket.id()), keys.index(),
				keys.idempotency(idempotency));
		return this.redis.run(ADMIT, allKeys,
				args(session.step().args(), ticket.id(), this.settings.lease().toMillis(), notAfter,
						ticket.document().json(), order.delivery().mode().label(), ticket.fingerprint(),
						RunKeys.idempotencyMember(idempotency), this.settings.retention().toMillis(), this.indexTtl,
						this.storage.userLimit(), this.storage.tenantOf(ticket.caller()), StoredOrder.input(order),
						order.delivery().logged() ? 1 : 0));
	}

	/** Reads what a run is to do, and for whom. */
	List<@Nullable Object> order(RunKeys keys, String runId) {
		return this.redis.run(ORDER, List.of(keys.run(runId), keys.who()), List.of());
	}

	List<@Nullable Object> claim(RunKeys keys, String runId, String idempotencyKey, SessionOpening session,
			long notAfter) {
		return this.redis.run(CLAIM,
				keys(session.step().keys(), keys.run(runId), keys.index(), keys.idempotency(idempotencyKey)),
				args(session.step().args(), runId, this.settings.lease().toMillis(), notAfter,
						this.settings.retention().toMillis(), this.indexTtl));
	}

	/** Whether the run would be told anything else but that its session is busy. */
	boolean mayRegister(RunTicket ticket, SessionOpening session) {
		return this.redis.run(TURN, List.of(session.turnKey(), ticket.keys().idempotency(ticket.idempotencyKey())),
				List.of(ticket.keys().run(""))) == 1;
	}

	/** Answers with 1 if nothing is left of the run. */
	CompletableFuture<Long> withdraw(RunToken run) {
		return this.redis.runAsync(WITHDRAW,
				List.of(run.key(), run.turnKey(), run.keys().index(), run.keys().idempotency(run.idempotencyKey())),
				List.of(run.attempt(), run.owner(), run.id(), RunKeys.member(run.id()),
						RunKeys.idempotencyMember(run.idempotencyKey())));
	}

	CompletableFuture<String> renew(OwnedRun run) {
		return this.redis.runAsync(RENEW, List.of(run.token().key(), run.token().turnKey()), List.of(run.attempt(),
				run.token().owner(), this.settings.lease().toMillis(), run.session().isKept() ? 1 : 0));
	}

	CompletableFuture<String> step(OwnedRun run, int index, String document) {
		RunToken token = run.token();
		return this.redis.runAsync(STEP,
				List.of(token.keys().epoch(), token.key(), token.keys().idempotency(token.idempotencyKey())),
				List.of(run.session().epoch(), run.attempt(), this.settings.retention().toMillis(), index, document));
	}

	String finish(OwnedRun run, SessionStep session, Ending ending, Ending cancelled, boolean called,
			List<?> pendingEvents) {
		RunToken token = run.token();
		List<Object> args = args(session.args(), run.session().epoch(), run.attempt(), token.owner(), ending.status(),
				ending.event(), ending.data(), flag(ending.again()), cancelled.event(), cancelled.data(),
				this.settings.retention().toMillis(), this.events.ttl().toMillis(),
				called ? "" : StoredOrder.document(run.order()).withoutMetadata().json(),
				this.settings.keptOfRefused().toMillis(), run.id());
		args.addAll(pendingEvents);
		return this.redis.run(FINISH, keys(session.keys(), token.keys().epoch(), token.key(),
				token.keys().idempotency(token.idempotencyKey())), args);
	}

	String reap(RunKeys keys, String runId, Ending lost, Ending cancelled) {
		return this.redis.run(REAP, List.of(keys.run(runId)), List.of(runId, lost.data(), cancelled.data(),
				this.settings.retention().toMillis(), this.events.ttl().toMillis()));
	}

	String cancel(RunKeys keys, String runId, String channel, String message) {
		return this.redis.run(CANCEL, List.of(keys.run(runId)), List.of(channel, message));
	}

	private static String flag(boolean value) {
		return value ? "1" : "";
	}

	private static List<String> keys(List<String> first, String... more) {
		List<String> all = new ArrayList<>(first);
		all.addAll(List.of(more));
		return all;
	}

	private static List<Object> args(List<?> first, Object... more) {
		List<Object> all = new ArrayList<>(first);
		all.addAll(List.of(more));
		return all;
	}

}
