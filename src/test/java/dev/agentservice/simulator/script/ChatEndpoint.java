package dev.agentservice.simulator.script;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import dev.agentservice.simulator.chat.ChatCall;
import dev.agentservice.simulator.chat.Completion;
import dev.agentservice.simulator.chat.Finish;
import dev.agentservice.simulator.chat.Generation;
import dev.agentservice.simulator.chat.Protocol;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.chat.Reply;
import dev.agentservice.simulator.chat.Thought;
import dev.agentservice.simulator.http.ClientLeftException;
import dev.agentservice.simulator.http.EventStream;
import dev.agentservice.simulator.http.Exchange;
import dev.agentservice.simulator.http.Handler;
import dev.agentservice.simulator.http.HttpRequest;
import dev.agentservice.simulator.usage.Billing;
import dev.agentservice.simulator.usage.PromptCache;
import dev.agentservice.simulator.usage.PromptTokens;

/**
 * Answers chat calls in a provider's protocol as the script says, or else as the default
 * model does.
 */
public final class ChatEndpoint implements Handler {

	/** The statuses with which providers refuse a request for what it says. */
	private static final Set<Integer> MALFORMED = Set.of(400, 422);

	private static final Thought UNASKED = new Thought("A tool will know.", false);

	private final Protocol protocol;

	private final SimulatedProvider provider;

	private final Function<ChatCall, Reply> model;

	private final PromptCache cache;

	private final Billing billing;

	private final LatencyProfile latency;

	public ChatEndpoint(Protocol protocol, SimulatedProvider provider, Function<ChatCall, Reply> model,
			PromptCache cache, Billing billing, LatencyProfile latency) {
		this.protocol = protocol;
		this.provider = provider;
		this.model = model;
		this.cache = cache;
		this.billing = billing;
		this.latency = latency;
	}

	@Override
	public void handle(HttpRequest request, Exchange exchange) throws IOException {
		this.provider.traffic().begin();
		try {
			answer(request, exchange);
		}
		catch (ClientLeftException ex) {
			this.provider.traffic().clientLeft();
			throw ex;
		}
		finally {
			this.provider.traffic().end();
		}
	}

	private void answer(HttpRequest request, Exchange exchange) throws IOException {
		try {
			ChatCall call = read(request);
			Optional<Scripted> ordered = this.provider.take(call);
			if (call.promptTokens() > this.provider.contextWindow()) {
				throw this.protocol.contextTooLong(call.promptTokens(), this.provider.contextWindow());
			}
			play(ordered.orElseGet(() -> new Answer(this.model.apply(call))), call, exchange);
		}
		catch (Refusal refusal) {
			new JsonAnswers(this.protocol, exchange).refuse(refusal, null);
		}
	}

	private void play(Scripted response, ChatCall call, Exchange exchange) throws IOException {
		JsonAnswers json = new JsonAnswers(this.protocol, exchange);
		switch (response) {
			case Answer answer -> perform(answer, call, exchange);
			case Scripted.Refused refused -> refuse(refused, call, exchange);
			case Scripted.Garbage() -> json.sendGarbage();
			case Scripted.Reset() -> exchange.reset();
			case Scripted.Silence() -> {
				production(call, count(call), exchange).bill();
				exchange.stayUntilClientLeaves();
			}
			case Scripted.Delayed delayed -> {
				exchange.pause(delayed.delay());
				play(delayed.response(), call, exchange);
			}
			case Scripted.Held held -> {
				exchange.pauseUntil(held.released());
				play(held.response(), call, exchange);
			}
		}
	}

	/**
	 * What the provider would refuse for what it says is counted: nobody sent it on
	 * purpose.
	 */
	private ChatCall read(HttpRequest request) throws Refusal {
		try {
			return this.protocol.read(request);
		}
		catch (Refusal refusal) {
			if (MALFORMED.contains(refusal.status())) {
				this.provider.illegal(this.protocol.provider() + ": " + refusal.message());
			}
			throw refusal;
		}
	}

	private void refuse(Scripted.Refused refused, ChatCall call, Exchange exchange) throws IOException {
		Refusal refusal = refused.refusal().apply(this.protocol);
		if (!refused.insideAnswer()) {
			new JsonAnswers(this.protocol, exchange).refuse(refusal, refused.retryAfter());
		}
		else if (call.options().stream()) {
			EventStream events = exchange.sendEvents(this.protocol.headers());
			this.protocol.error(refusal, events);
			events.end();
		}
		else {
			new JsonAnswers(this.protocol, exchange).send(this.protocol.error(refusal));
		}
	}

	private void perform(Answer answer, ChatCall call, Exchange exchange) throws IOException {
		PromptTokens prompt = count(call).overstatedBy(answer.overstatement());
		Completion completion = new Completion(this.protocol.newId(), call, generation(answer, call),
				answer.reportsUsage() ? prompt : null, answer.ending(), answer.claim());
		new Performance(this.protocol, exchange, production(call, prompt, exchange)).play(answer, completion);
	}

	private Generation generation(Answer answer, ChatCall call) {
		Reply reply = thoughtful(answer.reply(), call).withCallIds(this.protocol::newCallId);
		Generation generation = Generation.of(reply, call.options().maxOutputTokens());
		return answer.filtered() ? generation.ending(Finish.FILTERED) : generation;
	}

	private Reply thoughtful(Reply reply, ChatCall call) {
		boolean thinks = !reply.calls().isEmpty() && reply.thought().isEmpty() && this.protocol.thinks(call.model());
		return thinks ? reply.after(UNASKED) : reply;
	}

	private PromptTokens count(ChatCall call) {
		return this.cache.count(call.model(), call.prompt());
	}

	private Production production(ChatCall call, PromptTokens prompt, Exchange exchange) {
		return new Production(this.latency, exchange, this.billing, this.protocol.provider(), call, prompt);
	}

}
