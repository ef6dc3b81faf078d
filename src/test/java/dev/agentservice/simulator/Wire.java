package dev.agentservice.simulator;

import java.io.IOException;

import dev.agentservice.simulator.RawCall.Received;
import dev.agentservice.simulator.script.Scripted;
import dev.agentservice.simulator.script.SimulatedProvider;

/**
 * The protocols, for tests that hold for both.
 */
enum Wire {

	OPENAI("\"object\":\"chat.comp\n", "\"finish_reason\":\"stop\"", "[DONE]"),

	ANTHROPIC("\"content_block_delta\",\"ind\n", "message_delta", "message_stop");

	private final String brokenEvent;

	private final String finish;

	private final String endMarker;

	Wire(String brokenEvent, String finish, String endMarker) {
		this.brokenEvent = brokenEvent;
		this.finish = finish;
		this.endMarker = endMarker;
	}

	/** What a broken event ends with. */
	String brokenEvent() {
		return this.brokenEvent;
	}

	/** What says why the answer ended. */
	String finish() {
		return this.finish;
	}

	/** What says that nothing more comes. */
	String endMarker() {
		return this.endMarker;
	}

	SimulatedProvider of(Simulator simulator) {
		return (this == OPENAI) ? simulator.openai() : simulator.anthropic();
	}

	/** Asks for an answer. */
	RawCall call(Simulator simulator, boolean stream) throws IOException {
		String request = """
				{"model": "m", "max_tokens": 100, "stream": %s,%s "messages": [{"role": "user", "content": "Hello"}]}"""
			.formatted(stream, (this == OPENAI) ? " \"store\": false," : "");
		return (this == OPENAI) ? RawCall.openai(simulator, request) : RawCall.anthropic(simulator, request);
	}

	/** Orders a response and receives it as a stream. */
	Received stream(Simulator simulator, Scripted response) throws IOException {
		of(simulator).next(response);
		try (RawCall call = call(simulator, true)) {
			return call.receive();
		}
	}

	/** Orders a response and receives it whole. */
	Received whole(Simulator simulator, Scripted response) throws IOException {
		of(simulator).next(response);
		try (RawCall call = call(simulator, false)) {
			return call.receive();
		}
	}

}
