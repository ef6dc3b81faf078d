package dev.agentservice.llm.http;

import java.util.function.Supplier;

import dev.agentservice.support.Deadline;
import org.apache.hc.core5.http.SocketModalCloseable;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One call to a provider, seen from both sides of the wire client between us and our own
 * HTTP client, which hands nothing through but the request. It is bound to the calling
 * thread while the call runs, and used by that thread only.
 */
public final class Exchange {

	private static final ScopedValue<Exchange> CURRENT = ScopedValue.newInstance();

	private final Deadline deadline;

	private final Deadline firstToken;

	private DeadlineTimer.@Nullable Watch firstTokenWatch;

	private boolean begun;

	private boolean sent;

	private boolean refused;

	private boolean answered;

	private boolean ended;

	private @Nullable RuntimeException failure;

	private @Nullable SocketModalCloseable connection;

	public Exchange(Deadline deadline) {
		this(deadline, deadline);
	}

	/**
	 * An exchange that is to begin its answer early.
	 * @param deadline for the whole answer
	 * @param firstToken for its first token; of streams only, since nothing else shows
	 * when it comes
	 */
	public Exchange(Deadline deadline, Deadline firstToken) {
		this.deadline = deadline;
		this.firstToken = firstToken;
	}

	/** Makes a call during which the HTTP client finds this exchange. */
	public <T extends @Nullable Object> T run(Supplier<T> call) {
		return ScopedValue.where(CURRENT, this).call(call::get);
	}

	/** The exchange of the calling thread. */
	static Exchange current() {
		return CURRENT.orElseThrow(() -> new IllegalStateException("no exchange runs on this thread"));
	}

	/**
	 * Stops the exchange: the stream is read no further and the failure is thrown to the
	 * caller. Wire clients swallow what their listeners throw, so it takes this way
	 * around them. The first failure counts.
	 */
	public void fail(RuntimeException reason) {
		if (this.failure == null) {
			this.failure = reason;
		}
	}

	void throwFailure() {
		if (this.failure != null) {
			throw this.failure;
		}
	}

	/**
	 * Whether the provider may charge for this exchange: it may have got the request, and
	 * did not refuse it.
	 */
	public boolean mayBeBilled() {
		return this.sent && !this.refused;
	}

	void markSent() {
		this.sent = true;
	}

	void markRefused() {
		this.refused = true;
	}

	/** Whether the provider began to answer with success. */
	public boolean answered() {
		return this.answered;
	}

	void markAnswered() {
		this.answered = true;
	}

	/** Whether the stream's own end marker was seen, so that nothing is missing. */
	public boolean ended() {
		return this.ended;
	}

	void markEnded() {
		this.ended = true;
	}

	/** The model began to answer: from now on only the other limits count. */
	public void markBegun() {
		this.begun = true;
		if (this.firstTokenWatch != null) {
			this.firstTokenWatch.close();
			this.firstTokenWatch = null;
		}
	}

	/** Whether a limit on time has passed. */
	public boolean timedOut() {
		return this.deadline.passed() || (!this.begun && this.firstToken.passed());
	}

	Deadline firstToken() {
		return this.firstToken;
	}

	void endFirstTokenWith(DeadlineTimer.Watch watch) {
		this.firstTokenWatch = watch;
	}

	void markConnected(SocketModalCloseable connection) {
		this.connection = connection;
	}

	/** Sets the longest silence on this exchange's connection from now on. */
	void limitSilence(Timeout timeout) {
		if (this.connection != null) {
			this.connection.setSocketTimeout(timeout);
		}
	}

	Deadline deadline() {
		return this.deadline;
	}

}
