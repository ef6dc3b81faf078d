package dev.agentservice.flag;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

import dev.agentservice.flag.definition.FlagDefinition;
import dev.agentservice.flag.definition.FlagSetting;
import dev.agentservice.support.problem.InvalidRequestException.InvalidField;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * All flags, as the configuration defines them. What cannot be right stops the start.
 */
@Component
public final class FlagCatalog implements SmartInitializingSingleton {

	private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

	private final Map<String, FlagDefinition> byName = new TreeMap<>();

	private final ObjectProvider<FlagValueCheck> checks;

	FlagCatalog(FlagProperties properties, ObjectProvider<FlagValueCheck> checks) {
		this.checks = checks;
		properties.flags().forEach((name, definition) -> this.byName.put(name, definition.of(name)));
		this.byName.values().forEach((flag) -> {
			demand(NAME.matcher(flag.name()).matches(), flag.name(),
					"must be called by lower-case letters, digits and dashes");
			flag.flaws(flag.configured())
				.forEach((flaw) -> demand(false, flag.name() + "." + flaw.field(), flaw.reason()));
		});
		for (BuiltInFlag flag : BuiltInFlag.values()) {
			demand(find(flag.label()).filter((found) -> found.type() == flag.type()).isPresent(), flag.label(),
					"must be defined, with the type " + flag.type());
		}
	}

	/** Checks the values only when everybody who knows what they mean is there. */
	@Override
	public void afterSingletonsInstantiated() {
		this.byName.values()
			.forEach((flag) -> unusable(flag, flag.configured())
				.forEach((flaw) -> demand(false, flag.name() + "." + flaw.field(), flaw.reason())));
	}

	Optional<FlagDefinition> find(String name) {
		return Optional.ofNullable(this.byName.get(name));
	}

	/**
	 * The flag of this name.
	 * @throws ProblemException {@code not_found} if there is none
	 */
	public FlagDefinition require(String name) {
		return find(name).orElseThrow(
				() -> new ProblemException(ProblemCode.NOT_FOUND, "There is no such flag. GET /ops/flags lists them."));
	}

	/** All flags, by name. */
	public Collection<FlagDefinition> all() {
		return this.byName.values();
	}

	/** The values that nobody could use: none, or each of them. */
	public List<InvalidField> unusable(FlagDefinition flag, FlagSetting setting) {
		List<InvalidField> flaws = new ArrayList<>();
		this.checks.stream()
			.filter((check) -> check.covers(flag.name()))
			.forEach((check) -> setting.variants()
				.forEach((variant, value) -> check.complaint(value)
					.ifPresent((complaint) -> flaws.add(new InvalidField("variants." + variant, complaint)))));
		return flaws;
	}

	private static void demand(boolean right, String name, String reason) {
		if (!right) {
			throw new IllegalStateException("agent-service.flags." + name + " " + reason);
		}
	}

}
