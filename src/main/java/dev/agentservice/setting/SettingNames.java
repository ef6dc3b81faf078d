package dev.agentservice.setting;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Finds the setting that a name means.
 */
final class SettingNames {

	private static final Pattern INDEX = Pattern.compile("\\[[0-9]+\\]");

	private static final Pattern NUMBER = Pattern.compile("[0-9]+");

	private final Setting.Group root;

	/** The names in use that are the operator's own, by where they stand. */
	private final Map<String, Set<String>> entries = new TreeMap<>();

	SettingNames(Setting.Group root) {
		this.root = root;
	}

	/**
	 * The setting of a name as files, arguments and properties have it.
	 * @param elements of the name
	 * @return the setting, or null if there is none
	 */
	@Nullable Found find(List<String> elements) {
		return find(this.root, Spelling.ROOT, elements.subList(1, elements.size()));
	}

	/**
	 * The setting of an environment variable. Underscores may stand for dots, dashes or
	 * nothing; which, is told by the settings that there are. A name of the operator's
	 * own that no other source has is one word, or all that are left, joined by dashes,
	 * where its value is a text.
	 * @param words what stands between the underscores, without the prefix
	 * @return the setting, or null if there is none
	 */
	@Nullable Found findVariable(List<String> words) {
		return findVariable(this.root, Spelling.ROOT, words);
	}

	/** The names of all values, with the operator's own names in place. */
	List<String> all() {
		return ValueNames.of(this.root, Spelling.ROOT).stream().flatMap(this::withEntries).toList();
	}

	private Stream<String> withEntries(String name) {
		int place = name.indexOf(Spelling.ANY);
		if (place < 0) {
			return Stream.of(name);
		}
		String before = name.substring(0, place - 1);
		return Stream.concat(Stream.of(name),
				this.entries.getOrDefault(before, Set.of())
					.stream()
					.map((entry) -> before + entry + name.substring(place + Spelling.ANY.length())));
	}

	private @Nullable Found find(Setting setting, String name, List<String> rest) {
		if (rest.isEmpty()) {
			return new Found(name, setting);
		}
		String first = rest.getFirst();
		List<String> others = rest.subList(1, rest.size());
		return switch (setting) {
			case Setting.Group group -> {
				Setting.Member member = first.startsWith("[") ? null : group.find(first);
				yield (member != null) ? find(member.setting(), name + "." + member.name(), others) : null;
			}
			case Setting.Entries map when map.value() instanceof Setting.Value -> entry(map, name, rest);
			case Setting.Entries map -> entry(map, name, first, others);
			case Setting.Items items ->
				INDEX.matcher(first).matches() ? find(items.item(), name + first, others) : null;
			case Setting.Value _ -> null;
			case Setting.Anything _ -> new Found(name + "." + String.join(".", rest), setting);
		};
	}

	/** What is left of the name is one name, dots included. */
	private Found entry(Setting.Entries map, String name, List<String> rest) {
		String key = String.join(".", rest);
		return new Found(enter(name, rest.size() == 1 ? key : "[" + key + "]"), map.value());
	}

	private @Nullable Found entry(Setting.Entries map, String name, String key, List<String> rest) {
		if (!key.startsWith("[") && !Spelling.isWhole(key)) {
			return null;
		}
		return find(map.value(), enter(name, key), rest);
	}

	private String enter(String name, String key) {
		String suffix = key.startsWith("[") ? key : "." + key;
		this.entries.computeIfAbsent(name, (_) -> new LinkedHashSet<>()).add(suffix);
		return name + suffix;
	}

	private @Nullable Found findVariable(Setting setting, String name, List<String> words) {
		if (words.isEmpty()) {
			return Setting.takesText(setting) ? new Found(name, setting) : null;
		}
		return switch (setting) {
			case Setting.Group group -> {
				for (int i = 1; i <= words.size(); i++) {
					Setting.Member member = group.find(String.join("", words.subList(0, i)));
					Found found = (member != null)
							? findVariable(member.setting(), name + "." + member.name(), words.subList(i, words.size()))
							: null;
					if (found != null) {
						yield found;
					}
				}
				yield null;
			}
			case Setting.Entries map -> entryOfVariable(map, name, words);
			case Setting.Items items -> NUMBER.matcher(words.getFirst()).matches()
					? findVariable(items.item(), name + "[" + words.getFirst() + "]", words.subList(1, words.size()))
					: null;
			case Setting.Value _ -> null;
			case Setting.Anything _ -> new Found(name + "." + String.join(".", words), setting);
		};
	}

	private @Nullable Found entryOfVariable(Setting.Entries map, String name, List<String> words) {
		Set<String> known = new HashSet<>(this.entries.getOrDefault(name, Set.of()));
		map.names().forEach((entry) -> known.add("." + entry));
		for (int i = words.size(); i > 0; i--) {
			String spelling = Spelling.plain(String.join("", words.subList(0, i)));
			for (String entry : known) {
				Found found = Spelling.plain(entry).equals(spelling)
						? findVariable(map.value(), name + entry, words.subList(i, words.size())) : null;
				if (found != null) {
					return found;
				}
			}
		}
		if (map.value() instanceof Setting.Value) {
			// Of a header or a parameter of a URL, such as api-version.
			return new Found(name + "." + String.join("-", words).toLowerCase(Locale.ROOT), map.value());
		}
		return findVariable(map.value(), name + "." + words.getFirst().toLowerCase(Locale.ROOT),
				words.subList(1, words.size()));
	}

	/**
	 * A setting.
	 *
	 * @param name as the documentation spells it
	 * @param setting what it is
	 */
	record Found(String name, Setting setting) {

	}

}
