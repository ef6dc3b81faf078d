package dev.agentservice.smoke;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import dev.agentservice.smoke.Check.BrokenPromise;
import dev.agentservice.smoke.Target.Answer;

/**
 * The service's own faces: {@code /agents}, {@code /agent}, {@code /runs},
 * {@code /sessions}.
 */
final class AgentChecks {

	private final Target target;

	private final Tasks tasks;

	AgentChecks(Target target, Tasks tasks) {
		this.target = target;
		this.tasks = tasks;
	}

	List<Check> all() {
		return List.of(new Check("/agents", "lists the agent", this::agents),
				new Check("/agent", "refuses who brings no key", this::noKey),
				new Check("/agent", "names the field that is wrong", this::badRequest),
				new Check("/agent", "answers a task and says what it cost", this::plain),
				new Check("/agent", "streams an answer that is the one it ends with", this::streamed),
				new Check("/agent", "gives a repeated request the same run, at no cost", this::repeated),
				new Check("/runs", "shows a run, and lists it in its session", this::runs),
				new Check("/runs", "stops a run", this::cancelled),
				new Check("/sessions", "keeps two turns, and forgets them when told to", this::session));
	}

	private String agents() {
		Answer agents = this.target.get("/agents").expect(200);
		List<String> names = agents.json().at("/agents").findValuesAsString("name");
		BrokenPromise.unless(names.contains(this.tasks.agent()), "only " + names);
		return String.join(", ", names);
	}

	private String noKey() {
		this.target.withoutKey().post("/agent", this.tasks.brief()).expect(401, "unauthenticated");
		return "401";
	}

	private String badRequest() {
		Answer answer = this.target.post("/agent", this.tasks.brief("max_cost", 1)).expect(400, "invalid_request");
		BrokenPromise.unless(answer.body().contains("max_cost"), "the field is not named");
		return "400";
	}

	private String plain() {
		Answer answer = this.target.post("/agent", this.tasks.brief()).expect(200);
		BrokenPromise.unless(answer.text("/status").equals("succeeded"), "the run is " + answer.text("/status"));
		BrokenPromise.unless(!answer.text("/answer").isBlank(), "the answer is empty");
		BrokenPromise.unless(answer.json().at("/usage/cost_usd").decimalValue().signum() > 0, "it cost nothing");
		return answer.text("/model") + ", " + answer.json().at("/usage/cost_usd").decimalValue().toPlainString()
				+ " USD";
	}

	private String streamed() {
		Answer stream = this.target.post("/agent", this.tasks.brief(), "Accept", "text/event-stream").expect(200);
		List<Event> events = Event.all(stream.body().lines());
		BrokenPromise.unless(events.getLast().type().equals("run.completed"), "ends with " + events.getLast().type());
		StringBuilder text = new StringBuilder();
		for (Event event : events) {
			switch (event.type()) {
				case "answer.reset" -> text.setLength(0);
				case "answer.delta" -> text.append(event.text("/text"));
				default -> {
					// tells of the run, not of its answer
				}
			}
		}
		BrokenPromise.unless(text.toString().equals(events.getLast().text("/answer")), "the pieces are another text");
		return events.size() + " events";
	}

	private String repeated() {
		String[] name = { "Idempotency-Key", "smoke-" + UUID.randomUUID() };
		Answer first = this.target.post("/agent", this.tasks.brief(), name).expect(200);
		Answer second = this.target.post("/agent", this.tasks.brief(), name).expect(200);
		BrokenPromise.unless(second.json().equals(first.json()), "the second answer is another one");
		this.target.post("/agent", this.tasks.brief("max_output_tokens", 17), name)
			.expect(422, "idempotency_key_reused");
		return first.text("/run_id");
	}

	private String runs() {
		String session = session("runs");
		String run = this.target.post("/agent", this.tasks.brief("session_id", session)).expect(200).text("/run_id");
		Answer shown = this.target.get("/runs/" + run).expect(200);
		BrokenPromise.unless(shown.text("/status").equals("succeeded"), "it is " + shown.text("/status"));
		Answer listed = this.target.get("/runs?session_id=" + session).expect(200);
		BrokenPromise.unless(listed.text("/runs/0/run_id").equals(run), "it is not listed");
		this.target.delete("/sessions/" + session);
		return run;
	}

	/** A quick model may have answered by then; that is said, and not a failure. */
	private String cancelled() {
		HttpResponse<Stream<String>> stream = this.target.follow("/agent", this.tasks.lengthy());
		try (Stream<String> lines = stream.body()) {
			BrokenPromise.unless(stream.statusCode() == 200, "the stream is a " + stream.statusCode());
			String run = stream.headers().firstValue("Location").orElse("");
			int status = this.target.post(run + "/cancel", Map.of()).status();
			BrokenPromise.unless(status == 202 || status == 200, "the cancel is a " + status);
			String end = Event.all(lines).getLast().type();
			BrokenPromise.unless(end.equals("run.cancelled") || (status == 200 && end.equals("run.completed")),
					"ends with " + end);
			return end;
		}
	}

	private String session() {
		String session = session("turns");
		this.target.post("/agent", this.tasks.brief("session_id", session)).expect(200);
		this.target.post("/agent", this.tasks.brief("session_id", session)).expect(200);
		int turns = this.target.get("/sessions/" + session).expect(200).json().at("/turns").size();
		BrokenPromise.unless(turns == 2, turns + " turns");
		int deleted = this.target.delete("/sessions/" + session).status();
		BrokenPromise.unless(deleted < 300, "deleting is a " + deleted);
		this.target.get("/sessions/" + session).expect(404);
		return session;
	}

	private static String session(String name) {
		return "smoke-" + name + "-" + UUID.randomUUID();
	}

}
