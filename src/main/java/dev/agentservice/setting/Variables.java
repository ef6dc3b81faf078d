package dev.agentservice.setting;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The environment variables that are settings. Spring alone would read
 * {@code AGENTSERVICE_BUDGET_USERDAILYUSD} and nothing else as
 * {@code agent-service.budget.user-daily-usd}; here each of them is told under the name
 * of the setting that it means.
 */
final class Variables {

	private static final Pattern PREFIX = Pattern.compile("AGENT[_-]?SERVICE_+(?=[^_])");

	/** What platforms tell a container of a service that is named like ours. */
	private static final Set<String> PLATFORM = Set.of("URL", "HOST", "HOSTNAME", "PORT", "ADDR", "ADDRESS", "NAME");

	/**
	 * What Kubernetes and Docker tell every container of services whose names begin like
	 * ours.
	 */
	private static final Pattern SERVICE_LINK = Pattern
		.compile(".*_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

	private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

	private final EnumerablePropertySource<?> source;

	private final Map<String, Object> settings = new HashMap<>();

	Variables(EnumerablePropertySource<?> source) {
		this.source = source;
	}

	/** Those that should be settings, in a fixed order. */
	List<String> names() {
		return Arrays.stream(this.source.getPropertyNames()).filter(Variables::isOurs).sorted().toList();
	}

	private static boolean isOurs(String name) {
		return PREFIX.matcher(name.toUpperCase(Locale.ROOT)).lookingAt();
	}

	/** What stands between its underscores, behind the prefix. */
	static List<String> words(String name) {
		String rest = PREFIX.matcher(name.toUpperCase(Locale.ROOT)).replaceFirst("");
		return Stream.of(rest.split("_", -1)).filter((word) -> !word.isEmpty()).toList();
	}

	/** Whether it says where a service is, and is no setting. */
	static boolean isServiceLink(String name, String value) {
		return PLATFORM.contains(String.join("_", words(name))) || SERVICE_LINK.matcher(name).matches()
				|| (name.endsWith("_PORT") && ADDRESS.matcher(value).matches());
	}

	/** Tells a variable under the name of its setting. */
	void take(String name, String setting) {
		Object value = Objects.requireNonNull(this.source.getProperty(name), name);
		this.settings.put(setting, OriginTrackedValue.of(value, new SystemEnvironmentOrigin(name)));
		// For whoever refers to it as ${AGENTSERVICE_…}.
		this.settings.put(name, value);
	}

	/** From now on Spring reads the settings, and no longer their variables. */
	void replaceIn(MutablePropertySources sources) {
		if (this.settings.isEmpty()) {
			return;
		}
		Map<String, Object> others = new HashMap<>();
		for (String name : this.source.getPropertyNames()) {
			if (!this.settings.containsKey(name)) {
				others.put(name, Objects.requireNonNull(this.source.getProperty(name), name));
			}
		}
		sources.addBefore(this.source.getName(),
				new OriginTrackedMapPropertySource("environment variables of the service", this.settings, true));
		sources.replace(this.source.getName(), new Others(this.source.getName(), others));
	}

	/**
	 * All other variables, and where each comes from.
	 */
	private static final class Others extends SystemEnvironmentPropertySource implements OriginLookup<String> {

		Others(String name, Map<String, Object> variables) {
			super(name, variables);
		}

		@Override
		public @Nullable Origin getOrigin(String name) {
			return containsProperty(name) ? new SystemEnvironmentOrigin(name) : null;
		}

	}

}
