package dev.agentservice.smoke;

import java.util.List;
import java.util.Map;

import dev.agentservice.smoke.Check.BrokenPromise;
import dev.agentservice.smoke.Target.Answer;

/**
 * The face that speaks OpenAI's protocol.
 */
final class OpenAiChecks {

	private final Target target;

	private final Tasks tasks;

	OpenAiChecks(Target target, Tasks tasks) {
		this.target = target;
		this.tasks = tasks;
	}

	List<Check> all() {
		return List.of(new Check("/v1", "lists the agent as a model", this::models),
				new Check("/v1", "completes a chat", this::completion),
				new Check("/v1", "streams a chat to its end", this::streamed));
	}

	private String models() {
		List<String> models = this.target.get("/v1/models").expect(200).json().at("/data").findValuesAsString("id");
		BrokenPromise.unless(models.contains(this.tasks.agent()), "only " + models);
		return models.size() + " models";
	}

	private String completion() {
		Answer answer = this.target.post("/v1/chat/completions", chat(false)).expect(200);
		BrokenPromise.unless(!answer.text("/choices/0/message/content").isBlank(), "the answer is empty");
		int tokens = answer.json().at("/usage/total_tokens").asInt();
		BrokenPromise.unless(tokens > 0, "it counts no tokens");
		return tokens + " tokens";
	}

	private String streamed() {
		Answer stream = this.target.post("/v1/chat/completions", chat(true)).expect(200);
		List<Event> events = Event.all(stream.body().lines());
		BrokenPromise.unless(events.getLast().data().equals("[DONE]"), "ends with " + events.getLast().data());
		return events.size() + " events";
	}

	private Map<String, Object> chat(boolean streamed) {
		return Map.of("model", this.tasks.agent(), "stream", streamed, "max_completion_tokens", 64, "messages",
				List.of(Map.of("role", "user", "content", Tasks.BRIEF)));
	}

}
