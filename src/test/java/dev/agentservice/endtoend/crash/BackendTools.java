package dev.agentservice.endtoend.crash;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

import dev.agentservice.support.BlockingHttp;
import dev.agentservice.tool.InDoubt;
import dev.agentservice.tool.ToolCheck;
import dev.agentservice.tool.ToolContext;
import dev.agentservice.tool.ToolEffect;
import dev.agentservice.tool.ToolPolicy;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.env.Environment;

/**
 * The tools of a replica in a trial: each call has an effect in the {@link Backend}.
 */
class BackendTools {

	/** The property with the backend's address. */
	static final String BACKEND = "crash.backend";

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final URI backend;

	BackendTools(Environment environment) {
		this.backend = URI.create(environment.getRequiredProperty(BACKEND));
	}

	@Tool(name = "charge", value = "Charges an order.")
	@ToolPolicy(sideEffects = true, trusted = true, timeout = "20s")
	String charge(@P(name = "order", value = "its mark") String order,
			@P(name = "call", value = "the call") String call, ToolContext context) {
		return have("charge", order, call, context);
	}

	@Tool(name = "mail", value = "Sends the customer a mail.")
	@ToolPolicy(sideEffects = true, trusted = true, timeout = "20s")
	String mail(@P(name = "order", value = "its mark") String order, @P(name = "call", value = "the call") String call,
			ToolContext context) {
		return have("mail", order, call, context);
	}

	/** Asked whether it has happened. */
	@Tool(name = "ship", value = "Ships an order.")
	@ToolPolicy(sideEffects = true, trusted = true, timeout = "20s", inDoubt = InDoubt.CHECK)
	String ship(@P(name = "order", value = "its mark") String order, @P(name = "call", value = "the call") String call,
			ToolContext context) {
		return have("ship", order, call, context);
	}

	@ToolCheck("ship")
	ToolEffect isShipped(ToolContext context) {
		String receipt = send(HttpRequest.newBuilder(this.backend.resolve("/" + context.idempotencyKey())).GET());
		return receipt.isEmpty() ? new ToolEffect.Absent() : new ToolEffect.Happened(receipt);
	}

	@Tool(name = "stamp", value = "Stamps an order.")
	@ToolPolicy(sideEffects = true, trusted = true, timeout = "20s", parallel = false)
	String stamp(@P(name = "order", value = "its mark") String order, @P(name = "call", value = "the call") String call,
			ToolContext context) {
		return have("stamp", order, call, context);
	}

	/** Repeated with the same key, which the backend honours. */
	@Tool(name = "close", value = "Closes an order.")
	@ToolPolicy(sideEffects = true, trusted = true, timeout = "20s", idempotent = true, inDoubt = InDoubt.RETRY)
	String close(@P(name = "order", value = "its mark") String order, @P(name = "call", value = "the call") String call,
			ToolContext context) {
		return have("close", order, call, context);
	}

	private String have(String tool, String order, String call, ToolContext context) {
		String wish = JsonMapper.shared()
			.writeValueAsString(Map.of("tool", tool, "order", order, "call", call, "run", context.runId(), "key",
					context.idempotencyKey(), "once", tool.equals("close")));
		return send(HttpRequest.newBuilder(this.backend).POST(BodyPublishers.ofString(wish)));
	}

	private static String send(HttpRequest.Builder request) {
		return BlockingHttp.send(HTTP, request.build(), BodyHandlers.ofString()).body();
	}

}
