package dev.agentservice.simulator.script;

import java.io.IOException;

import dev.agentservice.simulator.chat.ChatCall;
import dev.agentservice.simulator.chat.Chunk;
import dev.agentservice.simulator.http.Exchange;
import dev.agentservice.simulator.usage.Billing;
import dev.agentservice.simulator.usage.PromptTokens;

/**
 * The model at work on one answer: takes its time for each token and bills, once, the
 * prompt and what it has produced.
 */
final class Production {

	private final LatencyProfile latency;

	private final Exchange exchange;

	private final Runnable bill;

	private int produced;

	private boolean billed;

	Production(LatencyProfile latency, Exchange exchange, Billing billing, String provider, ChatCall call,
			PromptTokens prompt) {
		this.latency = latency;
		this.exchange = exchange;
		this.bill = () -> billing.charge(provider, call.model(), prompt, this.produced);
	}

	void think(Answer answer) throws IOException {
		this.exchange.pause(answer.firstToken().orElseGet(this.latency::beforeFirstToken));
	}

	void produce(Chunk chunk) throws IOException {
		this.exchange.pause(this.latency.forTokens(chunk.tokens()));
		this.produced += chunk.tokens();
	}

	void bill() {
		if (!this.billed) {
			this.billed = true;
			this.bill.run();
		}
	}

}
