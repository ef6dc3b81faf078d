package dev.agentservice.simulator.script;

import java.io.IOException;

import dev.agentservice.simulator.chat.ChatStream;
import dev.agentservice.simulator.chat.Chunk;

/**
 * A stream in which one event is broken: who skips it, loses a piece of the answer.
 */
final class BrokenEventStream implements ChatStream {

	private final ChatStream stream;

	private final int broken;

	private int sent;

	BrokenEventStream(ChatStream stream, int broken) {
		this.stream = stream;
		this.broken = broken;
	}

	@Override
	public void open() throws IOException {
		this.stream.open();
	}

	@Override
	public void send(Chunk chunk) throws IOException {
		if (this.sent++ == this.broken) {
			this.stream.malformedEvent();
		}
		else {
			this.stream.send(chunk);
		}
	}

	@Override
	public void finish() throws IOException {
		if (this.sent <= this.broken) {
			this.stream.malformedEvent();
		}
		this.stream.finish();
	}

	@Override
	public void endMarker() throws IOException {
		this.stream.endMarker();
	}

	@Override
	public void error() throws IOException {
		this.stream.error();
	}

	@Override
	public void malformedEvent() throws IOException {
		this.stream.malformedEvent();
	}

}
