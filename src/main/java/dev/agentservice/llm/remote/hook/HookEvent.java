package dev.agentservice.llm.remote.hook;

import java.util.List;

import dev.agentservice.llm.remote.RemoteRuntime;
import dev.agentservice.llm.wire.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a provider's hook is about. It has no more than that: the state is read from the
 * provider's record.
 *
 * @param object the id of what the provider keeps; empty if no run can wait for it
 * @see <a href="https://developers.openai.com/api/docs/guides/webhooks">OpenAI:
 * webhooks</a>
 * @see <a href= "https://platform.claude.com/docs/en/managed-agents/webhooks">Anthropic:
 * webhooks of Managed Agents</a>
 */
record HookEvent(String object) {

	/** The ends of responses. */
	private static final List<String> ENDS_OF_RESPONSES = List.of("response.completed", "response.failed",
			"response.incomplete", "response.cancelled");

	/** The ends of parts of sessions; their beginnings are nothing to wake for. */
	private static final List<String> ENDS_OF_PARTS = List.of("session.status_idled", "session.status_terminated",
			"session.budget_reached");

	private static final int LONGEST = 200;

	/** Reads an event; null if the body is none. */
	static @Nullable HookEvent read(RemoteRuntime runtime, byte[] body) {
		ObjectNode event = Json.parseDocument(body);
		if (event == null) {
			return null;
		}
		boolean ends = switch (runtime) {
			case OPENAI_RESPONSES -> ENDS_OF_RESPONSES.contains(Json.text(event, "type"));
			case ANTHROPIC_MANAGED -> ENDS_OF_PARTS.contains(Json.text(event.path("data"), "type"));
		};
		String id = Json.text(event.path("data"), "id");
		return new HookEvent((ends && id.length() <= LONGEST) ? id : "");
	}

}
