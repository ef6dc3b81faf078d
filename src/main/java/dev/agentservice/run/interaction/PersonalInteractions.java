package dev.agentservice.run.interaction;

import java.util.List;
import java.util.Set;

import dev.agentservice.run.interaction.seal.InteractionProperties;
import dev.agentservice.support.personal.ExportSink;
import dev.agentservice.support.personal.IndexedKeys;
import dev.agentservice.support.personal.Keeping;
import dev.agentservice.support.personal.Keeping.Erasure;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.personal.Subject;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * What seals the lines of the interaction log. The lines themselves are wherever the
 * platform keeps logs; without this they cannot be read.
 */
@Component
class PersonalInteractions implements PersonalDataStore {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final InteractionProperties properties;

	private final IndexedKeys keys;

	PersonalInteractions(InteractionProperties properties, IndexedKeys keys) {
		this.properties = properties;
		this.keys = keys;
	}

	@Override
	public String name() {
		return "run.interaction";
	}

	@Override
	public List<Keeping> keepings() {
		return List.of(new Keeping("what opens the interaction log's lines of a day, if there is such a log",
				"complaints, and finding out what went wrong", this.properties.retention(), "the day's first run",
				Erasure.DELETED));
	}

	@Override
	public Set<String> kinds() {
		return Set.of("seal");
	}

	private static String handle(String seal) {
		return seal.substring(0, seal.indexOf(' '));
	}

	/** The days of which there are lines, and by what they are known. */
	@Override
	public void export(Subject subject, ExportSink sink) {
		this.keys.each(subject.user(), "seal", (day) -> {
			String seal = this.keys.value(subject.user(), "seal:" + day);
			if (seal != null) {
				sink.add("interactions", day, MAPPER.writeValueAsString(
						MAPPER.createObjectNode().put("day", day).put("seal", day + "." + handle(seal.strip()))));
			}
		});
	}

}
