package dev.agentservice.simulator.anthropic;

import dev.agentservice.simulator.chat.Ids;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.http.HttpRequest;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Anthropic says when it refuses.
 *
 * @see <a href="https://docs.claude.com/en/api/errors">Errors</a>
 */
public final class AnthropicErrors {

	private AnthropicErrors() {
	}

	public static ObjectNode document(Refusal refusal) {
		ObjectNode document = Json.object().put("type", "error");
		document.putObject("error").put("type", refusal.type()).put("message", refusal.message());
		return document.put("request_id", Ids.random("req_"));
	}

	public static Refusal invalid(String message) {
		return new Refusal(400, "invalid_request_error", message);
	}

	public static Refusal ofStatus(int status) {
		return switch (status) {
			case 400 -> invalid("Invalid request");
			case 401 -> new Refusal(401, "authentication_error", "invalid x-api-key");
			case 403 ->
				new Refusal(403, "permission_error", "Your API key does not have permission to use the resource");
			case 404 -> new Refusal(404, "not_found_error", "The model was not found");
			case 413 -> new Refusal(413, "request_too_large", "Request exceeds the maximum size");
			case 429 -> new Refusal(429, "rate_limit_error", "This request would exceed your account's rate limit.");
			case 529 -> new Refusal(529, "overloaded_error", "Overloaded");
			default -> new Refusal(status, "api_error", "Internal server error");
		};
	}

	/**
	 * Demands a key and a version; any key will do but those that begin with
	 * {@code sk-invalid}.
	 */
	public static void demandHeaders(HttpRequest request) throws Refusal {
		String key = request.header("x-api-key");
		if (key == null) {
			throw new Refusal(401, "authentication_error", "x-api-key header is required");
		}
		if (key.isEmpty() || key.startsWith("sk-invalid")) {
			throw ofStatus(401);
		}
		if (request.header("anthropic-version") == null) {
			throw invalid("anthropic-version: header is required");
		}
	}

}
