package dev.agentservice.simulator.openai;

import java.util.regex.Pattern;

import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.http.HttpRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What OpenAI says when it refuses.
 */
public final class OpenAiErrors {

	/** The type of what a request is refused for. */
	public static final String INVALID_REQUEST = "invalid_request_error";

	private static final Pattern BEARER = Pattern.compile("(?i)bearer +(\\S+)");

	private OpenAiErrors() {
	}

	/** The document. */
	public static ObjectNode document(Refusal refusal) {
		ObjectNode error = Json.object().put("message", refusal.message()).put("type", refusal.type());
		error.put("param", refusal.param().orElse(null)).put("code", refusal.code().orElse(null));
		return Json.object().set("error", error);
	}

	/** A request that is refused for what it says. */
	public static Refusal invalid(String message, @Nullable String param, @Nullable String code) {
		return new Refusal(400, INVALID_REQUEST, code, param, message);
	}

	/** What OpenAI says with a status. */
	public static Refusal ofStatus(int status) {
		return switch (status) {
			case 400 -> invalid("Invalid request.", null, null);
			case 401 -> new Refusal(401, INVALID_REQUEST, "invalid_api_key", null, "Incorrect API key provided.");
			case 403 -> new Refusal(403, INVALID_REQUEST, "model_not_allowed", null, "Project has no access to model.");
			case 404 -> new Refusal(404, INVALID_REQUEST, "model_not_found", null, "The model does not exist.");
			case 429 -> new Refusal(429, "requests", "rate_limit_exceeded", null,
					"Rate limit reached for requests per min (RPM). Please try again later.");
			case 503 -> new Refusal(503, "service_unavailable_error", "The engine is currently overloaded.");
			default -> new Refusal(status, "server_error", "The server had an error while processing your request.");
		};
	}

	/** Demands a bearer key; any will do but those that begin with {@code sk-invalid}. */
	public static void demandKey(HttpRequest request) throws Refusal {
		String header = request.header("authorization");
		if (header == null || !BEARER.matcher(header).matches()) {
			throw new Refusal(401, INVALID_REQUEST,
					"You didn't provide an API key. You need to provide your API key in "
							+ "an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).");
		}
		if (header.contains("sk-invalid")) {
			throw ofStatus(401);
		}
	}

}
