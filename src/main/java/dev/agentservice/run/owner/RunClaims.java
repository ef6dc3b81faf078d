package dev.agentservice.run.owner;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

import dev.agentservice.identity.UserTag;
import dev.agentservice.run.order.RunOrder;
import dev.agentservice.run.order.StoredOrder;
import dev.agentservice.run.owner.Claim.Claimed;
import dev.agentservice.run.owner.Claim.Reason;
import dev.agentservice.run.owner.Claim.Refused;
import dev.agentservice.run.owner.LiveRuns.Announcement;
import dev.agentservice.run.record.RunKeys;
import dev.agentservice.session.SessionOpening;
import dev.agentservice.session.Sessions;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.json.UnreadableStateException;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Gives runs that lost their owner to a new one, which knows only their user and their
 * id. Only runs whose order is stored can be claimed.
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
			RunSettings settings) {
		this.live = live;
		this.scripts = scripts;
		this.sessions = sessions;
		this.reaper = reaper;
		this.registry = registry;
		this.lease = settings.lease();
	}

	/**
	 * Claims a run, as its next attempt; one that has lost its owner is ended first.
	 * @throws UnreadableStateException if this release cannot read its session
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	public Claim claim(UserTag user, String runId) {
		List<@Nullable Object> stored = this.scripts.order(new RunKeys(user), runId);
		Optional<RunOrder> order = order(user, stored);
		if (order.isEmpty()) {
			return new Refused(withoutOrder(stored));
		}
		String idempotencyKey = Objects.requireNonNullElse((String) stored.get(3), "");
		return claim(runId, order.get(), idempotencyKey);
	}

	private Claim claim(String runId, RunOrder order, String idempotencyKey) {
		UserTag user = order.caller().tag();
		SessionOpening session = this.sessions.opening(order.caller(), order.input().sessionId(), order.agent());
		// The reaper finds that an entry that stays has ended.
		Announcement announced = this.live.announce(user, runId, this.lease.multipliedBy(LOOKED_AT_AFTER));
		Deadline certain = Deadline.after(this.lease);
		List<@Nullable Object> reply = this.scripts.claim(new RunKeys(user), runId, idempotencyKey, session,
				announced.at() + this.lease.toMillis());
		String outcome = String.valueOf(reply.getFirst());
		if ("claimed".equals(outcome)) {
			RunToken token = new RunToken(user, runId, OwnedRun.attempt(reply), session.turnKey(), idempotencyKey,
					announced.member());
			return new Claimed(owned(token, order, session, certain, reply));
		}
		this.live.remove(announced.member());
		if ("lapsed".equals(outcome)) {
			this.reaper.reap(user, runId);
			return claim(runId, order, idempotencyKey);
		}
		return new Refused(reason(outcome));
	}

	private OwnedRun owned(RunToken token, RunOrder order, SessionOpening session, Deadline certain,
			List<@Nullable Object> reply) {
		try {
			return OwnedRun.of(token, order, session, certain, reply);
		}
		catch (RuntimeException ex) {
			var _ = this.registry.takeBack(token);
			throw ex;
		}
	}

	private static Optional<RunOrder> order(UserTag user, List<@Nullable Object> stored) {
		String who = (String) stored.get(0);
		String document = (String) stored.get(1);
		String input = (String) stored.get(2);
		return (who != null && document != null && input != null)
				? Optional.of(StoredOrder.read(user, MAPPER.readValue(who, StoredOrder.Who.class), document, input))
				: Optional.empty();
	}

	private static Reason withoutOrder(List<@Nullable Object> stored) {
		if (stored.get(1) == null) {
			return Reason.GONE;
		}
		// A run that has finally ended is reported so, and its order is deleted.
		return "".equals(stored.get(4)) ? Reason.OVER : Reason.NOT_STORED;
	}

	private static Reason reason(String outcome) {
		return switch (outcome) {
			case "gone" -> Reason.GONE;
			case "over" -> Reason.OVER;
			case "owned" -> Reason.OWNED;
			case "erased" -> Reason.ERASED;
			case "busy" -> Reason.BUSY;
			case "not_stored" -> Reason.NOT_STORED;
			default -> throw new StoreUnavailableException("run-claim", new TimeoutException());
		};
	}

}
