package dev.agentservice.simulator.script;

import dev.agentservice.simulator.chat.ChatStream;
import dev.agentservice.simulator.http.Exchange;

/**
 * What becomes of an answer in its middle. What was produced before is billed. In an
 * answer that is not streamed the middle is half the body.
 *
 * @param kind what happens
 * @param afterChunks after so many chunks of the answer, or just before its end if it has
 * fewer
 */
record Interruption(Kind kind, int afterChunks) {

	static final Interruption NOTHING = new Interruption(Kind.NONE, Integer.MAX_VALUE);

	/** How many chunks of a stream come before its end, if there are as many. */
	int chunksBefore() {
		return (this.kind == Kind.BROKEN_EVENT) ? Integer.MAX_VALUE : this.afterChunks;
	}

	/** The stream, with a broken event in it if that is what happens. */
	ChatStream applyTo(ChatStream stream, Exchange exchange) {
		return (this.kind == Kind.BROKEN_EVENT) ? new BrokenEventStream(stream, exchange, this.afterChunks) : stream;
	}

	/** The ways to go wrong. */
	enum Kind {

		/** All goes well. */
		NONE,
		/** Nothing more comes, and the connection stays open. */
		STALL,
		/** The connection is closed (FIN). */
		CUT,
		/** The connection is reset (RST). */
		RESET,
		/** An HTTP chunk without a readable size; without a stream, half the JSON. */
		BROKEN_CHUNK,
		/**
		 * One event is broken JSON, the others are right; without a stream, half the
		 * JSON.
		 */
		BROKEN_EVENT,
		/**
		 * The body ends in good order, but the answer in it does not; without a stream,
		 * half the JSON.
		 */
		EARLY_END,
		/** The provider reports an error; without a stream, with a status. */
		ERROR,
		/**
		 * The answer is whole, only the last event is missing; nothing without a stream.
		 */
		NO_END_MARKER

	}

}
