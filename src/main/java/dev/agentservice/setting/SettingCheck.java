package dev.agentservice.setting;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.agentservice.setting.SettingNames.Found;
import dev.agentservice.support.Text;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Reads the names in all sources of the configuration, and collects the mistakes.
 */
final class SettingCheck {

	private static final Pattern BARE_NUMBER = Pattern.compile("\\s*[+-]?[0-9]*[1-9][0-9]*\\s*");

	private static final String BRACKETS = " A name with other characters than letters, digits, - and _ stands in"
			+ " brackets, in YAML with quotes: \"[openai/gpt-5.4]\".";

	private static final int MAX_NAME = 200;

	private final ConfigurableEnvironment environment;

	private final SettingNames names;

	private final List<String> mistakes = new ArrayList<>();

	SettingCheck(ConfigurableEnvironment environment, Setting.Group settings) {
		this.environment = environment;
		this.names = new SettingNames(settings);
	}

	/**
	 * Checks all sources, and puts the environment variables in place of which Spring
	 * would read others.
	 * @throws UnusableSettingsException naming each mistake
	 */
	void run() {
		// What names an operator has given is known before variables are guessed.
		// A variable may be named as a setting is, too: Spring reads it as it stands.
		sources().forEach(this::check);
		sources().stream().filter(SettingCheck::isVariables).forEach(this::checkVariables);
		if (!this.mistakes.isEmpty()) {
			throw new UnusableSettingsException(this.mistakes);
		}
	}

	private List<EnumerablePropertySource<?>> sources() {
		List<EnumerablePropertySource<?>> sources = new ArrayList<>();
		for (PropertySource<?> source : this.environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				sources.add(enumerable);
			}
		}
		return sources;
	}

	private static boolean isVariables(PropertySource<?> source) {
		return source instanceof SystemEnvironmentPropertySource
				&& StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME.equals(source.getName());
	}

	private void check(EnumerablePropertySource<?> source) {
		Map<String, String> spellings = new HashMap<>();
		for (String name : source.getPropertyNames()) {
			List<String> elements = Spelling.elements(name);
			if (elements.size() > 1 && Spelling.plain(elements.getFirst()).equals(Spelling.plain(Spelling.ROOT))) {
				Found found = this.names.find(elements);
				if (found != null) {
					check(source, name, found, spellings);
				}
				else {
					reject(source, name, "there is no such setting." + hint(name, elements));
				}
			}
		}
	}

	private void checkVariables(EnumerablePropertySource<?> source) {
		Map<String, String> spellings = new HashMap<>();
		Variables variables = new Variables(source);
		for (String name : variables.names()) {
			Found found = this.names.findVariable(Variables.words(name));
			if (found != null) {
				check(source, name, found, spellings);
				variables.take(name, found.name());
			}
			else if (!Variables.isServiceLink(name, String.valueOf(source.getProperty(name)))) {
				reject(source, name, "there is no such setting."
						+ suggestion(name).map(Spelling::variable).map(SettingCheck::meant).orElse(""));
			}
		}
		variables.replaceIn(this.environment.getPropertySources());
	}

	private void check(EnumerablePropertySource<?> source, String name, Found found, Map<String, String> spellings) {
		Object value = source.getProperty(name);
		if (!Setting.takesText(found.setting()) && !isEmpty(value)) {
			reject(source, name, "this is no setting but a group of settings.");
		}
		if (found.setting() instanceof Setting.Value setting && setting.time() && isBareNumber(value)) {
			reject(source, name, "a time needs its unit, such as 30s, 500ms or 5m.");
		}
		checkSpelling(source, name, spellings.putIfAbsent(found.name(), name));
	}

	private void checkSpelling(EnumerablePropertySource<?> source, String name, @Nullable String other) {
		Object value = source.getProperty(name);
		if (other != null && !String.valueOf(value).equals(String.valueOf(source.getProperty(other)))) {
			reject(source, name, "the same setting has another value as " + Text.printable(other, MAX_NAME) + ".");
		}
	}

	private static boolean isEmpty(@Nullable Object value) {
		return switch (value) {
			case null -> true;
			case CharSequence text -> text.isEmpty();
			case Collection<?> items -> items.isEmpty();
			case Map<?, ?> entries -> entries.isEmpty();
			default -> false;
		};
	}

	/** Zero is the same in all units. */
	private boolean isBareNumber(@Nullable Object value) {
		return (value instanceof CharSequence || value instanceof Number)
				&& BARE_NUMBER.matcher(this.environment.resolvePlaceholders(value.toString())).matches();
	}

	private String hint(String name, List<String> elements) {
		boolean whole = elements.stream().allMatch((element) -> element.startsWith("[") || Spelling.isWhole(element));
		return whole ? suggestion(name).map(SettingCheck::meant).orElse("") : BRACKETS;
	}

	private Optional<String> suggestion(String name) {
		return new Suggestions(this.names.all()).nearest(name);
	}

	private static String meant(String name) {
		return " Did you mean " + name + "?";
	}

	private void reject(PropertySource<?> source, String name, String reason) {
		this.mistakes.add(Text.printable(name, MAX_NAME) + " (" + origin(source, name) + "): " + reason);
	}

	private static String origin(PropertySource<?> source, String name) {
		Origin origin = OriginLookup.getOrigin(source, name);
		return (origin != null) ? origin.toString() : source.getName();
	}

}
