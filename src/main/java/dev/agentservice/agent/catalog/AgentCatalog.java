package dev.agentservice.agent.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.agent.definition.AgentFileException;
import dev.agentservice.agent.definition.AgentFileParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.modulith.NamedInterface;

/**
 * The agents there are. Loaded at start, when a broken file is an error, and again when
 * files change, when a broken file keeps its last good definition. Readers see one whole
 * state of the directory or the next, never a mixture.
 */
@NamedInterface("definition")
public class AgentCatalog {

	private static final Logger log = LoggerFactory.getLogger(AgentCatalog.class);

	private final AgentDirectory directory;

	private final AgentFileParser parser;

	private final AgentMetrics metrics;

	/** By file; what the last look saw. */
	private Map<String, String> seen = Map.of();

	/** By file; what {@link #agents} and {@link #broken} were made of. */
	private final Map<String, String> applied = new TreeMap<>();

	/** By file. */
	private final Map<String, AgentFileException> broken = new TreeMap<>();

	private final List<Consumer<List<AgentDefinition>>> listeners = new ArrayList<>();

	/** By name. */
	private volatile Map<String, AgentDefinition> agents = Map.of();

	AgentCatalog(AgentDirectory directory, AgentFileParser parser, AgentMetrics metrics) {
		this.directory = directory;
		this.parser = parser;
		this.metrics = metrics;
		load();
	}

	/** The agent of that name, as it is defined now. */
	public Optional<AgentDefinition> find(String name) {
		return Optional.ofNullable(this.agents.get(name));
	}

	/** All agents, by name. */
	public List<AgentDefinition> all() {
		return List.copyOf(this.agents.values());
	}

	/**
	 * Has something done with the agents now, and again each time that they have changed.
	 * @param listener gets all agents, one whole state after the other; it must not fail
	 */
	public synchronized void watch(Consumer<List<AgentDefinition>> listener) {
		this.listeners.add(listener);
		listener.accept(all());
	}

	private void load() {
		try {
			Map<String, AgentFileContent> contents = this.directory.read();
			this.seen = fingerprints(contents);
			apply(contents);
		}
		catch (IOException ex) {
			throw new AgentsUnusableException(this.directory.path(), "it does not exist or is not readable", ex);
		}
		if (!this.broken.isEmpty()) {
			throw new AgentsUnusableException(this.directory.path(), new ArrayList<>(this.broken.values()));
		}
		log.atInfo()
			.addKeyValue("directory", this.directory.path())
			.addKeyValue("agents", this.agents.keySet())
			.log("Agents loaded");
	}

	/**
	 * Looks for changes. A change is taken once two looks in a row saw it, so that a file
	 * is not read while an editor is still writing it.
	 * @return whether there is none that only this look saw
	 * @throws UncheckedIOException if the directory cannot be listed: then nothing
	 * changes
	 */
	synchronized boolean refresh() {
		Map<String, AgentFileContent> contents;
		try {
			contents = this.directory.read();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Map<String, String> before = this.seen;
		this.seen = fingerprints(contents);
		if (this.seen.equals(before) && !this.seen.equals(this.applied)) {
			apply(contents);
		}
		return this.seen.equals(this.applied);
	}

	private static Map<String, String> fingerprints(Map<String, AgentFileContent> contents) {
		Map<String, String> fingerprints = new TreeMap<>();
		contents.forEach((file, content) -> fingerprints.put(file, content.fingerprint()));
		return fingerprints;
	}

	private synchronized void apply(Map<String, AgentFileContent> contents) {
		Map<String, AgentDefinition> next = new TreeMap<>(this.agents);
		next.keySet().removeIf((name) -> !contents.containsKey(name + AgentFileParser.SUFFIX));
		this.broken.keySet().retainAll(contents.keySet());
		this.applied.keySet().retainAll(contents.keySet());
		contents.forEach((file, content) -> {
			String fingerprint = content.fingerprint();
			if (!fingerprint.equals(this.applied.put(file, fingerprint))) {
				apply(file, content, next);
			}
		});
		this.agents = next;
		this.metrics.broken(contents.keySet(), this.broken.keySet());
		this.listeners.forEach((listener) -> listener.accept(all()));
	}

	private void apply(String file, AgentFileContent content, Map<String, AgentDefinition> next) {
		try {
			AgentDefinition agent = this.parser.parse(file, content.bytes(file));
			next.put(agent.name(), agent);
			this.broken.remove(file);
			log.atInfo()
				.addKeyValue("agent", agent.name())
				.addKeyValue("revision", agent.revision())
				.log("Agent loaded");
		}
		catch (AgentFileException ex) {
			this.broken.put(file, ex);
			log.atError()
				.addKeyValue("file", ex.file())
				.addKeyValue("line", ex.line())
				.addKeyValue("reason", ex.reason())
				.log("Agent file is broken, its last good definition stays in use if there is one: {}",
						ex.getMessage());
		}
	}

}
