package dev.agentservice.simulator.script;

import java.io.IOException;
import java.util.List;

import dev.agentservice.simulator.chat.ChatStream;
import dev.agentservice.simulator.chat.Chunk;
import dev.agentservice.simulator.chat.Completion;
import dev.agentservice.simulator.chat.Protocol;
import dev.agentservice.simulator.http.EventStream;
import dev.agentservice.simulator.http.Exchange;
import dev.agentservice.simulator.script.Interruption.Kind;

/**
 * Gives one answer, at the model's pace and with all that shall go wrong in it. It is
 * billed before the client can see its end, so that who has the answer finds the bill.
 */
final class Performance {

	private final Protocol protocol;

	private final Exchange exchange;

	private final Production production;

	Performance(Protocol protocol, Exchange exchange, Production production) {
		this.protocol = protocol;
		this.exchange = exchange;
		this.production = production;
	}

	void play(Answer answer, Completion completion) throws IOException {
		boolean streamed = completion.call().options().stream();
		try {
			if (streamed) {
				stream(answer, completion);
			}
			else {
				whole(answer, completion);
			}
		}
		finally {
			if (streamed || answer.interruption().kind() != Kind.ERROR) {
				this.production.bill();
			}
		}
	}

	private void whole(Answer answer, Completion completion) throws IOException {
		this.production.think(answer);
		for (Chunk chunk : completion.generation().chunks()) {
			this.production.produce(chunk);
		}
		if (answer.interruption().kind() != Kind.ERROR) {
			this.production.bill();
		}
		new JsonAnswers(this.protocol, this.exchange).send(answer.interruption().kind(),
				this.protocol.whole(completion));
	}

	private void stream(Answer answer, Completion completion) throws IOException {
		EventStream events = this.exchange.sendEvents(this.protocol.headers());
		ChatStream stream = answer.interruption().applyTo(this.protocol.stream(completion, events), this.exchange);
		List<Chunk> chunks = completion.generation().chunks();
		stream.open();
		this.production.think(answer);
		for (Chunk chunk : chunks.subList(0, Math.min(chunks.size(), answer.interruption().chunksBefore()))) {
			this.production.produce(chunk);
			stream.send(chunk);
		}
		this.production.bill();
		end(answer.interruption(), stream, events);
	}

	private void end(Interruption interruption, ChatStream stream, EventStream events) throws IOException {
		switch (interruption.kind()) {
			case STALL -> this.exchange.stayUntilClientLeaves();
			case CUT -> this.exchange.close();
			case RESET -> this.exchange.reset();
			case BROKEN_CHUNK -> {
				events.sendBrokenChunk();
				this.exchange.close();
			}
			case EARLY_END -> events.end();
			case ERROR -> {
				stream.error();
				events.end();
			}
			case NO_END_MARKER -> {
				stream.finish();
				events.end();
			}
			case NONE, BROKEN_EVENT -> {
				stream.finish();
				stream.endMarker();
				events.end();
			}
		}
	}

}
