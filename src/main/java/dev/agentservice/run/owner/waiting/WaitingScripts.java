package dev.agentservice.run.owner.waiting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.owner.script.RunProperties;
import dev.agentservice.run.owner.script.RunToken;
import dev.agentservice.run.record.RunEventProperties;
import dev.agentservice.run.record.RunKeys;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;

import org.springframework.stereotype.Component;

/**
 * The transitions of runs that have no owner, or give theirs up: each is one script, so
 * one round trip.
 */
@Component
public class WaitingScripts {

	private static final LuaScript<ReapReply> REAP = LuaScript.list(ReapReply::read, "fragment/clock", "fragment/hash",
			"fragment/stored", "session/session-turn", "run/run-states", "run/run-steps", "run/run-journal",
			"run/run-doubt", "run/run-end", "run/run-waits", "run/run-again", "run/run-reap");

	private static final LuaScript<ExpireOutcome> EXPIRE = LuaScript.outcome(ExpireOutcome.class, "fragment/clock",
			"fragment/hash", "fragment/stored", "session/session-turn", "run/run-states", "run/run-steps",
			"run/run-journal", "run/run-doubt", "run/run-end", "run/run-waits", "run/run-expire");

	private static final LuaScript<Long> REFUSE = LuaScript.number("fragment/clock", "fragment/hash", "fragment/stored",
			"session/session-turn", "run/run-states", "run/run-steps", "run/run-doubt", "run/run-end",
			"run/run-refuse");

	private static final LuaScript<RequeueReply> REQUEUE = LuaScript.list(RequeueReply::read, "fragment/clock",
			"fragment/hash", "fragment/stored", "fragment/epoch", "fragment/index", "session/session-turn",
			"run/run-states", "run/run-owned", "run/run-events", "run/run-steps", "run/run-again", "run/run-line",
			"run/run-requeue");

	private static final LuaScript<RedriveReply> REDRIVE = LuaScript.list(RedriveReply::read, "fragment/clock",
			"fragment/hash", "fragment/stored", "fragment/epoch", "run/run-states", "run/run-steps", "run/run-begin",
			"run/run-redrive");

	private static final LuaScript<Optional<WaitingState>> STATE = LuaScript.list(WaitingState::read,
			"run/run-waiting");

	private final RedisStore redis;

	private final RunProperties properties;

	private final RunEventProperties events;

	WaitingScripts(RedisStore redis, RunProperties properties, RunEventProperties events) {
		this.redis = redis;
		this.properties = properties;
		this.events = events;
	}

	/**
	 * Checks a run that may have lost its owner, without waiting.
	 * @param maxLost how many owners in a row it may lose without a new step
	 */
	public CompletableFuture<ReapReply> reap(RunKeys keys, String runId, int maxLost) {
		return this.redis.runAsync(REAP, List.of(keys.run(runId)),
				List.of(runId, Ending.failed(Ending.lostProblem(runId)).data(),
						Ending.cancelled(runId, "requested").data(), retention(), eventsTtl(), maxLost,
						Ending.failed(Ending.poisonedProblem(runId)).data(), ttl()));
	}

	/** Ends a run that waits, if its time is up or its journal is gone. */
	public CompletableFuture<ExpireOutcome> expire(RunKeys keys, String runId) {
		return this.redis.runAsync(EXPIRE, List.of(keys.run(runId)),
				List.of(Ending.failed(Ending.expiredProblem(runId)).data(),
						Ending.failed(Ending.journalLostProblem(runId)).data(), retention(), eventsTtl()));
	}

	/**
	 * Ends a run that waits; a retry may continue it.
	 * @param attempts how many owners it has had
	 * @return whether it has ended
	 */
	public boolean refuse(RunKeys keys, String runId, int attempts, Ending ending) {
		return this.redis.run(REFUSE, List.of(keys.run(runId)),
				List.of(attempts, ending.status(), ending.data(), retention(), eventsTtl())) == 1;
	}

	/**
	 * Gives a run back, for its owner.
	 * @param reason why, as {@code run.resumed} says it
	 * @param pendingEvents events before, as {@code run-events.lua} wants them
	 */
	public RequeueReply requeue(OwnedRun run, String reason, List<?> pendingEvents) {
		RunToken token = run.token();
		List<Object> args = new ArrayList<>(
				List.of(run.session().epoch(), run.attempt(), token.owner(), reason, ttl(), retention()));
		args.addAll(pendingEvents);
		return this.redis.run(REQUEUE, List.of(token.keys().epoch(), token.key(), token.turnKey()), args);
	}

	/** Reads how a run waits; empty if there is none, or nobody it is of. */
	public Optional<WaitingState> state(RunKeys keys, String runId) {
		return this.redis.run(STATE, List.of(keys.run(runId), keys.who()), List.of());
	}

	/** Has a run that ended without an answer wait for another owner. */
	public RedriveReply redrive(RunKeys keys, String runId) {
		return this.redis.run(REDRIVE, List.of(keys.run(runId), keys.epoch()), List.of(ttl(), retention()));
	}

	private long ttl() {
		return this.properties.ttl().toMillis();
	}

	private long retention() {
		return this.properties.retention().toMillis();
	}

	private long eventsTtl() {
		return this.events.ttl().toMillis();
	}

}
