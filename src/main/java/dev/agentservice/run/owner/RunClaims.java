package dev.agentservice.run.owner;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.agentservice.identity.UserTag;
import dev.agentservice.run.live.LiveRuns;
import dev.agentservice.run.order.RunOrder;
import dev.agentservice.run.order.StoredOrder;
import dev.agentservice.run.owner.Claim.Claimed;
import dev.agentservice.run.owner.Claim.Reason;
import dev.agentservice.run.owner.Claim.Refused;
import dev.agentservice.run.live.LiveRuns.Announcement;
import dev.agentservice.run.owner.script.BegunAttempt;
import dev.agentservice.run.owner.script.ClaimReply;
import dev.agentservice.run.owner.script.ClaimReply.NotClaimed;
import dev.agentservice.run.owner.script.OrderReply;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.owner.script.RunProperties;
import dev.agentservice.run.owner.script.RunScripts;
import dev.agentservice.run.owner.script.RunToken;
import dev.agentservice.run.record.RunKeys;
import dev.agentservice.session.SessionOpening;
import dev.agentservice.session.Sessions;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.json.UnreadableStateException;
import dev.agentservice.support.redis.StoreUnavailableException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Gives runs that wait for an owner, or lost theirs, to one that knows only their user
 * and their id. Only runs whose order is stored can be claimed.
 */
@Component
public class RunClaims {

	/** In leases: the age from which a delayed claim is refused. */
	private static final int LOOKED_AT_AFTER = 2;

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private final LiveRuns live;

	private final RunScripts scripts;

	private final Sessions sessions;

	private final Reaper reaper;

	private final RunRegistry registry;

	private final Duration lease;

	RunClaims(LiveRuns live, RunScripts scripts, Sessions sessions, Reaper reaper, RunRegistry registry,
			RunProperties properties) {
		this.live = live;
		this.scripts = scripts;
		this.sessions = sessions;
		this.reaper = reaper;
		this.registry = registry;
		this.lease = properties.lease();
	}

	/**
	 * Claims a run, as its next attempt; one that has lost its owner is ended first.
	 * @throws UnreadableStateException if this release cannot read its session
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	Claim claim(UserTag user, String runId) {
		OrderReply stored = this.scripts.order(new RunKeys(user), runId);
		return order(user, stored).map((order) -> claim(runId, order, stored.idempotencyKey()))
			.orElseGet(() -> new Refused(withoutOrder(stored)));
	}

	/**
	 * Claims a run that was taken from the queue, whose entry in the list of live runs
	 * stays until it leaves the queue.
	 * @param announcement that entry
	 * @param agentEnabled whether an agent may be asked on behalf of a caller now
	 * @throws UnreadableStateException if this release cannot read its session
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	public Claim claim(UserTag user, String runId, String announcement, Predicate<RunOrder> agentEnabled) {
		OrderReply stored = this.scripts.order(new RunKeys(user), runId);
		Optional<RunOrder> order = order(user, stored);
		if (order.isEmpty()) {
			return new Refused(withoutOrder(stored));
		}
		if (!agentEnabled.test(order.get())) {
			return new Refused(Reason.HELD);
		}
		Claim claim = claim(runId, order.get(), stored.idempotencyKey(), "", stored.at());
		if (claim instanceof Claimed) {
			this.live.later(List.of(announcement), this.lease);
		}
		return claim;
	}

	/** The reaper finds that an entry that stays has ended. */
	private Claim claim(String runId, RunOrder order, String idempotencyKey) {
		Announcement announced = this.live.announce(order.caller().tag(), runId,
				this.lease.multipliedBy(LOOKED_AT_AFTER));
		Claim claim = claim(runId, order, idempotencyKey, announced.member(), announced.at());
		if (claim instanceof Refused) {
			this.live.remove(announced.member());
		}
		return claim;
	}

	private Claim claim(String runId, RunOrder order, String idempotencyKey, String announcement, long at) {
		UserTag user = order.caller().tag();
		SessionOpening session = this.sessions.opening(order.caller(), order.input().sessionId(), order.agent());
		Deadline certain = Deadline.after(this.lease);
		ClaimReply reply = this.scripts.claim(new RunKeys(user), runId, idempotencyKey, session,
				Objects.requireNonNullElse(order.input().sessionId(), ""), announcement.isEmpty(),
				at + this.lease.toMillis());
		return switch (reply) {
			case ClaimReply.Claimed(BegunAttempt begun, BegunAttempt.Resumption resumption) -> {
				RunToken token = new RunToken(user, runId, begun.attempt(), session.turnKey(), idempotencyKey,
						announcement);
				yield new Claimed(owned(token, order, session, certain, begun, resumption));
			}
			case NotClaimed(ClaimReply.Reason reason) ->
				refused(runId, reason, order, () -> claim(runId, order, idempotencyKey, announcement, at));
		};
	}

	private Claim refused(String runId, ClaimReply.Reason reason, RunOrder order, Supplier<Claim> again) {
		return switch (reason) {
			case LAPSED -> {
				this.reaper.reap(order.caller().tag(), runId);
				yield again.get();
			}
			case LATE -> throw new StoreUnavailableException("run-claim", new TimeoutException());
			case GONE -> new Refused(Reason.GONE);
			case OVER -> new Refused(Reason.OVER);
			case OWNED -> new Refused(Reason.OWNED);
			case ERASED -> new Refused(Reason.ERASED);
			case BUSY -> new Refused(Reason.BUSY);
			case NOT_STORED -> new Refused(Reason.NOT_STORED);
			case EXPIRED -> new Refused(Reason.EXPIRED);
			case JOURNAL_LOST -> new Refused(Reason.JOURNAL_LOST);
			case UNREADABLE -> new Refused(Reason.UNREADABLE);
		};
	}

	private OwnedRun owned(RunToken token, RunOrder order, SessionOpening session, Deadline certain, BegunAttempt begun,
			BegunAttempt.Resumption resumption) {
		try {
			return OwnedRun.of(token, order, session, certain, begun, resumption);
		}
		catch (RuntimeException ex) {
			var _ = this.registry.takeBack(token);
			throw ex;
		}
	}

	private static Optional<RunOrder> order(UserTag user, OrderReply stored) {
		String who = stored.who();
		String document = stored.document();
		String input = stored.input();
		return (who != null && document != null && input != null)
				? Optional.of(StoredOrder.read(user, MAPPER.readValue(who, StoredOrder.Who.class), document, input))
				: Optional.empty();
	}

	private static Reason withoutOrder(OrderReply stored) {
		if (stored.document() == null) {
			return Reason.GONE;
		}
		// What has ended for good says so, and its order is gone.
		return stored.over() ? Reason.OVER : Reason.NOT_STORED;
	}

}
