package dev.agentservice.llm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import com.knuddels.jtokkit.api.EncodingType;
import dev.agentservice.budget.DetachedBill;
import dev.agentservice.budget.Grant;
import dev.agentservice.budget.RunBill;
import dev.agentservice.budget.price.Tokens;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.provider.Calls;
import dev.agentservice.llm.provider.ModelCall;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.llm.token.Tokenizers;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.UserMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever becomes of a provider's words on their way, no answer is told that its model
 * has not ended, nothing but a failed call comes of it, and the bill is never wrong.
 */
@BesideOthers
class WireMutantsTests {

	private static final int MUTANTS = Integer.getInteger("wire.mutants", 1000);

	private static final long SEED = 15;

	private static final Duration LONG = Duration.ofMinutes(10);

	private static final int CAP = 100;

	/** More than the prompt has. */
	private static final long PROMPT = 5_000;

	@ParameterizedTest
	@EnumSource
	void noMutantIsAnAnswerThatWasNotGivenOrAWrongBill(Protocol protocol) {
		List<WireSeeds> seeds = WireSeeds.of(protocol);
		int answers = 0;
		try (HostileProvider provider = new HostileProvider(protocol)) {
			for (int i = 0; i < MUTANTS; i++) {
				Random random = new Random(SEED + i);
				WireSeeds seed = seeds.get(i % seeds.size());
				List<WireEvent> mutant = (i < seeds.size()) ? seed.events()
						: new WireMutation(random).mutate(seed.events());
				if (!seed.streamed() && mutant.size() > 1) {
					mutant = mutant.subList(0, 1);
				}
				answers += judge(provider, seed, mutant, random) ? 1 : 0;
			}
		}
		// Both happen often, or this would show nothing.
		assertThat(answers).isBetween(MUTANTS / 5, MUTANTS - MUTANTS / 5);
	}

	/** Whether there was an answer. */
	private static boolean judge(HostileProvider provider, WireSeeds seed, List<WireEvent> mutant, Random random) {
		WireOracle oracle = WireOracle.of(seed, mutant);
		String said = String.join("", mutant.stream().map(WireEvent::write).toList());
		ModelRequest request = new ModelRequest(TestGateway.MODEL, List.of(UserMessage.from("Why? ".repeat(300))),
				List.of(TestGateway.WEATHER), CAP, Deadline.after(LONG));
		StringBuilder heard = new StringBuilder();
		ModelCall call = Calls.of(request, request.deadline(), seed.streamed() ? heard::append : null);
		Outcome outcome = ask(provider, call, bytes(seed, mutant, random));
		ModelReply reply = outcome.reply();
		long cost = outcome.costNano();
		assertThat(cost).as("cost of %s", said).isBetween(0L, outcome.grant().amountNano());
		if (reply == null) {
			assertThat(outcome.failure()).as(said).isInstanceOf(ModelException.class);
			return false;
		}
		assertThat(oracle.finished()).as("finished: %s", said).isTrue();
		String text = (reply.message().text() == null) ? "" : reply.message().text();
		assertThat(text).as(said).isEqualTo(oracle.text());
		if (seed.streamed()) {
			assertThat(heard.toString()).as(said).isEqualTo(text);
		}
		assertThat(reply.message().toolExecutionRequests()).extracting(ToolExecutionRequest::name)
			.as(said)
			.noneMatch(String::isBlank);
		assertCost(seed, oracle, reply, cost, said);
		return true;
	}

	/**
	 * Exactly what was told if nothing of that was touched; else no less than what came
	 * of it takes, unless the provider itself claims less.
	 */
	private static void assertCost(WireSeeds seed, WireOracle oracle, ModelReply reply, long cost, String said) {
		Tokens told = WireSeeds.USED;
		long used = DetachedBill.costNano(
				new Tokens(told.input(), told.cachedInput(), told.cacheWrite(), Math.min(told.output(), came(reply))));
		if (oracle.usage().equals(WireOracle.of(seed, seed.events()).usage())) {
			assertThat(cost).as("told cost of %s", said).isEqualTo(DetachedBill.costNano(told));
		}
		else if (seed.protocol() == Protocol.OPENAI || !oracle.claimsLess()) {
			assertThat(cost).as("estimated cost of %s", said).isGreaterThanOrEqualTo(used);
		}
		else {
			assertThat(cost).as("cost of %s", said).isPositive();
		}
	}

	/** The tokens that an answer takes at the least, by a real tokenizer. */
	private static long came(ModelReply reply) {
		StringBuilder came = new StringBuilder(Objects.requireNonNullElse(reply.message().text(), ""));
		reply.message().toolExecutionRequests().forEach((call) -> came.append(call.name()).append(call.arguments()));
		return Tokenizers.count(EncodingType.O200K_BASE, came.toString());
	}

	private static Outcome ask(HostileProvider provider, ModelCall call, byte[] response) {
		ModelReply reply = null;
		RuntimeException failure = null;
		Grant grant = DetachedBill.grant(PROMPT, CAP, call.request().deadline());
		try {
			reply = provider.ask(call, response);
		}
		catch (RuntimeException ex) {
			failure = ex;
		}
		RunBill bill = DetachedBill.bill();
		new Charges(provider.metering()).settle(bill, grant, call);
		return new Outcome(reply, failure, grant, bill.costNano());
	}

	/** As a whole body, or in chunks that end anywhere. */
	private static byte[] bytes(WireSeeds seed, List<WireEvent> mutant, Random random) {
		if (!seed.streamed()) {
			byte[] body = (mutant.isEmpty() ? "" : mutant.getFirst().data()).getBytes(StandardCharsets.UTF_8);
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			bytes.writeBytes(
					("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
						.getBytes(StandardCharsets.US_ASCII));
			bytes.writeBytes(body);
			return bytes.toByteArray();
		}
		byte[] body = String.join("", mutant.stream().map(WireEvent::write).toList()).getBytes(StandardCharsets.UTF_8);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
			.getBytes(StandardCharsets.US_ASCII));
		int most = 1 + random.nextInt(200);
		for (int at = 0; at < body.length;) {
			int length = Math.min(body.length - at, 1 + random.nextInt(most));
			bytes.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
			bytes.write(body, at, length);
			bytes.writeBytes(new byte[] { '\r', '\n' });
			at += length;
		}
		bytes.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		return bytes.toByteArray();
	}

	/** What came of a call. */
	private record Outcome(@Nullable ModelReply reply, @Nullable RuntimeException failure, Grant grant, long costNano) {

	}

}
