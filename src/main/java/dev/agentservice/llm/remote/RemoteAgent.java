package dev.agentservice.llm.remote;

import java.util.Optional;

import dev.agentservice.llm.http.Exchange;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelRequest;

/**
 * A provider's interface to loops that it runs. An interface without sessions, such as
 * OpenAI's, starts each part of a conversation anew, with all that was said and the
 * results of our tools; one with sessions sends only what is new of the task.
 * <p>
 * All calls are made on the calling thread, throw what
 * {@link dev.agentservice.llm.http.PooledHttpClient} throws, and end at once when that
 * thread is interrupted.
 */
public interface RemoteAgent {

	/**
	 * Has a task worked on, and tells what happens until the stream ends: with the task,
	 * or before it. The first event says under which name the provider keeps it; where
	 * there are sessions, before any text of the conversation is sent.
	 * @param exchange the call on the wire
	 */
	void start(RemoteTask task, Exchange exchange, RemoteListener listener);

	/**
	 * Sends what a part is to work on that was started and {@linkplain RemoteLook.Empty
	 * has not got it}.
	 */
	default void send(RemoteRef ref, RemoteTask task, Exchange exchange) {
		throw new IllegalStateException("nothing is started there without its task");
	}

	/** Whether the provider keeps conversations, and a cap in money for each. */
	default boolean hasSessions() {
		return false;
	}

	/**
	 * The session that waits for the results with which a conversation ends; empty where
	 * there is none.
	 */
	default Optional<RemoteRef> waiting(ModelRequest request) {
		return Optional.empty();
	}

	/**
	 * Goes on reading what happens.
	 * @param model what works on it
	 * @param after the number of the last event that is known; -1 for none
	 * @param exchange the call on the wire
	 */
	void follow(RemoteRef ref, ModelId model, long after, Exchange exchange, RemoteListener listener);

	/**
	 * The state by the provider's record.
	 * @param model what works on it
	 */
	RemoteLook look(RemoteRef ref, ModelId model, Exchange exchange);

	/**
	 * Stops it. That it has ended, or is gone, is no failure.
	 * @return how far it came, by the provider's record
	 */
	RemoteLook cancel(RemoteRef ref, Exchange exchange);

	/** Deletes what the provider keeps of it. That it is gone is no failure. */
	void delete(RemoteRef ref, Exchange exchange);

}
