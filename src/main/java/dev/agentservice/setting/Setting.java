package dev.agentservice.setting;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What may stand at a place of the configuration.
 */
sealed interface Setting {

	/**
	 * Settings with names of their own.
	 *
	 * @param members by their names without dashes, which is how spellings differ
	 */
	record Group(Map<String, Member> members) implements Setting {

		Group() {
			this(new TreeMap<>());
		}

		/** The member that has this name in any spelling. */
		@Nullable Member find(String spelling) {
			return this.members.get(Spelling.plain(spelling));
		}

		/** Adds a member; groups of the same name become one. */
		void add(String name, Setting setting) {
			Member known = find(name);
			if (known != null && known.setting() instanceof Group into && setting instanceof Group from) {
				from.members().values().forEach((member) -> into.add(member.name(), member.setting()));
			}
			else {
				this.members.put(Spelling.plain(name), new Member(name, setting));
			}
		}

	}

	/**
	 * A setting of a group.
	 *
	 * @param name as the documentation spells it
	 * @param setting what it is
	 */
	record Member(String name, Setting setting) {

	}

	/**
	 * Settings whose names are the operator's own.
	 *
	 * @param names those that are known anyway
	 * @param value what each of them is
	 */
	record Entries(Set<String> names, Setting value) implements Setting {

	}

	/**
	 * A list.
	 *
	 * @param item what each of its items is
	 */
	record Items(Setting item) implements Setting {

	}

	/**
	 * A value.
	 *
	 * @param time whether it is a time, and so needs a unit
	 */
	record Value(boolean time) implements Setting {

	}

	/** Whatever its reader makes of it. */
	record Anything() implements Setting {

	}

	/** Whether a text can be all that is said of this setting. */
	static boolean takesText(Setting setting) {
		return switch (setting) {
			case Value _, Anything _ -> true;
			case Items items -> items.item() instanceof Value;
			case Group _, Entries _ -> false;
		};
	}

}
