package dev.agentservice.simulator.chat;

import java.io.IOException;
import java.util.Map;

import dev.agentservice.simulator.http.EventStream;
import dev.agentservice.simulator.http.HttpRequest;

/**
 * A provider's way to say things over HTTP.
 */
public interface Protocol {

	/** The provider's name, for example {@code openai}. */
	String provider();

	/**
	 * Reads a request as strictly as the provider does.
	 * @throws Refusal if the provider would refuse it
	 */
	ChatCall read(HttpRequest request) throws Refusal;

	/** The headers of every answer: its id, and how much of the rate limits is left. */
	Map<String, String> headers();

	/** A fresh id for an answer. */
	String newId();

	/**
	 * A fresh id for a tool call.
	 * @param tool the tool that is called
	 * @param index the call's place among those of the answer
	 */
	String newCallId(String tool, int index);

	/** Whether the model thinks before it calls tools, without being asked to. */
	boolean thinks(String model);

	/** A whole answer as JSON. */
	byte[] whole(Completion completion);

	/** Writes an answer as a stream. */
	ChatStream stream(Completion completion, EventStream events);

	/** An error document. */
	byte[] error(Refusal refusal);

	/** An error as an event of a stream. */
	void error(Refusal refusal, EventStream events) throws IOException;

	/** What the provider says with this status when nothing else is known. */
	Refusal refusal(int status);

	/** What the provider says to a prompt that does not fit its window. */
	Refusal contextTooLong(int tokens, int window);

	/** What the provider says to a prompt that its content filter does not like. */
	Refusal contentFiltered();

}
