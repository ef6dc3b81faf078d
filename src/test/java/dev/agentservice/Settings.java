package dev.agentservice;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * All settings of the service, as its configuration records declare them.
 */
final class Settings {

	private static final String ROOT = Settings.class.getPackageName();

	private Settings() {
	}

	/**
	 * Names and defaults; an empty default if there is none or it is no text. A list's
	 * entry is {@code [0]}, a map's {@code <name>}.
	 */
	static Map<String, String> all() {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
		scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
		Map<String, String> settings = new TreeMap<>();
		for (BeanDefinition found : scanner.findCandidateComponents(ROOT)) {
			Class<?> type = ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), null);
			collect(type.getAnnotation(ConfigurationProperties.class).value(), type, settings);
		}
		return settings;
	}

	/** As Spring's relaxed binding reads it. */
	static String environmentVariable(String name) {
		return name.replace("[", ".").replace("]", "").replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
	}

	private static void collect(String prefix, Class<?> record, Map<String, String> settings) {
		for (RecordComponent component : record.getRecordComponents()) {
			String name = prefix + "." + name(record, component);
			Type type = component.getGenericType();
			if (type instanceof ParameterizedType generic && last(generic) instanceof Class<?> element
					&& isOurs(element)) {
				collect(name + ((generic.getRawType() == Map.class) ? ".<name>" : "[0]"), element, settings);
			}
			else if (type instanceof Class<?> nested && isOurs(nested)) {
				collect(name, nested, settings);
			}
			else {
				settings.put(name, defaultValue(record, component));
			}
		}
	}

	/** A name that Java reserves is not the component's own. */
	private static String name(Class<?> record, RecordComponent component) {
		for (var parameter : canonical(record).getParameters()) {
			Name name = parameter.getAnnotation(Name.class);
			if (parameter.getName().equals(component.getName()) && name != null) {
				return name.value();
			}
		}
		return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
	}

	private static Constructor<?> canonical(Class<?> record) {
		Class<?>[] types = Stream.of(record.getRecordComponents())
			.map(RecordComponent::getType)
			.toArray(Class<?>[]::new);
		try {
			return record.getDeclaredConstructor(types);
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Type last(ParameterizedType type) {
		return type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
	}

	private static boolean isOurs(Class<?> type) {
		return type.isRecord() && type.getPackageName().startsWith(ROOT);
	}

	private static String defaultValue(Class<?> record, RecordComponent component) {
		for (var parameter : canonical(record).getParameters()) {
			DefaultValue value = parameter.getAnnotation(DefaultValue.class);
			if (parameter.getName().equals(component.getName()) && value != null) {
				return String.join(", ", value.value());
			}
		}
		return "";
	}

}
