package dev.agentservice.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.agentservice.llm.InProcessModel;
import dev.agentservice.support.BlockingHttp;

/**
 * A handbook that an agent answers from, so that the first answer with a citation is one
 * command away. It is put where everybody puts documents.
 */
final class Handbook {

	private Handbook() {
	}

	/** The collection, and the agent that reads it. */
	static Map<String, Object> properties() {
		return Map.of("agent-service.knowledge.collections.handbook.language", "en",
				"agent-service.knowledge.embedding", embedding(), "agent-service.agents.more-directories",
				path("/local/agents").toString());
	}

	/** By words alone, unless the build has a model of its own. */
	private static String embedding() {
		return InProcessModel.isThere() ? InProcessModel.ID.toString() : "none";
	}

	/** Puts its documents into the collection. */
	static void put(String service, String key) {
		try (HttpClient http = HttpClient.newHttpClient()) {
			for (Path file : files()) {
				String name = file.getFileName().toString();
				HttpRequest request = HttpRequest
					.newBuilder(URI.create(service + "/knowledge/handbook/documents/" + name.replace(".md", "")))
					.header("Authorization", "Bearer " + key)
					.header("Content-Type", "text/markdown")
					.PUT(BodyPublishers.ofString(Files.readString(file)))
					.build();
				int status = BlockingHttp.send(http, request, BodyHandlers.discarding()).statusCode();
				if (status >= 300) {
					throw new IllegalStateException("The handbook cannot be stored: " + name + " is " + status);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(path("/local/handbook"))) {
			return files.sorted().toList();
		}
	}

	private static Path path(String resource) {
		try {
			return Path.of(Objects.requireNonNull(Handbook.class.getResource(resource), resource).toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
