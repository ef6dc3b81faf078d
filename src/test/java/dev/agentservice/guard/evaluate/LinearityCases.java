package dev.agentservice.guard.evaluate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;

import dev.agentservice.agent.definition.AgentFileException;
import dev.agentservice.agent.definition.AgentFileParser;
import dev.agentservice.agent.definition.BuiltInTools;
import dev.agentservice.compat.openai.ChatRequest;
import dev.agentservice.guard.evaluate.HostileAnswers.Protocol;
import dev.agentservice.identity.token.HostileCredentials;
import dev.agentservice.llm.HostileProvider;
import dev.agentservice.run.order.IdempotencyKey;
import dev.agentservice.run.web.HostileRequests;
import dev.agentservice.support.json.HttpProperties;
import dev.agentservice.support.json.JsonFields;
import dev.agentservice.support.json.JsonLimitProperties;
import dev.agentservice.support.json.StrictJsonConverter;
import dev.agentservice.support.problem.ProblemException;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * What reads strangers' bytes besides the guards: bodies, headers, tokens, providers'
 * answers, agents' files.
 */
final class LinearityCases {

	/** So generous that nothing is refused for its size, which would hide the rest. */
	private static final HttpProperties NO_LIMITS = new HttpProperties(LinearityMain.HTTP.maxBody(),
			LinearityMain.HTTP.bodyTimeout(),
			new JsonLimitProperties(64, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE));

	private final List<LinearityCase> cases = new ArrayList<>();

	private LinearityCases() {
	}

	static List<LinearityCase> all() {
		LinearityCases all = new LinearityCases();
		all.addBodies();
		all.addHeaders();
		all.addProviders();
		all.addFiles();
		return all.cases;
	}

	private void addBodies() {
		add("POST /agent", body(HostileRequests::read), HostileBodies.all(), 1);
		add("POST /v1/chat", body((fields) -> ChatRequest.parse(fields, Integer.MAX_VALUE)), HostileBodies.all(), 1);
	}

	private void addHeaders() {
		HostileCredentials credentials = new HostileCredentials();
		add("Authorization", credentials::token, HostileTexts.all(), 4);
		add("JWT, claims", credentials::claims, HostileBodies.all(), 4);
		add("JWT, header", credentials::header, HostileBodies.all(), 4);
		add("X-User-Id", credentials::user, HostileTexts.all(), 4);
		add("Accept", LinearityCases::accept, HostileTexts.all(), 4);
		add("Idempotency-Key", refusing((text) -> IdempotencyKey.of(text, text)), HostileTexts.all(), 4);
	}

	private void addProviders() {
		for (Protocol protocol : Protocol.values()) {
			HostileProvider provider = switch (protocol) {
				case OPENAI -> HostileProvider.openAi();
				case ANTHROPIC -> HostileProvider.anthropic();
			};
			add(protocol + ", plain", provider::plain, HostileAnswers.plain(protocol), 1);
			add(protocol + ", streamed", provider::stream, HostileAnswers.streamed(protocol), 1);
		}
	}

	private void addFiles() {
		AgentFileParser parser = new AgentFileParser(BuiltInTools.tools(), (_) -> true, (_) -> true,
				BuiltInTools.TARGETS, BuiltInTools.GUARD);
		add("agent file", (text) -> {
			try {
				parser.parse("a.md", text.getBytes(StandardCharsets.UTF_8));
			}
			catch (AgentFileException _) {
				// To refuse it is an answer, too.
			}
		}, HostileFiles.all(), 1);
	}

	private void add(String name, Consumer<String> work, Map<String, IntFunction<String>> families, int shorter) {
		this.cases.add(new LinearityCase(name, work, families, shorter));
	}

	private static Consumer<String> body(Function<JsonFields, Object> reader) {
		StrictJsonConverter<Object> converter = new StrictJsonConverter<>(Object.class, NO_LIMITS, reader);
		return (text) -> LinearityMain.parse(converter, Object.class, text);
	}

	private static void accept(String text) {
		try {
			MediaType.parseMediaTypes(text);
		}
		catch (InvalidMediaTypeException _) {
			// To refuse it is an answer, too.
		}
	}

	private static Consumer<String> refusing(Consumer<String> work) {
		return (text) -> {
			try {
				work.accept(text);
			}
			catch (ProblemException _) {
				// To refuse it is an answer, too.
			}
		};
	}

}
