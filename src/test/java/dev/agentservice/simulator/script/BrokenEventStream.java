package dev.agentservice.simulator.script;

import java.io.IOException;
import java.time.Duration;

import dev.agentservice.simulator.chat.ChatStream;
import dev.agentservice.simulator.chat.Chunk;
import dev.agentservice.simulator.http.Exchange;

/**
 * A stream in which one event is broken: who skips it, loses a piece of the answer. Who
 * leaves because of it has some time, in which nothing more is produced and billed.
 */
final class BrokenEventStream implements ChatStream {

	private static final Duration TO_LEAVE = Duration.ofMillis(150);

	private final ChatStream stream;

	private final Exchange exchange;

	private final int broken;

	private int sent;

	BrokenEventStream(ChatStream stream, Exchange exchange, int broken) {
		this.stream = stream;
		this.exchange = exchange;
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
			this.exchange.pause(TO_LEAVE);
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
