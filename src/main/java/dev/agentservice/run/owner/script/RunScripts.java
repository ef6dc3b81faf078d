package dev.agentservice.run.owner.script;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.run.interaction.seal.Seals;
import dev.agentservice.run.order.QueueTerms;
import dev.agentservice.run.order.RunOrder;
import dev.agentservice.run.order.StoredOrder;
import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.record.RunEventProperties;
import dev.agentservice.run.record.RunKeys;
import dev.agentservice.run.record.WriteOutcome;
import dev.agentservice.session.SessionOpening;
import dev.agentservice.session.SessionStep;
import dev.agentservice.session.UserNames;
import dev.agentservice.storage.Storage;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisProperties;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.state.ReleaseProperties;
import dev.agentservice.support.state.StateProperties;

import org.springframework.stereotype.Component;

/**
 * The transitions of runs: each is one script, so one round trip. What is asked and what
 * is answered stands at the head of each script.
 */
@Component
public class RunScripts {

	private static final LuaScript<AdmitReply.Answer> ADMIT = LuaScript.list(AdmitReply.Answer::read, "fragment/clock",
			"fragment/hash", "fragment/stored", "storage/stored-sum", "fragment/epoch", "fragment/index",
			"fragment/seal", "session/session-load", "session/session-open", "run/run-steps", "run/run-states",
			"run/run-begin", "run/run-journal", "run/run-admit");

	private static final LuaScript<OrderReply> ORDER = LuaScript.list(OrderReply::read, "fragment/clock",
			"run/run-order");

	private static final LuaScript<ClaimReply> CLAIM = LuaScript.list(ClaimReply::read, "fragment/clock",
			"fragment/hash", "fragment/stored", "fragment/epoch", "fragment/index", "fragment/seal",
			"session/session-load", "session/session-open", "run/run-steps", "run/run-states", "run/run-begin",
			"run/run-journal", "run/run-waits", "run/run-line", "run/run-claim");

	private static final LuaScript<Long> TURN = LuaScript.number("fragment/hash", "run/run-states", "run/run-turn");

	private static final LuaScript<Long> WITHDRAW = LuaScript.number("fragment/clock", "fragment/hash",
			"fragment/stored", "session/session-turn", "run/run-states", "run/run-withdraw");

	private static final LuaScript<RenewOutcome> RENEW = LuaScript.outcome(RenewOutcome.class, "fragment/clock",
			"fragment/epoch", "session/session-turn", "fragment/hash", "run/run-states", "run/run-renew");

	private static final LuaScript<WriteOutcome> STEP = LuaScript.outcome(WriteOutcome.class, "fragment/clock",
			"fragment/hash", "fragment/stored", "fragment/epoch", "run/run-states", "run/run-owned", "run/run-steps",
			"run/run-journal", "run/run-doubt", "run/run-step");

	private static final LuaScript<IntentOutcome> INTEND = LuaScript.outcome(IntentOutcome.class, "fragment/clock",
			"fragment/hash", "fragment/stored", "fragment/epoch", "run/run-states", "run/run-owned", "run/run-steps",
			"run/run-journal", "run/run-doubt", "run/run-intend");

	private static final LuaScript<Long> REPEATABLE = LuaScript.number("fragment/clock", "run/run-repeatable");

	private static final LuaScript<FinishReply> FINISH = LuaScript.list(FinishReply::read, "fragment/clock",
			"fragment/hash", "fragment/stored", "fragment/epoch", "fragment/index", "session/session-turn",
			"session/session-append", "run/run-states", "run/run-owned", "run/run-events", "run/run-steps",
			"run/run-doubt", "run/run-end", "run/run-line", "run/run-finish");

	private static final LuaScript<CancelOutcome> CANCEL = LuaScript.outcome(CancelOutcome.class, "fragment/clock",
			"fragment/hash", "fragment/stored", "session/session-turn", "run/run-states", "run/run-steps",
			"run/run-doubt", "run/run-end", "run/run-cancel");

	private final RedisStore redis;

	private final RunProperties properties;

	private final RunEventProperties events;

	private final long indexTtl;

	private final Storage storage;

	private final UserNames names;

	private final Seals seals;

	private final int version;

	private final ReleaseProperties release;

	private final String owner;

	RunScripts(RedisStore redis, RunProperties properties, RunEventProperties events, RedisProperties redisProperties,
			Storage storage, UserNames names, Seals seals, StateProperties state, ReleaseProperties release) {
		if (properties.retention().compareTo(redisProperties.epochTtl()) >= 0) {
			throw new IllegalArgumentException(
					"agent-service.run.retention must be shorter than agent-service.redis.epoch-ttl");
		}
		if (properties.maxTtl().plus(properties.retention()).compareTo(redisProperties.epochTtl()) >= 0) {
			throw new IllegalArgumentException("agent-service.run.max-ttl and .retention together must be shorter than "
					+ "agent-service.redis.epoch-ttl");
		}
		if (properties.ttl().compareTo(properties.maxTtl()) > 0) {
			throw new IllegalArgumentException("agent-service.run.ttl must not be longer than .max-ttl");
		}
		this.redis = redis;
		this.properties = properties;
		this.events = events;
		this.storage = storage;
		this.names = names;
		this.seals = seals;
		this.version = state.writeVersion();
		this.release = release;
		this.owner = release.track() + " " + release.version();
		this.indexTtl = redisProperties.epochTtl().toMillis();
	}

	public AdmitReply admit(RunTicket ticket, SessionOpening session, long notAfter) {
		RunKeys keys = ticket.keys();
		RunOrder order = ticket.order();
		String idempotency = ticket.idempotencyKey();
		List<String> allKeys = keys(session.step().keys(), keys.run(ticket.id()), keys.index(),
				keys.idempotency(idempotency), keys.idempotency(ticket.idempotency().otherDigest()));
		List<Object> args = args(sealing(session), ticket.id(), this.properties.lease().toMillis(), notAfter,
				ticket.document(this.version, this.release).json(), order.delivery().mode().label(),
				ticket.idempotency().fingerprint(), RunKeys.idempotencyMember(idempotency), lifetime(ticket).toMillis(),
				this.indexTtl, this.storage.userLimit(), this.storage.tenantOf(ticket.caller()),
				StoredOrder.input(order, this.version), order.delivery().logged() ? 1 : 0,
				flag(order.delivery().detached() && this.version > StateProperties.OLDEST_VERSION));
		args.addAll(waiting(ticket));
		args.addAll(List.of(ticket.generation().epoch(), this.owner, ticket.idempotency().otherFingerprint(),
				ticket.idempotency().both() ? RunKeys.idempotencyMember(ticket.idempotency().otherDigest()) : ""));
		AdmitReply.Answer answer = this.redis.run(ADMIT, allKeys, args);
		ticket.generation().saw(answer.reply().generation());
		storeName(ticket, answer);
		return answer.reply();
	}

	/**
	 * A worker has to know whose run it takes, so the name of one that waits is stored
	 * before it is offered. It is stored once per epoch.
	 */
	private void storeName(RunTicket ticket, AdmitReply.Answer answer) {
		if (answer.unnamed() == null) {
			return;
		}
		if (answer.reply() instanceof AdmitReply.Queued) {
			this.names.store(ticket.caller(), answer.unnamed());
		}
		else {
			this.names.storeSoon(ticket.caller(), answer.unnamed());
		}
	}

	/** Reads what a run is to do, and for whom. */
	public OrderReply order(RunKeys keys, String runId) {
		return this.redis.run(ORDER, List.of(keys.run(runId), keys.who()), List.of());
	}

	public ClaimReply claim(RunKeys keys, String runId, String idempotencyKey, SessionOpening session, String sessionId,
			boolean queued, long notAfter) {
		return this.redis.run(CLAIM,
				keys(session.step().keys(), keys.run(runId), keys.index(), keys.idempotency(idempotencyKey)),
				args(sealing(session), runId, this.properties.lease().toMillis(), notAfter,
						this.properties.retention().toMillis(), this.indexTtl, StateProperties.NEWEST_VERSION,
						sessionId, flag(queued), this.owner));
	}

	/** Whether the run would be told anything else but that its session is busy. */
	public boolean mayRegister(RunTicket ticket, SessionOpening session) {
		RunKeys keys = ticket.keys();
		return this.redis.run(TURN,
				List.of(session.turnKey(), keys.idempotency(ticket.idempotencyKey()), keys.epoch(),
						keys.idempotency(ticket.idempotency().otherDigest())),
				List.of(keys.run(""), ticket.generation().epoch())) == 1;
	}

	/**
	 * Answers with whether nothing is left of the run; otherwise somebody has to end it.
	 */
	public CompletableFuture<Boolean> withdraw(RunToken run) {
		return this.redis.runAsync(WITHDRAW,
				List.of(run.key(), run.turnKey(), run.keys().index(), run.keys().idempotency(run.idempotencyKey())),
				List.of(run.attempt(), run.owner(), run.id(), RunKeys.member(run.id()),
						RunKeys.idempotencyMember(run.idempotencyKey())))
			.thenApply((gone) -> gone == 1);
	}

	public CompletableFuture<RenewOutcome> renew(OwnedRun run) {
		RunToken token = run.token();
		return this.redis.runAsync(RENEW, List.of(token.key(), token.turnKey(), token.keys().epoch()),
				List.of(run.attempt(), token.owner(), this.properties.lease().toMillis(),
						run.session().isKept() ? 1 : 0, run.session().epoch()));
	}

	public CompletableFuture<WriteOutcome> step(OwnedRun run, int index, String document, String settled) {
		return this.redis.runAsync(STEP, journalKeys(run.token()),
				args(List.of(run.session().epoch(), run.attempt(), this.properties.retention().toMillis(), index),
						document, settled));
	}

	public CompletableFuture<IntentOutcome> intend(OwnedRun run, int index, List<Intent> intents) {
		List<Object> args = args(
				List.of(run.session().epoch(), run.attempt(), this.properties.retention().toMillis(), index));
		intents.forEach((intent) -> args.addAll(List.of(intent.document(), intent.call(), intent.tool())));
		return this.redis.runAsync(INTEND, journalKeys(run.token()), args);
	}

	/** See {@code run-repeatable.lua}. */
	public Duration untilRepeatable(RunToken run) {
		return Duration.ofMillis(this.redis.run(REPEATABLE, List.of(run.key()), List.of()));
	}

	private static List<String> journalKeys(RunToken run) {
		return List.of(run.keys().epoch(), run.key(), run.keys().idempotency(run.idempotencyKey()));
	}

	public FinishReply finish(OwnedRun run, SessionStep session, Ending ending, Ending cancelled, boolean called,
			List<?> pendingEvents) {
		RunToken token = run.token();
		List<Object> args = args(session.args(), run.session().epoch(), run.attempt(), token.owner(), ending.status(),
				ending.event(), ending.data(), flag(ending.again()), cancelled.event(), cancelled.data(),
				this.properties.retention().toMillis(), this.events.ttl().toMillis(),
				called ? "" : StoredOrder.document(run.order(), this.version, this.release).withoutMetadata().json(),
				this.properties.keptOfRefused().toMillis(), run.id());
		args.addAll(pendingEvents);
		return this.redis.run(FINISH, keys(session.keys(), token.keys().epoch(), token.key(),
				token.keys().idempotency(token.idempotencyKey())), args);
	}

	public CancelOutcome cancel(RunKeys keys, String runId, String channel, String message, Ending cancelled) {
		return this.redis.run(CANCEL, List.of(keys.run(runId)), List.of(channel, message, cancelled.data(),
				this.properties.retention().toMillis(), this.events.ttl().toMillis()));
	}

	/** How long the keys of a run live from its admission. */
	private Duration lifetime(RunTicket ticket) {
		QueueTerms queue = ticket.queue();
		return (queue != null) ? queue.ttl().plus(this.properties.retention()) : this.properties.retention();
	}

	/** The last arguments of {@code run-admit}: how a run waits, if it does. */
	private static List<Object> waiting(RunTicket ticket) {
		QueueTerms queue = ticket.queue();
		if (queue == null) {
			return List.of("", "", "", "");
		}
		return List.of(1, ticket.order().terms().waitForTurn() ? "" : 1, queue.ttl().toMillis(), queue.priority());
	}

	/** What {@code session-open} wants, with an offer of what seals the day's lines. */
	private List<Object> sealing(SessionOpening session) {
		List<Object> args = new ArrayList<>(session.step().args());
		args.set(1, this.seals.offer());
		return args;
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
