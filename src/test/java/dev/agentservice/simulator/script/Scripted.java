package dev.agentservice.simulator.script;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.agentservice.simulator.chat.Protocol;
import dev.agentservice.simulator.chat.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What a provider does with one call. Made by {@link Responses}.
 */
public sealed interface Scripted permits Answer, Scripted.Refused, Scripted.Garbage, Scripted.Reset, Scripted.Silence,
		Scripted.Delayed, Scripted.Held {

	/**
	 * An error document; nothing is billed.
	 *
	 * @param refusal what it says
	 * @param retryAfter the {@code retry-after} header, sent in whole seconds
	 * @param insideAnswer whether it comes with status 200, as the answer's only event
	 * where a stream was asked for
	 */
	record Refused(Function<Protocol, Refusal> refusal, @Nullable Duration retryAfter,
			boolean insideAnswer) implements Scripted {

		/** With the refusal's own status. */
		public Refused(Function<Protocol, Refusal> refusal, @Nullable Duration retryAfter) {
			this(refusal, retryAfter, false);
		}

		/** The same with a {@code retry-after} header. */
		public Refused retryAfter(Duration delay) {
			return new Refused(this.refusal, delay, this.insideAnswer);
		}

		/** The same with status 200. */
		public Refused insideAnAnswer() {
			return new Refused(this.refusal, this.retryAfter, true);
		}

	}

	/** Status 200 and a body that is no JSON; nothing is billed. */
	record Garbage() implements Scripted {

	}

	/** A reset connection before the first header; nothing is billed. */
	record Reset() implements Scripted {

	}

	/** An open connection without a single byte; the prompt is billed. */
	record Silence() implements Scripted {

	}

	/**
	 * Something later.
	 *
	 * @param delay how long not a byte is sent
	 * @param response what comes then
	 */
	record Delayed(Duration delay, Scripted response) implements Scripted {

	}

	/**
	 * Something when the test says so.
	 *
	 * @param released until this is done not a byte is sent
	 * @param response what comes then
	 */
	record Held(CompletableFuture<?> released, Scripted response) implements Scripted {

	}

}
