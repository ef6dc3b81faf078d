package dev.agentservice.setting;

import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.boot.context.properties.bind.Name;

/**
 * All settings, as the records that they are bound to declare them.
 */
final class SettingTree {

	private static final Pattern CAPITAL = Pattern.compile("([A-Z])");

	private final Setting.Group root = new Setting.Group();

	/**
	 * Adds the settings of a type.
	 * @param prefix under what they stand, {@code agent-service} or something below it
	 * @param type what they are bound to; anything goes below a type that is no record
	 */
	void add(String prefix, Class<?> type) {
		List<String> elements = Spelling.elements(prefix);
		Setting setting = of(type);
		for (String element : elements.subList(1, elements.size()).reversed()) {
			Setting.Group group = new Setting.Group();
			group.add(element, setting);
			setting = group;
		}
		if (setting instanceof Setting.Group group) {
			group.members().values().forEach((member) -> this.root.add(member.name(), member.setting()));
		}
	}

	Setting.Group root() {
		return this.root;
	}

	private static Setting of(Type type) {
		if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
			Type[] arguments = generic.getActualTypeArguments();
			if (Map.class.isAssignableFrom(raw)) {
				return new Setting.Entries(constants(arguments[0]), of(arguments[1]));
			}
			return Collection.class.isAssignableFrom(raw) ? new Setting.Items(of(arguments[0]))
					: new Setting.Value(false);
		}
		if (type instanceof Class<?> plain && plain.isRecord()) {
			return group(plain);
		}
		return new Setting.Value(type == Duration.class);
	}

	private static Setting.Group group(Class<?> type) {
		Setting.Group group = new Setting.Group();
		RecordComponent[] components = type.getRecordComponents();
		Parameter[] parameters = parameters(type, components);
		for (int i = 0; i < components.length; i++) {
			Name name = parameters[i].getAnnotation(Name.class);
			group.add((name != null) ? name.value() : dashed(components[i].getName()),
					of(components[i].getGenericType()));
		}
		return group;
	}

	private static Parameter[] parameters(Class<?> type, RecordComponent[] components) {
		Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
		try {
			return type.getDeclaredConstructor(types).getParameters();
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException("A record has a canonical constructor", ex);
		}
	}

	private static String dashed(String name) {
		return CAPITAL.matcher(name).replaceAll("-$1").toLowerCase(Locale.ROOT);
	}

	/** What may be a key is known where keys are an enum's. */
	private static Set<String> constants(Type type) {
		if (type instanceof Class<?> key && key.isEnum()) {
			return Arrays.stream(key.getEnumConstants())
				.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
				.collect(Collectors.toUnmodifiableSet());
		}
		return Set.of();
	}

}
