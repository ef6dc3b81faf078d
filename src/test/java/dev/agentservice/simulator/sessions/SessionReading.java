package dev.agentservice.simulator.sessions;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.http.EventStream;
import dev.agentservice.simulator.http.Exchange;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The two ways to read a session's events: the list of those so far, and the stream of
 * those to come.
 */
final class SessionReading {

	/** So small that its clients have to turn over. */
	private static final int PAGE = 10;

	private SessionReading() {
	}

	/** A page of the events so far. */
	static ObjectNode list(StoredSession session, String query) throws Refusal {
		List<ObjectNode> events = session.events();
		int from = 0;
		for (String parameter : query.split("&", -1)) {
			SessionRules.demand(parameter.matches("|beta=true|order=(asc|desc)|limit=[0-9]+|page=p[0-9]+"),
					"unknown parameter " + parameter);
			if (parameter.startsWith("page=p")) {
				from = Integer.parseInt(parameter.substring("page=p".length()));
			}
		}
		ObjectNode page = Json.object();
		int to = Math.min(events.size(), from + PAGE);
		page.putArray("data").addAll(events.subList(from, to));
		page.put("next_page", (to < events.size()) ? "p" + to : null);
		return page;
	}

	/** Tells what happens from now on. */
	static void stream(StoredSession session, String query, Exchange exchange) throws IOException {
		int cuts = session.cuts();
		int position = session.position();
		EventStream events = exchange.sendEvents(Map.of());
		events.comment("opened");
		boolean previews = query.contains("event_deltas%5B%5D=agent.message");
		while (true) {
			ObjectNode event = next(session, position++, cuts, exchange);
			if (event == null) {
				exchange.close();
				return;
			}
			if (previews || event.has("processed_at")) {
				events.send(event.path("type").asString(), Json.text(event));
			}
		}
	}

	private static @Nullable ObjectNode next(StoredSession session, int position, int cuts, Exchange exchange)
			throws IOException {
		CompletableFuture<@Nullable ObjectNode> next = new CompletableFuture<>();
		Thread.ofVirtual().start(() -> {
			try {
				next.complete(session.next(position, cuts));
			}
			catch (InterruptedException _) {
				Thread.currentThread().interrupt();
			}
		});
		exchange.pauseUntil(next);
		return next.join();
	}

}
