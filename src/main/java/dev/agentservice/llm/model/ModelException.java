package dev.agentservice.llm.model;

import java.time.Duration;

import dev.agentservice.llm.refusal.ProviderRefusal;
import org.jspecify.annotations.Nullable;

/**
 * A model call without a whole answer. The message is for logs: it names the model and
 * the kind, never the prompt or the provider's body.
 */
public class ModelException extends RuntimeException {

	/** The kind of the failure, as far as the next step depends on it. */
	public enum Kind {

		/**
		 * The provider refuses the service's credentials or its permission (401, 403).
		 */
		UNAUTHORIZED,
		/** The service's account with the provider is used up. */
		QUOTA_EXHAUSTED,
		/** The provider does not know the model, or not for this account. */
		UNKNOWN_MODEL,
		/** The prompt does not fit the model's window. */
		CONTEXT_TOO_LONG,
		/** The provider's content filter refused the prompt or the answer. */
		CONTENT_FILTERED,
		/** Any other 4xx: the request is at fault. */
		REJECTED,
		/** 429. */
		RATE_LIMITED,
		/** 5xx, Anthropic's 529 included. */
		UNAVAILABLE,
		/** No connection, or a broken one. */
		CONNECTION,
		/** Nothing, or not enough, within the time limit. */
		TIMEOUT,
		/** Bytes that break the protocol. */
		MALFORMED,
		/**
		 * Its whole output cap is used up without any text: it was all thought.
		 */
		CAP_SPENT,
		/**
		 * Not called: it failed too often recently, or its provider asked for a pause.
		 */
		CIRCUIT_OPEN,
		/** Not called: all connections to the provider were in use. */
		BUSY;

		/**
		 * Whether it is transient. Other failures need an operator, or another task.
		 */
		public boolean passes() {
			return switch (this) {
				case RATE_LIMITED, UNAVAILABLE, CONNECTION, TIMEOUT, MALFORMED, CIRCUIT_OPEN, BUSY -> true;
				case UNAUTHORIZED, QUOTA_EXHAUSTED, UNKNOWN_MODEL, CONTEXT_TOO_LONG, CONTENT_FILTERED, REJECTED,
						CAP_SPENT ->
					false;
			};
		}

	}

	private final ModelId model;

	private final Kind kind;

	private final @Nullable Duration retryAfter;

	private final transient @Nullable ProviderRefusal refusal;

	private final boolean answerBegun;

	public ModelException(ModelId model, Kind kind, @Nullable Duration retryAfter, @Nullable Throwable cause) {
		this(model, kind, retryAfter, null, false, cause);
	}

	/** A call that the provider refused. */
	public ModelException(ModelId model, ProviderRefusal refusal, Throwable cause) {
		this(model, ProviderErrors.kind(refusal), refusal.retryAfter(), refusal, false, cause);
	}

	private ModelException(ModelId model, Kind kind, @Nullable Duration retryAfter, @Nullable ProviderRefusal refusal,
			boolean answerBegun, @Nullable Throwable cause) {
		super(model + " failed: " + kind, cause);
		this.model = model;
		this.kind = kind;
		this.retryAfter = retryAfter;
		this.refusal = refusal;
		this.answerBegun = answerBegun;
	}

	/** The same failure, after a piece of the answer had been emitted. */
	public ModelException afterAnswerBegun() {
		return new ModelException(this.model, this.kind, this.retryAfter, this.refusal, true, this);
	}

	public ModelId model() {
		return this.model;
	}

	public Kind kind() {
		return this.kind;
	}

	/** How long the provider asks to wait, if it does. */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	/** The provider's refusal, if it refused. */
	public @Nullable ProviderRefusal refusal() {
		return this.refusal;
	}

	/**
	 * Whether a piece of the answer had been emitted, so that the answer must begin anew.
	 */
	public boolean answerBegun() {
		return this.answerBegun;
	}

}
