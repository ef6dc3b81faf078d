package dev.agentservice.flag;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The flags of one run, resolved once. As JSON it is an object of names and values. What
 * it does not hold, because a release that did not have the flag resolved it, is as if
 * nobody had ever switched anything.
 *
 * @param values by the flag's name: {@code Boolean} or {@code String}
 */
public record ResolvedFlags(@JsonValue Map<String, Object> values) {

	/** Nothing was ever switched. */
	public static final ResolvedFlags NONE = new ResolvedFlags(Map.of());

	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public ResolvedFlags {
		values = Collections.unmodifiableMap(new TreeMap<>(values));
	}

	/** Whether the tool calls of a step run side by side. */
	public boolean parallelToolExecution() {
		return !Boolean.FALSE.equals(value(BuiltInFlag.PARALLEL_TOOL_EXECUTION));
	}

	/** Whether the agent may run. */
	public boolean agentEnabled() {
		return !Boolean.FALSE.equals(value(BuiltInFlag.AGENT_ENABLED));
	}

	/** Whether agents look up what they know. */
	public boolean knowledge() {
		return !Boolean.FALSE.equals(value(BuiltInFlag.KNOWLEDGE));
	}

	/** The model, {@code provider/model}, that stands in for the agent file's, if any. */
	public Optional<String> model(BuiltInFlag flag) {
		return (value(flag) instanceof String model && !model.isEmpty()) ? Optional.of(model) : Optional.empty();
	}

	private Object value(BuiltInFlag flag) {
		return this.values.getOrDefault(flag.label(), "");
	}

}
