package dev.agentservice.session;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

import dev.agentservice.identity.Caller;
import dev.agentservice.session.OpenSession.Kept;
import dev.agentservice.session.SessionStore.Claim;
import dev.agentservice.session.SessionStore.Opened;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.ProblemCode;
import dev.agentservice.support.ProblemException;
import dev.agentservice.support.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Taking turns: one run at a time has a session's turn, under a lease, and the lock's
 * value (run and attempt) is its fencing token.
 */
@Component
class Turns {

	private static final Logger logger = LoggerFactory.getLogger(Turns.class);

	private static final Duration BUSY_RETRY = Duration.ofSeconds(1);

	private final SessionStore store;

	private final SessionJson json;

	private final LeaseHeartbeat heartbeat;

	private final Duration lease;

	Turns(SessionStore store, SessionJson json, LeaseHeartbeat heartbeat, SessionSettings settings) {
		this.store = store;
		this.json = json;
		this.heartbeat = heartbeat;
		this.lease = settings.lease();
	}

	OpenSession take(Caller caller, SessionId id, String agent, String owner, Duration wait) {
		TurnLease turn = new TurnLease(new SessionKeys(caller.tag()).turn(id), owner, Deadline.after(this.lease));
		try {
			Opened opened = await(caller, id, turn, wait);
			StoredSession stored = this.json.read(opened.head(), opened.turns());
			this.heartbeat.hold(turn);
			return new OpenSession(caller.tag(), opened.epoch(), owner,
					new Kept(id, agent, stored, turn, () -> giveBack(turn)));
		}
		catch (StoreUnavailableException | CancellationException | UnreadableSessionException ex) {
			// The turn may be ours without our knowing, or without our having a use for
			// it.
			var _ = this.store.release(turn.key(), owner);
			throw ex;
		}
	}

	void write(OpenSession open, Turn turn) {
		Kept kept = open.kept();
		if (kept == null) {
			return;
		}
		this.heartbeat.drop(kept.lease());
		SessionHead head = kept.stored().headAfter(turn, kept.agent(), this.json.writeVersion());
		switch (this.store.append(claim(open, kept), head, turn)) {
			case WRITTEN -> kept.lease().end();
			case ERASED -> throw new TurnLostException(TurnLostException.Reason.ERASED);
			case FENCED_OFF, CHANGED -> throw new TurnLostException(TurnLostException.Reason.FENCED_OFF);
		}
	}

	static ProblemException busy() {
		return new ProblemException(ProblemCode.SESSION_BUSY,
				"Another run is working on this session. Wait for it to finish; a new run waits by itself "
						+ "with \"on_busy\": \"queue\".")
			.retryAfter(BUSY_RETRY);
	}

	private Opened await(Caller caller, SessionId id, TurnLease turn, Duration wait) {
		Opened opened = TurnWait.await(wait, () -> {
			turn.renewed(Deadline.after(this.lease));
			return this.store.open(caller, id, turn.owner());
		});
		if (opened == null) {
			throw busy();
		}
		return opened;
	}

	private void giveBack(TurnLease turn) {
		this.heartbeat.drop(turn);
		if (!turn.end()) {
			return;
		}
		try {
			this.store.release(turn.key(), turn.owner()).get();
		}
		catch (InterruptedException _) {
			// It is on its way; nobody needs its answer.
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			logger.atWarn().setCause(ex.getCause()).log("A turn was not given back and ends with its lease");
		}
	}

	private static Claim claim(OpenSession open, Kept kept) {
		return new Claim(new SessionKeys(open.user()), kept.id(), open.epoch(), open.owner(), kept.stored().json());
	}

}
