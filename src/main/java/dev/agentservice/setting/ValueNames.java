package dev.agentservice.setting;

import java.util.Collection;
import java.util.List;

/**
 * The names of all values of a setting.
 */
final class ValueNames {

	private ValueNames() {
	}

	/** The names of all values, as the documentation spells them. */
	static List<String> of(Setting setting, String name) {
		return switch (setting) {
			case Setting.Group group -> all(group.members()
				.values()
				.stream()
				.map((member) -> of(member.setting(), name + "." + member.name()))
				.toList());
			case Setting.Entries entries -> of(entries.value(), name + "." + Spelling.ANY);
			case Setting.Items items ->
				(items.item() instanceof Setting.Value) ? List.of(name) : of(items.item(), name + "[0]");
			case Setting.Value _, Setting.Anything _ -> List.of(name);
		};
	}

	private static List<String> all(List<List<String>> names) {
		return names.stream().flatMap(Collection::stream).toList();
	}

}
