package dev.agentservice.guard.injection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The YAML files that come with the release.
 */
final class GuardFile {

	private static final String VOCABULARY = "guard/vocabulary.yaml";

	private GuardFile() {
	}

	/** By word, which vocabularies it is in. */
	static Map<String, Set<String>> vocabularies() {
		Map<String, Set<String>> meanings = new TreeMap<>();
		map(read(VOCABULARY)).forEach((name, byLanguage) -> map(byLanguage).values()
			.stream()
			.flatMap((words) -> List.of(String.valueOf(words).strip().split("\\s+", 0)).stream())
			.forEach((word) -> meanings.computeIfAbsent(word, (key) -> new TreeSet<>()).add(name)));
		return meanings;
	}

	/** The document in a file. */
	static @Nullable Object read(String file) {
		try (InputStream in = GuardFile.class.getClassLoader().getResourceAsStream(file)) {
			if (in == null) {
				throw new IllegalArgumentException("There is no " + file);
			}
			return new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Map<String, Object> map(@Nullable Object node) {
		Map<String, Object> fields = new TreeMap<>();
		if (node instanceof Map<?, ?> map) {
			map.forEach((name, value) -> fields.put(String.valueOf(name), (value != null) ? value : ""));
		}
		return fields;
	}

	static List<String> strings(@Nullable Object node) {
		return (node instanceof List<?> list) ? list.stream().map(String::valueOf).toList() : List.of();
	}

}
