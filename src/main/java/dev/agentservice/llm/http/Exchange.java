package dev.agentservice.llm.http;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.agentservice.support.Deadline;
import org.apache.hc.core5.http.SocketModalCloseable;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One call of a provider: its time limits and its progress. It is bound to the calling
 * thread during the call, so that the pool's callbacks find it, and used by that thread
 * only, unless said otherwise.
 */
public final class Exchange {

	/** In less time a model cannot think or write much. */
	private static final Duration AT_ONCE = Duration.ofSeconds(2);

	private static final ScopedValue<Exchange> CURRENT = ScopedValue.newInstance();

	private final Deadline deadline;

	private final Duration firstTokenLimit;

	private final DeadlineTimer.Hurry hurry = new DeadlineTimer.Hurry();

	private Silence silence;

	private Deadline firstToken;

	private @Nullable Function<Deadline, DeadlineTimer.Watch> watcher;

	private DeadlineTimer.@Nullable Watch watch;

	private Duration readTimeout = Duration.ZERO;

	private boolean begun;

	private boolean whole;

	private boolean sent;

	private boolean refused;

	private boolean answered;

	private boolean inOnePiece;

	private boolean unrepeatable;

	private @Nullable Deadline atOnce;

	private volatile boolean expired;

	private @Nullable SocketModalCloseable connection;

	public Exchange(Deadline deadline) {
		this(deadline, deadline, Silence.AS_POOLED);
	}

	/**
	 * An exchange whose answer has to begin early.
	 * @param deadline for the whole answer
	 * @param firstToken for its first token; of streams only, since only there it is
	 * visible. Each sign of life before it restarts the limit
	 * @param silence how long the provider may be silent
	 */
	public Exchange(Deadline deadline, Deadline firstToken, Silence silence) {
		this.deadline = deadline;
		this.firstToken = firstToken;
		this.firstTokenLimit = firstToken.remaining();
		this.silence = silence;
	}

	/**
	 * Ends the exchange as soon as it is silent for this long, unless it is over before.
	 * From any thread.
	 */
	public void endIfSilentFor(Duration longest) {
		this.hurry.after(longest);
	}

	DeadlineTimer.Hurry hurry() {
		return this.hurry;
	}

	/** Runs a call during which the pool finds this exchange. */
	<T extends @Nullable Object> T run(Supplier<T> call) {
		return ScopedValue.where(CURRENT, this).call(call::get);
	}

	/** The exchange of the calling thread. */
	static Exchange current() {
		return CURRENT.orElseThrow(() -> new IllegalStateException("no exchange runs on this thread"));
	}

	/**
	 * Whether the provider may charge for this exchange: it may have got the request, and
	 * did not refuse it.
	 */
	public boolean mayBeBilled() {
		return this.sent && !this.refused;
	}

	/** A refused request is sent again. */
	void markSent() {
		this.sent = true;
		this.atOnce = Deadline.after(AT_ONCE);
		this.refused = false;
	}

	/**
	 * It has an effect besides its answer: once it may have arrived it is not sent again.
	 */
	public void markUnrepeatable() {
		this.unrepeatable = true;
	}

	boolean isUnrepeatable() {
		return this.unrepeatable;
	}

	/** It has not been sent to the provider. */
	void markUnsent() {
		this.sent = false;
	}

	/** The provider answered with an error only. */
	public void markRefused() {
		this.refused = true;
	}

	/**
	 * Whether the answer comes in one piece, so that its progress is not visible before
	 * it is whole.
	 */
	public boolean inOnePiece() {
		return this.inOnePiece;
	}

	/** Its first token comes with its last. */
	void markInOnePiece() {
		if (!this.inOnePiece && !this.firstToken.equals(this.deadline)) {
			// It was expected in pieces: the limit for the first one no longer applies.
			this.silence = Silence.AS_POOLED;
		}
		this.inOnePiece = true;
		this.firstToken = this.deadline;
		if (!this.begun) {
			stopWatching();
		}
	}

	/**
	 * Whether the model may have begun: the head of its answer has arrived, or the
	 * request has been with the provider for a while. Some servers send no head before
	 * the first token.
	 */
	public boolean mayBeAtWork() {
		return this.answered || (this.atOnce != null && this.atOnce.passed());
	}

	/** Whether the provider began to answer with success. */
	public boolean answered() {
		return this.answered;
	}

	void markAnswered() {
		this.answered = true;
	}

	/** The model began to answer: the limit for its first token has been kept. */
	void markBegun() {
		if (!this.begun) {
			this.begun = true;
			stopWatching();
			limitSilence(this.silence.insideAnswer(this.readTimeout));
			markPiece();
		}
	}

	/** A piece of the answer was received: the limit for the next one starts. */
	void markPiece() {
		this.hurry.heard();
		if (this.silence.gap() != null && this.watcher != null && !this.whole) {
			stopWatching();
			this.watch = this.watcher.apply(this.deadline.within(this.silence.gap()));
		}
	}

	/**
	 * The answer is whole: the wait for anything after it ends at this time, regardless
	 * of received bytes.
	 */
	void limitRest(Duration patience) {
		this.whole = true;
		limitSilence(patience);
		if (this.watcher != null) {
			stopWatching();
			this.watch = this.watcher.apply(this.deadline.within(patience));
		}
	}

	/**
	 * The model has not begun to answer, but shows a sign of life: its limit restarts.
	 */
	void markAlive() {
		if (this.watcher != null && !this.begun) {
			stopWatching();
			this.firstToken = this.deadline.within(this.firstTokenLimit);
			this.watch = this.watcher.apply(this.firstToken);
		}
	}

	/**
	 * From now on the limit for the first token applies.
	 * @param start starts a watch that ends the exchange at a deadline
	 */
	void watchFirstToken(Function<Deadline, DeadlineTimer.Watch> start) {
		this.watcher = start;
		this.watch = start.apply(this.firstToken);
	}

	void stopWatching() {
		if (this.watch != null) {
			this.watch.close();
			this.watch = null;
		}
	}

	/**
	 * A time limit passed and ended the exchange. Kept apart from the limits, since a
	 * simultaneous sign of life still moves the one for the first token.
	 */
	void markExpired() {
		this.expired = true;
	}

	/** Whether a time limit has passed. */
	public boolean timedOut() {
		return this.expired || this.deadline.passed() || (!this.begun && this.firstToken.passed());
	}

	/**
	 * The head of the answer has arrived.
	 * @param connection its connection
	 * @param readTimeout the pool's longest silence from now on
	 */
	void markHead(SocketModalCloseable connection, Duration readTimeout) {
		this.connection = connection;
		this.readTimeout = readTimeout;
		limitSilence(this.silence.beforeAnswer(readTimeout));
	}

	/** Sets the longest silence on this exchange's connection from now on. */
	void limitSilence(Duration longest) {
		if (this.connection != null) {
			this.connection.setSocketTimeout(Timeout.of(longest));
		}
	}

	Silence silence() {
		return this.silence;
	}

	/** By when all of the answer has to be there. */
	public Deadline deadline() {
		return this.deadline;
	}

}
