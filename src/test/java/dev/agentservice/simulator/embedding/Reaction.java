package dev.agentservice.simulator.embedding;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the provider does with one request for vectors.
 */
public sealed interface Reaction {

	/** It answers. */
	static Reaction answer() {
		return new Changed((answer) -> answer);
	}

	/** It refuses with this status; nothing is billed. */
	static Refused refuse(int status) {
		return new Refused(status, null);
	}

	/** It answers, but leaves out the last vectors, so that so many remain. */
	static Reaction only(int vectors) {
		return new Changed((answer) -> {
			ArrayNode data = (ArrayNode) answer.path("data");
			while (data.size() > vectors) {
				data.remove(data.size() - 1);
			}
			return answer;
		});
	}

	/**
	 * A status, and perhaps when to come back.
	 *
	 * @param status the status
	 * @param retryAfter the {@code retry-after} header
	 */
	record Refused(int status, @Nullable Duration retryAfter) implements Reaction {

		/** The same with a {@code retry-after} header. */
		public Refused retryAfter(Duration delay) {
			return new Refused(this.status, delay);
		}

	}

	/**
	 * An answer that is billed as always.
	 *
	 * @param change what is done to it
	 */
	record Changed(UnaryOperator<ObjectNode> change) implements Reaction {

	}

	/** An open connection without a single byte; the texts are billed. */
	record Silence() implements Reaction {

	}

	/** A reset connection before the first header; nothing is billed. */
	record Reset() implements Reaction {

	}

	/**
	 * Something else happens before the answer.
	 *
	 * @param what happens
	 */
	record Meanwhile(Runnable what) implements Reaction {

	}

	/**
	 * An answer when the test says so.
	 *
	 * @param released until this is done not a byte is sent
	 */
	record Held(CompletableFuture<?> released) implements Reaction {

	}

}
