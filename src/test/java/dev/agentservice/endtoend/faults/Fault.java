package dev.agentservice.endtoend.faults;

import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import dev.agentservice.simulator.script.Scripted;
import dev.agentservice.simulator.script.SimulatedProvider;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.contentFiltered;
import static dev.agentservice.simulator.script.Responses.contextTooLong;
import static dev.agentservice.simulator.script.Responses.reset;
import static dev.agentservice.simulator.script.Responses.silence;
import static dev.agentservice.simulator.script.Responses.status;

/**
 * Something that goes wrong with an agent's first model, and what is promised then.
 *
 * @param name what goes wrong
 * @param agent the agent whose model it is
 * @param script makes it go wrong, at the provider of the first model and at that of the
 * fallback
 * @param plain what is promised to a client that waits
 * @param streamed what is promised to a client that reads along
 * @param appended what is promised to one that reads along and cannot be told to forget
 * what it has read
 */
record Fault(String name, FaultyAgent agent, BiConsumer<SimulatedProvider, SimulatedProvider> script, Promise plain,
		Promise streamed, Promise appended) {

	/** What the first model would say, whole. */
	static final String STORY = "Once upon a time there was a model that told a story from its beginning to its end.";

	/** What the fallback says, where it does not say the same. */
	static final String HERE = "Here.";

	/** How a fallback goes on that repeats the last words it was shown. */
	private static final String REST = STORY.substring(STORY.indexOf("upon"));

	private static final Promise SECOND_TRY = Promise.answer(STORY, 2, 0);

	private static final Promise FALLBACK_AT_ONCE = Promise.answer(HERE, 1, 1);

	private static final Promise FALLBACK_AFTER_RETRIES = Promise.answer(HERE, 3, 1);

	private static final Promise SAME_AT_ONCE = Promise.answer(STORY, 1, 1);

	/** All faults that are over with one run. */
	static List<Fault> all() {
		return Stream.of(beforeTheAnswer(), insideTheAnswer(), refusals()).flatMap(List::stream).toList();
	}

	private static List<Fault> beforeTheAnswer() {
		return List.of(passing("429", status(429), SECOND_TRY),
				passing("429 with Retry-After: 1", status(429).retryAfter(Duration.ofSeconds(1)),
						SECOND_TRY.notBefore(Duration.ofSeconds(1))),
				passing("one 500", status(500), SECOND_TRY),
				lasting("503 that lasts", status(503), FALLBACK_AFTER_RETRIES),
				lasting("529 that lasts", status(529), FALLBACK_AFTER_RETRIES),
				passing("reset before the headers", reset(), SECOND_TRY),
				lasting("silence", silence(), FALLBACK_AT_ONCE),
				lasting("slow first token", answer(STORY).firstTokenAfter(Duration.ofSeconds(30)), FALLBACK_AT_ONCE));
	}

	private static List<Fault> insideTheAnswer() {
		return List.of(
				new Fault("cut in the answer", FaultyAgent.PAIR, always(answer(STORY).cutAfterChunks(4), STORY),
						Promise.answer(STORY, 3, 1), SAME_AT_ONCE, SAME_AT_ONCE),
				new Fault("cut once, fallback down", FaultyAgent.PAIR, (first, fallback) -> {
					first.next(answer(STORY).cutAfterChunks(4), answer(STORY));
					fallback.always(status(503));
				}, SECOND_TRY, new Promise("200 " + STORY, false, 2, 3, Duration.ZERO)),
				inside("stall in the answer", answer(STORY).stallAfterChunks(4)),
				inside("chunk that is no HTTP", answer(STORY).brokenChunkAfterChunks(4)),
				inside("event that is no JSON", answer(STORY).brokenEventAfterChunks(4)),
				inside("end of body in the answer", answer(STORY).endAfterChunks(4)),
				new Fault("end of body, fallback goes on", FaultyAgent.PAIR,
						always(answer(STORY).endAfterChunks(6), REST), FALLBACK_AT_ONCE.saying(REST),
						FALLBACK_AT_ONCE.saying(REST), SAME_AT_ONCE),
				new Fault("end of body, fallback differs", FaultyAgent.PAIR,
						always(answer(STORY).endAfterChunks(4), HERE), FALLBACK_AT_ONCE, FALLBACK_AT_ONCE,
						Promise.brokenOff("models_unavailable", 1, 1)),
				lasting("missing end marker", answer(STORY).withoutEndMarker(), Promise.answer(STORY, 1, 0)));
	}

	private static List<Fault> refusals() {
		return List.of(lasting("context too long", contextTooLong(), FALLBACK_AT_ONCE),
				lasting("content filter", contentFiltered(), Promise.problem(422, "input_rejected", 1, 0)),
				lasting("wrong key", status(401), FALLBACK_AT_ONCE),
				new Fault("both providers refuse for good", FaultyAgent.PAIR, (first, fallback) -> {
					first.always(status(403));
					fallback.always(status(404));
				}, Promise.problem(502, "models_refused", 1, 1), Promise.problem(502, "models_refused", 1, 1)),
				new Fault("both providers down", FaultyAgent.PAIR, (first, fallback) -> {
					first.always(status(503));
					fallback.always(status(500));
				}, Promise.problem(503, "models_unavailable", 3, 3), Promise.problem(503, "models_unavailable", 3, 3)),
				unreachable("name that DNS does not know", FaultyAgent.NOWHERE),
				unreachable("certificate nobody trusts", FaultyAgent.UNTRUSTED),
				unreachable("nobody listening", FaultyAgent.REFUSED));
	}

	/** Whose promise to a client does not depend on how it reads along. */
	private Fault(String name, FaultyAgent agent, BiConsumer<SimulatedProvider, SimulatedProvider> script,
			Promise plain, Promise streamed) {
		this(name, agent, script, plain, streamed, streamed);
	}

	Promise promise(Face face, Variant variant) {
		Promise promise = switch (face) {
			case AGENT, OPENAI -> this.plain;
			case AGENT_STREAM -> this.streamed;
			case OPENAI_STREAM -> this.appended;
		};
		return (variant == Variant.WITH_TOOLS) ? promise.afterOneMoreCall() : promise;
	}

	/** With which models it can be tried. */
	List<Variant> variants() {
		return (this.agent == FaultyAgent.PAIR) ? List.of(Variant.values()) : List.of(Variant.ANTHROPIC_FIRST);
	}

	@Override
	public String toString() {
		return this.name;
	}

	private static Fault passing(String name, Scripted fault, Promise promise) {
		return new Fault(name, FaultyAgent.PAIR, (first, _) -> first.next(fault, answer(STORY)), promise, promise);
	}

	private static Fault lasting(String name, Scripted fault, Promise promise) {
		return new Fault(name, FaultyAgent.PAIR, always(fault), promise, promise);
	}

	private static Fault unreachable(String name, FaultyAgent agent) {
		Promise promise = Promise.answer(HERE, 0, 1);
		return new Fault(name, agent, (_, fallback) -> fallback.always(answer(HERE)), promise, promise);
	}

	/** In the middle of an answer, which the fallback gives as well. */
	private static Fault inside(String name, Scripted fault) {
		return new Fault(name, FaultyAgent.PAIR, always(fault, STORY), SAME_AT_ONCE, SAME_AT_ONCE);
	}

	private static BiConsumer<SimulatedProvider, SimulatedProvider> always(Scripted fault) {
		return always(fault, HERE);
	}

	private static BiConsumer<SimulatedProvider, SimulatedProvider> always(Scripted fault, String instead) {
		return (first, fallback) -> {
			first.always(fault);
			fallback.always(answer(instead));
		};
	}

}
